//! How many people of a population are of each kind.

use std::collections::BTreeMap;

/// How many people of a population are at each level of one of its traits, such as need group.
///
/// Holds levels that each stand once, with a finite number of people of 0 or more, and somebody in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    name: Box<str>,
    targets: BTreeMap<Box<str>, f64>,
}

/// Population margins that weights cannot meet. Names margins and levels, never a person.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MarginError {
    /// Number of people that is none.
    #[error(
        "margin {margin}: level {level} has {people} people, wants a finite number of 0 or more"
    )]
    People {
        /// The margin.
        margin: Box<str>,
        /// The level.
        level: Box<str>,
        /// The number given.
        people: f64,
    },
    /// Level that stands twice.
    #[error("margin {margin}: level {level} stands twice, wants each level once")]
    Twice {
        /// The margin.
        margin: Box<str>,
        /// The level.
        level: Box<str>,
    },
    /// Margin of nobody.
    #[error("margin {margin} has nobody in it, wants a population")]
    Nobody {
        /// The margin.
        margin: Box<str>,
    },
    /// No margin, or two of one name.
    #[error("wants one margin or more, each under a name of its own")]
    Names,
    /// Margins of different populations.
    #[error(
        "margins {first} and {second} disagree: {people} and {others} people, wants one population"
    )]
    Disagree {
        /// One margin.
        first: Box<str>,
        /// Another.
        second: Box<str>,
        /// People of the first.
        people: f64,
        /// People of the other.
        others: f64,
    },
    /// Level of the population at which nobody answered.
    #[error(
        "margin {margin}: nobody answered at level {level}, wants somebody to stand for its people"
    )]
    NobodyAnswered {
        /// The margin.
        margin: Box<str>,
        /// The level.
        level: Box<str>,
    },
    /// Level of the answers that the population does not have.
    #[error(
        "margin {margin}: level {level} has no target, wants its number of people in the population"
    )]
    NoTarget {
        /// The margin.
        margin: Box<str>,
        /// The level.
        level: Box<str>,
    },
    /// Row of another number of levels than there are margins.
    #[error("row {row} has {levels} levels, wants {wanted}, one a margin")]
    Levels {
        /// Its position, from 0.
        row: usize,
        /// Its levels.
        levels: usize,
        /// Number of margins.
        wanted: usize,
    },
    /// Margins that no weights meet together.
    #[error(
        "weights come no nearer to margin {margin} than a part of {error} of the population, wants 1e-9: \
         too few kinds of people answered"
    )]
    NotConverged {
        /// The margin that is missed furthest.
        margin: Box<str>,
        /// By how much, as a share of the population.
        error: f64,
    },
}

impl Margin {
    /// Margin of this `name`, from its levels and their people.
    ///
    /// # Errors
    ///
    /// [`MarginError::People`], [`MarginError::Twice`] or [`MarginError::Nobody`] where the promise would not be kept.
    pub fn new<L: Into<Box<str>>>(
        name: impl Into<Box<str>>,
        levels: impl IntoIterator<Item = (L, f64)>,
    ) -> Result<Self, MarginError> {
        let (name, mut targets) = (name.into(), BTreeMap::new());
        for (level, people) in levels {
            let (margin, level) = (name.clone(), level.into());
            if !(0.0..=f64::MAX).contains(&people) {
                return Err(MarginError::People {
                    margin,
                    level,
                    people,
                });
            }
            if targets.insert(level.clone(), people).is_some() {
                return Err(MarginError::Twice { margin, level });
            }
        }
        let made = Self { name, targets };
        match made.people() > 0.0 && made.people().is_finite() {
            true => Ok(made),
            false => Err(MarginError::Nobody { margin: made.name }),
        }
    }

    /// Name of the trait.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// People of the whole population.
    pub fn people(&self) -> f64 {
        self.targets.values().sum()
    }

    /// Levels with their people, in the order of their names.
    pub fn levels(&self) -> impl Iterator<Item = (&str, f64)> {
        self.targets
            .iter()
            .map(|(level, &people)| (&**level, people))
    }

    /// Position of a level.
    pub(super) fn position(&self, level: &str) -> Result<usize, MarginError> {
        let found = self.targets.keys().position(|known| &**known == level);
        found.ok_or_else(|| MarginError::NoTarget {
            margin: self.name.clone(),
            level: level.into(),
        })
    }

    /// Name of the level at a position.
    pub(super) fn level(&self, at: usize) -> Box<str> {
        self.targets.keys().nth(at).cloned().unwrap_or_default()
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = f64> {
        self.targets.values().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Margin, MarginError};

    fn sex(levels: &[(&str, f64)]) -> Result<Margin, MarginError> {
        Margin::new("sex", levels.iter().copied())
    }

    #[test]
    fn each_level_stands_once_with_a_number_of_people() {
        let error = |levels: &[(&str, f64)]| sex(levels).unwrap_err().to_string();
        assert_eq!(
            error(&[("f", 1.0), ("f", 2.0)]),
            "margin sex: level f stands twice, wants each level once"
        );
        assert_eq!(
            error(&[("f", -1.0)]),
            "margin sex: level f has -1 people, wants a finite number of 0 or more"
        );
        assert!(sex(&[("f", f64::NAN)]).is_err() && sex(&[("f", f64::INFINITY)]).is_err());
        let nobody = "margin sex has nobody in it, wants a population";
        assert_eq!(error(&[("f", 0.0)]), nobody);
        assert_eq!(error(&[]), nobody);
        let margin = sex(&[("m", 4.0), ("f", 6.0)]).unwrap();
        assert_eq!(
            margin.levels().collect::<Vec<_>>(),
            [("f", 6.0), ("m", 4.0)]
        );
    }
}
