//! Favourable less unfavourable.

use super::{Confidence, Difference, Interval, Proportion};

/// Net balance: the favourable less the unfavourable share of the same base, with its interval clamped to -1 to 1.
///
/// # Units
///
/// Shares, -1 to 1.
///
/// # Source
///
/// Goodman (1965), Technometrics 7:247-254, doi:10.1080/00401706.1965.10490252: variance of a difference of two
/// multinomial shares.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Confidence, Proportion, net_balance};
///
/// let favourable = Proportion::new(1500.0, 4000.0)?;
/// let unfavourable = Proportion::new(1000.0, 4000.0)?;
/// let net = net_balance(favourable, unfavourable, Confidence::P95);
/// assert!((net.interval.lower - 0.10080863289900464).abs() < 1e-9);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn net_balance(
    favourable: Proportion,
    unfavourable: Proportion,
    confidence: Confidence,
) -> Difference {
    let (good, bad) = (favourable.share(), unfavourable.share());
    let estimate = good - bad;
    let variance = (good + bad - estimate * estimate).max(0.0) / favourable.n();
    let half = confidence.z() * variance.sqrt();
    Difference {
        estimate,
        interval: Interval {
            lower: (estimate - half).max(-1.0),
            upper: (estimate + half).min(1.0),
        },
    }
}
