//! How much places vary on an item, and where each stands.

use crate::Absent;
use crate::estimate::{Confidence, Interval, Proportion};
use crate::funnel::{
    FunnelBand, FunnelLimits, Overdispersion, Scale, Target, Winsorised, overdispersion, z_values,
};
use crate::variation::{
    AnovaIcc, PlaceEstimate, RandomIntercept, Rank, Shrinkage, Shrunk, anova_icc, random_intercept,
    ranks, shrink,
};

use super::ItemFindings;

/// How much places vary on an item, and where each stands among them.
///
/// The target is the pooled share of these places, each included, as the published method has it. Standard errors of
/// shares are those at the target, so that a place where everybody agrees has one too.
#[derive(Clone, PartialEq)]
pub struct VariationFindings {
    /// Places that are counted.
    pub places: usize,
    /// The middle of the funnel.
    pub target: Target,
    /// How much more places differ than chance explains.
    pub overdispersion: Overdispersion,
    /// Variance of the log odds between places.
    pub model: Result<RandomIntercept, Absent>,
    /// How alike the answers of one place are.
    pub icc: Result<AnovaIcc, Absent>,
    /// Shares drawn towards their mean.
    pub shrinkage: Shrinkage,
    /// Each place, in the order of [`Findings::places`](crate::Findings::places).
    pub standings: Vec<Result<PlaceStanding, Absent>>,
}

/// Where one place stands among all.
#[derive(Clone, Copy, PartialEq)]
pub struct PlaceStanding {
    /// Share of the place less the target, in standard errors at the target.
    pub z: f64,
    /// Place in the funnel.
    pub funnel: FunnelPlace,
    /// Place in the funnel widened by the variance between places; absent where it is not to be widened.
    pub adjusted: Result<FunnelPlace, Absent>,
    /// Share drawn towards the mean of all places.
    pub shrunk: Shrunk,
    /// Range of the shrunk share.
    pub interval: Interval,
    /// Rank by the shrunk share, the highest first.
    pub rank: Rank,
}

/// Limits of a place, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelPlace {
    /// The limits for its number of people.
    pub limits: FunnelLimits,
    /// Where its share lies.
    pub band: FunnelBand,
}

impl ItemFindings {
    /// How much the organisations vary on this item, from the exact counts of all that have answers.
    ///
    /// # Errors
    ///
    /// [`Absent::NotJudged`] where no answer is better than another, [`Absent::TooFewPlaces`] under two places with
    /// answers, [`Absent::Degenerate`] where everybody answered alike.
    pub fn variation(&self, confidence: Confidence) -> Result<VariationFindings, Absent> {
        self.variation_among(|_| true, confidence)
    }

    /// As [`variation`](Self::variation), from those places alone that are shown.
    pub(crate) fn variation_among(
        &self,
        shown: impl Fn(usize) -> bool,
        confidence: Confidence,
    ) -> Result<VariationFindings, Absent> {
        if !self.judged.readings.is_evaluative() {
            return Err(Absent::NotJudged);
        }
        let places = self.places.iter().enumerate();
        let shares: Vec<Result<Proportion, Absent>> = places
            .map(|(row, place)| match shown(row) {
                true => place
                    .headline
                    .map(|headline| headline.favourable.proportion),
                false => Err(Absent::NotPublished),
            })
            .collect();
        VariationFindings::new(&shares, confidence)
    }
}

impl VariationFindings {
    /// How much the places with a share vary.
    pub(crate) fn new(
        shares: &[Result<Proportion, Absent>],
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let counted: Vec<Proportion> = shares.iter().filter_map(|s| s.ok()).collect();
        if counted.len() < 2 {
            return Err(Absent::TooFewPlaces);
        }
        let target = Target::pooled(&counted)?;
        let spread = overdispersion(&counted, target, Scale::Plain, Winsorised::TENTH)?;
        let shrinkage = shrink(&at_target(&counted, target)?)?;
        let shrunk = every_one(&shrinkage)?;
        let ranks = ranks(&ranked(&shrunk, shrinkage.tau_squared)?, confidence)?;
        let distances = z_values(&counted, target, Scale::Plain)?;
        let mut standings = counted
            .iter()
            .zip(distances)
            .zip(shrunk.into_iter().zip(ranks))
            .map(|((share, z), (shrunk, rank))| PlaceStanding {
                z,
                funnel: FunnelPlace::of(*share, FunnelLimits::new(target, share.n())),
                adjusted: adjusted(*share, target, &spread),
                interval: within_shares(shrunk.interval(confidence)),
                shrunk,
                rank,
            });
        let standings = shares
            .iter()
            .map(|share| share.and_then(|_| standings.next().ok_or(Absent::NoAnswers)))
            .collect();
        Ok(Self {
            places: counted.len(),
            target,
            overdispersion: spread,
            model: random_intercept(&counted),
            icc: anova_icc(&counted),
            shrinkage,
            standings,
        })
    }
}

impl FunnelPlace {
    /// Limits are there for every base; without them a share is inside.
    fn of<E>(share: Proportion, limits: Result<FunnelLimits, E>) -> Self {
        let limits = limits.unwrap_or(FunnelLimits::ALL);
        Self {
            band: limits.band(share.share()),
            limits,
        }
    }
}

/// Shares with their standard errors at the target, one a place.
fn at_target(places: &[Proportion], target: Target) -> Result<Vec<Option<PlaceEstimate>>, Absent> {
    let variance = target.share() * (1.0 - target.share());
    let place = |place: &Proportion| {
        let error = (variance / place.n()).sqrt();
        estimate(place.share(), error).map(Some)
    };
    places.iter().map(place).collect()
}

/// The shrunk share of each place; an error where one is missing, so that none can stand in another's position.
fn every_one(shrinkage: &Shrinkage) -> Result<Vec<Shrunk>, Absent> {
    let places = shrinkage.places.iter().copied();
    places.collect::<Option<_>>().ok_or(Absent::Degenerate)
}

/// An estimate, where there can be one.
fn estimate(value: f64, error: f64) -> Result<PlaceEstimate, Absent> {
    PlaceEstimate::new(value, error).map_err(|_| Absent::Degenerate)
}

/// What places are ranked by: shrunk shares around their true values. Where places do not vary more than by chance,
/// none can be told from another, and each may have any rank.
fn ranked(places: &[Shrunk], tau_squared: f64) -> Result<Vec<PlaceEstimate>, Absent> {
    let place = |shrunk: &Shrunk| match tau_squared <= 0.0 {
        true => estimate(0.0, 1.0),
        false => estimate(shrunk.value, shrunk.deviation),
    };
    places.iter().map(place).collect()
}

/// The place in the widened funnel, or why it is not widened.
fn adjusted(
    share: Proportion,
    target: Target,
    spread: &Overdispersion,
) -> Result<FunnelPlace, Absent> {
    match (spread.is_found(), spread.adjusts()) {
        (false, _) => Err(Absent::WithinChance),
        (true, false) => Err(Absent::TooFewPlaces),
        (true, true) => Ok(FunnelPlace::of(share, spread.limits(target, share.n()))),
    }
}

/// A range cut at 0 and 1.
fn within_shares(range: Interval) -> Interval {
    Interval {
        lower: range.lower.clamp(0.0, 1.0),
        upper: range.upper.clamp(0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{VariationFindings, every_one, ranked};
    use crate::Absent;
    use crate::estimate::{Confidence, Proportion};
    use crate::funnel::FunnelBand;

    fn found(counts: &[(u32, u32)]) -> Result<VariationFindings, Absent> {
        let share = |&(x, n): &(u32, u32)| Proportion::of_people(x, n - x);
        let shares: Vec<_> = counts.iter().map(share).collect();
        VariationFindings::new(&shares, Confidence::P95)
    }

    #[test]
    fn a_place_without_answers_is_in_no_target_and_keeps_its_position() {
        let with = found(&[(30, 100), (0, 0), (60, 100), (50, 100)]).unwrap();
        let without = found(&[(30, 100), (60, 100), (50, 100)]).unwrap();
        assert_eq!((with.places, with.target), (3, without.target));
        assert_eq!(with.standings[1].err(), Some(Absent::NoAnswers));
        assert!(with.standings[2] == without.standings[1]);
    }

    #[test]
    fn under_ten_places_the_funnel_is_not_widened_and_says_why() {
        let three = found(&[(30, 100), (60, 100), (50, 100)]).unwrap();
        let standing = three.standings[0].unwrap();
        assert_eq!(standing.adjusted.err(), Some(Absent::TooFewPlaces));
        assert_eq!(standing.funnel.band, FunnelBand::Low998);
        let alike = found(&[(50, 100); 12]).unwrap();
        let standing = alike.standings[0].unwrap();
        assert_eq!(standing.adjusted.err(), Some(Absent::WithinChance));
    }

    #[test]
    fn places_that_do_not_vary_may_have_any_rank() {
        let alike = found(&[(50, 100), (51, 100), (49, 100), (50, 100)]).unwrap();
        for standing in alike.standings.iter().map(|s| s.unwrap()) {
            assert_eq!((standing.rank.lower, standing.rank.upper), (1, 4));
            assert!((standing.shrunk.value - 0.5).abs() < 1e-12);
        }
    }

    #[test]
    fn a_place_that_cannot_be_ranked_shifts_no_other() {
        let places = found(&[(30, 100), (60, 100), (50, 100)]).unwrap();
        let mut shrunk = every_one(&places.shrinkage).unwrap();
        assert_eq!(ranked(&shrunk, 1.0).map(|ranked| ranked.len()), Ok(3));
        shrunk[1].deviation = -1.0;
        assert_eq!(ranked(&shrunk, 1.0).err(), Some(Absent::Degenerate));
        let mut missing = places.shrinkage;
        missing.places[1] = None;
        assert_eq!(every_one(&missing).err(), Some(Absent::Degenerate));
    }

    #[test]
    fn one_place_and_one_opinion_have_no_variation() {
        assert_eq!(found(&[(3, 9)]).err(), Some(Absent::TooFewPlaces));
        assert_eq!(found(&[(9, 9), (4, 4)]).err(), Some(Absent::Degenerate));
    }

    #[test]
    fn a_place_where_everybody_agrees_is_shrunk_too() {
        let agreed = found(&[(12, 12), (50, 100), (40, 100), (70, 100)]).unwrap();
        let shrunk = agreed.standings[0].unwrap().shrunk;
        assert!(shrunk.value < 1.0 && shrunk.value > agreed.shrinkage.mean);
    }
}
