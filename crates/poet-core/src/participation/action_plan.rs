//! From what was found to what changed, as one document.

use super::gathered::Gathered;
use super::plan_check::{self, Parts};
use super::plan_document::Document;
use super::{Action, ParticipationError, PlanFinding, Priority, ResultsEvent, ThemeSet};
use crate::{EntryId, OrganisationId};

/// From what was found to what changed: findings, the priorities that people chose, actions with their history, who was
/// told, and the waves that measured again.
///
/// Holds only what passed the check: every name is declared once and leads somewhere, steps follow from each other, and
/// days stand in order. Words in it are the plan's own, written to be read by everybody.
///
/// # Examples
///
/// ```
/// use poet_core::participation::{ActionPlan, Stage};
///
/// let plan = ActionPlan::from_toml(r#"
///     format = 1
///     title = "After the survey of 2014"
///
///     [[findings]]
///     id = "amount"
///     said = "Many of us do not know how much money there is."
///     instrument = "adult-holders@2014"
///     wave = "2014"
///     item = "amount_known"
///
///     [[priorities]]
///     id = "clear_amount"
///     finding = "amount"
///     title = "Everybody knows their amount"
///     chosen = 2014-06-12
/// "#)?;
/// let standing = plan.standing("2014-12-31".parse()?);
/// assert_eq!(standing[0].stage, Stage::NoAction);
///
/// let broken = ActionPlan::from_toml("format = 1\ntitle = 'Plan'\nactions = [{ id = 'a', priority = 'b' }]");
/// let told = broken.unwrap_err().to_string();
/// assert!(told.contains("actions[0] (a).priority: no priority of this name is declared"));
/// assert!(told.contains("actions[0] (a).due: is missing, wants a day such as 2014-06-12"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActionPlan {
    document: Document,
    parts: Parts,
}

const WHAT: &str = "plan";

impl ActionPlan {
    /// Version of the document format that is read here.
    pub const FORMAT: u32 = 1;

    /// Reads and checks a plan written in TOML.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Document`] where the text is no TOML of this shape, with line and column;
    /// [`ParticipationError::Problems`] with everything that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, ParticipationError> {
        Self::new(toml::from_str(text).map_err(unreadable)?)
    }

    /// Reads and checks a plan written in JSON.
    ///
    /// # Errors
    ///
    /// As [`ActionPlan::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, ParticipationError> {
        Self::new(serde_json::from_str(text).map_err(unreadable)?)
    }

    fn new(document: Document) -> Result<Self, ParticipationError> {
        let mut gathered = Gathered::default();
        let parts = plan_check::check(&mut gathered, &document, Self::FORMAT);
        gathered.finish(WHAT)?;
        Ok(Self { document, parts })
    }

    /// The plan as TOML that [`ActionPlan::from_toml`] reads back.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Document`] where it cannot be written, which no checked plan shows.
    pub fn to_toml(&self) -> Result<String, ParticipationError> {
        toml::to_string_pretty(&self.document).map_err(unreadable)
    }

    /// The plan as JSON that [`ActionPlan::from_json`] reads back.
    ///
    /// # Errors
    ///
    /// As [`ActionPlan::to_toml`].
    pub fn to_json(&self) -> Result<String, ParticipationError> {
        serde_json::to_string_pretty(&self.document).map_err(unreadable)
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        &self.document.title
    }

    /// Organisation whose plan it is, where it says so.
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.parts.organisation.as_ref()
    }

    /// Themes that its priorities name.
    pub fn themes(&self) -> Option<&'static ThemeSet> {
        self.parts.themes.as_ref().and_then(ThemeSet::named)
    }

    /// Days on which results were talked about.
    pub fn events(&self) -> &[ResultsEvent] {
        &self.parts.events
    }

    /// What it starts from.
    pub fn findings(&self) -> &[PlanFinding] {
        &self.parts.findings
    }

    /// What people chose to work on.
    pub fn priorities(&self) -> &[Priority] {
        &self.parts.priorities
    }

    /// What somebody will do.
    pub fn actions(&self) -> &[Action] {
        &self.parts.actions
    }

    /// Finding that an action goes back to.
    pub fn finding_of(&self, action: &Action) -> Option<&PlanFinding> {
        let priority = self
            .priorities()
            .iter()
            .find(|p| p.id() == action.priority())?;
        self.finding(priority.finding())
    }

    fn finding(&self, id: &EntryId) -> Option<&PlanFinding> {
        self.findings().iter().find(|finding| finding.id() == id)
    }
}

fn unreadable(error: impl std::fmt::Display) -> ParticipationError {
    ParticipationError::Document {
        what: WHAT,
        message: error.to_string(),
    }
}

#[cfg(test)]
pub(super) mod tests;
