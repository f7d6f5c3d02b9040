//! The places that a place is held against.

use poet_core::{Directory, Organisation, OrganisationId, OrganisationKind, Region};
use serde::Serialize;

use super::Profiles;
use crate::Error;
use crate::release::{Benchmark, Released};

/// The places that a place is held against; the place itself is never one of them.
///
/// # Examples
///
/// ```
/// use poet_benchmark::peers::PeerGroup;
/// use poet_benchmark::{Findings, Settings, release::Policy, tally::Tally};
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// for (at, place) in ["north", "south", "west"].iter().cycle().take(90).enumerate() {
///     let response = Response::new(format!("r-{at}").parse()?, place.parse()?);
///     tally.add(&response.with("dignity".parse()?, Answer::Choice("1".parse()?)))?;
/// }
/// let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
/// let group = PeerGroup::chosen(&released, &"north".parse()?, &["west".parse()?, "north".parse()?])?;
/// assert_eq!(group.members().len(), 1, "north is not held against itself");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerGroup {
    organisation: OrganisationId,
    basis: PeerBasis,
    members: Vec<Peer>,
    /// Places that show too little of who people are there to tell how like they are.
    left_out: usize,
}

/// What places of a group have in common.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PeerBasis {
    /// Their region.
    Region(Region),
    /// What they are.
    Kind(OrganisationKind),
    /// Somebody chose them.
    Chosen,
    /// They are most like the place in who people are and how their budgets are held.
    Nearest {
        /// How many were asked for.
        asked: usize,
        /// Shares that the likeness was worked out from.
        variables: usize,
    },
}

/// One place of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Peer {
    /// The organisation.
    pub id: OrganisationId,
    /// How unlike it is, 0 to 1, where that was worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<f64>,
}

impl PeerGroup {
    /// Every other place of the region that the place is in.
    ///
    /// # Errors
    ///
    /// [`Error::NoRegion`] where the directory does not know its region; [`Error::NobodyThere`] for an organisation
    /// without figures.
    pub fn of_region(
        released: &Released<Benchmark>,
        directory: &Directory,
        organisation: &OrganisationId,
    ) -> Result<Self, Error> {
        let region = |id: &OrganisationId| directory.get(id).and_then(|found| found.region);
        let own = region(organisation).ok_or_else(|| Error::NoRegion {
            organisation: organisation.clone(),
        })?;
        let basis = PeerBasis::Region(own);
        Self::of(released, (organisation, basis), |id| {
            region(id) == Some(own)
        })
    }

    /// Every other place that is what the place is, such as a council.
    ///
    /// # Errors
    ///
    /// [`Error::NobodyThere`] for an organisation without figures.
    pub fn of_kind(
        released: &Released<Benchmark>,
        directory: &Directory,
        organisation: &OrganisationId,
    ) -> Result<Self, Error> {
        let named = |id: &OrganisationId| Organisation::named(id.clone(), String::new()).kind;
        let kind = |id: &OrganisationId| directory.get(id).map_or_else(|| named(id), |o| o.kind);
        let own = kind(organisation);
        Self::of(released, (organisation, PeerBasis::Kind(own)), |id| {
            kind(id) == own
        })
    }

    /// Places that somebody chose.
    ///
    /// # Errors
    ///
    /// [`Error::NobodyThere`] for an organisation without figures, the place itself or one chosen.
    pub fn chosen(
        released: &Released<Benchmark>,
        organisation: &OrganisationId,
        chosen: &[OrganisationId],
    ) -> Result<Self, Error> {
        if let Some(missing) = chosen.iter().find(|id| released.position(id).is_none()) {
            let organisation = missing.clone();
            return Err(Error::NobodyThere { organisation });
        }
        Self::of(released, (organisation, PeerBasis::Chosen), |id| {
            chosen.contains(id)
        })
    }

    /// The `k` places most like the place.
    ///
    /// # Errors
    ///
    /// As [`Profiles::nearest`].
    pub fn nearest(
        profiles: &Profiles,
        organisation: &OrganisationId,
        k: usize,
    ) -> Result<Self, Error> {
        let found = profiles.nearest(organisation, k)?;
        let peer = |near: &super::Neighbour| {
            Some(Peer {
                id: profiles.id(near.place)?.clone(),
                distance: Some(near.distance),
            })
        };
        Ok(Self {
            organisation: organisation.clone(),
            basis: PeerBasis::Nearest {
                asked: k,
                variables: found.variables,
            },
            members: found.nearest.iter().filter_map(peer).collect(),
            left_out: found.left_out,
        })
    }

    fn of(
        released: &Released<Benchmark>,
        (organisation, basis): (&OrganisationId, PeerBasis),
        is_peer: impl Fn(&OrganisationId) -> bool,
    ) -> Result<Self, Error> {
        if released.position(organisation).is_none() {
            let organisation = organisation.clone();
            return Err(Error::NobodyThere { organisation });
        }
        let ids = released.places.iter().map(|place| &place.id);
        let members = ids.filter(|id| *id != organisation && is_peer(id));
        Ok(Self {
            organisation: organisation.clone(),
            basis,
            members: members
                .map(|id| Peer {
                    id: id.clone(),
                    distance: None,
                })
                .collect(),
            left_out: 0,
        })
    }

    /// The place that is held against the group.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// What the group has in common.
    pub fn basis(&self) -> PeerBasis {
        self.basis
    }

    /// Its places: the nearest first, or in the order of the release.
    pub fn members(&self) -> &[Peer] {
        &self.members
    }

    /// Places that show too little to tell how like they are.
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}
