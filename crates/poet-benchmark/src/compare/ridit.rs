//! Answers placed within a reference distribution.

use crate::{Absent, Error};

/// Ridit of each point of a scale: share of the `reference` below it, and half of its own.
///
/// # Errors
///
/// [`Absent::EmptyComparator`] for a reference without people.
///
/// # Source
///
/// Bross (1958), Biometrics 14:18-38, doi:10.2307/2527727.
pub fn ridits(reference: &[u32]) -> Result<Vec<f64>, Absent> {
    let total: f64 = reference.iter().copied().map(f64::from).sum();
    if total < 1.0 {
        return Err(Absent::EmptyComparator);
    }
    let place = |below: &mut f64, count: &u32| {
        let middle = *below + 0.5 * f64::from(*count);
        *below += f64::from(*count);
        Some(middle / total)
    };
    Ok(reference.iter().scan(0.0, place).collect())
}

/// Mean ridit of a group's `counts` within `reference`: 0.5 says like the reference, more says
/// better. Equals the [superiority](super::MannWhitney::superiority) of the group.
///
/// # Errors
///
/// [`Error::Ragged`] for scales of different lengths; inside [`Error::Absent`],
/// [`Absent::EmptyComparator`] for an empty reference and [`Absent::NoAnswers`] for an empty group.
pub fn mean_ridit(counts: &[u32], reference: &[u32]) -> Result<f64, Error> {
    if counts.len() != reference.len() {
        return Err(Error::Ragged {
            row: 1,
            len: reference.len(),
            wanted: counts.len(),
        });
    }
    let places = ridits(reference)?;
    let people: f64 = counts.iter().copied().map(f64::from).sum();
    if people < 1.0 {
        return Err(Absent::NoAnswers.into());
    }
    let sum: f64 = counts
        .iter()
        .zip(places)
        .map(|(count, place)| f64::from(*count) * place)
        .sum();
    Ok(sum / people)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::mean_ridit;
    use crate::{Absent, Error, compare::mann_whitney_counts};

    #[test]
    fn an_empty_side_has_its_own_reason() {
        assert_eq!(
            mean_ridit(&[1], &[0]),
            Err(Error::Absent(Absent::EmptyComparator))
        );
        assert_eq!(
            mean_ridit(&[0], &[1]),
            Err(Error::Absent(Absent::NoAnswers))
        );
    }

    proptest! {
        #[test]
        fn the_mean_ridit_is_the_superiority(
            one in prop::array::uniform5(0..500_u32), two in prop::array::uniform5(1..500_u32)
        ) {
            prop_assume!(one.iter().any(|count| *count > 0));
            let superiority = mann_whitney_counts(&one, &two).unwrap().superiority;
            prop_assert!((mean_ridit(&one, &two).unwrap() - superiority).abs() < 1e-12);
            prop_assert!((mean_ridit(&two, &two).unwrap() - 0.5).abs() < 1e-12);
        }
    }
}
