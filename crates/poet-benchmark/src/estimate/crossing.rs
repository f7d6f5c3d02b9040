//! Quantiles by Newton's method.

/// Where a rising curve of (height, slope) crosses 0 between two ends: Newton's method, with a
/// halving of the range whenever it would leave that.
///
/// `statrs`' own quantiles keep ten digits after the point, too few for a small share, and do not return for some
/// hundred million people.
pub(super) fn crossing(start: f64, ends: (f64, f64), curve: impl Fn(f64) -> (f64, f64)) -> f64 {
    const STEPS: usize = 100;
    let (mut low, mut high, mut at) = (ends.0, ends.1, start);
    for _ in 0..STEPS {
        let (height, slope) = curve(at);
        if height > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let newton = at - height / slope;
        let next = if low < newton && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - at).abs() <= f64::EPSILON * at {
            return next;
        }
        at = next;
    }
    at
}
