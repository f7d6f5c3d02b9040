//! Figures weighted to the margins of a population, as they leave.

use poet_core::ItemId;
use serde::Serialize;

use super::Figure;
use super::apply::{CONFIDENTIAL, Releasing, guarded};
use super::cover::{Cover, Part};
use crate::estimate::{Interval, WeightedShare};
use crate::findings::{Findings, ItemFindings, KindAnswers, RakedItem, RakedPlace, together};
use crate::suppression::{Line, Rule};
use crate::tally::whole;
use crate::weights::Weighting;

/// How figures were weighted to the margins of a population.
///
/// People and weights are of everybody who has a weight. Weights are multiples of their mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightingNote {
    /// How weights are made.
    pub method: &'static str,
    /// How intervals are made.
    pub interval: &'static str,
    /// Items of the margins, in their order.
    pub items: Vec<ItemId>,
    /// People of the population.
    pub population: u64,
    /// Smallest weight that the rule lets stand.
    pub lower_bound: f64,
    /// Largest weight that the rule lets stand; none where there is no limit.
    pub upper_bound: Option<f64>,
    /// People without a weight, since they did not answer every item of the margins.
    pub left_out: Figure<u64>,
    /// People whose weight was trimmed.
    pub trimmed: Figure<u64>,
    /// What is left of the people with a weight: Kish's effective number.
    pub effective: Figure<u64>,
    /// How many times larger weighting makes the variance.
    pub design_effect: Figure<f64>,
    /// Smallest weight.
    pub smallest: Figure<f64>,
    /// Largest weight.
    pub largest: Figure<f64>,
    /// Furthest that the trimmed weights miss the share of a level in the population, as a share of 1.
    pub margin_error: Figure<f64>,
}

/// The favourable share of one item, weighted to the margins of a population.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RakedResult {
    /// Everybody with a weight.
    pub all: Figure<RakedFigure>,
    /// Each organisation, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub places: Vec<Figure<RakedFigure>>,
}

/// A share weighted to the margins of a population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RakedFigure {
    /// The share.
    pub share: f64,
    /// Lower end of its interval.
    pub lower: f64,
    /// Upper end of its interval.
    pub upper: f64,
    /// Kish's effective number of people in the base.
    pub effective: u64,
    /// How many times larger weighting makes the variance.
    pub design_effect: f64,
}

/// Which weighted shares of an item are kept back.
///
/// Whoever knows the weights has in a weighted share one more sum over the kinds of people, and in the plain share beside
/// it what those without a weight answered. So a share is shown only where its plain counterpart is, and where of each
/// kind (those that weigh alike are one, those without a weight are one too) nobody or at least as many as the threshold
/// are favourable, and likewise of the others. The figure of everybody gives away that of all places together whose own is
/// kept back, so these together have to pass the same; where they do not, further places are kept back, the smallest
/// first.
struct Hidden {
    all: bool,
    places: Vec<bool>,
}

impl Hidden {
    fn new(rule: Option<Rule>, raked: &RakedItem, cover: &Cover) -> Self {
        let Some(rule) = rule else {
            return Self {
                all: false,
                places: vec![false; raked.places.len()],
            };
        };
        let hides =
            |line, place: &RakedPlace| hides_plain(cover, line) || has_small(rule, &place.kinds);
        let places = raked.places.iter().enumerate();
        let mut hidden = Self {
            all: hides(Line::Total, &raked.all),
            places: places
                .map(|(row, place)| hides(Line::Row(row), place))
                .collect(),
        };
        if !hidden.all {
            hidden.complete(rule, raked);
        }
        hidden
    }

    /// Keeps back further places until those kept back, taken together, give nothing away.
    fn complete(&mut self, rule: Rule, raked: &RakedItem) {
        let base = |row: &usize| raked.places[*row].kinds.iter().map(|k| k.base).sum::<u64>();
        let mut open: Vec<usize> = (0..self.places.len())
            .filter(|&row| !self.places[row])
            .collect();
        open.sort_by_key(|row| (std::cmp::Reverse(base(row)), std::cmp::Reverse(*row)));
        while self.tells(rule, raked) {
            match open.pop() {
                Some(row) => self.places[row] = true,
                None => return,
            }
        }
    }

    /// Whether the figure of everybody, less those of the places shown, gives something away.
    fn tells(&self, rule: Rule, raked: &RakedItem) -> bool {
        let rows = || {
            self.places
                .iter()
                .zip(&raked.places)
                .filter(|(hidden, _)| **hidden)
        };
        let people = rows().filter(|(_, place)| place.kinds.iter().any(|kind| kind.base > 0));
        match people.count() {
            0 => false,
            1 => true,
            _ => has_small(rule, &together(rows().flat_map(|(_, place)| &place.kinds))),
        }
    }
}

/// Whether the plain share is kept back.
fn hides_plain(cover: &Cover, line: Line) -> bool {
    cover.hides(line, Part::Base) || cover.hides(line, Part::Favourable)
}

/// Whether few of one kind gave an answer.
fn has_small(rule: Rule, kinds: &[KindAnswers]) -> bool {
    let small = |kind: &KindAnswers| {
        rule.withholds(kind.favourable) || rule.withholds(kind.base - kind.favourable)
    };
    kinds.iter().any(small)
}

impl Releasing<'_> {
    /// Weighted shares of an item, where there are margins.
    pub(super) fn raked_item(
        &self,
        (at, item): (usize, &ItemFindings),
        (findings, cover): (&Findings, &Cover),
    ) -> Option<RakedResult> {
        // The exact counts: those of the item may have been rounded by now.
        let raked = findings.items[at].raked.as_ref()?;
        let confidence = findings.settings.confidence;
        let hidden = Hidden::new(self.policy.rule, raked, cover);
        let round = self.rounded_counts();
        let figure = |hidden: bool, place: &RakedPlace| {
            let rounded = round.map(|rounded| {
                place.rounded(|people| rounded.to.round(people), &item.judged, confidence)
            });
            let share = &rounded.as_ref().unwrap_or(place).share;
            guarded(hidden, share.as_ref(), |share| self.raked(share))
        };
        let places = hidden.places.iter().zip(&raked.places);
        Some(RakedResult {
            all: figure(hidden.all, &raked.all),
            places: places
                .map(|(&hidden, place)| figure(hidden, place))
                .collect(),
        })
    }

    fn raked(&self, found: &WeightedShare) -> RakedFigure {
        let Interval { lower, upper } = found.interval;
        let [share, lower, upper] = [found.share, lower, upper].map(|v| self.policy.share(v));
        RakedFigure {
            share,
            lower,
            upper,
            effective: self.policy.people(whole(found.kish.effective)),
            design_effect: self.policy.z(found.kish.design_effect),
        }
    }

    /// How everybody was weighted. What follows from the number of people of each kind is shown where no kind is of few.
    pub(super) fn weighting(&self, weighting: &Weighting) -> WeightingNote {
        let policy = self.policy;
        let small = |people: u64| policy.rule.is_some_and(|rule| rule.withholds(people));
        let few = weighting.people().any(small);
        let left_out = weighting.left_out();
        let figure = |value: f64| kept(few || small(left_out), value);
        let (kish, bounds) = (weighting.kish(), weighting.rule().bounds());
        WeightingNote {
            method: Weighting::METHOD,
            interval: "Wilson (1927) score interval at Kish's (1965) effective number of people",
            items: weighting.items().to_vec(),
            population: weighting.population(),
            lower_bound: bounds.lower(),
            upper_bound: Some(bounds.upper()).filter(|upper| upper.is_finite()),
            left_out: kept(small(left_out), policy.people(left_out)),
            trimmed: kept(
                few || small(weighting.trimmed()),
                policy.people(weighting.trimmed()),
            ),
            effective: figure(kish.effective).map(|people| policy.people(whole(people))),
            design_effect: figure(kish.design_effect).map(|effect| policy.z(effect)),
            smallest: figure(kish.smallest).map(|weight| policy.z(weight)),
            largest: figure(kish.largest).map(|weight| policy.z(weight)),
            margin_error: figure(weighting.margin_error()).map(|error| policy.share(error)),
        }
    }
}

/// A figure, or nothing of it where it is kept back.
fn kept<T>(hidden: bool, figure: T) -> Figure<T> {
    match hidden {
        true => Figure::Withheld(CONFIDENTIAL),
        false => Figure::Shown(figure),
    }
}

#[cfg(test)]
mod tests;
