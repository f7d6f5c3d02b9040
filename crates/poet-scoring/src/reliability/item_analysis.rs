//! What each item does in its scale.

use serde::Serialize;

use super::alpha::Varying;
use super::{CrossProducts, NoReliability};

/// One item in its scale.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ItemAnalysis {
    /// Its position.
    pub item: usize,
    /// Mean of its points.
    pub mean: f64,
    /// Standard deviation of its points.
    pub deviation: f64,
    /// Correlation with the sum of the other items; none where everybody answers it alike, or the others cancel each
    /// other out.
    pub with_rest: Option<f64>,
}

/// Each item of complete cases, with how it goes with the sum of the others.
///
/// # Errors
///
/// As [`alpha`](super::alpha()).
///
/// # Source
///
/// Corrected item-total correlation: Henrysson (1963), Psychometrika 28:211-218, doi:10.1007/BF02289618, without the item
/// itself in the total.
pub fn item_analysis(sums: &CrossProducts) -> Result<Vec<ItemAnalysis>, NoReliability> {
    let Varying { items, .. } = Varying::new(sums)?;
    let with_rest = |item: usize| {
        let others = || items.iter().copied().filter(move |&i| i != item);
        let own = sums.spread(item, item) as f64;
        let together: i128 = others().map(|other| sums.spread(item, other)).sum();
        let rest: i128 = others()
            .flat_map(|i| others().map(move |j| sums.spread(i, j)))
            .sum();
        let spread = own.sqrt() * (rest as f64).sqrt();
        (spread > 0.0).then(|| (together as f64 / spread).clamp(-1.0, 1.0))
    };
    let analysis = |item| {
        Some(ItemAnalysis {
            item,
            mean: sums.mean(item)?,
            deviation: sums.covariance(item, item)?.sqrt(),
            with_rest: with_rest(item),
        })
    };
    Ok((0..sums.items()).filter_map(analysis).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_held_against_the_sum_of_the_others() {
        let mut sums = CrossProducts::new(4).unwrap();
        for row in [
            [1, 2, 7, 2],
            [2, 2, 7, 1],
            [3, 4, 7, 3],
            [4, 3, 7, 3],
            [2, 1, 7, 4],
        ] {
            sums.add(&row).unwrap();
        }
        let found = item_analysis(&sums).unwrap();
        // R 4: cor(c(1, 2, 3, 4, 2), c(4, 3, 7, 6, 5)), and sd(c(1, 2, 3, 4, 2)).
        assert!((found[0].with_rest.unwrap() - 0.693_375_245_281_536).abs() < 1e-12);
        assert!((found[0].deviation - 1.140_175_425_099_138).abs() < 1e-14);
        assert_eq!(
            (found[2].with_rest, found[2].mean.to_string()),
            (None, "7".into())
        );
    }
}
