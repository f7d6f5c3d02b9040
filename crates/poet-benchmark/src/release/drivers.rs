//! What leaves of conditions and the outcomes that they go with.

use std::collections::BTreeSet;

use poet_core::{ItemId, PointCode};
use serde::Serialize;

use super::cover::{Covers, Part};
use super::policy::SharesFrom;
use super::{Audience, Figure, Policy, Preset, RangeFigure, Released, Withheld};
use crate::drivers::{
    Adjusted, Asked, CovarianceBasis, DriverWarning, Drivers, FitMethod, Met, Pair, Ratio, family,
    table_effect,
};
use crate::estimate::{Difference, Interval};
use crate::suppression::{self, Line, Role, Rule, Table, Terms, Tree, protect};
use crate::{Absent, Findings, Origin, Settings};

/// Which conditions go with which outcomes, as it leaves: associations of answers that the same person gave at the same
/// time, with no word about what comes of what.
///
/// # Units
///
/// People are counts; shares, differences and p values are fractions of one; ratios have none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriverBenchmark {
    /// Version of this form.
    pub format: u32,
    /// What the figures were worked out from and by.
    pub origin: Origin,
    /// The policy.
    pub policy: Preset,
    /// Smallest count of people that is shown.
    pub threshold: u64,
    /// Whom it may be shown to.
    pub audience: Audience,
    /// How the figures were worked out.
    pub method: DriverMethod,
    /// Items whose answers are held alike in every adjusted figure.
    pub allowing_for: Vec<ItemId>,
    /// Every outcome by every condition, outcome by outcome.
    pub pairs: Vec<DriverPair>,
}

/// How figures of conditions were worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriverMethod {
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Models of the adjusted figures.
    pub model: &'static str,
    /// Errors of the adjusted figures.
    pub errors: &'static str,
    /// Adjusted differences and risk ratios.
    pub standardisation: &'static str,
    /// Unadjusted figures.
    pub unadjusted: &'static str,
    /// Whose answers are in a figure.
    pub people: &'static str,
    /// Control of false discoveries.
    pub false_discovery: &'static str,
    /// Level of that control.
    pub false_discovery_level: f64,
    /// How many tests were made: outcomes by conditions that are shown and have one.
    pub tests: usize,
}

/// One outcome against one condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriverPair {
    /// Item of the outcome.
    pub outcome: ItemId,
    /// Item of the condition.
    pub condition: ItemId,
    /// The answer that meets the condition, where it is one point or one option.
    pub point: Option<PointCode>,
    /// When the condition is met.
    pub met: Met,
    /// The figures.
    pub figure: Figure<DriverFigure>,
}

/// What goes with one condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriverFigure {
    /// People with an answer to everything that the model holds.
    pub people: u64,
    /// Of these, people with the outcome.
    pub events: u64,
    /// People with the condition, and of these with the outcome.
    pub with: [u64; 2],
    /// People without the condition, and of these with the outcome.
    pub without: [u64; 2],
    /// The association as it is.
    pub unadjusted: Figure<UnadjustedFigure>,
    /// The association with what is allowed for held alike.
    pub adjusted: Figure<AdjustedFigure>,
}

/// An association as its table shows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UnadjustedFigure {
    /// Odds ratio.
    pub odds_ratio: Figure<RangeFigure>,
    /// Risk ratio.
    pub risk_ratio: Figure<RangeFigure>,
    /// Share with the condition less the share without it.
    pub risk_difference: RangeFigure,
}

/// An association with other answers held alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AdjustedFigure {
    /// How the model was fitted: by Firth's method where an answer of some group never varies.
    pub method: FitMethod,
    /// What the errors rest on.
    pub errors: CovarianceBasis,
    /// Odds ratio.
    pub odds_ratio: RangeFigure,
    /// Risk ratio.
    pub risk_ratio: Figure<RangeFigure>,
    /// Share with the condition less the share without it.
    pub risk_difference: RangeFigure,
    /// How strong something that was not asked would have to be, as a risk ratio with condition and outcome, to explain the
    /// estimate away, and to explain the interval away.
    pub e_value: Figure<[f64; 2]>,
    /// p value of no association, two-sided.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
    /// What may be said.
    pub verdict: DriverVerdict,
    /// What is against it.
    pub warnings: Vec<DriverWarning>,
    /// Terms of what is allowed for that others make up or that nobody has, which the model leaves out.
    pub aliased: Vec<Box<str>>,
}

/// What may be said of a condition.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriverVerdict {
    /// The outcome is more frequent with the condition than without it.
    MoreLikely,
    /// The outcome is less frequent with the condition than without it.
    LessLikely,
    /// No difference was found, which does not say that there is none.
    NoDifferenceFound,
}

impl DriverBenchmark {
    /// Version of this form.
    pub const FORMAT: u32 = 1;
}

const WITHHELD: Withheld = Withheld::Confidential;

impl Policy {
    /// Releases conditions and outcomes: withholds, rounds, and keeps only what may leave.
    ///
    /// An odds ratio with its interval, or a share with its base, gives the four counts of its table back. So a pair is shown
    /// whole or not at all: only where each of the four is nought or large enough; where answers that are given instead of
    /// one another are protected together, all sums known; where nobody can take the table from what a benchmark shows of
    /// all who answered either question, from the table of all who answered both, or from another table of the same outcome
    /// or condition that holds all of its people, and be left with a few. Its sums are those of a benchmark of the same
    /// people, so it is shown only where that, by this policy, shows them of all together. What is kept back is in no
    /// family of tests.
    ///
    /// Where shares are from rounded counts, the unadjusted figures are too, and adjusted ones, which are not, have one
    /// decimal less.
    ///
    /// Not reckoned with: subgroups of the same people ([`Policy::apply_subgroups`]) by an item that is a condition, an
    /// outcome or allowed for here. The two count the same people over again: publish the one or the other.
    pub fn apply_drivers(&self, drivers: &Drivers) -> Released<DriverBenchmark> {
        let shown = self.shown_pairs(drivers);
        let p = |(pair, &shown): (&Pair, &bool)| {
            let adjusted = pair.adjusted.as_ref().ok();
            adjusted.filter(|_| shown).map(|adjusted| adjusted.p)
        };
        let p: Vec<_> = drivers.pairs.iter().zip(&shown).map(p).collect();
        let (tests, adjusted) = family(&p);
        let pairs = drivers.pairs.iter().zip(&shown).zip(adjusted);
        let pairs = pairs.map(|((pair, &shown), adjusted_p)| {
            let condition = &drivers.plan.conditions()[pair.condition];
            DriverPair {
                outcome: drivers.plan.outcomes()[pair.outcome].item.clone(),
                condition: condition.item.clone(),
                point: condition.point.clone(),
                met: condition.met,
                figure: match shown {
                    true => self.driver_figure(drivers, pair, adjusted_p),
                    false => Figure::Withheld(WITHHELD),
                },
            }
        });
        Released::new(DriverBenchmark {
            format: DriverBenchmark::FORMAT,
            origin: drivers.origin.clone(),
            policy: self.preset,
            threshold: self.threshold(),
            audience: self.audience(),
            method: DriverMethod::new(drivers, tests),
            allowing_for: drivers.plan.allowing_for().cloned().collect(),
            pairs: pairs.collect(),
        })
    }

    /// Whether each pair may be shown.
    fn shown_pairs(&self, drivers: &Drivers) -> Vec<bool> {
        let Some(rule) = self.rule else {
            return vec![true; drivers.pairs.len()];
        };
        let findings = Findings::new(&drivers.tally, &Settings::default());
        let covers = Covers::new(self, &findings);
        let pairs = drivers.pairs.iter();
        let may = |pair: &Pair| !has_few_outside(rule, pair) && !hides_sums(&covers, drivers, pair);
        let mut shown: Vec<bool> = pairs.map(may).collect();
        let groups = groups(drivers);
        for group in &groups {
            hide_beside(rule, drivers, group, &mut shown);
        }
        for (shown, pair) in shown.iter_mut().zip(&drivers.pairs) {
            *shown &= !has_few_inside(rule, pair);
        }
        // The first in their order stays.
        for nested in &drivers.nested {
            let [one, other] = nested.pairs;
            if rule.withholds(nested.fewest) && shown[one] && shown[other] {
                let group = groups.iter().find(|group| group.contains(&other));
                let beside = group.map_or(&[][..], Vec::as_slice);
                for &at in beside.iter().chain([&other]) {
                    shown[at] = false;
                }
            }
        }
        shown
    }

    fn driver_figure(
        &self,
        drivers: &Drivers,
        pair: &Pair,
        adjusted_p: Option<f64>,
    ) -> Figure<DriverFigure> {
        let [without, with] = pair.table;
        let sums = [0, 1].map(|side| without[side] + with[side]);
        if sums == [0, 0] {
            return Figure::Absent(Absent::NoAnswers);
        }
        let people = |n| self.people(n);
        let table = match self.shares_from() {
            SharesFrom::Exact => pair.table,
            SharesFrom::RoundedCounts => pair.table.map(|side| side.map(people)),
        };
        let unadjusted = table_effect(table, drivers.confidence).map(|found| UnadjustedFigure {
            odds_ratio: found.odds_ratio.map(|ratio| self.ratio(ratio)).into(),
            risk_ratio: found.risk_ratio.map(|ratio| self.ratio(ratio)).into(),
            risk_difference: self.range(found.risk_difference),
        });
        let side = |[others, event]: [u64; 2]| [people(others + event), people(event)];
        Figure::Shown(DriverFigure {
            people: people(sums[0] + sums[1]),
            events: people(sums[1]),
            with: side(with),
            without: side(without),
            unadjusted: unadjusted.into(),
            adjusted: match (&pair.adjusted, adjusted_p) {
                (Ok(adjusted), Some(p)) => Figure::Shown(self.adjusted_figure(adjusted, p)),
                (Ok(_), None) => Figure::Absent(Absent::Degenerate),
                (Err(why), _) => Figure::Absent(*why),
            },
        })
    }

    fn adjusted_figure(&self, adjusted: &Adjusted, adjusted_p: f64) -> AdjustedFigure {
        let found = &adjusted.standardised;
        let up = found.risk_difference.estimate > 0.0;
        AdjustedFigure {
            method: adjusted.method,
            errors: adjusted.basis,
            odds_ratio: self.coarse_ratio(adjusted.odds_ratio),
            risk_ratio: found
                .risk_ratio
                .map(|ratio| self.coarse_ratio(ratio))
                .into(),
            risk_difference: self.coarse_range(found.risk_difference),
            e_value: adjusted
                .e_value
                .map(|needed| [needed.estimate, needed.interval].map(|v| self.coarse(v)))
                .into(),
            p: self.p(adjusted.p),
            adjusted_p: self.p(adjusted_p),
            verdict: match (adjusted_p <= Settings::FALSE_DISCOVERY, up) {
                (true, true) => DriverVerdict::MoreLikely,
                (true, false) => DriverVerdict::LessLikely,
                (false, _) => DriverVerdict::NoDifferenceFound,
            },
            warnings: adjusted.warnings.clone(),
            aliased: adjusted.aliased.clone(),
        }
    }

    pub(super) fn shares_from(&self) -> SharesFrom {
        self.rounding
            .map_or(SharesFrom::Exact, |rounded| rounded.shares)
    }

    /// A ratio with as many decimals as a z score.
    fn ratio(&self, ratio: Ratio) -> RangeFigure {
        let Interval { lower, upper } = ratio.interval;
        let [value, lower, upper] = [ratio.estimate, lower, upper].map(|v| self.z(v));
        RangeFigure {
            value,
            lower,
            upper,
        }
    }

    /// A ratio of what was not worked out from rounded counts.
    fn coarse_ratio(&self, ratio: Ratio) -> RangeFigure {
        let RangeFigure {
            value,
            lower,
            upper,
        } = self.ratio(ratio);
        let [value, lower, upper] = [value, lower, upper].map(|v| self.coarse(v));
        RangeFigure {
            value,
            lower,
            upper,
        }
    }

    fn coarse(&self, value: f64) -> f64 {
        match self.shares_from() {
            SharesFrom::Exact => self.z(value),
            SharesFrom::RoundedCounts => super::round::decimals(value, 1),
        }
    }

    fn coarse_range(&self, difference: Difference) -> RangeFigure {
        let range = self.range(difference);
        match self.shares_from() {
            SharesFrom::Exact => range,
            SharesFrom::RoundedCounts => {
                let whole = |value| super::round::decimals(value, 2);
                RangeFigure {
                    value: whole(range.value),
                    lower: whole(range.lower),
                    upper: whole(range.upper),
                }
            }
        }
    }
}

impl DriverMethod {
    fn new(drivers: &Drivers, tests: usize) -> Self {
        Self {
            confidence: drivers.confidence.level(),
            model: "logistic regression by maximum likelihood (Cox 1958); Firth (1993) on separation (Konis 2007)",
            errors: "cluster-robust by organisation from 10 organisations, else of the model (Liang and Zeger 1986), factor G/(G-1), Student's t on G-1 degrees of \
                     freedom; profile penalised likelihood for odds ratios by Firth's method",
            standardisation: "marginal standardisation to all people of the model, delta method (Localio et al. 2007); \
                              E-value (VanderWeele and Ding 2017)",
            unadjusted: "odds ratio Woolf (1955), risk ratio Katz et al. (1978), difference Newcombe (1998) method 10",
            people: "complete cases: people with an answer to the outcome, the condition and all that is allowed for",
            false_discovery: "Benjamini and Hochberg (1995), over all outcomes by conditions shown",
            false_discovery_level: Settings::FALSE_DISCOVERY,
            tests,
        }
    }
}

/// Whether a count of the table is small.
fn has_few_inside(rule: Rule, pair: &Pair) -> bool {
    has_few(rule, pair.table.into_iter().flatten())
}

/// Whether few are left of all who answered either question, once the table is taken away.
fn has_few_outside(rule: Rule, pair: &Pair) -> bool {
    let [without, with] = pair.table;
    let outcomes = [0, 1].map(|side| without[side] + with[side]);
    let conditions = [without, with].map(|side| side[0] + side[1]);
    let left = |all: [u64; 2], here: [u64; 2]| [0, 1].map(|at| all[at].saturating_sub(here[at]));
    let both = pair.all_both.into_iter().zip(pair.table);
    let outside = [
        left(pair.all_outcomes, outcomes),
        left(pair.all_conditions, conditions),
    ];
    let outside = both
        .map(|(all, here)| left(all, here))
        .chain(outside)
        .collect::<Vec<_>>();
    has_few(rule, outside.into_iter().flatten())
}

/// Whether a benchmark keeps back how many of all together have the outcome or the condition.
fn hides_sums(covers: &Covers, drivers: &Drivers, pair: &Pair) -> bool {
    let plan = &drivers.plan;
    let asked = [
        &plan.outcomes()[pair.outcome],
        &plan.conditions()[pair.condition],
    ];
    asked.into_iter().any(|asked| {
        let cover = &covers.items()[asked.column()];
        let part = asked.position().map_or(Part::Favourable, Part::Point);
        [Part::Base, part]
            .into_iter()
            .any(|part| cover.hides(Line::Total, part))
    })
}

fn has_few(rule: Rule, mut counts: impl Iterator<Item = u64>) -> bool {
    counts.any(|count| (1..rule.threshold()).contains(&count))
}

/// Pairs of one outcome whose conditions are answers that are given instead of one another.
fn groups(drivers: &Drivers) -> Vec<Vec<usize>> {
    let beside = |one: &usize, other: &usize| {
        let pairs = [&drivers.pairs[*one], &drivers.pairs[*other]];
        let asked = pairs.map(|pair| -> &Asked { &drivers.plan.conditions()[pair.condition] });
        pairs[0].outcome == pairs[1].outcome && asked[0].is_beside(asked[1])
    };
    let all: Vec<usize> = (0..drivers.pairs.len()).collect();
    let groups = all.chunk_by(beside).filter(|group| group.len() > 1);
    groups.map(<[usize]>::to_vec).collect()
}

/// Hides pairs whose counts would tell those of a pair beside them, all of them where one is hidden already. Sums by answer
/// and by outcome are taken as known: other tables of the same people have them too.
fn hide_beside(rule: Rule, drivers: &Drivers, group: &[usize], shown: &mut [bool]) {
    let rows: Vec<[u64; 2]> = group.iter().map(|&at| drivers.pairs[at].table[1]).collect();
    let hidden = hidden_rows(rule, &rows).filter(|_| group.iter().all(|&at| shown[at]));
    for (row, &at) in group.iter().enumerate() {
        shown[at] = hidden.as_ref().is_some_and(|hidden| !hidden.contains(&row));
    }
}

/// Rows with a figure that is kept back; nothing where everything is.
fn hidden_rows(rule: Rule, rows: &[[u64; 2]]) -> Option<BTreeSet<usize>> {
    let mut tree = Tree::new();
    let root = tree.root();
    let leaves = [(); 2].map(|()| tree.add(root, Role::Part).ok());
    let table = Table::new(tree, rows).ok()?;
    let figure = |line, node| suppression::Figure { line, node };
    let sums = (0..rows.len()).map(|row| figure(Line::Row(row), root));
    let sums = sums.chain(
        leaves
            .into_iter()
            .flatten()
            .chain([root])
            .map(|node| figure(Line::Total, node)),
    );
    let few =
        |&sum: &suppression::Figure| table.count(sum).is_none_or(|count| rule.withholds(count));
    let sums: Vec<_> = sums.collect();
    // A sum that is small is not known: its row is kept back with another.
    let terms = sums
        .iter()
        .filter(|sum| !few(sum))
        .fold(Terms::default(), |terms, &sum| terms.show(sum));
    let pattern = protect(&table, rule, &terms).ok()?;
    let kept_back = table.figures().filter(|&figure| pattern.withholds(figure));
    let row = |figure: suppression::Figure| match figure.line {
        Line::Row(row) => Some(row),
        Line::Total => None,
    };
    Some(kept_back.filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use poet_core::{Answer, Catalogue, Instrument, Response, ResponseTable};
    use proptest::prelude::*;

    use super::*;
    use crate::drivers::{DriverCounts, DriverPlan};
    use crate::estimate::Confidence;
    use crate::tally::Tally;

    fn instrument() -> &'static Instrument {
        let key = "adult-holders@2014".parse().unwrap();
        Catalogue::builtin().get(&key).unwrap()
    }

    /// People by place, dignity, how the budget is held, whether it was easy to be heard; nothing where not answered.
    type People<'a> = (
        &'a str,
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
        usize,
    );

    fn table(people: &[People<'_>]) -> ResponseTable {
        let mut table = ResponseTable::new(instrument());
        for &(place, dignity, held, heard, n) in people {
            let mut person = Response::new("r".parse().unwrap(), place.parse().unwrap());
            for (item, point) in [("dignity", dignity), ("held", held), ("being_heard", heard)] {
                if let Some(point) = point {
                    let answer = Answer::Choice(point.parse().unwrap());
                    person = person.with(item.parse().unwrap(), answer);
                }
            }
            (0..n).for_each(|_| table.push(&person).unwrap());
        }
        table.route();
        table
    }

    fn counts(people: &[People<'_>]) -> DriverCounts {
        let plan = DriverPlan::new(instrument(), &[]).unwrap();
        let plan = plan.only(&"dignity".parse().unwrap()).unwrap();
        let mut counts = DriverCounts::new(&plan).unwrap();
        counts.add_table(&table(people)).unwrap();
        counts
    }

    fn drivers(people: &[People<'_>], threads: usize) -> Drivers {
        let threads = NonZeroUsize::new(threads).unwrap();
        Drivers::new(&counts(people), Confidence::P95, threads).unwrap()
    }

    fn pairs(policy: Policy, people: &[People<'_>], item: &str) -> Vec<DriverPair> {
        let released = policy.apply_drivers(&drivers(people, 2));
        let pairs = released.pairs.iter();
        pairs
            .filter(|pair| pair.condition.as_str() == item)
            .cloned()
            .collect()
    }

    /// Four counts of people who found it easy or not and said "a lot better" or not, in two places.
    fn heard(
        better: usize,
        same: usize,
        hard_better: usize,
        hard_same: usize,
    ) -> [People<'static>; 5] {
        let (b, s) = (Some("1"), Some("3"));
        [
            ("a", b, None, Some("1"), better / 2),
            ("b", b, None, Some("1"), better - better / 2),
            ("a", s, None, Some("1"), same),
            ("b", b, None, Some("5"), hard_better),
            ("a", s, None, Some("5"), hard_same),
        ]
    }

    /// Whether a value was released as these decimals.
    fn is(range: RangeFigure, value: f64) -> bool {
        (range.value - value).abs() < f64::EPSILON
    }

    #[test]
    fn a_pair_is_shown_whole_or_not_at_all() {
        let [pair] = &pairs(Policy::strict(), &heard(70, 30, 40, 60), "being_heard")[..] else {
            panic!("one condition");
        };
        let figure = pair.figure.as_ref().shown().unwrap();
        assert_eq!((figure.people, figure.events), (200, 110));
        assert_eq!((figure.with, figure.without), ([100, 70], [100, 40]));
        let unadjusted = figure.unadjusted.shown().unwrap();
        assert!(is(unadjusted.odds_ratio.shown().unwrap(), 3.5));
        assert!(is(unadjusted.risk_difference, 0.3));
        let adjusted = figure.adjusted.as_ref().shown().unwrap();
        assert!(is(adjusted.risk_difference, 0.3));
        assert_eq!(adjusted.method, FitMethod::MaximumLikelihood);
        assert!(adjusted.warnings.contains(&DriverWarning::NotClustered));
        for counts in [(70, 30, 9, 60), (70, 1, 40, 60), (9, 30, 40, 60)] {
            let (a, b, c, d) = counts;
            let pairs = pairs(Policy::strict(), &heard(a, b, c, d), "being_heard");
            assert!(pairs[0].figure.is_withheld(), "{counts:?}");
        }
    }

    #[test]
    fn nobody_of_a_group_is_shown_and_firth_says_so() {
        let pairs = pairs(Policy::strict(), &heard(70, 0, 40, 60), "being_heard");
        let figure = pairs[0].figure.as_ref().shown().unwrap();
        let unadjusted = figure.unadjusted.shown().unwrap();
        assert_eq!(unadjusted.odds_ratio, Figure::Absent(Absent::EmptyCell));
        let adjusted = figure.adjusted.as_ref().shown().unwrap();
        assert_eq!(adjusted.method, FitMethod::Firth);
        assert!(adjusted.warnings.contains(&DriverWarning::Separated));
        assert!(adjusted.odds_ratio.lower > 1.0 && adjusted.odds_ratio.upper < f64::MAX);
    }

    /// The plain shares of a benchmark beside it, and what it keeps back of all together so that few cannot be worked out.
    #[test]
    fn what_a_benchmark_keeps_back_is_not_told_by_the_sums_of_a_table() {
        let of = |better: &'static str, neither: usize| {
            let mut people = heard(20, 16, 12, 60).to_vec();
            people.push(("b", Some(better), None, Some("1"), neither));
            people
        };
        for (point, few, shown) in [("3", 0, true), ("3", 2, false), ("1", 2, true)] {
            let mut people = of(point, few);
            // All others are worse, not the same.
            people[2].1 = Some("5");
            people[4].1 = Some("5");
            let findings = {
                let mut tally = Tally::new(instrument()).unwrap();
                tally.add_table(&table(&people)).unwrap();
                Findings::new(&tally, &Settings::default())
            };
            let benchmark = Policy::strict().apply(&findings);
            let mut items = benchmark.items.iter();
            let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
            assert_eq!(
                !dignity.all.favourable.is_withheld(),
                shown,
                "{point} {few}"
            );
            let pairs = pairs(Policy::strict(), &people, "being_heard");
            assert_eq!(!pairs[0].figure.is_withheld(), shown, "{point} {few}");
        }
    }

    /// With and without something allowed for, the tables differ by those who left it out.
    #[test]
    fn few_who_left_out_what_is_allowed_for_are_not_told_by_two_tables() {
        let need: ItemId = "need_group".parse().unwrap();
        let plan = DriverPlan::new(instrument(), std::slice::from_ref(&need)).unwrap();
        let plan = plan.only(&"dignity".parse().unwrap()).unwrap();
        for (left, shown) in [(0, true), (3, false), (10, true)] {
            let mut table = ResponseTable::new(instrument());
            let people = [
                ("1", "1", 70, true),
                ("5", "1", 30, true),
                ("1", "5", 40, true),
                ("5", "5", 60, true),
                ("1", "1", left, false),
                // Who left one of the two out, so that neither sum of a benchmark says anything.
                ("1", "", 10, true),
                ("", "1", 10, true),
            ];
            for (dignity, heard, n, told) in people {
                let mut person = Response::new("r".parse().unwrap(), "a".parse().unwrap());
                let answers = [
                    ("dignity", dignity),
                    ("being_heard", heard),
                    (need.as_str(), "1"),
                ];
                for (item, point) in answers {
                    if !point.is_empty() && (told || item != need.as_str()) {
                        let answer = Answer::Choice(point.parse().unwrap());
                        person = person.with(item.parse().unwrap(), answer);
                    }
                }
                (0..n).for_each(|_| table.push(&person).unwrap());
            }
            table.route();
            let mut counts = DriverCounts::new(&plan).unwrap();
            counts.add_table(&table).unwrap();
            let drivers = Drivers::new(&counts, Confidence::P95, NonZeroUsize::MIN).unwrap();
            let released = Policy::strict().apply_drivers(&drivers);
            let mut pairs = released.pairs.iter();
            let heard = pairs
                .find(|p| p.condition.as_str() == "being_heard")
                .unwrap();
            assert_eq!(!heard.figure.is_withheld(), shown, "{left}");
        }
    }

    #[test]
    fn few_people_outside_a_table_withhold_it() {
        for (left, shown) in [(0, true), (3, false), (10, true)] {
            let mut people = heard(70, 30, 40, 60).to_vec();
            people.push(("a", Some("1"), None, None, left));
            let pairs = pairs(Policy::strict(), &people, "being_heard");
            assert_eq!(!pairs[0].figure.is_withheld(), shown, "{left}");
        }
    }

    #[test]
    fn answers_given_instead_of_one_another_are_protected_together() {
        let (b, s) = (Some("1"), Some("3"));
        let held = instrument().item("held").unwrap().scale().unwrap().points();
        let codes: Vec<&str> = held.iter().map(|point| point.code().as_str()).collect();
        let mut people = Vec::new();
        for (at, &code) in codes.iter().take(3).enumerate() {
            let few = if at == 2 { 3 } else { 40 };
            people.push(("a", b, Some(code), None, few));
            people.push(("b", s, Some(code), None, 50));
        }
        let pairs = pairs(Policy::strict(), &people, "held");
        let withheld = pairs
            .iter()
            .take(3)
            .filter(|pair| pair.figure.is_withheld())
            .count();
        assert!(withheld >= 2, "the small one hides behind another");
        assert!(pairs[2].figure.is_withheld());
    }

    #[test]
    fn the_figures_are_the_same_for_any_number_of_threads_and_any_split() {
        let people = heard(70, 30, 40, 60);
        let one = drivers(&people, 1);
        assert!(one == drivers(&people, 7));
        let (head, tail) = people.split_at(2);
        let mut merged = counts(tail);
        merged.merge(&counts(head)).unwrap();
        let merged = Drivers::new(&merged, Confidence::P95, NonZeroUsize::MIN).unwrap();
        assert!(one == merged);
    }

    /// Convention 13: whoever needs help with little is young and everybody else is old, so age tells nothing more.
    #[test]
    fn terms_that_others_make_up_are_listed() {
        let by = ["need_group".parse().unwrap(), "age_band".parse().unwrap()];
        let plan = DriverPlan::new(instrument(), &by).unwrap();
        let plan = plan.only(&"dignity".parse().unwrap()).unwrap();
        let mut table = ResponseTable::new(instrument());
        for at in 0..400 {
            let kind = ["1", "2"][at % 2];
            let heard = ["1", "3"][at / 2 % 2];
            let better = ["1", "4"][usize::from(at % 7 < 3 + at / 2 % 2)];
            let mut person = Response::new("r".parse().unwrap(), "north".parse().unwrap());
            let answers = [
                ("need_group", kind),
                ("age_band", kind),
                ("being_heard", heard),
                ("dignity", better),
            ];
            for (item, point) in answers {
                let answer = Answer::Choice(point.parse().unwrap());
                person = person.with(item.parse().unwrap(), answer);
            }
            table.push(&person).unwrap();
        }
        table.route();
        let mut counts = DriverCounts::new(&plan).unwrap();
        counts.add_table(&table).unwrap();
        let drivers = Drivers::new(&counts, Confidence::P95, NonZeroUsize::MIN).unwrap();
        let released = Policy::ascs().apply_drivers(&drivers);
        let pair = released
            .pairs
            .iter()
            .find(|pair| pair.condition.as_str() == "being_heard");
        let figure = pair.unwrap().figure.as_ref().shown().unwrap();
        let adjusted = figure.adjusted.as_ref().shown().unwrap();
        let listed: Vec<&str> = adjusted.aliased.iter().map(AsRef::as_ref).collect();
        let nobody = [
            "need_group=3",
            "need_group=4",
            "need_group=5",
            "age_band=3",
            "age_band=4",
        ];
        let (made_up, empty): (Vec<&str>, Vec<&str>) =
            listed.iter().partition(|&&term| term == "age_band=2");
        assert_eq!((made_up, empty), (vec!["age_band=2"], nobody.to_vec()));
        let json = serde_json::to_value(adjusted).unwrap();
        assert_eq!(json["aliased"], serde_json::json!(listed));
    }

    #[test]
    fn rounded_counts_make_the_unadjusted_figures() {
        let pairs = pairs(
            Policy::nhs_sub_national(),
            &heard(72, 28, 41, 59),
            "being_heard",
        );
        let figure = pairs[0].figure.as_ref().shown().unwrap();
        assert_eq!((figure.with, figure.without), ([100, 70], [100, 40]));
        assert!(is(figure.unadjusted.shown().unwrap().risk_difference, 0.3));
        assert!(is(
            figure.adjusted.as_ref().shown().unwrap().risk_difference,
            0.31
        ));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_small_count_is_in_a_pair_that_is_shown(
            better in 0..40_usize, same in 0..40_usize, hard in 0..40_usize, hard_same in 0..40_usize,
        ) {
            let people = heard(better, same, hard, hard_same);
            for pair in pairs(Policy::strict(), &people, "being_heard") {
                if let Figure::Shown(figure) = pair.figure {
                    let counts = [figure.with, figure.without].map(|[all, event]| [event, all - event]);
                    prop_assert!(counts.iter().flatten().all(|count| *count == 0 || *count >= 10));
                }
            }
        }
    }
}
