//! Places that a place can learn from.

use poet_core::{Instrument, ItemId, OrganisationId, SectionRole};
use serde::Serialize;

use super::better::{Better, credibly_better, differences};
use super::shown::{Shown, ShownItem};
use super::{Neighbours, Profiles, Weakness};
use crate::Error;
use crate::estimate::Proportion;
use crate::release::{Benchmark, Figure, MethodNote, RangeFigure, Released};

/// For each weak finding of a place, the places that are credibly better on it and most like it, with what they do
/// differently.
///
/// Worked out from what is released and nothing else: a place whose figures are not shown is not looked at, and counted.
/// A partner is better, never merely other; the same release gives the same partners.
///
/// A place that was picked since it stands out is in truth nearer the middle than it looks, and what a partner does
/// differently need not be what made the difference: partners are where to go and ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partners {
    /// The place.
    pub organisation: OrganisationId,
    /// How likeness was worked out.
    pub likeness: Likeness,
    /// How the figures were worked out; tests are those of all findings together.
    pub method: MethodNote,
    /// How the intervals of the differences allow for their number.
    pub selected_intervals: &'static str,
    /// Weak findings in the order of the form.
    pub findings: Vec<WeakFinding>,
}

/// How likeness was worked out.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Likeness {
    /// The method.
    pub method: &'static str,
    /// Shares of answers that it was worked out from.
    pub variables: usize,
    /// Places that show enough to tell how like they are.
    pub places: usize,
    /// Places that do not.
    pub left_out: usize,
}

/// A question on which a place is weak, and whom it can learn from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeakFinding {
    /// The item.
    pub item: ItemId,
    /// What makes it weak.
    pub weak: Vec<Weakness>,
    /// Favourable share of the place, as shown.
    pub own: Figure<f64>,
    /// That share less the share of everybody else.
    pub against_rest: RangeFigure,
    /// Places that were looked at: each was tested.
    pub looked_at: usize,
    /// Places whose figures on the question, or on who people are, are not shown.
    pub left_out: usize,
    /// Places credibly better, partners or not.
    pub better: usize,
    /// At most [`Partners::MOST`] of the places credibly better, those most like the place first.
    pub partners: Vec<Partner>,
    /// Why there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none: Option<NoPartner>,
}

/// Why there is nobody to learn from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoPartner {
    /// The own figures are not shown, so nobody can be held against them.
    OwnNotShown,
    /// No other place shows its figures on the question.
    NobodyToLookAt,
    /// None of the places looked at is credibly better.
    NobodyCrediblyBetter,
}

/// A place that is credibly better on a question, and like enough to learn from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partner {
    /// The organisation.
    pub id: OrganisationId,
    /// How unlike it is: 0 alike, 1 the place farthest away.
    pub distance: f64,
    /// Its favourable share.
    pub share: f64,
    /// Its share less that of the place, with an interval that allows for the places looked at.
    pub difference: RangeFigure,
    /// Two-sided p value, after the control of false discoveries over the places looked at.
    pub adjusted_p: f64,
    /// Questions about the process and the planning that were looked at.
    pub conditions: usize,
    /// Those that people answer credibly otherwise there, the largest difference first.
    pub differs: Vec<Practice>,
}

/// What people answer otherwise in another place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Practice {
    /// The item.
    pub item: ItemId,
    /// Favourable share there less that here, with an interval that allows for the conditions looked at.
    pub difference: RangeFigure,
}

impl Partners {
    /// Most partners that are named for a finding.
    pub const MOST: usize = 3;

    /// Finds whom `organisation` can learn from.
    ///
    /// A finding is weak where the place is lower than the rest after the control of false discoveries, or lies under the
    /// outer limit of the funnel. Every place that
    /// shows its figures is tested against it; false discoveries are controlled over those, and a place is better where
    /// its difference has an interval above 0 at the level that this leaves.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures; [`Error::NobodyThere`] for an
    /// organisation without figures; inside [`Error::Absent`] the reason why no place is near, as
    /// [`nearest`](super::nearest) gives it.
    ///
    /// # Source
    ///
    /// Benjamini and Yekutieli (2005), J. Am. Stat. Assoc. 100:71-81, doi:10.1198/016214504000001907: intervals of what was
    /// selected, at a level that keeps the false coverage rate.
    pub fn new(
        released: &Released<Benchmark>,
        instrument: &Instrument,
        organisation: &OrganisationId,
    ) -> Result<Released<Self>, Error> {
        let near = Profiles::new(released, instrument)?;
        let near = near.nearest(organisation, released.places.len())?;
        released.try_derive(|benchmark| {
            let shown = Shown::new(benchmark, instrument)?;
            let finder = Finder {
                shown,
                place: shown.place(organisation)?,
                near: &near,
            };
            let findings: Vec<WeakFinding> = shown
                .judged()
                .filter_map(|item| finder.weak(&item))
                .collect();
            let tests = findings.iter().map(|f| f.looked_at).sum();
            Ok(Self {
                organisation: organisation.clone(),
                likeness: Likeness::of(&near),
                method: shown.method(tests),
                selected_intervals: "Benjamini and Yekutieli (2005) false coverage rate",
                findings,
            })
        })
    }
}

impl Likeness {
    fn of(near: &Neighbours) -> Self {
        Self {
            method: "Standardised Euclidean distance on case mix and budget mix",
            variables: near.variables,
            places: near.reached,
            left_out: near.left_out,
        }
    }
}

/// Counts there and here.
type Counts = (Proportion, Proportion);

/// A place that looks for partners among those near it.
struct Finder<'a> {
    shown: Shown<'a>,
    place: usize,
    near: &'a Neighbours,
}

impl Finder<'_> {
    /// Whom to learn from about one question, where the place is weak on it.
    fn weak(&self, item: &ShownItem<'_>) -> Option<WeakFinding> {
        let cell = &item.result.places[self.place];
        let against_rest = cell.against_rest.shown()?;
        let weak = Weakness::of(item, self.place, &against_rest);
        if weak.is_empty() {
            return None;
        }
        let others = self.near.nearest.iter();
        let counts = |place: usize| self.shown.favourable(&item.result.places[place]).shown();
        let looked_at: Vec<_> = others
            .filter_map(|near| Some((*near, counts(near.place)?)))
            .collect();
        let own = counts(self.place);
        let better = own.map_or_else(Vec::new, |own| {
            credibly_better(own, &looked_at, self.shown.confidence())
        });
        let none = match (own, looked_at.len(), better.len()) {
            (None, ..) => Some(NoPartner::OwnNotShown),
            (_, 0, _) => Some(NoPartner::NobodyToLookAt),
            (.., 0) => Some(NoPartner::NobodyCrediblyBetter),
            _ => None,
        };
        let partners = better.iter().take(Partners::MOST);
        Some(WeakFinding {
            item: item.result.item.clone(),
            weak,
            own: cell.favourable.map(|share| share.share),
            against_rest: against_rest.difference,
            looked_at: looked_at.len(),
            left_out: self.shown.benchmark.places.len() - 1 - looked_at.len(),
            better: better.len(),
            partners: partners.map(|found| self.partner(item, found)).collect(),
            none,
        })
    }

    fn partner(&self, item: &ShownItem<'_>, found: &Better) -> Partner {
        let conditions = self.conditions(item, found.near.place);
        let counts: Vec<_> = conditions.iter().map(|(_, counts)| *counts).collect();
        let differs = differences(&counts, self.shown.confidence());
        Partner {
            id: self.shown.benchmark.places[found.near.place].id.clone(),
            distance: found.near.distance,
            share: self.shown.round(found.share),
            difference: self.shown.range(found.difference),
            adjusted_p: found.adjusted_p,
            conditions: conditions.len(),
            differs: differs
                .into_iter()
                .map(|(at, difference)| Practice {
                    item: conditions[at].0.clone(),
                    difference: self.shown.range(difference),
                })
                .collect(),
        }
    }

    /// Conditions of the process that both places show, but for the finding itself, with the counts there and here.
    fn conditions(&self, but: &ShownItem<'_>, there: usize) -> Vec<(ItemId, Counts)> {
        let process = |item: &ShownItem<'_>| {
            matches!(item.role, SectionRole::Process | SectionRole::Planning)
                && item.result.item != but.result.item
        };
        let counts = |item: &ShownItem<'_>, place: usize| {
            self.shown.favourable(&item.result.places[place]).shown()
        };
        let conditions = self.shown.judged().filter(process);
        conditions
            .filter_map(|item| {
                let both = (counts(&item, there)?, counts(&item, self.place)?);
                Some((item.result.item.clone(), both))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::tests::{Row, instrument, released};
    use crate::release::Policy;

    /// So many people of a place by age, with a good and a bad outcome, and who found information easy and hard to get.
    fn place(id: &str, young: usize, better: usize, easy: usize) -> [Row<'_>; 6] {
        [
            (id, "age_band", "1", young),
            (id, "age_band", "2", 200 - young),
            (id, "dignity", "1", better),
            (id, "dignity", "5", 200 - better),
            (id, "information", "1", easy),
            (id, "information", "5", 200 - easy),
        ]
    }

    fn rows() -> Vec<Row<'static>> {
        [
            place("north", 100, 80, 60),
            place("alike", 105, 150, 150),
            place("other", 180, 160, 60),
            place("worse", 100, 70, 60),
            place("same", 110, 85, 60),
        ]
        .concat()
    }

    fn partners(policy: Policy, rows: &[Row<'_>], place: &str) -> Released<Partners> {
        let released = released(policy, rows);
        Partners::new(&released, instrument(), &place.parse().unwrap()).unwrap()
    }

    #[test]
    fn partners_are_better_and_the_most_like_comes_first_with_what_it_does_differently() {
        let found = partners(Policy::strict(), &rows(), "north");
        let [information, dignity] = &found.findings[..] else {
            panic!("two findings are weak");
        };
        assert_eq!(
            (dignity.item.as_str(), information.item.as_str()),
            ("dignity", "information")
        );
        assert_eq!(
            (dignity.looked_at, dignity.left_out, dignity.better),
            (4, 0, 2)
        );
        assert_eq!(
            dignity.weak,
            [Weakness::LowerThanRest, Weakness::LowOnFunnel]
        );
        let ids: Vec<_> = dignity.partners.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(
            ids,
            ["alike", "other"],
            "nearest first, and neither worse nor the same"
        );
        let [alike, other] = &dignity.partners[..] else {
            panic!("two partners");
        };
        assert_eq!(alike.differs[0].item.as_str(), "information");
        assert!((alike.differs[0].difference.value - 0.45).abs() < 1e-12);
        assert!(other.differs.is_empty() && other.conditions == 1);
        assert!(dignity.partners.iter().all(|p| p.difference.lower > 0.0));
        assert_eq!(found, partners(Policy::strict(), &rows(), "north"));
    }

    #[test]
    fn a_place_that_is_strong_has_no_weak_findings() {
        assert_eq!(partners(Policy::strict(), &rows(), "alike").findings, []);
    }

    #[test]
    fn a_place_whose_figures_are_kept_back_is_not_looked_at() {
        let mut rows = rows();
        rows.extend(place("zhidden", 100, 198, 60));
        rows.extend(place("zhidden2", 100, 197, 60));
        let found = partners(Policy::strict(), &rows, "north");
        let dignity = &found.findings[1];
        // A third place goes with the two, so that neither follows from the total.
        assert_eq!((dignity.looked_at, dignity.left_out), (3, 3));
        assert!(
            dignity
                .partners
                .iter()
                .all(|p| !p.id.as_str().starts_with('z'))
        );
    }

    #[test]
    fn where_nobody_is_credibly_better_the_reason_is_told() {
        let names: Vec<String> = (10..30).map(|at| format!("small-{at}")).collect();
        let mut rows = place("north", 100, 60, 60).to_vec();
        for name in &names {
            let young = 5;
            rows.extend([
                (name.as_str(), "age_band", "1", young),
                (name.as_str(), "age_band", "2", 20 - young),
                (name.as_str(), "dignity", "1", 9),
                (name.as_str(), "dignity", "5", 11),
            ]);
        }
        let released = partners(Policy::internal(), &rows, "north");
        let found: Vec<_> = released
            .findings
            .iter()
            .map(|f| (f.better, f.none))
            .collect();
        assert_eq!(found, [(0, Some(NoPartner::NobodyCrediblyBetter))]);
    }
}
