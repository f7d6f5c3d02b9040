//! How strong something that was not asked would have to be.

use serde::Serialize;

use super::effect::Ratio;

/// Least strength that something not asked would need to have with both the condition and the outcome, as risk ratios, to
/// explain an association away; 1 needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EValue {
    /// To explain the estimate away.
    pub estimate: f64,
    /// To move the interval's nearer end to no association; 1 where it is there already.
    pub interval: f64,
}

impl EValue {
    /// E-value of a risk ratio.
    ///
    /// # Source
    ///
    /// `VanderWeele` and Ding (2017), Ann. Intern. Med. 167:268-274, doi:10.7326/M16-2607.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::drivers::{EValue, Ratio};
    /// use poet_benchmark::estimate::Interval;
    ///
    /// // The paper's first example: risk ratio 10.73, interval 8.02 to 14.36.
    /// let ratio = Ratio { estimate: 10.73, interval: Interval { lower: 8.02, upper: 14.36 } };
    /// let needed = EValue::new(&ratio);
    /// assert_eq!((needed.estimate * 100.0).round(), 2095.0);
    /// assert_eq!((needed.interval * 100.0).round(), 1552.0);
    /// ```
    pub fn new(risk_ratio: &Ratio) -> Self {
        let Ratio { estimate, interval } = *risk_ratio;
        let nearer = match estimate >= 1.0 {
            true => interval.lower.max(1.0),
            false => interval.upper.min(1.0),
        };
        Self {
            estimate: of(estimate),
            interval: of(nearer),
        }
    }
}

fn of(ratio: f64) -> f64 {
    let ratio = match ratio < 1.0 {
        true => ratio.recip(),
        false => ratio,
    };
    // The root of a product of large numbers, without the product.
    (ratio + ratio.sqrt() * (ratio - 1.0).sqrt()).min(f64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Interval;

    fn needed(estimate: f64, lower: f64, upper: f64) -> (f64, f64) {
        let needed = EValue::new(&Ratio {
            estimate,
            interval: Interval { lower, upper },
        });
        let two = |value: f64| (value * 100.0).round() / 100.0;
        (two(needed.estimate), two(needed.interval))
    }

    /// R's `EValue` 4.1, `evalues.RR`: the ratio of the paper's protective example and one across 1.
    #[test]
    fn a_ratio_below_one_is_turned_round_and_an_interval_across_one_needs_nothing() {
        assert_eq!(needed(0.80, 0.71, 0.91), (1.81, 1.43));
        assert_eq!(needed(1.2, 0.9, 1.6), (1.69, 1.0));
        assert_eq!(needed(0.8, 0.5, 1.3), (1.81, 1.0));
        assert_eq!(needed(1.0, 0.5, 2.0), (1.0, 1.0));
    }
}
