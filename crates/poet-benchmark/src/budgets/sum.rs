//! Money summed over budgets.

use serde::{Deserialize, Serialize};

/// Money of several budgets: how many, their sum, and the largest of them.
///
/// Exact pence, so merging is associative and commutative to the last bit. The largest are kept to tell whether few budgets
/// make most of the sum.
#[derive(Clone, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sum {
    pub(crate) budgets: u64,
    pub(crate) pence: u128,
    /// Largest first.
    pub(crate) largest: Vec<u64>,
}

/// How many of the largest are kept: as many as any rule of dominance looks at.
const KEPT: usize = 2;

impl Sum {
    pub(crate) fn of(pence: u64) -> Self {
        Self {
            budgets: 1,
            pence: pence.into(),
            largest: vec![pence],
        }
    }

    pub(crate) fn add(&mut self, more: &Self) {
        self.budgets += more.budgets;
        self.pence += more.pence;
        self.largest.extend_from_slice(&more.largest);
        self.largest.sort_unstable_by(|a, b| b.cmp(a));
        self.largest.truncate(KEPT);
    }

    /// Whether adding up budgets could have made it.
    pub(super) fn is_sound(&self) -> bool {
        let kept = usize::try_from(self.budgets)
            .unwrap_or(usize::MAX)
            .min(KEPT);
        let top: u128 = self.largest.iter().map(|&pence| u128::from(pence)).sum();
        let least = u128::from(self.largest.last().copied().unwrap_or(0));
        let others = u128::from(self.budgets) - self.largest.len().min(kept) as u128;
        self.budgets <= Self::MOST_BUDGETS
            && self.largest.len() == kept
            && self.largest.is_sorted_by(|a, b| a >= b)
            && (top..=top + others * least).contains(&self.pence)
    }

    /// Most budgets of one file: more than there are people.
    const MOST_BUDGETS: u64 = 1 << 35;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(pence: &[u64]) -> Sum {
        let mut sum = Sum::default();
        for &pence in pence {
            sum.add(&Sum::of(pence));
        }
        sum
    }

    #[test]
    fn sums_that_no_budgets_have_are_not_sound() {
        let good = sum(&[5, 9, 2]);
        assert_eq!((good.pence, good.largest.as_slice()), (16, &[9, 5][..]));
        assert!(good.is_sound() && Sum::default().is_sound());
        for wrong in [
            Sum {
                pence: 13,
                ..good.clone()
            },
            Sum {
                pence: 20,
                ..good.clone()
            },
            Sum {
                largest: vec![5, 9],
                ..good.clone()
            },
            Sum {
                largest: vec![9],
                ..good.clone()
            },
            Sum {
                budgets: 1,
                ..good.clone()
            },
            Sum {
                budgets: 0,
                ..good.clone()
            },
            Sum {
                budgets: u64::MAX,
                ..good.clone()
            },
        ] {
            assert!(!wrong.is_sound());
        }
        assert!(
            Sum {
                pence: 19,
                ..good.clone()
            }
            .is_sound()
                && Sum { pence: 14, ..good }.is_sound()
        );
    }

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_how_it_came_about(
            a in prop::collection::vec(0..100_u64, 0..6), b in prop::collection::vec(0..100_u64, 0..6),
            c in prop::collection::vec(0..100_u64, 0..6),
        ) {
            let mut right = sum(&b);
            right.add(&sum(&c));
            let mut left = sum(&a);
            left.add(&right);
            prop_assert!(left == sum(&[c, a, b].concat()) && left.is_sound());
        }
    }
}
