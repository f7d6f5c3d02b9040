//! Uptake of personal budgets over many organisations.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::uptake::{Group, Population, Uptake};
use poet_core::{Extent, Instrument, OrganisationId, PublishedTable};

use crate::findings::Parts;
use crate::tally::Tally;
use crate::{Absent, Error, Findings, Settings};
use ways::Ways;

mod file;
mod form;
mod ways;

/// Counts of people by organisation and group: who could hold a budget, who does, and who by direct payment.
///
/// Exact, and merging is associative and commutative to the last bit. Whatever is added counts people of its own: a total
/// is not added beside its parts. [`UptakeTally::findings`] hands the counts to the same comparison and release as
/// answers: each group of people is an item of a small form, its favourable share the uptake.
///
/// | item | people | of | source |
/// |---|---|---|---|
/// | `uptake` | with a budget | everybody who could have one | ASCOF 3D part 1, formerly 1C part 1; ADASS progress surveys |
/// | `direct` | with a direct payment | everybody who could have a budget | ASCOF 3D part 2 as it is defined |
/// | `of_budgets` | with a direct payment | people with a budget | ADASS progress surveys |
///
/// # Examples
///
/// ```
/// use poet_benchmark::progress::UptakeTally;
/// use poet_benchmark::{Settings, release::Policy};
/// use poet_core::uptake::{Group, Population, Uptake};
///
/// // England, March 2012, as the directors of adult social services counted.
/// let mut tally = UptakeTally::new(Population::People)?;
/// tally.add(&"england".parse()?, Group::EVERYBODY, Uptake::new(818_700, 432_349)?)?;
/// let released = Policy::ascs().apply(&tally.findings(&Settings::default())?);
/// let uptake = released.items[0].all.favourable.shown().unwrap();
/// assert_eq!((released.items[0].item.as_str(), uptake.share), ("uptake", 0.528));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct UptakeTally {
    population: Population,
    form: Instrument,
    cells: BTreeMap<OrganisationId, BTreeMap<Group, Ways>>,
}

impl UptakeTally {
    /// Most people of one organisation: few enough that no sum runs over.
    pub const MOST_PEOPLE: u64 = 1 << 35;

    /// A tally of nobody.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where the form of the statistics does not pass its check, which no population shows.
    pub fn new(population: Population) -> Result<Self, Error> {
        Ok(Self {
            population,
            form: form::of(population)?,
            cells: BTreeMap::new(),
        })
    }

    /// Adds people of a group of an organisation who were not counted before.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`] past [`UptakeTally::MOST_PEOPLE`] of one organisation; the tally is then as it was.
    pub fn add(
        &mut self,
        organisation: &OrganisationId,
        group: Group,
        uptake: Uptake,
    ) -> Result<(), Error> {
        self.absorb(organisation, group, Ways::of(uptake))
    }

    /// Adds another tally of the same population.
    ///
    /// # Errors
    ///
    /// [`Error::OtherPopulation`] where one counts people who use services and the other carers, or as
    /// [`UptakeTally::add`]; the tally is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.population != other.population {
            return Err(Error::OtherPopulation);
        }
        let mut merged = self.clone();
        for (organisation, groups) in &other.cells {
            for (&group, &ways) in groups {
                merged.absorb(organisation, group, ways)?;
            }
        }
        *self = merged;
        Ok(())
    }

    /// Whose budgets are counted.
    pub fn population(&self) -> Population {
        self.population
    }

    /// The form that the released figures are labelled by.
    pub fn form(&self) -> &Instrument {
        &self.form
    }

    /// Shares, intervals and comparisons of every group everywhere.
    ///
    /// # Errors
    ///
    /// As [`UptakeTally::new`].
    pub fn findings(&self, settings: &Settings) -> Result<Findings, Error> {
        let mut table = PublishedTable::new(&self.form);
        for (organisation, groups) in self.peopled() {
            let place = table.place(organisation, Extent::Organisation);
            for (at, group) in Group::all().enumerate() {
                if let Some(ways) = within(groups, group) {
                    place.items.extend(form::items(at, ways));
                }
            }
        }
        let mut findings = match self.peopled().next() {
            Some(_) => Findings::new(&Tally::from_published(&table)?, settings),
            None => Findings::new(&Tally::new(&self.form)?, settings),
        };
        for (row, (organisation, _)) in self.peopled().enumerate() {
            let place = table.get(organisation);
            for item in &mut findings.items {
                if place.is_none_or(|place| !place.items.contains_key(&item.column)) {
                    item.leave_out(row, Absent::NotPublished);
                }
            }
        }
        findings.parts = Some(self.parts()?);
        Ok(findings)
    }

    /// The groups as parts of each other, for a release that protects them together.
    fn parts(&self) -> Result<Parts, Error> {
        let tree = form::GroupTree::new()?;
        let counts = Ways::EACH.map(|way| {
            let rows = self.peopled().map(|(_, groups)| {
                let count = |group| groups.get(&group).and_then(|ways: &Ways| ways.told(way));
                tree.leaves.iter().map(|&leaf| count(leaf)).collect()
            });
            rows.collect()
        });
        Ok(Parts {
            nodes: tree.nodes_of_items(),
            tree: tree.tree,
            counts: counts.into(),
        })
    }

    /// Organisations with somebody in them.
    fn peopled(&self) -> impl Iterator<Item = (&OrganisationId, &BTreeMap<Group, Ways>)> {
        self.cells
            .iter()
            .filter(|(_, groups)| groups.values().any(|ways| ways.eligible() > 0))
    }

    fn absorb(
        &mut self,
        organisation: &OrganisationId,
        group: Group,
        ways: Ways,
    ) -> Result<(), Error> {
        let held = self.cells.get(organisation);
        let people = held.map_or(0, |groups| groups.values().map(Ways::eligible).sum());
        if people + ways.eligible() > Self::MOST_PEOPLE {
            return Err(Error::TooManyPeople {
                organisation: organisation.clone(),
                max: Self::MOST_PEOPLE,
            });
        }
        let groups = self.cells.entry(organisation.clone()).or_default();
        groups.entry(group).or_default().add(ways);
        Ok(())
    }
}

/// Everybody of a group, where any count is of it.
fn within(groups: &BTreeMap<Group, Ways>, group: Group) -> Option<Ways> {
    let inside = |other: Group| match (group.age(), group.need()) {
        (None, None) => true,
        (age, None) => other.age() == age,
        _ => other == group,
    };
    let parts = groups.iter().filter(|(other, _)| inside(**other));
    parts.map(|(_, &ways)| ways).reduce(|mut sum, ways| {
        sum.add(ways);
        sum
    })
}

impl fmt::Debug for UptakeTally {
    /// Never shows a count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let organisations = self.cells.len();
        write!(
            f,
            "UptakeTally({}, {organisations} organisations)",
            self.form.key()
        )
    }
}

#[cfg(test)]
mod tests;
