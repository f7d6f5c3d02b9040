use std::collections::BTreeMap;

use super::{Attacker, Derived, Error, Relation, Unknown};

/// What an attack on a table with published margins finds, cell by cell in the order of the withheld cells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TwoWay {
    /// Bounds of each withheld cell.
    pub derived: Vec<Derived>,
    /// Which of the withheld cells are primary: their count is above 0 and below the threshold.
    pub primary: Vec<usize>,
    /// Whether no primary cell is known exactly.
    pub safe: bool,
    /// Whether each primary cell's interval holds at least `threshold` consecutive integers, not all below it.
    pub safe_interval: bool,
}

/// Attacks a table of counts of which all row and column sums and all cells but the `withheld` ones are published.
///
/// `withheld` names cells by row and column, from 0.
///
/// # Errors
///
/// [`Error::RowLength`], [`Error::CellOutside`], or what [`Attacker::derive`] says.
///
/// # Examples
///
/// ```
/// use poet_testkit::attack::attack_table;
///
/// let table = [[3, 20, 30], [25, 40, 10]];
/// let found = attack_table(&table, &[(0, 0), (0, 1)], 5)?;
/// assert!(!found.safe, "two in one row, but the columns give them away");
/// # Ok::<(), poet_testkit::attack::Error>(())
/// ```
pub fn attack_table<R: AsRef<[u64]>>(
    table: &[R],
    withheld: &[(usize, usize)],
    threshold: u64,
) -> Result<TwoWay, Error> {
    let wanted = table.first().map_or(0, |row| row.as_ref().len());
    if let Some(row) = table.iter().position(|row| row.as_ref().len() != wanted) {
        return Err(Error::RowLength {
            row,
            found: table[row].as_ref().len(),
            wanted,
        });
    }
    let count = |at: usize, (row, column): (usize, usize)| {
        let cell = table.get(row).and_then(|row| row.as_ref().get(column));
        cell.copied().ok_or(Error::CellOutside { at })
    };
    let counts: Vec<u64> = withheld
        .iter()
        .enumerate()
        .map(|(at, &cell)| count(at, cell))
        .collect::<Result<_, _>>()?;
    let all = margins(withheld, &counts)?;
    let primary: Vec<usize> = (0..counts.len())
        .filter(|&at| (1..threshold).contains(&counts[at]))
        .collect();
    let every =
        |holds: fn(Derived, u64) -> bool| primary.iter().all(|&at| holds(all[at], threshold));
    Ok(TwoWay {
        safe: every(|derived, _| !derived.is_exact()),
        safe_interval: every(Derived::is_safe),
        derived: all,
        primary,
    })
}

/// Bounds of the withheld cells from what the margins leave for them.
fn margins(withheld: &[(usize, usize)], counts: &[u64]) -> Result<Vec<Derived>, Error> {
    let mut attacker = Attacker::new();
    let mut cells: BTreeMap<(usize, usize), (Unknown, u64)> = BTreeMap::new();
    for (&cell, &count) in withheld.iter().zip(counts) {
        cells
            .entry(cell)
            .or_insert_with(|| (attacker.unknown(), count));
    }
    let mut rows: BTreeMap<usize, Vec<(Unknown, u64)>> = BTreeMap::new();
    let mut columns = rows.clone();
    for (&(row, column), &cell) in &cells {
        rows.entry(row).or_default().push(cell);
        columns.entry(column).or_default().push(cell);
    }
    for line in rows.values().chain(columns.values()) {
        let terms: Vec<(Unknown, i64)> = line.iter().map(|&(unknown, _)| (unknown, 1)).collect();
        let left: u64 = line.iter().map(|&(_, count)| count).sum();
        attacker.learn(
            &terms,
            Relation::Equal,
            i64::try_from(left).unwrap_or(i64::MAX),
        );
    }
    let derived = attacker.derive()?;
    Ok(withheld
        .iter()
        .map(|cell| derived[cells[cell].0.index()])
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_withheld_is_nothing_to_find() {
        let found = attack_table(&[[1, 2], [3, 4]], &[], 5).unwrap();
        assert!(found.safe && found.safe_interval && found.derived.is_empty());
    }

    #[test]
    fn a_cell_named_twice_is_still_one_cell() {
        let found = attack_table(&[[1, 2], [3, 4]], &[(0, 0), (0, 0)], 5).unwrap();
        assert_eq!(
            found.derived,
            [Derived {
                low: 1,
                high: Some(1)
            }; 2]
        );
        assert!(!found.safe);
    }

    #[test]
    fn a_cell_outside_and_a_ragged_table_are_refused() {
        assert_eq!(
            attack_table(&[[1, 2]], &[(1, 0)], 5),
            Err(Error::CellOutside { at: 0 })
        );
        let ragged = attack_table(&[vec![1, 2], vec![1]], &[], 5);
        assert_eq!(
            ragged,
            Err(Error::RowLength {
                row: 1,
                found: 1,
                wanted: 2
            })
        );
    }
}
