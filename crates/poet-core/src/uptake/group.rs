//! Groups of people whose uptake is counted apart.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whose budgets are counted. The two are never added up: a carer's support is counted over a year, that of the people
/// who use services on one day.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Adults who use services: ASCOF 3D parts 1A and 2A.
    #[default]
    People,
    /// Carers of adults: ASCOF 3D parts 1B and 2B.
    Carers,
}

/// Age as the social care returns band it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeGroup {
    /// Aged 18 to 64.
    From18To64,
    /// Aged 65 or over.
    From65,
    /// Of an age that was not recorded.
    NotRecorded,
}

/// Need group, as the surveys of personal budgets have them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedGroup {
    /// Older people.
    OlderPeople,
    /// Learning disability.
    LearningDisability,
    /// Physical or sensory disability.
    PhysicalOrSensory,
    /// Mental health.
    MentalHealth,
    /// Another need.
    Other,
    /// A need that was not recorded.
    NotRecorded,
}

/// A group of people by age and need; what it does not name it does not divide.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
pub struct Group {
    age: Option<AgeGroup>,
    need: Option<NeedGroup>,
}

impl AgeGroup {
    /// Every age group, in order.
    pub const ALL: [Self; 3] = [Self::From18To64, Self::From65, Self::NotRecorded];

    /// Short code, such as `18_64`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::From18To64 => "18_64",
            Self::From65 => "65",
            Self::NotRecorded => "no_age",
        }
    }
}

impl NeedGroup {
    /// Every need group, in order.
    pub const ALL: [Self; 6] = [
        Self::OlderPeople,
        Self::LearningDisability,
        Self::PhysicalOrSensory,
        Self::MentalHealth,
        Self::Other,
        Self::NotRecorded,
    ];

    /// Short code, such as `mental`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OlderPeople => "older",
            Self::LearningDisability => "learning",
            Self::PhysicalOrSensory => "physical",
            Self::MentalHealth => "mental",
            Self::Other => "other",
            Self::NotRecorded => "no_need",
        }
    }
}

impl Group {
    /// Everybody.
    pub const EVERYBODY: Self = Self {
        age: None,
        need: None,
    };

    /// The people of this age and need.
    pub const fn of(age: Option<AgeGroup>, need: Option<NeedGroup>) -> Self {
        Self { age, need }
    }

    /// Every group: everybody, then each age with its needs, then each need at any age.
    pub fn all() -> impl Iterator<Item = Self> {
        let ages = AgeGroup::ALL.into_iter().map(Some);
        let divided = ages.flat_map(|age| Self::needs().map(move |need| Self { age, need }));
        let undivided = Self::needs().skip(1).map(|need| Self { age: None, need });
        std::iter::once(Self::EVERYBODY)
            .chain(divided)
            .chain(undivided)
    }

    /// The needs that an age is divided into, after the whole of it.
    fn needs() -> impl Iterator<Item = Option<NeedGroup>> {
        std::iter::once(None).chain(NeedGroup::ALL.into_iter().map(Some))
    }

    /// Age of its people; absent where it holds every age.
    pub const fn age(self) -> Option<AgeGroup> {
        self.age
    }

    /// Need of its people; absent where it holds every need.
    pub const fn need(self) -> Option<NeedGroup> {
        self.need
    }

    /// Whether some people may be in both groups.
    pub fn overlaps(self, other: Self) -> bool {
        let apart = |one: bool, same: bool| one && !same;
        let ages = self.age.is_some() && other.age.is_some();
        let needs = self.need.is_some() && other.need.is_some();
        !apart(ages, self.age == other.age) && !apart(needs, self.need == other.need)
    }
}

impl fmt::Display for AgeGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::From18To64 => "18 to 64",
            Self::From65 => "65+",
            Self::NotRecorded => "age not recorded",
        })
    }
}

impl fmt::Display for NeedGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::OlderPeople => "older people",
            Self::LearningDisability => "learning disability",
            Self::PhysicalOrSensory => "physical or sensory disability",
            Self::MentalHealth => "mental health",
            Self::Other => "another need",
            Self::NotRecorded => "need not recorded",
        })
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.age, self.need) {
            (None, None) => f.write_str("everybody"),
            (Some(age), None) => write!(f, "{age}"),
            (None, Some(need)) => write!(f, "{need}"),
            (Some(age), Some(need)) => write!(f, "{age}, {need}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_group_stands_once_and_everybody_first() {
        let all: Vec<Group> = Group::all().collect();
        assert_eq!(all.len(), 1 + 3 * 7 + 6);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert_eq!(all[0], Group::EVERYBODY);
        assert_eq!(all[1], Group::of(Some(AgeGroup::From18To64), None));
        let last = Group::of(None, Some(NeedGroup::NotRecorded));
        assert_eq!(all.last(), Some(&last));
    }

    #[test]
    fn groups_are_apart_where_they_name_different_ages_or_needs() {
        let young = Some(AgeGroup::From18To64);
        let old = Some(AgeGroup::From65);
        let mental = Some(NeedGroup::MentalHealth);
        let other = Some(NeedGroup::Other);
        let cases = [
            ((None, None), (young, mental), true),
            ((young, None), (old, None), false),
            ((young, None), (young, mental), true),
            ((young, mental), (old, mental), false),
            ((young, mental), (young, other), false),
            ((young, None), (None, mental), true),
            ((young, mental), (None, other), false),
            ((None, mental), (None, mental), true),
        ];
        for (one, other, overlap) in cases {
            let [one, other] = [one, other].map(|(age, need)| Group::of(age, need));
            assert_eq!(one.overlaps(other), overlap, "{one} and {other}");
            assert_eq!(other.overlaps(one), overlap, "{other} and {one}");
        }
    }

    #[test]
    fn a_group_is_named_by_its_age_and_its_need() {
        let old = Some(AgeGroup::From65);
        let mental = Some(NeedGroup::MentalHealth);
        let names = [(None, None), (old, None), (None, mental), (old, mental)]
            .map(|(age, need)| Group::of(age, need).to_string());
        let wanted = ["everybody", "65+", "mental health", "65+, mental health"];
        assert_eq!(names, wanted);
    }
}
