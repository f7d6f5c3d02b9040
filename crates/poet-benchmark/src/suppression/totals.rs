use super::{Line, Rule};

/// Lines to be withheld wholly, so that the number of respondents of no organisation can be worked out.
///
/// `roots` are the respondents of each organisation; their total is published. An organisation is withheld if the rule
/// withholds its count; if the others then give it away, the next smallest with any respondents goes too (the earlier
/// of two as small); and if there is none, the total line. Feed the result to
/// [`Terms::withhold_line`](super::Terms::withhold_line).
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Line, Rule, Zeros, protect_totals};
///
/// let rule = Rule::new(5, Zeros::Show);
/// assert_eq!(protect_totals(&[40, 3, 25], rule), [Line::Row(1), Line::Row(2)]);
/// assert_eq!(protect_totals(&[40, 0, 25], rule), []);
/// ```
pub fn protect_totals(roots: &[u64], rule: Rule) -> Vec<Line> {
    let mut withheld: Vec<usize> = (0..roots.len())
        .filter(|&row| rule.withholds(roots[row]))
        .collect();
    if withheld.is_empty() {
        return Vec::new();
    }
    // The sum of what is withheld is known: each part of it lies between 0 and that sum.
    let sum: u64 = withheld
        .iter()
        .map(|&row| roots[row])
        .fold(0, u64::saturating_add);
    let safe = withheld.len() > 1 && sum >= rule.threshold();
    let mut total = None;
    if !safe {
        // Every row that is left has at least the threshold, so one is enough.
        let left = |row: &usize| roots[*row] > 0 && !rule.withholds(roots[*row]);
        match (0..roots.len())
            .filter(left)
            .min_by_key(|&row| (roots[row], row))
        {
            Some(next) => withheld.push(next),
            None => total = Some(Line::Total),
        }
    }
    withheld.sort_unstable();
    withheld.into_iter().map(Line::Row).chain(total).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::suppression::Zeros;

    #[test]
    fn without_a_large_row_to_hide_behind_the_total_goes() {
        let rule = Rule::new(10, Zeros::Show);
        assert_eq!(
            protect_totals(&[3, 0, 4], rule),
            [Line::Row(0), Line::Row(2), Line::Total]
        );
        assert_eq!(protect_totals(&[3], rule), [Line::Row(0), Line::Total]);
        assert_eq!(protect_totals(&[], rule), []);
    }

    proptest! {
        #[test]
        fn withheld_roots_reach_the_threshold_together(
            roots in prop::collection::vec(0_u64..30, 0..12), threshold in 0_u64..12, hide: bool,
        ) {
            let rule = Rule::new(threshold, if hide { Zeros::Hide } else { Zeros::Show });
            let lines = protect_totals(&roots, rule);
            let rows: Vec<usize> = (0..roots.len()).filter(|&row| lines.contains(&Line::Row(row))).collect();
            prop_assert!((0..roots.len()).all(|row| !rule.withholds(roots[row]) || rows.contains(&row)));
            let known = !lines.contains(&Line::Total);
            let sum: u64 = rows.iter().map(|&row| roots[row]).sum();
            prop_assert!(lines.is_empty() || !known || rows.len() > 1 && sum >= threshold);
        }
    }
}
