//! People counted by the kinds that a population's margins tell apart.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{ItemId, Margins, ResponseTable, Stratification, StratumId};

use crate::Error;
use crate::tally::Tally;

/// People counted by organisation and by kind: their points at all items of the margins at once.
///
/// Holds whole people only, so that merging is associative and commutative to the last bit, and weights worked out from
/// it are the same however the rows were split. Who did not answer every item of the margins is of no kind, and gets no
/// weight.
///
/// # Examples
///
/// ```
/// use poet_benchmark::weights::{CrossTally, WeightingRule};
/// use poet_core::{Answer, Catalogue, Margins, Response, ResponseTable};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let gender = "gender".parse()?;
/// let mut margins = Margins::new(instrument);
/// margins.add(&gender, &"1".parse()?, 300)?;
/// margins.add(&gender, &"2".parse()?, 100)?;
///
/// let mut table = ResponseTable::new(instrument);
/// for (at, point) in ["1", "1", "2", "2"].into_iter().enumerate() {
///     let response = Response::new(format!("r-{at}").parse()?, "north".parse()?);
///     table.push(&response.with(gender.clone(), Answer::Choice(point.parse()?)))?;
/// }
/// let mut people = CrossTally::new(&margins)?;
/// people.add_table(&table)?;
/// let weighting = people.weigh(WeightingRule::default())?;
/// assert_eq!(weighting.weight(&"1".parse()?), Some(1.5), "as a multiple of the mean weight");
/// assert!((weighting.kish().design_effect - 1.25).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CrossTally {
    margins: Margins,
    kinds: Stratification,
    tally: Tally,
}

impl CrossTally {
    /// A tally of nobody, by the items of `margins`.
    ///
    /// # Errors
    ///
    /// [`Error::Kinds`] without items, or where their points make too many kinds; as [`Tally::new`].
    pub fn new(margins: &Margins) -> Result<Self, Error> {
        let items: Vec<_> = margins.items().cloned().collect();
        Ok(Self {
            kinds: Stratification::new(margins.instrument(), &items).map_err(Error::Kinds)?,
            tally: Tally::new(margins.instrument())?,
            margins: margins.clone(),
        })
    }

    /// Counts every row of a table.
    ///
    /// # Errors
    ///
    /// [`Error::Kinds`] or [`Error::Scoring`] where the table answers another instrument.
    pub fn add_table(&mut self, table: &ResponseTable) -> Result<(), Error> {
        let table = table.stratified_by(&self.kinds).map_err(Error::Kinds)?;
        self.tally.add_table(&table)
    }

    /// Adds another tally by the same margins.
    ///
    /// # Errors
    ///
    /// [`Error::OtherMargins`] where the margins differ.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        match self.margins == other.margins {
            true => self.tally.merge(&other.tally),
            false => Err(Error::OtherMargins),
        }
    }

    /// The margins.
    pub fn margins(&self) -> &Margins {
        &self.margins
    }

    /// The counts, each kind a stratum.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The items at which the kinds differ.
    pub(super) fn kinds(&self) -> &Stratification {
        &self.kinds
    }

    /// People of each kind with somebody in it, and of none.
    pub(crate) fn people(&self) -> Result<(BTreeMap<StratumId, u64>, u64), Error> {
        let (mut people, mut left_out) = (BTreeMap::new(), 0);
        for organisation in self.tally.organisations() {
            for (kind, view) in self.tally.strata_of(&organisation)? {
                let here = view.people().unwrap_or(0);
                match kind {
                    Some(kind) => *people.entry(kind.clone()).or_insert(0) += here,
                    None => left_out += here,
                }
            }
        }
        Ok((people, left_out))
    }
}

impl fmt::Debug for CrossTally {
    /// Never shows a count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<&str> = self.margins.items().map(ItemId::as_str).collect();
        write!(f, "CrossTally(by {})", items.join(" and "))
    }
}
