//! What a release shows, read by its instrument.

use poet_core::{Instrument, Item, ItemKind, OrganisationId, Scale, SectionRole};

use crate::estimate::{Confidence, Difference, Interval, Proportion};
use crate::findings::judge_family;
use crate::release::{Benchmark, Figure, ItemCell, ItemResult, MethodNote, RangeFigure, Withheld};
use crate::{Absent, Comparison, Error, Scope};

/// Released figures beside their instrument: nothing else is known here.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) benchmark: &'a Benchmark,
    instrument: &'a Instrument,
}

/// One item, or one option of a tick-all item, with its question.
#[derive(Clone, Copy)]
pub(crate) struct ShownItem<'a> {
    pub(crate) result: &'a ItemResult,
    item: &'a Item,
    pub(crate) role: SectionRole,
}

impl<'a> Shown<'a> {
    /// Fails with [`Error::OtherInstrument`] where the figures are of another content.
    pub(crate) fn new(benchmark: &'a Benchmark, instrument: &'a Instrument) -> Result<Self, Error> {
        if benchmark.origin.hash != *instrument.hash() {
            return Err(Error::OtherInstrument {
                found: benchmark.origin.instrument.clone(),
                wanted: instrument.key().clone(),
            });
        }
        Ok(Self {
            benchmark,
            instrument,
        })
    }

    /// Position of an organisation; [`Error::NobodyThere`] where it has no figures.
    pub(crate) fn place(&self, organisation: &OrganisationId) -> Result<usize, Error> {
        let place = self.benchmark.position(organisation);
        place.ok_or_else(|| Error::NobodyThere {
            organisation: organisation.clone(),
        })
    }

    /// Items and options in the order of the form.
    pub(crate) fn items(&self) -> impl Iterator<Item = ShownItem<'a>> + use<'a> {
        let instrument = self.instrument;
        let results = self.benchmark.items.iter();
        results.filter_map(move |result| {
            let item = instrument.item(result.item.as_str())?;
            let role = instrument.sections().get(item.section())?.role();
            Some(ShownItem { result, item, role })
        })
    }

    /// Items with a good and a bad side.
    pub(crate) fn judged(&self) -> impl Iterator<Item = ShownItem<'a>> + use<'a> {
        self.items().filter(ShownItem::is_judged)
    }

    /// Confidence of the intervals of the release.
    pub(crate) fn confidence(&self) -> Confidence {
        Confidence::new(self.benchmark.method.confidence).unwrap_or_default()
    }

    /// How so many tests of one place were made.
    pub(crate) fn method(&self, tests: usize) -> MethodNote {
        MethodNote {
            family: Scope::EachOrganisation,
            tests,
            ..self.benchmark.method.clone()
        }
    }

    /// A share as exactly as the release tells its own.
    pub(crate) fn round(&self, share: f64) -> f64 {
        self.benchmark.release.share(share)
    }

    /// A difference as exactly as the release tells its own.
    pub(crate) fn range(&self, difference: Difference) -> RangeFigure {
        let Interval { lower, upper } = difference.interval;
        RangeFigure {
            value: self.round(difference.estimate),
            lower: self.round(lower),
            upper: self.round(upper),
        }
    }

    /// Favourable people of the base of a cell, as far as they are shown.
    ///
    /// Where counts are rounded, the share says more of them than they do, since it comes from the exact ones: people are
    /// then the share of the base as shown, in fractions of people, and so where only percentages are printed.
    pub(crate) fn favourable(&self, cell: &ItemCell) -> Figure<Proportion> {
        let exact = self.benchmark.release.rounded_to == 1;
        let (base, share) = match (cell.base, cell.favourable) {
            (Figure::Shown(base), Figure::Shown(share)) => (base, share),
            (Figure::Withheld(why), _) | (_, Figure::Withheld(why)) => {
                return Figure::Withheld(why);
            }
            (Figure::Absent(why), _) | (_, Figure::Absent(why)) => return Figure::Absent(why),
        };
        let n = base as f64;
        let x = match share.people {
            Some(people) if exact => people as f64,
            _ => share.share * n,
        };
        let proportion = Proportion::new(x.clamp(0.0, n), n);
        proportion.map_or(Figure::Absent(Absent::NoAnswers), Figure::Shown)
    }
}

/// Holds counts that are shown against others. An exact test takes the whole people nearest to them.
pub(crate) fn compared(own: Proportion, other: Proportion, confidence: Confidence) -> Comparison {
    let found = Comparison::between(own, other, confidence);
    let whole = |p: Proportion| Proportion::new(p.x().round(), p.n());
    match (found.test, whole(own), whole(other)) {
        (Err(Absent::NotWholePeople), Ok(own), Ok(other)) => Comparison {
            test: Comparison::between(own, other, confidence).test,
            ..found
        },
        _ => found,
    }
}

impl ShownItem<'_> {
    /// Whether some answer is better than another.
    pub(crate) fn is_judged(&self) -> bool {
        matches!(self.item.kind(), ItemKind::Choice(scale) if Scale::is_evaluative(scale))
    }
}

/// Counts of several places together, and how many of them show theirs.
pub(crate) struct Together {
    /// The counts, or why there are none.
    pub(crate) counts: Figure<Proportion>,
    /// Places whose figures are in them.
    pub(crate) used: usize,
    /// Places whose figures are not shown, or where nobody answered.
    pub(crate) left_out: usize,
}

/// Adds up what is shown.
pub(crate) fn together(cells: impl Iterator<Item = Figure<Proportion>>) -> Together {
    let (mut x, mut n, mut used, mut left_out) = (0.0, 0.0, 0, 0);
    let mut withheld: Option<Withheld> = None;
    for cell in cells {
        match cell {
            Figure::Shown(counts) => {
                x += counts.x();
                n += counts.n();
                used += 1;
                continue;
            }
            Figure::Withheld(why) => withheld = Some(why),
            Figure::Absent(_) => {}
        }
        left_out += 1;
    }
    let counts = match (Proportion::new(x, n), withheld) {
        (Ok(counts), _) => Figure::Shown(counts),
        (Err(_), Some(why)) => Figure::Withheld(why),
        (Err(_), None) => Figure::Absent(Absent::EmptyComparator),
    };
    Together {
        counts,
        used,
        left_out,
    }
}

/// Controls false discoveries over comparisons of what is shown; answers with the number of tests.
pub(crate) fn judge_shown<'a>(found: impl Iterator<Item = &'a mut Figure<Comparison>>) -> usize {
    let shown = found.filter_map(|found| match found {
        Figure::Shown(found) => Some(found),
        _ => None,
    });
    judge_family(shown.collect())
}
