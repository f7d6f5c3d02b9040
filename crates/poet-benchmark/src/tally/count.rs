//! A table counted into blocks.

use std::collections::BTreeMap;

use poet_core::{Code, OrganisationId, ResponseTable, StratumId};
use poet_scoring::ScoreTable;

use super::block::Block;
use super::layout::{ColumnSlots, Layout};

/// Name of one block: an organisation, and a stratum where there are strata.
pub(super) type Name = (OrganisationId, Option<StratumId>);

/// Counts every row of a routed and scored table, block by block.
pub(super) fn count(
    layout: &Layout,
    table: &ResponseTable,
    scores: &ScoreTable,
) -> BTreeMap<Name, Block> {
    let (names, of_row) = blocks(table);
    let mut blocks = vec![Block::new(layout); names.len()];
    for &at in &of_row {
        blocks[at as usize].people += 1;
    }
    count_columns(layout, table, &of_row, &mut blocks);
    sum_scores(layout, scores, &of_row, &mut blocks);
    names.into_iter().zip(blocks).collect()
}

/// The blocks of a table in the order of their first row, and the block of each row.
fn blocks(table: &ResponseTable) -> (Vec<Name>, Vec<u32>) {
    let strata = table.strata().len() + 1;
    let mut positions = vec![u32::MAX; table.organisations().len() * strata];
    let mut names = Vec::new();
    let organisations = table
        .organisation_column()
        .iter()
        .zip(table.stratum_column());
    let of_row = organisations.map(|(&organisation, stratum)| {
        let within = stratum.map_or(0, |s| s as usize + 1);
        let at = &mut positions[organisation as usize * strata + within];
        if *at == u32::MAX {
            *at = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let stratum = stratum.map(|s| table.strata()[s as usize].clone());
            names.push((
                table.organisations()[organisation as usize].clone(),
                stratum,
            ));
        }
        *at
    });
    let of_row = of_row.collect();
    (names, of_row)
}

/// Most slots of two columns that are counted together; past that their joint counts no longer stay near.
const MOST_JOINT: usize = 256;

/// Counts column by column, two at a time where the rows are many and the columns narrow: one step a row for both.
fn count_columns(layout: &Layout, table: &ResponseTable, of_row: &[u32], blocks: &mut [Block]) {
    let columns = layout.columns();
    let mut counts: Vec<u32> = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        if let Some(slot) = only_slot(&columns[at], table.column(at)) {
            for block in &mut *blocks {
                block.counts[columns[at].first + slot] += block.people;
            }
            at += 1;
            continue;
        }
        let joint = |slots: &[ColumnSlots]| slots.iter().map(ColumnSlots::len).product::<usize>();
        // Joint counts are zeroed and added up again, which must cost less than the steps that they save.
        let worth = |two: &&[ColumnSlots]| {
            joint(two) <= MOST_JOINT && 4 * joint(two) * blocks.len() <= of_row.len()
        };
        let two = columns.get(at..at + 2).filter(worth);
        let slots = two.unwrap_or(&columns[at..=at]);
        let width = joint(slots);
        counts.clear();
        counts.resize(width * blocks.len(), 0);
        let codes = |of: usize| (&columns[of], table.column(of));
        match slots.len() {
            1 => count_one(of_row, codes(at), width, &mut counts),
            _ => count_two(of_row, codes(at), codes(at + 1), width, &mut counts),
        }
        for (block, counted) in blocks.iter_mut().zip(counts.chunks_exact(width)) {
            add_margins(slots, counted, &mut block.counts);
        }
        at += slots.len();
    }
}

/// The slot that every row is in, such as "not asked" of an item without a column in the file.
fn only_slot(slots: &ColumnSlots, codes: &[Code]) -> Option<usize> {
    let first = codes.first()?;
    let same = codes.iter().all(|code| code == first);
    same.then(|| usize::from(slots.of_code[usize::from(first.byte())]))
}

/// A column's slots and its codes.
type Counted<'a> = (&'a ColumnSlots, &'a [Code]);

fn count_one(of_row: &[u32], (slots, codes): Counted<'_>, width: usize, counts: &mut [u32]) {
    for (&block, code) in of_row.iter().zip(codes) {
        let slot = usize::from(slots.of_code[usize::from(code.byte())]);
        counts[block as usize * width + slot] += 1;
    }
}

fn count_two(
    of_row: &[u32],
    (left, left_codes): Counted<'_>,
    (right, right_codes): Counted<'_>,
    width: usize,
    counts: &mut [u32],
) {
    let wide = right.len();
    for ((&block, one), two) in of_row.iter().zip(left_codes).zip(right_codes) {
        let one = usize::from(left.of_code[usize::from(one.byte())]);
        let two = usize::from(right.of_code[usize::from(two.byte())]);
        counts[block as usize * width + one * wide + two] += 1;
    }
}

/// Adds what was counted of one or two columns together to the counts of each.
fn add_margins(slots: &[ColumnSlots], counted: &[u32], counts: &mut [u64]) {
    let wide = slots.get(1).map_or(1, ColumnSlots::len);
    for (one, counted) in counted.chunks_exact(wide).enumerate() {
        for (two, &people) in counted.iter().enumerate() {
            counts[slots[0].first + one] += u64::from(people);
            if let Some(right) = slots.get(1) {
                counts[right.first + two] += u64::from(people);
            }
        }
    }
}

fn sum_scores(layout: &Layout, scores: &ScoreTable, of_row: &[u32], blocks: &mut [Block]) {
    for (measure, slots) in layout.measures().iter().enumerate() {
        let Some(sums) = scores.sums(measure) else {
            continue;
        };
        for (&block, (units, answered)) in of_row.iter().zip(sums) {
            if let Some(slot) = slots.slot(answered) {
                let sum = &mut blocks[block as usize].sums[slot];
                sum.people += 1;
                sum.units += units;
                sum.squares += u128::from(units) * u128::from(units);
            }
        }
    }
}
