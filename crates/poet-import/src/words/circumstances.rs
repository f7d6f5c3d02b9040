//! Words that say how a response came about.

use std::collections::BTreeMap;

use poet_core::{Circumstances, Form, Help, Helper, Language, Mode};

use super::{NOTHING, Words};

const MODES: &[(Mode, &[&str])] = &[
    (Mode::Post, &["post", "postal", "paper", "mail", "by post"]),
    (
        Mode::Online,
        &["online", "web", "internet", "on line", "email"],
    ),
    (
        Mode::Telephone,
        &["telephone", "phone", "by telephone", "by phone"],
    ),
    (
        Mode::FaceToFace,
        &[
            "face to face",
            "facetoface",
            "f2f",
            "in person",
            "interview",
        ],
    ),
    (
        Mode::Review,
        &["review", "inside a review", "at review", "support review"],
    ),
];

const HELPS: &[(Help, &[&str])] = &[
    (
        Help::Alone,
        &[
            "alone",
            "myself",
            "self",
            "on my own",
            "no help",
            "without help",
            "no",
        ],
    ),
    (
        Help::WithHelp,
        &[
            "with help",
            "withhelp",
            "helped",
            "had help",
            "with support",
            "yes",
        ],
    ),
    (
        Help::ByProxy,
        &[
            "by proxy",
            "byproxy",
            "proxy",
            "on behalf",
            "on their behalf",
            "somebody else",
        ],
    ),
];

const HELPERS: &[(Helper, &[&str])] = &[
    (
        Helper::FamilyCarer,
        &[
            "family carer",
            "carer",
            "family",
            "relative",
            "family member",
            "parent",
            "mother",
            "father",
            "wife",
            "husband",
            "partner",
            "son",
            "daughter",
            "brother",
            "sister",
            "friend",
            "family or friend",
        ],
    ),
    (
        Helper::PaidSupporter,
        &[
            "paid supporter",
            "personal assistant",
            "pa",
            "support worker",
            "care worker",
            "paid carer",
            "paid support",
            "home carer",
        ],
    ),
    (
        Helper::Advocate,
        &["advocate", "advocacy", "independent advocate"],
    ),
    (
        Helper::CouncilStaff,
        &[
            "council staff",
            "social worker",
            "care manager",
            "staff",
            "practitioner",
            "nurse",
            "nhs staff",
        ],
    ),
    (
        Helper::SomebodyElse,
        &["somebody else", "someone else", "other", "other person"],
    ),
];

const FORMS: &[(Form, &[&str])] = &[
    (
        Form::Standard,
        &[
            "standard",
            "standard form",
            "full",
            "ordinary",
            "original",
            "no",
        ],
    ),
    (
        Form::EasyRead,
        &[
            "easy read",
            "easyread",
            "easy read form",
            "easy read version",
            "yes",
        ],
    ),
    (Form::LargePrint, &["large print", "largeprint"]),
    (Form::Braille, &["braille"]),
    (Form::Audio, &["audio", "recording", "cd"]),
    (
        Form::SignLanguage,
        &["sign language", "bsl", "british sign language", "signed"],
    ),
];

/// Names of languages as forms and files in England and Wales write them.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["English"]),
    ("cy", &["Welsh", "Cymraeg"]),
    ("ur", &["Urdu"]),
    ("pa", &["Punjabi", "Panjabi"]),
    ("bn", &["Bengali", "Bangla", "Sylheti"]),
    ("gu", &["Gujarati"]),
    ("hi", &["Hindi"]),
    ("ta", &["Tamil"]),
    ("ar", &["Arabic"]),
    ("fa", &["Farsi", "Persian"]),
    ("ku", &["Kurdish"]),
    ("so", &["Somali"]),
    ("zh", &["Chinese", "Mandarin"]),
    ("yue", &["Cantonese"]),
    ("pl", &["Polish", "Polski"]),
    ("ro", &["Romanian"]),
    ("lt", &["Lithuanian"]),
    ("uk", &["Ukrainian"]),
    ("ru", &["Russian"]),
    ("tr", &["Turkish"]),
    ("el", &["Greek"]),
    ("fr", &["French"]),
    ("de", &["German"]),
    ("es", &["Spanish"]),
    ("it", &["Italian"]),
    ("pt", &["Portuguese"]),
    ("ga", &["Irish"]),
    ("gd", &["Scottish Gaelic", "Gaelic"]),
];

impl Words {
    /// How a response reached us.
    pub(crate) fn modes(own: &BTreeMap<String, Mode>) -> Self {
        Self::of_circumstances(own, MODES, |mode| mode as u8)
    }

    /// Who filled a form in.
    pub(crate) fn helps(own: &BTreeMap<String, Help>) -> Self {
        Self::of_circumstances(own, HELPS, |help| help as u8)
    }

    /// Who helped. Nobody is nothing.
    pub(crate) fn helpers(own: &BTreeMap<String, Helper>) -> Self {
        let mut words = Self::of_circumstances(own, HELPERS, |helper| helper as u8);
        words.add_all(NOBODY, NOTHING);
        words
    }

    /// Which form was filled in.
    pub(crate) fn forms(own: &BTreeMap<String, Form>) -> Self {
        Self::of_circumstances(own, FORMS, |form| form as u8)
    }
}

/// Words for no helper.
const NOBODY: &[&str] = &["nobody", "no one", "none", "no help", "alone", "myself"];

/// What bytes of [`Words::modes`], [`Words::helps`], [`Words::helpers`] and [`Words::forms`] stand for.
pub(crate) fn circumstances([mode, help, helper, form]: [u8; 4]) -> Circumstances {
    fn of<T: Copy>(all: &[T], byte: u8) -> Option<T> {
        all.get(usize::from(byte)).copied()
    }
    Circumstances {
        mode: of(Mode::ALL, mode),
        help: of(Help::ALL, help),
        helper: of(Helper::ALL, helper),
        form: of(Form::ALL, form),
    }
}

/// Languages by their names and tags.
pub(crate) struct Languages {
    pub(crate) words: Words,
    languages: Vec<Language>,
}

/// What a cell says of a language.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Told {
    /// This one.
    Language(Language),
    /// Nothing.
    Nothing,
    /// What nobody knows, with the nearest name by position.
    Unknown(Option<u16>),
}

impl Languages {
    /// The names of the mapping, then the usual ones.
    pub(crate) fn new(own: &BTreeMap<String, Language>) -> Self {
        let mut all = Self {
            words: Words::default(),
            languages: Vec::new(),
        };
        for (text, language) in own {
            all.add(&[text], language.clone());
        }
        for (tag, names) in LANGUAGES {
            if let Ok(language) = tag.parse() {
                all.add(names, language);
                names.iter().for_each(|name| all.words.offer(name, name));
            }
        }
        all.words.add_nothing();
        all
    }

    fn add(&mut self, names: &[impl AsRef<str>], language: Language) {
        let at = self.languages.iter().position(|known| *known == language);
        let at = at.unwrap_or(self.languages.len());
        // More languages than a byte counts are known by their tags alone.
        if let Ok(byte) = u8::try_from(at)
            && byte != NOTHING
        {
            for name in names {
                self.words.add(name.as_ref(), byte);
            }
            if at == self.languages.len() {
                self.languages.push(language);
            }
        }
    }

    /// Reads a cell: a name, or a tag of BCP 47 in any case.
    pub(crate) fn find(&self, cell: &str) -> Told {
        match self.words.find(cell) {
            Some(NOTHING) => Told::Nothing,
            Some(byte) => Told::Language(self.languages[usize::from(byte)].clone()),
            None => match tag(cell.trim()) {
                Some(language) => Told::Language(language),
                None => Told::Unknown(self.words.nearest(cell)),
            },
        }
    }
}

/// A tag of BCP 47 in small letters: a language of two letters, or of three that is known by name, and subtags.
fn tag(text: &str) -> Option<Language> {
    const LONGEST_SUBTAG: usize = 8;
    let text = text.replace('_', "-").to_ascii_lowercase();
    let (language, rest) = match text.split_once('-') {
        Some((language, rest)) => (language, Some(rest)),
        None => (text.as_str(), None),
    };
    let two = language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase());
    let known = two || LANGUAGES.iter().any(|(tag, _)| *tag == language);
    let subtag = |part: &str| {
        (1..=LONGEST_SUBTAG).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let fits = known && rest.is_none_or(|rest| rest.split('-').all(subtag));
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_positions_and_each_code_is_a_word_for_itself() {
        fn same<T: Copy + std::fmt::Debug + Eq + std::fmt::Display>(
            all: &[T],
            usual: &[(T, &[&str])],
            words: &Words,
        ) {
            let of_words: Vec<T> = usual.iter().map(|(value, _)| *value).collect();
            assert_eq!(of_words, all);
            for (at, value) in (0_u8..).zip(all) {
                assert_eq!(words.find(&value.to_string()), Some(at), "{value}");
            }
            assert_eq!(words.find(""), Some(NOTHING));
        }
        let own = BTreeMap::new();
        same(Mode::ALL, MODES, &Words::modes(&own));
        same(Help::ALL, HELPS, &Words::helps(&BTreeMap::new()));
        same(Helper::ALL, HELPERS, &Words::helpers(&BTreeMap::new()));
        same(Form::ALL, FORMS, &Words::forms(&BTreeMap::new()));
        let known = circumstances([1, 2, 0, 1]);
        assert_eq!(known.mode, Some(Mode::Online));
        assert_eq!(known.help, Some(Help::ByProxy));
        assert_eq!(known.helper, Some(Helper::FamilyCarer));
        assert_eq!(known.form, Some(Form::EasyRead));
        assert_eq!(circumstances([NOTHING; 4]), Circumstances::default());
    }

    #[test]
    fn no_helper_is_nothing_and_one_may_be_named_in_own_words() {
        let words = Words::helpers(&[("neighbour".to_owned(), Helper::SomebodyElse)].into());
        for (cell, found) in [
            ("Nobody", Some(NOTHING)),
            ("no help", Some(NOTHING)),
            ("Social Worker", Some(3)),
            ("Neighbour", Some(4)),
            ("aunt", None),
        ] {
            assert_eq!(words.find(cell), found, "{cell}");
        }
    }

    #[test]
    fn a_language_has_names_and_a_tag() {
        let languages = Languages::new(&[("Wenglish".to_owned(), "cy".parse().unwrap())].into());
        let found = |cell: &str| match languages.find(cell) {
            Told::Language(language) => language.to_string(),
            Told::Nothing => "nothing".to_owned(),
            Told::Unknown(near) => format!("{:?}", near.and_then(|at| languages.words.label(at))),
        };
        for (cell, told) in [
            ("Welsh", "cy"),
            ("CYMRAEG", "cy"),
            ("Wenglish", "cy"),
            ("cy", "cy"),
            ("EN-gb", "en-gb"),
            ("en_GB", "en-gb"),
            ("yue", "yue"),
            ("en-x-easy", "en-x-easy"),
            ("", "nothing"),
            ("n/a", "nothing"),
            ("Polsh", "Some(\"Polish\")"),
            ("xyz", "None"),
            ("e1", "None"),
            ("en-", "None"),
            ("en-verylongtag", "None"),
            ("12 Example Road", "None"),
        ] {
            assert_eq!(found(cell), told, "{cell}");
        }
    }
}
