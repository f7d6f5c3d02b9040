//! What people of different kinds answered, counted place by place.

use std::fmt;

use poet_core::{ItemId, Stratification, StratumId};

use crate::findings::Judged;
use crate::tally::{Distribution, Tally, View, whole};
use crate::{Error, Findings, Settings};

/// Favourable answers of subgroups, such as need groups or ages, within each place and in all of them, counted exactly.
///
/// A subgroup is a stratum of a [`Stratification`]; whoever is in none is counted with nobody's group. Only
/// [`Policy::apply_subgroups`](crate::release::Policy::apply_subgroups) lets it leave. `Debug` shows no count.
///
/// # Examples
///
/// ```
/// use poet_benchmark::release::Policy;
/// use poet_benchmark::subgroups::Subgroups;
/// use poet_benchmark::{Settings, tally::Tally};
/// use poet_core::{Answer, Catalogue, Response, ResponseTable, Stratification};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut table = ResponseTable::new(instrument);
/// for n in 0..60 {
///     let person = Response::new(n.to_string().parse()?, "York".parse()?);
///     let gender = Answer::Choice(if n % 2 == 0 { "1" } else { "2" }.parse()?);
///     let dignity = Answer::Choice(if n % 3 == 0 { "1" } else { "5" }.parse()?);
///     table.push(&person.with("gender".parse()?, gender).with("dignity".parse()?, dignity))?;
/// }
/// let strata = Stratification::new(instrument, &["gender".parse()?])?;
/// let mut tally = Tally::new(instrument)?;
/// tally.add_table(&table.stratified_by(&strata)?)?;
/// let subgroups = Subgroups::new(&tally, &strata, &Settings::default())?;
/// let released = Policy::strict().apply_subgroups(&subgroups);
/// let dignity = released.items.iter().find(|item| item.item.as_str() == "dignity").unwrap();
/// assert_eq!(dignity.all[0].base.shown(), Some(30));
/// assert_eq!(dignity.all[0].favourable.shown().and_then(|share| share.people), Some(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Subgroups {
    /// The same people by place alone: what is released beside their subgroups.
    pub(crate) findings: Findings,
    pub(crate) by: Vec<ItemId>,
    pub(crate) groups: Vec<StratumId>,
    /// For each group, the columns of the items that make it and the points at which its people are.
    pub(crate) points: Vec<Vec<(usize, usize)>>,
    /// By item, place and group; those in no group come last.
    pub(crate) counts: Vec<Vec<Vec<GroupCount>>>,
}

/// People of one group in one place, as far as one item goes.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub struct GroupCount {
    /// Favourable answers; for an option, the people who ticked it.
    pub favourable: u64,
    /// People in the base.
    pub base: u64,
    /// People who were asked, whether they answered or not.
    pub asked: u64,
}

impl Subgroups {
    /// Counts the subgroups of a tally of tables that were
    /// [stratified](poet_core::ResponseTable::stratified_by) in this way.
    ///
    /// # Errors
    ///
    /// [`Error::OtherStrata`] where the tally is of another instrument or has other strata; [`Error::PublishedTally`]
    /// where it is of published figures, which have none.
    pub fn new(tally: &Tally, strata: &Stratification, settings: &Settings) -> Result<Self, Error> {
        if tally.instrument() != strata.instrument() {
            return Err(Error::OtherStrata);
        }
        let findings = Findings::new(tally, settings);
        let nobody = vec![GroupCount::default(); strata.strata().len() + 1];
        let mut counts = vec![vec![nobody; findings.places.len()]; findings.items.len()];
        for (row, place) in findings.places.iter().enumerate() {
            let own = tally
                .strata_of(&place.id)
                .map_err(|_| Error::PublishedTally)?;
            for (stratum, view) in own {
                let known = |id| strata.strata().iter().position(|s| s == id);
                let group = match stratum {
                    None => strata.strata().len(),
                    Some(stratum) => known(stratum).ok_or(Error::OtherStrata)?,
                };
                for (item, counts) in findings.items.iter().zip(&mut counts) {
                    counts[row][group] = count(tally, &view, (item.column, &item.judged));
                }
            }
        }
        Ok(Self {
            by: strata.items().cloned().collect(),
            points: points(strata),
            groups: strata.strata().to_vec(),
            findings,
            counts,
        })
    }

    /// Items by whose answers people are put into groups.
    pub fn by(&self) -> &[ItemId] {
        &self.by
    }

    /// The groups.
    pub fn groups(&self) -> &[StratumId] {
        &self.groups
    }

    /// People of a group in a place, by their positions; past the last group, those in none.
    pub fn count(&self, item: usize, place: usize, group: usize) -> Option<GroupCount> {
        self.counts.get(item)?.get(place)?.get(group).copied()
    }

    /// The same people by place alone.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Whether a share of favourable answers of an item says something: it is one that judges, or an option that is
    /// ticked, and not one by which people are grouped.
    pub(crate) fn is_compared(&self, item: usize) -> bool {
        let item = &self.findings.items[item];
        item.judged.has_headline() && !self.by.contains(&item.item)
    }
}

/// For each stratum, the columns of the items that make it and the points at which its people are.
fn points(strata: &Stratification) -> Vec<Vec<(usize, usize)>> {
    let instrument = strata.instrument();
    let of = |stratum: &StratumId| {
        let points = strata.points(stratum).unwrap_or_default();
        let items = strata
            .items()
            .filter_map(|item| instrument.position(item.as_str()));
        let at = |(item, point): (usize, &poet_core::Point)| {
            let scale = instrument.items()[item].scale()?;
            let place = scale
                .points()
                .iter()
                .position(|p| p.code() == point.code())?;
            Some((instrument.columns_of(item).start, place))
        };
        items.zip(points).filter_map(at).collect()
    };
    strata.strata().iter().map(of).collect()
}

fn count(tally: &Tally, view: &View<'_>, (column, judged): (usize, &Judged)) -> GroupCount {
    let Some(spread) = tally.distribution(view, column, &judged.readings) else {
        return GroupCount::default();
    };
    let not_asked = |spread: &Distribution| spread.missing.map_or(0, |missing| missing[NOT_ASKED]);
    GroupCount {
        favourable: whole(judged.favourable(&spread)),
        base: whole(spread.base),
        asked: view
            .people()
            .unwrap_or(0)
            .saturating_sub(not_asked(&spread)),
    }
}

/// Place of the people who were not asked among those without an answer.
const NOT_ASKED: usize = poet_core::Missing::NotAsked.index();

impl fmt::Debug for Subgroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Subgroups({} groups, {:?})",
            self.groups.len(),
            self.findings
        )
    }
}
