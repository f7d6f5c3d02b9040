//! Who could have answered, one row a stratum.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use poet_core::{Frame, FrameCount, OrganisationId, StratumId};
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::Error;
use crate::cell::number;
use crate::plan::column_names;
use crate::reader::FIRST_ROW;
use crate::records::Records;
use crate::refusal::{ColumnName, Reason, ReasonKind, Refusal};
use crate::report::lines;
use crate::source::{Block, Source};

use columns::Columns;

mod columns;

/// A frame and the account of its rows.
#[derive(Clone, Debug)]
pub struct FrameFile {
    /// Who could have answered.
    pub frame: Frame,
    /// The account.
    pub report: FrameReport,
}

/// The account of a frame: every row is accepted or refused.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FrameReport {
    /// Rows below the header; accepted and refused rows are all of them. Blank lines are no rows.
    pub read: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Rows not taken.
    pub refused: u64,
    /// Every refusal, in the order of the rows.
    pub refusals: Vec<Refusal>,
    /// Columns that are not used.
    pub columns_ignored: Vec<String>,
}

/// Reads who could have answered from a CSV with a header, into a frame that says how people were asked.
///
/// A row is one stratum of one organisation: `organisation` and `eligible`, and if known `stratum`, `sent` and
/// `returned`, under these or other usual names and in any order; others are passed over. Commas or semicolons, UTF-8 or
/// Windows-1252. An organisation of which a row is refused is refused wholly: part of its strata would weigh for all.
///
/// # Errors
///
/// [`Error::Read`] where the file cannot be read to its end; [`Error::NoHeader`], [`Error::LongHeader`] and
/// [`Error::Utf16`] where it is no such file; [`Error::NoColumn`] where organisation or eligible is without a column.
///
/// # Examples
///
/// ```
/// use poet_core::{Frame, Sampling};
/// use poet_import::read_frame;
///
/// let file = "Council,Stratum,Eligible,Forms sent\nE08000035,1,\"1,200\",400\nE08000034,1,90,100\n";
/// let frame = Frame::new("ascs-core@2020-21".parse()?, Sampling::Random);
/// let read = read_frame(file.as_bytes(), frame)?;
/// assert_eq!((read.report.accepted, read.report.refused), (1, 1));
/// assert_eq!(read.frame.total(&"E08000035".parse()?).map(|t| t.eligible), Some(1200));
/// assert_eq!(
///     read.report.refusals[0].to_string(),
///     "row 3: column 4 \"Forms sent\": more forms were sent than people are eligible",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_frame(reader: impl Read, frame: Frame) -> Result<FrameFile, Error> {
    const BLOCK: usize = 1 << 16;
    let (mut source, head) = Source::open(reader, None, BLOCK)?;
    let columns = Columns::of(&head.columns)?;
    let ignored = head.columns.iter().enumerate();
    let ignored = ignored.filter(|(at, _)| !columns.uses(*at));
    let columns_ignored = ignored.map(|(_, name)| name.clone()).collect();
    let mut rows = Rows {
        header: column_names(&head.columns),
        columns,
        frame,
        read: 0,
        taken: BTreeMap::new(),
        refused: BTreeMap::new(),
    };
    let mut block = Block::default();
    while source.next(&mut block)? {
        if block.overlong.is_some() {
            rows.read += 1;
            rows.refuse(None, vec![Reason::of(None, ReasonKind::TooLong)]);
            continue;
        }
        block.recode(head.delimiter);
        let mut records = Records::new(&block.bytes, block.end, head.delimiter);
        while records.next_record() {
            rows.row(&records.texts());
        }
    }
    Ok(rows.file(columns_ignored))
}

/// The rows of a frame so far.
struct Rows {
    columns: Columns,
    header: Vec<ColumnName>,
    frame: Frame,
    read: u64,
    /// Rows taken of each organisation.
    taken: BTreeMap<OrganisationId, Vec<(u64, Option<StratumId>)>>,
    /// Rows refused, and the organisation where it can be read.
    refused: BTreeMap<u64, (Option<OrganisationId>, Vec<Reason>)>,
}

impl Rows {
    fn row(&mut self, fields: &[String]) {
        self.read += 1;
        let organisation = self.organisation(fields);
        let named = organisation.as_ref().ok().cloned();
        let taken = match fields.len().cmp(&self.header.len()) {
            std::cmp::Ordering::Less => Err(vec![Reason::of(None, ReasonKind::TooFewFields)]),
            std::cmp::Ordering::Equal => self.take(organisation, fields),
            std::cmp::Ordering::Greater => Err(vec![Reason::of(None, ReasonKind::TooManyFields)]),
        };
        if let Err(reasons) = taken {
            self.refuse(named, reasons);
        }
    }

    /// Takes one row, or gives every reason against it.
    fn take(
        &mut self,
        organisation: Result<OrganisationId, Reason>,
        fields: &[String],
    ) -> Result<(), Vec<Reason>> {
        let mut reasons = Vec::new();
        let organisation = organisation.map_err(|reason| reasons.push(reason));
        let stratum = self.stratum(fields).map_err(|reason| reasons.push(reason));
        let count = self.count(fields).map_err(|more| reasons.extend(more));
        let (Ok(organisation), Ok(stratum), Ok(count)) = (organisation, stratum, count) else {
            reasons.sort_by(|a, b| (&a.column, a.kind).cmp(&(&b.column, b.kind)));
            return Err(reasons);
        };
        let added = self.frame.add(&organisation, stratum.as_ref(), count);
        let rows = self.taken.entry(organisation).or_default();
        if added.is_ok() {
            rows.push((FIRST_ROW - 1 + self.read, stratum));
            return Ok(());
        }
        let same = rows.iter().find(|(_, other)| *other == stratum);
        let kind = match same {
            Some(_) => ReasonKind::DuplicateStratum,
            None => ReasonKind::WholeAndStrata,
        };
        let first_row = same.or(rows.first()).map(|(row, _)| *row);
        let column = self.columns.stratum.map(|at| self.header[at].clone());
        let reason = Reason::of(column, kind);
        Err(vec![Reason {
            first_row,
            ..reason
        }])
    }

    fn organisation(&self, fields: &[String]) -> Result<OrganisationId, Reason> {
        let at = self.columns.organisation;
        let text = fields.get(at).map_or("", String::as_str);
        let kind = match text.is_empty() {
            true => ReasonKind::NoOrganisation,
            false => ReasonKind::BadOrganisation,
        };
        text.parse().map_err(|_| self.reason(at, kind))
    }

    fn stratum(&self, fields: &[String]) -> Result<Option<StratumId>, Reason> {
        let Some(at) = self.columns.stratum.filter(|&at| !fields[at].is_empty()) else {
            return Ok(None);
        };
        let stratum = fields[at].parse().map(Some);
        stratum.map_err(|_| self.reason(at, ReasonKind::BadStratum))
    }

    fn count(&self, fields: &[String]) -> Result<FrameCount, Vec<Reason>> {
        let mut reasons = Vec::new();
        let mut people = |at: usize| {
            let whole = number(&fields[at]).filter(|n| n.fract().is_zero());
            let people = whole.and_then(|n| n.to_u32());
            if people.is_none() {
                reasons.push(self.reason(at, ReasonKind::NotPeople));
            }
            people
        };
        let known = |at: &usize| !fields[*at].is_empty();
        let eligible = people(self.columns.eligible);
        let sent = self.columns.sent.filter(known);
        let sent = sent.map(|at| (at, people(at)));
        let returned = self.columns.returned.filter(known);
        let returned = returned.map(|at| (at, people(at)));
        let Some(mut count) = eligible.filter(|_| reasons.is_empty()).map(FrameCount::of) else {
            return Err(reasons);
        };
        let beyond = |at, kind| vec![self.reason(at, kind)];
        if let Some((at, Some(people))) = sent {
            let with = count.with_sent(people);
            count = with.map_err(|_| beyond(at, ReasonKind::MoreSentThanEligible))?;
        }
        if let Some((at, Some(people))) = returned {
            let with = count.with_returned(people);
            count = with.map_err(|_| beyond(at, ReasonKind::MoreReturnedThanSent))?;
        }
        Ok(count)
    }

    fn reason(&self, column: usize, kind: ReasonKind) -> Reason {
        Reason::of(Some(self.header[column].clone()), kind)
    }

    fn refuse(&mut self, organisation: Option<OrganisationId>, reasons: Vec<Reason>) {
        let row = FIRST_ROW - 1 + self.read;
        self.refused.insert(row, (organisation, reasons));
    }

    /// The frame without the organisations of which a row is refused.
    fn file(mut self, columns_ignored: Vec<String>) -> FrameFile {
        let mut broken: BTreeMap<OrganisationId, u64> = BTreeMap::new();
        for (&row, (organisation, _)) in &self.refused {
            if let Some(organisation) = organisation {
                broken.entry(organisation.clone()).or_insert(row);
            }
        }
        for (organisation, first) in broken {
            self.frame.remove(&organisation);
            for (row, _) in self.taken.remove(&organisation).into_iter().flatten() {
                let reason = Reason::of(None, ReasonKind::PartOfOrganisation);
                let first_row = Some(first);
                let reasons = vec![Reason {
                    first_row,
                    ..reason
                }];
                self.refused.insert(row, (None, reasons));
            }
        }
        let refused = self.refused.len() as u64;
        let refusal = |(row, (_, reasons))| Refusal { row, reasons };
        FrameFile {
            frame: self.frame,
            report: FrameReport {
                read: self.read,
                accepted: self.read - refused,
                refused,
                refusals: self.refused.into_iter().map(refusal).collect(),
                columns_ignored,
            },
        }
    }
}

impl fmt::Display for FrameReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rows read, {} accepted, {} refused",
            self.read, self.accepted, self.refused
        )?;
        let refusals: Vec<_> = self.refusals.iter().map(ToString::to_string).collect();
        lines(
            f,
            "Refused rows (the header is row 1, blank lines are not counted)",
            &refusals,
        )?;
        lines(f, "Columns not used", &self.columns_ignored)
    }
}

#[cfg(test)]
mod tests;
