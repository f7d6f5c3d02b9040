//! Sums of money as they leave.

use std::collections::BTreeSet;

use poet_core::OrganisationId;
use poet_core::budget::Money;
use rust_decimal::Decimal;
use serde::Serialize;

use super::apply::CONFIDENTIAL;
use super::bands::Bands;
use super::cover::Covers;
use super::{Audience, Figure, Policy, Preset, Released};
use crate::budgets::{BudgetTally, Sum, Sums};
use crate::suppression::{Dominance, Line, Rule};
use crate::{Absent, Settings};

/// What budgets are worth, as it leaves.
///
/// # Units
///
/// Pounds a year of 52 weeks; ratios are numbers. Rounded as the release says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetMoney {
    /// Version of this form.
    pub format: u32,
    /// What was done to protect people.
    pub release: MoneyNote,
    /// Everybody.
    pub all: MoneyCell,
    /// Each organisation, in the order of the ids.
    pub places: Vec<MoneyPlace>,
}

/// What was done to protect people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoneyNote {
    /// The policy.
    pub policy: Preset,
    /// Fewest budgets behind a figure.
    pub fewest_budgets: u64,
    /// Means are rounded to a multiple of it.
    pub rounded_to: Money,
    /// Whether the figures may be published.
    pub audience: Audience,
    /// Figures kept back.
    pub withheld: usize,
    /// When a sum is kept back for the budgets that make it.
    pub dominance: &'static str,
}

/// What the budgets of one organisation are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoneyPlace {
    /// The organisation.
    pub id: OrganisationId,
    /// Its figures.
    pub money: MoneyCell,
}

/// What budgets are worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MoneyCell {
    /// Mean of the regular payments of a year, as they were agreed, over all budgets with an agreed value.
    pub mean_agreed: Figure<Money>,
    /// All that was indicated over all that was agreed, for the first years of budgets with both: not the mean of ratios.
    pub indicative_to_agreed: Figure<Decimal>,
}

impl BudgetMoney {
    /// Version of this form.
    pub const FORMAT: u32 = 1;
}

/// Fewest budgets behind a sum under any policy: of two, each knows the other.
const FEWEST: u64 = 3;

const DOMINANCE: &str =
    "one budget over 75 % of the sum, two over 85 %, or the second able to tell the first to 10 %";

/// Pence that means are rounded to.
const TEN_POUNDS: u128 = 1_000;

impl Policy {
    /// Releases what budgets are worth.
    ///
    /// A figure leaves where enough budgets stand behind it, and neither one nor two of them make most of it. A sum beside
    /// bands tells more of them: where the release of the records keeps value bands back, the sum must leave room for as many
    /// budgets as the threshold to be of the band at the other end; a ratio leaves where no ratio band is kept back and the
    /// sum could. Where an organisation is kept back others are too, until what is left of everybody is no such sum either,
    /// nor tells the bands of any of them.
    ///
    /// # Source
    ///
    /// Hundepool et al. (2012), Statistical Disclosure Control, Wiley, doi:10.1002/9781118348239: dominance and p% rules.
    pub fn apply_money(&self, tally: &BudgetTally) -> Released<BudgetMoney> {
        let findings = tally.findings(&Settings::default());
        let covers = Covers::new(self, &findings);
        let bands = Bands::of(&findings, &covers);
        let sums: Vec<&Sums> = tally.money.values().collect();
        let mut together = Sums::default();
        for sums in &sums {
            together.add(sums);
        }
        let means: Vec<[&Sum; 1]> = sums.iter().map(|s| [&s.agreed]).collect();
        let ratios: Vec<[&Sum; 2]> = sums
            .iter()
            .map(|s| [&s.indicative, &s.then_agreed])
            .collect();
        let of_line = |line| match line {
            Line::Row(row) => sums[row],
            Line::Total => &together,
        };
        let tells = |line| {
            self.rule
                .is_some_and(|rule| bands.tell(rule, line, &of_line(line).agreed))
        };
        let told = |rows: &[usize]| {
            let agreed = rows.iter().fold(Sum::default(), |mut sum, &row| {
                sum.add(&sums[row].agreed);
                sum
            });
            self.rule
                .is_some_and(|rule| bands.tell_together(rule, rows, &agreed))
        };
        let mean_hidden = self.hidden(&means, tells, told);
        let ratio_covered = |line| bands.hide_ratio(line) || tells(line);
        let ratio_hidden = self.hidden(&ratios, ratio_covered, told);
        let cell = |line: Line, sums: &Sums| MoneyCell {
            mean_agreed: guarded(mean_hidden.contains(&line), self.mean_of(&sums.agreed)),
            indicative_to_agreed: guarded(ratio_hidden.contains(&line), ratio_of(sums)),
        };
        let rows = tally.money.iter().enumerate();
        let places = rows.map(|(row, (id, sums))| MoneyPlace {
            id: id.clone(),
            money: cell(Line::Row(row), sums),
        });
        let places: Vec<MoneyPlace> = places.collect();
        let all = cell(Line::Total, &together);
        Released::new(BudgetMoney {
            format: BudgetMoney::FORMAT,
            release: self.money_note(&all, &places),
            all,
            places,
        })
    }

    fn money_note(&self, all: &MoneyCell, places: &[MoneyPlace]) -> MoneyNote {
        let cells = || places.iter().map(|place| &place.money).chain([all]);
        let means = cells().filter(|cell| cell.mean_agreed.is_withheld());
        let ratios = cells().filter(|cell| cell.indicative_to_agreed.is_withheld());
        MoneyNote {
            policy: self.preset,
            fewest_budgets: self.rule.map_or(1, fewest),
            rounded_to: Money::from_pence(match self.rule {
                Some(_) => 1_000,
                None => 1,
            }),
            audience: self.audience(),
            withheld: means.count() + ratios.count(),
            dominance: DOMINANCE,
        }
    }

    /// Lines whose figure is kept back: those that are sensitive or covered, and enough others that what is left of
    /// everybody is not sensitive and tells nothing of them. Behind a place without budgets nothing is hidden.
    fn hidden<const N: usize>(
        &self,
        rows: &[[&Sum; N]],
        covered: impl Fn(Line) -> bool,
        told: impl Fn(&[usize]) -> bool,
    ) -> BTreeSet<Line> {
        let Some(rule) = self.rule else {
            return BTreeSet::new();
        };
        let together = |rows: &[&[&Sum; N]]| rows.iter().copied().fold(Sum::none::<N>(), add);
        let all: Vec<&[&Sum; N]> = rows.iter().collect();
        let mut hidden: BTreeSet<Line> = (0..rows.len())
            .filter(|&row| {
                covered(Line::Row(row)) || is_sensitive(rule, &rows[row].map(Sum::clone))
            })
            .map(Line::Row)
            .collect();
        if covered(Line::Total) || is_sensitive(rule, &together(&all)) {
            hidden.insert(Line::Total);
        }
        let mut spare: Vec<usize> = (0..rows.len())
            .filter(|&row| !hidden.contains(&Line::Row(row)) && rows[row][0].budgets > 0)
            .collect();
        spare.sort_by_key(|&row| std::cmp::Reverse((rows[row][0].pence, row)));
        loop {
            let left: Vec<usize> = (0..rows.len())
                .filter(|&row| hidden.contains(&Line::Row(row)) && rows[row][0].budgets > 0)
                .collect();
            let of_left: Vec<&[&Sum; N]> = left.iter().map(|&row| &rows[row]).collect();
            let safe = left.len() > 1 && !is_sensitive(rule, &together(&of_left)) && !told(&left);
            if left.is_empty() || hidden.contains(&Line::Total) || safe {
                return hidden;
            }
            hidden.insert(spare.pop().map_or(Line::Total, Line::Row));
        }
    }

    fn mean_of(&self, sum: &Sum) -> Option<Money> {
        let step = self.rule.map_or(1, |_| TEN_POUNDS);
        let steps = divide(sum.pence, step * u128::from(sum.budgets))?;
        u64::try_from(steps * step).ok().map(Money::from_pence)
    }
}

/// All that was indicated over all that was agreed, to two decimals.
fn ratio_of(sums: &Sums) -> Option<Decimal> {
    let hundredths = divide(sums.indicative.pence * 100, sums.then_agreed.pence)?;
    Some(Decimal::from_i128_with_scale(
        i128::try_from(hundredths).ok()?,
        2,
    ))
}

/// The nearest whole number, halves up; none over nothing.
fn divide(whole: u128, by: u128) -> Option<u128> {
    (2 * whole + by).checked_div(2 * by)
}

fn guarded<T>(hidden: bool, figure: Option<T>) -> Figure<T> {
    match figure {
        _ if hidden => Figure::Withheld(CONFIDENTIAL),
        Some(figure) => Figure::Shown(figure),
        None => Figure::Absent(Absent::NoAnswers),
    }
}

fn fewest(rule: Rule) -> u64 {
    rule.threshold().max(FEWEST)
}

fn add<const N: usize>(mut sums: [Sum; N], more: &[&Sum; N]) -> [Sum; N] {
    sums.iter_mut()
        .zip(more.iter())
        .for_each(|(sum, more)| sum.add(more));
    sums
}

/// Whether few budgets stand behind any of the sums, or make most of it.
fn is_sensitive(rule: Rule, sums: &[Sum]) -> bool {
    sums.iter().any(|sum| {
        let few = sum.budgets > 0 && sum.budgets < fewest(rule);
        few || sum.dominance().is_none_or(|contributions| {
            contributions.exceeds(1, 75.0)
                || contributions.exceeds(2, 85.0)
                || contributions.reveals(10.0)
        })
    })
}

impl Sum {
    fn none<const N: usize>() -> [Self; N] {
        std::array::from_fn(|_| Self::default())
    }

    /// The largest contributions, and the others in parts that are no larger: no rule looks at them one by one.
    fn dominance(&self) -> Option<Dominance> {
        let top: u128 = self.largest.iter().map(|&pence| u128::from(pence)).sum();
        let others = self.pence - top;
        let least = u128::from(self.largest.last().copied().unwrap_or(0));
        let parts = others.div_ceil(least.max(1));
        let part = others as f64 / parts.max(1) as f64;
        let others = std::iter::repeat_n(part, usize::try_from(parts).ok()?);
        let largest = self.largest.iter().map(|&pence| pence as f64);
        Dominance::new(&largest.chain(others).collect::<Vec<f64>>()).ok()
    }
}

#[cfg(test)]
mod tests {
    use poet_core::budget::PersonalBudget;

    use super::*;

    /// Budgets of an organisation: pounds indicated and agreed a year.
    fn tally(places: &[(&str, &[(u64, u64)])]) -> BudgetTally {
        let mut tally = BudgetTally::new().unwrap();
        let mut at = 0;
        for (place, budgets) in places {
            for (indicative, agreed) in *budgets {
                at += 1;
                let step = |pounds: &u64| {
                    let amount = format!(r#"{{"money":"{pounds}","period":"yearly"}}"#);
                    format!(r#"{{"allocation":[{{"stream":"social_care","amount":{amount}}}]}}"#)
                };
                let steps = format!(
                    r#""indicative":{},"agreed":{}"#,
                    step(indicative),
                    step(agreed)
                );
                let id = format!("67e55044-10b1-426f-9247-{at:012}");
                let json = format!(
                    r#"{{"id":"{id}","organisation":"{place}","allocations":{{{steps}}}}}"#
                );
                tally
                    .add(&PersonalBudget::from_json(json).unwrap())
                    .unwrap();
            }
        }
        tally
    }

    fn shown(money: &MoneyCell) -> [Option<String>; 2] {
        [
            money.mean_agreed.shown().map(|m| m.to_string()),
            money.indicative_to_agreed.shown().map(|r| r.to_string()),
        ]
    }

    fn words(mean: &str, ratio: &str) -> [Option<String>; 2] {
        [Some(mean.to_owned()), Some(ratio.to_owned())]
    }

    /// The averages that were published of three councils, as ratios of totals.
    #[test]
    fn a_ratio_of_totals_is_not_the_mean_of_ratios_and_means_go_to_ten_pounds() {
        let budgets: Vec<(u64, u64)> = (0..10)
            .map(|at| (2_450 + 20 * at, 1_000 + 9 * at))
            .collect();
        let tally = tally(&[("a", &budgets), ("b", &[(2_810, 1_000); 12])]);
        let released = Policy::ascs().apply_money(&tally);
        assert_eq!(shown(&released.places[0].money), words("1040.00", "2.44"));
        assert_eq!(shown(&released.places[1].money), words("1000.00", "2.81"));
        let internal = Policy::internal().apply_money(&tally);
        assert_eq!(shown(&internal.places[0].money), words("1040.50", "2.44"));
        // (25,400 + 33,720) / (10,405 + 12,000)
        assert_eq!(shown(&internal.all), words("1018.41", "2.64"));
        assert_eq!(
            (released.release.withheld, internal.release.fewest_budgets),
            (0, 1)
        );
        assert_eq!(released.release.rounded_to, Money::from_pence(1_000));
    }

    #[test]
    fn two_budgets_are_too_few_and_three_are_not() {
        let many = [(2_000, 1_500); 20];
        let more = [(2_000, 1_500); 30];
        for (few, hidden) in [(2, true), (3, false)] {
            let few = vec![(2_000, 1_500); few];
            let released =
                Policy::ascs().apply_money(&tally(&[("a", &few), ("b", &many), ("c", &more)]));
            assert_eq!(released.places[0].money.mean_agreed.is_withheld(), hidden);
            // What is left of everybody would be the few.
            assert_eq!(released.places[1].money.mean_agreed.is_withheld(), hidden);
            assert!(!released.places[2].money.mean_agreed.is_withheld());
        }
    }

    #[test]
    fn a_budget_that_makes_most_of_a_sum_keeps_it_back() {
        let mut large = vec![(60_000, 60_000); 3];
        let rule = Rule::new(3, crate::suppression::Zeros::Show);
        let sum = |pounds: &[u64]| {
            let mut sum = Sum::default();
            for &pounds in pounds {
                sum.add(&Sum::of(pounds * 100));
            }
            sum
        };
        large.push((1, 1));
        // 75 % and 85 % themselves are not over them.
        assert!(!is_sensitive(rule, &[sum(&[600, 80, 40, 40, 40])]));
        assert!(is_sensitive(rule, &[sum(&[601, 80, 40, 40, 39])]));
        assert!(!is_sensitive(rule, &[sum(&[450, 400, 50, 50, 50])]));
        assert!(is_sensitive(rule, &[sum(&[451, 400, 50, 50, 49])]));
        assert!(!is_sensitive(rule, &[sum(&[100, 100, 100, 0])]));
        assert!(is_sensitive(rule, &[sum(&[100, 100])]));
        assert!(!is_sensitive(rule, &[sum(&[0, 0, 0])]) && !is_sensitive(rule, &[sum(&[])]));
    }

    #[test]
    fn a_sum_beside_bands_that_are_kept_back_is_kept_back() {
        // One budget of a high band among forty of a low one: £50,000 are too little for three of the high band, who would
        // come to 38 x £1,000 and 3 x £5,000, but £66,000 are not.
        for (pounds, hidden) in [(1_100, true), (1_500, false)] {
            let plain = vec![(pounds, pounds); 40];
            let mut mixed = plain.clone();
            mixed.push((6_000, 6_000));
            let released = Policy::ascs().apply_money(&tally(&[("a", &mixed), ("b", &plain)]));
            let mean = released.places[0].money.mean_agreed;
            assert_eq!(mean.is_withheld(), hidden, "{pounds}");
        }
    }

    fn means_hidden(tally: &BudgetTally) -> Vec<bool> {
        let released = Policy::ascs().apply_money(tally);
        let cells = released.places.iter().map(|place| &place.money);
        cells
            .chain([&released.all])
            .map(|money| money.mean_agreed.is_withheld())
            .collect()
    }

    /// Forty budgets of £1,100 and one of £6,000: too little for three of the high band.
    fn mixed() -> Vec<(u64, u64)> {
        let mut mixed = vec![(1_100, 1_100); 40];
        mixed.push((6_000, 6_000));
        mixed
    }

    #[test]
    fn nothing_hides_behind_places_without_money() {
        let plain = [(1_100, 1_100); 40];
        let mut tally = tally(&[("a", &mixed()), ("d", &plain), ("e", &plain)]);
        for (at, place) in ["b", "b", "c", "c"].iter().enumerate() {
            let json = format!(
                r#"{{"id":"67e55044-10b1-426f-9247-bb680e5fe0c{at}","organisation":"{place}"}}"#
            );
            tally
                .add(&PersonalBudget::from_json(json).unwrap())
                .unwrap();
        }
        // Two places of two each hide their number behind each other, and have no money.
        let hidden = means_hidden(&tally);
        assert_eq!(hidden[..3], [true; 3]);
        assert!(hidden[3..].contains(&true), "{hidden:?}");
    }

    #[test]
    fn a_sum_does_not_hide_behind_one_that_its_own_bands_tell() {
        // Three budgets under £1,000 come to less than £3,000: whoever takes them and the others away from everybody
        // knows that the first place has too little for three of the high band.
        let plain = [(1_100, 1_100); 40];
        let low = [(100, 100); 3];
        let places: [(&str, &[(u64, u64)]); 4] =
            [("a", &mixed()), ("b", &low), ("c", &plain), ("d", &plain)];
        let hidden = means_hidden(&tally(&places));
        assert_eq!(hidden[..2], [true; 2]);
        assert!(hidden[2..].contains(&true), "{hidden:?}");
    }

    #[test]
    fn a_lone_place_of_few_hides_everybody_and_nothing_known_is_absent() {
        let released = Policy::ascs().apply_money(&tally(&[("a", &[(2, 1), (2, 1)])]));
        assert!(released.all.mean_agreed.is_withheld());
        assert!(released.places[0].money.indicative_to_agreed.is_withheld());
        let mut unknown = BudgetTally::new().unwrap();
        let json = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","organisation":"a"}"#;
        unknown
            .add(&PersonalBudget::from_json(json).unwrap())
            .unwrap();
        let absent = Policy::internal().apply_money(&unknown).all.mean_agreed;
        assert_eq!(absent, Figure::Absent(Absent::NoAnswers));
    }
}
