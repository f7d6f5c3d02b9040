//! Answers of many people to a plan, counted exactly.

use std::fmt;

use poet_core::{Code, OrganisationId, ResponseTable};

use super::plan::{Asked, DriverPlan};
use super::profiles::{Answered, Profiles};
use crate::Error;
use crate::tally::Tally;

/// What people answered of the outcomes, conditions and covariates of a plan, counted exactly.
///
/// Counts of parts of a file merge into those of the whole, in any order. They hold answers of single people, put
/// together: only [`Drivers`](super::Drivers) come of them. `Debug` shows no count.
#[derive(Clone)]
pub struct DriverCounts {
    plan: DriverPlan,
    places: Vec<OrganisationId>,
    profiles: Profiles,
    /// The same people, item by item: what a benchmark of them tells.
    tally: Tally,
}

impl DriverCounts {
    /// Nobody yet.
    ///
    /// # Errors
    ///
    /// [`Error::Drivers`] for a plan with more than is counted together.
    pub fn new(plan: &DriverPlan) -> Result<Self, Error> {
        let covariates = plan.allowing_for().len();
        let sizes = (plan.outcomes().len(), plan.conditions().len());
        Ok(Self {
            plan: plan.clone(),
            places: Vec::new(),
            profiles: Profiles::new(covariates, sizes.0, sizes.1)?,
            tally: Tally::new(plan.instrument())?,
        })
    }

    /// Counts every row of a table that has been routed.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the table answers another instrument.
    pub fn add_table(&mut self, table: &ResponseTable) -> Result<(), Error> {
        let (found, wanted) = (table.instrument(), self.plan.instrument());
        if found != wanted {
            return Err(Error::OtherInstrument {
                found: found.key().clone(),
                wanted: wanted.key().clone(),
            });
        }
        self.tally.add_table(table)?;
        let known = table.organisations().iter();
        let places: Vec<u32> = known
            .map(|id| place(&mut self.places, id))
            .collect::<Result<_, _>>()?;
        let plan = &self.plan;
        let columns: Vec<&[Code]> = plan
            .covariate_columns()
            .map(|at| table.column(at))
            .collect();
        let [outcomes, conditions] = [plan.outcomes(), plan.conditions()].map(|asked| {
            let with_codes = |asked| (asked, table.column(Asked::column(asked)));
            asked
                .iter()
                .map(with_codes)
                .collect::<Vec<(&Asked, &[Code])>>()
        });
        let met = |asked: &[(&Asked, &[Code])], row: usize, into: &mut Vec<Option<bool>>| {
            into.clear();
            into.extend(asked.iter().map(|(asked, codes)| asked.is_met(codes[row])));
        };
        let (mut levels, mut good, mut given) = (Vec::new(), Vec::new(), Vec::new());
        for (row, &organisation) in table.organisation_column().iter().enumerate() {
            levels.clear();
            levels.extend(columns.iter().map(|codes| codes[row].answered()));
            met(&outcomes, row, &mut good);
            met(&conditions, row, &mut given);
            self.profiles.add(&Answered {
                cluster: places[organisation as usize],
                covariates: &levels,
                outcomes: &good,
                conditions: &given,
            })?;
        }
        Ok(())
    }

    /// Adds the counts of other people by the same plan.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the plan is another one.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.plan != other.plan {
            return Err(Error::OtherInstrument {
                found: other.plan.instrument().key().clone(),
                wanted: self.plan.instrument().key().clone(),
            });
        }
        self.tally.merge(&other.tally)?;
        let ids = other.places.iter();
        let places: Vec<u32> = ids
            .map(|id| place(&mut self.places, id))
            .collect::<Result<_, _>>()?;
        self.profiles
            .merge(&other.profiles, |cluster| places[cluster as usize])
    }

    /// The plan.
    pub fn plan(&self) -> &DriverPlan {
        &self.plan
    }

    /// People counted.
    pub fn people(&self) -> u64 {
        self.profiles.people()
    }

    /// Everybody counted, item by item.
    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Profiles in their order, each organisation numbered by its place in the order of the ids.
    pub(super) fn settled(&self) -> Result<Profiles, Error> {
        let mut sorted: Vec<&OrganisationId> = self.places.iter().collect();
        sorted.sort();
        let rank = |id: &OrganisationId| sorted.partition_point(|&other| other < id);
        // There are no more organisations than numbers for them, see `place`.
        let ranks: Vec<u32> = self
            .places
            .iter()
            .map(|id| u32::try_from(rank(id)).unwrap_or(u32::MAX))
            .collect();
        let plan = &self.plan;
        let mut settled = Profiles::new(
            plan.allowing_for().len(),
            plan.outcomes().len(),
            plan.conditions().len(),
        )?;
        settled.merge(&self.profiles, |cluster| ranks[cluster as usize])?;
        Ok(settled)
    }
}

/// Number of an organisation, a new one where it is not known yet.
fn place(places: &mut Vec<OrganisationId>, id: &OrganisationId) -> Result<u32, Error> {
    let known = places.iter().position(|place| place == id);
    let at = known.unwrap_or_else(|| {
        places.push(id.clone());
        places.len() - 1
    });
    u32::try_from(at).map_err(|_| Error::Patterns)
}

impl fmt::Debug for DriverCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DriverCounts({})", self.plan.instrument().key())
    }
}
