//! One case and what is expected of it.

use poet_core::{Answer, Code, Finding, FindingKind, Instrument, Missing, Response, Severity};
use poet_scoring::{NoScore, Score, Scorer, Standing};
use serde::{Deserialize, Serialize};

/// One response and what an implementation must make of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Case {
    /// Number of the case in its file, from 1.
    pub id: usize,
    /// What kind of case it is.
    pub family: Family,
    /// What it is there for, in words.
    pub covers: String,
    /// The response.
    pub response: Response,
    /// What is expected.
    pub expected: Expected,
}

/// Kinds of case.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Nothing is wrong: together they reach every point, every option and both sides of every condition.
    Valid,
    /// Every question has the same reason for having no answer.
    Missing,
    /// A measure at, under and over the number of answers that it needs.
    Minimum,
    /// One thing is wrong or worth noting.
    Fault,
}

/// What an implementation must make of a response.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Whether the response may be counted: no finding is of severity `refused`.
    pub accepted: bool,
    /// What is wrong or worth noting, in the order of the form, unknown items first.
    pub findings: Vec<ExpectedFinding>,
    /// Items that the routing does not ask this person, in the order of the form.
    pub not_asked: Vec<String>,
    /// Those of them that have an answer all the same; it is kept apart and in no score.
    pub set_aside: Vec<String>,
    /// Scores in the order of the measures.
    pub scores: Vec<ExpectedScore>,
}

/// One thing that is found in a response.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFinding {
    /// The item.
    pub item: String,
    /// `unknown_item`, `unknown_point`, `wrong_kind`, `out_of_range`, `missing_required`, `routed_past` or
    /// `duplicate_tick`.
    pub kind: String,
    /// `refused` or `noted`.
    pub severity: String,
}

/// One score.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedScore {
    /// The measure.
    pub measure: String,
    /// The score, unrounded, where there is one.
    pub value: Option<f64>,
    /// `nothing_answered` or `too_few_answered`, where there is none.
    pub absent: Option<String>,
    /// Items with an answer that counts.
    pub answered: u32,
    /// Items that must have one.
    pub minimum: u32,
    /// Items of the measure.
    pub of: u32,
}

impl Expected {
    /// What this workspace makes of a response.
    pub(super) fn of(scorer: &Scorer, response: &Response) -> Self {
        let instrument = scorer.instrument();
        let findings = response.validate(instrument);
        let routed = response.route(instrument);
        let aside = |at: usize| {
            let columns = instrument.columns_of(at);
            routed
                .set_aside()
                .iter()
                .any(|s| columns.contains(&s.column))
        };
        let past: Vec<usize> = (0..instrument.items().len())
            .filter(|&at| is_passed_by(instrument, at, response))
            .collect();
        let name = |at: &usize| instrument.items()[*at].id().to_string();
        Self {
            accepted: findings.iter().all(|f| f.severity() == Severity::Noted),
            findings: findings.iter().map(ExpectedFinding::of).collect(),
            not_asked: past.iter().map(name).collect(),
            set_aside: past.iter().filter(|&&at| aside(at)).map(name).collect(),
            scores: scorer
                .score(response)
                .scores
                .iter()
                .map(ExpectedScore::of)
                .collect(),
        }
    }
}

/// Whether the routing passes an item by, whatever the response says of it: a form may claim not to have asked.
fn is_passed_by(instrument: &Instrument, item: usize, response: &Response) -> bool {
    let id = instrument.items()[item].id().clone();
    let answered = response
        .clone()
        .with(id, Answer::Missing(Missing::DontKnow));
    is_past(instrument, item, answered.route(instrument).codes())
}

/// Whether the routing passes an item by, by the codes of a response that does not claim so itself.
pub(super) fn is_past(instrument: &Instrument, item: usize, codes: &[Code]) -> bool {
    let first = instrument.columns_of(item).start;
    instrument.items()[item].ask_if().is_some() && codes[first] == Missing::NotAsked.into()
}

impl ExpectedFinding {
    fn of(finding: &Finding) -> Self {
        let severity = match finding.severity() {
            Severity::Noted => "noted",
            Severity::Refused => "refused",
        };
        Self {
            item: finding.item.to_string(),
            kind: kind(&finding.kind).to_owned(),
            severity: severity.to_owned(),
        }
    }
}

impl ExpectedScore {
    fn of(score: &Score) -> Self {
        let absent = match score.standing {
            Standing::Value(_) => None,
            Standing::Absent(NoScore::NothingAnswered) => Some("nothing_answered"),
            Standing::Absent(_) => Some("too_few_answered"),
        };
        Self {
            measure: score.measure.to_string(),
            value: score.standing.value(),
            absent: absent.map(str::to_owned),
            answered: score.answered,
            minimum: score.minimum,
            of: score.of,
        }
    }
}

/// Name of a kind of finding in a file of cases.
pub(super) fn kind(kind: &FindingKind) -> &'static str {
    match kind {
        FindingKind::UnknownItem { .. } => "unknown_item",
        FindingKind::UnknownPoint { .. } => "unknown_point",
        FindingKind::WrongKind { .. } => "wrong_kind",
        FindingKind::OutOfRange => "out_of_range",
        FindingKind::MissingRequired => "missing_required",
        FindingKind::RoutedPast => "routed_past",
        FindingKind::DuplicateTick => "duplicate_tick",
        _ => "other",
    }
}
