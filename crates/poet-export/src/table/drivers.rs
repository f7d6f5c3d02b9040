//! Conditions and the outcomes that they go with, one row a pair.

use std::io::Write;

use poet_benchmark::release::{
    AdjustedFigure, DriverBenchmark, DriverFigure, DriverPair, Figure, RangeFigure, Released,
};
use poet_core::{Instrument, Language};
use serde::Serialize;

use super::{Cell, Spreadsheet};
use crate::Error;
use crate::driven::{Driven, is_found};

/// Released conditions and outcomes as CSV and JSON.
///
/// Tidy CSV as [`Tables`](super::Tables) writes it. Unadjusted figures are of the same people as the adjusted ones. Each row
/// that has figures has its sentence, which claims an association and no cause.
///
/// # Units
///
/// People are counts; shares, differences, interval ends and p values are fractions of one; ratios have none.
///
/// # Examples
///
/// ```
/// use std::num::NonZeroUsize;
///
/// use poet_benchmark::drivers::{DriverCounts, DriverPlan, Drivers};
/// use poet_benchmark::{estimate::Confidence, release::Policy};
/// use poet_core::Catalogue;
/// use poet_export::DriverTable;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let counts = DriverCounts::new(&DriverPlan::new(instrument, &["need_group".parse()?])?)?;
/// let drivers = Drivers::new(&counts, Confidence::P95, NonZeroUsize::MIN)?;
/// let released = Policy::ascs().apply_drivers(&drivers);
/// let mut csv = Vec::new();
/// DriverTable::new(&released, instrument)?.write_csv(&mut csv)?;
/// assert!(String::from_utf8(csv)?.starts_with("instrument,outcome,outcome_label,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DriverTable<'a> {
    driven: Driven<'a>,
    spreadsheet: Spreadsheet,
}

const COLUMNS: [&str; 44] = [
    "instrument",
    "outcome",
    "outcome_label",
    "condition",
    "condition_label",
    "point",
    "met",
    "allowing_for",
    "status",
    "people",
    "events",
    "with_people",
    "with_events",
    "without_people",
    "without_events",
    "odds_ratio",
    "odds_ratio_lower",
    "odds_ratio_upper",
    "risk_ratio",
    "risk_ratio_lower",
    "risk_ratio_upper",
    "risk_difference",
    "risk_difference_lower",
    "risk_difference_upper",
    "unadjusted_status",
    "adjusted_odds_ratio",
    "adjusted_odds_ratio_lower",
    "adjusted_odds_ratio_upper",
    "adjusted_risk_ratio",
    "adjusted_risk_ratio_lower",
    "adjusted_risk_ratio_upper",
    "adjusted_risk_difference",
    "adjusted_risk_difference_lower",
    "adjusted_risk_difference_upper",
    "adjusted_status",
    "method",
    "e_value",
    "e_value_interval",
    "p",
    "adjusted_p",
    "tests",
    "verdict",
    "warnings",
    "sentence",
];

/// Version of the JSON form; the figures inside have a version of their own.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    language: &'a Language,
    drivers: &'a DriverBenchmark,
    /// One a pair, in their order.
    sentences: Vec<Option<String>>,
}

impl<'a> DriverTable<'a> {
    /// Takes released conditions and outcomes and their instrument.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(
        released: &'a Released<DriverBenchmark>,
        instrument: &'a Instrument,
    ) -> Result<Self, Error> {
        Ok(Self {
            driven: Driven::new(released, instrument)?,
            spreadsheet: Spreadsheet::default(),
        })
    }

    /// Language of the labels; English where nothing is said. Sentences are English around the instrument's own words.
    pub fn language(mut self, language: Language) -> Self {
        self.driven.language = language;
        self
    }

    /// Whether words are written so that no spreadsheet takes them for a formula; exact where nothing is said.
    pub fn spreadsheet(self, spreadsheet: Spreadsheet) -> Self {
        Self {
            spreadsheet,
            ..self
        }
    }

    /// Writes one row for each outcome and condition.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(COLUMNS)?;
        for pair in &self.driven.drivers.pairs {
            let cells = self.row(pair).into_iter();
            csv.write_record(cells.map(|cell| cell.text(self.spreadsheet).into_owned()))?;
        }
        csv.flush()?;
        Ok(())
    }

    /// Writes everything that is released, with the sentences beside it.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] or [`Error::Write`] where the writer fails.
    pub fn write_json(&self, mut writer: impl Write) -> Result<(), Error> {
        let pairs = self.driven.drivers.pairs.iter();
        let document = Document {
            format: FORMAT,
            language: &self.driven.language,
            drivers: self.driven.drivers,
            sentences: pairs.map(|pair| self.driven.sentence(pair)).collect(),
        };
        writer.write_all(&serde_json::to_vec(&document)?)?;
        writeln!(writer)?;
        writer.flush()?;
        Ok(())
    }

    /// Writes the sentence of every pair that has one, a line each, found differences first.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails.
    pub fn write_sentences(&self, mut writer: impl Write) -> Result<(), Error> {
        let pairs = || self.driven.drivers.pairs.iter();
        let others = pairs().filter(|pair| !is_found(pair));
        let sorted = pairs().filter(|pair| is_found(pair)).chain(others);
        for sentence in sorted.filter_map(|pair| self.driven.sentence(pair)) {
            writeln!(writer, "{sentence}")?;
        }
        writer.flush()?;
        Ok(())
    }

    fn row<'r>(&'r self, pair: &'r DriverPair) -> Vec<Cell<'r>> {
        let driven = &self.driven;
        let label = |item| driven.item(item).map(|item| driven.words(item.label()));
        let allowing: Vec<&str> = driven
            .drivers
            .allowing_for
            .iter()
            .map(poet_core::ItemId::as_str)
            .collect();
        let figure = pair.figure.as_ref();
        let mut cells = vec![
            driven.instrument.key().to_string().into(),
            pair.outcome.as_str().into(),
            label(&pair.outcome).into(),
            pair.condition.as_str().into(),
            driven.condition(pair).into(),
            pair.point.as_ref().map(poet_core::PointCode::as_str).into(),
            Cell::code(pair.met),
            allowing.join(" ").into(),
            Cell::status(&figure),
        ];
        cells.extend(counts(figure));
        let unadjusted = figure.and_then(|figure| figure.unadjusted);
        cells.extend(range(unadjusted.and_then(|u| u.odds_ratio)));
        cells.extend(range(unadjusted.and_then(|u| u.risk_ratio)));
        cells.extend(range(unadjusted.map(|u| u.risk_difference)));
        cells.push(Cell::status(&unadjusted));
        let adjusted = figure.and_then(|figure| figure.adjusted.as_ref());
        cells.extend(range(adjusted.map(|a| a.odds_ratio)));
        cells.extend(range(adjusted.and_then(|a| a.risk_ratio)));
        cells.extend(range(adjusted.map(|a| a.risk_difference)));
        cells.push(Cell::status(&adjusted));
        cells.extend(self.tested(adjusted));
        cells.push(driven.sentence(pair).into());
        cells
    }

    fn tested(&self, figure: Figure<&AdjustedFigure>) -> [Cell<'_>; 8] {
        let needed = figure.and_then(|a| a.e_value);
        let warnings = |a: &&AdjustedFigure| {
            let codes = a
                .warnings
                .iter()
                .map(|w| Cell::code(w).text(Spreadsheet::default()).into_owned());
            Cell::from(codes.collect::<Vec<_>>().join(" "))
        };
        [
            Cell::of(&figure, |a| Cell::code(a.method)),
            Cell::of(&needed, |e| e[0].into()),
            Cell::of(&needed, |e| e[1].into()),
            Cell::of(&figure, |a| a.p.into()),
            Cell::of(&figure, |a| a.adjusted_p.into()),
            (self.driven.drivers.method.tests as u64).into(),
            Cell::of(&figure, |a| Cell::code(a.verdict)),
            Cell::of(&figure, warnings),
        ]
    }
}

fn counts(figure: Figure<&DriverFigure>) -> [Cell<'_>; 6] {
    [
        Cell::of(&figure, |f| f.people.into()),
        Cell::of(&figure, |f| f.events.into()),
        Cell::of(&figure, |f| f.with[0].into()),
        Cell::of(&figure, |f| f.with[1].into()),
        Cell::of(&figure, |f| f.without[0].into()),
        Cell::of(&figure, |f| f.without[1].into()),
    ]
}

fn range<'r>(figure: Figure<RangeFigure>) -> [Cell<'r>; 3] {
    [
        Cell::of(&figure, |range| range.value.into()),
        Cell::of(&figure, |range| range.lower.into()),
        Cell::of(&figure, |range| range.upper.into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driven::tests::{instrument, released};

    #[test]
    fn every_row_has_every_column_and_a_pair_that_is_kept_back_has_no_number() {
        for (counts, people, status) in [
            ([70, 30, 40, 60], "200", "shown"),
            ([70, 3, 40, 60], "", "withheld"),
        ] {
            let released = released(counts);
            let mut csv = Vec::new();
            DriverTable::new(&released, instrument())
                .unwrap()
                .write_csv(&mut csv)
                .unwrap();
            let mut reader = csv::Reader::from_reader(&csv[..]);
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let row = rows
                .iter()
                .find(|row| &row[1] == "dignity" && &row[3] == "being_heard")
                .unwrap();
            assert_eq!((&row[8], &row[9]), (status, people));
            assert_eq!(
                row.iter().skip(9).take(40).any(|cell| cell == "0.3"),
                status == "shown"
            );
        }
    }

    #[test]
    fn the_json_says_method_tests_and_why_a_figure_is_not_there() {
        let released = released([70, 30, 40, 60]);
        let mut json = Vec::new();
        DriverTable::new(&released, instrument())
            .unwrap()
            .write_json(&mut json)
            .unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let drivers = &json["drivers"];
        assert_eq!(drivers["method"]["tests"], 1);
        assert!(
            drivers["method"]["false_discovery"]
                .as_str()
                .unwrap()
                .starts_with("Benjamini")
        );
        let pairs = drivers["pairs"].as_array().unwrap();
        assert_eq!(pairs.len(), json["sentences"].as_array().unwrap().len());
        let shown = pairs
            .iter()
            .find(|pair| pair["condition"] == "being_heard")
            .unwrap();
        assert_eq!(
            shown["figure"]["shown"]["adjusted"]["shown"]["method"],
            "maximum_likelihood"
        );
        assert!(
            pairs
                .iter()
                .any(|pair| pair["figure"]["absent"] == "no_answers")
        );
    }
}
