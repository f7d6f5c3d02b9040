//! Who people are and how their budgets are held, place by place.

use poet_core::{Instrument, OrganisationId, SectionRole};

use super::shown::{Shown, ShownItem};
use super::{Neighbours, nearest};
use crate::release::{Benchmark, Figure, ItemResult, PointFigure, Released};
use crate::{Absent, Error};

/// Who people are and how their budgets are held in each place, as far as it is shown.
///
/// A profile is the share of each answer to the questions about people themselves (the case mix) and about their budgets
/// (the budget mix). A share that is kept back is a gap; an answer whose share is shown in fewer than half of the places
/// is left out. Everything is worked out from what is released.
#[derive(Clone, Debug)]
pub struct Profiles {
    organisations: Vec<OrganisationId>,
    profiles: Vec<Vec<Option<f64>>>,
}

impl Profiles {
    /// Sections that say what a place has to work with, rather than how it does.
    const ROLES: [SectionRole; 2] = [SectionRole::AboutYou, SectionRole::Budget];

    /// Reads the profiles of every place of a release.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(released: &Released<Benchmark>, instrument: &Instrument) -> Result<Self, Error> {
        let shown = Shown::new(released, instrument)?;
        let context = |item: &ShownItem<'_>| {
            // What is better or worse is a finding, not a circumstance.
            Self::ROLES.contains(&item.role) && !item.is_judged()
        };
        let mut profiles = vec![Vec::new(); released.places.len()];
        for item in shown.items().filter(context) {
            for point in points(item.result) {
                let shares = item
                    .result
                    .places
                    .iter()
                    .map(|cell| share(cell.points.get(point)));
                if 2 * shares.clone().flatten().count() >= profiles.len() {
                    profiles
                        .iter_mut()
                        .zip(shares)
                        .for_each(|(p, share)| p.push(share));
                }
            }
        }
        let organisations = released.places.iter().map(|place| place.id.clone());
        Ok(Self {
            organisations: organisations.collect(),
            profiles,
        })
    }

    /// The `k` places most like `organisation`, by their positions in the release.
    ///
    /// # Errors
    ///
    /// [`Error::NobodyThere`] for an organisation without figures; [`Absent::EmptyComparator`] inside [`Error::Absent`]
    /// where nothing of its profile is shown; otherwise as [`nearest`].
    pub fn nearest(&self, organisation: &OrganisationId, k: usize) -> Result<Neighbours, Error> {
        let target = self.organisations.iter().position(|id| id == organisation);
        let target = target.ok_or_else(|| Error::NobodyThere {
            organisation: organisation.clone(),
        })?;
        if self.profiles[target].iter().all(Option::is_none) {
            return Err(Absent::EmptyComparator.into());
        }
        nearest(&self.profiles, target, k)
    }

    /// Organisation at a position of the release.
    pub(super) fn id(&self, place: usize) -> Option<&OrganisationId> {
        self.organisations.get(place)
    }
}

/// Points that are variables: all of a choice, the ticks of an option.
fn points(item: &ItemResult) -> std::ops::Range<usize> {
    match item.option {
        Some(_) => 1..2,
        None => 0..item.all.points.len(),
    }
}

fn share(point: Option<&Figure<PointFigure>>) -> Option<f64> {
    point
        .and_then(|figure| figure.shown())
        .and_then(|point| point.share)
}
