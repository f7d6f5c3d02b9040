use std::collections::BTreeSet;

use super::Error;
use super::component::components;
use super::programme::{Domain, Programme};

/// Somebody who knows linear facts about counts of people and derives what they can.
///
/// Holds unknowns, each a whole number of at least 0, and facts about them. Facts may come from several tables: name
/// one unknown in the facts of each table that shares it.
///
/// # Examples
///
/// ```
/// use poet_testkit::attack::{Attacker, Derived, Relation};
///
/// let mut attacker = Attacker::new();
/// let (better, worse) = (attacker.unknown(), attacker.unknown());
/// attacker.learn(&[(better, 1), (worse, 1)], Relation::Equal, 40);
/// attacker.learn(&[(worse, 1)], Relation::AtMost, 3);
/// assert_eq!(attacker.derive()?[0], Derived { low: 37, high: Some(40) });
/// # Ok::<(), poet_testkit::attack::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Attacker {
    unknowns: usize,
    facts: Vec<Fact>,
}

/// One unknown count of an [`Attacker`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Unknown(usize);

/// How the sum of a fact stands to its number.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Relation {
    /// Is that number.
    Equal,
    /// Is that number or less.
    AtMost,
    /// Is that number or more.
    AtLeast,
}

/// Least and largest value of a count that agree with all facts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Derived {
    /// Least value.
    pub low: u64,
    /// Largest value; absent if the facts do not bound it.
    pub high: Option<u64>,
}

/// A sum of unknowns, each once and none with coefficient 0, and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) terms: Vec<(usize, i64)>,
    pub(super) relation: Relation,
    pub(super) number: i64,
}

impl Unknown {
    /// Place of the unknown in what [`Attacker::derive`] returns.
    pub fn index(self) -> usize {
        self.0
    }
}

impl Derived {
    /// Whether the count is known exactly.
    pub fn is_exact(self) -> bool {
        self.high == Some(self.low)
    }

    /// Whether the values left open are at least `threshold` consecutive integers, not all below the threshold.
    pub fn is_safe(self, threshold: u64) -> bool {
        self.high
            .is_none_or(|high| high >= threshold && high - self.low + 1 >= threshold)
    }
}

impl Attacker {
    /// Attacker who knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A further count that is not known.
    pub fn unknown(&mut self) -> Unknown {
        self.unknowns += 1;
        Unknown(self.unknowns - 1)
    }

    /// Learns that the sum of `terms` (an unknown and how often it counts) stands to `number` as `relation` says.
    pub fn learn(&mut self, terms: &[(Unknown, i64)], relation: Relation, number: i64) {
        let mut sorted: Vec<(usize, i64)> = terms
            .iter()
            .map(|&(unknown, times)| (unknown.0, times))
            .collect();
        sorted.sort_unstable();
        sorted.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        sorted.retain(|&(_, times)| times != 0);
        self.facts.push(Fact {
            terms: sorted,
            relation,
            number,
        });
    }

    /// Bounds of every unknown, in the order in which they were made.
    ///
    /// The bounds are those of the linear programme, rounded inwards; where its optimum is not whole, those of the
    /// integer programme. So they are exact.
    ///
    /// # Errors
    ///
    /// [`Error::Contradiction`] if no counts fulfil the facts, [`Error::UnknownMissing`] for an unknown of another
    /// attacker, [`Error::Programme`] if the solver gives up.
    pub fn derive(&self) -> Result<Vec<Derived>, Error> {
        let all: Vec<Unknown> = (0..self.unknowns).map(Unknown).collect();
        self.bounds(&all)
    }

    /// Bounds of the `wanted` unknowns alone, in their order.
    ///
    /// # Errors
    ///
    /// As [`Attacker::derive`].
    pub fn bounds(&self, wanted: &[Unknown]) -> Result<Vec<Derived>, Error> {
        self.solve(wanted, Domain::Whole)
    }

    /// Bounds of the `wanted` unknowns by the linear programme alone, rounded inwards.
    ///
    /// They hold what [`Attacker::bounds`] gives, and may be wider: others may be fractions. Where facts have large
    /// coefficients, an integer programme can take for ever.
    ///
    /// # Errors
    ///
    /// As [`Attacker::derive`].
    pub fn outer_bounds(&self, wanted: &[Unknown]) -> Result<Vec<Derived>, Error> {
        self.solve(wanted, Domain::Real)
    }

    fn solve(&self, wanted: &[Unknown], domain: Domain) -> Result<Vec<Derived>, Error> {
        self.check()?;
        let (unknowns, fact) = (self.unknowns, self.facts.len());
        if let Some(&Unknown(unknown)) = wanted.iter().find(|wanted| wanted.0 >= unknowns) {
            return Err(Error::UnknownMissing {
                fact,
                unknown,
                unknowns,
            });
        }
        let asked: BTreeSet<usize> = wanted.iter().map(|wanted| wanted.0).collect();
        let mut derived = vec![Derived { low: 0, high: None }; unknowns];
        for (members, facts) in components(unknowns, &self.facts)? {
            let programme = Programme::new(&members, &facts, domain);
            for (place, unknown) in members.iter().enumerate() {
                if asked.contains(unknown) {
                    derived[*unknown] = programme.bounds(place)?;
                }
            }
        }
        Ok(wanted.iter().map(|unknown| derived[unknown.0]).collect())
    }

    fn check(&self) -> Result<(), Error> {
        let unknowns = self.unknowns;
        for (fact, Fact { terms, .. }) in self.facts.iter().enumerate() {
            if let Some(&(unknown, _)) = terms.iter().find(|&&(unknown, _)| unknown >= unknowns) {
                return Err(Error::UnknownMissing {
                    fact,
                    unknown,
                    unknowns,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_two_tables_together_tell_more_than_each() {
        let mut attacker = Attacker::new();
        let [a, b, c] = [(); 3].map(|()| attacker.unknown());
        attacker.learn(&[(a, 1), (b, 1)], Relation::Equal, 10);
        assert_eq!(
            attacker.derive().unwrap()[0],
            Derived {
                low: 0,
                high: Some(10)
            }
        );
        attacker.learn(&[(b, 1), (c, 1)], Relation::Equal, 4);
        assert_eq!(
            attacker.derive().unwrap()[0],
            Derived {
                low: 6,
                high: Some(10)
            }
        );
        attacker.learn(&[(c, 1)], Relation::Equal, 4);
        assert_eq!(
            attacker.derive().unwrap()[0],
            Derived {
                low: 10,
                high: Some(10)
            }
        );
    }

    #[test]
    fn whole_numbers_bound_more_than_fractions() {
        let mut attacker = Attacker::new();
        let (a, b) = (attacker.unknown(), attacker.unknown());
        attacker.learn(&[(a, 2), (b, 4)], Relation::AtMost, 7);
        attacker.learn(&[(a, 2), (b, -2)], Relation::AtLeast, -1);
        let derived = attacker.derive().unwrap();
        assert_eq!(
            derived,
            [
                Derived {
                    low: 0,
                    high: Some(3)
                },
                Derived {
                    low: 0,
                    high: Some(1)
                }
            ]
        );
    }

    #[test]
    fn a_fractional_vertex_does_not_widen_the_bounds() {
        // a + b, b + c and c + a are all 1 or less: fractions allow 1/2 each, whole numbers one of them.
        let mut attacker = Attacker::new();
        let [a, b, c, sum] = [(); 4].map(|()| attacker.unknown());
        for pair in [[a, b], [b, c], [c, a]] {
            attacker.learn(&pair.map(|unknown| (unknown, 1)), Relation::AtMost, 1);
        }
        attacker.learn(&[(a, 2), (b, 2), (c, 2), (sum, -1)], Relation::Equal, 0);
        assert_eq!(
            attacker.derive().unwrap()[sum.index()],
            Derived {
                low: 0,
                high: Some(2)
            }
        );
    }

    #[test]
    fn what_nothing_bounds_stays_open_and_what_cannot_be_is_told() {
        let mut attacker = Attacker::new();
        let (a, b) = (attacker.unknown(), attacker.unknown());
        attacker.learn(&[(a, 1), (b, -1)], Relation::Equal, 2);
        assert_eq!(
            attacker.derive().unwrap()[0],
            Derived { low: 2, high: None }
        );
        attacker.learn(&[(a, 1)], Relation::AtMost, 1);
        assert_eq!(attacker.derive(), Err(Error::Contradiction));
    }

    #[test]
    fn a_stranger_among_the_unknowns_is_refused() {
        let mut other = Attacker::new();
        let unknown = other.unknown();
        let mut attacker = Attacker::new();
        attacker.learn(&[(unknown, 1)], Relation::Equal, 1);
        assert_eq!(
            attacker.derive(),
            Err(Error::UnknownMissing {
                fact: 0,
                unknown: 0,
                unknowns: 0
            })
        );
    }
}
