//! Part of the variation that lies between places.

use std::f64::consts::PI;

use super::Variance;

/// Part of the variation in log odds that lies between places, 0 to 1: the intraclass correlation of a latent answer
/// behind the one that was given.
///
/// # Source
///
/// Goldstein, Browne and Rasbash (2002), Understanding Statistics 1:223-231,
/// `doi:10.1207/S15328031US0104_02`: answers within a place vary by that of the logistic distribution.
///
/// # Examples
///
/// ```
/// use poet_benchmark::variation::{Variance, latent_icc};
///
/// assert!((latent_icc(Variance::new(0.25)?) - 0.0706).abs() < 5e-5);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn latent_icc(variance: Variance) -> f64 {
    let within = PI * PI / 3.0;
    variance.value() / (variance.value() + within)
}

#[cfg(test)]
mod tests {
    use super::{Variance, latent_icc};

    #[test]
    fn places_that_do_not_vary_have_none_of_the_variation() {
        assert!(latent_icc(Variance::default()).abs() <= 0.0);
        assert!(latent_icc(Variance::new(Variance::LARGEST).unwrap()) < 1.0);
    }
}
