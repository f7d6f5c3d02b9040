//! The standard normal distribution, by its error function.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// Probability of a standard normal value at least as far from 0 as `z`.
pub(crate) fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// Probability of a standard normal value below `z`.
pub(crate) fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The `z` with a standard normal probability of `level` between `-z` and `z`, for `level` in (0, 1).
///
/// # Source
///
/// Start: Abramowitz and Stegun (1964), 26.2.23, off by less than 4.5e-4. Each of the three steps
/// of Halley's method cubes that, so what is left is the rounding of `erf` and `erfc`.
pub(crate) fn two_sided_quantile(level: f64) -> f64 {
    (0..3).fold(start(level), |z, _| {
        let step = excess(level, z) / (2.0 * density(z));
        z + step / (1.0 - 0.5 * z * step)
    })
}

fn start(level: f64) -> f64 {
    let t = libm::sqrt(-2.0 * libm::log(0.5 * (1.0 - level)));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - above / below
}

/// How much more than it should lies outside `z`, taken on the side that keeps its digits.
fn excess(level: f64, z: f64) -> f64 {
    let scaled = z * FRAC_1_SQRT_2;
    if level < 0.5 {
        level - libm::erf(scaled)
    } else {
        libm::erfc(scaled) - (1.0 - level)
    }
}

/// Height of the standard normal curve at `z`.
pub(crate) fn density(z: f64) -> f64 {
    0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * libm::exp(-0.5 * z * z)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{two_sided_p, two_sided_quantile};

    /// `sqrt(2) * erfinv(level)` of mpmath 1.4 at 40 digits.
    #[test]
    fn the_quantile_is_right_to_the_last_digits() {
        for (level, z) in [
            (0.5, 0.674_489_750_196_081_7),
            (0.8, 1.281_551_565_544_600_4),
            (0.9, 1.644_853_626_951_472_7),
            (0.95, 1.959_963_984_540_054),
            (0.99, 2.575_829_303_548_901),
            (0.998, 3.090_232_306_167_813_5),
            (0.999, 3.290_526_731_491_894_6),
        ] {
            let got = two_sided_quantile(level);
            assert!(
                (got / z - 1.0).abs() < 1e-15,
                "{level}: {got} instead of {z}"
            );
        }
    }

    #[test]
    fn a_tiny_level_has_a_tiny_quantile() {
        // Near 0 the probability is 2 z / sqrt(2 pi).
        let z = two_sided_quantile(1e-12);
        assert!((z / (1e-12 * 1.253_314_137_315_500_3) - 1.0).abs() < 1e-14);
    }

    proptest! {
        #[test]
        fn tail_and_quantile_undo_each_other(level in 1e-6..0.999_999_f64) {
            let tail = two_sided_p(two_sided_quantile(level));
            prop_assert!((tail - (1.0 - level)).abs() <= 4e-15 * (1.0 - level).max(0.1));
        }
    }
}
