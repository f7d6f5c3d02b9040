//! The check of one action.

use chrono::NaiveDate;

use super::{Parts, day, in_order, measured};
use crate::ProblemKind;
use crate::participation::gathered::Gathered;
use crate::participation::plan_document::{ActionEntry, AgainEntry, StepEntry, ToldEntry};
use crate::participation::{
    Action, History, Measured, ParticipationError, Priority, Remeasurement, Status, Step, ToldBack,
};

const STEPS: &str = "proposed, agreed, under_way, done, dropped";

/// What an action hangs on: the day of its priority, and what its finding measured.
pub(super) struct Chain {
    chosen: Option<NaiveDate>,
    measured: Option<Measured>,
}

pub(super) fn chain(parts: &Parts, entry: &ActionEntry) -> Chain {
    let mut priorities = parts.priorities.iter();
    let priority = priorities.find(|p| p.id().as_str() == entry.priority);
    let mut findings = parts.findings.iter();
    let finding = priority.and_then(|p| findings.find(|f| f.id() == p.finding()));
    Chain {
        chosen: priority.map(Priority::chosen),
        measured: finding.map(|f| f.measured().clone()),
    }
}

pub(super) fn action(
    gathered: &mut Gathered,
    place: &str,
    entry: &ActionEntry,
    chain: &Chain,
) -> Option<Action> {
    let id = gathered.name(format!("{place}.id"), &entry.id);
    gathered.words(format!("{place}.title"), &entry.title);
    gathered.words(format!("{place}.owner"), &entry.owner);
    let due = day(gathered, &format!("{place}.due"), &entry.due);
    let history = history(gathered, place, &entry.history);
    if let (Some(history), Some(chosen)) = (&history, chain.chosen) {
        let first = (chosen, "the choice of the priority");
        in_order(
            gathered,
            &format!("{place}.history[0]"),
            history.first_day(),
            first,
        );
    }
    if let (Some(history), Some(due)) = (&history, due) {
        let first = (history.first_day(), "the proposal");
        in_order(gathered, &format!("{place}.due"), due, first);
    }
    let told = entry.told.iter().enumerate();
    let told = told
        .filter_map(|(at, entry)| {
            told_back(
                gathered,
                &format!("{place}.told[{at}]"),
                entry,
                history.as_ref(),
            )
        })
        .collect();
    let measured_again = entry.measured_again.as_ref();
    let measured_again = measured_again.and_then(|entry| {
        let place = format!("{place}.measured_again");
        remeasurement(gathered, &place, entry, (history.as_ref(), chain))
    });
    Some(Action {
        id: id?,
        priority: entry.priority.parse().ok()?,
        title: entry.title.clone(),
        owner: entry.owner.clone(),
        due: due?,
        history: history?,
        told,
        measured_again,
    })
}

fn history(gathered: &mut Gathered, place: &str, entries: &[StepEntry]) -> Option<History> {
    if entries.is_empty() {
        let wants = "a first step, `proposed`";
        gathered.add(format!("{place}.history"), ProblemKind::Missing { wants });
        return None;
    }
    let mut history: Option<History> = None;
    for (at, entry) in entries.iter().enumerate() {
        let place = format!("{place}.history[{at}]");
        let on = day(gathered, &format!("{place}.date"), &entry.date);
        let step = Step::ALL
            .into_iter()
            .find(|step| step.code() == entry.status);
        if step.is_none() {
            gathered.add(
                format!("{place}.status"),
                ProblemKind::Word { wants: STEPS },
            );
        }
        // What follows a step that cannot be read cannot be judged.
        let (on, step) = (on?, step?);
        history = Some(follow(
            gathered,
            &place,
            history,
            (on, status(step, entry)),
        )?);
    }
    history
}

fn status(step: Step, entry: &StepEntry) -> Status {
    match step {
        Step::Proposed => Status::Proposed,
        Step::Agreed => Status::Agreed,
        Step::UnderWay => Status::UnderWay,
        Step::Done => Status::Done,
        Step::Dropped => Status::Dropped {
            reason: entry.reason.clone().unwrap_or_default(),
        },
    }
}

/// Adds a step, or notes why it does not follow.
fn follow(
    gathered: &mut Gathered,
    place: &str,
    history: Option<History>,
    (on, status): (NaiveDate, Status),
) -> Option<History> {
    let Some(history) = history else {
        if status == Status::Proposed {
            return Some(History::proposed(on));
        }
        let (from, wants) = ("nothing", Step::Proposed.words());
        gathered.add(format!("{place}.status"), ProblemKind::Step { from, wants });
        return None;
    };
    match history.then(on, status) {
        Ok(history) => return Some(history),
        Err(ParticipationError::Step { from, wants, .. }) => {
            let from = from.words();
            gathered.add(format!("{place}.status"), ProblemKind::Step { from, wants });
        }
        Err(ParticipationError::DroppedWithoutReason) => {
            let wants = "a reason that people can read";
            gathered.add(format!("{place}.reason"), ProblemKind::Missing { wants });
        }
        Err(_) => {
            let what = "the step before";
            gathered.add(format!("{place}.date"), ProblemKind::TooEarly { what });
        }
    }
    None
}

fn told_back(
    gathered: &mut Gathered,
    place: &str,
    entry: &ToldEntry,
    history: Option<&History>,
) -> Option<ToldBack> {
    let date = day(gathered, &format!("{place}.date"), &entry.date);
    gathered.words(format!("{place}.whom"), &entry.whom);
    gathered.words(format!("{place}.how"), &entry.how);
    if let (Some(date), Some(history)) = (date, history) {
        let first = (history.first_day(), "the proposal");
        in_order(gathered, &format!("{place}.date"), date, first);
    }
    Some(ToldBack {
        date: date?,
        whom: entry.whom.clone(),
        how: entry.how.clone(),
    })
}

fn remeasurement(
    gathered: &mut Gathered,
    place: &str,
    entry: &AgainEntry,
    (history, chain): (Option<&History>, &Chain),
) -> Option<Remeasurement> {
    let date = day(gathered, &format!("{place}.date"), &entry.date);
    let before = gathered.name(format!("{place}.before"), &entry.before);
    let after = gathered.name(format!("{place}.after"), &entry.after);
    if before.is_some() && before == after {
        let because = "a wave cannot be compared with itself";
        gathered.add(format!("{place}.after"), ProblemKind::Misplaced { because });
    }
    match history.map(History::begun) {
        Some(None) => {
            let because = "the action has not begun, so nothing can have come of it";
            gathered.add(place, ProblemKind::Misplaced { because });
        }
        Some(Some(begun)) => {
            let first = (begun, "the action began");
            if let Some(date) = date {
                in_order(gathered, &format!("{place}.date"), date, first);
            }
        }
        None => {}
    }
    let own = measured(
        gathered,
        (place, [&entry.item, &entry.measure, &entry.series]),
    );
    Some(Remeasurement {
        date: date?,
        before: before?,
        after: after?,
        measured: own.or_else(|| chain.measured.clone())?,
    })
}
