//! What many people answered of many outcomes and conditions, folded once for all models.

use std::fmt;

use super::pattern::{Intercept, Patterns};
use crate::Error;

/// What one person answered.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Cluster that the person belongs to, such as the position of their organisation.
    pub cluster: u32,
    /// Level of each covariate, from 0.
    pub covariates: &'a [Option<u8>],
    /// Whether each outcome is favourable.
    pub outcomes: &'a [Option<bool>],
    /// Whether each condition is met.
    pub conditions: &'a [Option<bool>],
}

/// A covariate of a model, and the values that stand for its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariate {
    terms: Vec<Box<str>>,
    levels: Vec<Vec<f64>>,
}

impl Covariate {
    /// Covariate of categories: a term for every level but the first, which the others are held against.
    pub fn categories(names: &[&str]) -> Self {
        let others = names.get(1..).unwrap_or(&[]);
        let level = |at: usize| {
            let is = |other| if other == at { 1.0 } else { 0.0 };
            (1..names.len()).map(is).collect()
        };
        Self {
            terms: others.iter().map(|&name| name.into()).collect(),
            levels: (0..names.len()).map(level).collect(),
        }
    }

    /// Covariate of numbers: one term, with the value of each level.
    pub fn numbers(name: &str, values: &[f64]) -> Self {
        Self {
            terms: vec![name.into()],
            levels: values.iter().map(|&value| vec![value]).collect(),
        }
    }
}

/// People by what they answered of some covariates, outcomes and conditions, counted exactly.
///
/// Merging is associative and commutative to the last bit. Holds at most [`Profiles::COVARIATES`],
/// [`Profiles::OUTCOMES`] and [`Profiles::CONDITIONS`]. `Debug` shows no count.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::{Answered, Covariate, Profiles, fit};
///
/// let mut people = Profiles::new(1, 1, 1)?;
/// for n in 0..200_u8 {
///     let (age, easy) = (n % 3, n % 2 == 0);
///     let outcome = [Some(n % 5 < 2 + u8::from(easy))];
///     people.add(&Answered { cluster: 0, covariates: &[Some(age)], outcomes: &outcome, conditions: &[Some(easy)] })?;
/// }
/// people.settle();
/// let ages = [Covariate::categories(&["18 to 64", "65 to 84", "85 and over"])];
/// let patterns = people.patterns(0, 0, &ages)?;
/// assert_eq!((patterns.len(), patterns.people()), (6, 200));
/// assert!(fit(&patterns)?.coefficients.last().unwrap().odds_ratio() > 1.0);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Profiles {
    sizes: [usize; 3],
    /// In their order and each once, up to `settled`.
    people: Vec<(Profile, u64)>,
    settled: usize,
}

/// What equal people answered, in few bytes: covariates a byte, the others two bits each.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Profile {
    covariates: u64,
    pub(super) cluster: u32,
    outcomes: u64,
    conditions: [u64; 2],
}

impl Profiles {
    /// Most covariates.
    pub const COVARIATES: usize = 8;

    /// Most outcomes.
    pub const OUTCOMES: usize = 32;

    /// Most conditions.
    pub const CONDITIONS: usize = 64;

    /// Most people that are kept unfolded before all are put in order.
    const LOOSE: usize = 1 << 16;

    /// Nobody yet, of so many covariates, outcomes and conditions.
    ///
    /// # Errors
    ///
    /// [`Error::Drivers`] for more than are held.
    pub fn new(covariates: usize, outcomes: usize, conditions: usize) -> Result<Self, Error> {
        let sizes = [covariates, outcomes, conditions];
        let limits = [Self::COVARIATES, Self::OUTCOMES, Self::CONDITIONS];
        let names = ["covariates", "outcomes", "conditions"];
        for ((found, max), what) in sizes.into_iter().zip(limits).zip(names) {
            if found > max {
                return Err(Error::Drivers { what, found, max });
            }
        }
        Ok(Self {
            sizes,
            people: Vec::new(),
            settled: 0,
        })
    }

    /// Counts one person.
    ///
    /// # Errors
    ///
    /// [`Error::Predictors`] for other numbers of covariates, outcomes or conditions than these.
    pub fn add(&mut self, person: &Answered<'_>) -> Result<(), Error> {
        let found = [
            person.covariates.len(),
            person.outcomes.len(),
            person.conditions.len(),
        ];
        for (found, wanted) in found.into_iter().zip(self.sizes) {
            if found != wanted {
                let row = self.people.len();
                return Err(Error::Predictors { row, found, wanted });
            }
        }
        self.people.push((Profile::new(person), 1));
        if self.people.len() > 2 * self.settled + Self::LOOSE {
            self.settle();
        }
        Ok(())
    }

    /// Adds other people, each cluster under the number that `cluster` gives it.
    ///
    /// # Errors
    ///
    /// [`Error::Predictors`] where they answered other numbers of covariates, outcomes or conditions.
    pub fn merge(&mut self, other: &Self, cluster: impl Fn(u32) -> u32) -> Result<(), Error> {
        for (&found, wanted) in other.sizes.iter().zip(self.sizes) {
            if found != wanted {
                return Err(Error::Predictors {
                    row: 0,
                    found,
                    wanted,
                });
            }
        }
        let renamed = other.people.iter().map(|(profile, people)| {
            let cluster = cluster(profile.cluster);
            (
                Profile {
                    cluster,
                    ..*profile
                },
                *people,
            )
        });
        self.people.extend(renamed);
        self.settle();
        Ok(())
    }

    /// Puts people in their order, each profile once: whoever was added in whatever order, the result is the same.
    pub fn settle(&mut self) {
        self.people.sort_unstable();
        self.people.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        self.settled = self.people.len();
    }

    /// People counted.
    pub fn people(&self) -> u64 {
        self.people.iter().map(|(_, people)| people).sum()
    }

    /// Profiles with their people, once settled each once and in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Profile, u64)> {
        self.people.iter()
    }

    /// Profiles without a missing covariate.
    pub(super) fn complete(&self) -> impl Iterator<Item = &(Profile, u64)> {
        let complete = |(profile, _): &&(Profile, u64)| profile.is_complete(self.sizes[0]);
        self.people.iter().filter(complete)
    }

    /// Patterns of one outcome by one condition and the covariates, complete cases only; people have to be settled.
    ///
    /// The condition is the last term and called [`Profiles::CONDITION`].
    ///
    /// # Errors
    ///
    /// [`Error::Predictors`] for another number of covariates or for a level that one does not have.
    pub fn patterns(
        &self,
        outcome: usize,
        condition: usize,
        covariates: &[Covariate],
    ) -> Result<Patterns, Error> {
        let wanted = self.sizes[0];
        if covariates.len() != wanted {
            return Err(Error::Predictors {
                row: 0,
                found: covariates.len(),
                wanted,
            });
        }
        let terms = covariates.iter().flat_map(|c| c.terms.iter().cloned());
        let terms = [Patterns::INTERCEPT.into()].into_iter().chain(terms);
        let mut patterns = Patterns {
            terms: terms.chain([Self::CONDITION.into()]).collect(),
            intercept: Intercept::Included,
            rows: Vec::new(),
            counts: Vec::new(),
            cells: Vec::new(),
        };
        let mut group = Vec::new();
        for alike in self
            .people
            .chunk_by(|one, other| one.0.covariates == other.0.covariates)
        {
            let levels = &alike[0].0;
            if levels.is_complete(wanted) {
                gather(alike, (outcome, condition), &mut group);
                let row = levels.values(covariates)?;
                for met in [0, 1] {
                    push(&mut patterns, &row, met, &group)?;
                }
            }
        }
        Ok(patterns)
    }

    /// Name of the condition among the terms.
    pub const CONDITION: &'static str = "(condition)";
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [covariates, outcomes, conditions] = self.sizes;
        write!(f, "Profiles({covariates}, {outcomes}, {conditions})")
    }
}

/// People of one cluster: without and with the condition, and of these without and with the event.
type Group = (u32, [[u64; 2]; 2]);

/// Counts people who are alike by cluster.
fn gather(alike: &[(Profile, u64)], (outcome, condition): (usize, usize), group: &mut Vec<Group>) {
    group.clear();
    for (profile, people) in alike {
        let (Some(event), Some(met)) = (profile.outcome(outcome), profile.condition(condition))
        else {
            continue;
        };
        if group
            .last()
            .is_none_or(|(cluster, _)| *cluster != profile.cluster)
        {
            group.push((profile.cluster, [[0; 2]; 2]));
        }
        if let Some((_, counts)) = group.last_mut() {
            counts[usize::from(met)][usize::from(event)] += people;
        }
    }
}

/// Adds the pattern of those who meet the condition, or of those who do not.
fn push(patterns: &mut Patterns, row: &[f64], met: u8, group: &[Group]) -> Result<(), Error> {
    let pattern = u32::try_from(patterns.counts.len()).map_err(|_| Error::Patterns)?;
    let mut any = false;
    for &(cluster, counts) in group {
        let counts = counts[usize::from(met)];
        if counts == [0, 0] {
            continue;
        }
        if !any {
            any = true;
            patterns.counts.push([0; 2]);
            patterns.rows.push(1.0);
            patterns.rows.extend_from_slice(row);
            patterns.rows.push(f64::from(met));
        }
        patterns.add(pattern, cluster, counts);
    }
    Ok(())
}

/// Byte of a level that is missing.
const MISSING: u8 = u8::MAX;

impl Profile {
    fn new(person: &Answered<'_>) -> Self {
        let mut levels = [0; Profiles::COVARIATES];
        for (level, given) in levels.iter_mut().zip(person.covariates) {
            *level = given.unwrap_or(MISSING);
        }
        let halves = person.conditions.split_at(person.conditions.len().min(32));
        Self {
            covariates: u64::from_be_bytes(levels),
            cluster: person.cluster,
            outcomes: packed(person.outcomes),
            conditions: [packed(halves.0), packed(halves.1)],
        }
    }

    fn is_complete(&self, covariates: usize) -> bool {
        let levels = self.covariates.to_be_bytes();
        levels[..covariates].iter().all(|&level| level != MISSING)
    }

    fn values(&self, covariates: &[Covariate]) -> Result<Vec<f64>, Error> {
        let mut row = Vec::new();
        for (covariate, level) in covariates.iter().zip(self.covariates.to_be_bytes()) {
            let values = covariate.levels.get(usize::from(level));
            row.extend_from_slice(values.ok_or(Error::Predictors {
                row: 0,
                found: usize::from(level) + 1,
                wanted: covariate.levels.len(),
            })?);
        }
        Ok(row)
    }

    /// Whether an outcome is favourable.
    pub(super) fn outcome(&self, at: usize) -> Option<bool> {
        unpacked(self.outcomes, at)
    }

    /// Whether a condition is met.
    pub(super) fn condition(&self, at: usize) -> Option<bool> {
        unpacked(self.conditions[at / 32], at % 32)
    }
}

/// Two bits an answer: none, no, yes.
fn packed(answers: &[Option<bool>]) -> u64 {
    let bits = |answer: &Option<bool>| answer.map_or(0, |yes| 1 + u64::from(yes));
    let placed = answers.iter().enumerate();
    placed.fold(0, |word, (at, answer)| word | bits(answer) << (2 * at))
}

fn unpacked(word: u64, at: usize) -> Option<bool> {
    match word >> (2 * at) & 3 {
        0 => None,
        bits => Some(bits == 2),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::drivers::Observation;

    type Row = (u32, [Option<u8>; 2], [Option<bool>; 2], [Option<bool>; 33]);

    fn profiles(rows: &[Row]) -> Profiles {
        let mut profiles = Profiles::new(2, 2, 33).unwrap();
        for (cluster, covariates, outcomes, conditions) in rows {
            let person = Answered {
                cluster: *cluster,
                covariates,
                outcomes,
                conditions,
            };
            profiles.add(&person).unwrap();
        }
        profiles.settle();
        profiles
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let yes = || prop::option::weighted(0.8, any::<bool>());
        let level = || prop::option::weighted(0.8, 0..3_u8);
        let conditions = (yes(), yes()).prop_map(|(first, last)| {
            let mut conditions = [Some(true); 33];
            (conditions[0], conditions[32]) = (first, last);
            conditions
        });
        let covariates = (level(), level()).prop_map(<[_; 2]>::from);
        let outcomes = (yes(), yes()).prop_map(<[_; 2]>::from);
        prop::collection::vec((0..3_u32, covariates, outcomes, conditions), 0..40)
    }

    proptest! {
        #[test]
        fn patterns_are_those_of_the_rows_folded_by_themselves(rows in rows(), last in any::<bool>()) {
            let condition = if last { 32 } else { 0 };
            let covariates = [Covariate::categories(&["a", "b", "c"]), Covariate::numbers("n", &[1.0, 2.5, -3.0])];
            let got = profiles(&rows).patterns(1, condition, &covariates).unwrap();
            let is = |level: Option<u8>, wanted| level.map(|l| if l == wanted { 1.0 } else { 0.0 });
            let predictors: Vec<_> = rows.iter().map(|(_, c, _, met)| {
                let number = c[1].map(|l| [1.0, 2.5, -3.0][usize::from(l)]);
                [is(c[0], 1), is(c[0], 2), number, met[condition].map(|met| f64::from(u8::from(met)))]
            }).collect();
            let people = rows.iter().zip(&predictors).map(|(row, predictors)| Observation {
                predictors, outcome: row.2[1].map(u32::from), cluster: row.0,
            });
            let names = ["b", "c", "n", Profiles::CONDITION];
            let wanted = Patterns::fold(&names, Intercept::Included, people).unwrap();
            let sorted = |patterns: &Patterns| {
                let mut all: Vec<_> = (0..patterns.len()).map(|at| {
                    let cells = patterns.cells.iter().filter(|c| c.pattern as usize == at);
                    let cells: Vec<_> = cells.map(|c| (c.cluster, c.counts)).collect();
                    (format!("{:?}", patterns.row(at)), patterns.counts[at], cells)
                }).collect();
                all.sort();
                all
            };
            prop_assert_eq!(sorted(&got), sorted(&wanted));
        }

        #[test]
        fn merging_is_associative_and_commutative(a in rows(), b in rows()) {
            let whole = profiles(&[a.clone(), b.clone()].concat());
            let (mut left, mut right) = (profiles(&a), profiles(&b));
            left.merge(&profiles(&b), |cluster| cluster).unwrap();
            right.merge(&profiles(&a), |cluster| cluster).unwrap();
            prop_assert!(left == whole && right == whole);
        }
    }

    #[test]
    fn more_than_are_held_are_refused() {
        assert!(matches!(
            Profiles::new(9, 1, 1),
            Err(Error::Drivers {
                what: "covariates",
                found: 9,
                max: 8
            })
        ));
        assert!(Profiles::new(8, 32, 64).is_ok());
    }
}
