use super::Error;

/// What a count of nobody counts as.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Zeros {
    /// A zero stays visible.
    #[default]
    Show,
    /// A zero is treated as a small count.
    Hide,
}

/// Rule for small counts: a count below the threshold is withheld on its own account.
///
/// # Source
///
/// Hundepool et al. (2012), Statistical Disclosure Control, Wiley (minimum frequency rule),
/// doi:10.1002/9781118348239.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Rule, Zeros};
///
/// let strict = Rule::new(10, Zeros::Show);
/// assert!(strict.withholds(9) && !strict.withholds(10) && !strict.withholds(0));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Rule {
    threshold: u64,
    zeros: Zeros,
}

/// How far an attacker's interval must reach around the true value of a withheld figure.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Need {
    /// Least distance above the true value.
    pub up: u64,
    /// Least distance below the true value.
    pub down: u64,
    /// Least distance from the lowest to the highest value.
    pub width: u64,
}

impl Rule {
    /// Rule that withholds counts of people from 1 to `threshold - 1`, and zeros as `zeros` says.
    pub const fn new(threshold: u64, zeros: Zeros) -> Self {
        Self { threshold, zeros }
    }

    /// Smallest count of people that is shown.
    pub const fn threshold(self) -> u64 {
        self.threshold
    }

    /// What a zero counts as.
    pub const fn zeros(self) -> Zeros {
        self.zeros
    }

    /// Whether `count` is withheld on its own account.
    pub fn withholds(self, count: u64) -> bool {
        match count {
            0 => self.zeros == Zeros::Hide,
            _ => count < self.threshold,
        }
    }

    /// Whether the share of `count` in `base` is withheld: its numerator, its complement or its base is.
    ///
    /// # Errors
    ///
    /// [`Error::CountOverBase`] if `count` is larger than `base`.
    pub fn withholds_share(self, count: u64, base: u64) -> Result<bool, Error> {
        let complement = base.checked_sub(count).ok_or(Error::CountOverBase)?;
        Ok([count, complement, base]
            .into_iter()
            .any(|part| self.withholds(part)))
    }

    /// What protects `count` among `denominators` (the bases that a percentage of it could have), or nothing if it may
    /// be shown.
    ///
    /// A figure is withheld if it is small, or if what it lacks of a denominator is. Its interval then holds at least
    /// `threshold` consecutive integers and reaches the threshold, and so does the interval of what it lacks of a
    /// shown denominator. A denominator that is itself small is withheld for its own sake and asks for nothing more.
    pub fn need(self, count: u64, denominators: impl IntoIterator<Item = u64>) -> Option<Need> {
        let mut withheld = self.withholds(count);
        let mut down = 0;
        for denominator in denominators {
            let complement = denominator.saturating_sub(count);
            if self.withholds(complement) {
                withheld = true;
                if denominator >= self.threshold {
                    down = down.max(self.threshold.saturating_sub(complement));
                }
            }
        }
        withheld.then(|| Need {
            up: self.threshold.saturating_sub(count),
            down,
            width: self.threshold.saturating_sub(1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_withheld_for_its_numerator_its_complement_or_its_base() {
        let rule = Rule::new(5, Zeros::Show);
        assert_eq!(rule.withholds_share(3, 40), Ok(true));
        assert_eq!(rule.withholds_share(38, 40), Ok(true));
        assert_eq!(rule.withholds_share(4, 4), Ok(true));
        assert_eq!(rule.withholds_share(40, 45), Ok(false));
        assert_eq!(rule.withholds_share(0, 0), Ok(false));
        assert_eq!(rule.withholds_share(2, 1), Err(Error::CountOverBase));
    }

    #[test]
    fn a_complement_of_nobody_follows_the_rule_for_zeros() {
        assert_eq!(Rule::new(5, Zeros::Show).withholds_share(10, 10), Ok(false));
        assert_eq!(Rule::new(5, Zeros::Hide).withholds_share(10, 10), Ok(true));
    }

    #[test]
    fn a_threshold_of_nothing_withholds_only_hidden_zeros() {
        assert!(!Rule::new(0, Zeros::Show).withholds(0));
        assert!(!Rule::new(1, Zeros::Show).withholds(1));
        assert!(Rule::new(0, Zeros::Hide).withholds(0));
    }

    #[test]
    fn a_small_complement_needs_room_below() {
        let rule = Rule::new(5, Zeros::Show);
        let need = rule.need(38, [40]).unwrap();
        assert_eq!(
            need,
            Need {
                up: 0,
                down: 3,
                width: 4
            }
        );
        assert_eq!(rule.need(38, [43, 80]), None);
    }
}
