//! Where the chain from a finding to a measured change stands.

use chrono::NaiveDate;

use super::{Action, ActionPlan, PlanFinding, Priority, Status, Step};

/// Where one chain from a finding to a measured change stands on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing<'a> {
    /// What it starts from.
    pub finding: &'a PlanFinding,
    /// The priority that was chosen, where there is one.
    pub priority: Option<&'a Priority>,
    /// The action that was proposed, where there is one.
    pub action: Option<&'a Action>,
    /// Where it is stuck.
    pub stage: Stage,
    /// Days since the action was due, where it is neither done nor dropped; 0 on the day itself.
    pub days_overdue: u64,
}

/// The first link of a chain that is missing.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Stage {
    /// Nobody has made the finding a priority.
    NoPriority,
    /// Nobody has proposed an action.
    NoAction,
    /// An action is proposed, and nobody has agreed to it.
    NotAgreed,
    /// It is agreed and has not begun.
    NotBegun,
    /// It has begun and is not done.
    NotDone,
    /// It was dropped.
    Dropped,
    /// It is done, and nobody was told.
    NobodyTold,
    /// People were told, and no later wave has measured it.
    NotMeasuredAgain,
    /// Nothing is missing.
    Complete,
}

impl Stage {
    /// What is missing, in words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoPriority => "Nobody has chosen to work on this yet.",
            Self::NoAction => "Nobody has said yet what will be done.",
            Self::NotAgreed => "This was proposed. Nobody has agreed to do it yet.",
            Self::NotBegun => "This was agreed. It has not begun yet.",
            Self::NotDone => "This has begun. It is not done yet.",
            Self::Dropped => "This will not be done.",
            Self::NobodyTold => "This is done. Nobody has been told yet.",
            Self::NotMeasuredAgain => {
                "This is done and people were told. Nobody has asked again yet."
            }
            Self::Complete => "This is done, people were told, and people were asked again.",
        }
    }
}

impl ActionPlan {
    /// Where every chain stands at the end of a day, in the order of the plan; what is dated later does not count.
    pub fn standing(&self, as_at: NaiveDate) -> Vec<Standing<'_>> {
        let findings = self.findings().iter();
        findings
            .flat_map(|finding| self.of_finding(finding, as_at))
            .collect()
    }

    fn of_finding<'a>(&'a self, finding: &'a PlanFinding, as_at: NaiveDate) -> Vec<Standing<'a>> {
        let chosen = |p: &&Priority| p.finding() == finding.id() && p.chosen() <= as_at;
        let chains: Vec<_> = self
            .priorities()
            .iter()
            .filter(chosen)
            .flat_map(|priority| self.of_priority(finding, priority, as_at))
            .collect();
        match chains.is_empty() {
            true => vec![Standing {
                finding,
                priority: None,
                action: None,
                stage: Stage::NoPriority,
                days_overdue: 0,
            }],
            false => chains,
        }
    }

    fn of_priority<'a>(
        &'a self,
        finding: &'a PlanFinding,
        priority: &'a Priority,
        as_at: NaiveDate,
    ) -> Vec<Standing<'a>> {
        let stuck = Standing {
            finding,
            priority: Some(priority),
            action: None,
            stage: Stage::NoAction,
            days_overdue: 0,
        };
        let own = self
            .actions()
            .iter()
            .filter(|a| a.priority() == priority.id());
        let chains: Vec<_> = own
            .filter_map(|action| {
                let (stage, days_overdue) = action.stands(as_at)?;
                let action = Some(action);
                Some(Standing {
                    action,
                    stage,
                    days_overdue,
                    ..stuck
                })
            })
            .collect();
        match chains.is_empty() {
            true => vec![stuck],
            false => chains,
        }
    }
}

impl Action {
    /// Where the action stands at the end of a day, and for how many days it has been due; none before it was proposed.
    fn stands(&self, as_at: NaiveDate) -> Option<(Stage, u64)> {
        let told = self.told().iter().any(|told| told.date() <= as_at);
        let again = self
            .measured_again()
            .is_some_and(|again| again.date() <= as_at);
        let stage = match self.history().at(as_at).map(Status::step)? {
            Step::Proposed => Stage::NotAgreed,
            Step::Agreed => Stage::NotBegun,
            Step::UnderWay => Stage::NotDone,
            Step::Dropped => Stage::Dropped,
            Step::Done if !told => Stage::NobodyTold,
            Step::Done if !again => Stage::NotMeasuredAgain,
            Step::Done => Stage::Complete,
        };
        let days = match stage {
            Stage::NotAgreed | Stage::NotBegun | Stage::NotDone => (as_at - self.due()).num_days(),
            _ => 0,
        };
        Some((stage, u64::try_from(days).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participation::action_plan::tests::PLAN;

    fn stages(as_at: &str) -> Vec<(Stage, u64)> {
        let plan = ActionPlan::from_toml(PLAN).unwrap();
        let standing = plan.standing(as_at.parse().unwrap());
        standing.iter().map(|s| (s.stage, s.days_overdue)).collect()
    }

    #[test]
    fn each_link_that_is_missing_is_named_as_at_its_day() {
        // Two findings; the first has one priority with two actions, the second has none at first.
        let none = (Stage::NoPriority, 0);
        for (day, first) in [
            ("2014-06-11", vec![none]),
            ("2014-06-12", vec![(Stage::NoAction, 0)]),
            ("2014-06-20", vec![(Stage::NotAgreed, 0)]),
            (
                "2014-07-01",
                vec![(Stage::NotBegun, 0), (Stage::NotAgreed, 0)],
            ),
            ("2014-09-01", vec![(Stage::NotDone, 0), (Stage::Dropped, 0)]),
            ("2014-12-31", vec![(Stage::NotDone, 0), (Stage::Dropped, 0)]),
            ("2015-01-01", vec![(Stage::NotDone, 1), (Stage::Dropped, 0)]),
            (
                "2015-01-10",
                vec![(Stage::NobodyTold, 0), (Stage::Dropped, 0)],
            ),
            (
                "2015-02-01",
                vec![(Stage::NotMeasuredAgain, 0), (Stage::Dropped, 0)],
            ),
            (
                "2015-08-31",
                vec![(Stage::Complete, 0), (Stage::Dropped, 0)],
            ),
        ] {
            let wanted: Vec<_> = first.into_iter().chain([none]).collect();
            assert_eq!(stages(day), wanted, "{day}");
        }
    }

    #[test]
    fn a_chain_names_the_action_that_it_is_stuck_at() {
        let plan = ActionPlan::from_toml(PLAN).unwrap();
        let standing = plan.standing("2015-08-31".parse().unwrap());
        let actions: Vec<_> = standing.iter().map(|s| s.action.map(Action::id)).collect();
        let [letter, line] = plan.actions() else {
            panic!("two actions")
        };
        assert_eq!(actions, [Some(letter.id()), Some(line.id()), None]);
    }

    #[test]
    fn a_day_later_never_takes_a_link_away() {
        let day = |n: u64| NaiveDate::from_ymd_opt(2014, 6, 1).unwrap() + chrono::Days::new(n);
        let plan = ActionPlan::from_toml(PLAN).unwrap();
        let first = |n| plan.standing(day(n))[0].stage;
        assert!((0..500).all(|n| first(n) <= first(n + 1)));
    }
}
