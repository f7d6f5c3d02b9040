//! How an action came along, step by step.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ParticipationError;

/// How an action came along, from the day it was proposed.
///
/// Holds steps that follow from each other, on days in order: proposed, agreed, under way, done; dropped from any of the
/// first three, with a reason. Nothing follows what is done or dropped.
///
/// # Examples
///
/// ```
/// use poet_core::participation::{History, Status, Step};
///
/// let day = |text: &str| text.parse::<chrono::NaiveDate>();
/// let history = History::proposed(day("2014-06-12")?)
///     .then(day("2014-07-01")?, Status::Agreed)?
///     .then(day("2014-09-01")?, Status::UnderWay)?;
///
/// assert_eq!(history.at(day("2014-08-31")?).map(Status::step), Some(Step::Agreed));
/// let back = history.then(day("2014-10-01")?, Status::Agreed);
/// assert_eq!(back.unwrap_err().to_string(), "action cannot be agreed after it was under way, wants done or dropped");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct History {
    first: NaiveDate,
    later: Vec<(NaiveDate, Status)>,
}

/// Where an action is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Status {
    /// Somebody has proposed it.
    Proposed,
    /// Its owner has agreed to it.
    Agreed,
    /// It has begun.
    UnderWay,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped {
        /// Why not, for the people who asked for it.
        reason: String,
    },
}

/// Kind of a [`Status`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Somebody has proposed it.
    Proposed,
    /// Its owner has agreed to it.
    Agreed,
    /// It has begun.
    UnderWay,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

impl History {
    /// A history that begins with a proposal.
    pub fn proposed(on: NaiveDate) -> Self {
        Self {
            first: on,
            later: Vec::new(),
        }
    }

    /// Adds the next step.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Step`] where it does not follow from the last;
    /// [`ParticipationError::StepTooEarly`] where it is dated before that;
    /// [`ParticipationError::DroppedWithoutReason`] where the reason is empty.
    pub fn then(mut self, on: NaiveDate, status: Status) -> Result<Self, ParticipationError> {
        let (from, to) = (self.last().step(), status.step());
        if !from.may_become(to) {
            let wants = from.wants();
            return Err(ParticipationError::Step { from, to, wants });
        }
        if on < self.last_day() {
            return Err(ParticipationError::StepTooEarly { from, to });
        }
        if matches!(&status, Status::Dropped { reason } if reason.trim().is_empty()) {
            return Err(ParticipationError::DroppedWithoutReason);
        }
        self.later.push((on, status));
        Ok(self)
    }

    /// Every step with its day.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, &Status)> {
        let later = self.later.iter().map(|(on, status)| (*on, status));
        std::iter::once((self.first, &Status::Proposed)).chain(later)
    }

    /// Where the action was at the end of a day; none before it was proposed.
    pub fn at(&self, day: NaiveDate) -> Option<&Status> {
        let until = self.steps().take_while(|&(on, _)| on <= day);
        until.last().map(|(_, status)| status)
    }

    /// The last step.
    pub fn last(&self) -> &Status {
        self.later
            .last()
            .map_or(&Status::Proposed, |(_, status)| status)
    }

    /// Day of the proposal.
    pub fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// Day of the last step.
    pub fn last_day(&self) -> NaiveDate {
        self.later.last().map_or(self.first, |(on, _)| *on)
    }

    /// Day on which it began: under way, or done at once.
    pub fn begun(&self) -> Option<NaiveDate> {
        let begun = |status: &Status| matches!(status.step(), Step::UnderWay | Step::Done);
        self.steps()
            .find(|(_, status)| begun(status))
            .map(|(on, _)| on)
    }
}

impl Status {
    /// Kind of the status.
    pub fn step(&self) -> Step {
        match self {
            Self::Proposed => Step::Proposed,
            Self::Agreed => Step::Agreed,
            Self::UnderWay => Step::UnderWay,
            Self::Done => Step::Done,
            Self::Dropped { .. } => Step::Dropped,
        }
    }
}

impl Step {
    /// Every one, in the order in which they follow.
    pub const ALL: [Self; 5] = [
        Self::Proposed,
        Self::Agreed,
        Self::UnderWay,
        Self::Done,
        Self::Dropped,
    ];

    /// Whether `next` may follow.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Proposed => matches!(next, Self::Agreed | Self::Dropped),
            Self::Agreed => matches!(next, Self::UnderWay | Self::Done | Self::Dropped),
            Self::UnderWay => matches!(next, Self::Done | Self::Dropped),
            Self::Done | Self::Dropped => false,
        }
    }

    /// What may follow, in words.
    pub(super) fn wants(self) -> &'static str {
        match self {
            Self::Proposed => "agreed or dropped",
            Self::Agreed => "under way, done or dropped",
            Self::UnderWay => "done or dropped",
            Self::Done | Self::Dropped => "nothing more",
        }
    }

    /// Word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnderWay => "under_way",
            _ => self.words(),
        }
    }

    /// Words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::UnderWay => "under way",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_june: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 6, of_june).unwrap()
    }

    fn status(step: Step) -> Status {
        match step {
            Step::Proposed => Status::Proposed,
            Step::Agreed => Status::Agreed,
            Step::UnderWay => Status::UnderWay,
            Step::Done => Status::Done,
            Step::Dropped => Status::Dropped {
                reason: "No money".to_owned(),
            },
        }
    }

    /// A history that has come to a step, on day 10.
    fn up_to(step: Step) -> History {
        let steps: &[Step] = match step {
            Step::Proposed => &[],
            Step::Agreed => &[Step::Agreed],
            Step::UnderWay => &[Step::Agreed, Step::UnderWay],
            Step::Done => &[Step::Agreed, Step::Done],
            Step::Dropped => &[Step::Dropped],
        };
        steps
            .iter()
            .fold(History::proposed(day(10)), |history, step| {
                history.then(day(10), status(*step)).unwrap()
            })
    }

    #[test]
    fn steps_follow_from_each_other_and_only_so() {
        use Step::{Agreed, Done, Dropped, Proposed, UnderWay};
        let allowed = [
            (Proposed, Agreed),
            (Proposed, Dropped),
            (Agreed, UnderWay),
            (Agreed, Done),
            (Agreed, Dropped),
            (UnderWay, Done),
            (UnderWay, Dropped),
        ];
        for from in Step::ALL {
            assert_eq!(up_to(from).last().step(), from);
            for to in Step::ALL {
                let next = up_to(from).then(day(10), status(to));
                assert_eq!(next.is_ok(), allowed.contains(&(from, to)), "{from} {to}");
                if let Err(error) = next {
                    let wants = from.wants();
                    assert_eq!(error, ParticipationError::Step { from, to, wants });
                }
                assert_eq!(
                    from.wants().contains(to.words()),
                    allowed.contains(&(from, to))
                );
            }
        }
    }

    #[test]
    fn days_stand_in_order_and_a_drop_has_a_reason() {
        let early = up_to(Step::Agreed).then(day(9), Status::Done);
        let (from, to) = (Step::Agreed, Step::Done);
        assert_eq!(early, Err(ParticipationError::StepTooEarly { from, to }));
        let reason = " ".to_owned();
        let silent = up_to(Step::Agreed).then(day(10), Status::Dropped { reason });
        assert_eq!(silent, Err(ParticipationError::DroppedWithoutReason));
    }

    #[test]
    fn a_history_tells_where_it_was_on_any_day() {
        let history = History::proposed(day(1))
            .then(day(5), Status::Agreed)
            .and_then(|h| h.then(day(5), Status::UnderWay))
            .and_then(|h| h.then(day(9), Status::Done))
            .unwrap();
        let at = |of_june| history.at(day(of_june)).map(Status::step);
        assert_eq!(at(1), Some(Step::Proposed));
        assert_eq!(at(4), Some(Step::Proposed));
        assert_eq!(at(5), Some(Step::UnderWay));
        assert_eq!(at(8), Some(Step::UnderWay));
        assert_eq!(at(9), Some(Step::Done));
        let may = NaiveDate::from_ymd_opt(2014, 5, 31).unwrap();
        assert_eq!(history.at(may), None);
        assert_eq!((history.first_day(), history.last_day()), (day(1), day(9)));
        assert_eq!(history.begun(), Some(day(5)));
        assert_eq!(up_to(Step::Done).begun(), Some(day(10)));
        assert_eq!(up_to(Step::Agreed).begun(), None);
    }

    #[test]
    fn words_are_for_people_and_codes_for_files() {
        assert_eq!(Step::UnderWay.to_string(), "under way");
        for step in Step::ALL {
            let json = serde_json::to_string(&step).unwrap();
            assert_eq!(json, format!("\"{}\"", step.code()));
        }
    }
}
