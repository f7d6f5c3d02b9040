//! A budget as a file states it, read so that every fault has its place and its rule, and no value is repeated.

use super::text::Text;
use super::{BudgetError, BudgetProblem};
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt::{self, Display};
use std::str::FromStr;

/// Reads a `T` by way of its stated form.
///
/// The whole text is taken in first, so that an error can name the place in it and needs to repeat nothing of it.
pub(super) fn read<Stated, T>(node: Node) -> Result<T, BudgetProblem>
where
    Stated: DeserializeOwned,
    T: TryFrom<Stated, Error = BudgetError>,
{
    T::try_from(Stated::deserialize(node)?).map_err(BudgetProblem::from)
}

/// Reads JSON, one value and nothing after it.
pub(super) fn parse(json: &[u8]) -> Result<Node, BudgetProblem> {
    serde_json::from_slice(json).map_err(|error| {
        BudgetProblem::from(BudgetError::NotJson {
            line: error.line(),
            column: error.column(),
        })
    })
}

/// A day, written as `2014-01-31`.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = Text::deserialize(from)?;
    text.0
        .parse()
        .map_err(|_| de::Error::custom(BudgetError::DateForm))
}

/// A day, where one stands.
pub(super) fn optional_day<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<NaiveDate>, D::Error> {
    let text = Option::<Text>::deserialize(from)?;
    let day = text.map(|text| text.0.parse()).transpose();
    day.map_err(|_| de::Error::custom(BudgetError::DateForm))
}

/// A name of the workspace, where one stands; `what` it names goes into the error.
pub(super) fn optional_name<'de, D, T>(from: D, what: &'static str) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    let text = Option::<Text>::deserialize(from)?;
    let name = text.map(|text| text.0.parse()).transpose();
    name.map_err(|_| de::Error::custom(BudgetError::NameForm { what }))
}

/// One value of a file. Numbers and truth values stand nowhere in a budget, so nothing of them is kept.
pub(super) enum Node {
    Nothing,
    Other,
    Text(String),
    List(Vec<Node>),
    /// Fields in their order, repeated ones too.
    Object(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Taker)
    }
}

/// Takes any value in.
struct Taker;

impl<'de> Visitor<'de> for Taker {
    type Value = Node;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a budget")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut object: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = object.next_entry()? {
            fields.push(field);
        }
        Ok(Node::Object(fields))
    }
}

impl<'de> Deserializer<'de> for Node {
    type Error = BudgetProblem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BudgetProblem> {
        match self {
            Self::Nothing => visitor.visit_unit(),
            Self::Other => visitor.visit_bool(false),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(nodes) => visitor.visit_seq(List(nodes.into_iter().enumerate())),
            Self::Object(fields) => visitor.visit_map(Object {
                fields: fields.into_iter(),
                value: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BudgetProblem> {
        match self {
            Self::Nothing => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, BudgetProblem> {
        visitor.visit_newtype_struct(self)
    }

    /// Fields have names: a list of their values alone is no object.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BudgetProblem> {
        match self {
            Self::List(_) => Err(BudgetError::WrongKind.into()),
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// The elements of a list that are left.
struct List(std::iter::Enumerate<std::vec::IntoIter<Node>>);

impl<'de> de::SeqAccess<'de> for List {
    type Error = BudgetProblem;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, BudgetProblem> {
        let Some((at, node)) = self.0.next() else {
            return Ok(None);
        };
        let element = seed.deserialize(node);
        element.map(Some).map_err(|problem| problem.at(at))
    }
}

/// The fields of an object that are left.
struct Object {
    fields: std::vec::IntoIter<(String, Node)>,
    value: Option<(String, Node)>,
}

impl<'de> de::MapAccess<'de> for Object {
    type Error = BudgetProblem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, BudgetProblem> {
        let Some((name, node)) = self.fields.next() else {
            return Ok(None);
        };
        let key: StrDeserializer<'_, BudgetProblem> = name.as_str().into_deserializer();
        let key = seed.deserialize(key)?;
        self.value = Some((name, node));
        Ok(Some(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, BudgetProblem> {
        // A value is asked for after its name was taken, so its name is one of the format and may be told.
        let (name, node) = self.value.take().unwrap_or((String::new(), Node::Nothing));
        let value = seed.deserialize(node);
        value.map_err(|problem| problem.within(&name))
    }
}

impl de::Error for BudgetProblem {
    /// Takes the code and the message of a [`BudgetError`]; of anything else only that it does not fit.
    fn custom<T: Display>(cause: T) -> Self {
        let code = format!("{cause:#}");
        match BudgetError::RULES.iter().find(|&&rule| rule == code) {
            Some(rule) => Self::new(rule, cause.to_string()),
            None => BudgetError::WrongKind.into(),
        }
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        BudgetError::WrongKind.into()
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        BudgetError::FieldUnknown.into()
    }

    fn missing_field(field: &'static str) -> Self {
        BudgetError::FieldMissing { field }.into()
    }

    fn duplicate_field(field: &'static str) -> Self {
        BudgetError::FieldRepeated { field }.into()
    }
}

#[cfg(test)]
mod tests {
    use crate::budget::PersonalBudget;
    use proptest::prelude::*;

    const ID: &str = r#""id":"00000000-0000-0000-0000-000000000001""#;

    /// Place and rule of the fault of a budget with these fields beside its id.
    fn fault(fields: &str) -> (String, &'static str) {
        let problem = PersonalBudget::from_json(format!("{{{ID},{fields}}}")).unwrap_err();
        (problem.place().to_owned(), problem.rule())
    }

    fn told(place: &str, rule: &'static str) -> (String, &'static str) {
        (place.to_owned(), rule)
    }

    #[test]
    fn a_fault_has_the_path_to_it() {
        let wrong = r#""plan":{"lines":[{"category":"other"},{"category":"other","cost":{"money":"1.001","period":"weekly"}}]}"#;
        assert_eq!(
            fault(wrong),
            told("plan.lines[1].cost.money", "money_fraction")
        );
        assert_eq!(
            fault(r#""plan":{"helped_by":["council",7]}"#),
            told("plan.helped_by[1]", "not_text")
        );
        assert_eq!(
            fault(r#""deployment":[[]]"#),
            told("deployment[0]", "wrong_kind")
        );
    }

    #[test]
    fn a_fault_of_the_form_has_a_rule_of_its_own() {
        assert_eq!(fault(r#""shoe_size":"41""#), told("", "field_unknown"));
        assert_eq!(
            fault(r#""plan":{"shoe_size":"41"}"#),
            told("plan", "field_unknown")
        );
        assert_eq!(fault(ID), told("", "field_repeated"));
        assert_eq!(
            fault(r#""contribution":{"money":"1.00"}"#),
            told("contribution", "field_missing")
        );
        for value in ["true", "7", "-7", "7.5", "\"7\"", "[]"] {
            assert_eq!(
                fault(&format!("\"allocations\":{value}")),
                told("allocations", "wrong_kind"),
                "{value}"
            );
        }
        for value in ["true", "7", "-7", "7.5", "{}", "[]"] {
            assert_eq!(
                fault(&format!("\"need_group\":{value}")),
                told("need_group", "not_text"),
                "{value}"
            );
        }
        assert_eq!(
            fault(r#""organisation":"""#),
            told("organisation", "name_form")
        );
        assert_eq!(
            fault(r#""reviews":[{"date":"2014-02-30"}]"#),
            told("reviews[0].date", "date_form")
        );
        assert_eq!(
            fault(r#""plan":{"started":"soon"}"#),
            told("plan.started", "date_form")
        );
    }

    #[test]
    fn nothing_where_something_may_stand_is_nothing() {
        let budget =
            PersonalBudget::from_json(format!("{{{ID},\"plan\":null,\"organisation\":null}}"))
                .unwrap();
        assert_eq!(serde_json::to_string(&budget).unwrap(), format!("{{{ID}}}"));
    }

    #[test]
    fn text_that_is_no_json_is_told_where_it_breaks_off() {
        for (json, place) in [
            ("{\n\"id\"", "line 2, column 4"),
            ("{} {}", "line 1, column 4"),
            ("", "line 1, column 0"),
        ] {
            let problem = PersonalBudget::from_json(json).unwrap_err();
            assert_eq!((problem.rule(), problem.place()), ("not_json", ""));
            assert!(problem.to_string().contains(place), "{problem}");
        }
        assert_eq!(
            PersonalBudget::from_json("[]").unwrap_err().rule(),
            "wrong_kind"
        );
    }

    #[test]
    fn toml_is_held_to_the_same_rules() {
        let text = format!(
            "{}\n[contribution]\nmoney = 71.35\nperiod = \"weekly\"\n",
            ID.replace("\":", "=").replacen('"', "", 1)
        );
        let told = toml::from_str::<PersonalBudget>(&text)
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("contribution.money: value does not read as text"),
            "{told}"
        );
        let sound = text.replace("71.35", "\"71.35\"");
        assert!(toml::from_str::<PersonalBudget>(&sound).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(PersonalBudget::from_json(&bytes).is_err());
        }

        #[test]
        fn no_value_of_any_field_is_repeated(
            field in prop::sample::select(&["organisation", "need_group", "age_group", "allocations", "contribution", "deployment",
                "restrictions", "plan", "reviews", "spending"][..]),
            number in 1_000_000_u64..,
        ) {
            for value in [number.to_string(), format!("[{number}]"), format!("[\"{number}\"]"), format!("{{\"{number}\":1}}"),
                format!("[{{\"{number}\":1}}]")] {
                let json = format!("{{{ID},\"{field}\":{value}}}");
                let problem = PersonalBudget::from_json(&json).unwrap_err();
                prop_assert!(!problem.to_string().contains(&number.to_string()), "{}", problem);
                let told = serde_json::from_str::<PersonalBudget>(&json).unwrap_err();
                prop_assert!(!told.to_string().contains(&number.to_string()), "{}", told);
            }
        }
    }
}
