//! Exact sums of what people answered to several items.

use crate::Error;

/// Points of complete cases, their sums and the sums of their products: all that the figures about a scale need.
///
/// Holds whole numbers alone, so that it can be split and put together in any way and stays the same to the last bit.
/// Room for 2^32 people, 1,000 items and points up to 2^20 to each side of nought.
///
/// # Examples
///
/// ```
/// use poet_scoring::reliability::{CrossProducts, alpha};
///
/// let mut sums = CrossProducts::new(2)?;
/// for points in [[1, 2], [2, 2], [3, 4], [4, 3]] {
///     sums.add(&points)?;
/// }
/// let found = alpha(&sums).ok();
/// assert_eq!(found.map(|found| (found.people, found.items)), Some((4, 2)));
/// # Ok::<(), poet_scoring::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CrossProducts {
    people: u64,
    sums: Vec<i64>,
    /// Sums of products of items `i >= j`, at `i * (i + 1) / 2 + j`.
    products: Vec<i128>,
}

impl CrossProducts {
    /// Most items.
    pub const MOST_ITEMS: usize = 1000;

    /// Most people.
    pub const MOST_PEOPLE: u64 = 1 << 32;

    /// Largest point, to each side of nought.
    pub const LARGEST_POINT: i32 = 1 << 20;

    /// No people yet.
    ///
    /// # Errors
    ///
    /// [`Error::ScaleItems`] for more than [`CrossProducts::MOST_ITEMS`].
    pub fn new(items: usize) -> Result<Self, Error> {
        if items > Self::MOST_ITEMS {
            return Err(Error::ScaleItems {
                found: items,
                wanted: Self::MOST_ITEMS,
            });
        }
        Ok(Self {
            people: 0,
            sums: vec![0; items],
            products: vec![0; items * (items + 1) / 2],
        })
    }

    /// Adds one person who answered every item.
    ///
    /// # Errors
    ///
    /// [`Error::ScaleItems`] for another number of points than items, [`Error::ScalePoint`] for a point that is too large,
    /// [`Error::ScalePeople`] for too many people; the sums are then as they were.
    pub fn add(&mut self, points: &[i32]) -> Result<(), Error> {
        self.check(points.len(), 1)?;
        let large = |p: &i32| p.unsigned_abs() > Self::LARGEST_POINT.unsigned_abs();
        if let Some(item) = points.iter().position(large) {
            return Err(Error::ScalePoint { item });
        }
        self.people += 1;
        let mut products = self.products.iter_mut();
        for (i, &a) in points.iter().enumerate() {
            self.sums[i] += i64::from(a);
            for (&b, product) in points[..=i].iter().zip(&mut products) {
                *product += i128::from(a) * i128::from(b);
            }
        }
        Ok(())
    }

    /// Adds the people of other sums over the same items.
    ///
    /// # Errors
    ///
    /// As [`CrossProducts::add`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.check(other.items(), other.people)?;
        self.people += other.people;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
        for (product, more) in self.products.iter_mut().zip(&other.products) {
            *product += more;
        }
        Ok(())
    }

    fn check(&self, items: usize, people: u64) -> Result<(), Error> {
        if items != self.items() {
            return Err(Error::ScaleItems {
                found: items,
                wanted: self.items(),
            });
        }
        if self.people + people > Self::MOST_PEOPLE {
            return Err(Error::ScalePeople {
                max: Self::MOST_PEOPLE,
            });
        }
        Ok(())
    }

    /// Items.
    pub fn items(&self) -> usize {
        self.sums.len()
    }

    /// People who answered every one of them.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// Mean of an item, where there is somebody.
    pub fn mean(&self, item: usize) -> Option<f64> {
        let sum = self.sums.get(item)?;
        (self.people > 0).then(|| *sum as f64 / self.people as f64)
    }

    /// Sample covariance of two items, of two people or more.
    pub fn covariance(&self, i: usize, j: usize) -> Option<f64> {
        if self.people < 2 || i.max(j) >= self.items() {
            return None;
        }
        let pairs = self.people as f64 * (self.people - 1) as f64;
        Some(self.spread(i, j) as f64 / pairs)
    }

    /// People times the sum of products about the means: the sample covariance times `n (n - 1)`, without rounding.
    pub(super) fn spread(&self, i: usize, j: usize) -> i128 {
        let (i, j) = (i.max(j), i.min(j));
        let product = self.products[i * (i + 1) / 2 + j];
        i128::from(self.people) * product - i128::from(self.sums[i]) * i128::from(self.sums[j])
    }

    /// Items that vary, and those that everybody answers alike.
    pub(super) fn by_variation(&self) -> (Vec<usize>, Vec<usize>) {
        (0..self.items()).partition(|&item| self.spread(item, item) > 0)
    }

    /// Spreads of `items` with each other, row by row.
    pub(super) fn spreads(&self, items: &[usize]) -> Vec<Vec<i128>> {
        let row = |&i: &usize| items.iter().map(|&j| self.spread(i, j)).collect();
        items.iter().map(row).collect()
    }

    /// Correlations of `items` that vary, row by row.
    pub(super) fn correlations(&self, items: &[usize]) -> Vec<Vec<f64>> {
        let deviation = |&i: &usize| (self.spread(i, i) as f64).sqrt();
        let deviations: Vec<f64> = items.iter().map(deviation).collect();
        let row = |i: usize| {
            let with = |j: usize| {
                let spread = self.spread(items[i], items[j]) as f64;
                (spread / deviations[i] / deviations[j]).clamp(-1.0, 1.0)
            };
            (0..items.len())
                .map(|j| if i == j { 1.0 } else { with(j) })
                .collect()
        };
        (0..items.len()).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CrossProducts;
    use crate::Error;

    fn sums(rows: &[[i32; 3]]) -> CrossProducts {
        let mut sums = CrossProducts::new(3).unwrap();
        for row in rows {
            sums.add(row).unwrap();
        }
        sums
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let mut one = sums(&[[1, 2, 3]]);
        let before = one.clone();
        let found = one.add(&[1, 2]);
        assert_eq!(
            found,
            Err(Error::ScaleItems {
                found: 2,
                wanted: 3
            })
        );
        let large = one.add(&[1, i32::MIN, 3]);
        assert_eq!(large, Err(Error::ScalePoint { item: 1 }));
        assert!(one.merge(&CrossProducts::new(2).unwrap()).is_err());
        assert!(CrossProducts::new(1001).is_err());
        assert_eq!(one, before);
    }

    #[test]
    fn the_largest_sums_do_not_run_over() {
        let mut all = CrossProducts::new(2).unwrap();
        all.add(&[1 << 20, -(1 << 20)]).unwrap();
        for _ in 0..32 {
            all.merge(&all.clone()).unwrap();
        }
        assert_eq!(all.people(), CrossProducts::MOST_PEOPLE);
        assert_eq!((all.spread(0, 0), all.spread(0, 1)), (0, 0));
        assert_eq!(
            all.merge(&all.clone()),
            Err(Error::ScalePeople { max: 1 << 32 })
        );
    }

    proptest! {
        #[test]
        fn sums_can_be_split_anywhere(
            rows in prop::collection::vec(prop::array::uniform3(-9..9_i32), 0..20),
            at in 0..20_usize,
        ) {
            let (first, second) = rows.split_at(at.min(rows.len()));
            let mut back = sums(second);
            back.merge(&sums(first)).unwrap();
            prop_assert_eq!(back, sums(&rows));
        }
    }
}
