//! Alpha without one of the items.

use serde::Serialize;

use super::alpha::{Varying, of_spreads};
use super::{CrossProducts, NoReliability};

/// Alpha of the items that are left without one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Position of the item that is left out.
    pub item: usize,
    /// Alpha of the others; why there is none.
    #[serde(skip)]
    pub alpha: Result<f64, NoReliability>,
}

/// Alpha without each item in turn; constant items are in none.
///
/// # Errors
///
/// As [`alpha`](super::alpha()). Each alpha by itself is absent with [`NoReliability::TooFewItems`] where one item is
/// left, and with [`NoReliability::NoVariation`] where those that are left cancel each other out.
pub fn alpha_if_left_out(sums: &CrossProducts) -> Result<Vec<LeftOut>, NoReliability> {
    let Varying { items, .. } = Varying::new(sums)?;
    let without = |&item: &usize| {
        let others: Vec<usize> = items.iter().copied().filter(|&i| i != item).collect();
        LeftOut {
            item,
            alpha: if others.len() < 2 {
                Err(NoReliability::TooFewItems)
            } else {
                of_spreads(&sums.spreads(&others))
            },
        }
    };
    Ok(items.iter().map(without).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::alpha;

    fn sums<const K: usize>(rows: &[[i32; K]]) -> CrossProducts {
        let mut sums = CrossProducts::new(K).unwrap();
        for row in rows {
            sums.add(row).unwrap();
        }
        sums
    }

    #[test]
    fn it_is_alpha_of_the_others() {
        let rows = [
            [1, 2, 7, 2],
            [2, 2, 7, 1],
            [3, 4, 7, 3],
            [4, 3, 7, 3],
            [2, 1, 7, 4],
        ];
        let found = alpha_if_left_out(&sums(&rows)).unwrap();
        assert_eq!(found.iter().map(|l| l.item).collect::<Vec<_>>(), [0, 1, 3]);
        let last = alpha(&sums(&rows.map(|[a, b, ..]| [a, b]))).unwrap();
        assert!((found[2].alpha.unwrap() - last.alpha).abs() < 1e-15);
    }

    #[test]
    fn one_item_or_items_that_cancel_have_none() {
        let two = alpha_if_left_out(&sums(&[[1, 2], [2, 2], [3, 4]])).unwrap();
        assert!(
            two.iter()
                .all(|l| l.alpha == Err(NoReliability::TooFewItems))
        );
        let cancel = alpha_if_left_out(&sums(&[[1, 3, 1], [2, 2, 5], [3, 1, 2]])).unwrap();
        assert_eq!(cancel[2].alpha, Err(NoReliability::NoVariation));
    }
}
