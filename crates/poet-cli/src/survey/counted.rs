//! People of a survey file, counted.

use poet::domain::Stratification;
use poet::{Instrument, ResponseTable, Tally};

use crate::failure::Failure;

/// People counted as they are, and once more in the strata of their answers where that is asked for.
pub(super) struct Counted {
    pub(super) tally: Tally,
    pub(super) stratified: Option<Tally>,
}

impl Counted {
    pub(super) fn new(instrument: &Instrument, stratified: bool) -> Result<Self, Failure> {
        let tally = Tally::new(instrument).map_err(Failure::call)?;
        Ok(Self {
            stratified: stratified.then(|| tally.clone()),
            tally,
        })
    }

    pub(super) fn add(
        &mut self,
        table: &ResponseTable,
        strata: Option<&Stratification>,
    ) -> Result<(), Failure> {
        self.tally.add_table(table).map_err(Failure::call)?;
        if let (Some(tally), Some(strata)) = (&mut self.stratified, strata) {
            let table = table.stratified_by(strata).map_err(Failure::call)?;
            tally.add_table(&table).map_err(Failure::call)?;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.tally.merge(&other.tally).map_err(Failure::call)?;
        if let (Some(tally), Some(other)) = (&mut self.stratified, &other.stratified) {
            tally.merge(other).map_err(Failure::call)?;
        }
        Ok(())
    }
}
