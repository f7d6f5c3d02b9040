//! Importance against performance.

use poet_core::{Instrument, ItemId, OrganisationId};
use serde::Serialize;

use super::Importance;
use crate::peers::shown::Shown;
use crate::release::{Benchmark, ComparisonFigure, Figure, Released};
use crate::{Error, Verdict};

/// The conditions of a place by how much they go with outcomes and how the place does on them.
///
/// Worked out from what is released and nothing else. A condition is acted on where both sides are credible: it goes with
/// outcomes, and the place is lower on it than everybody else. Importance is an association: that a condition is mended
/// does not say that outcomes follow.
///
/// # Source
///
/// Martilla and James (1977), J. Marketing 41:77-79, doi:10.1177/002224297704100112, with intervals on both sides in place
/// of cut-off values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Priorities {
    /// The place.
    pub organisation: OrganisationId,
    /// How importance is told from several outcomes.
    pub importance: &'static str,
    /// How performance is told.
    pub performance: &'static str,
    /// Conditions: those to act on first, then by their standing; within it the most important first.
    pub conditions: Vec<Priority>,
}

/// One condition of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Priority {
    /// The item.
    pub condition: ItemId,
    /// How much it goes with the middle one of the outcomes.
    pub importance: Importance,
    /// Outcomes that it was held against.
    pub outcomes: usize,
    /// Outcomes that it credibly goes with.
    pub goes_with: usize,
    /// Favourable share of the place, as shown.
    pub own: Figure<f64>,
    /// The place against everybody else.
    pub performance: Figure<ComparisonFigure>,
    /// What may be said.
    pub standing: Standing,
}

/// What may be said of a condition in a place.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It goes with outcomes, and the place is lower than elsewhere: worth acting on.
    ActOn,
    /// It goes with outcomes, and the place is higher than elsewhere: worth keeping.
    Strong,
    /// It goes with outcomes; no difference to elsewhere was found, which does not say that there is none.
    NoDifferenceFound,
    /// There is not enough evidence that it goes with outcomes.
    ImportanceUnclear,
    /// The place's figures are not shown, or could not be tested.
    NotCompared,
}

impl Priorities {
    /// Holds importance against performance.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures; [`Error::NobodyThere`] for an
    /// organisation without figures.
    pub fn new(
        released: &Released<Benchmark>,
        instrument: &Instrument,
        organisation: &OrganisationId,
        importance: &Released<Vec<Importance>>,
    ) -> Result<Released<Self>, Error> {
        released.try_derive(|benchmark| {
            let shown = Shown::new(benchmark, instrument)?;
            let place = shown.place(organisation)?;
            let conditions = shown.judged().filter_map(|item| {
                let id = &item.result.item;
                let of: Vec<_> = importance.iter().filter(|i| i.condition == *id).collect();
                let cell = &item.result.places[place];
                Priority::new(&of, cell.favourable.map(|share| share.share), cell.against_rest)
            });
            let mut conditions: Vec<Priority> = conditions.collect();
            conditions.sort_by(|a, b| {
                let most = |p: &Priority| p.importance.difference.value;
                a.standing.cmp(&b.standing).then(most(b).total_cmp(&most(a)))
            });
            Ok(Self {
                organisation: organisation.clone(),
                importance: "Adjusted difference of the middle outcome, with its interval; false discoveries controlled",
                performance: "Favourable share less that of everybody else, with its interval; false discoveries controlled",
                conditions,
            })
        })
    }
}

impl Priority {
    fn new(
        of: &[&Importance],
        own: Figure<f64>,
        performance: Figure<ComparisonFigure>,
    ) -> Option<Self> {
        let middle = Importance::middle(of)?;
        let here = performance.shown().map(|found| found.verdict);
        Some(Self {
            condition: middle.condition.clone(),
            importance: middle.clone(),
            outcomes: of.len(),
            goes_with: of.iter().filter(|i| i.verdict == Verdict::Higher).count(),
            own,
            performance,
            standing: Standing::of(middle.verdict, here),
        })
    }
}

impl Standing {
    fn of(importance: Verdict, here: Option<Verdict>) -> Self {
        match (importance, here) {
            (_, None | Some(Verdict::NotTested)) => Self::NotCompared,
            (Verdict::Higher, Some(Verdict::Lower)) => Self::ActOn,
            (Verdict::Higher, Some(Verdict::Higher)) => Self::Strong,
            (Verdict::Higher, Some(Verdict::NoDifferenceFound)) => Self::NoDifferenceFound,
            _ => Self::ImportanceUnclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::tests::{Row, instrument, released};
    use crate::release::{Policy, RangeFigure};

    const ROWS: &[Row<'_>] = &[
        ("north", "information", "1", 40),
        ("north", "information", "5", 160),
        ("north", "assessment", "1", 180),
        ("north", "assessment", "5", 20),
        ("north", "planning_support", "1", 100),
        ("north", "planning_support", "5", 100),
        ("north", "complaining", "1", 40),
        ("north", "complaining", "5", 160),
        ("south", "information", "1", 100),
        ("south", "information", "5", 100),
        ("south", "assessment", "1", 100),
        ("south", "assessment", "5", 100),
        ("south", "planning_support", "1", 100),
        ("south", "planning_support", "5", 100),
        ("south", "complaining", "1", 100),
        ("south", "complaining", "5", 100),
    ];

    fn importance(outcome: &str, condition: &str, value: f64, verdict: Verdict) -> Importance {
        let (lower, upper) = (value - 0.05, value + 0.05);
        Importance {
            outcome: outcome.parse().unwrap(),
            condition: condition.parse().unwrap(),
            difference: RangeFigure {
                value,
                lower,
                upper,
            },
            verdict,
        }
    }

    fn priorities(importance: Vec<Importance>) -> Released<Priorities> {
        let released = released(Policy::internal(), ROWS);
        let importance = released.try_derive(|_| Ok::<_, Error>(importance)).unwrap();
        Priorities::new(
            &released,
            instrument(),
            &"north".parse().unwrap(),
            &importance,
        )
        .unwrap()
    }

    #[test]
    fn a_condition_is_acted_on_where_both_sides_are_credible() {
        let higher = |condition, value| importance("dignity", condition, value, Verdict::Higher);
        let found = priorities(vec![
            importance("dignity", "complaining", 0.02, Verdict::NoDifferenceFound),
            higher("planning_support", 0.3),
            higher("assessment", 0.1),
            higher("information", 0.2),
            higher("being_heard", 0.4),
        ]);
        let standings: Vec<_> = found
            .conditions
            .iter()
            .map(|c| (c.condition.as_str(), c.standing))
            .collect();
        assert_eq!(
            standings,
            [
                ("information", Standing::ActOn),
                ("assessment", Standing::Strong),
                ("planning_support", Standing::NoDifferenceFound),
                ("complaining", Standing::ImportanceUnclear),
                ("being_heard", Standing::NotCompared),
            ]
        );
    }

    #[test]
    fn one_outcome_of_three_does_not_make_a_condition_important() {
        let found = priorities(vec![
            importance("dignity", "information", 0.3, Verdict::Higher),
            importance("control", "information", 0.01, Verdict::NoDifferenceFound),
            importance("safety", "information", 0.02, Verdict::NoDifferenceFound),
        ]);
        let information = &found.conditions[0];
        assert_eq!(
            information.importance.outcome.as_str(),
            "safety",
            "the middle one"
        );
        assert_eq!((information.goes_with, information.outcomes), (1, 3));
        assert_eq!(information.standing, Standing::ImportanceUnclear);
    }

    #[test]
    fn a_condition_that_goes_with_worse_outcomes_is_not_acted_on() {
        let found = priorities(vec![importance(
            "dignity",
            "information",
            -0.2,
            Verdict::Lower,
        )]);
        assert_eq!(found.conditions[0].standing, Standing::ImportanceUnclear);
    }
}
