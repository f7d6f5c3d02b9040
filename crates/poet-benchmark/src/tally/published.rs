//! A tally that is read from a published table.

use std::collections::BTreeMap;

use poet_core::{Extent, Missing, OrganisationId, PublishedItem, PublishedTable};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::count::Name;
use super::distribution::{Distribution, Readings};
use super::layout::Layout;

/// What was printed for one item in one place.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Printed {
    /// Per cent by point of the scale, or by option of a tick-all item.
    pub(super) percent: Vec<Decimal>,
    /// People who answered.
    pub(super) respondents: u64,
    /// People for whom they stand.
    pub(super) population: Decimal,
}

/// Printed figures by organisation and item.
pub(super) type PrintedTally = BTreeMap<OrganisationId, BTreeMap<usize, Printed>>;

/// The organisations of a table; figures of several places together stay out.
pub(super) fn read(table: &PublishedTable) -> PrintedTally {
    let organisations = table
        .places()
        .filter(|(_, place)| place.extent == Extent::Organisation);
    organisations
        .map(|(id, place)| {
            let items = place
                .items
                .iter()
                .filter_map(|(&at, item)| Some((at, printed(item)?)));
            (id.clone(), items.collect())
        })
        .collect()
}

/// The people of a table that counts them at every point of every item; nothing where it gives shares.
///
/// Counts of people need protecting whoever writes them down, so such a table is tallied as people are. Everybody of
/// an organisation is taken to be as many as its fullest item has; to the others the rest were not asked.
pub(super) fn counted(table: &PublishedTable, layout: &Layout) -> Option<BTreeMap<Name, Block>> {
    let organisations = table
        .places()
        .filter(|(_, place)| place.extent == Extent::Organisation);
    let mut blocks = BTreeMap::new();
    for (id, place) in organisations {
        let mut block = Block::new(layout);
        let mut items = BTreeMap::new();
        for (&at, item) in &place.items {
            let scale = table.instrument().items()[at].scale()?;
            let counts: Vec<u64> = item.points.iter().map(|p| p.count).collect::<Option<_>>()?;
            (counts.len() == scale.points().len()).then_some(())?;
            let sum = counts.iter().sum();
            items.insert(at, (item.respondents.unwrap_or(sum), counts));
        }
        block.people = items.values().map(|(base, _)| *base).max()?;
        for (column, slots) in table.instrument().columns().iter().zip(layout.columns()) {
            let mut left = block.people;
            let mut put = |slot: usize, people: u64| {
                let people = people.min(left);
                block.counts[slots.first + slot] += people;
                left -= people;
            };
            if let Some((base, counts)) = items.get(&column.item()) {
                match column.option() {
                    None => counts
                        .iter()
                        .enumerate()
                        .for_each(|(at, &people)| put(at, people)),
                    Some(option) => {
                        let ticked = counts[usize::from(option)];
                        put(1, ticked);
                        put(0, base.saturating_sub(ticked));
                    }
                }
            }
            put(slots.points + Missing::NotAsked.index(), u64::MAX);
        }
        blocks.insert((id.clone(), None), block);
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// The figures of one item, where every point has one.
fn printed(item: &PublishedItem) -> Option<Printed> {
    let all = |figure: fn(&poet_core::PublishedPoint) -> Option<Decimal>| {
        item.points
            .iter()
            .map(figure)
            .collect::<Option<Vec<Decimal>>>()
    };
    let hundred = Decimal::ONE_HUNDRED;
    let shares_of = |parts: Vec<Decimal>| -> Option<Vec<Decimal>> {
        let whole: Decimal = parts.iter().sum();
        parts
            .iter()
            .map(|part| (part * hundred).checked_div(whole))
            .collect()
    };
    let weighted = all(|p| p.weighted);
    let counts = all(|p| p.count.map(Decimal::from));
    let percent = all(|p| p.percent)
        .or_else(|| shares_of(counts.clone()?))
        .or_else(|| shares_of(weighted.clone()?))?;
    let counted = || counts?.iter().sum::<Decimal>().to_u64();
    let respondents = item.respondents.or_else(counted)?;
    let stands_for = || {
        let total: Decimal = weighted?.iter().sum();
        (total * hundred).checked_div(percent.iter().sum())
    };
    let population = stands_for().unwrap_or_else(|| respondents.into());
    Some(Printed {
        percent,
        respondents,
        population,
    })
}

impl Printed {
    /// The figures of one column, where `option` says which of a tick-all item.
    fn shares(&self, option: Option<u8>) -> Option<Vec<f64>> {
        let share = |percent: &Decimal| Some(percent.to_f64()? / 100.0);
        match option {
            None => self.percent.iter().map(share).collect(),
            Some(option) => {
                let ticked = share(self.percent.get(usize::from(option))?)?;
                Some(vec![1.0 - ticked, ticked])
            }
        }
    }
}

/// Several places together: each stands for its population, and the effective number of people is Kish's.
///
/// # Source
///
/// Kish (1965), Survey Sampling, Wiley, section 11.7: n = (sum w)^2 / sum w^2 with w the population that each
/// respondent stands for.
pub(super) fn pooled<'a>(
    places: impl Iterator<Item = &'a Printed>,
    option: Option<u8>,
    readings: &Readings,
) -> Option<Distribution> {
    let mut weights = vec![0.0; readings.points.len()];
    let (mut whole, mut squares) = (0.0, 0.0);
    for printed in places.filter(|p| p.respondents > 0) {
        let population = printed.population.to_f64()?;
        for (weight, share) in weights.iter_mut().zip(printed.shares(option)?) {
            *weight += share * population;
        }
        whole += population;
        squares += population * population / printed.respondents as f64;
    }
    if squares <= 0.0 {
        return None;
    }
    let people = whole * whole / squares;
    let points: Vec<f64> = weights
        .iter()
        .map(|weight| weight / whole * people)
        .collect();
    let outside: f64 = (0..points.len())
        .filter(|&at| !readings.in_base(at))
        .map(|at| points[at])
        .sum();
    // Printed percentages need not add up to 100, so the base is what was printed where no point is outside it.
    let base = if outside > 0.0 {
        points.iter().sum::<f64>() - outside
    } else {
        people
    };
    Some(Distribution {
        points,
        base,
        missing: None,
    })
}
