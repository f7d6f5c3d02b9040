//! Where each figure of a tally stands.

use poet_core::{Code, Instrument, Missing};

/// Positions of the counts of every column and of the sums of every measure.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    columns: Vec<ColumnSlots>,
    counts: usize,
    measures: Vec<MeasureSlots>,
    sums: usize,
}

/// Counts of one column: a slot for each point, then one for each way of not answering.
#[derive(Clone, Debug)]
pub(super) struct ColumnSlots {
    pub(super) first: usize,
    pub(super) points: usize,
    /// Slot of each code within the column.
    pub(super) of_code: Box<[u8; 256]>,
}

/// Sums of one measure: a slot for each number of items answered that gives a score.
#[derive(Clone, Copy, Debug)]
pub(super) struct MeasureSlots {
    pub(super) first: usize,
    pub(super) minimum: u32,
    pub(super) of: u32,
}

impl Layout {
    pub(super) fn new(instrument: &Instrument) -> Self {
        let mut counts = 0;
        let columns = instrument.columns().iter().map(|column| {
            let slots = ColumnSlots::new(counts, column.points());
            counts += slots.len();
            slots
        });
        let columns = columns.collect();
        let mut sums = 0;
        let measures = instrument.measures().iter().map(|measure| {
            let of = u32::try_from(measure.items().len()).unwrap_or(u32::MAX);
            let slots = MeasureSlots {
                first: sums,
                minimum: measure.minimum(),
                of,
            };
            sums += slots.len();
            slots
        });
        Self {
            measures: measures.collect(),
            columns,
            counts,
            sums,
        }
    }

    pub(super) fn columns(&self) -> &[ColumnSlots] {
        &self.columns
    }

    pub(super) fn measures(&self) -> &[MeasureSlots] {
        &self.measures
    }

    pub(super) fn counts(&self) -> usize {
        self.counts
    }

    pub(super) fn sums(&self) -> usize {
        self.sums
    }
}

impl ColumnSlots {
    fn new(first: usize, points: u8) -> Self {
        let mut of_code = Box::new([0; 256]);
        for code in 0..points {
            of_code[usize::from(code)] = code;
        }
        for (missing, slot) in Missing::ALL.into_iter().zip(points..) {
            of_code[usize::from(Code::from(missing).byte())] = slot;
        }
        Self {
            first,
            points: usize::from(points),
            of_code,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.points + Missing::ALL.len()
    }
}

impl MeasureSlots {
    pub(super) fn len(self) -> usize {
        (self.of + 1 - self.minimum) as usize
    }

    /// Slot of the people who answered this many items, where that gives a score.
    pub(super) fn slot(self, answered: u32) -> Option<usize> {
        let within = answered >= self.minimum.max(1) && answered <= self.of;
        within.then(|| self.first + (answered - self.minimum) as usize)
    }
}
