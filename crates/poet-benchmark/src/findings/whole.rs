//! Whole answer distributions held against each other.

use super::Judged;
use crate::Absent;
use crate::compare::{Superiority, superiority};
use crate::estimate::{Confidence, Difference, Interval, Proportion, net_balance};

/// All answers of a place against all answers of everybody else.
///
/// It makes no test and stands outside the family over which false discoveries are controlled: the verdict is that of the
/// favourable share alone, and this says whether the rest of the distribution bears it out.
#[derive(Clone, Copy, PartialEq)]
pub struct WholeComparison {
    /// How likely somebody here gave a better answer than somebody elsewhere.
    pub superiority: Superiority,
    /// Net balance here less that of everybody else; none where all answers of both are one.
    pub net: Result<Difference, Absent>,
}

/// Answers to one item in one place, or of everybody else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answers {
    pub(crate) favourable: f64,
    pub(crate) unfavourable: f64,
    pub(crate) base: f64,
    pub(crate) points: Vec<f64>,
}

impl Answers {
    /// The answers with every count rounded; sums are rounded from the true sums.
    pub(super) fn rounded(&self, round: impl Fn(f64) -> f64) -> Self {
        Self {
            favourable: round(self.favourable),
            unfavourable: round(self.unfavourable),
            base: round(self.base),
            points: self.points.iter().map(|&people| round(people)).collect(),
        }
    }

    /// People of the base from the worst to the best answer.
    fn ranked(&self, judged: &Judged) -> Result<Vec<u32>, Absent> {
        let people = |points: &Vec<usize>| {
            let sum: f64 = points.iter().map(|&at| self.points[at]).sum();
            let whole = Proportion::new(sum, sum.max(1.0))
                .ok()
                .and_then(Proportion::people);
            whole
                .map(|[people, _]| people)
                .ok_or(Absent::NotWholePeople)
        };
        judged.readings.worst_to_best.iter().map(people).collect()
    }

    fn net(&self, confidence: Confidence) -> Result<Difference, Absent> {
        // Rounded counts may add up to a little more than their base.
        let share = |people: f64| {
            Proportion::new(people.min(self.base), self.base).map_err(|_| Absent::NoAnswers)
        };
        Ok(net_balance(
            share(self.favourable)?,
            share(self.unfavourable)?,
            confidence,
        ))
    }
}

impl WholeComparison {
    /// Holds the answers of a place against those of everybody else.
    pub(super) fn new(
        judged: &Judged,
        own: &Answers,
        rest: &Answers,
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let (one, other) = (own.ranked(judged)?, rest.ranked(judged)?);
        let superiority = superiority(&one, &other, confidence).map_err(|_| Absent::NoAnswers)?;
        let net = between(own.net(confidence)?, rest.net(confidence)?);
        Ok(Self { superiority, net })
    }
}

/// Difference of two independent estimates: the distances to their limits added up in squares.
///
/// # Source
///
/// Zou and Donner (2008), Stat. Med. 27:1693-1702, doi:10.1002/sim.3095.
fn between(one: Difference, other: Difference) -> Result<Difference, Absent> {
    let below = |d: Difference| d.estimate - d.interval.lower;
    let above = |d: Difference| d.interval.upper - d.estimate;
    let estimate = one.estimate - other.estimate;
    let interval = Interval {
        lower: estimate - below(one).hypot(above(other)),
        upper: estimate + above(one).hypot(below(other)),
    };
    let wide = interval.upper > interval.lower;
    wide.then_some(Difference { estimate, interval })
        .ok_or(Absent::Degenerate)
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response, ResponseTable};

    use crate::compare::{mann_whitney_counts, superiority};
    use crate::estimate::Confidence;
    use crate::release::{Figure, ItemResult, Policy};
    use crate::tally::Tally;
    use crate::{Absent, Findings, Settings};

    /// Answers of 1, a lot better, to 5, a lot worse, in two places.
    fn findings(north: [u32; 5], south: [u32; 5]) -> Findings {
        let key = "adult-holders@2014".parse().unwrap();
        let instrument = Catalogue::builtin().get(&key).unwrap();
        let mut table = ResponseTable::new(instrument);
        for (place, answers) in [("north", north), ("south", south)] {
            for (point, people) in (1..).zip(answers) {
                let answer = Answer::Choice(format!("{point}").parse().unwrap());
                let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
                let response = response.with("dignity".parse().unwrap(), answer);
                (0..people).for_each(|_| table.push(&response).unwrap());
            }
        }
        table.route();
        let mut tally = Tally::new(instrument).unwrap();
        tally.add_table(&table).unwrap();
        Findings::new(&tally, &Settings::default())
    }

    fn dignity(policy: Policy, north: [u32; 5], south: [u32; 5]) -> ItemResult {
        let released = policy.apply(&findings(north, south));
        let found = released
            .items
            .iter()
            .find(|item| item.item.as_str() == "dignity");
        found.unwrap().clone()
    }

    const NORTH: [u32; 5] = [13, 25, 30, 20, 12];
    const SOUTH: [u32; 5] = [10, 80, 120, 60, 30];

    /// The better answer is the larger: north is the first sample of the method from worst to best.
    #[test]
    fn somebody_of_a_place_is_held_against_somebody_elsewhere() {
        let cell = &dignity(Policy::internal(), NORTH, SOUTH).places[0];
        let whole = cell.whole_against_rest.shown().unwrap();
        let turned = |mut answers: [u32; 5]| {
            answers.reverse();
            answers
        };
        let wanted = superiority(&turned(NORTH), &turned(SOUTH), Confidence::P95).unwrap();
        assert_eq!(whole.superiority.to_bits(), wanted.estimate.to_bits());
        let counted = mann_whitney_counts(&turned(NORTH), &turned(SOUTH)).unwrap();
        assert_eq!(whole.superiority.to_bits(), counted.superiority.to_bits());
        let limits = whole.superiority_interval.shown().unwrap();
        assert_eq!(
            limits.upper.to_bits(),
            wanted.interval.unwrap().upper.to_bits()
        );
        // 38 - 32 of 100 here, 90 - 90 of 300 elsewhere.
        let net = whole.net.shown().unwrap();
        assert!((net.value - 0.06).abs() < 1e-15, "{net:?}");
        // Goodman's variances: (0.7 - 0.06^2) / 100 and 0.6 / 300.
        let half = 1.959_963_984_540_054 * (0.6964_f64 / 100.0 + 0.6 / 300.0).sqrt();
        assert!((net.upper - net.value - half).abs() < 1e-12, "{net:?}");
    }

    #[test]
    fn it_is_kept_back_where_any_answer_of_either_is() {
        let few_here = [13, 25, 30, 20, 1];
        for (north, south) in [(few_here, SOUTH), (NORTH, [10, 80, 120, 60, 1])] {
            let item = dignity(Policy::ascs(), north, south);
            assert!(
                item.places
                    .iter()
                    .all(|cell| cell.whole_against_rest.is_withheld()),
                "{north:?} {south:?}"
            );
        }
        let item = dignity(Policy::ascs(), NORTH, SOUTH);
        assert!(
            item.places
                .iter()
                .all(|cell| cell.whole_against_rest.shown().is_some())
        );
        assert_eq!(
            item.all.whole_against_rest,
            Figure::Absent(Absent::EmptyComparator)
        );
    }

    #[test]
    fn it_makes_no_test_and_is_in_no_family() {
        let released = Policy::internal().apply(&findings(NORTH, SOUTH));
        let shares = released.items.iter().flat_map(|item| &item.places);
        let shares: Vec<_> = shares
            .filter_map(|cell| cell.against_rest.and_then(|c| c.test).shown())
            .collect();
        assert_eq!((released.method.tests, shares.len()), (2, 2));
        assert!(
            released
                .method
                .whole_distribution
                .contains("no test is made")
        );
    }

    #[test]
    fn rounded_counts_are_what_it_is_worked_out_from_where_the_policy_says_so() {
        let north = [13, 24, 31, 19, 12];
        let near = [15, 25, 30, 20, 10];
        let [one, other] = [north, near].map(|north| {
            let item = dignity(Policy::nhs_sub_national(), north, SOUTH);
            item.places[0]
                .whole_against_rest
                .shown()
                .unwrap()
                .superiority
        });
        assert_eq!(one.to_bits(), other.to_bits());
    }

    #[test]
    fn answers_that_are_all_one_have_no_interval() {
        let one = dignity(Policy::internal(), [40, 0, 0, 0, 0], [60, 0, 0, 0, 0]);
        let whole = one.places[0].whole_against_rest.shown().unwrap();
        assert_eq!(whole.superiority.to_bits(), 0.5_f64.to_bits());
        assert_eq!(
            whole.superiority_interval,
            Figure::Absent(Absent::Degenerate)
        );
        assert_eq!(whole.net, Figure::Absent(Absent::Degenerate));
    }
}
