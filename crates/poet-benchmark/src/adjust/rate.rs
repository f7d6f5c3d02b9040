//! A directly standardised rate.

use serde::Serialize;

use super::stratum::{check_filled, weight};
use crate::Error;
use crate::estimate::{Confidence, CountRule, Interval, byar};

/// Events among the people of one stratum, and the weight of the stratum in a standard population.
///
/// Holds numbers from 0 to 2^53. One person may have several events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateStratum {
    events: f64,
    people: f64,
    weight: f64,
}

/// A rate as it would be, had a place the people of the standard population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Events.
    pub observed: f64,
    /// The rate, for as many people as was asked for.
    pub rate: f64,
    /// Its 95 % interval.
    pub p95: Interval,
    /// Its 99.8 % interval.
    pub p998: Interval,
}

impl RateStratum {
    /// `events` among `people`, in a stratum that has `weight` in the standard population.
    ///
    /// # Errors
    ///
    /// [`Error::Events`], [`Error::Base`] and [`Error::ReferenceWeight`] for numbers that are no count.
    pub fn new(events: f64, people: f64, weight: f64) -> Result<Self, Error> {
        // The limits are what says whether a number is a count of events.
        byar(events, Confidence::P95)?;
        let counted = super::StratumShare::new(0.0, people)?;
        Ok(Self {
            events,
            people: counted.n(),
            weight: self::weight(weight)?,
        })
    }
}

/// Directly standardised rate for `multiplier` people.
///
/// The interval is that of the count of events, stretched to the spread of the rate, and not cut off at nought.
///
/// # Errors
///
/// [`Error::TooFewEvents`] under ten events; [`Error::EmptyStrata`] where a stratum with weight has no people;
/// [`Error::NoReferenceWeight`] where none has weight; [`Error::Events`] for a multiplier that is no count.
///
/// # Source
///
/// Dobson, Kuulasmaa, Eberle and Scherer (1991), Stat. Med. 10:457-462, doi:10.1002/sim.4780100317, on
/// [`byar`]'s limits, as Eayres (2008), APHO Technical Briefing 3, has it.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{RateStratum, directly_standardised_rate};
///
/// let strata = [RateStratum::new(20.0, 100.0, 5000.0)?, RateStratum::new(30.0, 300.0, 5000.0)?];
/// let rate = directly_standardised_rate(&strata, 1000.0)?;
/// assert!((rate.rate - 150.0).abs() < 1e-9);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn directly_standardised_rate(strata: &[RateStratum], multiplier: f64) -> Result<Rate, Error> {
    weight(multiplier).map_err(|_| Error::Events { events: multiplier })?;
    check_filled(strata.iter().map(|s| (s.weight, s.people)))?;
    let observed: f64 = strata.iter().map(|s| s.events).sum();
    if observed < CountRule::FEWEST {
        return Err(Error::TooFewEvents { events: observed });
    }
    let weighty = || strata.iter().filter(|s| s.weight > 0.0);
    let total: f64 = weighty().map(|s| s.weight).sum();
    let steps = || weighty().map(|s| (s.weight / total / s.people, s.events));
    let rate: f64 = steps().map(|(step, events)| step * events).sum();
    let variance: f64 = steps().map(|(step, events)| step * step * events).sum();
    let stretch = (variance / observed).sqrt();
    let limits = |confidence| -> Result<Interval, Error> {
        let count = byar(observed, confidence)?.interval();
        let limit = |count: f64| multiplier * (rate + stretch * (count - observed));
        Ok(Interval {
            lower: limit(count.lower),
            upper: limit(count.upper),
        })
    };
    Ok(Rate {
        observed,
        rate: multiplier * rate,
        p95: limits(Confidence::P95)?,
        p998: limits(Confidence::P998)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{RateStratum, directly_standardised_rate};
    use crate::Error;
    use crate::estimate::{Confidence, byar};

    fn strata(counts: &[(f64, f64, f64)]) -> Vec<RateStratum> {
        let of = |&(events, people, weight)| RateStratum::new(events, people, weight).unwrap();
        counts.iter().map(of).collect()
    }

    #[test]
    fn one_stratum_has_the_limits_of_its_count() {
        let rate = directly_standardised_rate(&strata(&[(50.0, 200.0, 3.0)]), 100.0).unwrap();
        let count = byar(50.0, Confidence::P95).unwrap().interval();
        assert!((rate.rate - 25.0).abs() < 1e-12);
        assert!((rate.p95.lower - count.lower / 2.0).abs() < 1e-12);
        assert!((rate.p95.upper - count.upper / 2.0).abs() < 1e-12);
        assert!(rate.p998.lower < rate.p95.lower);
    }

    #[test]
    fn under_ten_events_there_is_no_rate() {
        let few = |events| directly_standardised_rate(&strata(&[(events, 900.0, 1.0)]), 1000.0);
        assert_eq!(few(9.0), Err(Error::TooFewEvents { events: 9.0 }));
        assert!(few(10.0).is_ok());
    }

    #[test]
    fn a_stratum_with_weight_has_people() {
        let empty = strata(&[(20.0, 90.0, 1.0), (0.0, 0.0, 1.0)]);
        let error = directly_standardised_rate(&empty, 1000.0).unwrap_err();
        assert_eq!(error, Error::EmptyStrata { strata: vec![1] });
        let light = strata(&[(20.0, 90.0, 1.0), (0.0, 0.0, 0.0)]);
        assert!(directly_standardised_rate(&light, 1000.0).is_ok());
        assert_eq!(
            directly_standardised_rate(&[], 1.0),
            Err(Error::NoReferenceWeight)
        );
    }

    #[test]
    fn numbers_that_count_nothing_are_refused() {
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(RateStratum::new(wrong, 1.0, 1.0).is_err());
            assert!(RateStratum::new(1.0, wrong, 1.0).is_err());
            assert!(RateStratum::new(1.0, 1.0, wrong).is_err());
            assert!(directly_standardised_rate(&strata(&[(20.0, 90.0, 1.0)]), wrong).is_err());
        }
    }
}
