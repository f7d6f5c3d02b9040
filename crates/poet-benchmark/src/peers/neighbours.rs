//! The places most like one.

use crate::{Absent, Error};

/// The places most like one, the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours {
    /// The nearest places.
    pub nearest: Vec<Neighbour>,
    /// Places that the distance could be worked out to.
    pub reached: usize,
    /// Places that have too little in common with the place to tell.
    pub left_out: usize,
    /// Variables that the distance was worked out from: known of the place, and not the same everywhere.
    pub variables: usize,
}

/// A place near another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Its position.
    pub place: usize,
    /// How unlike it is: 1 for the place that is farthest away.
    pub distance: f64,
}

/// Distances that differ by less of the largest differ by rounding alone, and are tied.
const ROUNDING: f64 = 1e-12;

/// Finds the `k` places most like the one at position `target`, by standardised Euclidean distance.
///
/// A profile has a number for each variable, or nothing where the figure is not known. Each variable is brought to mean 0
/// and standard deviation 1 over the places where it is known, and left out where it is the same everywhere. Ties are
/// broken by the order of the places; a place is never its own neighbour. Two places are compared on the variables known
/// of both, and the distance is scaled up to all that count; a place that shares fewer than half of them is left out.
///
/// # Units
///
/// Distances from 0, alike, to 1, the place farthest from the target.
///
/// # Errors
///
/// [`Error::Profile`] for a profile of another length than the target's or with a number that is not finite;
/// [`Error::NoPlace`] for a target that is not there. Inside [`Error::Absent`]: [`Absent::EmptyComparator`] where no
/// place is left to be near, [`Absent::Degenerate`] where the target differs from nobody.
///
/// # Source
///
/// Chartered Institute of Public Finance and Accountancy, Nearest Neighbours Model (England). Where figures are missing:
/// Dixon (1979), IEEE Trans. Syst. Man Cybern. 9:617-621, doi:10.1109/TSMC.1979.4310090.
///
/// # Examples
///
/// ```
/// use poet_benchmark::peers::nearest;
///
/// let places = [[0.2, 0.7], [0.5, 0.7], [0.3, 0.7]].map(|place| place.map(Some).to_vec());
/// let found = nearest(&places, 0, 1)?;
/// assert_eq!(found.nearest[0].place, 2);
/// assert_eq!(found.variables, 1, "the second is the same everywhere");
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn nearest(
    profiles: &[Vec<Option<f64>>],
    target: usize,
    k: usize,
) -> Result<Neighbours, Error> {
    let own = profiles.get(target).ok_or(Error::NoPlace {
        at: target,
        places: profiles.len(),
    })?;
    check(profiles, own.len())?;
    let variables: Vec<Vec<Option<f64>>> = (0..own.len())
        .filter(|&at| own[at].is_some())
        .filter_map(|at| standardised(profiles.iter().map(|place| place[at])))
        .collect();
    let others = (0..profiles.len()).filter(|&place| place != target);
    let mut found: Vec<Neighbour> = others
        .filter_map(|place| {
            let distance = distance(&variables, target, place)?;
            Some(Neighbour { place, distance })
        })
        .collect();
    if found.is_empty() {
        return Err(Absent::EmptyComparator.into());
    }
    let farthest = found.iter().map(|n| n.distance).fold(0.0, f64::max);
    if farthest <= 0.0 {
        return Err(Absent::Degenerate.into());
    }
    for neighbour in &mut found {
        neighbour.distance /= farthest;
    }
    let reached = found.len();
    sort(&mut found);
    found.truncate(k);
    Ok(Neighbours {
        nearest: found,
        reached,
        left_out: profiles.len() - 1 - reached,
        variables: variables.len(),
    })
}

fn check(profiles: &[Vec<Option<f64>>], wanted: usize) -> Result<(), Error> {
    let sound = |profile: &Vec<Option<f64>>| {
        profile.len() == wanted && profile.iter().flatten().all(|value| value.is_finite())
    };
    match profiles.iter().position(|profile| !sound(profile)) {
        Some(place) => Err(Error::Profile { place, wanted }),
        None => Ok(()),
    }
}

/// A variable with mean 0 and standard deviation 1 where it is known; nothing where it is the same everywhere.
fn standardised(values: impl Iterator<Item = Option<f64>> + Clone) -> Option<Vec<Option<f64>>> {
    // Within -1 and 1, so that no sum runs over.
    let largest = values.clone().flatten().map(f64::abs).fold(0.0, f64::max);
    let scaled = values.map(|value| value.map(|v| if largest > 0.0 { v / largest } else { v }));
    let known = || scaled.clone().flatten();
    let first = known().next()?;
    if known().all(|value| (value - first).abs() <= 0.0) {
        return None;
    }
    let n = known().count() as f64;
    let mean = known().sum::<f64>() / n;
    let deviation = (known().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    Some(
        scaled
            .map(|value| value.map(|v| (v - mean) / deviation))
            .collect(),
    )
}

/// Distance over the variables known of both, scaled up to all; nothing where fewer than half of them are.
fn distance(variables: &[Vec<Option<f64>>], one: usize, other: usize) -> Option<f64> {
    let both = variables
        .iter()
        .filter_map(|variable| variable[one].zip(variable[other]));
    let (known, sum) = both.fold((0_usize, 0.0), |(known, sum), (a, b)| {
        (known + 1, sum + (a - b).powi(2))
    });
    if 2 * known < variables.len() {
        return None;
    }
    let scale = match known {
        0 => 1.0,
        known => variables.len() as f64 / known as f64,
    };
    Some((sum * scale).sqrt())
}

/// Sorts by distance, and by the order of the places where distances are tied.
fn sort(neighbours: &mut [Neighbour]) {
    neighbours.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    for tied in neighbours.chunk_by_mut(|a, b| b.distance - a.distance <= ROUNDING) {
        tied.sort_by_key(|neighbour| neighbour.place);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::nearest;
    use crate::{Absent, Error};

    fn places(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        let known = |row: &&[f64]| row.iter().copied().map(Some).collect();
        rows.iter().map(known).collect()
    }

    fn order(rows: &[&[f64]], target: usize, k: usize) -> Vec<usize> {
        let found = nearest(&places(rows), target, k).unwrap();
        found.nearest.iter().map(|n| n.place).collect()
    }

    #[test]
    fn ties_are_broken_by_the_order_of_the_places() {
        assert_eq!(order(&[&[3.0], &[2.0], &[1.0], &[4.0]], 0, 9), [1, 3, 2]);
        // A fifth less and a fifth more, tied but for rounding.
        assert_eq!(order(&[&[0.6], &[0.8], &[0.4], &[0.1]], 0, 2), [1, 2]);
        assert_eq!(order(&[&[0.6], &[0.4], &[0.8], &[0.1]], 0, 2), [1, 2]);
    }

    #[test]
    fn a_variable_that_is_the_same_everywhere_is_dropped_and_the_farthest_is_one() {
        let rows: [&[f64]; 3] = [&[0.1, 5.0], &[0.2, 5.0], &[0.4, 5.0]];
        let found = nearest(&places(&rows), 0, 9).unwrap();
        assert_eq!((found.variables, found.reached, found.left_out), (1, 2, 0));
        assert!((found.nearest[0].distance - 1.0 / 3.0).abs() < 1e-15);
        assert!((found.nearest[1].distance - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_place_is_never_its_own_neighbour_and_one_that_is_alike_is_at_nought() {
        let rows: [&[f64]; 3] = [&[1.0, 2.0], &[1.0, 2.0], &[3.0, 1.0]];
        let found = nearest(&places(&rows), 0, 9).unwrap();
        assert_eq!(found.nearest[0].place, 1);
        assert!(found.nearest[0].distance.abs() < 1e-15);
        assert_eq!(found.nearest.len(), 2);
    }

    #[test]
    fn where_nobody_is_near_or_differs_there_is_a_reason() {
        let absent = |rows: &[&[f64]], target| nearest(&places(rows), target, 1).unwrap_err();
        assert_eq!(absent(&[&[1.0]], 0), Absent::EmptyComparator.into());
        assert_eq!(absent(&[&[1.0], &[1.0]], 0), Absent::Degenerate.into());
        assert_eq!(absent(&[&[], &[]], 0), Absent::Degenerate.into());
        let wrong = Error::NoPlace { at: 2, places: 2 };
        assert_eq!(absent(&[&[1.0], &[2.0]], 2), wrong);
        let wrong = Error::Profile {
            place: 1,
            wanted: 1,
        };
        assert_eq!(absent(&[&[1.0], &[1.0, 2.0]], 0), wrong);
        assert_eq!(absent(&[&[1.0], &[f64::NAN]], 0), wrong);
    }

    #[test]
    fn a_place_that_shares_fewer_than_half_of_the_variables_is_left_out() {
        let mut rows = places(&[
            &[1.0, 1.0, 1.0],
            &[1.2, 2.0, 2.0],
            &[5.0, 4.0, 3.0],
            &[3.0, 3.0, 9.0],
        ]);
        rows[1][1] = None;
        rows[1][2] = None;
        rows[2][0] = None;
        let found = nearest(&rows, 0, 9).unwrap();
        assert_eq!((found.reached, found.left_out, found.variables), (2, 1, 3));
        assert!(found.nearest.iter().all(|n| n.place != 1));
        // What is not known of the place itself is no variable.
        rows[0][0] = None;
        assert_eq!(nearest(&rows, 0, 9).unwrap().variables, 2);
    }

    proptest! {
        #[test]
        fn distances_rise_from_nought_to_one_whatever_the_units(
            rows in prop::collection::vec(prop::collection::vec(-1e3..1e3_f64, 3), 2..12),
            scale in prop::sample::select(vec![1e-300, 0.5, 3.0, 1e300]),
            target in 0..2_usize,
        ) {
            let known = |rows: &[Vec<f64>], scale: f64| -> Vec<Vec<Option<f64>>> {
                rows.iter().map(|row| row.iter().map(|v| Some(v * scale)).collect()).collect()
            };
            let plain = nearest(&known(&rows, 1.0), target, rows.len()).unwrap();
            let scaled = nearest(&known(&rows, scale), target, rows.len()).unwrap();
            prop_assert_eq!(plain.nearest.len(), rows.len() - 1);
            prop_assert!(plain.nearest.windows(2).all(|w| w[0].distance <= w[1].distance + 1e-12));
            prop_assert!((plain.nearest.last().unwrap().distance - 1.0).abs() < 1e-12);
            for (a, b) in plain.nearest.iter().zip(&scaled.nearest) {
                prop_assert!((a.distance - b.distance).abs() < 1e-9);
            }
        }
    }
}
