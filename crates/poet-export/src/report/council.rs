//! An organisation that was asked for and is not there.

use poet_core::OrganisationId;

use crate::Error;
use crate::labelled::Labelled;

/// The error that names the organisation with figures whose id or name is most similar.
pub(super) fn unknown(labelled: &Labelled<'_>, organisation: &OrganisationId) -> Error {
    let wanted = organisation.as_str().to_lowercase();
    let distance = |words: &str| strsim::levenshtein(&wanted, &words.to_lowercase());
    let places = labelled.benchmark.places.iter();
    let nearest = places
        .min_by_key(|place| distance(place.id.as_str()).min(distance(labelled.name(&place.id))));
    let organisation = organisation.clone();
    match nearest {
        Some(place) => Error::UnknownOrganisation {
            organisation,
            nearest: place.id.clone(),
        },
        None => Error::NoOrganisations { organisation },
    }
}
