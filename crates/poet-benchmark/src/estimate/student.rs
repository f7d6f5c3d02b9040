//! Quantiles of Student's t.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{Confidence, normal};

/// Standard errors to each side of a mean, on `freedom` degrees of freedom; nothing without any.
///
/// # Source
///
/// From `50 z^2` and at least 200 degrees of freedom, the expansion of Abramowitz and Stegun (1964),
/// 26.7.5, of which each term is under a hundredth of the one before. There `statrs` 0.19 loses
/// digits (2e-6 relative for a hundred thousand) and for a hundred million does not return.
pub(crate) fn margin(confidence: Confidence, freedom: f64) -> Option<f64> {
    let z = confidence.z();
    if freedom >= (50.0 * z * z).max(200.0) {
        Some(expanded(z, freedom))
    } else {
        let law = StudentsT::new(0.0, 1.0, freedom).ok()?;
        Some(-law.inverse_cdf(confidence.tail()))
    }
}

/// Probability of a value at least as far from 0 as `t`, on `freedom` degrees of freedom.
///
/// # Source
///
/// From a thousand degrees of freedom, the normal tail of the value that Abramowitz and Stegun (1964), 26.7.8, give.
pub(crate) fn two_sided_p(t: f64, freedom: f64) -> f64 {
    match StudentsT::new(0.0, 1.0, freedom) {
        Ok(law) if freedom < 1000.0 => (2.0 * law.cdf(-t.abs())).min(1.0),
        _ => {
            let quarter = (4.0 * freedom).recip();
            normal::two_sided_p(t * (1.0 - quarter) / (1.0 + 2.0 * t * t * quarter).sqrt())
        }
    }
}

fn expanded(z: f64, freedom: f64) -> f64 {
    let s = z * z;
    let terms = [
        z,
        z * (s + 1.0) / 4.0,
        z * (s * (5.0 * s + 16.0) + 3.0) / 96.0,
        z * (s * (s * (3.0 * s + 19.0) + 17.0) - 15.0) / 384.0,
        z * (s * (s * (s * (79.0 * s + 776.0) + 1482.0) - 1920.0) - 945.0) / 92_160.0,
    ];
    terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum / freedom + term)
}

#[cfg(test)]
mod tests {
    use super::{margin, two_sided_p};
    use crate::estimate::Confidence;

    /// `scipy` 1.17, `t.isf`.
    #[test]
    fn quantiles_are_right_for_few_and_many_people() {
        for (confidence, freedom, wanted) in [
            (Confidence::P95, 1.0, 12.706_204_736_174_694),
            (Confidence::P998, 9.0, 4.296_805_662_729_918),
            (Confidence::P95, 999.0, 1.962_341_461_133_449_3),
            (Confidence::P998, 99_999.0, 3.090_313_810_242_298),
            (Confidence::P95, 3_999_999_999.0, 1.959_963_985_133_121_6),
        ] {
            let got = margin(confidence, freedom).unwrap();
            assert!((got / wanted - 1.0).abs() < 1e-12, "{freedom}: {got}");
        }
        assert_eq!(margin(Confidence::P95, 0.0), None);
    }

    /// `scipy` 1.17, `2 * t.sf`.
    #[test]
    fn tails_are_right_for_few_and_many_clusters() {
        for (t, freedom, wanted, off) in [
            (2.0, 1.0, 0.295_167_235_300_866_5, 1e-12),
            (3.5, 151.0, 0.000_611_789_306_325_496_4, 1e-10),
            (-3.5, 5000.0, 0.000_469_316_430_732_532_87, 1e-5),
        ] {
            let got = two_sided_p(t, freedom);
            assert!((got / wanted - 1.0).abs() < off, "{freedom}: {got}");
        }
    }

    #[test]
    fn both_ways_agree_where_they_meet() {
        for freedom in [200.0, 478.0] {
            let [below, above] =
                [-1e-9, 1e-9].map(|step| margin(Confidence::P95, freedom + step).unwrap());
            assert!((above / below - 1.0).abs() < 1e-11, "{below} {above}");
        }
    }
}
