//! How much places vary, as it leaves.

use serde::Serialize;

use super::apply::{CONFIDENTIAL, Releasing};
use super::cover::{Cover, Part};
use super::{Figure, RangeFigure};
use crate::estimate::{Confidence, Difference, Interval};
use crate::findings::{FunnelPlace, ItemFindings, PlaceStanding, VariationFindings};
use crate::funnel::{
    FunnelBand, FunnelLimits, LimitMethod, Overdispersion, Scale, Target, Winsorised,
};
use crate::suppression::Line;
use crate::variation::{AnovaIcc, RandomIntercept, latent_icc, median_odds_ratio};
use crate::{Absent, Error};

/// How much places vary on an item, worked out from those places alone whose favourable share is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariationFigure {
    /// Places that are counted.
    pub places: usize,
    /// Favourable share of these places together, each included: the middle of the funnel.
    pub target: f64,
    /// How much more places differ than chance explains.
    pub overdispersion: OverdispersionFigure,
    /// Variance of the log odds between places, and what follows from it.
    pub between: Figure<BetweenFigure>,
    /// How alike the answers of one place are.
    pub anova_icc: Figure<AnovaFigure>,
    /// How shares are drawn towards their mean.
    pub shrinkage: ShrinkageFigure,
    /// Where each place stands, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub standings: Vec<Figure<StandingFigure>>,
}

/// How much more places differ than chance explains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OverdispersionFigure {
    /// Scale of the distances.
    pub scale: Scale,
    /// Part of the places at each end whose distance is cut.
    pub winsorised: Winsorised,
    /// Mean squared distance from the target in standard errors; about 1 by chance alone.
    pub phi: f64,
    /// Variance between places.
    pub tau_squared: f64,
    /// Whether the limits are widened by it.
    pub widened: Widened,
}

/// Whether the limits of a funnel are widened.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Widened {
    /// Places differ by more than chance, and are enough to tell by how much.
    Yes,
    /// Places differ by no more than chance.
    WithinChance,
    /// Places differ by more than chance, but are too few to tell by how much.
    TooFewPlaces,
}

/// Variance between places, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BetweenFigure {
    /// Log odds of a favourable answer in the middle place.
    pub intercept: f64,
    /// Variance of the log odds.
    pub variance: f64,
    /// Of two places picked at random, how many times as high the odds are in the higher one, in the middle case.
    pub median_odds_ratio: f64,
    /// Part of the variation that lies between places.
    pub latent_icc: f64,
    /// Share in the middle place, and the range in which 95 % of the places lie.
    pub range: RangeFigure,
}

/// Analysis of variance by place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AnovaFigure {
    /// Intraclass correlation; may be negative.
    pub icc: f64,
    /// The same, 0 where it is negative.
    pub truncated: f64,
    /// How many times larger the variance of a pooled share is for it.
    pub design_effect: f64,
}

/// How shares are drawn towards their mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ShrinkageFigure {
    /// Mean of the places.
    pub mean: f64,
    /// Variance between places.
    pub tau_squared: f64,
    /// Part of the variation of shares that is not chance.
    pub i_squared: f64,
}

/// Where one place stands among all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StandingFigure {
    /// Share of the place less the target, in standard errors.
    pub z: f64,
    /// Place in the funnel.
    pub funnel: FunnelFigure,
    /// Place in the funnel widened by the variance between places.
    pub adjusted: Figure<FunnelFigure>,
    /// Share drawn towards the mean of all places; never the share itself.
    pub shrunk: RangeFigure,
    /// Part of the way from the share to the mean.
    pub shrinkage: f64,
    /// Rank by the shrunk share, the highest first.
    pub rank: RankFigure,
}

/// Limits of a released funnel for so many people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureLimits {
    /// What chance alone explains.
    pub chance: FunnelLimits,
    /// Widened by the variance between places; nothing where the release does not widen them.
    pub widened: Option<FunnelLimits>,
}

/// Limits for the people of a place, and where its share lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FunnelFigure {
    /// How the limits were worked out.
    pub method: LimitMethod,
    /// Where the share lies.
    pub band: FunnelBand,
    /// Lower 95 % limit.
    pub lower_95: f64,
    /// Upper 95 % limit.
    pub upper_95: f64,
    /// Lower 99.8 % limit.
    pub lower_99_8: f64,
    /// Upper 99.8 % limit.
    pub upper_99_8: f64,
}

/// A rank with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RankFigure {
    /// Rank to be expected.
    pub expected: f64,
    /// Highest rank that is plausible.
    pub lower: usize,
    /// Lowest rank that is plausible.
    pub upper: usize,
    /// Probability of being among the highest quarter.
    pub top_quarter: f64,
}

impl VariationFigure {
    /// Limits of the funnel for `n` people, from the figures as they are released: those of chance alone, and those widened
    /// by the variance between places where the release widens them.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] for an `n` that is no number of people, [`Absent::NoAnswers`] for nobody, [`Error::Share`] where the
    /// target is no share.
    pub fn limits(&self, n: f64) -> Result<FigureLimits, Error> {
        let target = Target::new(self.target)?;
        let spread = Overdispersion {
            places: self.places,
            scale: self.overdispersion.scale,
            phi: self.overdispersion.phi,
            tau_squared: self.overdispersion.tau_squared,
        };
        let widened = match self.overdispersion.widened {
            Widened::Yes => Some(spread.limits(target, n)?),
            Widened::WithinChance | Widened::TooFewPlaces => None,
        };
        Ok(FigureLimits {
            chance: FunnelLimits::new(target, n)?,
            widened,
        })
    }
}

impl StandingFigure {
    /// Place in the funnel that counts: the widened one, where there is one.
    pub fn settled(&self) -> FunnelFigure {
        self.adjusted.shown().unwrap_or(self.funnel)
    }
}

impl BetweenFigure {
    /// Shares of two places as far apart as two places picked at random are in the middle case, around the middle place:
    /// their odds differ by the median odds ratio. Lower, then higher.
    ///
    /// # Source
    ///
    /// Larsen and Merlo (2005), Am. J. Epidemiol. 161:81-88, doi:10.1093/aje/kwi017.
    pub fn two_places(&self) -> (f64, f64) {
        let odds = self.range.value / (1.0 - self.range.value).max(f64::EPSILON);
        let apart = self.median_odds_ratio.max(1.0).sqrt();
        let share = |odds: f64| odds / (1.0 + odds);
        (share(odds / apart), share(odds * apart))
    }
}

impl Releasing<'_> {
    /// Works out anew how much places vary, from those that are shown.
    pub(super) fn variation(
        &self,
        item: &ItemFindings,
        cover: &Cover,
        confidence: Confidence,
    ) -> Figure<VariationFigure> {
        let hidden = |row| {
            let line = Line::Row(row);
            cover.hides(line, Part::Base) || cover.hides(line, Part::Favourable)
        };
        let found = item.variation_among(|row| !hidden(row), confidence);
        found.map(|found| self.varying(&found, hidden)).into()
    }

    fn varying(
        &self,
        found: &VariationFindings,
        hidden: impl Fn(usize) -> bool,
    ) -> VariationFigure {
        let standings = found.standings.iter().enumerate();
        let standing = |(row, standing): (usize, &Result<PlaceStanding, Absent>)| match (
            hidden(row),
            standing,
        ) {
            (true, _) => Figure::Withheld(CONFIDENTIAL),
            (false, Ok(standing)) => Figure::Shown(self.standing(standing)),
            (false, Err(absent)) => Figure::Absent(*absent),
        };
        VariationFigure {
            places: found.places,
            target: self.policy.share(found.target.share()),
            overdispersion: self.overdispersion(&found.overdispersion),
            between: found.model.map(|model| self.between(&model)).into(),
            anova_icc: found.icc.map(|icc| self.anova(&icc)).into(),
            shrinkage: ShrinkageFigure {
                mean: self.policy.share(found.shrinkage.mean),
                tau_squared: self.policy.variance(found.shrinkage.tau_squared),
                i_squared: self.policy.share(found.shrinkage.i_squared),
            },
            standings: standings.map(standing).collect(),
        }
    }

    fn overdispersion(&self, found: &Overdispersion) -> OverdispersionFigure {
        OverdispersionFigure {
            scale: found.scale,
            winsorised: Winsorised::TENTH,
            phi: self.policy.z(found.phi),
            tau_squared: self.policy.variance(found.tau_squared),
            widened: match (found.is_found(), found.adjusts()) {
                (false, _) => Widened::WithinChance,
                (true, false) => Widened::TooFewPlaces,
                (true, true) => Widened::Yes,
            },
        }
    }

    fn between(&self, model: &RandomIntercept) -> BetweenFigure {
        let interval = model.range(Confidence::P95);
        BetweenFigure {
            intercept: self.policy.z(model.intercept),
            variance: self.policy.p(model.variance.value()),
            median_odds_ratio: self.policy.z(median_odds_ratio(model.variance)),
            latent_icc: self.policy.share(latent_icc(model.variance)),
            range: self.policy.range(Difference {
                estimate: model.middle(),
                interval,
            }),
        }
    }

    fn anova(&self, found: &AnovaIcc) -> AnovaFigure {
        AnovaFigure {
            icc: self.policy.share(found.icc),
            truncated: self.policy.share(found.truncated()),
            design_effect: self.policy.z(found.design_effect()),
        }
    }

    fn standing(&self, standing: &PlaceStanding) -> StandingFigure {
        let Interval { lower, upper } = standing.interval;
        StandingFigure {
            z: self.policy.z(standing.z),
            funnel: self.funnel(&standing.funnel),
            adjusted: standing.adjusted.map(|place| self.funnel(&place)).into(),
            shrunk: RangeFigure {
                value: self.policy.share(standing.shrunk.value),
                lower: self.policy.share(lower),
                upper: self.policy.share(upper),
            },
            shrinkage: self.policy.share(standing.shrunk.shrinkage),
            rank: RankFigure {
                expected: self.policy.mean(standing.rank.expected),
                lower: standing.rank.lower,
                upper: standing.rank.upper,
                top_quarter: self.policy.share(standing.rank.top_quarter),
            },
        }
    }

    fn funnel(&self, place: &FunnelPlace) -> FunnelFigure {
        let (inner, outer) = (place.limits.p95, place.limits.p998);
        FunnelFigure {
            method: place.limits.method,
            band: place.band,
            lower_95: self.policy.share(inner.lower),
            upper_95: self.policy.share(inner.upper),
            lower_99_8: self.policy.share(outer.lower),
            upper_99_8: self.policy.share(outer.upper),
        }
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response};

    use super::{VariationFigure, Widened};
    use crate::release::{Figure, ItemResult, Policy};
    use crate::tally::Tally;
    use crate::{Absent, Findings, Settings};

    /// Dignity where so many of so many people in each place got better.
    fn dignity(policy: Policy, counts: &[(usize, usize)]) -> ItemResult {
        let key = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        for (at, &(better, people)) in counts.iter().enumerate() {
            for person in 0..people {
                let point = if person < better { "1" } else { "4" };
                let place = format!("place_{at:02}").parse().unwrap();
                let response = Response::new("r".parse().unwrap(), place);
                let answer = Answer::Choice(point.parse().unwrap());
                tally
                    .add(&response.with("dignity".parse().unwrap(), answer))
                    .unwrap();
            }
        }
        let released = policy.apply(&Findings::new(&tally, &Settings::default()));
        let mut items = released.items.iter();
        let dignity = items.find(|item| item.item.as_str() == "dignity");
        dignity.unwrap().clone()
    }

    fn found(item: &ItemResult) -> &VariationFigure {
        item.variation.as_ref().shown().unwrap()
    }

    #[test]
    fn a_place_that_is_kept_back_is_in_no_target_and_in_no_rank() {
        let counts = [(30, 60), (40, 60), (20, 60), (1, 4), (45, 60), (25, 60)];
        let item = dignity(Policy::strict(), &counts);
        let found = found(&item);
        let shown = item.places.iter().map(|cell| cell.favourable.shown());
        let shown: Vec<bool> = shown.map(|share| share.is_some()).collect();
        assert!(!shown[3]);
        let pooled = counts.iter().zip(&shown).filter(|(_, shown)| **shown);
        let (better, people) = pooled.fold((0, 0), |sum, (of, _)| (sum.0 + of.0, sum.1 + of.1));
        assert!((found.target - better as f64 / people as f64).abs() <= 0.0005);
        assert_eq!(found.places, shown.iter().filter(|shown| **shown).count());
        for (standing, shown) in found.standings.iter().zip(shown) {
            assert_eq!(standing.is_withheld(), !shown);
            assert!(
                standing
                    .shown()
                    .is_none_or(|s| s.rank.upper <= found.places)
            );
        }
    }

    #[test]
    fn what_a_place_that_is_kept_back_answered_changes_no_figure() {
        let with = |better| {
            let counts = [
                (30, 60),
                (40, 60),
                (20, 60),
                (better, 4),
                (45, 60),
                (25, 60),
            ];
            dignity(Policy::strict(), &counts).variation
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn funnels_are_widened_from_ten_places_and_phi_is_always_told() {
        let counts: Vec<(usize, usize)> = (0..12).map(|at| (20 + 4 * at, 80)).collect();
        let many = dignity(Policy::strict(), &counts);
        assert_eq!(found(&many).overdispersion.widened, Widened::Yes);
        assert!(found(&many).between.shown().unwrap().median_odds_ratio > 1.2);
        let few = dignity(Policy::strict(), &counts[3..10]);
        assert_eq!(found(&few).overdispersion.widened, Widened::TooFewPlaces);
        assert!(found(&few).overdispersion.phi > 1.0);
        let standing = found(&few).standings[0].shown().unwrap();
        assert_eq!(standing.adjusted, Figure::Absent(Absent::TooFewPlaces));
    }

    #[test]
    fn one_place_does_not_vary() {
        let alone = dignity(Policy::internal(), &[(30, 60)]);
        assert_eq!(alone.variation, Figure::Absent(Absent::TooFewPlaces));
    }

    #[test]
    fn limits_for_the_people_of_a_place_are_those_released_for_it() {
        let near = |a: f64, b: f64| (a - b).abs() < 0.002;
        let apart: Vec<_> = (0..12).map(|at| (10 + 7 * at, 100)).collect();
        let alike = [(30, 60), (31, 60), (29, 60), (30, 60), (31, 60)];
        for counts in [&apart[..], &alike] {
            let item = dignity(Policy::strict(), counts);
            let found = found(&item);
            let standing = found.standings[0].shown().unwrap();
            let limits = found.limits(counts[0].1 as f64).unwrap();
            assert!(near(limits.chance.p95.lower, standing.funnel.lower_95));
            assert_eq!(
                limits.widened.is_some(),
                found.overdispersion.widened == Widened::Yes
            );
            let settled = limits.widened.unwrap_or(limits.chance);
            assert!(near(settled.p998.lower, standing.settled().lower_99_8));
            assert!(near(settled.p998.upper, standing.settled().upper_99_8));
            assert!(found.limits(0.0).is_err() && found.limits(-1.0).is_err());
        }
    }

    /// By hand: odds of 1 in the middle place, 4 times as high in one as in the other: 1/2 and 2, so 1/3 and 2/3.
    #[test]
    fn the_odds_of_two_places_differ_by_the_median_odds_ratio() {
        let between = super::BetweenFigure {
            intercept: 0.0,
            variance: 0.0,
            median_odds_ratio: 4.0,
            latent_icc: 0.0,
            range: super::RangeFigure {
                value: 0.5,
                lower: 0.1,
                upper: 0.9,
            },
        };
        let (low, high) = between.two_places();
        assert!((low - 1.0 / 3.0).abs() < 1e-15 && (high - 2.0 / 3.0).abs() < 1e-15);
    }
}
