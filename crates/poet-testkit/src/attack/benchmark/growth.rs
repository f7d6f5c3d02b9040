//! Somebody who reads two releases of a survey that grew.

use poet_benchmark::Findings;
use poet_benchmark::release::{Benchmark, Released};
use poet_benchmark::suppression::{Rule, Zeros};
use poet_core::Instrument;
use serde_json::Value;

use super::figures::Figures;
use super::survey::{Quantity, Survey};
use super::truth::Truth;
use super::{Cell, Derived, Error, Exposed, routing};
use crate::attack::{Attacker, Relation};

/// Counts of the people who are in the larger of two releases and not in the smaller, where somebody who takes one from
/// the other can narrow them further than the rule of the larger allows.
///
/// The reader knows of each release what [`verify`](super::verify) says, item by item, and that everybody of the smaller
/// is in the larger: the survey grew in between, or somebody was taken out of it. How people gave no answer is left out,
/// and so are organisations that the smaller does not have: who came there is all that the larger tells of them.
///
/// Places of what is found are those of the larger release.
///
/// # Errors
///
/// [`Error::Shape`] where a count of the first is not within the second, else as [`verify`](super::verify).
pub fn verify_growth(
    [fewer, more]: [&Released<Benchmark>; 2],
    ([before, after], instrument): ([&Findings; 2], &Instrument),
) -> Result<Vec<Exposed>, Error> {
    let read = |released| serde_json::to_value(released).map_err(|_| Error::Shape);
    let (fewer, more) = (read(fewer)?, read(more)?);
    verify_files([&fewer, &more], ([before, after], instrument))
}

pub(super) fn verify_files(
    files: [&Value; 2],
    (truth, instrument): ([&Findings; 2], &Instrument),
) -> Result<Vec<Exposed>, Error> {
    let [fewer, more] = files.map(|file| Figures::new(file).ok_or(Error::Shape));
    let growth = Growth {
        figures: [fewer?, more?],
        truth: truth.map(|findings| Truth {
            findings,
            instrument,
        }),
        instrument,
    };
    let mut exposed = Vec::new();
    for item in 0..instrument.items().len() {
        let found = growth.read(&routing::with_sources(instrument, item))?;
        exposed.extend(
            found
                .into_iter()
                .filter(|found| !exposed.contains(found))
                .collect::<Vec<_>>(),
        );
    }
    Ok(exposed)
}

/// The smaller and the larger release, and what they stand on.
struct Growth<'a> {
    figures: [Figures<'a>; 2],
    truth: [Truth<'a>; 2],
    instrument: &'a Instrument,
}

/// A line in the smaller and in the larger release.
type Lines = [Option<usize>; 2];

impl Growth<'_> {
    /// What can be known of some items.
    fn read(&self, items: &[usize]) -> Result<Vec<Exposed>, Error> {
        let [fewer, more] = &self.figures;
        let known = (self.instrument, items);
        let fewer = std::slice::from_ref(fewer);
        let mut fewer = Survey::read_on(Attacker::new(), fewer, known).ok_or(Error::Shape)?;
        let attacker = std::mem::take(&mut fewer.attacker);
        let more = std::slice::from_ref(more);
        let mut more = Survey::read_on(attacker, more, known).ok_or(Error::Shape)?;
        let rule = Rule::new(self.figures[1].threshold(), Zeros::Show);
        let mut sought = Vec::new();
        let cells: Vec<_> = more.cells().collect();
        for (cell, line, all) in cells {
            let Some(lines) = self.lines(cell, line) else {
                continue;
            };
            let earlier = fewer.quantity(cell, lines[0]).ok_or(Error::Shape)?;
            let Quantity::Open(came) = more.open(None) else {
                continue;
            };
            let came_in = [(Quantity::Open(came), 1), (earlier, 1), (all, -1)];
            more.learn(&came_in, Relation::Equal, 0);
            let people = self.came(cell, lines)?;
            if rule.withholds(people) {
                sought.push((came, cell, line, people));
            }
        }
        let unknowns: Vec<_> = sought.iter().map(|&(came, ..)| came).collect();
        let bounds = more.attacker.outer_bounds(&unknowns)?;
        let found = sought.into_iter().zip(bounds);
        let found =
            found.map(
                |((_, cell, place, people), derived)| match contains(derived, people) {
                    true => Ok(Exposed {
                        cell,
                        place,
                        derived,
                    }),
                    false => Err(Error::Misled { cell, place }),
                },
            );
        let found: Vec<Exposed> = found.collect::<Result<_, _>>()?;
        let exposed = found.into_iter();
        Ok(exposed
            .filter(|found| !found.derived.is_safe(rule.threshold()))
            .collect())
    }

    /// Where a line of the larger release is in the smaller; nothing where there is none or it is not looked at.
    fn lines(&self, cell: Cell, line: Option<usize>) -> Option<Lines> {
        let Some(place) = line else {
            return (!matches!(cell, Cell::Missing { .. })).then_some([None, None]);
        };
        let id = &self.truth[1].findings.places().get(place)?.id;
        let earlier = self.figures[0].position(id.as_str())?;
        Some([Some(earlier), Some(place)])
    }

    /// People who are in the larger release alone.
    fn came(&self, cell: Cell, [earlier, later]: Lines) -> Result<u64, Error> {
        let [before, after] = &self.truth;
        let all = after.count(cell, later).ok_or(Error::Shape)?;
        let before = before.count(cell, earlier).ok_or(Error::Shape)?;
        all.checked_sub(before).ok_or(Error::Shape)
    }
}

fn contains(derived: Derived, people: u64) -> bool {
    derived.low <= people && derived.high.is_none_or(|high| people <= high)
}

#[cfg(test)]
#[cfg(feature = "proptest")]
mod tests;
