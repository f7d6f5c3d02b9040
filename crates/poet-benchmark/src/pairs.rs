//! What people who belong together answered, counted.

use std::fmt;

use poet_core::{Code, ItemId, ItemKind, Pairs, PointCode, ResponseTable};

use crate::Error;

/// Answers of budget holders to one item by those of their carers to another, counted exactly.
///
/// Only [`Policy::apply_pairs`](crate::release::Policy::apply_pairs) lets it leave. `Debug` shows no count.
///
/// # Examples
///
/// ```
/// use poet_benchmark::pairs::PairedCounts;
/// use poet_benchmark::release::Policy;
/// use poet_core::{Answer, Catalogue, Links, Pairs, PseudonymKey, Response, ResponseTable};
///
/// let key = PseudonymKey::new(&[7; 32])?;
/// let table = |instrument: &str, item: &str| -> Result<ResponseTable, Box<dyn std::error::Error>> {
///     let mut table = ResponseTable::new(Catalogue::builtin().get(&instrument.parse()?)?);
///     for n in 0..20 {
///         let links = Links { household: Some(key.household(&n.to_string())), budget: None };
///         let person = Response::new(n.to_string().parse()?, "York".parse()?).linked(links);
///         table.push(&person.with(item.parse()?, Answer::Choice("1".parse()?)))?;
///     }
///     Ok(table)
/// };
/// let (holders, carers) = (table("adult-holders@2014", "dignity")?, table("family-carers@2014", "stress")?);
/// let pairs = Pairs::by_household(&holders, &carers);
/// let counts = PairedCounts::new(&pairs, (&holders, &"dignity".parse()?), (&carers, &"stress".parse()?))?;
/// let released = Policy::strict().apply_pairs(&counts);
/// assert_eq!(released.cells[0][0].shown(), Some(20));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct PairedCounts {
    pub(crate) holders: PairedSide,
    pub(crate) carers: PairedSide,
    /// Pairs by the holder's point, then by the carer's.
    pub(crate) cells: Vec<Vec<u64>>,
    pairs: u64,
}

/// One side of the pairs: its item, and everybody who answered it.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct PairedSide {
    pub(crate) item: ItemId,
    pub(crate) points: Vec<PointCode>,
    /// People by point, paired or not.
    pub(crate) everybody: Vec<u64>,
    column: usize,
}

impl PairedCounts {
    /// Counts the pairs of two routed tables in which both answered; `pairs` is of these tables.
    ///
    /// # Errors
    ///
    /// [`Error::NoChoice`] where an item is not there or no choice; [`Error::OtherPairs`] where the pairs are of other
    /// tables.
    pub fn new(
        pairs: &Pairs,
        holders: (&ResponseTable, &ItemId),
        carers: (&ResponseTable, &ItemId),
    ) -> Result<Self, Error> {
        let mut counts = Self {
            holders: PairedSide::new(holders.0, holders.1)?,
            carers: PairedSide::new(carers.0, carers.1)?,
            cells: Vec::new(),
            pairs: pairs.rows().len() as u64,
        };
        let (own, other) = (&counts.holders, &counts.carers);
        let (rows, columns) = (holders.0.column(own.column), carers.0.column(other.column));
        counts.cells = vec![vec![0; other.points.len()]; own.points.len()];
        for &(holder, carer) in pairs.rows() {
            let (holder, carer) = rows
                .get(holder)
                .zip(columns.get(carer))
                .ok_or(Error::OtherPairs)?;
            if let (Some(holder), Some(carer)) = (holder.answered(), carer.answered()) {
                counts.cells[usize::from(holder)][usize::from(carer)] += 1;
            }
        }
        Ok(counts)
    }

    /// Pairs, those in which somebody did not answer among them.
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    /// People of each side and point who are in no cell: what somebody knows who takes the cells from all answers.
    pub(crate) fn outside(&self) -> impl Iterator<Item = u64> {
        let rows = self.cells.iter().map(|row| row.iter().sum::<u64>());
        let columns = (0..self.carers.points.len())
            .map(|at| self.cells.iter().map(|row| row[at]).sum::<u64>());
        let everybody = self.holders.everybody.iter().chain(&self.carers.everybody);
        everybody
            .zip(rows.chain(columns))
            .map(|(all, paired)| all - paired)
    }
}

impl PairedSide {
    fn new(table: &ResponseTable, item: &ItemId) -> Result<Self, Error> {
        let instrument = table.instrument();
        let found =
            instrument
                .position(item.as_str())
                .and_then(|at| match instrument.items()[at].kind() {
                    ItemKind::Choice(scale) => Some((instrument.columns_of(at).start, scale)),
                    _ => None,
                });
        let (column, scale) = found.ok_or_else(|| Error::NoChoice {
            item: item.clone(),
            instrument: instrument.key().clone(),
        })?;
        let mut everybody = vec![0; scale.points().len()];
        let answered = table
            .column(column)
            .iter()
            .filter_map(|code| Code::answered(*code));
        answered.for_each(|point| everybody[usize::from(point)] += 1);
        Ok(Self {
            item: item.clone(),
            points: scale
                .points()
                .iter()
                .map(|point| point.code().clone())
                .collect(),
            everybody,
            column,
        })
    }
}

impl fmt::Debug for PairedCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PairedCounts({} by {})",
            self.holders.item, self.carers.item
        )
    }
}
