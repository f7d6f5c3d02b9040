//! Places that cannot be mistaken for real ones.

use poet_core::{Directory, OnsCode, Organisation, OrganisationId, OrganisationKind, Region};

use super::Error;
use super::rng::{Rng, Stream};
use super::truth::{Place, Places};

/// Most places that are drawn.
const MOST: u32 = 99_999;

const FIRST: [&str; 20] = [
    "Alder", "Bracken", "Cinder", "Dapple", "Ember", "Feather", "Gorse", "Hazel", "Indigo",
    "Juniper", "Kestrel", "Larch", "Marigold", "Nettle", "Otter", "Pebble", "Quill", "Rowan",
    "Sable", "Thistle",
];
const LAST: [&str; 10] = [
    "mere", "combe", "holt", "wick", "haven", "stow", "dale", "ridge", "water", "moor",
];
const REGIONS: [Region; 9] = [
    Region::EastMidlands,
    Region::EastOfEngland,
    Region::London,
    Region::NorthEast,
    Region::NorthWest,
    Region::SouthEast,
    Region::SouthWest,
    Region::WestMidlands,
    Region::YorkshireAndTheHumber,
];

/// The places as given, or drawn from the seed.
pub(super) fn places(places: &Places, seed: u64) -> Result<Vec<Place>, Error> {
    let (count, size_sd, sds) = match places {
        Places::Given(given) => return Ok(given.clone()),
        &Places::Drawn {
            count,
            size_sd,
            outcome_sd,
            process_sd,
        } => (count, size_sd, (outcome_sd, process_sd)),
    };
    if !(1..=MOST).contains(&count) {
        return Err(Error::OutOfRange {
            place: "places.count".into(),
            wants: "1 to 99999",
        });
    }
    let drawn = (0..count).map(|at| {
        let mut rng = Rng::new(seed, Stream::Place, u64::from(at) << 32);
        Ok(Place {
            id: id(at)?,
            name: name(at),
            region: Some(REGIONS[at as usize % REGIONS.len()]),
            weight: libm::exp(size_sd * rng.normal()),
            outcome_effect: sds.0 * rng.normal(),
            process_effect: sds.1 * rng.normal(),
        })
    });
    drawn.collect()
}

/// A code of the form of a council's from the end of its range, where no council has one: `E08900001` and up.
///
/// The Office for National Statistics gave metropolitan districts the codes from `E08000001`, and has reached 37.
fn id(at: u32) -> Result<OrganisationId, poet_core::Error> {
    format!("E08{}", 900_001 + at).parse()
}

fn name(at: u32) -> String {
    let at = at as usize;
    // Steps of 7 and 3 visit every pair, as neither shares a factor with the number of words.
    let (first, last) = (
        FIRST[at * 7 % FIRST.len()],
        LAST[(at * 3 + at / FIRST.len()) % LAST.len()],
    );
    let round = at / (FIRST.len() * LAST.len());
    let again = if round == 0 {
        String::new()
    } else {
        format!(" {}", round + 1)
    };
    format!("{first}{last}{again} (synthetic)")
}

/// The places as organisations.
pub(super) fn directory(places: &[Place]) -> Directory {
    let organisation = |place: &Place| Organisation {
        id: place.id.clone(),
        name: place.name.clone(),
        kind: OrganisationKind::Council,
        region: place.region,
        ons: place.id.as_str().parse::<OnsCode>().ok(),
        ods: None,
    };
    places.iter().map(organisation).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_codes_are_distinct_and_say_that_they_are_synthetic() {
        let names: BTreeSet<_> = (0..1000).map(name).collect();
        assert_eq!(names.len(), 1000);
        assert!(names.iter().all(|n| n.ends_with(" (synthetic)")));
        for at in [0, MOST - 1] {
            assert!(id(at).unwrap().as_str().parse::<OnsCode>().is_ok());
        }
    }
}
