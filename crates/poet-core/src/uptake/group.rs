//! Groups of people whose uptake is counted apart.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::budget::{AgeGroup, NeedGroup};

/// Whose budgets are counted. The two are never added up: a carer's support is counted over a year, that of the people
/// who use services on one day.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// People who use services; of adults: ASCOF 3D parts 1A and 2A.
    #[default]
    People,
    /// Carers; of adults: ASCOF 3D parts 1B and 2B.
    Carers,
}

/// What a record says of a person, or that it says nothing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded<T> {
    /// What was recorded.
    As(T),
    /// Nothing was.
    Not,
}

/// A group of people by age and need; what it does not name it does not divide.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields)]
pub struct Group {
    age: Option<Recorded<AgeGroup>>,
    need: Option<Recorded<NeedGroup>>,
}

impl<T> From<T> for Recorded<T> {
    fn from(value: T) -> Self {
        Self::As(value)
    }
}

impl<T: Copy> Recorded<T> {
    /// Each of `values`, then that nothing was recorded.
    pub fn each(values: &[T]) -> impl Iterator<Item = Self> {
        values.iter().copied().map(Self::As).chain([Self::Not])
    }
}

impl Group {
    /// Everybody.
    pub const EVERYBODY: Self = Self {
        age: None,
        need: None,
    };

    /// Those of the group who are of an age.
    pub fn aged(self, age: impl Into<Recorded<AgeGroup>>) -> Self {
        Self {
            age: Some(age.into()),
            ..self
        }
    }

    /// Those of the group who have a need.
    pub fn needing(self, need: impl Into<Recorded<NeedGroup>>) -> Self {
        Self {
            need: Some(need.into()),
            ..self
        }
    }

    /// Every group: everybody, then each age with its needs, then each need at any age.
    pub fn all() -> impl Iterator<Item = Self> {
        let ages = Recorded::each(AgeGroup::ALL);
        let divided = ages.flat_map(|age| {
            let whole = Self::EVERYBODY.aged(age);
            std::iter::once(whole).chain(whole.by_need())
        });
        std::iter::once(Self::EVERYBODY)
            .chain(divided)
            .chain(Self::EVERYBODY.by_need())
    }

    /// The group divided by need.
    pub fn by_need(self) -> impl Iterator<Item = Self> {
        Recorded::each(NeedGroup::ALL).map(move |need| self.needing(need))
    }

    /// Age of its people; absent where it holds every age.
    pub const fn age(self) -> Option<Recorded<AgeGroup>> {
        self.age
    }

    /// Need of its people; absent where it holds every need.
    pub const fn need(self) -> Option<Recorded<NeedGroup>> {
        self.need
    }

    /// Whether some people may be in both groups.
    pub fn overlaps(self, other: Self) -> bool {
        meet(self.age, other.age) && meet(self.need, other.need)
    }
}

fn meet<T: Copy + PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let age = self.age.map(|age| match age {
            Recorded::As(age) => age.code(),
            Recorded::Not => "age not recorded",
        });
        let need = self.need.map(|need| match need {
            Recorded::As(need) => need.code(),
            Recorded::Not => "need not recorded",
        });
        let name = match (age, need) {
            (None, None) => "everybody".to_owned(),
            (Some(age), Some(need)) => format!("{age}, {need}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
        };
        f.pad(&name.replace('_', " "))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use AgeGroup::{From18To64, From65};
    use NeedGroup::{MentalHealth, Other};

    #[test]
    fn a_group_tells_what_it_is_divided_by() {
        assert_eq!(
            (Group::EVERYBODY.age(), Group::EVERYBODY.need()),
            (None, None)
        );
        let ages: BTreeSet<_> = Group::all().filter_map(Group::age).collect();
        let needs: BTreeSet<_> = Group::all().filter_map(Group::need).collect();
        assert_eq!((ages.len(), needs.len()), (4, 6));
    }

    #[test]
    fn every_group_stands_once_and_everybody_first() {
        let all: Vec<Group> = Group::all().collect();
        assert_eq!(all.len(), 1 + 4 * 7 + 6);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert_eq!(all[0], Group::EVERYBODY);
        assert_eq!(all[1], Group::EVERYBODY.aged(AgeGroup::Children));
        assert_eq!(all[22], Group::EVERYBODY.aged(Recorded::Not));
        let last = Group::EVERYBODY.needing(Recorded::Not);
        assert_eq!(all.last(), Some(&last));
    }

    #[test]
    fn groups_are_apart_where_they_name_different_ages_or_needs() {
        let all = Group::EVERYBODY;
        let cases = [
            (all, all.aged(From18To64).needing(MentalHealth), true),
            (all.aged(From18To64), all.aged(From65), false),
            (all.aged(From18To64), all.aged(Recorded::Not), false),
            (
                all.aged(From18To64),
                all.aged(From18To64).needing(Other),
                true,
            ),
            (
                all.aged(From65).needing(Other),
                all.aged(From18To64).needing(Other),
                false,
            ),
            (
                all.aged(From65).needing(Other),
                all.aged(From65).needing(MentalHealth),
                false,
            ),
            (all.aged(From65), all.needing(Other), true),
            (
                all.aged(From65).needing(MentalHealth),
                all.needing(Other),
                false,
            ),
            (all.needing(Other), all.needing(Other), true),
        ];
        for (one, other, overlap) in cases {
            assert_eq!(one.overlaps(other), overlap, "{one} and {other}");
            assert_eq!(other.overlaps(one), overlap, "{other} and {one}");
        }
    }

    #[test]
    fn a_group_is_named_by_its_age_and_its_need() {
        let all = Group::EVERYBODY;
        let names = [
            all,
            all.aged(From65),
            all.needing(MentalHealth),
            all.aged(Recorded::Not).needing(MentalHealth),
        ];
        let wanted = [
            "everybody",
            "65+",
            "mental health",
            "age not recorded, mental health",
        ];
        assert_eq!(names.map(|group| group.to_string()), wanted);
    }

    #[test]
    fn a_group_comes_back_from_json() {
        for group in Group::all() {
            let json = serde_json::to_string(&group).unwrap();
            assert_eq!(serde_json::from_str::<Group>(&json).unwrap(), group);
        }
        let young = Group::EVERYBODY.aged(From18To64).needing(Recorded::Not);
        let json = serde_json::to_string(&young).unwrap();
        assert_eq!(json, r#"{"age":{"as":"18-64"},"need":"not"}"#);
    }
}
