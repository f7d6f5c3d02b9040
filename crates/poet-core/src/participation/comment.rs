//! What somebody wrote in their own words, and what it was about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Polarity;
use crate::{FreeText, OrganisationId, ResponseId, ThemeId};

/// What somebody wrote in their own words, and what it was about.
///
/// Impact and process are kept apart: a comment can praise what the budget did and complain about getting it. Holds one
/// polarity for each theme of each.
///
/// # Examples
///
/// ```
/// use poet_core::FreeText;
/// use poet_core::participation::{Aspect, Comment, Polarity};
///
/// let comment = Comment::new("r-1".parse()?, "E08000035".parse()?)
///     .words(FreeText::new("My life is mine again, but the forms!"))
///     .about(Aspect::Impact, "wellbeing".parse()?, Polarity::Positive)
///     .about(Aspect::Process, "information".parse()?, Polarity::Negative);
/// assert_eq!(comment.polarity(Aspect::Impact), Some(Polarity::Positive));
/// assert_eq!(comment.polarity(Aspect::Process), Some(Polarity::Negative));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    id: ResponseId,
    organisation: OrganisationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<FreeText>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    impact: BTreeMap<ThemeId, Polarity>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    process: BTreeMap<ThemeId, Polarity>,
}

/// What a comment is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What the budget did to a life.
    Impact,
    /// Getting the budget and running it.
    Process,
}

impl Aspect {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Impact, Self::Process];

    /// Word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Impact => "impact",
            Self::Process => "process",
        }
    }
}

impl Comment {
    /// A comment about nothing yet, of one response.
    pub fn new(id: ResponseId, organisation: OrganisationId) -> Self {
        Self {
            id,
            organisation,
            words: None,
            impact: BTreeMap::new(),
            process: BTreeMap::new(),
        }
    }

    /// What was written.
    pub fn words(self, words: FreeText) -> Self {
        let words = Some(words);
        Self { words, ..self }
    }

    /// Notes what it is about and which way; a second note of the same theme takes the place of the first.
    pub fn about(mut self, aspect: Aspect, theme: ThemeId, polarity: Polarity) -> Self {
        let themes = match aspect {
            Aspect::Impact => &mut self.impact,
            Aspect::Process => &mut self.process,
        };
        themes.insert(theme, polarity);
        self
    }

    /// Pseudonymous name of the response.
    pub fn id(&self) -> &ResponseId {
        &self.id
    }

    /// Organisation that it is counted for.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// What was written, where it was kept.
    pub fn text(&self) -> Option<&FreeText> {
        self.words.as_ref()
    }

    /// Themes of one aspect with the polarity of each.
    pub fn themes(&self, aspect: Aspect) -> &BTreeMap<ThemeId, Polarity> {
        match aspect {
            Aspect::Impact => &self.impact,
            Aspect::Process => &self.process,
        }
    }

    /// Polarity of one aspect as a whole: that of its themes where they agree, neutral where they do not, none without
    /// a theme.
    pub fn polarity(&self, aspect: Aspect) -> Option<Polarity> {
        let mut themes = self.themes(aspect).values().copied();
        let first = themes.next()?;
        Some(match themes.all(|other| other == first) {
            true => first,
            false => Polarity::Neutral,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Polarity::{Negative, Neutral, Positive};

    fn comment(marks: &[(Aspect, &str, Polarity)]) -> Comment {
        let empty = Comment::new("r".parse().unwrap(), "north".parse().unwrap());
        let about = |comment: Comment, &(aspect, theme, polarity): &(Aspect, &str, Polarity)| {
            comment.about(aspect, theme.parse().unwrap(), polarity)
        };
        marks.iter().fold(empty, about)
    }

    #[test]
    fn impact_and_process_are_kept_apart() {
        let both = comment(&[
            (Aspect::Impact, "a", Positive),
            (Aspect::Impact, "b", Positive),
            (Aspect::Process, "a", Negative),
        ]);
        assert_eq!(
            Aspect::ALL.map(|a| both.polarity(a)),
            [Some(Positive), Some(Negative)]
        );
        assert_eq!(both.themes(Aspect::Impact).len(), 2);
        assert_eq!(comment(&[]).polarity(Aspect::Impact), None);
    }

    #[test]
    fn themes_that_disagree_are_neutral_and_the_last_note_stands() {
        let one = (Aspect::Impact, "a", Positive);
        let other = (Aspect::Impact, "b", Negative);
        assert_eq!(
            comment(&[one, other]).polarity(Aspect::Impact),
            Some(Neutral)
        );
        let changed = comment(&[one, (Aspect::Impact, "a", Negative)]);
        assert_eq!(changed.polarity(Aspect::Impact), Some(Negative));
    }

    #[test]
    fn a_comment_is_read_as_written_and_debug_shows_no_words() {
        let whole = comment(&[
            (Aspect::Impact, "a", Positive),
            (Aspect::Process, "b", Neutral),
        ])
        .words(FreeText::new("secret"));
        assert!(!format!("{whole:?}").contains("secret"));
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(
            json,
            r#"{"id":"r","organisation":"north","words":"secret","impact":{"a":1},"process":{"b":0}}"#
        );
        assert_eq!(serde_json::from_str::<Comment>(&json).unwrap(), whole);
    }
}
