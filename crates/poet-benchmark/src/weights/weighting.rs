//! The weight of each kind of people.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{ItemId, StratumId};

use super::{CrossTally, WeightingRule};
use crate::Error;
use crate::adjust::{Margin, Raking, RakingRow, Trimming, trim};
use crate::estimate::{Kish, WeightClass, kish};

/// The weight of each kind of people: raked to the margins, trimmed, and held against the margins once more.
///
/// Holds each weight as a whole number of [`Weighting::UNIT`]ths of the mean weight, so that sums over people are exact
/// in any order.
#[derive(Clone, PartialEq)]
pub struct Weighting {
    units: BTreeMap<StratumId, u64>,
    people: BTreeMap<StratumId, u64>,
    left_out: u64,
    population: u64,
    items: Vec<ItemId>,
    rule: WeightingRule,
    trimmed: u64,
    margin_error: f64,
    kish: Kish,
}

impl Weighting {
    /// Parts of the mean weight in which weights are counted.
    pub const UNIT: u64 = 1_000_000_000;

    /// How weights are made.
    pub const METHOD: &'static str =
        "raking (Deming and Stephan 1940), trimming until all are within the bounds (Potter 1990)";

    /// Weight of a kind, as a multiple of the mean weight; none where nobody is of it.
    pub fn weight(&self, kind: &StratumId) -> Option<f64> {
        self.units(kind)
            .map(|units| units as f64 / Self::UNIT as f64)
    }

    /// What the weights leave of the people who have one.
    pub fn kish(&self) -> &Kish {
        &self.kish
    }

    /// People of the population.
    pub fn population(&self) -> u64 {
        self.population
    }

    /// The items of the margins, in their order.
    pub fn items(&self) -> &[ItemId] {
        &self.items
    }

    /// The rule by which weights were trimmed.
    pub fn rule(&self) -> WeightingRule {
        self.rule
    }

    /// People whose weight was trimmed.
    pub fn trimmed(&self) -> u64 {
        self.trimmed
    }

    /// People without a weight, since they did not answer every item of the margins.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Furthest that the weights, trimmed, miss the share of a level in the population: a share of 1.
    pub fn margin_error(&self) -> f64 {
        self.margin_error
    }

    /// People of each kind.
    pub(crate) fn people(&self) -> impl Iterator<Item = u64> {
        self.people.values().copied()
    }

    /// Weight of a kind in units.
    pub(crate) fn units(&self, kind: &StratumId) -> Option<u64> {
        self.units.get(kind).copied()
    }
}

impl CrossTally {
    /// Weights by which these people stand for the population.
    ///
    /// # Errors
    ///
    /// In [`Error::Margin`], that the margins disagree, that nobody answered at a level with people, that a level with
    /// answers has no target, or that no weights meet all margins; [`Error::NoRoom`] where the weights do not fit within
    /// the bounds of the rule.
    ///
    /// # Source
    ///
    /// As [`Raking::weigh`] and [`trim`](crate::adjust::trim).
    pub fn weigh(&self, rule: WeightingRule) -> Result<Weighting, Error> {
        let raking = self.raking()?;
        let (people, left_out) = self.people()?;
        let levels: Vec<_> = people.keys().map(|kind| self.levels(kind)).collect();
        let counted = || people.values().copied();
        let rows = levels.iter().zip(counted());
        let rows: Vec<_> = rows
            .map(|(levels, people)| {
                RakingRow::new(levels.iter().map(|level| &**level), people as f64)
            })
            .collect();
        let raked = raking.weigh(&rows)?;
        let mean = raked.weights.iter().sum::<f64>() / counted().sum::<u64>() as f64;
        let of_each = raked.weights.iter().zip(counted());
        let classes = of_each
            .map(|(&weight, people)| WeightClass::new(people, weight / people as f64 / mean))
            .collect::<Result<Vec<_>, _>>()?;
        let trimmed = trim(&classes, rule.bounds(), Trimming::Strict)?;
        let units: Vec<u64> = trimmed
            .classes
            .iter()
            .map(|class| units(class.weight()))
            .collect();
        let whole = units.iter().zip(counted());
        let whole = whole
            .map(|(&units, people)| WeightClass::new(people, units as f64 / Weighting::UNIT as f64))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Weighting {
            margin_error: missed(&raking, &levels, &whole),
            kish: kish(&whole)?,
            units: people.keys().cloned().zip(units).collect(),
            left_out,
            population: whole_people(raking.margins()),
            items: self.margins().items().cloned().collect(),
            rule,
            trimmed: trimmed.people,
            people,
        })
    }

    fn raking(&self) -> Result<Raking, Error> {
        let margin = |item: &ItemId| {
            let targets = self.margins().targets(item);
            let targets = targets.map(|(point, people)| (point.code().as_str(), people as f64));
            Margin::new(item.as_str(), targets)
        };
        let margins = self.margins().items().map(margin);
        Ok(Raking::new(margins.collect::<Result<_, _>>()?)?)
    }

    /// Points of a kind, one an item.
    fn levels(&self, kind: &StratumId) -> Vec<Box<str>> {
        let points = self.kinds().points(kind).unwrap_or_default();
        points
            .iter()
            .map(|point| point.code().as_str().into())
            .collect()
    }
}

/// Furthest that a level is missed, as a share of the population.
fn missed(raking: &Raking, levels: &[Vec<Box<str>>], classes: &[WeightClass]) -> f64 {
    let weight = |class: &WeightClass| class.people() as f64 * class.weight();
    let all: f64 = classes.iter().map(weight).sum();
    let margins = raking.margins().iter().enumerate();
    let levels_missed = margins.flat_map(|(at, margin)| {
        margin.levels().map(move |(level, people)| {
            let here = levels.iter().zip(classes);
            let here = here.filter(|(levels, _)| &*levels[at] == level);
            let found: f64 = here.map(|(_, class)| weight(class)).sum();
            (found / all - people / margin.people()).abs()
        })
    });
    levels_missed.fold(0.0, f64::max)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a weight is not negative, and at most as many times the mean as there are people"
)]
fn units(weight: f64) -> u64 {
    (weight * Weighting::UNIT as f64).round() as u64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of whole numbers of people"
)]
fn whole_people(margins: &[Margin]) -> u64 {
    margins.first().map_or(0.0, Margin::people).round() as u64
}

impl fmt::Debug for Weighting {
    /// Never shows a count of those who answered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Weighting({} kinds, {} items)",
            self.units.len(),
            self.items.len()
        )
    }
}
