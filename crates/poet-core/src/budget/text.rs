//! Text as it stands in a file.

use super::BudgetError;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Text of a file on its way into a domain type.
///
/// Unlike `String` it never repeats a value of another type in the error, since that value belongs to one person.
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Words)
    }
}

/// Takes text and tells nothing of anything else.
struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Text;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(Text(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Text, E> {
        Err(E::custom(BudgetError::NotText))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Text, E> {
        self.visit_unit()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Text, E> {
        self.visit_unit()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Text, E> {
        self.visit_unit()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Text, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Text, A::Error> {
        self.visit_unit()
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Text, A::Error> {
        self.visit_unit()
    }
}

/// Gives a closed enum one code a variant, read and written the same everywhere.
macro_rules! codes {
    ($name:ident, $what:literal, $first:ident = $first_code:literal $(, $variant:ident = $code:literal)* $(,)?) => {
        impl $name {
            /// Every one, in the order of declaration.
            pub const ALL: &[Self] = &[Self::$first $(, Self::$variant)*];

            /// Code in files.
            pub fn code(self) -> &'static str {
                match self {
                    Self::$first => $first_code,
                    $(Self::$variant => $code,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::budget::BudgetError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $first_code => Ok(Self::$first),
                    $($code => Ok(Self::$variant),)*
                    _ => Err($crate::budget::BudgetError::CodeUnknown {
                        what: $what,
                        wanted: concat!($first_code $(, ", ", $code)*),
                    }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.pad(self.code())
            }
        }

        impl TryFrom<$crate::budget::text::Text> for $name {
            type Error = $crate::budget::BudgetError;

            fn try_from(text: $crate::budget::text::Text) -> Result<Self, Self::Error> {
                text.0.parse()
            }
        }

        #[cfg(feature = "schema")]
        crate::schema::says!(
            $name,
            stringify!($name),
            crate::schema::described(
                crate::schema::ClosedList::schema($name::ALL.iter().map(|word| word.code())),
                concat!("Closed list: ", $what, ".")
            )
        );

        impl From<$name> for &'static str {
            fn from(value: $name) -> Self {
                value.code()
            }
        }
    };
}

pub(super) use codes;

#[cfg(test)]
mod tests {
    use crate::budget::{
        AgeGroup, AmountKnown, Deployment, FundingStream, Limit, Listener, NeedGroup, Period,
        PlanHelper, Planning, ProviderKind, ReviewKind, ReviewOutcome, Stage, SupportCategory,
        SupportUnit, Verdict, ViewsIncluded, YearLength,
    };
    use proptest::prelude::*;
    use serde::{Serialize, de::DeserializeOwned};
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    fn code_is_the_same_everywhere<T>(all: &[T])
    where
        T: Copy + Debug + DeserializeOwned + Display + FromStr + PartialEq + Serialize,
    {
        for &one in all {
            let code = one.to_string();
            assert_eq!(code.parse().ok(), Some(one));
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), one);
        }
    }

    #[test]
    fn a_code_reads_and_writes_the_same_as_text_and_json() {
        code_is_the_same_everywhere(Period::ALL);
        code_is_the_same_everywhere(YearLength::ALL);
        code_is_the_same_everywhere(FundingStream::ALL);
        code_is_the_same_everywhere(Deployment::ALL);
        code_is_the_same_everywhere(AgeGroup::ALL);
        code_is_the_same_everywhere(AmountKnown::ALL);
        code_is_the_same_everywhere(Limit::ALL);
        code_is_the_same_everywhere(Listener::ALL);
        code_is_the_same_everywhere(NeedGroup::ALL);
        code_is_the_same_everywhere(PlanHelper::ALL);
        code_is_the_same_everywhere(Planning::ALL);
        code_is_the_same_everywhere(ProviderKind::ALL);
        code_is_the_same_everywhere(ReviewKind::ALL);
        code_is_the_same_everywhere(ReviewOutcome::ALL);
        code_is_the_same_everywhere(Stage::ALL);
        code_is_the_same_everywhere(SupportCategory::ALL);
        code_is_the_same_everywhere(SupportUnit::ALL);
        code_is_the_same_everywhere(Verdict::ALL);
        code_is_the_same_everywhere(ViewsIncluded::ALL);
    }

    #[test]
    fn an_unknown_code_is_told_what_is_wanted_and_not_repeated() {
        let told = serde_json::from_str::<Period>("\"fortnightly\"")
            .unwrap_err()
            .to_string();
        assert!(told.contains("weekly, four_weekly, monthly, yearly, one_off"));
        assert!(!told.contains("fortnightly"));
    }

    proptest! {
        #[test]
        fn a_number_in_place_of_text_is_not_repeated(number in 1_000_000_u64..) {
            for json in [number.to_string(), format!("-{number}"), format!("{number}.5"), "true".into(), "null".into(), format!("[{number}]"), format!("{{\"{number}\":1}}")] {
                let told = serde_json::from_str::<Period>(&json).unwrap_err().to_string();
                prop_assert!(told.starts_with("value does not read as text"), "{}", told);
                prop_assert!(!told.contains(&number.to_string()));
            }
        }
    }
}
