//! One measure as look-up tables.

use poet_core::{Code, Instrument, Item, Measure, MeasureKind, Reading, Scale};

use crate::Error;

/// Largest common unit, so that 200 items sum within 28 bits and any number of people within 64.
const LARGEST_UNIT: u64 = 1 << 20;

/// One measure, ready to score.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) kind: MeasureKind,
    /// Units of one whole item: a mean divides by it, so that scales of several lengths sum as integers.
    pub(crate) unit: u64,
    /// Added to a sum of complete cases and to a mean in points, since units count from each scale's lowest score.
    pub(crate) offset: i64,
    pub(crate) minimum: u32,
    pub(crate) of: u32,
    /// Columns of the items, each with the position of its look-up table.
    pub(crate) columns: Vec<(usize, usize)>,
    pub(crate) lookups: Vec<Lookup>,
}

/// Points summed and items answered, in one word: units above, items in the low 16 bits.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Packed(pub(crate) u64);

/// What each code adds to the sum and to the items answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Lookup(pub(crate) Box<[u64; 256]>);

impl Packed {
    const ITEM_BITS: u32 = 16;

    pub(crate) const fn one(units: u64) -> u64 {
        units << Self::ITEM_BITS | 1
    }

    pub(crate) const fn units(self) -> u64 {
        self.0 >> Self::ITEM_BITS
    }

    pub(crate) const fn answered(self) -> u32 {
        (self.0 & 0xFFFF) as u32
    }
}

impl Lookup {
    pub(crate) fn of(&self, code: Code) -> u64 {
        self.0[usize::from(code.byte())]
    }

    /// Units of the highest point.
    pub(crate) fn largest(&self) -> i32 {
        let units = self.0.iter().map(|&entry| Packed(entry).units()).max();
        units
            .and_then(|u| i32::try_from(u).ok())
            .unwrap_or(i32::MAX)
    }
}

impl Compiled {
    pub(crate) fn new(instrument: &Instrument, measure: &Measure) -> Result<Self, Error> {
        let items: Vec<&Item> = measure
            .items()
            .iter()
            .map(|&at| &instrument.items()[at])
            .collect();
        let scales = || items.iter().filter_map(|i| i.scale());
        let unit = common_unit(measure.kind(), scales()).ok_or_else(|| Error::Unit {
            measure: measure.id().clone(),
        })?;
        let mut lookups: Vec<Lookup> = Vec::new();
        let columns = measure.items().iter().zip(scales()).map(|(&item, scale)| {
            let lookup = lookup(measure.kind(), unit, scale);
            let known = lookups.iter().position(|l| *l == lookup);
            let at = known.unwrap_or(lookups.len());
            if known.is_none() {
                lookups.push(lookup);
            }
            (instrument.columns_of(item).start, at)
        });
        Ok(Self {
            kind: measure.kind(),
            unit,
            columns: columns.collect(),
            lookups,
            offset: match measure.kind() {
                MeasureKind::Sum => scales().filter_map(lowest).map(i64::from).sum(),
                // All its items have the range of the first.
                MeasureKind::MeanPoints => scales().find_map(lowest).map_or(0, i64::from),
                _ => 0,
            },
            minimum: measure.minimum(),
            of: u32::try_from(items.len()).unwrap_or(u32::MAX),
        })
    }

    /// Sums one person's codes.
    pub(crate) fn sum(&self, codes: &[Code]) -> Packed {
        let added = self
            .columns
            .iter()
            .map(|&(column, at)| self.lookups[at].of(codes[column]));
        Packed(added.sum())
    }
}

fn lowest(scale: &Scale) -> Option<i32> {
    scale.score_range().map(|(low, _)| low)
}

/// The least number that every scale's range divides.
fn common_unit<'a>(kind: MeasureKind, scales: impl Iterator<Item = &'a Scale>) -> Option<u64> {
    if kind != MeasureKind::Mean {
        return Some(1);
    }
    let ranges = scales.filter_map(range);
    ranges.into_iter().try_fold(1_u64, |unit, range| {
        let step = range / gcd(unit, range);
        unit.checked_mul(step).filter(|&u| u <= LARGEST_UNIT)
    })
}

fn range(scale: &Scale) -> Option<u64> {
    scale
        .score_range()
        .map(|(low, high)| u64::from(high.abs_diff(low)))
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn lookup(kind: MeasureKind, unit: u64, scale: &Scale) -> Lookup {
    let mut table = Box::new([0; 256]);
    for (entry, point) in table.iter_mut().zip(scale.points()) {
        let from_lowest = point
            .score()
            .zip(lowest(scale))
            .map(|(s, low)| u64::from(s.abs_diff(low)));
        let units = match kind {
            MeasureKind::FavourableShare if point.reading() == Reading::Outside => None,
            MeasureKind::FavourableShare => Some(u64::from(point.reading() == Reading::Favourable)),
            MeasureKind::Mean => from_lowest
                .zip(range(scale))
                .map(|(s, range)| s * (unit / range)),
            _ => from_lowest,
        };
        *entry = units.map_or(0, Packed::one);
    }
    Lookup(table)
}
