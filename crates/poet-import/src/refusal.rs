//! Rows that are not taken, and why.

use std::fmt;

use serde::Serialize;

/// A row that is not taken, with every reason. It tells the place and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Refusal {
    /// Number of the row; the header is row 1, blank lines are no rows.
    pub row: u64,
    /// Every reason, in the order of the columns, those of the whole row first.
    pub reasons: Vec<Reason>,
}

/// One reason why a row is not taken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Reason {
    /// Column that it is about; none for the whole row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<ColumnName>,
    /// What is wrong.
    pub kind: ReasonKind,
    /// Accepted label nearest to what stands there, where one is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// Row that came first, for duplicates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_row: Option<u64>,
    /// Lines that the record covers, where a quote holds several or is left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<u64>,
}

/// A column by number and header.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ColumnName {
    /// Number of the column, from 1.
    pub position: usize,
    /// Its name in the file.
    pub header: String,
}

/// What is wrong with a row or a cell.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonKind {
    /// Fewer fields than the header.
    TooFewFields,
    /// More fields than the header.
    TooManyFields,
    /// A row so long that it is not read.
    TooLong,
    /// Quote left open at the end of the file; rows of other people may stand in it.
    OpenQuote,
    /// Refused row that runs over several lines in quotes; rows of other people may stand in it.
    SeveralLines,
    /// Cell without a response id.
    NoResponseId,
    /// Response id too long or with control characters.
    BadResponseId,
    /// Response id of an earlier row.
    DuplicateResponseId,
    /// Cell without an organisation.
    NoOrganisation,
    /// Organisation too long or with control characters.
    BadOrganisation,
    /// Stratum too long or with control characters.
    BadStratum,
    /// Text that is no way of answering.
    UnknownMode,
    /// Text that does not say who filled the form in.
    UnknownHelp,
    /// Text that does not say who helped.
    UnknownHelper,
    /// Text that is no known form of the questionnaire.
    UnknownForm,
    /// Text that is no language.
    UnknownLanguage,
    /// Budget named by anything but a pseudonym.
    BadBudget,
    /// Household named by anything but a pseudonym.
    BadHousehold,
    /// Response that was erased: counted, and not listed.
    Erased,
    /// Response that may no longer be kept: counted, and not listed.
    PastLastDay,
    /// Text that is no point of the scale and no reason without an answer.
    UnknownPoint,
    /// Text that neither ticks an option nor leaves it open.
    UnknownTick,
    /// Text that is no number.
    NotANumber,
    /// Text that is no date.
    NotADate,
    /// Number, amount or date outside the limits of the item.
    OutOfRange,
    /// No answer to an item that was asked and wants one.
    MissingRequired,
    /// Item that the instrument does not have.
    UnknownItem,
    /// The same figure for the second time.
    DuplicateFigure,
    /// Text that is no known group of people.
    UnknownGroup,
    /// Count of people that is larger than the one it is part of.
    PartOverWhole,
    /// Counts of people whom an earlier row may have counted.
    CountedBefore,
    /// Text that is no number of people.
    NotPeople,
    /// More forms sent than people who could have answered.
    MoreSentThanEligible,
    /// More forms returned than sent, or than people who could have answered.
    MoreReturnedThanSent,
    /// Stratum of an earlier row.
    DuplicateStratum,
    /// Organisation that is counted as a whole and by stratum.
    WholeAndStrata,
    /// Row of an organisation of which another row is refused.
    PartOfOrganisation,
}

impl Reason {
    pub(crate) fn of(column: Option<ColumnName>, kind: ReasonKind) -> Self {
        Self {
            column,
            kind,
            nearest: None,
            first_row: None,
            lines: None,
        }
    }
}

impl ReasonKind {
    /// Whether the row is left out for the sake of the person, rather than wrong.
    pub(crate) fn leaves_out(self) -> bool {
        matches!(self, Self::Erased | Self::PastLastDay)
    }
}

impl fmt::Display for ReasonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::TooFewFields => "the row has fewer fields than the header",
            Self::TooManyFields => "the row has more fields than the header",
            Self::TooLong => "the row is too long to be read, look for a quote left open",
            Self::OpenQuote => "a quote is left open",
            Self::SeveralLines => "the row runs over several lines, look for a quote left open",
            Self::NoResponseId => "there is no response id",
            Self::BadResponseId => {
                "the response id is longer than 64 bytes or has control characters"
            }
            Self::DuplicateResponseId => "an earlier row has the same response id",
            Self::NoOrganisation => "there is no organisation",
            Self::BadOrganisation => {
                "the organisation is longer than 64 bytes or has control characters"
            }
            Self::BadStratum => "the stratum is longer than 48 bytes or has control characters",
            Self::UnknownMode => "the text is no known way of answering",
            Self::UnknownHelp => "the text does not say who filled the form in",
            Self::UnknownHelper => "the text does not say who helped",
            Self::UnknownForm => "the text is no known form of the questionnaire",
            Self::UnknownLanguage => "the text is no known language and no tag such as en or cy",
            Self::BadBudget => {
                "the budget is no pseudonym (a UUID), and there is no key to make one of it"
            }
            Self::BadHousehold => {
                "the household is no pseudonym (a UUID), and there is no key to make one of it"
            }
            Self::Erased => "the response was erased",
            Self::PastLastDay => "the response may no longer be kept",
            Self::UnknownPoint => "the text is no code and no label of the scale",
            Self::UnknownTick => "the text neither ticks the option nor leaves it open",
            Self::NotANumber => "the text is no number",
            Self::NotADate => "the text is no date, wants 2014-01-31 or 31/01/2014",
            Self::OutOfRange => "the answer is outside the limits of the item",
            Self::MissingRequired => "the item was asked, wants an answer and has none",
            Self::UnknownItem => "the instrument has no such item",
            Self::DuplicateFigure => "an earlier row gives the same figure",
            Self::UnknownGroup => "the text is no known group",
            Self::PartOverWhole => "the count is larger than the count that it is part of",
            Self::CountedBefore => "an earlier row counts some of these people",
            Self::NotPeople => "the text is no whole number of people",
            Self::MoreSentThanEligible => "more forms were sent than people are eligible",
            Self::MoreReturnedThanSent => "more forms were returned than sent",
            Self::DuplicateStratum => "an earlier row gives the same stratum",
            Self::WholeAndStrata => "the organisation is counted as a whole and by stratum",
            Self::PartOfOrganisation => "another row of the organisation is refused",
        })
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {} \"{}\"", self.position, self.header)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}", self.kind)?;
        if let Some(nearest) = &self.nearest {
            write!(f, ", nearest is \"{nearest}\"")?;
        }
        if let Some(first) = self.first_row {
            write!(f, ", first in row {first}")?;
        }
        if let Some(lines) = self.lines {
            let s = if lines == 1 { "" } else { "s" };
            write!(f, "; the record covers {lines} line{s}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: ", self.row)?;
        for (at, reason) in self.reasons.iter().enumerate() {
            write!(f, "{}{reason}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}
