//! What staff answer to a story.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ParticipationError;
use crate::{FreeText, ReplyId};

/// What staff answer to a story, and whether anything changes.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    id: ReplyId,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    date: NaiveDate,
    #[serde(default)]
    change: Change,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<FreeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<FreeText>,
}

/// What a reply says about change. Later variants say more.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(try_from = "FreeText", into = "String")]
pub enum Change {
    /// Nothing.
    #[default]
    Neither,
    /// A change is planned.
    Planned,
    /// A change has been made.
    Made,
}

impl Change {
    /// Every one, the least first.
    pub const ALL: [Self; 3] = [Self::Neither, Self::Planned, Self::Made];

    /// Word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Planned => "planned",
            Self::Made => "made",
        }
    }
}

#[cfg(feature = "schema")]
crate::schema::says!(
    Change,
    "Change",
    crate::schema::ClosedList::schema(Change::ALL.map(Change::code))
);

impl TryFrom<FreeText> for Change {
    type Error = ParticipationError;

    fn try_from(word: FreeText) -> Result<Self, ParticipationError> {
        let found = Self::ALL.into_iter().find(|c| c.code() == word.reveal());
        found.ok_or(ParticipationError::Change)
    }
}

impl From<Change> for String {
    fn from(change: Change) -> Self {
        change.code().to_owned()
    }
}

impl Reply {
    /// A reply of this day that speaks of no change.
    pub fn new(id: ReplyId, date: NaiveDate) -> Self {
        Self {
            id,
            date,
            change: Change::Neither,
            by: None,
            words: None,
        }
    }

    /// Says what changes.
    pub fn change(self, change: Change) -> Self {
        Self { change, ..self }
    }

    /// Says who replied: name or role.
    pub fn by(self, who: FreeText) -> Self {
        let by = Some(who);
        Self { by, ..self }
    }

    /// What was written.
    pub fn words(self, words: FreeText) -> Self {
        let words = Some(words);
        Self { words, ..self }
    }

    /// Name of the reply.
    pub fn id(&self) -> &ReplyId {
        &self.id
    }

    /// Day of the reply.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// What it says about change.
    pub fn says(&self) -> Change {
        self.change
    }

    /// Who replied.
    pub fn who(&self) -> Option<&FreeText> {
        self.by.as_ref()
    }

    /// What was written.
    pub fn text(&self) -> Option<&FreeText> {
        self.words.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_as_it_is_written_and_nothing_else_is_repeated() {
        for change in Change::ALL {
            let json = serde_json::to_string(&change).unwrap();
            assert_eq!(json, format!("\"{}\"", change.code()));
            assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
        }
        let told = serde_json::from_str::<Change>("\"we sacked her\"").unwrap_err();
        assert!(
            told.to_string()
                .starts_with("change is not known, wants neither, planned, made")
        );
    }
}
