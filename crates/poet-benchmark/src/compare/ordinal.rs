//! A whole answer distribution in a few numbers.

use serde::Serialize;

use crate::{
    Absent,
    estimate::{Confidence, Interval, student::margin},
};

/// People who gave one answer of a scale.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct OrdinalPoint {
    /// People who gave it.
    pub people: u32,
    /// What it says.
    pub tendency: Tendency,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Tendency {
    /// Life is better, or good.
    Favourable,
    /// Neither.
    Neutral,
    /// Life is worse, or bad.
    Unfavourable,
}

/// Summary of the answers to one item.
///
/// # Units
///
/// Shares 0 to 1, net balance -1 to 1; mean, deviation and median count points from 1 for the
/// worst. A mean belongs beside its distribution, never alone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OrdinalSummary {
    /// People who answered.
    pub people: u64,
    /// Share of the favourable points.
    pub favourable: f64,
    /// Share of the neutral points.
    pub neutral: f64,
    /// Share of the unfavourable points.
    pub unfavourable: f64,
    /// Favourable minus unfavourable share.
    pub net: f64,
    /// Standard error of the net balance.
    pub net_error: f64,
    /// Plausible range of the net balance.
    pub net_interval: Interval,
    /// Mean point.
    pub mean: f64,
    /// How the points spread around the mean.
    pub spread: Result<Spread, Absent>,
    /// Lowest point that half of the people do not exceed.
    pub median: usize,
}

/// Spread of the points around their mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Standard deviation, with one less than the number of people below.
    pub deviation: f64,
    /// Plausible range of the mean.
    pub mean_interval: Interval,
}

/// Summarises the answers to one item, `points` in scale order from worst to best.
///
/// # Errors
///
/// [`Absent::NoAnswers`] when nobody answered. One single person has no
/// [`spread`](OrdinalSummary::spread): [`Absent::TooFewAnswers`].
///
/// # Source
///
/// Variance of the net balance: Goodman (1965), Technometrics 7:247-254,
/// doi:10.1080/00401706.1965.10490252, for a difference of two multinomial shares. Interval of the
/// mean: Student (1908), Biometrika 6:1-25, doi:10.1093/biomet/6.1.1.
pub fn ordinal(points: &[OrdinalPoint], confidence: Confidence) -> Result<OrdinalSummary, Absent> {
    let people: u64 = points.iter().map(|point| u64::from(point.people)).sum();
    if people == 0 {
        return Err(Absent::NoAnswers);
    }
    let n = people as f64;
    let share = |tendency| {
        let of_it = points.iter().filter(|point| point.tendency == tendency);
        of_it.map(|point| u64::from(point.people)).sum::<u64>() as f64 / n
    };
    let (favourable, unfavourable) = (share(Tendency::Favourable), share(Tendency::Unfavourable));
    let net = favourable - unfavourable;
    let net_error = ((favourable + unfavourable - net * net).max(0.0) / n).sqrt();
    let mean = scored(points)
        .map(|(score, people)| score * people)
        .sum::<f64>()
        / n;
    Ok(OrdinalSummary {
        people,
        favourable,
        neutral: share(Tendency::Neutral),
        unfavourable,
        net,
        net_error,
        net_interval: Interval {
            lower: (net - confidence.z() * net_error).max(-1.0),
            upper: (net + confidence.z() * net_error).min(1.0),
        },
        mean,
        spread: spread(points, mean, confidence),
        median: median(points, people),
    })
}

/// Points counted from 1, with their people.
fn scored(points: &[OrdinalPoint]) -> impl Iterator<Item = (f64, f64)> {
    (1_u32..)
        .map(f64::from)
        .zip(points.iter().map(|point| f64::from(point.people)))
}

fn spread(points: &[OrdinalPoint], mean: f64, confidence: Confidence) -> Result<Spread, Absent> {
    let n: f64 = scored(points).map(|(_, people)| people).sum();
    let errors = margin(confidence, n - 1.0).ok_or(Absent::TooFewAnswers)?;
    let squares: f64 = scored(points)
        .map(|(score, people)| people * (score - mean).powi(2))
        .sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    let margin = errors * deviation / n.sqrt();
    Ok(Spread {
        deviation,
        mean_interval: Interval {
            lower: mean - margin,
            upper: mean + margin,
        },
    })
}

fn median(points: &[OrdinalPoint], people: u64) -> usize {
    let mut so_far = 0;
    let below = points.iter().take_while(|point| {
        so_far += u64::from(point.people);
        2 * so_far < people
    });
    below.count() + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{OrdinalPoint, OrdinalSummary, Tendency, ordinal};
    use crate::{Absent, estimate::Confidence};

    fn summary(people: [u32; 5]) -> Result<OrdinalSummary, Absent> {
        use Tendency::{Favourable, Neutral, Unfavourable};
        let scale = [Unfavourable, Unfavourable, Neutral, Favourable, Favourable];
        let mut points = people.into_iter().zip(scale);
        let points: [OrdinalPoint; 5] = std::array::from_fn(|_| {
            points
                .next()
                .map(|(people, tendency)| OrdinalPoint { people, tendency })
                .unwrap()
        });
        ordinal(&points, Confidence::P95)
    }

    #[test]
    fn nobody_has_no_summary_and_one_person_no_spread() {
        assert_eq!(summary([0; 5]), Err(Absent::NoAnswers));
        let one = summary([0, 0, 0, 1, 0]).unwrap();
        assert_eq!((one.spread, one.median), (Err(Absent::TooFewAnswers), 4));
    }

    #[test]
    fn half_the_people_make_the_median() {
        assert_eq!(summary([1, 1, 0, 1, 1]).unwrap().median, 2);
        assert_eq!(summary([1, 0, 0, 1, 1]).unwrap().median, 4);
    }

    /// Table of Student's t: 4.302652729749464 on 2, 12.70620473617471 on 1 degree of freedom.
    #[test]
    fn the_interval_of_the_mean_is_students() {
        let three = summary([0, 1, 1, 1, 0]).unwrap().spread.unwrap();
        assert!((three.deviation - 1.0).abs() < 1e-15);
        let margin = 4.302_652_729_749_464 / 3.0_f64.sqrt();
        assert!(
            (three.mean_interval.upper - 3.0 - margin).abs() < 1e-11,
            "{three:?}"
        );
        let two = summary([0, 1, 0, 1, 0]).unwrap().spread.unwrap();
        assert!(
            (two.mean_interval.upper - 3.0 - 12.706_204_736_174_71).abs() < 1e-10,
            "{two:?}"
        );
    }

    proptest! {
        #[test]
        fn a_mirrored_scale_mirrors_the_summary(mut people in prop::array::uniform5(0..500_u32)) {
            prop_assume!(people.iter().any(|n| *n > 0));
            let there = summary(people).unwrap();
            people.reverse();
            let back = summary(people).unwrap();
            prop_assert!((there.net + back.net).abs() < 1e-15);
            prop_assert!((there.mean + back.mean - 6.0).abs() < 1e-12);
            prop_assert!(there.net_interval.contains(there.net));
            prop_assert!((there.favourable + there.neutral + there.unfavourable - 1.0).abs() < 1e-15);
            let finite = there.spread.map_or(true, |s| s.deviation.is_finite() && s.mean_interval.contains(there.mean));
            prop_assert!(finite);
        }
    }
}
