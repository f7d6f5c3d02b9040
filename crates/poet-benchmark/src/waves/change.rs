//! What became of a share from wave to wave, and what may be said of it.

use crate::compare::{Adjustment, Rest, Table, adjust, against};
use crate::estimate::{Confidence, Difference, Interval, Proportion};
use crate::progress::{Moved, POWER, TELLING, detectable_share};
use crate::trend::{CochranArmitage, Dated, MantelHaenszel, cochran_armitage, mantel_haenszel};
use crate::{Absent, Error, Settings};

use super::Waves;

/// A p value, where there is one, and where its adjusted value goes.
pub(crate) type Test<'a> = (Result<f64, Absent>, &'a mut Result<f64, Absent>);

/// Adjusts the p values of one family of tests and counts those that could be made.
pub(crate) fn family(tests: Vec<Test<'_>>) -> usize {
    let p: Vec<Option<f64>> = tests.iter().map(|(p, _)| p.ok()).collect();
    // Every p value comes from a test, so the family is sound.
    let adjusted = adjust(&p, Adjustment::BenjaminiHochberg)
        .map_or_else(|_| vec![None; p.len()], |family| family.adjusted);
    for ((p, slot), adjusted) in tests.into_iter().zip(adjusted) {
        *slot = p.and(adjusted.ok_or(Absent::Degenerate));
    }
    p.iter().flatten().count()
}

/// A later wave held against an earlier one.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) found: Rest,
    /// Smallest difference that would have been found in four of five such pairs of waves.
    pub(crate) detectable: f64,
    pub(crate) adjusted: Result<f64, Absent>,
}

impl Change {
    pub(crate) fn new(before: Proportion, after: Proportion, confidence: Confidence) -> Self {
        Self {
            found: against(after, before, confidence),
            detectable: detectable_share(before, after, confidence),
            adjusted: Err(Absent::Degenerate),
        }
    }

    pub(crate) fn test(&mut self) -> Test<'_> {
        (self.found.test.map(|test| test.p), &mut self.adjusted)
    }

    pub(crate) fn verdict(&self) -> Moved {
        moved(
            self.adjusted,
            self.found.difference.estimate,
            self.detectable,
        )
    }
}

/// A share over three waves or more.
#[derive(Clone, Copy)]
pub(crate) struct Slope {
    pub(crate) found: CochranArmitage,
    /// Smallest change from the first to the last wave that would have been found in four of five such series.
    pub(crate) detectable: f64,
    pub(crate) adjusted: Result<f64, Absent>,
}

impl Slope {
    /// # Errors
    ///
    /// [`Absent::TooFewWaves`] for two waves: they are a difference. As [`cochran_armitage`] else.
    pub(crate) fn new(waves: &[Dated], confidence: Confidence) -> Result<Self, Absent> {
        if waves.len() < Waves::TREND {
            return Err(Absent::TooFewWaves);
        }
        // Waves stand in the order in which they close, so the middle of a long one may come before another's.
        let days = || waves.iter().map(|wave| wave.at);
        let span = days().fold(f64::NEG_INFINITY, f64::max) - days().fold(f64::INFINITY, f64::min);
        let found = cochran_armitage(waves).map_err(|error| reason(&error))?;
        Ok(Self {
            detectable: (confidence.z() + POWER) * found.slope_error * span,
            found,
            adjusted: Err(Absent::Degenerate),
        })
    }

    /// Change of the share in a year, with the normal interval of the slope.
    pub(crate) fn per_year(&self, confidence: Confidence) -> Difference {
        /// Days of a year, leap years among them.
        const YEAR: f64 = 365.25;
        let estimate = self.found.slope * YEAR;
        let half = confidence.z() * self.found.slope_error * YEAR;
        Difference {
            estimate,
            interval: Interval {
                lower: estimate - half,
                upper: estimate + half,
            },
        }
    }

    pub(crate) fn test(&mut self) -> Test<'_> {
        (Ok(self.found.p), &mut self.adjusted)
    }

    pub(crate) fn verdict(&self) -> Moved {
        moved(self.adjusted, self.found.slope, self.detectable)
    }
}

/// A later wave held against an earlier one place by place.
#[derive(Clone, Copy)]
pub(crate) struct Everywhere {
    pub(crate) found: MantelHaenszel,
    pub(crate) adjusted: Result<f64, Absent>,
    pub(crate) uneven: Result<f64, Absent>,
}

impl Everywhere {
    /// Takes the shares before and after in each place.
    pub(crate) fn new(places: &[[Proportion; 2]], confidence: Confidence) -> Result<Self, Absent> {
        let table =
            |[before, after]: &[Proportion; 2]| Some(Table::new(after.people()?, before.people()?));
        let tables: Option<Vec<Table>> = places.iter().map(table).collect();
        let tables = tables.ok_or(Absent::NotWholePeople)?;
        if tables.len() < 2 {
            return Err(Absent::EmptyComparator);
        }
        Ok(Self {
            found: mantel_haenszel(&tables, confidence).map_err(|error| reason(&error))?,
            adjusted: Err(Absent::Degenerate),
            uneven: Err(Absent::Degenerate),
        })
    }

    pub(crate) fn tests(&mut self) -> [Test<'_>; 2] {
        let uneven = self.found.homogeneity.map(|same| same.p);
        [
            (Ok(self.found.p), &mut self.adjusted),
            (uneven, &mut self.uneven),
        ]
    }
}

/// What may be said: a change is found by its adjusted p value, and none found only where one would have been.
fn moved(adjusted: Result<f64, Absent>, estimate: f64, detectable: f64) -> Moved {
    match adjusted {
        Ok(p) if p <= Settings::FALSE_DISCOVERY && estimate > 0.0 => Moved::Rose,
        Ok(p) if p <= Settings::FALSE_DISCOVERY => Moved::Fell,
        _ if detectable > TELLING => Moved::TooFewToTell,
        _ => Moved::NoneFound,
    }
}

/// Why a method has no figure; a call of it with sound dates and people goes wrong in no other way.
fn reason(error: &Error) -> Absent {
    match error {
        Error::Absent(reason) => *reason,
        _ => Absent::Degenerate,
    }
}

#[cfg(test)]
mod tests {
    use super::Slope;
    use crate::estimate::{Confidence, Proportion};
    use crate::trend::Dated;

    #[test]
    fn a_last_wave_whose_middle_is_not_the_latest_changes_nothing() {
        let wave = |at| Dated {
            at,
            proportion: Proportion::of_people(30, 20).unwrap(),
        };
        let detectable = |days: [f64; 3]| {
            let slope = Slope::new(&days.map(wave), Confidence::P95);
            slope.map(|slope| slope.detectable)
        };
        let (even, odd) = (
            detectable([0.0, 50.0, 100.0]),
            detectable([50.0, 100.0, 0.0]),
        );
        let close = |(a, b): (f64, f64)| a > 0.0 && (a - b).abs() < 1e-12;
        assert!(even.ok().zip(odd.ok()).is_some_and(close));
    }
}
