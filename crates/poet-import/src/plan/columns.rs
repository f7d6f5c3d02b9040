//! The columns of a file held against those of a mapping.

use poet_core::fold;

use crate::mapping::{Evidence, Guessed, MappedColumn, Mapping, Use};
use crate::refusal::ColumnName;

/// The columns of a file as a report names them.
pub(crate) fn column_names(header: &[String]) -> Vec<ColumnName> {
    (1..)
        .zip(header)
        .map(|(position, header)| ColumnName {
            position,
            header: header.clone(),
        })
        .collect()
}

/// For each column of the file what the mapping says of it, if anything, and the headers that the file does not have.
pub(super) fn in_file(
    mapping: &Mapping,
    header: &[String],
) -> (Vec<(bool, MappedColumn)>, Vec<String>) {
    let mut used = vec![false; mapping.columns.len()];
    let mut found: Vec<Option<usize>> = vec![None; header.len()];
    let passes: [fn(&str, &str) -> bool; 2] = [
        |a, b| a.trim() == b,
        |a, b| fold(a) == fold(b) && !fold(b).is_empty(),
    ];
    for same in passes {
        for (name, found) in header
            .iter()
            .zip(&mut found)
            .filter(|(_, found)| found.is_none())
        {
            let at =
                (0..used.len()).find(|&at| !used[at] && same(&mapping.columns[at].header, name));
            if let Some(at) = at {
                used[at] = true;
                *found = Some(at);
            }
        }
    }
    let unknown = |header: &String| MappedColumn::new(header, Use::Ignored);
    let columns = header
        .iter()
        .zip(&found)
        .map(|(header, found)| match found {
            Some(at) => (true, mapping.columns[*at].clone()),
            None => (false, unknown(header)),
        })
        .collect();
    let not_found = mapping
        .columns
        .iter()
        .zip(&used)
        .filter(|(c, used)| !**used && c.role != Use::Ignored);
    (
        columns,
        not_found.map(|(column, _)| column.header.clone()).collect(),
    )
}

pub(super) fn explain(header: &[String], columns: &[(bool, MappedColumn)]) -> Vec<Guessed> {
    let lines = (1..).zip(header).zip(columns);
    lines
        .map(|((position, header), (known, column))| Guessed {
            position,
            header: header.clone(),
            used_as: known.then(|| column.used_as()),
            evidence: if *known {
                Evidence::Mapping
            } else {
                Evidence::Unknown
            },
        })
        .collect()
}
