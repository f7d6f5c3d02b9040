//! A tally that is read from a published table.

use std::collections::BTreeMap;

use poet_core::{
    Extent, ItemKind, Missing, OrganisationId, PublishedItem, PublishedPlace, PublishedTable,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::count::Name;
use super::distribution::{Distribution, Readings};
use super::layout::Layout;

/// What was printed for one item in one place.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
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

/// The people of a table that counts them and prints no percentages; nothing where it does.
///
/// Counts of people need protecting whoever writes them down, so such a table is tallied as people are; an item with a
/// count that is not there is left out. Everybody of an organisation is taken to be as many as its fullest item has; to
/// the others the rest were not asked.
pub(super) fn counted(table: &PublishedTable, layout: &Layout) -> Option<BTreeMap<Name, Block>> {
    let organisations = || {
        table
            .places()
            .filter(|(_, place)| place.extent == Extent::Organisation)
    };
    let points =
        || organisations().flat_map(|(_, place)| place.items.values().flat_map(|i| &i.points));
    let shares = points().any(|p| p.percent.is_some() || p.weighted.is_some());
    if shares || !points().any(|p| p.count.is_some()) {
        return None;
    }
    let block = |(id, place): (&OrganisationId, &PublishedPlace)| {
        let block = count_place(table, place, layout);
        (block.people > 0).then(|| ((id.clone(), None), block))
    };
    Some(organisations().filter_map(block).collect())
}

/// Most people of one printed count: past it no sum is exact.
const MOST_PEOPLE: u64 = 1 << 35;

fn count_place(table: &PublishedTable, place: &PublishedPlace, layout: &Layout) -> Block {
    let whole = place.items.iter().filter_map(|(&at, item)| {
        let scale = table.instrument().items().get(at)?.scale()?;
        let tick = matches!(table.instrument().items()[at].kind(), ItemKind::TickAll(_));
        let counts: Vec<u64> = item.points.iter().map(|p| p.count).collect::<Option<_>>()?;
        let sound =
            counts.len() == scale.points().len() && counts.iter().all(|&c| c <= MOST_PEOPLE);
        let counted = match tick {
            true => counts.iter().copied().max()?,
            false => counts
                .iter()
                .fold(0, |sum: u64, &count| sum.saturating_add(count)),
        };
        // Rounded counts may add up to more than their base.
        let base = item.respondents.unwrap_or(0).max(counted);
        (sound && base <= MOST_PEOPLE).then_some((at, (base, counts)))
    });
    let items: BTreeMap<usize, (u64, Vec<u64>)> = whole.collect();
    let mut block = Block::new(layout);
    block.people = items.values().map(|(base, _)| *base).max().unwrap_or(0);
    for (column, slots) in table.instrument().columns().iter().zip(layout.columns()) {
        let counts = &mut block.counts[slots.first..slots.first + slots.len()];
        let item = items.get(&column.item());
        match (item, column.option()) {
            (None, _) => {}
            (Some((_, points)), None) => counts[..slots.points].copy_from_slice(points),
            (Some((base, options)), Some(option)) => {
                let ticked = options[usize::from(option)];
                counts[..2].copy_from_slice(&[base - ticked, ticked]);
            }
        }
        let counted: u64 = counts.iter().sum();
        counts[slots.points + Missing::NotAsked.index()] = block.people - counted;
    }
    block
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
    let weighted = all(|p| p.weighted);
    let counts = all(|p| p.count.map(Decimal::from));
    let percent = all(|p| p.percent)
        .or_else(|| shares_of(counts.as_deref()?))
        .or_else(|| shares_of(weighted.as_deref()?))?;
    let counted = || sum(counts.as_deref()?)?.to_u64();
    let respondents = item.respondents.or_else(counted)?;
    let stands_for = || {
        let total = sum(weighted.as_deref()?)?;
        total.checked_mul(hundred)?.checked_div(sum(&percent)?)
    };
    let population = stands_for().filter(|p| *p > Decimal::ZERO);
    let printed = Printed {
        population: population.unwrap_or_else(|| respondents.into()),
        percent,
        respondents,
    };
    printed.is_sound().then_some(printed)
}

fn sum(parts: &[Decimal]) -> Option<Decimal> {
    parts
        .iter()
        .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))
}

fn shares_of(parts: &[Decimal]) -> Option<Vec<Decimal>> {
    let whole = sum(parts)?;
    let share = |part: &Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    parts.iter().map(share).collect()
}

impl Printed {
    /// Whether these are percentages of people: none below 0 or over 100, and of no more people than there are.
    pub(super) fn is_sound(&self) -> bool {
        let most = Decimal::from(MOST_PEOPLE);
        let per_cent = |p: &Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(p);
        self.percent.iter().all(per_cent)
            && self.respondents <= MOST_PEOPLE
            && (Decimal::ZERO..=most).contains(&self.population)
    }

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
