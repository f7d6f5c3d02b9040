//! Whether the items of each measure belong together, as it leaves.

use poet_core::{ItemId, MeasureId, MeasureKind};
use poet_scoring::Scorer;
use poet_scoring::reliability::{
    CrossProducts, NoReliability, ScaleEnds, ScaleSums, alpha, alpha_if_left_out, item_analysis,
    omega,
};
use serde::Serialize;

use super::apply::CONFIDENTIAL;
use super::policy::SharesFrom;
use super::{Audience, Figure, Policy, Preset, Released, Withheld};
use crate::estimate::Confidence;
use crate::{Absent, Origin};

/// Whether the items of each measure belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scales {
    /// What the figures were worked out from and by.
    pub origin: Origin,
    /// The policy.
    pub policy: Preset,
    /// Fewest people of whom a scale is told.
    pub fewest: u64,
    /// Whether the figures may be published.
    pub audience: Audience,
    /// How the figures were worked out.
    pub method: ScaleMethod,
    /// Measures in the order of the instrument.
    pub measures: Vec<Scale>,
}

/// How figures about scales were worked out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScaleMethod {
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Alpha.
    pub alpha: &'static str,
    /// Its interval.
    pub interval: &'static str,
    /// Its standard error.
    pub standard_error: &'static str,
    /// Omega.
    pub omega: &'static str,
    /// People who are taken in.
    pub cases: &'static str,
}

/// A figure about a scale: shown, kept back to protect people, or not there, and why.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleFigure<T> {
    /// The figure.
    Shown(T),
    /// Kept back.
    Withheld(Withheld),
    /// Not there.
    Absent(NoReliability),
}

/// One measure as a scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scale {
    /// The measure.
    pub measure: MeasureId,
    /// How it is worked out.
    pub kind: MeasureKind,
    /// People who answered all of its items.
    pub people: Figure<u64>,
    /// Cronbach's alpha.
    pub alpha: ScaleFigure<AlphaFigure>,
    /// `McDonald`'s omega.
    pub omega: ScaleFigure<f64>,
    /// Share of people with the lowest sum that there can be.
    pub floor: Figure<f64>,
    /// Share of people with the highest.
    pub ceiling: Figure<f64>,
    /// Its items.
    pub items: Vec<ScaleItem>,
}

/// Cronbach's alpha with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AlphaFigure {
    /// Alpha.
    pub value: f64,
    /// Lower end of its interval.
    pub lower: f64,
    /// Upper end of its interval.
    pub upper: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Alpha of items brought to the same spread.
    pub standardised: Option<f64>,
    /// Mean correlation of two items.
    pub mean_correlation: f64,
    /// Items that were taken in.
    pub items: usize,
}

/// One item of a scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScaleItem {
    /// The item.
    pub item: ItemId,
    /// Alpha of the other items.
    pub alpha_if_left_out: ScaleFigure<f64>,
    /// Correlation with the sum of the other items.
    pub with_rest: ScaleFigure<f64>,
    /// Share of these people at the lowest point.
    pub floor: Figure<f64>,
    /// Share of these people at the highest point.
    pub ceiling: Figure<f64>,
}

impl<T> ScaleFigure<T> {
    /// The figure, where it is shown.
    pub fn shown(self) -> Option<T> {
        match self {
            Self::Shown(figure) => Some(figure),
            _ => None,
        }
    }
}

impl Policy {
    /// Fewest people of whom a scale is told under a policy that protects people: with fewer, so many figures about so few
    /// answers would begin to tell the answers, and would say little of the scale.
    pub const FEWEST_OF_A_SCALE: u64 = 30;

    /// Releases figures about the scales of an instrument.
    ///
    /// Nothing is told of a measure that fewer than [`Policy::FEWEST_OF_A_SCALE`] people answered wholly. People at the
    /// ends of a measure are kept back where they, or the others, are few. How these people are spread over the points of
    /// a single item is told internally alone: beside the answers of all who answered the item, as a benchmark has them,
    /// it would tell the answers of those few who left another item out. How many people there are is rounded as the
    /// respondents of a benchmark are.
    pub fn apply_scales(
        &self,
        scorer: &Scorer,
        sums: &ScaleSums,
        confidence: Confidence,
    ) -> Released<Scales> {
        let instrument = scorer.instrument();
        let measure = |(at, measure): (usize, &poet_core::Measure)| {
            let items = measure.items().iter();
            let items: Vec<ItemId> = items
                .map(|&item| instrument.items()[item].id().clone())
                .collect();
            let scale = Measured {
                policy: self,
                products: sums.products(at),
                ends: sums.ends(at),
            };
            Scale {
                measure: measure.id().clone(),
                kind: measure.kind(),
                people: scale.people(),
                alpha: scale.alpha(confidence),
                omega: scale.told(omega(scale.products).map(|found| found.omega)),
                floor: scale.end(scale.ends.floor),
                ceiling: scale.end(scale.ends.ceiling),
                items: scale.items(items),
            }
        };
        Released::new(Scales {
            origin: Origin::of(instrument),
            policy: self.preset,
            fewest: self.rule.map_or(1, |_| self.fewest()),
            audience: self.audience(),
            method: ScaleMethod::new(confidence),
            measures: instrument
                .measures()
                .iter()
                .enumerate()
                .map(measure)
                .collect(),
        })
    }

    fn fewest(&self) -> u64 {
        Self::FEWEST_OF_A_SCALE.max(self.threshold())
    }
}

impl ScaleMethod {
    fn new(confidence: Confidence) -> Self {
        Self {
            confidence: confidence.level(),
            alpha: "Cronbach (1951)",
            interval: "Feldt, Woodruff and Salih (1987)",
            standard_error: "Duhachek and Iacobucci (2004)",
            omega: "McDonald (1999), one factor by minimal residuals, three items in closed form",
            cases: "people who answered every item of the measure",
        }
    }
}

/// The sums of one measure under a policy.
struct Measured<'a> {
    policy: &'a Policy,
    products: &'a CrossProducts,
    ends: &'a ScaleEnds,
}

impl Measured<'_> {
    fn is_hidden(&self) -> bool {
        let people = self.products.people();
        self.policy.rule.is_some() && people > 0 && people < self.policy.fewest()
    }

    fn told(&self, figure: Result<f64, NoReliability>) -> ScaleFigure<f64> {
        self.shown(figure, |value| self.policy.share(value))
    }

    fn shown<T, U>(
        &self,
        figure: Result<T, NoReliability>,
        show: impl FnOnce(T) -> U,
    ) -> ScaleFigure<U> {
        match figure {
            _ if self.is_hidden() => ScaleFigure::Withheld(CONFIDENTIAL),
            Ok(figure) => ScaleFigure::Shown(show(figure)),
            Err(why) => ScaleFigure::Absent(why),
        }
    }

    fn people(&self) -> Figure<u64> {
        let people = self.products.people();
        if self.is_hidden() {
            return Figure::Withheld(CONFIDENTIAL);
        }
        let rounding = self.policy.respondents;
        Figure::Shown(rounding.map_or(people, |rounding| rounding.round(people)))
    }

    fn alpha(&self, confidence: Confidence) -> ScaleFigure<AlphaFigure> {
        let found = alpha(self.products).and_then(|found| {
            let limits = found
                .limits(confidence.level())
                .ok_or(NoReliability::TooFewPeople)?;
            Ok((found, limits))
        });
        let round = |value: f64| self.policy.share(value);
        self.shown(found, |(found, limits)| AlphaFigure {
            value: round(found.alpha),
            lower: round(limits.lower),
            upper: round(limits.upper),
            standard_error: round(found.standard_error),
            standardised: found.standardised.map(round),
            mean_correlation: round(found.mean_correlation),
            items: found.items,
        })
    }

    /// A share of the people at one end of the measure.
    fn end(&self, count: u64) -> Figure<f64> {
        let people = self.products.people();
        let few = |rule: crate::suppression::Rule| rule.withholds_share(count, people) != Ok(false);
        match people {
            0 => Figure::Absent(Absent::NoAnswers),
            _ if self.is_hidden() || self.policy.rule.is_some_and(few) => {
                Figure::Withheld(CONFIDENTIAL)
            }
            _ => Figure::Shown(self.policy.share(self.of_people(count))),
        }
    }

    /// `count` people as a share of all, of the counts that the policy works shares out from.
    fn of_people(&self, count: u64) -> f64 {
        let people = self.products.people();
        let [count, people] = match self.policy.shares_from() {
            SharesFrom::Exact => [count, people],
            SharesFrom::RoundedCounts => [count, people].map(|n| self.policy.people(n)),
        };
        count as f64 / people as f64
    }

    fn items(&self, items: Vec<ItemId>) -> Vec<ScaleItem> {
        let left_out = alpha_if_left_out(self.products);
        let analysis = item_analysis(self.products);
        let one = |(at, item): (usize, ItemId)| {
            let alpha = left_out.as_ref().map_err(|why| *why).and_then(|all| {
                let own = all.iter().find(|left| left.item == at);
                own.map_or(Err(NoReliability::NoVariation), |left| left.alpha)
            });
            let with_rest = analysis.as_ref().map_err(|why| *why).and_then(|all| {
                let own = all.iter().find(|own| own.item == at);
                own.and_then(|own| own.with_rest)
                    .ok_or(NoReliability::NoVariation)
            });
            let [floor, ceiling] = self.ends.items[at].map(|count| match self.policy.rule {
                Some(_) => Figure::Withheld(CONFIDENTIAL),
                None => self.end(count),
            });
            ScaleItem {
                item,
                alpha_if_left_out: self.told(alpha),
                with_rest: self.told(with_rest),
                floor,
                ceiling,
            }
        };
        items.into_iter().enumerate().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response, ResponseTable};

    use super::*;
    use crate::release::round::decimals;

    /// The eight items of ASCOF 1A as so many people answered them, each item a little beside the person's own level.
    fn released(policy: &Policy, people: u32) -> Scale {
        let key = "ascs-core@2020-21".parse().unwrap();
        let scorer = Scorer::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let mut table = ResponseTable::new(scorer.instrument());
        for at in 0..people {
            let mut response =
                Response::new(format!("r-{at}").parse().unwrap(), "north".parse().unwrap());
            for (item, beside) in ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"]
                .iter()
                .zip([3, 5, 7, 9, 11, 13, 17, 19])
            {
                let point = 1 + (at % 4 + u32::from(at % beside == 0)).min(3);
                let answer = Answer::Choice(point.to_string().parse().unwrap());
                response = response.with(item.parse().unwrap(), answer);
            }
            table.push(&response).unwrap();
        }
        table.route();
        let mut sums = ScaleSums::new(&scorer).unwrap();
        sums.add_table(&scorer, &table).unwrap();
        policy
            .apply_scales(&scorer, &sums, Confidence::P95)
            .measures[0]
            .clone()
    }

    #[test]
    fn few_complete_cases_are_kept_back_whatever_the_threshold() {
        let few = released(&Policy::ascs(), 29);
        assert!(few.people.is_withheld() && few.floor.is_withheld());
        assert_eq!(few.alpha, ScaleFigure::Withheld(CONFIDENTIAL));
        assert_eq!(few.items[0].with_rest, ScaleFigure::Withheld(CONFIDENTIAL));
        let enough = released(&Policy::ascs(), 30);
        let alpha = enough.alpha.shown().unwrap();
        assert!(alpha.lower < alpha.value && alpha.value < alpha.upper && alpha.items == 8);
        assert!(released(&Policy::internal(), 5).alpha.shown().is_some());
    }

    #[test]
    fn the_spread_of_single_items_is_for_staff_alone() {
        let open = released(&Policy::strict(), 200);
        assert!(
            open.items
                .iter()
                .all(|item| item.floor.is_withheld() && item.ceiling.is_withheld())
        );
        assert!(
            open.items
                .iter()
                .all(|item| item.alpha_if_left_out.shown().is_some())
        );
        let staff = released(&Policy::internal(), 200);
        assert!(staff.items[0].floor.shown().is_some());
    }

    #[test]
    fn ends_are_shares_of_rounded_counts_where_the_policy_promises_them() {
        let exact = released(&Policy::internal(), 102);
        let nhs = released(&Policy::nhs_sub_national(), 102);
        assert_eq!(nhs.people, Figure::Shown(100));
        let ends = [(exact.floor, nhs.floor), (exact.ceiling, nhs.ceiling)];
        let shown = ends
            .into_iter()
            .filter_map(|(exact, nhs)| Some((exact.shown()?, nhs.shown()?)));
        let shown: Vec<(f64, f64)> = shown.collect();
        assert!(!shown.is_empty());
        for (exact, nhs) in shown {
            let to_five = (exact * 102.0 / 5.0).round() * 5.0;
            assert_eq!(nhs.to_bits(), decimals(to_five / 100.0, 3).to_bits());
            assert!(
                (nhs - exact).abs() > 1e-3,
                "{nhs} of exact counts is {exact}"
            );
        }
    }

    #[test]
    fn nobody_is_absent_and_not_kept_back() {
        let nobody = released(&Policy::strict(), 0);
        assert_eq!(
            nobody.alpha,
            ScaleFigure::Absent(NoReliability::TooFewPeople)
        );
        assert_eq!(nobody.floor, Figure::Absent(Absent::NoAnswers));
    }
}
