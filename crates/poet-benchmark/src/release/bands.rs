//! What a sum of money tells of the bands that it is made of.

use super::cover::{Cover, Covers, Part};
use crate::budgets::{Sum, VALUE_BANDS};
use crate::findings::{Findings, ItemFindings, PlaceFindings};
use crate::suppression::{Line, Rule};
use crate::tally::whole;

/// Value and ratio bands as they are released.
pub(super) struct Bands<'a> {
    value: Option<(&'a ItemFindings, &'a Cover)>,
    ratio: Option<&'a Cover>,
}

impl<'a> Bands<'a> {
    pub(super) fn of(findings: &'a Findings, covers: &'a Covers) -> Self {
        let items = || findings.items.iter().zip(covers.items());
        let named = |name: &str| items().find(|(item, _)| item.item.as_str() == name);
        Self {
            value: named("value"),
            ratio: named("ratio").map(|(_, cover)| cover),
        }
    }

    /// Whether a ratio band of a line is kept back.
    pub(super) fn hide_ratio(&self, line: Line) -> bool {
        self.ratio.is_none_or(|cover| cover.hides_some(line))
    }

    /// Whether the sum of a line would narrow a value band that is kept back.
    pub(super) fn tell(&self, rule: Rule, line: Line, sum: &Sum) -> bool {
        let Some((item, cover)) = self.value else {
            return true;
        };
        if !cover.hides_some(line) {
            return false;
        }
        let place = match line {
            Line::Row(row) => &item.places[row],
            Line::Total => &item.all,
        };
        let Some(budgets) = budgets(place) else {
            return true;
        };
        let hidden = hidden(cover, (line, budgets.len()));
        cover.hides(line, Part::Base)
            || !leaves_room(rule.threshold(), (&budgets, &hidden), sum.pence)
    }

    /// Whether the sum of rows together would narrow a value band that is kept back of any of them, whose base is shown.
    pub(super) fn tell_together(&self, rule: Rule, rows: &[usize], sum: &Sum) -> bool {
        let Some((item, cover)) = self.value else {
            return true;
        };
        let mut together = vec![0; VALUE_BANDS.len()];
        for budgets in rows.iter().filter_map(|&row| budgets(&item.places[row])) {
            for (band, budgets) in together.iter_mut().zip(budgets) {
                *band += budgets;
            }
        }
        let mut lines = rows.iter().map(|&row| Line::Row(row));
        lines.any(|line| {
            let hidden = hidden(cover, (line, together.len()));
            !cover.hides(line, Part::Base)
                && !leaves_room(rule.threshold(), (&together, &hidden), sum.pence)
        })
    }
}

/// Budgets of a place by band.
fn budgets(place: &PlaceFindings) -> Option<Vec<u64>> {
    let spread = place.distribution.as_ref().ok()?;
    Some(spread.points.iter().map(|&people| whole(people)).collect())
}

/// Bands of a line that are kept back.
fn hidden(cover: &Cover, (line, bands): (Line, usize)) -> Vec<usize> {
    (0..bands)
        .filter(|&at| cover.hides(line, Part::Point(at)))
        .collect()
}

/// Whether a sum could be what it is if as many budgets as the threshold were of the hidden band at the other end, either
/// way. The highest band has no upper end: whoever is left in it can make any sum.
fn leaves_room(threshold: u64, (budgets, hidden): (&[u64], &[usize]), pence: u128) -> bool {
    let (Some(&lowest), Some(&highest)) = (hidden.first(), hidden.last()) else {
        return true;
    };
    let from = |band: usize| u128::from(VALUE_BANDS[band]) * 100;
    let many = u128::from(threshold);
    let people = || budgets.iter().map(|&people| u128::from(people)).enumerate();
    let least: u128 = people().map(|(band, people)| people * from(band)).sum();
    let top = VALUE_BANDS.len() - 1;
    let left_in_top = match hidden.contains(&top) {
        true => budgets[top] > threshold,
        false => budgets[top] > 0,
    };
    // Each is under the beginning of the next band; of the highest, no less than its own.
    let until = |band: usize| from((band + 1).min(top));
    let most: u128 = people().map(|(band, people)| people * until(band)).sum();
    let upwards = least + many * (from(highest) - from(lowest)) <= pence;
    let downwards = pence + many * (until(highest) - until(lowest)) < most;
    upwards && (left_in_top || downwards)
}

#[cfg(test)]
mod tests {
    use super::leaves_room;

    /// Ten budgets from £1,000 and two from £50,000, the threshold three.
    #[test]
    fn a_sum_that_only_few_can_make_leaves_no_room() {
        let budgets = [0, 10, 0, 0, 0, 0, 2];
        let room = |pounds: u128| leaves_room(3, (&budgets, &[1, 6]), pounds * 100);
        // At least 10 x 1,000 + 2 x 50,000, and 3 x 49,000 more for three to be of the high band.
        assert!(!room(256_999));
        // Without the two, twelve of the low band are under 12 x 2,500 and no such sum.
        assert!(!room(257_000));
        let budgets = [0, 40, 0, 0, 0, 0, 4];
        let room = |pounds: u128| leaves_room(3, (&budgets, &[1, 6]), pounds * 100);
        assert!(!room(386_999));
        assert!(
            room(387_000),
            "somebody is left in the high band whoever is taken out"
        );
    }

    /// Two hidden bands in the middle, next to each other.
    #[test]
    fn a_sum_in_the_middle_leaves_room_both_ways() {
        let budgets = [0, 30, 10, 0, 0, 0, 0];
        let room = |pounds: u128| leaves_room(3, (&budgets, &[1, 2]), pounds * 100);
        // Least 30 x 1,000 + 10 x 2,500 = 55,000; most under 30 x 2,500 + 10 x 5,000 = 125,000.
        assert!(!room(59_499) && room(59_500));
        assert!(room(117_499) && !room(117_500));
        assert!(leaves_room(3, (&budgets, &[]), 0));
    }

    #[test]
    fn whoever_is_shown_in_the_highest_band_can_make_any_sum() {
        let budgets = [0, 30, 10, 0, 0, 0, 1];
        assert!(leaves_room(3, (&budgets, &[1, 2]), 1_000_000_000));
        assert!(!leaves_room(3, (&budgets, &[1, 2]), 0));
    }
}
