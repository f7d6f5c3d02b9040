use super::Error;

/// Amounts behind a published total, such as the budgets of one group.
///
/// Holds finite contributions of at least 0, the largest first.
///
/// # Source
///
/// Hundepool et al. (2012), Statistical Disclosure Control, Wiley, doi:10.1002/9781118348239.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::Dominance;
///
/// let budgets = Dominance::new(&[100.0, 90.0, 10.0])?;
/// assert!(!budgets.exceeds(2, 95.0) && budgets.exceeds(2, 94.0));
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Dominance {
    sorted: Box<[f64]>,
}

impl Dominance {
    /// Takes the contributions in any order.
    ///
    /// # Errors
    ///
    /// [`Error::Contribution`] for the first that is negative or not finite.
    pub fn new(contributions: &[f64]) -> Result<Self, Error> {
        let bad = |amount: &f64| !amount.is_finite() || *amount < 0.0;
        if let Some(at) = contributions.iter().position(bad) {
            return Err(Error::Contribution { at });
        }
        let mut sorted: Box<[f64]> = contributions.into();
        sorted.sort_by(|a, b| b.total_cmp(a));
        Ok(Self { sorted })
    }

    /// (n,k) rule: whether the `n` largest contributors have more than `k` per cent of the total.
    ///
    /// A total of zero is not sensitive.
    pub fn exceeds(&self, n: usize, k_percent: f64) -> bool {
        let top: f64 = self.sorted.iter().take(n).sum();
        let total = top + self.sorted.iter().skip(n).sum::<f64>();
        total > 0.0 && 100.0 * top > k_percent * total
    }

    /// p% rule: whether the second largest contributor can work the largest out to within `p` per cent, since what all
    /// others gave is less.
    ///
    /// A total of zero is not sensitive.
    pub fn reveals(&self, p_percent: f64) -> bool {
        let Some(&largest) = self.sorted.first() else {
            return false;
        };
        let others: f64 = self.sorted.iter().skip(2).sum();
        largest > 0.0 && 100.0 * others < p_percent * largest
    }
}

impl std::fmt::Debug for Dominance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dominance")
            .field("contributions", &self.sorted.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_contributor_is_sensitive_and_nobody_is_not() {
        let one = Dominance::new(&[5.0]).unwrap();
        assert!(one.exceeds(2, 85.0) && one.reveals(10.0));
        for none in [&[][..], &[0.0, 0.0]] {
            let none = Dominance::new(none).unwrap();
            assert!(!none.exceeds(2, 85.0) && !none.reveals(10.0));
        }
    }

    #[test]
    fn the_limits_themselves_are_not_sensitive() {
        let budgets = Dominance::new(&[10.0, 100.0, 90.0]).unwrap();
        assert!(!budgets.exceeds(2, 95.0) && !budgets.reveals(10.0) && budgets.reveals(10.5));
    }

    #[test]
    fn a_negative_contribution_is_refused_and_never_printed() {
        assert_eq!(
            Dominance::new(&[1.0, -2.0]),
            Err(Error::Contribution { at: 1 })
        );
        assert!(Dominance::new(&[f64::NAN]).is_err());
        assert!(!format!("{:?}", Dominance::new(&[777.0]).unwrap()).contains("777"));
    }
}
