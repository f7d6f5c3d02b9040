//! What changed over waves, one row a wave or one row a question.

use std::io::Write;

use poet_benchmark::release::{
    Changes, ChartFigure, EverywhereFigure, Figure, ItemChanges, PlaceChanges, Released,
};
use poet_core::{Directory, Instrument, Language, OrganisationId};

use super::{Cell, Spreadsheet};
use crate::Error;

/// Released changes as CSV and JSON.
///
/// Tidy CSV as [`Tables`](super::Tables) writes it: a figure that is not shown leaves its number empty, and the status
/// beside it says why.
///
/// # Units
///
/// People are counts; shares, differences, interval ends and p values are fractions of one.
///
/// # Examples
///
/// ```
/// use poet_benchmark::waves::{Round, Waves};
/// use poet_benchmark::{Settings, release::Policy, tally::Tally};
/// use poet_core::{Catalogue, Directory, InstrumentKey, Wave};
/// use poet_export::ChangeTables;
///
/// let key: InstrumentKey = "adult-holders@2014".parse()?;
/// let instrument = Catalogue::builtin().get(&key)?;
/// let day = |year: &str| format!("{year}-03-01").parse();
/// let wave = |year: &str| -> Result<Wave, Box<dyn std::error::Error>> {
///     Ok(Wave::new(year.parse()?, key.clone(), day(year)?, day(year)?)?)
/// };
/// let (first, second, nobody) = (wave("2013")?, wave("2014")?, Tally::new(instrument)?);
/// let rounds = [&first, &second].map(|wave| Round { wave, tally: &nobody });
/// let changes = Policy::ascs().apply_waves(&Waves::new(&rounds, &Settings::default())?);
/// let directory = Directory::default();
/// let mut csv = Vec::new();
/// ChangeTables::new(&changes, instrument, &directory)?.write_shares(&mut csv)?;
/// assert!(String::from_utf8(csv)?.starts_with("extent,organisation,organisation_name,item,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ChangeTables<'a> {
    changes: &'a Released<Changes>,
    instrument: &'a Instrument,
    directory: &'a Directory,
    language: Language,
    spreadsheet: Spreadsheet,
}

const SHARES: [&str; 15] = [
    "extent",
    "organisation",
    "organisation_name",
    "item",
    "item_label",
    "wave",
    "opens",
    "closes",
    "day",
    "asked_on",
    "base",
    "share",
    "lower",
    "upper",
    "status",
];

const CHANGES: [&str; 45] = [
    "extent",
    "organisation",
    "organisation_name",
    "item",
    "item_label",
    "followed_since",
    "change_from",
    "change_to",
    "difference",
    "difference_lower",
    "difference_upper",
    "change_status",
    "change_verdict",
    "change_detectable",
    "test",
    "p",
    "adjusted_p",
    "test_status",
    "trend_waves",
    "trend_from",
    "trend_to",
    "per_year",
    "per_year_lower",
    "per_year_upper",
    "trend_z",
    "trend_p",
    "trend_adjusted_p",
    "trend_verdict",
    "trend_status",
    "chart_mean",
    "chart_lower",
    "chart_upper",
    "chart_signals",
    "chart_status",
    "odds_ratio",
    "odds_ratio_lower",
    "odds_ratio_upper",
    "everywhere_places",
    "everywhere_p",
    "everywhere_adjusted_p",
    "everywhere_status",
    "uneven_p",
    "uneven_adjusted_p",
    "uneven_verdict",
    "uneven_status",
];

/// A question in a place; everybody together where none is named.
type Row<'a> = (
    &'a ItemChanges,
    Option<&'a OrganisationId>,
    &'a PlaceChanges,
);

impl<'a> ChangeTables<'a> {
    /// Takes released changes and the instrument of their latest wave.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the latest wave.
    pub fn new(
        changes: &'a Released<Changes>,
        instrument: &'a Instrument,
        directory: &'a Directory,
    ) -> Result<Self, Error> {
        check(changes, instrument)?;
        Ok(Self {
            changes,
            instrument,
            directory,
            language: Language::english(),
            spreadsheet: Spreadsheet::default(),
        })
    }

    /// Language of the labels; English where nothing is said.
    pub fn language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Whether words are written so that no spreadsheet takes them for a formula; exact where nothing is said.
    pub fn spreadsheet(self, spreadsheet: Spreadsheet) -> Self {
        Self {
            spreadsheet,
            ..self
        }
    }

    /// Writes one row for each organisation, question and wave: the favourable share with its interval.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_shares(&self, writer: impl Write) -> Result<(), Error> {
        let rows = self.rows().flat_map(|row| {
            let waves = self.changes.waves[row.0.since..].iter().enumerate();
            waves.map(move |(at, wave)| {
                let share = &row.2.shares[at];
                let tail = [
                    wave.id.as_str().into(),
                    wave.opens.to_string().into(),
                    wave.closes.to_string().into(),
                    wave.day.into(),
                    row.0.fallen_from[at]
                        .as_ref()
                        .map(AsRef::<str>::as_ref)
                        .into(),
                    Cell::of(share, |share| share.base.into()),
                    Cell::of(share, |share| share.share.into()),
                    Cell::of(share, |share| share.lower.into()),
                    Cell::of(share, |share| share.upper.into()),
                    Cell::status(share),
                ];
                self.head(row).into_iter().chain(tail).collect()
            })
        });
        self.write(writer, &SHARES, rows)
    }

    /// Writes one row for each organisation and question: the difference of its last two waves, the trend from three
    /// waves on and the limits of chance from thirteen; in the rows of everybody together whether it changed alike
    /// everywhere.
    ///
    /// # Errors
    ///
    /// As [`ChangeTables::write_shares`].
    pub fn write_changes(&self, writer: impl Write) -> Result<(), Error> {
        let rows = self.rows().map(|row| {
            let since: Cell<'_> = self.wave(row.0.since);
            let cells = self.head(row).into_iter().chain([since]);
            let cells = cells
                .chain(self.change(row.2))
                .chain(self.trend(row.2))
                .chain(self.chart(&row.2.chart));
            let everywhere = match row.1 {
                None => everywhere(&row.0.everywhere),
                Some(_) => vec![Cell::Empty; 11],
            };
            cells.chain(everywhere).collect()
        });
        self.write(writer, &CHANGES, rows)
    }

    /// Writes everything that is released as indented JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] or [`Error::Write`] where the writer fails.
    pub fn write_json(&self, mut writer: impl Write) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(self.changes)?;
        writer.write_all(&json)?;
        writeln!(writer)?;
        writer.flush()?;
        Ok(())
    }

    fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        let ids = || self.changes.places.iter().map(|place| Some(&place.id));
        self.changes.items.iter().flat_map(move |item| {
            let places = ids()
                .zip(&item.places)
                .map(move |(id, place)| (item, id, place));
            places.chain([(item, None, &item.all)])
        })
    }

    fn write<'r>(
        &self,
        writer: impl Write,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<Cell<'r>>>,
    ) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(columns)?;
        for row in rows {
            csv.write_record(
                row.into_iter()
                    .map(|cell| cell.text(self.spreadsheet).into_owned()),
            )?;
        }
        csv.flush()?;
        Ok(())
    }

    fn head(&self, (item, place, _): Row<'a>) -> [Cell<'a>; 5] {
        let [extent, id, name] = match place {
            Some(id) => [
                "organisation".into(),
                id.as_str().into(),
                self.directory.name(id).into(),
            ],
            None => ["everyone".into(), Cell::Empty, Cell::Empty],
        };
        let label = self.instrument.item(item.item.as_str());
        let label = label.map(|item| item.label().words(&self.language).to_owned());
        [extent, id, name, item.item.as_str().into(), label.into()]
    }

    /// Name of a wave.
    fn wave(&self, at: usize) -> Cell<'a> {
        self.changes
            .waves
            .get(at)
            .map(|wave| wave.id.as_str())
            .into()
    }

    fn change(&self, place: &PlaceChanges) -> [Cell<'a>; 12] {
        let figure = &place.change;
        let test = figure.and_then(|change| change.test);
        [
            Cell::of(figure, |change| self.wave(change.from)),
            Cell::of(figure, |change| self.wave(change.to)),
            Cell::of(figure, |change| change.difference.value.into()),
            Cell::of(figure, |change| change.difference.lower.into()),
            Cell::of(figure, |change| change.difference.upper.into()),
            Cell::status(figure),
            Cell::of(figure, |change| Cell::code(change.verdict)),
            Cell::of(figure, |change| change.detectable.into()),
            Cell::of(&test, |test| Cell::code(test.method)),
            Cell::of(&test, |test| test.p.into()),
            Cell::of(&test, |test| test.adjusted_p.into()),
            Cell::status(&test),
        ]
    }

    fn trend(&self, place: &PlaceChanges) -> [Cell<'a>; 11] {
        let figure = &place.trend;
        [
            Cell::of(figure, |trend| (trend.waves as u64).into()),
            Cell::of(figure, |trend| self.wave(trend.from)),
            Cell::of(figure, |trend| self.wave(trend.to)),
            Cell::of(figure, |trend| trend.per_year.value.into()),
            Cell::of(figure, |trend| trend.per_year.lower.into()),
            Cell::of(figure, |trend| trend.per_year.upper.into()),
            Cell::of(figure, |trend| trend.z.into()),
            Cell::of(figure, |trend| trend.p.into()),
            Cell::of(figure, |trend| trend.adjusted_p.into()),
            Cell::of(figure, |trend| Cell::code(trend.verdict)),
            Cell::status(figure),
        ]
    }

    fn chart(&self, figure: &Figure<ChartFigure>) -> [Cell<'a>; 5] {
        let signals = |chart: &ChartFigure| {
            let name = |at: usize| {
                self.changes
                    .waves
                    .get(at)
                    .map_or("", |wave| wave.id.as_str())
            };
            let signal = |signal: &poet_benchmark::release::SignalFigure| {
                let rule = serde_json::to_value(signal.rule).unwrap_or_default();
                let rule = rule.as_str().unwrap_or_default().to_owned();
                format!("{rule} {} to {}", name(signal.from), name(signal.to))
            };
            let signals: Vec<_> = chart.signals.iter().map(signal).collect();
            signals.join("; ")
        };
        [
            Cell::of(figure, |chart| chart.mean.into()),
            Cell::of(figure, |chart| chart.lower.into()),
            Cell::of(figure, |chart| chart.upper.into()),
            Cell::of(figure, |chart| signals(chart).into()),
            Cell::status(figure),
        ]
    }
}

/// Whether an instrument is that of the latest wave.
pub(crate) fn check(changes: &Changes, instrument: &Instrument) -> Result<(), Error> {
    match changes.waves.last() {
        Some(wave) if wave.origin.hash != *instrument.hash() => Err(Error::OtherInstrument {
            figures: wave.origin.instrument.clone(),
            instrument: instrument.key().clone(),
        }),
        _ => Ok(()),
    }
}

fn everywhere<'a>(figure: &Figure<EverywhereFigure>) -> Vec<Cell<'a>> {
    let ratio = figure.and_then(|found| found.odds_ratio);
    let uneven = figure.and_then(|found| found.uneven);
    vec![
        Cell::of(&ratio, |ratio| ratio.value.into()),
        Cell::of(&ratio, |ratio| ratio.lower.into()),
        Cell::of(&ratio, |ratio| ratio.upper.into()),
        Cell::of(figure, |found| (found.places as u64).into()),
        Cell::of(figure, |found| found.p.into()),
        Cell::of(figure, |found| found.adjusted_p.into()),
        Cell::status(figure),
        Cell::of(&uneven, |uneven| uneven.p.into()),
        Cell::of(&uneven, |uneven| uneven.adjusted_p.into()),
        Cell::of(&uneven, |uneven| Cell::code(uneven.verdict)),
        Cell::status(&uneven),
    ]
}
