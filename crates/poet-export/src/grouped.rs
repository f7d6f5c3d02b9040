//! Released subgroups with the words that people read.

use poet_benchmark::release::{Figure, Released, SubgroupBenchmark, SubgroupResult};
use poet_core::{Instrument, Item, Language, Point, Section, Stratification};

use crate::Error;

/// Released subgroups beside their instrument and the points that make each group.
#[derive(Clone, Debug)]
pub(crate) struct Grouped<'a> {
    pub(crate) benchmark: &'a SubgroupBenchmark,
    pub(crate) instrument: &'a Instrument,
    strata: Stratification,
}

impl<'a> Grouped<'a> {
    pub(crate) fn new(
        released: &'a Released<SubgroupBenchmark>,
        instrument: &'a Instrument,
    ) -> Result<Self, Error> {
        let other = || Error::OtherInstrument {
            figures: released.origin.instrument.clone(),
            instrument: instrument.key().clone(),
        };
        if released.origin.hash != *instrument.hash() {
            return Err(other());
        }
        let strata = Stratification::new(instrument, &released.by).map_err(|_| other())?;
        Ok(Self {
            benchmark: released,
            instrument,
            strata,
        })
    }

    /// Words of a group: its points, one an item.
    pub(crate) fn label(&self, group: usize, language: &Language) -> String {
        let points = |at: usize| self.strata.points(self.benchmark.groups.get(at)?);
        let points: Vec<&Point> = points(group).unwrap_or_default();
        let words: Vec<&str> = points.iter().map(|p| p.label().words(language)).collect();
        words.join(", ")
    }

    /// Items by whose answers people are put into groups.
    pub(crate) fn by(&self) -> impl Iterator<Item = &'a Item> {
        let instrument = self.instrument;
        let by = self.benchmark.by.iter();
        by.filter_map(move |item| instrument.item(item.as_str()))
    }

    /// Items and options that are compared, with where they stand in the form.
    pub(crate) fn results(
        &self,
    ) -> impl Iterator<Item = (&'a SubgroupResult, &'a Item, &'a Section)> + use<'a> {
        let instrument = self.instrument;
        let results = self
            .benchmark
            .items
            .iter()
            .filter(|result| is_compared(result));
        results.filter_map(move |result| {
            let item = instrument.item(result.item.as_str())?;
            Some((result, item, instrument.sections().get(item.section())?))
        })
    }
}

/// Whether groups are compared on an item: not where it judges nothing, or makes the groups.
fn is_compared(result: &SubgroupResult) -> bool {
    let mut cells = result.places.iter().flatten().chain(&result.all);
    cells.any(|cell| !matches!(cell.base, Figure::Absent(_)))
}
