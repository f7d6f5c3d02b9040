//! Whether two waves measured the same.

use poet_core::participation::Measured;
use poet_core::{Instrument, Item, ItemKind, Measure, Scale};

use crate::Error;

/// The same thing in the instruments of two waves.
pub(super) enum Same {
    /// A column of each.
    Columns([usize; 2]),
    /// A measure of each.
    Measures([usize; 2]),
}

/// Two waves and what they are asked for.
pub(super) struct Waves<'a> {
    pub(super) before: &'a Instrument,
    pub(super) after: &'a Instrument,
    pub(super) measured: &'a Measured,
}

impl Waves<'_> {
    /// Finds the same thing in both, or says why it is not the same.
    pub(super) fn same(&self) -> Result<Same, Error> {
        if self.before.asks() != self.after.asks() {
            return Err(self.not("one asks for change and the other for how things are"));
        }
        match self.measured {
            Measured::Measure(_) => self.measures(),
            Measured::Item(_) | Measured::Series(_) => self.columns(),
        }
    }

    fn columns(&self) -> Result<Same, Error> {
        let before = self.item(self.before)?;
        let after = match self.is_one() {
            true => before,
            false => self.partner(before)?,
        };
        let [one, two] = [(self.before, before), (self.after, after)]
            .map(|(instrument, at)| (&instrument.items()[at], instrument.columns_of(at).start));
        if !matches!(one.0.kind(), ItemKind::Choice(_))
            || !one.0.scale().is_some_and(Scale::is_evaluative)
        {
            return Err(self.not("it has no better and no worse answers"));
        }
        Ok(Same::Columns([one.1, two.1]))
    }

    fn measures(&self) -> Result<Same, Error> {
        let [before, after] = [self.measure(self.before)?, self.measure(self.after)?];
        if !self.is_one() {
            let [one, two] = [
                &self.before.measures()[before],
                &self.after.measures()[after],
            ];
            self.alike(one, two)?;
        }
        Ok(Same::Measures([before, after]))
    }

    /// Whether both waves used one instrument.
    fn is_one(&self) -> bool {
        self.before.hash() == self.after.hash()
    }

    fn item(&self, instrument: &Instrument) -> Result<usize, Error> {
        let found = match self.measured {
            Measured::Series(series) => instrument
                .items()
                .iter()
                .position(|i| i.series() == Some(series)),
            Measured::Item(id) => instrument.position(id.as_str()),
            Measured::Measure(_) => None,
        };
        found.ok_or_else(|| self.unmeasured(instrument))
    }

    /// The item of the later wave that continues an item of the earlier one.
    fn partner(&self, before: usize) -> Result<usize, Error> {
        let item = &self.before.items()[before];
        let series = item
            .series()
            .ok_or_else(|| self.not("its item is in no series"))?;
        let mut items = self.after.items().iter();
        let after = items.position(|other| other.series() == Some(series));
        let after = after.ok_or_else(|| self.not("the later wave has no item of its series"))?;
        if !same_scale(item, &self.after.items()[after]) {
            return Err(self.not("its answers are others, or are read otherwise"));
        }
        Ok(after)
    }

    fn measure(&self, instrument: &Instrument) -> Result<usize, Error> {
        let Measured::Measure(id) = self.measured else {
            return Err(self.unmeasured(instrument));
        };
        let found = instrument
            .measures()
            .iter()
            .position(|measure| measure.id() == id);
        found.ok_or_else(|| self.unmeasured(instrument))
    }

    fn alike(&self, one: &Measure, two: &Measure) -> Result<(), Error> {
        let rule = |measure: &Measure| {
            (
                measure.kind(),
                measure.version(),
                measure.minimum(),
                measure.items().len(),
            )
        };
        if rule(one) != rule(two) {
            return Err(self.not("it is worked out by another rule"));
        }
        for &item in one.items() {
            if !two.items().contains(&self.partner(item)?) {
                return Err(self.not("it is worked out from other items"));
            }
        }
        Ok(())
    }

    fn unmeasured(&self, instrument: &Instrument) -> Error {
        let nearest = match self.measured {
            Measured::Item(id) => instrument.nearest_item(id.as_str()).cloned(),
            Measured::Measure(_) | Measured::Series(_) => None,
        };
        Error::Unmeasured {
            instrument: instrument.key().clone(),
            what: self.measured.clone(),
            nearest,
        }
    }

    fn not(&self, because: &'static str) -> Error {
        Error::NotComparable {
            what: self.measured.clone(),
            before: self.before.key().clone(),
            after: self.after.key().clone(),
            because,
        }
    }
}

/// Whether the answers to two items have the same codes, readings and scores.
fn same_scale(one: &Item, two: &Item) -> bool {
    let points = |item: &Item| -> Option<Vec<_>> {
        let points = item.scale()?.points().iter();
        Some(
            points
                .map(|p| (p.code().clone(), p.reading(), p.score()))
                .collect(),
        )
    };
    points(one) == points(two)
}
