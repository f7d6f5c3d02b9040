use super::{Error, Rule};

/// Count of people and the base that it is part of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Part {
    /// People counted.
    pub count: u64,
    /// People that they are counted among.
    pub base: u64,
}

/// What a reader gets by taking a published remainder from a published whole.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Recovered {
    /// Count and base of the organisation that was left out.
    pub part: Part,
    /// Whether one of the two is a figure that the rule withholds.
    pub leaks: bool,
}

/// Whether a comparator `rest` beside the figure of the `whole` gives the organisation away that it leaves out.
///
/// If it does, the comparator is to be withheld, rounded or widened.
///
/// # Errors
///
/// [`Error::RestOverWhole`] if the rest has more people than the whole.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Part, Rule, Zeros, difference};
///
/// let whole = Part { count: 500, base: 900 };
/// let rest = Part { count: 496, base: 890 };
/// let found = difference(whole, rest, Rule::new(5, Zeros::Show))?;
/// assert!(found.leaks && found.part == Part { count: 4, base: 10 });
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
pub fn difference(whole: Part, rest: Part, rule: Rule) -> Result<Recovered, Error> {
    let less = |whole: u64, rest: u64| whole.checked_sub(rest).ok_or(Error::RestOverWhole);
    let part = Part {
        count: less(whole.count, rest.count)?,
        base: less(whole.base, rest.base)?,
    };
    let leaks = rule.withholds(part.count) || rule.withholds(part.base);
    Ok(Recovered { part, leaks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::Zeros;

    #[test]
    fn a_small_base_leaks_even_where_nobody_is_counted() {
        let rule = Rule::new(5, Zeros::Show);
        let found = difference(
            Part {
                count: 500,
                base: 900,
            },
            Part {
                count: 500,
                base: 896,
            },
            rule,
        );
        assert_eq!(
            found,
            Ok(Recovered {
                part: Part { count: 0, base: 4 },
                leaks: true
            })
        );
    }

    #[test]
    fn a_large_difference_leaks_nothing_and_a_negative_one_is_refused() {
        let rule = Rule::new(5, Zeros::Show);
        let (whole, rest) = (
            Part {
                count: 500,
                base: 900,
            },
            Part {
                count: 490,
                base: 880,
            },
        );
        assert!(!difference(whole, rest, rule).unwrap().leaks);
        assert_eq!(difference(rest, whole, rule), Err(Error::RestOverWhole));
    }
}
