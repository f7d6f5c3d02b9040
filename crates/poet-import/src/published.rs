//! Tables of figures that somebody published, one row a figure.

use std::io::Read;

use poet_core::{Instrument, OrganisationId, PublishedItem, PublishedPoint, PublishedTable, Scale};

use crate::Error;
use crate::plan::column_names;
use crate::refusal::{ColumnName, Reason, ReasonKind, Refusal};
use crate::source::{Block, Source};

pub use flag::{Flag, FlagKind};
pub use mapping::PublishedMapping;
pub use options::PublishedOptions;
pub use report::{PooledPlace, PublishedReport};

use crate::records::Records;
use account::Account;
use extent::Pooled;
use figure::Figures;
use mapping::Columns;
use names::ItemNames;

mod account;
mod extent;
mod figure;
mod flag;
mod mapping;
mod names;
mod options;
mod report;

/// Reads tables of figures that somebody published: one row for each organisation, item and point.
///
/// A row has an organisation, an item (by id, label, question or synonym), a point (by code, else by label) and any of a
/// count, a weighted estimate, a per cent, the respondents of the item and a margin of error. `[c] [w] [x] [z]` stand for
/// figures that are not there. Figures that do not agree with each other are flagged and kept: others round as they
/// please.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_import::PublishedIntake;
///
/// let ascs = Catalogue::builtin().get(&"ascs-core@2020-21".parse()?)?;
/// let file = "organisation_code,item,code,count\nE08000034,Q1 overall satisfaction,1,94\nE08000034,Q99,1,5\n";
/// let published = PublishedIntake::new(ascs).read(file.as_bytes())?;
/// assert_eq!((published.report.accepted, published.report.refused), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PublishedIntake {
    instrument: Instrument,
    mapping: Option<PublishedMapping>,
    options: PublishedOptions,
}

/// A published table and the account of its rows.
#[derive(Clone, Debug)]
pub struct Published {
    /// The figures.
    pub table: PublishedTable,
    /// The account.
    pub report: PublishedReport,
}

impl PublishedIntake {
    /// An intake that guesses the columns of each table.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.clone(),
            mapping: None,
            options: PublishedOptions::default(),
        }
    }

    /// Takes columns as a mapping says.
    pub fn with_mapping(self, mapping: PublishedMapping) -> Self {
        let mapping = Some(mapping);
        Self { mapping, ..self }
    }

    /// Reads tables in another way.
    pub fn with_options(self, options: PublishedOptions) -> Self {
        Self { options, ..self }
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the file cannot be read to its end; [`Error::NoHeader`], [`Error::LongHeader`] and
    /// [`Error::Utf16`] where it is no such file; [`Error::NoColumn`] where organisation, item, point or every figure is
    /// without a column.
    pub fn read(&self, reader: impl Read) -> Result<Published, Error> {
        const BLOCK: usize = 1 << 18;
        let (mut source, head) = Source::open(reader, self.options.delimiter, BLOCK)?;
        let mapping = match &self.mapping {
            Some(mapping) => mapping.clone(),
            None => PublishedMapping::guess(&head.columns),
        };
        let mut rows = Rows {
            columns: mapping.columns(&head.columns)?,
            header: column_names(&head.columns),
            items: ItemNames::of(&self.instrument),
            pooled: Pooled::new(&self.options.pooled),
            options: &self.options,
            table: PublishedTable::new(&self.instrument),
            account: Account::default(),
        };
        let mut block = Block::default();
        while source.next(&mut block)? {
            if block.overlong.is_some() {
                rows.account.read += 1;
                rows.refuse(vec![Reason::of(None, ReasonKind::TooLong)]);
                continue;
            }
            rows.account.windows_1252_rows += block.recode(head.delimiter);
            let mut records = Records::new(&block.bytes, block.end, head.delimiter);
            while records.next_record() {
                rows.row(&mut records);
            }
        }
        let flags = flag::flags(&rows.table, &rows.account.bases, &self.options);
        let report = PublishedReport::new(
            &self.instrument,
            &head,
            mapping,
            (rows.account, flags, &rows.table),
        );
        Ok(Published {
            table: rows.table,
            report,
        })
    }
}

/// The rows of a table so far.
struct Rows<'o> {
    columns: Columns,
    header: Vec<ColumnName>,
    items: ItemNames,
    pooled: Pooled<'o>,
    options: &'o PublishedOptions,
    table: PublishedTable,
    account: Account,
}

/// Place, item and point of a figure.
type Cell = (OrganisationId, usize, u8);

impl Rows<'_> {
    fn row(&mut self, records: &mut Records<'_>) {
        self.account.read += 1;
        let fields = records.texts();
        let ragged = match fields.len().cmp(&self.header.len()) {
            std::cmp::Ordering::Less => Some(ReasonKind::TooFewFields),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(ReasonKind::TooManyFields),
        };
        if let Some(kind) = ragged {
            self.refuse(vec![Reason::of(None, kind)]);
            return;
        }
        match self.read(&fields) {
            Ok((cell, figures)) => self.accept(cell, &figures, &fields),
            Err(reasons) => self.refuse(reasons),
        }
    }

    /// Reads one row, or gives every reason against it.
    fn read(&self, fields: &[String]) -> Result<(Cell, Figures), Vec<Reason>> {
        let mut reasons = Vec::new();
        let organisation = self
            .organisation(fields)
            .map_err(|reason| reasons.push(reason));
        let point = self.point(fields).map_err(|reason| reasons.push(reason));
        let figures = Figures::read(&self.columns, fields, &self.options.markers);
        let figures = figures.map_err(|wrong| {
            reasons.extend(
                wrong
                    .into_iter()
                    .map(|(column, kind)| self.reason(column, kind)),
            );
        });
        let (Ok(organisation), Ok((item, point)), Ok(figures)) = (organisation, point, figures)
        else {
            return Err(reasons);
        };
        let cell = (organisation, item, point);
        match self.account.first.get(&cell) {
            None => Ok((cell, figures)),
            Some(&first) => Err(vec![Reason {
                first_row: Some(first),
                ..Reason::of(None, ReasonKind::DuplicateFigure)
            }]),
        }
    }

    fn organisation(&self, fields: &[String]) -> Result<OrganisationId, Reason> {
        let text = &fields[self.columns.organisation];
        let kind = if text.is_empty() {
            ReasonKind::NoOrganisation
        } else {
            ReasonKind::BadOrganisation
        };
        text.parse()
            .map_err(|_| self.reason(self.columns.organisation, kind))
    }

    /// Position of the item and of its point.
    fn point(&self, fields: &[String]) -> Result<(usize, u8), Reason> {
        let nearest = |column, kind, nearest| Reason {
            nearest,
            ..self.reason(column, kind)
        };
        let text = &fields[self.columns.item];
        let Some(item) = self.items.find(text) else {
            return Err(nearest(
                self.columns.item,
                ReasonKind::UnknownItem,
                self.items.nearest(text),
            ));
        };
        let points = self.items.points(item);
        let places = [self.columns.code, self.columns.label]
            .into_iter()
            .flatten();
        let found = places
            .clone()
            .find_map(|column| points.find(&fields[column]));
        let last = places.last().unwrap_or_default();
        found.map(|point| (item, point)).ok_or_else(|| {
            let label = points
                .nearest(&fields[last])
                .and_then(|at| points.label(at));
            nearest(last, ReasonKind::UnknownPoint, label.map(ToOwned::to_owned))
        })
    }

    fn accept(&mut self, cell: Cell, figures: &Figures, fields: &[String]) {
        let (id, item, point) = &cell;
        let name = self
            .columns
            .name
            .map(|column| fields[column].as_str())
            .filter(|name| !name.is_empty());
        let extent = self.pooled.extent(id.as_str(), name);
        let points = self.table.instrument().items()[*item]
            .scale()
            .map_or(0, |s: &Scale| s.points().len());
        let place = self.table.place(id, extent);
        if place.name.is_none() {
            place.name = name.map(ToOwned::to_owned);
        }
        let of_item = place.items.entry(*item).or_insert_with(|| PublishedItem {
            respondents: None,
            points: vec![PublishedPoint::default(); points],
        });
        of_item.respondents = of_item.respondents.or(figures.respondents);
        of_item.points[usize::from(*point)] = figures.point.clone();
        for marker in &figures.markers {
            *self.account.marked_rows.entry(*marker).or_default() += 1;
        }
        if let Some(base) = figures.respondents {
            self.account
                .bases
                .entry((id.clone(), *item))
                .or_default()
                .insert(base);
        }
        let row = self.account.row();
        self.account.first.insert(cell, row);
    }

    fn reason(&self, column: usize, kind: ReasonKind) -> Reason {
        Reason::of(Some(self.header[column].clone()), kind)
    }

    fn refuse(&mut self, mut reasons: Vec<Reason>) {
        reasons.sort_by(|a, b| (&a.column, a.kind).cmp(&(&b.column, b.kind)));
        let account = &mut self.account;
        account.refused += 1;
        for reason in &reasons {
            *account
                .counts
                .entry((reason.column.clone(), reason.kind))
                .or_default() += 1;
        }
        if account.refusals.len() < self.options.listed_refusals {
            let row = account.row();
            account.refusals.push(Refusal { row, reasons });
        }
    }
}

#[cfg(test)]
mod tests;
