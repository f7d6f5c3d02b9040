//! Budget holders and family carers of the same household.

use std::collections::BTreeMap;

use super::{Links, ResponseTable};

/// Rows of a table of budget holders and of a table of family carers that belong together.
///
/// Holds each row once at most: where a household or budget has two rows on one side nobody can say who goes with whom,
/// and all its rows are ambiguous. The pairs are of single people; what leaves of them are counts under disclosure
/// control.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Links, Pairs, PseudonymKey, Response, ResponseTable};
///
/// let key = PseudonymKey::new(&[7; 32])?;
/// let of = |household| Links { household: Some(key.household(household)), budget: None };
/// let person = |id: &str| Ok::<_, poet_core::Error>(Response::new(id.parse()?, "York".parse()?));
/// let mut holders = ResponseTable::new(Catalogue::builtin().get(&"adult-holders@2014".parse()?)?);
/// holders.push(&person("h-1")?.linked(of("4 Mill Lane")))?;
/// holders.push(&person("h-2")?)?;
/// let mut carers = ResponseTable::new(Catalogue::builtin().get(&"family-carers@2014".parse()?)?);
/// carers.push(&person("c-1")?.linked(of("1 High Street")))?;
/// carers.push(&person("c-2")?.linked(of("4 Mill Lane")))?;
///
/// let pairs = Pairs::by_household(&holders, &carers);
/// assert_eq!(pairs.rows(), [(0, 1)]);
/// assert_eq!((pairs.holders().unlinked, pairs.carers().unpaired), (1, 1));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pairs {
    rows: Vec<(usize, usize)>,
    holders: PairCount,
    carers: PairCount,
}

/// What became of the rows of one side: each is counted once.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PairCount {
    /// Rows with exactly one on the other side.
    pub paired: u64,
    /// Rows with none on the other side.
    pub unpaired: u64,
    /// Rows that share theirs with others of one side, so that nobody can say who goes with whom.
    pub ambiguous: u64,
    /// Rows that do not say what they belong to.
    pub unlinked: u64,
}

impl Pairs {
    /// Pairs the rows of one household.
    pub fn by_household(holders: &ResponseTable, carers: &ResponseTable) -> Self {
        Self::by(holders, carers, |links| links.household)
    }

    /// Pairs the rows of one budget.
    pub fn by_budget(holders: &ResponseTable, carers: &ResponseTable) -> Self {
        Self::by(holders, carers, |links| links.budget)
    }

    fn by<K: Ord>(
        holders: &ResponseTable,
        carers: &ResponseTable,
        key: impl Fn(Links) -> Option<K>,
    ) -> Self {
        let mut pairs = Self::default();
        let mut found: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, table) in [holders, carers].into_iter().enumerate() {
            for (at, row) in table.rows().enumerate() {
                match key(row.links()) {
                    Some(key) => found.entry(key).or_default()[side].push(at),
                    None => pairs.sides()[side].unlinked += 1,
                }
            }
        }
        for rows in found.values() {
            pairs.take(rows);
        }
        pairs.rows.sort_unstable();
        pairs
    }

    /// Takes in the rows of one household or budget.
    fn take(&mut self, [holders, carers]: &[Vec<usize>; 2]) {
        if let ([holder], [carer]) = (&holders[..], &carers[..]) {
            self.rows.push((*holder, *carer));
        }
        let counts = [holders.len(), carers.len()];
        for (count, side) in counts.into_iter().zip(self.sides()) {
            *match counts {
                [1, 1] => &mut side.paired,
                [_, 0] | [0, _] => &mut side.unpaired,
                _ => &mut side.ambiguous,
            } += count as u64;
        }
    }

    fn sides(&mut self) -> [&mut PairCount; 2] {
        [&mut self.holders, &mut self.carers]
    }

    /// Rows of holders and carers that belong together, in the order of the holders.
    pub fn rows(&self) -> &[(usize, usize)] {
        &self.rows
    }

    /// What became of the holders.
    pub fn holders(&self) -> PairCount {
        self.holders
    }

    /// What became of the carers.
    pub fn carers(&self) -> PairCount {
        self.carers
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{choice, instrument};
    use super::*;
    use crate::{PseudonymKey, Response};

    fn table(households: &[&str]) -> ResponseTable {
        let key = PseudonymKey::new(&[7; 32]).unwrap();
        let mut table = ResponseTable::new(&instrument());
        for (n, name) in households.iter().enumerate() {
            let known = (!name.is_empty()).then_some(*name);
            let links = Links {
                household: known.map(|name| key.household(name)),
                budget: known
                    .filter(|&name| name != "a")
                    .map(|name| key.budget(name)),
            };
            let row = Response::new(format!("r-{n}").parse().unwrap(), "North".parse().unwrap());
            let row = row
                .with("first".parse().unwrap(), choice("y"))
                .linked(links);
            table.push(&row).unwrap();
        }
        table
    }

    fn counts(count: PairCount) -> [u64; 4] {
        [
            count.paired,
            count.unpaired,
            count.ambiguous,
            count.unlinked,
        ]
    }

    #[test]
    fn every_row_is_paired_unpaired_ambiguous_or_unlinked() {
        let holders = table(&["a", "b", "", "c", "d", "c", "e", "e"]);
        let carers = table(&["x", "d", "c", "a", "b", "b", "y", "y", "y"]);
        let pairs = Pairs::by_household(&holders, &carers);
        assert_eq!(pairs.rows(), [(0, 3), (4, 1)]);
        assert_eq!(counts(pairs.holders()), [2, 2, 3, 1]);
        assert_eq!(counts(pairs.carers()), [2, 4, 3, 0]);
    }

    #[test]
    fn a_budget_is_no_household() {
        let (holders, carers) = (table(&["a", "b"]), table(&["b", "a"]));
        let pairs = Pairs::by_budget(&holders, &carers);
        assert_eq!(pairs.rows(), [(1, 0)]);
        assert_eq!(counts(pairs.holders()), [1, 0, 0, 1]);
        assert_eq!(
            Pairs::by_household(&holders, &carers).rows(),
            [(0, 1), (1, 0)]
        );
    }
}
