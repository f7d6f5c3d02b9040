//! Everybody in a survey file, counted once for each thing that is asked of them.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;

use poet::benchmark::drivers::{DriverCounts, DriverPlan};
use poet::domain::{ItemId, Stratification};
use poet::import::{Intake, IntakeReport};
use poet::scoring::reliability::ScaleSums;
use poet::{Instrument, ResponseTable, Scorer, Tally};

use crate::Failure;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// What is asked of the people, beside how they answered.
pub(crate) struct Asked {
    /// What they score.
    pub(crate) scorer: Scorer,
    /// Which conditions go with which outcomes, with age and need held alike.
    pub(crate) conditions: DriverPlan,
    /// By which groups places are held like with like.
    pub(crate) alike: Stratification,
}

impl Asked {
    pub(crate) fn of(instrument: &Instrument) -> Result<Self, Failure> {
        let [age, need, gender]: [ItemId; 3] = [
            "age_band".parse()?,
            "need_group".parse()?,
            "gender".parse()?,
        ];
        Ok(Self {
            scorer: Scorer::new(instrument)?,
            conditions: DriverPlan::new(instrument, &[age, need])?,
            alike: Stratification::new(instrument, &[gender])?,
        })
    }
}

/// The people of a file, counted.
pub(crate) struct People {
    pub(crate) tally: Tally,
    /// The same people by the groups of like with like.
    pub(crate) by_group: Tally,
    pub(crate) conditions: DriverCounts,
    pub(crate) scales: ScaleSums,
}

impl People {
    /// Reads a survey file on two threads, each with counts of its own, and merges the counts.
    pub(crate) fn read(asked: &Asked, file: &Path) -> Result<(Self, IntakeReport), Failure> {
        let instrument = asked.scorer.instrument();
        let (parts, report) = Intake::new(instrument).fold(
            File::open(file)?,
            THREADS,
            || Self::nobody(asked),
            |people, batch| {
                if let Ok(counted) = people
                    && let Err(error) = counted.add(asked, batch.table)
                {
                    *people = Err(error);
                }
            },
        )?;
        let mut everybody = Self::nobody(asked)?;
        for part in parts {
            everybody.merge(&part?)?;
        }
        Ok((everybody, report))
    }

    fn nobody(asked: &Asked) -> Result<Self, Failure> {
        let tally = Tally::new(asked.scorer.instrument())?;
        Ok(Self {
            by_group: tally.clone(),
            tally,
            conditions: DriverCounts::new(&asked.conditions)?,
            scales: ScaleSums::new(&asked.scorer)?,
        })
    }

    fn add(&mut self, asked: &Asked, table: &ResponseTable) -> Result<(), Failure> {
        self.tally.add_table(table)?;
        self.by_group
            .add_table(&table.stratified_by(&asked.alike)?)?;
        self.conditions.add_table(table)?;
        self.scales.add_table(&asked.scorer, table)?;
        Ok(())
    }

    fn merge(&mut self, others: &Self) -> Result<(), Failure> {
        self.tally.merge(&others.tally)?;
        self.by_group.merge(&others.by_group)?;
        self.conditions.merge(&others.conditions)?;
        self.scales.merge(&others.scales)?;
        Ok(())
    }
}
