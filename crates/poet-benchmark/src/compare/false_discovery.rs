//! Many tests at once.

use serde::Serialize;

use crate::Error;

/// How p values are corrected for their number.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// False discovery rate. Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57:289-300,
    /// doi:10.1111/j.2517-6161.1995.tb02031.x.
    #[default]
    BenjaminiHochberg,
    /// False discovery rate under any dependence. Benjamini and Yekutieli (2001), Ann. Stat.
    /// 29:1165-1188, doi:10.1214/aos/1013699998.
    BenjaminiYekutieli,
    /// No false discovery at all, step by step. Holm (1979), Scand. J. Stat. 6:65-70,
    /// <https://www.jstor.org/stable/4615733>.
    Holm,
    /// No false discovery at all, one threshold. Dunn (1961), J. Am. Stat. Assoc. 56:52-64,
    /// doi:10.1080/01621459.1961.10482090.
    Bonferroni,
}

/// Adjusted p values of one family of tests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Family {
    /// Tests that had a p value: what the correction counts.
    pub tests: usize,
    /// Adjusted p values in the order given; absent stays absent.
    pub adjusted: Vec<Option<f64>>,
}

impl Family {
    /// Tests whose adjusted p value is at most `level`.
    pub fn found(&self, level: f64) -> usize {
        self.adjusted
            .iter()
            .flatten()
            .filter(|p| **p <= level)
            .count()
    }
}

/// Corrects `p_values` for their number by `adjustment`, as one family.
///
/// Equal p values get equal results, and no result is over 1.
///
/// # Errors
///
/// [`Error::PValue`] for a value that is not between 0 and 1.
///
/// # Examples
///
/// ```
/// use poet_benchmark::compare::{Adjustment, adjust};
///
/// let family = adjust(&[Some(0.01), None, Some(0.04)], Adjustment::BenjaminiHochberg)?;
/// assert_eq!(family.tests, 2);
/// assert_eq!(family.adjusted, [Some(0.02), None, Some(0.04)]);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn adjust(p_values: &[Option<f64>], adjustment: Adjustment) -> Result<Family, Error> {
    let mut sorted = computable(p_values)?;
    sorted.sort_by(|one, two| one.1.total_cmp(&two.1));
    let tests = sorted.len();
    match adjustment {
        Adjustment::BenjaminiHochberg => step_up(&mut sorted, 1.0),
        Adjustment::BenjaminiYekutieli => {
            step_up(&mut sorted, (1..=tests).map(|i| (i as f64).recip()).sum());
        }
        Adjustment::Holm => step_down(&mut sorted),
        Adjustment::Bonferroni => sorted.iter_mut().for_each(|(_, p)| *p *= tests as f64),
    }
    let mut adjusted = vec![None; p_values.len()];
    for (at, p) in sorted {
        adjusted[at] = Some(p.min(1.0));
    }
    Ok(Family { tests, adjusted })
}

/// Present p values with their positions.
fn computable(p_values: &[Option<f64>]) -> Result<Vec<(usize, f64)>, Error> {
    let present = p_values
        .iter()
        .enumerate()
        .filter_map(|(at, p)| p.map(|p| (at, p)));
    present
        .map(|(at, p)| {
            if (0.0..=1.0).contains(&p) {
                Ok((at, p + 0.0))
            } else {
                Err(Error::PValue { at, p })
            }
        })
        .collect()
}

/// `p * tests / rank`, never more than for the next larger p.
fn step_up(sorted: &mut [(usize, f64)], penalty: f64) {
    let tests = sorted.len() as f64;
    let mut next = f64::INFINITY;
    for (before, (_, p)) in sorted.iter_mut().enumerate().rev() {
        next = next.min(*p * tests * penalty / (before + 1) as f64);
        *p = next;
    }
}

/// `p * tests left`, never less than for the next smaller p.
fn step_down(sorted: &mut [(usize, f64)]) {
    let mut left = sorted.len() as f64;
    let mut last = 0.0_f64;
    for (_, p) in sorted {
        last = last.max(*p * left);
        *p = last;
        left -= 1.0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Adjustment, adjust};
    use crate::Error;

    const ALL: [Adjustment; 4] = [
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
        Adjustment::Holm,
        Adjustment::Bonferroni,
    ];

    /// The fifteen p values of Benjamini and Hochberg (1995), section 4: at 0.05 their procedure
    /// finds four, Bonferroni's three.
    #[test]
    fn the_example_of_the_paper_finds_four() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ]
        .map(Some);
        assert_eq!(
            adjust(&p, Adjustment::BenjaminiHochberg)
                .unwrap()
                .found(0.05),
            4
        );
        assert_eq!(adjust(&p, Adjustment::Bonferroni).unwrap().found(0.05), 3);
    }

    #[test]
    fn a_value_that_is_no_p_value_is_named() {
        let error = adjust(&[Some(0.5), None, Some(1.5)], Adjustment::Holm).unwrap_err();
        assert_eq!(error, Error::PValue { at: 2, p: 1.5 });
        assert!(adjust(&[Some(f64::NAN)], Adjustment::Holm).is_err());
    }

    #[test]
    fn a_family_without_tests_is_no_error() {
        for adjustment in ALL {
            assert_eq!(adjust(&[], adjustment).unwrap().tests, 0);
            assert_eq!(adjust(&[None], adjustment).unwrap().adjusted, [None]);
        }
    }

    proptest! {
        #[test]
        fn adjusting_keeps_order_ties_and_gaps(
            p in prop::collection::vec(prop::option::of((0..50_u8).prop_map(|p| f64::from(p) / 49.0)), 0..40)
        ) {
            for adjustment in ALL {
                let family = adjust(&p, adjustment).unwrap();
                for (i, raw) in p.iter().enumerate() {
                    let adjusted = family.adjusted[i];
                    prop_assert_eq!(raw.is_none(), adjusted.is_none());
                    // Multiplying by the number of tests and dividing again may lose the last digit.
                    let least = raw.map(|p| p * (1.0 - 1e-15));
                    prop_assert!(least <= adjusted && adjusted <= Some(1.0));
                    for (j, other) in p.iter().enumerate() {
                        if other.is_some() && raw <= other {
                            prop_assert!(adjusted <= family.adjusted[j]);
                        }
                    }
                }
            }
        }
    }
}
