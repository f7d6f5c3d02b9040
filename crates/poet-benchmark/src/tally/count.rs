//! A table counted into blocks.

use std::collections::BTreeMap;

use poet_core::{OrganisationId, ResponseTable, StratumId};
use poet_scoring::ScoreTable;

use super::block::Block;
use super::layout::Layout;

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

/// Counts column by column, so that only the slots of one column are touched at a time.
fn count_columns(layout: &Layout, table: &ResponseTable, of_row: &[u32], blocks: &mut [Block]) {
    let mut counts: Vec<u32> = Vec::new();
    for (at, slots) in layout.columns().iter().enumerate() {
        let width = slots.len();
        counts.clear();
        counts.resize(width * blocks.len(), 0);
        for (&block, code) in of_row.iter().zip(table.column(at)) {
            let slot = usize::from(slots.of_code[usize::from(code.byte())]);
            counts[block as usize * width + slot] += 1;
        }
        for (block, counted) in blocks.iter_mut().zip(counts.chunks_exact(width)) {
            let counts = &mut block.counts[slots.first..slots.first + width];
            for (count, &counted) in counts.iter_mut().zip(counted) {
                *count += u64::from(counted);
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
