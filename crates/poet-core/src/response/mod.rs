//! What people answered: one person, or many in columns.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::budget::BudgetId;
use crate::{ItemId, Language, OrganisationId, ResponseId, StratumId, WaveId};

pub use answer::{Answer, FreeText};
pub use circumstances::{Circumstance, Circumstances, Form, Help, Helper, Mode};
pub use code::{Code, Missing};
pub use finding::{Finding, FindingKind, Severity};
pub use household::HouseholdId;
pub use links::Links;
pub use pairs::{PairCount, Pairs};
pub use pseudonym::PseudonymKey;
pub use routing::{Routed, SetAside};
pub use stratification::Stratification;
pub use table::{ResponseTable, Row, RowBeside, RowHead};

mod answer;
mod circumstances;
mod code;
mod encode;
mod finding;
mod household;
mod links;
mod pairs;
mod pseudonym;
mod routing;
mod stratification;
mod table;
#[cfg(test)]
mod tests;
mod validate;

/// Everything that one person answered to one questionnaire.
///
/// # Examples
///
/// ```
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let response = Response::new("r-1".parse()?, "E08000035".parse()?)
///     .with("dignity".parse()?, Answer::Choice("1".parse()?))
///     .with("colour".parse()?, Answer::Choice("1".parse()?));
///
/// let findings = response.validate(instrument);
/// assert_eq!(findings[0].to_string(), "item colour: the instrument has no such item");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Response {
    id: ResponseId,
    organisation: OrganisationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stratum: Option<StratumId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wave: Option<WaveId>,
    #[serde(default)]
    circumstances: Circumstances,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    budget: Option<BudgetId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    household: Option<HouseholdId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    keep_until: Option<NaiveDate>,
    answers: BTreeMap<ItemId, Answer>,
}

impl Response {
    /// A response without answers.
    pub fn new(id: ResponseId, organisation: OrganisationId) -> Self {
        Self {
            id,
            organisation,
            stratum: None,
            wave: None,
            circumstances: Circumstances::default(),
            language: None,
            budget: None,
            household: None,
            keep_until: None,
            answers: BTreeMap::new(),
        }
    }

    /// Adds an answer, or replaces it.
    pub fn with(mut self, item: ItemId, answer: Answer) -> Self {
        self.answers.insert(item, answer);
        self
    }

    /// The same response with all that is known beside the answers, and none of them.
    pub fn without_answers(&self) -> Self {
        Self {
            answers: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Says in which stratum of its organisation the person is.
    pub fn in_stratum(mut self, stratum: StratumId) -> Self {
        self.stratum = Some(stratum);
        self
    }

    /// Says in which wave the person answered.
    pub fn in_wave(mut self, wave: WaveId) -> Self {
        self.wave = Some(wave);
        self
    }

    /// Says how the response came about.
    pub fn under(mut self, circumstances: Circumstances) -> Self {
        self.circumstances = circumstances;
        self
    }

    /// Says in which language the form was.
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Says which budget and which household it belongs to.
    pub fn linked(mut self, links: Links) -> Self {
        (self.budget, self.household) = (links.budget, links.household);
        self
    }

    /// Says on which day it may be kept for the last time.
    pub fn kept_until(mut self, day: NaiveDate) -> Self {
        self.keep_until = Some(day);
        self
    }

    /// Pseudonymous name of the response.
    pub fn id(&self) -> &ResponseId {
        &self.id
    }

    /// Place that the answers are counted for.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// Stratum, where there are strata.
    pub fn stratum(&self) -> Option<&StratumId> {
        self.stratum.as_ref()
    }

    /// Wave, where it is known.
    pub fn wave(&self) -> Option<&WaveId> {
        self.wave.as_ref()
    }

    /// How the response came about.
    pub fn circumstances(&self) -> Circumstances {
        self.circumstances
    }

    /// Language of the form, where it is known.
    pub fn language(&self) -> Option<&Language> {
        self.language.as_ref()
    }

    /// Budget and household that it belongs to.
    pub fn links(&self) -> Links {
        Links {
            budget: self.budget,
            household: self.household,
        }
    }

    /// Last day on which it may be kept, where one is set.
    pub fn keep_until(&self) -> Option<NaiveDate> {
        self.keep_until
    }

    /// Whether it may no longer be kept on `day`.
    pub fn is_past(&self, day: NaiveDate) -> bool {
        self.keep_until.is_some_and(|last| last < day)
    }

    /// The answer to an item, where one is recorded.
    pub fn answer(&self, item: &str) -> Option<&Answer> {
        self.answers.get(item)
    }

    /// Every recorded answer in the order of the item names.
    pub fn answers(&self) -> impl Iterator<Item = (&ItemId, &Answer)> {
        self.answers.iter()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({} answers)", self.answers.len())
    }
}
