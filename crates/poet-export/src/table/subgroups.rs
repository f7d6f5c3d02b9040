//! What people of different kinds answered, one row an organisation, item and group.

use std::io::Write;

use poet_benchmark::release::{Released, SubgroupBenchmark, SubgroupCell, SubgroupResult};
use poet_core::{
    Directory, Instrument, Item, ItemId, Language, OrganisationId, PointCode, Section, StratumId,
};
use serde::Serialize;

use super::{Cell, Spreadsheet};
use crate::Error;
use crate::grouped::Grouped;

/// Released subgroups as CSV and JSON.
///
/// Tidy CSV as [`Tables`](super::Tables) writes it: a figure that is not shown leaves its number empty, and the status beside
/// it says why. All places together, of each group those in which it is not few, have the extent `everyone`.
///
/// # Units
///
/// People are counts; shares, differences, interval ends and p values are fractions of one.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Settings, release::Policy, subgroups::Subgroups, tally::Tally};
/// use poet_core::{Catalogue, Directory, Stratification};
/// use poet_export::SubgroupTable;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let strata = Stratification::new(instrument, &["gender".parse()?])?;
/// let subgroups = Subgroups::new(&Tally::new(instrument)?, &strata, &Settings::default())?;
/// let released = Policy::ascs().apply_subgroups(&subgroups);
/// let directory = Directory::default();
/// let mut csv = Vec::new();
/// SubgroupTable::new(&released, instrument, &directory)?.write_csv(&mut csv)?;
/// assert!(String::from_utf8(csv)?.starts_with("instrument,extent,organisation,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SubgroupTable<'a> {
    grouped: Grouped<'a>,
    directory: &'a Directory,
    language: Language,
    spreadsheet: Spreadsheet,
}

const COLUMNS: [&str; 30] = [
    "instrument",
    "extent",
    "organisation",
    "organisation_name",
    "section",
    "item",
    "item_label",
    "option",
    "group",
    "group_label",
    "base",
    "base_status",
    "favourable_people",
    "favourable_share",
    "favourable_lower",
    "favourable_upper",
    "favourable_status",
    "others_base",
    "others_share",
    "difference",
    "difference_lower",
    "difference_upper",
    "comparison_status",
    "test",
    "smallest_expected",
    "z",
    "p",
    "adjusted_p",
    "test_status",
    "verdict",
];

/// Version of the JSON form; the subgroups inside have a version of their own.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    labels: Labels<'a>,
    subgroups: &'a SubgroupBenchmark,
}

#[derive(Serialize)]
struct Labels<'a> {
    language: &'a Language,
    by: Vec<Named<'a, ItemId>>,
    groups: Vec<Named<'a, StratumId>>,
    organisations: Vec<Named<'a, OrganisationId>>,
}

#[derive(Serialize)]
struct Named<'a, I> {
    id: &'a I,
    label: String,
}

impl<'a> SubgroupTable<'a> {
    /// Takes released subgroups, their instrument and what organisations are called.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(
        released: &'a Released<SubgroupBenchmark>,
        instrument: &'a Instrument,
        directory: &'a Directory,
    ) -> Result<Self, Error> {
        Ok(Self {
            grouped: Grouped::new(released, instrument)?,
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

    /// Writes one row for each item, organisation and group, all places together last.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(COLUMNS)?;
        for (result, item, section) in self.grouped.results() {
            let ids = self.grouped.benchmark.places.iter().map(Some);
            let lines = ids.zip(&result.places).chain([(None, &result.all)]);
            for (place, cells) in lines {
                for (group, cell) in cells.iter().enumerate() {
                    let head = self.head((result, item, section), place, group);
                    let mut row = head.into_iter().chain(figures(cell));
                    let row: [Cell<'_>; COLUMNS.len()] =
                        std::array::from_fn(|_| row.next().unwrap_or(Cell::Empty));
                    csv.write_record(row.map(|cell| cell.text(self.spreadsheet).into_owned()))?;
                }
            }
        }
        csv.flush()?;
        Ok(())
    }

    /// Writes everything that is released as JSON, with labels beside it.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] or [`Error::Write`] where the writer fails.
    pub fn write_json(&self, mut writer: impl Write) -> Result<(), Error> {
        let benchmark = self.grouped.benchmark;
        let words = |item: &Item| item.label().words(&self.language).to_owned();
        let document = Document {
            format: FORMAT,
            labels: Labels {
                language: &self.language,
                by: named(&benchmark.by, self.grouped.by().map(words)),
                groups: named(
                    &benchmark.groups,
                    (0..).map(|at| self.grouped.label(at, &self.language)),
                ),
                organisations: named(
                    &benchmark.places,
                    benchmark
                        .places
                        .iter()
                        .map(|id| self.directory.name(id).to_owned()),
                ),
            },
            subgroups: benchmark,
        };
        writer.write_all(&serde_json::to_vec(&document)?)?;
        writer.write_all(b"\n")?;
        writer.flush()?;
        Ok(())
    }

    /// What a row is about.
    fn head(
        &self,
        (result, item, section): (&'a SubgroupResult, &'a Item, &'a Section),
        place: Option<&'a OrganisationId>,
        group: usize,
    ) -> [Cell<'_>; 10] {
        let [extent, id, name] = match place {
            Some(id) => [
                "organisation".into(),
                id.as_str().into(),
                self.directory.name(id).into(),
            ],
            None => ["everyone".into(), Cell::Empty, Cell::Empty],
        };
        let option = result.option.as_ref().map(PointCode::as_str);
        [
            self.grouped.instrument.key().to_string().into(),
            extent,
            id,
            name,
            section.id().as_str().into(),
            item.id().as_str().into(),
            item.label().words(&self.language).into(),
            option.into(),
            self.grouped.benchmark.groups[group].as_str().into(),
            self.grouped.label(group, &self.language).into(),
        ]
    }
}

fn named<I>(ids: &[I], labels: impl Iterator<Item = String>) -> Vec<Named<'_, I>> {
    let pairs = ids.iter().zip(labels);
    pairs.map(|(id, label)| Named { id, label }).collect()
}

fn figures(cell: &SubgroupCell) -> [Cell<'static>; 20] {
    let (share, found) = (&cell.favourable, &cell.against_others);
    let test = found.and_then(|found| found.test);
    [
        Cell::of(&cell.base, |&base| base.into()),
        Cell::status(&cell.base),
        Cell::of(share, |share| share.people.into()),
        Cell::of(share, |share| share.share.into()),
        Cell::of(share, |share| share.lower.into()),
        Cell::of(share, |share| share.upper.into()),
        Cell::status(share),
        Cell::of(found, |found| found.rest_base.into()),
        Cell::of(found, |found| found.rest_share.into()),
        Cell::of(found, |found| found.difference.value.into()),
        Cell::of(found, |found| found.difference.lower.into()),
        Cell::of(found, |found| found.difference.upper.into()),
        Cell::status(found),
        Cell::of(&test, |test| Cell::code(test.method)),
        Cell::of(&test, |test| test.smallest_expected.into()),
        Cell::of(&test, |test| test.z.into()),
        Cell::of(&test, |test| test.p.into()),
        Cell::of(&test, |test| test.adjusted_p.into()),
        Cell::status(&test),
        Cell::of(found, |found| Cell::code(found.verdict)),
    ]
}
