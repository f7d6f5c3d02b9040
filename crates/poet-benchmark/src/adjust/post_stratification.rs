//! Weights that meet one margin of a population.

use super::{Margin, Raked, Raking, RakingRow};
use crate::Error;

/// Weights that make rows of a level and a weight before stand for the people of each level.
///
/// [`Raking`] to one margin, which takes one step: the weight of a row is its weight before, times the people of its
/// level over the weights before of all rows there.
///
/// # Errors
///
/// As [`Raking::weigh`].
///
/// # Source
///
/// Holt and Smith (1979), J. R. Stat. Soc. A 142:33-46, doi:10.2307/2344652.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{Margin, post_stratify};
///
/// let age = Margin::new("age", [("old", 300.0), ("young", 100.0)])?;
/// let weighted = post_stratify(&age, &[("old", 1.0), ("old", 1.0), ("young", 1.0), ("young", 3.0)])?;
/// assert_eq!(weighted.weights, [150.0, 150.0, 25.0, 75.0]);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn post_stratify(margin: &Margin, rows: &[(&str, f64)]) -> Result<Raked, Error> {
    let raking = Raking::new(vec![margin.clone()])?;
    let rows: Vec<_> = rows
        .iter()
        .map(|&(level, base)| RakingRow::new([level], base))
        .collect();
    raking.weigh(&rows)
}

#[cfg(test)]
mod tests {
    use super::{Margin, post_stratify};

    #[test]
    fn a_level_keeps_its_people_and_its_ratios() {
        let margin = Margin::new("x", [("a", 10.0), ("b", 30.0)]).unwrap();
        let rows = [("a", 2.0), ("b", 1.0), ("b", 3.0)];
        let weighted = post_stratify(&margin, &rows).unwrap();
        assert_eq!(weighted.weights, [10.0, 7.5, 22.5]);
        assert!(weighted.cycles <= 2);
        assert!(
            post_stratify(&margin, &rows[..1]).is_err(),
            "nobody answered at b"
        );
    }
}
