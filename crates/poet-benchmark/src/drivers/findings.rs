//! Every outcome against every condition.

use std::num::NonZeroUsize;
use std::thread;

use serde::Serialize;

use super::cluster::{Covariance, CovarianceBasis, cluster_robust};
use super::counts::DriverCounts;
use super::e_value::EValue;
use super::effect::{Ratio, Standardised, Unadjusted, standardised, unadjusted};
use super::fit::{Fit, FitMethod};
use super::logistic::fit;
use super::nested::{Nested, nested};
use super::pattern::Patterns;
use super::plan::DriverPlan;
use super::profile::profile;
use super::profiles::{Covariate, Profiles};
use crate::compare::{Adjustment, adjust};
use crate::estimate::{Confidence, Proportion};
use crate::tally::Tally;
use crate::{Absent, Error, Origin};

/// Which conditions go with which outcomes: exact figures, which leave by
/// [`Policy::apply_drivers`](crate::release::Policy::apply_drivers) alone.
#[derive(Clone, PartialEq)]
pub struct Drivers {
    /// What the figures were worked out from and by.
    pub origin: Origin,
    /// Confidence of the intervals.
    pub confidence: Confidence,
    pub(crate) plan: DriverPlan,
    pub(crate) people: u64,
    /// Every outcome by every condition, outcome by outcome.
    pub(crate) pairs: Vec<Pair>,
    /// Pairs whose people lie within those of another.
    pub(crate) nested: Vec<Nested>,
    /// Everybody counted, item by item.
    pub(crate) tally: Tally,
}

/// One outcome against one condition.
#[derive(Clone, PartialEq)]
pub(crate) struct Pair {
    pub(crate) outcome: usize,
    pub(crate) condition: usize,
    /// People without and with the condition, and of these without and with the outcome; complete cases.
    pub(crate) table: [[u64; 2]; 2],
    /// The same of everybody who answered both, whatever else they answered.
    pub(crate) all_both: [[u64; 2]; 2],
    /// People who answered the outcome: without and with it, whatever else they answered.
    pub(crate) all_outcomes: [u64; 2],
    /// People who answered the condition: without and with it, whatever else they answered.
    pub(crate) all_conditions: [u64; 2],
    pub(crate) adjusted: Result<Adjusted, Absent>,
}

/// An association with the covariates held alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Adjusted {
    pub(crate) method: FitMethod,
    pub(crate) basis: CovarianceBasis,
    pub(crate) odds_ratio: Ratio,
    pub(crate) standardised: Standardised,
    pub(crate) e_value: Result<EValue, Absent>,
    pub(crate) p: f64,
    pub(crate) warnings: Vec<DriverWarning>,
    /// Terms that others make up.
    pub(crate) aliased: Vec<Box<str>>,
}

/// What an association has against it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DriverWarning {
    /// Fewer than ten people a parameter have the rarer outcome.
    FewEvents,
    /// Fewer than thirty organisations, so that intervals are likely to be too narrow.
    FewPlaces,
    /// Fewer than ten organisations: intervals take people to be alike in nothing but their answers.
    NotClustered,
    /// Everybody of some group gave the same answer: penalised estimates, and intervals that do not allow for clusters.
    Separated,
}

impl Drivers {
    /// Holds every outcome against every condition, on so many threads; the result is the same for any number of them.
    ///
    /// # Errors
    ///
    /// As [`Profiles::patterns`]; none for counts of a plan.
    ///
    /// # Panics
    ///
    /// Where a thread does.
    pub fn new(
        counts: &DriverCounts,
        confidence: Confidence,
        threads: NonZeroUsize,
    ) -> Result<Self, Error> {
        let (plan, profiles) = (counts.plan(), counts.settled()?);
        let covariates = plan.covariates();
        let conditions = plan.conditions().len();
        let pairs: Vec<(usize, usize)> = (0..plan.outcomes().len())
            .flat_map(|outcome| (0..conditions).map(move |condition| (outcome, condition)))
            .collect();
        let work = Work {
            profiles: &profiles,
            covariates: &covariates,
            outcomes: totals(plan.outcomes().len(), |at| {
                sum(&profiles, |profile| profile.outcome(at))
            }),
            conditions: totals(conditions, |at| {
                sum(&profiles, |profile| profile.condition(at))
            }),
            confidence,
        };
        let size = pairs.len().div_ceil(threads.get()).max(1);
        let parts: Vec<Result<Vec<Pair>, Error>> = thread::scope(|scope| {
            let part = |part: &'_ [(usize, usize)]| {
                let part = part.to_vec();
                scope.spawn(|| part.into_iter().map(|pair| work.pair(pair)).collect())
            };
            let started: Vec<_> = pairs.chunks(size).map(part).collect();
            let joined = started.into_iter();
            joined
                .map(|part| {
                    part.join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .collect()
        });
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            origin: Origin::of(plan.instrument()),
            confidence,
            plan: plan.clone(),
            people: counts.people(),
            pairs: parts.into_iter().flatten().collect(),
            nested: nested(&profiles, plan),
            tally: counts.tally().clone(),
        })
    }
}

/// The p values of pairs as one family by Benjamini and Hochberg; absent stays absent.
pub(crate) fn family(p: &[Option<f64>]) -> (usize, Vec<Option<f64>>) {
    // Every p value lies between 0 and 1.
    adjust(p, Adjustment::BenjaminiHochberg).map_or((0, vec![None; p.len()]), |family| {
        (family.tests, family.adjusted)
    })
}

fn totals(many: usize, one: impl Fn(usize) -> [u64; 2]) -> Vec<[u64; 2]> {
    (0..many).map(one).collect()
}

/// People by a yes or no.
fn sum(profiles: &Profiles, yes: impl Fn(&super::profiles::Profile) -> Option<bool>) -> [u64; 2] {
    let mut counts = [0; 2];
    for (profile, people) in profiles.iter() {
        if let Some(yes) = yes(profile) {
            counts[usize::from(yes)] += people;
        }
    }
    counts
}

/// What every pair is worked out from.
struct Work<'a> {
    profiles: &'a Profiles,
    covariates: &'a [Covariate],
    outcomes: Vec<[u64; 2]>,
    conditions: Vec<[u64; 2]>,
    confidence: Confidence,
}

impl Work<'_> {
    fn pair(&self, (outcome, condition): (usize, usize)) -> Result<Pair, Error> {
        let patterns = self
            .profiles
            .patterns(outcome, condition, self.covariates)?;
        let mut table = [[0; 2]; 2];
        for (at, counts) in patterns.counts.iter().enumerate() {
            let met = patterns.row(at).last().is_some_and(|&met| met > 0.5);
            let sums = table[usize::from(met)].iter_mut().zip(counts);
            sums.for_each(|(sum, people)| *sum += people);
        }
        let mut all_both = [[0; 2]; 2];
        for (profile, people) in self.profiles.iter() {
            let answers = (profile.condition(condition), profile.outcome(outcome));
            if let (Some(met), Some(event)) = answers {
                all_both[usize::from(met)][usize::from(event)] += people;
            }
        }
        Ok(Pair {
            outcome,
            condition,
            table,
            all_both,
            all_outcomes: self.outcomes[outcome],
            all_conditions: self.conditions[condition],
            adjusted: modelled(&patterns, table, self.confidence),
        })
    }
}

/// The association in a table of people without and with a condition, each without and with the outcome.
///
/// # Errors
///
/// [`Absent::NoAnswers`], [`Absent::EmptyMargin`] or [`Absent::Degenerate`] where there is nothing to hold against each
/// other.
pub(crate) fn table_effect(
    table: [[u64; 2]; 2],
    confidence: Confidence,
) -> Result<Unadjusted, Absent> {
    vary(table)?;
    let share = |[others, event]: [u64; 2]| Proportion::new(event as f64, (event + others) as f64);
    match (share(table[1]), share(table[0])) {
        (Ok(with), Ok(without)) => Ok(unadjusted(with, without, confidence)),
        _ => Err(Absent::EmptyMargin),
    }
}

/// Whether there are people on both sides, of the condition and of the outcome.
fn vary([without, with]: [[u64; 2]; 2]) -> Result<(), Absent> {
    let [none, met] = [without, with].map(|side| side[0] + side[1]);
    if none + met == 0 {
        return Err(Absent::NoAnswers);
    }
    if none == 0 || met == 0 {
        return Err(Absent::EmptyMargin);
    }
    if without[0] + with[0] == 0 || without[1] + with[1] == 0 {
        return Err(Absent::Degenerate);
    }
    Ok(())
}

/// The model of one pair.
fn modelled(
    patterns: &Patterns,
    table: [[u64; 2]; 2],
    confidence: Confidence,
) -> Result<Adjusted, Absent> {
    vary(table)?;
    let fit = fit(patterns)?;
    let position = fit.position(Profiles::CONDITION).ok_or(Absent::Aliased)?;
    let (covariance, (odds_ratio, p)) = match fit.method {
        FitMethod::MaximumLikelihood => {
            let covariance = match cluster_robust(patterns, &fit) {
                Ok(robust) if robust.has_enough_clusters() => robust,
                _ => Covariance::of_model(&fit),
            };
            let odds = wald((&fit, position), &covariance, confidence)?;
            (covariance, odds)
        }
        FitMethod::Firth => {
            let found = profile(patterns, &fit, position, confidence)?;
            let estimate = fit.coefficients[position].estimate;
            let (lower, upper) = (found.interval.lower, found.interval.upper);
            let odds = (Ratio::from_log(estimate, lower, upper), found.test.p);
            (Covariance::of_model(&fit), odds)
        }
    };
    let model = (&fit, &covariance);
    let standardised = standardised(patterns, model, Profiles::CONDITION, confidence)?;
    Ok(Adjusted {
        method: fit.method,
        basis: covariance.basis(),
        odds_ratio,
        e_value: standardised.risk_ratio.map(|ratio| EValue::new(&ratio)),
        standardised,
        p,
        warnings: warnings(&fit, &covariance),
        aliased: fit.aliased,
    })
}

fn wald(
    (fit, position): (&Fit, usize),
    covariance: &Covariance,
    confidence: Confidence,
) -> Result<(Ratio, f64), Absent> {
    let test = covariance.test(fit, position)?;
    let error = covariance.error(position).ok_or(Absent::Aliased)?;
    let estimate = fit.coefficients[position].estimate;
    let interval = covariance.interval(estimate, error, confidence);
    let ratio = Ratio::from_log(estimate, interval.lower, interval.upper);
    Ok((ratio, test.p))
}

fn warnings(fit: &Fit, covariance: &Covariance) -> Vec<DriverWarning> {
    let separated = fit.method == FitMethod::Firth;
    let one_place = covariance.basis() == CovarianceBasis::Model && !separated;
    [
        (fit.has_few_events(), DriverWarning::FewEvents),
        (covariance.has_few_clusters(), DriverWarning::FewPlaces),
        (one_place, DriverWarning::NotClustered),
        (separated, DriverWarning::Separated),
    ]
    .into_iter()
    .filter_map(|(is_so, warning)| is_so.then_some(warning))
    .collect()
}
