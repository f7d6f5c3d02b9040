//! Files as they really come, with a known count of what is wrong in them.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Error;
use super::csv::{Csv, quoted};
use super::draft::Draft;
use super::rng::{Rng, Stream};
use super::survey::Survey;
use record::Record;

mod record;

/// How a file is to be messy.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_testkit::synth::{Csv, Delimiter, Encoding, Mess, Spoil, Survey, Truth};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let survey = Survey::new(instrument, Truth::of(instrument), 7)?;
/// let mess = Mess {
///     shares: [(Spoil::UnknownAnswer, 0.02), (Spoil::CaseAndSpacing, 0.1)].into(),
///     delimiter: Delimiter::Semicolon,
///     encoding: Encoding::Windows1252,
///     ..Mess::default()
/// };
/// let mut file = Vec::new();
/// let spoiled = survey.write_messy_csv(0..1000, &mut file, &Csv::labels(), &mess)?;
/// // An importer must refuse these rows, give or take none, and accept the rest.
/// assert_eq!(spoiled.refused().count(), spoiled.count(Spoil::UnknownAnswer));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mess {
    /// Share of the rows spoiled in each way. A row is spoiled in one way at most, so the shares add up to 1 or less.
    pub shares: BTreeMap<Spoil, f64>,
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// What ends a line.
    pub line_end: LineEnd,
    /// How letters become bytes.
    pub encoding: Encoding,
}

/// One way to spoil a row.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Spoil {
    /// A code or label that the scale does not have.
    UnknownAnswer,
    /// A number or amount past its limits.
    OutOfRange,
    /// A cell too few or one too many.
    Ragged,
    /// The id of an earlier row that is sound.
    DuplicateId,
    /// No id.
    BlankId,
    /// An answer lost from an item that is not required. Still readable: the item is not answered.
    BlankCell,
    /// An answer with blanks around it and, as a label, in capitals with double spaces. Still readable.
    CaseAndSpacing,
    /// A line break inside a comment or a label, in quotes. Still readable.
    QuotedNewline,
}

/// What stands between cells.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`, as spreadsheets of many languages write it.
    Semicolon,
    /// A tab.
    Tab,
}

/// What ends a line.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// A line feed.
    #[default]
    Lf,
    /// A carriage return and a line feed.
    Crlf,
}

/// How letters become bytes.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8WithMark,
    /// Windows-1252. A letter that it does not have becomes a numeric character reference.
    Windows1252,
}

/// What was spoiled in a file, row by row.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Spoiled {
    rows: Vec<SpoiledRow>,
    written: u64,
}

/// One spoiled row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SpoiledRow {
    /// Which record of the file, from 1, the header not counted.
    pub record: u64,
    /// How it is spoiled.
    pub spoil: Spoil,
    /// Column that is spoiled, where it is one.
    pub column: Option<String>,
}

impl Spoil {
    /// Whether a careful importer still reads the row.
    pub fn is_readable(self) -> bool {
        matches!(
            self,
            Self::BlankCell | Self::CaseAndSpacing | Self::QuotedNewline
        )
    }
}

impl Spoiled {
    /// The spoiled rows in the order of the file.
    pub fn rows(&self) -> &[SpoiledRow] {
        &self.rows
    }

    /// How many rows are spoiled in this way.
    pub fn count(&self, spoil: Spoil) -> usize {
        self.rows.iter().filter(|r| r.spoil == spoil).count()
    }

    /// Rows that an importer has to refuse.
    pub fn refused(&self) -> impl Iterator<Item = &SpoiledRow> {
        self.rows.iter().filter(|r| !r.spoil.is_readable())
    }

    /// How many rows the file has, spoiled or not.
    pub fn written(&self) -> u64 {
        self.written
    }
}

impl Survey {
    /// Writes responses as a messy file and tells what is wrong in it. A row that has nothing to spoil in the way drawn
    /// for it, such as no amount to put out of range, stays as it is and is not told.
    ///
    /// # Errors
    ///
    /// As [`Survey::write_csv`]; [`Error::OutOfRange`] where the shares are no shares or add up to more than 1.
    pub fn write_messy_csv(
        &self,
        range: Range<u64>,
        mut writer: impl Write,
        csv: &Csv,
        mess: &Mess,
    ) -> Result<Spoiled, Error> {
        mess.check()?;
        let columns = self.csv_columns(csv)?;
        if mess.encoding == Encoding::Utf8WithMark {
            writer.write_all(b"\xef\xbb\xbf")?;
        }
        if csv.has_header() {
            let names: Vec<_> = columns.iter().map(|c| c.name.clone()).collect();
            writer.write_all(&mess.record(&names))?;
        }
        let mut spoiled = Spoiled::default();
        let mut draft = Draft::new(self);
        let mut sound_id = None;
        for at in range {
            draft.draw(self, at);
            let mut record = Record::new(self, &columns, &draft, csv.form());
            let mut rng = Rng::new(self.seed, Stream::Mess, at);
            let spoil = mess.pick(&mut rng);
            let done = spoil.and_then(|s| {
                record
                    .spoil(s, sound_id.as_deref(), &mut rng)
                    .map(|column| (s, column))
            });
            spoiled.written += 1;
            match done {
                Some((spoil, column)) => {
                    let record = spoiled.written;
                    spoiled.rows.push(SpoiledRow {
                        record,
                        spoil,
                        column,
                    });
                }
                None => sound_id = record.cells.first().cloned(),
            }
            writer.write_all(&mess.record(&record.cells))?;
        }
        writer.flush()?;
        Ok(spoiled)
    }
}

impl Mess {
    fn check(&self) -> Result<(), Error> {
        let shares = || self.shares.values();
        // Shares of ten ways add up to 1 within a few roundings.
        if shares().all(|s| (0.0..=1.0).contains(s)) && shares().sum::<f64>() <= 1.0 + 1e-9 {
            return Ok(());
        }
        Err(Error::OutOfRange {
            place: "mess.shares".into(),
            wants: "shares from 0 to 1 that add up to 1 or less",
        })
    }

    fn pick(&self, rng: &mut Rng) -> Option<Spoil> {
        let at = rng.share();
        let mut running = 0.0;
        let found = self.shares.iter().find(|&(_, &share)| {
            running += share;
            at < running
        });
        found.map(|(&spoil, _)| spoil)
    }

    fn record(&self, cells: &[String]) -> Vec<u8> {
        let delimiter = match self.delimiter {
            Delimiter::Comma => ',',
            Delimiter::Semicolon => ';',
            Delimiter::Tab => '\t',
        };
        let quoted: Vec<_> = cells.iter().map(|c| quoted(c, delimiter)).collect();
        let mut line = quoted.join(delimiter.encode_utf8(&mut [0; 4]));
        line.push_str(match self.line_end {
            LineEnd::Lf => "\n",
            LineEnd::Crlf => "\r\n",
        });
        match self.encoding {
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&line).0.into_owned(),
            Encoding::Utf8 | Encoding::Utf8WithMark => line.into_bytes(),
        }
    }
}
