//! Records of budgets counted and summed.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::budget::{PersonalBudget, Rate};
use poet_core::{
    Directory, Instrument, Item, Language, Organisation, OrganisationId, Point, Response, Scale,
};
use serde::{Deserialize, Serialize};

use super::record::{self, YEAR};
use super::sum::Sum;
use crate::tally::Tally;
use crate::{Error, Findings, Settings};

/// What the records of many budgets say, counted by organisation and by the way they are held, and their money summed.
///
/// Exact and mergeable: counts as a [`Tally`] has them, sums in whole pence.
///
/// # Examples
///
/// ```
/// use poet_benchmark::budgets::BudgetTally;
/// use poet_benchmark::{Settings, release::Policy};
/// use poet_core::budget::PersonalBudget;
///
/// let mut tally = BudgetTally::new()?;
/// for at in 0..40 {
///     let json = format!(
///         r#"{{ "id": "67e55044-10b1-426f-9247-bb680e5fe0{at:02}", "organisation": "north",
///         "deployment": [{{ "deployment": "direct_payment", "share": "1" }}] }}"#
///     );
///     tally.add(&PersonalBudget::from_json(json)?)?;
/// }
/// let released = Policy::ascs().apply(&tally.findings(&Settings::default()));
/// let held = released.items.iter().find(|item| item.item.as_str() == "held").unwrap();
/// assert_eq!(held.all.base.shown(), Some(40));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct BudgetTally {
    /// By organisation.
    pub(crate) records: Tally,
    /// By how they are held, whoever agreed them.
    pub(crate) held: Tally,
    pub(crate) money: BTreeMap<OrganisationId, Sums>,
}

/// Money of one organisation.
#[derive(Clone, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sums {
    /// Regular payments of a year, as agreed.
    pub(crate) agreed: Sum,
    /// What was indicated and what was agreed for a first year, of budgets with both.
    pub(crate) indicative: Sum,
    pub(crate) then_agreed: Sum,
}

/// Name of budgets of which it is not known how they are held, among the ways of holding.
pub(crate) const NOT_KNOWN: &str = "not_known";

/// Name of ways of holding of which only their sum is released.
pub(crate) const OTHERS: &str = "other_ways";

impl BudgetTally {
    /// Version of the file format that is written; it is the only one yet.
    pub const FORMAT: u32 = 1;

    /// A tally of no budget.
    ///
    /// # Errors
    ///
    /// As [`form`](super::form) and [`Tally::new`].
    pub fn new() -> Result<Self, Error> {
        let form = record::form()?;
        Ok(Self {
            records: Tally::new(form)?,
            held: Tally::new(form)?,
            money: BTreeMap::new(),
        })
    }

    /// Counts one budget.
    ///
    /// # Errors
    ///
    /// [`Error::NoOrganisation`] where it does not say whose it is; the tally is then as it was.
    pub fn add(&mut self, budget: &PersonalBudget) -> Result<(), Error> {
        let response = record::response(budget)?;
        self.records.add(&response)?;
        self.held.add(&by_holding(budget, &response)?)?;
        let sums = self
            .money
            .entry(response.organisation().clone())
            .or_default();
        sums.add(&Sums::of(budget));
        Ok(())
    }

    /// Adds another tally.
    ///
    /// # Errors
    ///
    /// As [`Tally::merge`], which no two tallies of budgets show.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.records.merge(&other.records)?;
        self.held.merge(&other.held)?;
        for (organisation, sums) in &other.money {
            self.money
                .entry(organisation.clone())
                .or_default()
                .add(sums);
        }
        Ok(())
    }

    /// The form that the released figures are labelled by.
    pub fn form(&self) -> &Instrument {
        self.records.instrument()
    }

    /// What the ways of holding a budget are called, for tables of [`Policy::apply_by_holding`].
    ///
    /// [`Policy::apply_by_holding`]: crate::release::Policy::apply_by_holding
    pub fn ways_of_holding(&self) -> Directory {
        let held = self
            .form()
            .items()
            .iter()
            .find(|i| i.id().as_str() == "held");
        let points = held.and_then(Item::scale).map_or(&[][..], Scale::points);
        let english = Language::english();
        let point = |p: &Point| (p.code().to_string(), p.label().words(&english).to_owned());
        let others = [
            (NOT_KNOWN, "It is not known how it is held"),
            (OTHERS, "Other ways together"),
        ];
        let others = others.map(|(code, label)| (code.to_owned(), label.to_owned()));
        let named = points.iter().map(point).chain(others);
        named
            .filter_map(|(code, label)| Some(Organisation::named(code.parse().ok()?, label)))
            .collect()
    }

    /// Budgets counted.
    pub fn budgets(&self) -> u64 {
        self.records.people().unwrap_or(0)
    }

    /// Shares, intervals and comparisons of every organisation.
    pub fn findings(&self, settings: &Settings) -> Findings {
        Findings::new(&self.records, settings)
    }

    /// The tally as JSON. It holds exact counts and sums: it may travel only where the budgets themselves may.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where it cannot be written, which no tally shows.
    pub fn to_json(&self) -> Result<String, Error> {
        let file = File {
            format: Self::FORMAT,
            records: self.records.to_json()?,
            held: self.held.to_json()?,
            money: self
                .money
                .iter()
                .map(|(id, sums)| (id.clone(), sums.clone()))
                .collect(),
        };
        serde_json::to_string(&file).map_err(|error| message(&error))
    }

    /// Reads a tally that [`BudgetTally::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where the text is no such file, [`Error::FileSums`] where money could not have come about by adding
    /// up, or as [`Tally::from_json`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(text).map_err(|error| message(&error))?;
        if file.format != Self::FORMAT {
            return Err(Error::File {
                message: format!("format is {}, wants {}", file.format, Self::FORMAT),
            });
        }
        let form = record::form()?;
        let mut tally = Self {
            records: Tally::from_json(form, &file.records)?,
            held: Tally::from_json(form, &file.held)?,
            money: BTreeMap::new(),
        };
        for (organisation, sums) in file.money {
            let counted = tally.records.people_of(&organisation).unwrap_or(0);
            let twice = tally.money.contains_key(&organisation);
            if twice || !sums.is_sound(counted) {
                return Err(Error::FileSums { organisation });
            }
            tally.money.insert(organisation, sums);
        }
        Ok(tally)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    records: String,
    held: String,
    money: Vec<(OrganisationId, Sums)>,
}

fn message(error: &serde_json::Error) -> Error {
    Error::File {
        message: error.to_string(),
    }
}

/// The same record under the way in which the budget is held.
fn by_holding(budget: &PersonalBudget, response: &Response) -> Result<Response, Error> {
    let held = budget.deployment().map_or(NOT_KNOWN, record::held);
    let held = held.parse().map_err(Error::Response)?;
    let alike = Response::new(response.id().clone(), held);
    let answers = response.answers();
    Ok(answers.fold(alike, |alike, (item, answer)| {
        alike.with(item.clone(), answer.clone())
    }))
}

impl Sums {
    fn of(budget: &PersonalBudget) -> Self {
        let pence = |rate: Rate| Sum::of(rate.nearest().pence());
        let mut sums = Self::default();
        if let Some(agreed) = budget.agreed() {
            sums.agreed = pence(agreed.per_year(YEAR));
        }
        if let (Some(indicative), Some(agreed), Ok(_)) = (
            budget.indicative(),
            budget.agreed(),
            budget.indicative_to_agreed(YEAR),
        ) {
            sums.indicative = pence(indicative.first_year(YEAR));
            sums.then_agreed = pence(agreed.first_year(YEAR));
        }
        sums
    }

    pub(crate) fn add(&mut self, more: &Self) {
        self.agreed.add(&more.agreed);
        self.indicative.add(&more.indicative);
        self.then_agreed.add(&more.then_agreed);
    }

    /// Whether so many budgets could have made them.
    fn is_sound(&self, budgets: u64) -> bool {
        let each = [&self.agreed, &self.indicative, &self.then_agreed];
        each.iter()
            .all(|sum| sum.is_sound() && sum.budgets <= budgets)
            && self.indicative.budgets == self.then_agreed.budgets
    }
}

impl fmt::Debug for BudgetTally {
    /// Never shows a count or a sum.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let organisations = self.money.len();
        write!(f, "BudgetTally({organisations} organisations)")
    }
}
