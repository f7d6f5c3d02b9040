//! The same thing in two waves.

use poet_core::participation::Measured;
use poet_core::{
    Comparability, Incomparable, Instrument, ItemComparison, ItemId, ItemKind, ItemVerdict,
    MeasureId, MeasureVerdict, Scale, SeriesKey,
};

use super::Unlike;
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
        let compared = Comparability::between(self.before, self.after);
        if let Some(barrier) = compared.barrier() {
            return Err(Error::Incomparable(barrier.clone()));
        }
        match self.measured {
            Measured::Measure(id) => self.measures(&compared, id),
            Measured::Item(id) => self.columns(&compared, self.before.position(id.as_str())),
            Measured::Series(series) => self.columns(&compared, self.of_series(series)),
        }
    }

    /// The item of a series in the earlier wave.
    fn of_series(&self, series: &SeriesKey) -> Option<usize> {
        let mut items = self.before.items().iter();
        items.position(|item| item.series() == Some(series))
    }

    fn columns(&self, compared: &Comparability, before: Option<usize>) -> Result<Same, Error> {
        let before = before.ok_or_else(|| self.unmeasured(self.before))?;
        let item = &self.before.items()[before];
        let after = self.partner(&compared.items()[before], item.id())?;
        let has_direction = item.scale().is_some_and(Scale::is_evaluative);
        if !has_direction || !matches!(item.kind(), ItemKind::Choice(_)) {
            return Err(self.not(Unlike::NoDirection));
        }
        let column = |instrument: &Instrument, at| instrument.columns_of(at).start;
        Ok(Same::Columns([
            column(self.before, before),
            column(self.after, after),
        ]))
    }

    /// Position in the later wave of the question that one of the earlier wave became.
    fn partner(&self, question: &ItemComparison, item: &ItemId) -> Result<usize, Error> {
        match &question.verdict {
            ItemVerdict::Collapsed { onto } => {
                return Err(self.not(Unlike::Scales { onto: onto.clone() }));
            }
            ItemVerdict::Changed(changes) => {
                return Err(Error::Incomparable(Incomparable::Changed {
                    item: item.clone(),
                    first: self.before.key().clone(),
                    second: self.after.key().clone(),
                    changes: changes.clone(),
                }));
            }
            _ => {}
        }
        let second = question.second.as_ref();
        let after = second.and_then(|id| self.after.position(id.as_str()));
        after.ok_or_else(|| self.not_asked(item))
    }

    fn measures(&self, compared: &Comparability, id: &MeasureId) -> Result<Same, Error> {
        let position = |instrument: &Instrument| {
            let mut measures = instrument.measures().iter();
            let found = measures.position(|measure| measure.id() == id);
            found.ok_or_else(|| self.unmeasured(instrument))
        };
        let at = [position(self.before)?, position(self.after)?];
        match &compared.measures()[at[0]].verdict {
            MeasureVerdict::Rule => Err(self.not(Unlike::Rule)),
            MeasureVerdict::Items(items) => Err(self.not(Unlike::Items(items.clone()))),
            _ => Ok(Same::Measures(at)),
        }
    }

    /// The later wave does not ask this item of the earlier one.
    fn not_asked(&self, item: &ItemId) -> Error {
        match self.after.position(item.as_str()) {
            Some(_) => self.not(Unlike::Namesake),
            None => Error::Incomparable(Incomparable::NotAsked {
                item: item.clone(),
                instrument: self.after.key().clone(),
            }),
        }
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

    fn not(&self, because: Unlike) -> Error {
        Error::NotComparable {
            what: self.measured.clone(),
            before: self.before.key().clone(),
            after: self.after.key().clone(),
            because,
        }
    }
}
