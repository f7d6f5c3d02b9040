//! What leaves of people who belong together.

use poet_core::{ItemId, PointCode};
use serde::Serialize;

use super::{Audience, Figure, Policy, Released, Withheld};
use crate::pairs::PairedCounts;
use crate::suppression::{self, Line, NodeId, Pattern, Role, Rule, Table, Terms, Tree, protect};

/// Pairs of holders and carers by what both answered, as they leave.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PairMatrix {
    /// Whom it may be shown to.
    pub audience: Audience,
    /// Item that the holders answered.
    pub holder_item: ItemId,
    /// Its points.
    pub holder_points: Vec<PointCode>,
    /// Item that the carers answered.
    pub carer_item: ItemId,
    /// Its points.
    pub carer_points: Vec<PointCode>,
    /// Pairs by the holder's point, then by the carer's.
    pub cells: Vec<Vec<Figure<u64>>>,
    /// Pairs by the holder's point.
    pub holder_totals: Vec<Figure<u64>>,
    /// Pairs by the carer's point.
    pub carer_totals: Vec<Figure<u64>>,
    /// Pairs in which both answered.
    pub answered: Figure<u64>,
}

impl Policy {
    /// Releases pairs: withholds, rounds, and keeps only what may leave.
    ///
    /// The cells are protected like any table. Everything is withheld where some point was chosen by a small number of
    /// people who are in no cell: whoever knows all answers from another release would see those few by taking the cells
    /// away. Where everybody who chose a point is in a cell, that release tells the sum of the cells: so the sum is shown,
    /// and everything is withheld where it is small, since the two releases would hide it behind different figures.
    ///
    /// Not reckoned with: matrices of one item by several others. Where the same pairs answered all of them, a sum that one
    /// keeps back may be shown in another.
    pub fn apply_pairs(&self, counts: &PairedCounts) -> Released<PairMatrix> {
        let shown = Shown::new(self, counts);
        let (rows, columns) = (counts.holders.points.len(), counts.carers.points.len());
        let figure = |row, column| self.pair_figure(shown.as_ref(), row, column);
        let cells =
            (0..rows).map(|row| (0..columns).map(|at| figure(Some(row), Some(at))).collect());
        Released::new(PairMatrix {
            audience: self.audience(),
            holder_item: counts.holders.item.clone(),
            holder_points: counts.holders.points.clone(),
            carer_item: counts.carers.item.clone(),
            carer_points: counts.carers.points.clone(),
            cells: cells.collect(),
            holder_totals: (0..rows).map(|row| figure(Some(row), None)).collect(),
            carer_totals: (0..columns).map(|at| figure(None, Some(at))).collect(),
            answered: figure(None, None),
        })
    }

    /// One figure: of a row or all of them, of a column or all of them.
    fn pair_figure(
        &self,
        shown: Option<&Shown>,
        row: Option<usize>,
        column: Option<usize>,
    ) -> Figure<u64> {
        let withheld = Figure::Withheld(Withheld::Confidential);
        let Some(shown) = shown else { return withheld };
        let line = row.map_or(Line::Total, Line::Row);
        let node = column.map_or(shown.table.tree().root(), |at| shown.leaves[at]);
        let figure = suppression::Figure { line, node };
        let hides = |pattern: &Pattern| pattern.withholds(figure);
        if shown.pattern.as_ref().is_some_and(hides) {
            return withheld;
        }
        let count = shown.table.count(figure);
        count.map_or(withheld, |count| {
            Figure::Shown(
                self.rounding
                    .map_or(count, |rounded| rounded.to.round(count)),
            )
        })
    }
}

/// A table of pairs and what of it is withheld; no pattern where nothing is.
struct Shown {
    table: Table,
    leaves: Vec<NodeId>,
    pattern: Option<Pattern>,
}

impl Shown {
    /// Nothing where everything has to be withheld.
    fn new(policy: &Policy, counts: &PairedCounts) -> Option<Self> {
        let mut tree = Tree::new();
        let root = tree.root();
        let mut add = || tree.add(root, Role::Part).ok();
        let leaves: Vec<NodeId> = counts.carers.points.iter().map_while(|_| add()).collect();
        let table = Table::new(tree, &counts.cells).ok()?;
        let Some(rule) = policy.rule else {
            return Some(Self {
                table,
                leaves,
                pattern: None,
            });
        };
        let outside: Vec<u64> = counts.outside().collect();
        if outside.iter().any(|&people| is_few(rule, people)) {
            return None;
        }
        let known = known_sums((&table, &leaves), &outside);
        let small = |&sum: &Sum| table.count(sum).is_none_or(|people| is_few(rule, people));
        if known.iter().any(small) {
            return None;
        }
        let terms = known.into_iter().fold(Terms::default(), Terms::show);
        let pattern = Some(protect(&table, rule, &terms).ok()?);
        Some(Self {
            table,
            leaves,
            pattern,
        })
    }
}

type Sum = suppression::Figure;

/// Sums of cells that are all answers there are of a point, or of a side: nobody is outside the cells.
fn known_sums((table, leaves): (&Table, &[NodeId]), outside: &[u64]) -> Vec<Sum> {
    let root = table.tree().root();
    let (rows, columns) = outside.split_at(table.rows());
    let everybody = [rows, columns].iter().any(|s| s.iter().all(|&n| n == 0));
    let of_row = |row| (Line::Row(row), root);
    let of_column = |at: usize| (Line::Total, leaves[at]);
    let whole = |side: &[u64]| {
        (0..side.len())
            .filter(|&at| side[at] == 0)
            .collect::<Vec<_>>()
    };
    let sums = whole(rows).into_iter().map(of_row);
    let sums = sums.chain(whole(columns).into_iter().map(of_column));
    let sums = sums.chain(everybody.then_some((Line::Total, root)));
    sums.map(|(line, node)| Sum { line, node }).collect()
}

/// Whether a number of people is above nought and too small to be shown.
fn is_few(rule: Rule, people: u64) -> bool {
    (1..rule.threshold()).contains(&people)
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Links, Pairs, PseudonymKey, Response, ResponseTable};
    use proptest::prelude::*;

    use super::*;
    use crate::Error;
    use crate::suppression::{Bounds, Interval};

    /// Answers of one side, by household; none for a household of their own.
    fn table(instrument: &str, item: &str, answers: &[(Option<usize>, u8)]) -> ResponseTable {
        let key = PseudonymKey::new(&[7; 32]).unwrap();
        let instrument = Catalogue::builtin()
            .get(&instrument.parse().unwrap())
            .unwrap();
        let mut table = ResponseTable::new(instrument);
        for (n, (household, point)) in answers.iter().enumerate() {
            let links = Links {
                household: household.map(|h| key.household(&h.to_string())),
                budget: None,
            };
            let answer = Answer::Choice(point.to_string().parse().unwrap());
            let person = Response::new(format!("r-{n}").parse().unwrap(), "York".parse().unwrap());
            let person = person.linked(links).with(item.parse().unwrap(), answer);
            table.push(&person).unwrap();
        }
        table
    }

    /// Pairs by both points, and people of either side without a pair by point.
    fn counts(pairs: &[(u8, u8, usize)], alone: [&[(u8, usize)]; 2]) -> PairedCounts {
        let mut sides = [Vec::new(), Vec::new()];
        let mut household = 0;
        for &(holder, carer, people) in pairs {
            for _ in 0..people {
                household += 1;
                sides[0].push((Some(household), holder));
                sides[1].push((Some(household), carer));
            }
        }
        for (side, alone) in sides.iter_mut().zip(alone) {
            for &(point, people) in alone {
                side.extend(std::iter::repeat_n((None, point), people));
            }
        }
        let [holders, carers] = sides;
        let holders = table("adult-holders@2014", "dignity", &holders);
        let carers = table("family-carers@2014", "stress", &carers);
        let (item, other) = ("dignity".parse().unwrap(), "stress".parse().unwrap());
        let pairs = Pairs::by_household(&holders, &carers);
        PairedCounts::new(&pairs, (&holders, &item), (&carers, &other)).unwrap()
    }

    fn shown(figures: &[Figure<u64>]) -> Vec<Option<u64>> {
        figures.iter().map(|figure| figure.shown()).collect()
    }

    #[test]
    fn pairs_are_counted_by_what_both_answered() {
        let counts = counts(&[(1, 1, 12), (1, 3, 20), (4, 3, 31)], [&[(2, 11)], &[]]);
        let released = Policy::internal().apply_pairs(&counts);
        assert_eq!(released.audience, Audience::Internal);
        assert_eq!(released.holder_item.as_str(), "dignity");
        assert_eq!(released.carer_item.as_str(), "stress");
        let cell = |row: usize, at: usize| released.cells[row][at].shown();
        assert_eq!(
            (cell(0, 0), cell(0, 2), cell(3, 2)),
            (Some(12), Some(20), Some(31))
        );
        assert_eq!((cell(1, 0), cell(3, 0)), (Some(0), Some(0)));
        assert_eq!(shown(&released.holder_totals), [32, 0, 0, 31, 0].map(Some));
        assert_eq!(shown(&released.carer_totals), [12, 0, 51, 0, 0].map(Some));
        assert_eq!(released.answered.shown(), Some(63));
        assert_eq!(counts.pairs(), 63);
        let points: Vec<_> = released
            .carer_points
            .iter()
            .map(PointCode::as_str)
            .collect();
        assert_eq!(points, ["1", "2", "3", "4", "5"]);
        assert_eq!(format!("{counts:?}"), "PairedCounts(dignity by stress)");
    }

    #[test]
    fn few_people_outside_the_pairs_withhold_everything() {
        for (outside, all) in [(0, Some(63)), (1, None), (9, None), (10, Some(63))] {
            let pairs = [(1, 1, 12), (1, 3, 20), (4, 3, 31)];
            for alone in [[&[(2, outside)][..], &[]], [&[], &[(5, outside)]]] {
                let counts = counts(&pairs, alone);
                let released = Policy::strict().apply_pairs(&counts);
                assert_eq!(released.answered.shown(), all, "{outside}");
                assert_eq!(released.cells[0][0].shown().is_some(), all.is_some());
                assert_eq!(released.audience, Audience::Public);
            }
        }
    }

    /// Answers of carers as a release of their own tells them, beside pairs of all of them.
    #[test]
    fn pairs_of_everybody_and_the_answers_of_each_side_do_not_tell_a_small_count() {
        // Five carers at the second point: their own release would show 75 who chose the first two, the pairs 70 of them.
        let pairs = [(1, 1, 30), (2, 2, 5), (2, 1, 40), (3, 3, 12)];
        let released = Policy::strict().apply_pairs(&counts(&pairs, [&[], &[]]));
        let cells = released.cells.iter().flatten();
        assert!(cells.chain(&released.carer_totals).all(Figure::is_withheld));
        // No sum is small: what is kept back hides in the cells alone.
        let pairs = [(1, 1, 30), (1, 2, 40), (2, 1, 3), (2, 2, 40), (3, 3, 12)];
        let released = Policy::strict().apply_pairs(&counts(&pairs, [&[], &[]]));
        assert_eq!(shown(&released.carer_totals), [33, 80, 12, 0, 0].map(Some));
        assert_eq!(shown(&released.holder_totals), [70, 43, 12, 0, 0].map(Some));
        assert_eq!(released.answered.shown(), Some(125));
        assert_eq!(
            shown(&released.cells[1]),
            [None, None, Some(0), Some(0), Some(0)]
        );
        // Thirty more carers at two points, who are in no pair: those sums of the pairs are nobody's to know.
        let pairs = [(1, 1, 30), (2, 2, 5), (2, 1, 40), (3, 3, 12)];
        let released = Policy::strict().apply_pairs(&counts(&pairs, [&[], &[(2, 30), (3, 30)]]));
        assert_eq!(shown(&released.holder_totals), [30, 45, 12, 0, 0].map(Some));
        assert_eq!(
            shown(&released.carer_totals),
            [Some(70), None, None, Some(0), Some(0)]
        );
    }

    #[test]
    fn counts_are_rounded_as_the_policy_says_and_small_ones_withheld() {
        let counts = counts(&[(1, 1, 12), (1, 3, 23), (4, 3, 2), (4, 1, 31)], [&[], &[]]);
        let released = Policy::ascs().apply_pairs(&counts);
        assert!(released.cells[3][2].is_withheld());
        // A second figure of its row and of its column goes with it.
        let withheld = |figures: &[Figure<u64>]| figures.iter().filter(|f| f.is_withheld()).count();
        assert!(withheld(&released.cells[3]) + withheld(&released.holder_totals) >= 2);
        let totals =
            Policy::ascs().apply_pairs(&self::counts(&[(1, 1, 12), (1, 3, 23)], [&[], &[]]));
        assert_eq!(totals.cells[0][0].shown(), Some(10));
        assert_eq!(totals.cells[0][2].shown(), Some(25));
        assert_eq!(totals.answered.shown(), Some(35));
    }

    #[test]
    fn an_item_that_is_no_choice_is_refused() {
        let holders = table("adult-holders@2014", "dignity", &[(Some(1), 1)]);
        let carers = table("family-carers@2014", "stress", &[(Some(1), 1)]);
        let pairs = Pairs::by_household(&holders, &carers);
        let dignity = "dignity".parse().unwrap();
        for item in ["comment_good", "shoe_size"] {
            let item = item.parse().unwrap();
            let error = PairedCounts::new(&pairs, (&holders, &dignity), (&carers, &item));
            assert!(matches!(error, Err(Error::NoChoice { item: found, .. }) if found == item));
        }
        let nobody = table("family-carers@2014", "stress", &[]);
        let stress = "stress".parse().unwrap();
        let error = PairedCounts::new(&pairs, (&holders, &dignity), (&nobody, &stress));
        assert_eq!(error.unwrap_err(), Error::OtherPairs);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_small_number_of_pairs_can_be_worked_out(
            pairs in prop::collection::vec((1..6_u8, 1..6_u8, 0..40_usize), 1..12),
        ) {
            let counts = counts(&pairs, [&[], &[]]);
            let policy = Policy::strict();
            let released = policy.apply_pairs(&counts);
            let Some(Shown { table, pattern: Some(pattern), .. }) = Shown::new(&policy, &counts) else {
                return Ok(());
            };
            let mut bounds = Bounds::new(&table, &pattern).unwrap();
            for figure in table.figures() {
                let count = table.count(figure).unwrap();
                if (1..10).contains(&count) {
                    prop_assert!(pattern.withholds(figure));
                    let Interval { low, high } = bounds.of(figure).unwrap();
                    prop_assert!(high.is_none_or(|high| high >= 10 && high - low >= 9));
                }
            }
            for (row, cells) in released.cells.iter().enumerate() {
                for (at, cell) in cells.iter().enumerate() {
                    let exact = counts.cells[row][at];
                    prop_assert!(cell.shown().is_none_or(|count| count == exact && !(1..10).contains(&count)));
                }
            }
        }
    }
}
