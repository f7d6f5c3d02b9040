//! How a response came about.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A closed choice with one code a variant, the same in files, in JSON and in words.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Every one, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Code in files.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.code())
            }
        }
    )*};
}

choices! {
    /// How an answer reached us.
    Mode {
        /// By post.
        Post = "post",
        /// Online.
        Online = "online",
        /// By telephone.
        Telephone = "telephone",
        /// Face to face.
        FaceToFace = "face_to_face",
        /// Inside a review.
        Review = "review",
    }
    /// Who filled in the form; it changes answers, so it is kept.
    Help {
        /// The person alone.
        Alone = "alone",
        /// The person with somebody's help.
        WithHelp = "with_help",
        /// Somebody else on the person's behalf.
        ByProxy = "by_proxy",
    }
    /// Who helped, or answered for the person.
    Helper {
        /// A relative, partner or friend who cares unpaid.
        FamilyCarer = "family_carer",
        /// Somebody paid to support the person, such as a personal assistant.
        PaidSupporter = "paid_supporter",
        /// An advocate.
        Advocate = "advocate",
        /// Staff of the council or the NHS.
        CouncilStaff = "council_staff",
        /// Anybody else.
        SomebodyElse = "somebody_else",
    }
    /// Which form of the questionnaire was filled in.
    Form {
        /// The standard one.
        Standard = "standard",
        /// Easy Read, in short sentences with pictures.
        EasyRead = "easy_read",
        /// Large print.
        LargePrint = "large_print",
        /// Braille.
        Braille = "braille",
        /// Audio.
        Audio = "audio",
        /// Sign language.
        SignLanguage = "sign_language",
    }
    /// What of its circumstances responses are told apart by.
    Circumstance {
        /// How they reached us.
        Mode = "mode",
        /// Who filled them in.
        Help = "help",
        /// Who helped.
        Helper = "helper",
        /// Which form was filled in.
        Form = "form",
        /// In which language.
        Language = "language",
    }
}

/// How a response came about, a byte each. The language of the form is kept beside it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    /// How it reached us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Who filled it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// Who helped or answered for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<Helper>,
    /// Which form was filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

const _: () = assert!(size_of::<Circumstances>() == 4, "a byte each");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_json_are_the_codes_in_files() {
        fn same<T: Copy + fmt::Display + Serialize>(all: &[T], codes: &str) {
            let told: Vec<String> = all.iter().map(ToString::to_string).collect();
            assert_eq!(told.join(" "), codes);
            let json = serde_json::to_string(all).unwrap();
            assert_eq!(json, format!("[\"{}\"]", codes.replace(' ', "\",\"")));
        }
        same(Mode::ALL, "post online telephone face_to_face review");
        same(Help::ALL, "alone with_help by_proxy");
        same(
            Helper::ALL,
            "family_carer paid_supporter advocate council_staff somebody_else",
        );
        same(
            Form::ALL,
            "standard easy_read large_print braille audio sign_language",
        );
        same(Circumstance::ALL, "mode help helper form language");
    }

    #[test]
    fn what_is_not_known_is_left_out_and_what_is_unknown_refused() {
        let known = Circumstances {
            helper: Some(Helper::Advocate),
            form: Some(Form::EasyRead),
            ..Circumstances::default()
        };
        let json = serde_json::to_string(&known).unwrap();
        assert_eq!(json, r#"{"helper":"advocate","form":"easy_read"}"#);
        assert_eq!(serde_json::from_str::<Circumstances>(&json).unwrap(), known);
        assert!(serde_json::from_str::<Circumstances>(r#"{"weather":"fair"}"#).is_err());
    }
}
