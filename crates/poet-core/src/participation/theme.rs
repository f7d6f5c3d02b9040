//! What people want to be true, as themes that comments and priorities can name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::ParticipationError;
use super::gathered::Gathered;
use crate::{Language, ProblemKind, Text, ThemeId, ThemeSetId};

const FILES: &[&str] = &[
    include_str!("../../themes/making-it-real-2018.toml"),
    include_str!("../../themes/making-it-real-2012.toml"),
];

/// Themes that belong together, such as those of Making it Real.
///
/// Holds at least one theme, each of its own name.
///
/// # Examples
///
/// ```
/// use poet_core::participation::ThemeSet;
///
/// let themes = ThemeSet::named(&"making-it-real-2018".parse()?).unwrap();
/// let wellbeing = themes.theme(&"wellbeing".parse()?).unwrap();
/// assert_eq!(wellbeing.title().english(), "Wellbeing and independence");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ThemeSet {
    id: ThemeSetId,
    title: Text,
    source: String,
    themes: Vec<Theme>,
}

/// One theme: its published name as a topic, and statements in our own words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Theme {
    id: ThemeId,
    title: Text,
    statements: Vec<Text>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    format: u32,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: Words,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    themes: Vec<Entry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: Words,
    #[serde(default)]
    statements: Vec<Words>,
}

type Words = BTreeMap<String, String>;

impl ThemeSet {
    /// Version of the document format that is read here.
    pub const FORMAT: u32 = 1;

    /// Sets that come with the crate, the latest first.
    pub fn builtin() -> &'static [Self] {
        static BUILTIN: OnceLock<Vec<ThemeSet>> = OnceLock::new();
        // A test holds every file to the check, so none is left out here.
        BUILTIN.get_or_init(|| {
            FILES
                .iter()
                .filter_map(|text| Self::from_toml(text).ok())
                .collect()
        })
    }

    /// The set of this name among those that come with the crate.
    pub fn named(id: &ThemeSetId) -> Option<&'static Self> {
        Self::builtin().iter().find(|set| &set.id == id)
    }

    /// Reads and checks a set written in TOML.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Document`] where the text is no TOML of this shape; [`ParticipationError::Problems`] with
    /// everything that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, ParticipationError> {
        const WHAT: &str = "theme set";
        let document: Document = toml::from_str(text).map_err(|error| {
            let message = error.to_string();
            ParticipationError::Document {
                what: WHAT,
                message,
            }
        })?;
        let mut gathered = Gathered::default();
        let set = check(&mut gathered, &document);
        gathered.finish(WHAT)?;
        set.ok_or_else(|| ParticipationError::Document {
            what: WHAT,
            message: "wants a title and a name".to_owned(),
        })
    }

    /// Name of the set.
    pub fn id(&self) -> &ThemeSetId {
        &self.id
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// Where the topics come from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The themes in their order.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The theme of this name.
    pub fn theme(&self, id: &ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| &theme.id == id)
    }
}

impl Theme {
    /// Name of the theme.
    pub fn id(&self) -> &ThemeId {
        &self.id
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// What people want to be able to say.
    pub fn statements(&self) -> &[Text] {
        &self.statements
    }
}

fn check(gathered: &mut Gathered, document: &Document) -> Option<ThemeSet> {
    gathered.format(document.format, ThemeSet::FORMAT);
    let id = gathered.name("id", &document.id);
    let title = text(gathered, "title", &document.title);
    gathered.words("licence", &document.licence);
    gathered.words("source", &document.source);
    if document.themes.is_empty() {
        let wants = "at least one theme";
        gathered.add("themes", ProblemKind::Missing { wants });
    }
    let names = document.themes.iter().enumerate();
    gathered.distinct(names.map(|(at, theme)| (format!("themes[{at}].id"), theme.id.as_str())));
    let themes = document.themes.iter().enumerate();
    let themes = themes
        .filter_map(|(at, entry)| theme(gathered, at, entry))
        .collect();
    Some(ThemeSet {
        id: id?,
        title: title?,
        source: document.source.clone(),
        themes,
    })
}

fn theme(gathered: &mut Gathered, at: usize, entry: &Entry) -> Option<Theme> {
    let place = format!("themes[{at}]");
    let id = gathered.name(format!("{place}.id"), &entry.id);
    let title = text(gathered, &format!("{place}.title"), &entry.title);
    let statements = entry.statements.iter().enumerate();
    let statements = statements
        .filter_map(|(at, words)| text(gathered, &format!("{place}.statements[{at}]"), words))
        .collect();
    Some(Theme {
        id: id?,
        title: title?,
        statements,
    })
}

/// Reads words by language, or notes what is missing.
fn text(gathered: &mut Gathered, place: &str, words: &Words) -> Option<Text> {
    let mut read = BTreeMap::new();
    for (tag, text) in words {
        gathered.words(format!("{place}.{tag}"), text);
        if let Some(language) = gathered.name::<Language>(format!("{place}.{tag}"), tag) {
            read.insert(language, text.clone());
        }
    }
    let text = Text::new(read);
    gathered.wanted(place, text, "words in at least one language, such as `en`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_that_comes_along_is_sound_and_has_six_themes_with_statements() {
        for file in FILES {
            ThemeSet::from_toml(file).unwrap();
        }
        let names: Vec<_> = ThemeSet::builtin()
            .iter()
            .map(|set| set.id().as_str())
            .collect();
        assert_eq!(names, ["making-it-real-2018", "making-it-real-2012"]);
        for set in ThemeSet::builtin() {
            assert_eq!(set.themes().len(), 6, "{}", set.id());
            assert!(set.source().contains("Think Local Act Personal"));
            for theme in set.themes() {
                assert!(theme.statements().len() >= 2, "{}", theme.id());
                let easy = Language::english().easy_read();
                assert!(
                    theme
                        .statements()
                        .iter()
                        .chain([theme.title()])
                        .all(|t| t.is_in(&easy))
                );
                assert!(
                    theme
                        .statements()
                        .iter()
                        .all(|s| s.english().contains('I') || s.english().contains("my"))
                );
            }
        }
        assert!(ThemeSet::named(&"making-it-real-2013".parse().unwrap()).is_none());
    }

    #[test]
    fn every_problem_of_a_set_is_told_with_its_place() {
        let file = r#"
            format = 2
            id = "My set"
            title = {}
            source = "somewhere"
            themes = [
                { id = "a", title = { en = "A" }, statements = [{ en = " " }] },
                { id = "a", title = { x = "A" } },
            ]
        "#;
        let ParticipationError::Problems { problems, .. } = ThemeSet::from_toml(file).unwrap_err()
        else {
            panic!("not checked");
        };
        let places: Vec<_> = problems.iter().map(|p| p.place.as_str()).collect();
        let wanted = [
            "format",
            "id",
            "title",
            "licence",
            "themes[1].id",
            "themes[0].statements[0].en",
            "themes[1].title.x",
            "themes[1].title",
        ];
        assert_eq!(places, wanted);
        let empty = ThemeSet::from_toml("format = 1\nid = \"a\"")
            .unwrap_err()
            .to_string();
        assert!(empty.contains("themes: is missing, wants at least one theme"));
        assert!(
            ThemeSet::from_toml("themes = 1")
                .unwrap_err()
                .to_string()
                .starts_with("theme set cannot be read")
        );
    }
}
