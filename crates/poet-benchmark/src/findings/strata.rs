//! Counts of one item by place and stratum.

use poet_core::{Frame, OrganisationId, Stratification, StratumId};

use super::place::Judged;
use super::{Findings, PlaceHead};
use crate::Error;
use crate::adjust::StratumShare;
use crate::tally::{Tally, View};

/// Favourable answers and base of each stratum, and of those in none.
#[derive(Clone, PartialEq)]
pub(crate) struct StrataCounts {
    pub(crate) strata: Vec<StratumShare>,
    pub(crate) unplaced: StratumShare,
}

impl StrataCounts {
    pub(super) fn sum(places: &[Self]) -> Self {
        let strata = places.first().map_or(0, |place| place.strata.len());
        let of = |at: usize| together(places.iter().map(|place| place.strata[at]));
        Self {
            strata: (0..strata).map(of).collect(),
            unplaced: together(places.iter().map(|place| place.unplaced)),
        }
    }

    pub(super) fn rest(&self, own: &Self) -> Vec<StratumShare> {
        let pairs = self.strata.iter().zip(&own.strata);
        let left = |(all, own): (&StratumShare, &StratumShare)| {
            let (x, n) = (all.x() - own.x(), all.n() - own.n());
            StratumShare::new(x.clamp(0.0, n.max(0.0)), n.max(0.0)).unwrap_or(StratumShare::NOBODY)
        };
        pairs.map(left).collect()
    }

    pub(super) fn rounded(&self, round: impl Fn(f64) -> f64) -> Self {
        let one = |share: &StratumShare| {
            let (x, n) = (round(share.x()), round(share.n()));
            StratumShare::new(x.min(n), n).unwrap_or(StratumShare::NOBODY)
        };
        Self {
            strata: self.strata.iter().map(one).collect(),
            unplaced: one(&self.unplaced),
        }
    }
}

fn together(shares: impl Iterator<Item = StratumShare>) -> StratumShare {
    let (x, n) = shares.fold((0.0, 0.0), |(x, n), share| (x + share.x(), n + share.n()));
    StratumShare::new(x, n).unwrap_or(StratumShare::NOBODY)
}

/// A stratified tally by place and stratum.
pub(super) struct Counted<'a> {
    tally: &'a Tally,
    pub(super) strata: Vec<StratumId>,
    /// For each place, those of each stratum, and of none.
    places: Vec<(Vec<Option<View<'a>>>, Option<View<'a>>)>,
    organisations: Vec<OrganisationId>,
}

impl<'a> Counted<'a> {
    pub(super) fn new(
        findings: &Findings,
        tally: &'a Tally,
        strata: &Stratification,
    ) -> Result<Self, Error> {
        let key = tally.instrument().key();
        if *key != findings.origin.instrument || strata.instrument() != tally.instrument() {
            return Err(Error::OtherInstrument {
                found: strata.instrument().key().clone(),
                wanted: findings.origin.instrument.clone(),
            });
        }
        let organisations: Vec<_> = findings.places.iter().map(|head| head.id.clone()).collect();
        let same = |head: &PlaceHead| tally.people_of(&head.id) == head.people;
        let people = tally.together().people();
        if people != findings.people || !findings.places.iter().all(same) {
            return Err(Error::OtherPeople);
        }
        let mut own = Vec::new();
        for id in &organisations {
            own.push(tally.strata_of(id)?);
        }
        let somebody = |stratum: &&StratumId| {
            let mut all = own.iter().flatten();
            all.any(|(name, _)| *name == Some(*stratum))
        };
        let names: Vec<StratumId> = strata.strata().iter().filter(somebody).cloned().collect();
        let place = |views: Vec<(Option<&StratumId>, View<'a>)>| {
            let (mut placed, mut none) = (vec![None; names.len()], None);
            for (name, view) in views {
                match name.and_then(|name| names.iter().position(|known| known == name)) {
                    Some(at) => placed[at] = Some(view),
                    None => none = Some(view),
                }
            }
            (placed, none)
        };
        let places = own.into_iter().map(place).collect();
        Ok(Self {
            tally,
            strata: names,
            places,
            organisations,
        })
    }

    /// People of each stratum in all places.
    pub(super) fn people(&self) -> Vec<f64> {
        let of = |at: usize| {
            let views = self
                .places
                .iter()
                .filter_map(|(placed, _)| placed[at].as_ref());
            views.filter_map(View::people).sum::<u64>() as f64
        };
        (0..self.strata.len()).map(of).collect()
    }

    pub(super) fn unplaced(&self) -> u64 {
        let views = self.places.iter().filter_map(|(_, none)| none.as_ref());
        views.filter_map(View::people).sum()
    }

    /// People of each stratum who could have answered, where the frame of every place tells of these strata alone, and
    /// of every one that somebody is in.
    pub(super) fn frame_weights(&self, frame: &Frame) -> Option<Vec<f64>> {
        let mut weights = vec![0.0; self.strata.len()];
        for organisation in &self.organisations {
            for (name, count) in frame.strata(organisation) {
                let at = self.strata.iter().position(|known| Some(known) == name)?;
                weights[at] += f64::from(count.eligible());
            }
        }
        weights
            .iter()
            .all(|&weight| weight > 0.0)
            .then_some(weights)
    }

    /// Favourable answers and base of a column in every place and stratum.
    pub(super) fn counts(&self, (column, judged): (usize, &Judged)) -> Vec<StrataCounts> {
        let share = |view: &Option<View<'a>>| {
            let spread = view
                .as_ref()
                .and_then(|view| self.tally.distribution(view, column, &judged.readings));
            spread.map_or(StratumShare::NOBODY, |spread| {
                StratumShare::new(judged.favourable(&spread), spread.base)
                    .unwrap_or(StratumShare::NOBODY)
            })
        };
        let place = |(placed, none): &(Vec<Option<View<'a>>>, Option<View<'a>>)| StrataCounts {
            strata: placed.iter().map(share).collect(),
            unplaced: share(none),
        };
        self.places.iter().map(place).collect()
    }
}
