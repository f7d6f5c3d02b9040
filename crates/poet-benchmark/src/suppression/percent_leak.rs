use std::ops::Range;

use super::Error;

/// Most decimal places of a published percentage that an `f64` tells apart.
const MAX_PLACES: u32 = 12;

/// How far a percentage may lie from its last printed digit, in units of that digit.
///
/// A decimal fraction read as `f64` is off by less than 2^-53 of itself: 100 * 10^12 * 2^-53 is under 0.012.
const DIGIT_TOLERANCE: f64 = 0.02;

/// Counts out of `base` that a published percentage leaves open.
///
/// Holds each count from 0 to `base` whose percentage, rounded half away from zero to `places` decimals, is
/// `percentage`. If there is one only, the percentage publishes the count, whatever the table withholds. Nothing is
/// consistent with a percentage of nobody, or with more digits than `places`.
///
/// # Units
///
/// `percentage` from 0 to 100.
///
/// # Errors
///
/// [`Error::DecimalPlaces`] for more than 12 places.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::percent_candidates;
///
/// assert_eq!(percent_candidates(33.0, 12, 0)?, 4..5);
/// assert_eq!(percent_candidates(33.3, 1200, 1)?, 399..401);
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
pub fn percent_candidates(percentage: f64, base: u64, places: u32) -> Result<Range<u64>, Error> {
    if places > MAX_PLACES {
        return Err(Error::DecimalPlaces {
            found: places,
            limit: MAX_PLACES,
        });
    }
    let per_percent = 10_u64.pow(places);
    let Some(printed) = digits(percentage, per_percent) else {
        return Ok(0..0);
    };
    let whole = 200 * u128::from(per_percent);
    // count / base rounds to `printed` if (2 printed - 1) base <= whole count < (2 printed + 1) base.
    let least = |twice: u128| (twice * u128::from(base)).div_ceil(whole);
    let low = least((2 * printed).saturating_sub(1));
    let high = least(2 * printed + 1).min(u128::from(base) + u128::from(base > 0));
    Ok(match (u64::try_from(low), u64::try_from(high)) {
        (Ok(low), Ok(high)) if low < high => low..high,
        _ => 0..0,
    })
}

/// `percentage` in units of its last place, if it has no digit beyond.
fn digits(percentage: f64, per_percent: u64) -> Option<u128> {
    let scaled = percentage * per_percent as f64;
    let printed = scaled.round();
    let fits = (0.0..=100.0).contains(&percentage) && (scaled - printed).abs() <= DIGIT_TOLERANCE;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100 * 10^12"
    )]
    fits.then_some(printed as u128)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_percentage_of_nobody_or_beyond_its_digits_fits_no_count() {
        for (percentage, base, places) in [
            (0.0, 0, 0),
            (33.3, 1200, 0),
            (f64::NAN, 5, 1),
            (101.0, 5, 0),
            (-1.0, 5, 0),
        ] {
            assert!(
                percent_candidates(percentage, base, places)
                    .unwrap()
                    .is_empty()
            );
        }
        assert!(percent_candidates(1.0, 1, 13).is_err());
    }

    #[test]
    fn the_ends_are_held() {
        assert_eq!(percent_candidates(0.0, 10, 0), Ok(0..1));
        assert_eq!(percent_candidates(100.0, 10, 0), Ok(10..11));
        assert_eq!(percent_candidates(100.0, 300, 0), Ok(299..301));
        assert_eq!(percent_candidates(13.0, 8, 0), Ok(1..2), "12.5 goes up");
        assert_eq!(percent_candidates(12.0, 8, 0), Ok(0..0));
    }

    proptest! {
        #[test]
        fn candidates_are_the_counts_that_print_the_percentage(base in 1_u64..400, places in 0_u32..3, at in 0_u64..10_000) {
            let scale = 10_u64.pow(places);
            let printed = at % (100 * scale + 1);
            let found = percent_candidates(printed as f64 / scale as f64, base, places).unwrap();
            let wanted: Vec<u64> = (0..=base).filter(|x| (200 * scale * x + base) / (2 * base) == printed).collect();
            prop_assert_eq!(found.collect::<Vec<_>>(), wanted);
        }
    }
}
