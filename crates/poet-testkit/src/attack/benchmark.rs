//! Somebody who reads the released files of a benchmark.

use poet_benchmark::Findings;
use poet_benchmark::release::{Benchmark, Released};
use poet_benchmark::suppression::{Rule, Zeros};
use poet_core::{Instrument, Missing, Reading};
use serde_json::Value;

use super::{Derived, Error};
use figures::Figures;
use survey::{Quantity, Survey};
use truth::Truth;

pub use growth::verify_growth;

mod figures;
mod growth;
mod means;
mod routing;
mod survey;
#[cfg(test)]
#[cfg(feature = "proptest")]
mod tests;
mod truth;

/// A count that a benchmark stands on. A line is an organisation by its place, or everybody.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Cell {
    /// People who answered.
    Respondents,
    /// Base of a column of the instrument.
    Base {
        /// The column.
        column: usize,
    },
    /// People at a point of a column; for an option, not ticked and ticked.
    Point {
        /// The column.
        column: usize,
        /// Position of the point.
        point: usize,
    },
    /// People of all points of a column that are read alike.
    Group {
        /// The column.
        column: usize,
        /// How the points are read.
        reading: Reading,
    },
    /// People who gave no answer to a column in one of the five ways.
    Missing {
        /// The column.
        column: usize,
        /// Position in [`poet_core::Missing::ALL`].
        way: usize,
    },
    /// People with a score.
    Scored {
        /// The measure.
        measure: usize,
    },
}

/// A count that a release gives away, or leaves too few values for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Exposed {
    /// The count.
    pub cell: Cell,
    /// Place of the organisation; none for everybody.
    pub place: Option<usize>,
    /// What can be derived, of the count or of what it lacks of its base.
    pub derived: Derived,
}

/// How much of a survey is attacked at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reach {
    /// Every item by itself, with the options of a tick-all item and the items of its routing.
    EachItem,
    /// All items and measures together: for small surveys.
    Everything,
}

/// Counts of a release that somebody can narrow further than its rule allows, who reads the released file alone.
///
/// The reader knows the instrument and the rules of rounding; that points add up to groups, groups to bases, and
/// organisations to everybody; that the options of a tick-all item share a base; that nobody answers a question without
/// being a respondent, or being led to it; which counts a share with its interval allows; and how means come about.
///
/// A small count has to be withheld, and so has a count that lacks a small one of its shown base. The values that are
/// left open must be as many consecutive whole numbers as the threshold, and reach it. How many people gave no answer is
/// kept back only as far as the ways of not answering go: their sum follows from respondents and base.
///
/// # Errors
///
/// [`Error::Contradiction`] where the figures fit no counts, [`Error::Misled`] where they do not fit the `truth`, or
/// what [`Attacker::derive`](super::Attacker::derive) says.
pub fn verify(
    released: &Released<Benchmark>,
    (truth, instrument): (&Findings, &Instrument),
    reach: Reach,
) -> Result<Vec<Exposed>, Error> {
    let file = serde_json::to_value(released).map_err(|_| Error::Shape)?;
    verify_file(&file, (truth, instrument), reach)
}

/// Counts that somebody can narrow further than `threshold` allows, who reads several releases of the same people side by
/// side, item by item.
///
/// # Errors
///
/// As [`verify`].
pub fn verify_beside(
    releases: &[&Released<Benchmark>],
    (truth, instrument): (&Findings, &Instrument),
    threshold: u64,
) -> Result<Vec<Exposed>, Error> {
    let files = releases.iter().map(serde_json::to_value);
    let files: Vec<Value> = files.collect::<Result<_, _>>().map_err(|_| Error::Shape)?;
    let figures: Option<Vec<Figures<'_>>> = files.iter().map(Figures::new).collect();
    let rule = Rule::new(threshold, Zeros::Show);
    let figures = figures.ok_or(Error::Shape)?;
    verify_figures(&figures, (truth, instrument), (Reach::EachItem, rule))
}

fn verify_file(
    file: &Value,
    (truth, instrument): (&Findings, &Instrument),
    reach: Reach,
) -> Result<Vec<Exposed>, Error> {
    let figures = Figures::new(file).ok_or(Error::Shape)?;
    let rule = Rule::new(figures.threshold(), Zeros::Show);
    verify_figures(&[figures], (truth, instrument), (reach, rule))
}

fn verify_figures(
    releases: &[Figures<'_>],
    (truth, instrument): (&Findings, &Instrument),
    (reach, rule): (Reach, Rule),
) -> Result<Vec<Exposed>, Error> {
    if !releases.iter().all(Figures::are_counted) {
        return Ok(Vec::new());
    }
    let truth = Truth {
        findings: truth,
        instrument,
    };
    let items = 0..instrument.items().len();
    let scopes: Vec<Vec<usize>> = match reach {
        Reach::Everything => vec![items.collect()],
        Reach::EachItem => items
            .map(|item| routing::with_sources(instrument, item))
            .collect(),
    };
    let mut exposed = Vec::new();
    for scope in scopes {
        let mut survey = Survey::read(releases, instrument, &scope).ok_or(Error::Shape)?;
        if reach == Reach::Everything {
            for figures in releases {
                survey.read_means(figures).ok_or(Error::Shape)?;
            }
        }
        for found in judge(survey, &truth, rule)? {
            if !exposed.contains(&found) {
                exposed.push(found);
            }
        }
    }
    Ok(exposed)
}

/// Counts that the rule protects and that have too few values left.
fn judge(mut survey: Survey<'_>, truth: &Truth<'_>, rule: Rule) -> Result<Vec<Exposed>, Error> {
    let mut exposed = Vec::new();
    let mut sought = Vec::new();
    let cells: Vec<_> = survey.cells().collect();
    for (cell, place, quantity) in cells {
        let value = truth.count(cell, place).ok_or(Error::Shape)?;
        if rule.withholds(value) && is_guarded(truth, cell, place, rule) {
            sought.push((cell, place, quantity, value));
        }
        let lacking = survey
            .has_shown_base(cell, place)
            .then(|| lacking(truth, cell, place, rule))
            .flatten();
        if let Some(value) = lacking {
            let lack = survey.lack(cell, place).ok_or(Error::Shape)?;
            sought.push((cell, place, lack, value));
        }
        if matches!(quantity, Quantity::Known(known) if known != value) {
            return Err(Error::Misled { cell, place });
        }
    }
    let unknowns: Vec<_> = sought
        .iter()
        .filter_map(|&(_, _, quantity, _)| match quantity {
            Quantity::Open(unknown) => Some(unknown),
            Quantity::Known(_) => None,
        })
        .collect();
    let mut bounds = survey.attacker.outer_bounds(&unknowns)?.into_iter();
    for (cell, place, quantity, value) in sought {
        let derived = match quantity {
            Quantity::Known(count) => Derived {
                low: count,
                high: Some(count),
            },
            Quantity::Open(_) => bounds.next().ok_or(Error::Shape)?,
        };
        if value < derived.low || derived.high.is_some_and(|high| high < value) {
            return Err(Error::Misled { cell, place });
        }
        if !derived.is_safe(rule.threshold()) {
            exposed.push(Exposed {
                cell,
                place,
                derived,
            });
        }
    }
    Ok(exposed)
}

/// Small number of people of a base that is not small who are not in the cell.
fn lacking(truth: &Truth<'_>, cell: Cell, place: Option<usize>, rule: Rule) -> Option<u64> {
    let (Cell::Point { column, .. } | Cell::Group { column, .. }) = cell else {
        return None;
    };
    let base = truth.count(Cell::Base { column }, place)?;
    let lacking = base.checked_sub(truth.count(cell, place)?)?;
    (base >= rule.threshold() && rule.withholds(lacking)).then_some(lacking)
}

/// Whether a small count is one that the rule promises to protect.
///
/// How many were not asked follows from the answers that lead on, how many gave no answer from respondents and base: a
/// way of not answering is protected where those that are left are not few together.
fn is_guarded(truth: &Truth<'_>, cell: Cell, place: Option<usize>, rule: Rule) -> bool {
    let Cell::Missing { column, way } = cell else {
        return true;
    };
    let follows = |way: &Missing| {
        // Who was asked to tick and ticked nothing is in the base.
        *way == Missing::NotAsked || *way == Missing::NotAnswered && truth.is_option(column)
    };
    let ways = Missing::ALL.into_iter().filter(|way| !follows(way));
    let people = |way: Missing| {
        let way = way.index();
        truth.count(Cell::Missing { column, way }, place)
    };
    !follows(&Missing::ALL[way]) && ways.filter_map(people).sum::<u64>() >= rule.threshold()
}
