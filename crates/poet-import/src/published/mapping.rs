//! Which column of a published table holds what.

use poet_core::fold;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Which column of a published table holds what, by its header.
///
/// Kept as TOML:
///
/// ```toml
/// organisation = "organisation_code"
/// name = "organisation_name"
/// item = "item"
/// code = "code"
/// label = "label"
/// weighted = "weighted_estimate"
/// percent = "percent"
/// respondents = "respondents"
/// margin = "margin_of_error"
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublishedMapping {
    /// Code of the organisation; needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Name of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Item; needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Code of the point; this or the label is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Label of the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// People counted; this, the weighted estimate or the per cent is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// People estimated after weighting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted: Option<String>,
    /// Per cent of those who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// People who answered the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<String>,
    /// Half width of the interval in percentage points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<String>,
}

/// Usual names of columns, folded, the more telling first.
mod usual {
    pub(super) const CODES: &[&str] = &[
        "organisation code",
        "organisation id",
        "ons code",
        "ods code",
        "la code",
        "council code",
        "org code",
    ];
    pub(super) const PLACES: &[&str] = &[
        "organisation",
        "council",
        "local authority",
        "organization",
        "authority",
        "trust",
    ];
    pub(super) const NAMES: &[&str] = &["organisation name", "council name", "la name", "name"];
    pub(super) const ITEMS: &[&str] = &[
        "item",
        "item id",
        "question",
        "question id",
        "indicator",
        "measure",
    ];
    pub(super) const POINTS: &[&str] = &[
        "code",
        "point",
        "point code",
        "answer code",
        "option code",
        "response code",
    ];
    pub(super) const LABELS: &[&str] = &[
        "label",
        "answer",
        "option",
        "response",
        "category",
        "point label",
    ];
    pub(super) const COUNTS: &[&str] =
        &["count", "n", "number", "people", "responses", "frequency"];
    pub(super) const WEIGHTED: &[&str] = &[
        "weighted estimate",
        "weighted",
        "estimate",
        "weighted count",
        "weighted n",
    ];
    pub(super) const PERCENTS: &[&str] = &[
        "percent",
        "per cent",
        "percentage",
        "pct",
        "share",
        "proportion",
    ];
    pub(super) const RESPONDENTS: &[&str] = &[
        "respondents",
        "base",
        "n respondents",
        "answered",
        "total respondents",
        "denominator",
    ];
    pub(super) const MARGINS: &[&str] =
        &["margin of error", "margin", "moe", "margin of error pct"];
}

/// Positions of the columns.
pub(super) struct Columns {
    pub(super) organisation: usize,
    pub(super) name: Option<usize>,
    pub(super) item: usize,
    pub(super) code: Option<usize>,
    pub(super) label: Option<usize>,
    pub(super) count: Option<usize>,
    pub(super) weighted: Option<usize>,
    pub(super) percent: Option<usize>,
    pub(super) respondents: Option<usize>,
    pub(super) margin: Option<usize>,
}

impl PublishedMapping {
    /// Guesses the columns from their usual names, the more telling first.
    pub fn guess(header: &[impl AsRef<str>]) -> Self {
        let column = |names: &[&str]| {
            let of = |name: &&str| header.iter().find(|h| fold(h.as_ref()) == *name);
            names.iter().find_map(of).map(|h| h.as_ref().to_owned())
        };
        let code = column(usual::CODES);
        let place = column(usual::PLACES);
        let name = column(usual::NAMES);
        let place_is_name = place.clone().filter(|_| code.is_some());
        Self {
            name: name.clone().or(place_is_name),
            organisation: code.or(place).or(name),
            item: column(usual::ITEMS),
            code: column(usual::POINTS),
            label: column(usual::LABELS),
            count: column(usual::COUNTS),
            weighted: column(usual::WEIGHTED),
            percent: column(usual::PERCENTS),
            respondents: column(usual::RESPONDENTS),
            margin: column(usual::MARGINS),
        }
    }

    /// Reads a mapping written in TOML.
    ///
    /// # Errors
    ///
    /// [`Error::Mapping`] with line and column.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::Mapping {
            message: error.to_string(),
        })
    }

    /// The mapping as TOML that [`PublishedMapping::from_toml`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Mapping`] where it cannot be written, which none shows.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|error| Error::Mapping {
            message: error.to_string(),
        })
    }

    /// Positions of the columns in a header.
    pub(super) fn columns(&self, header: &[String]) -> Result<Columns, Error> {
        let missing = |what| Error::NoColumn {
            what,
            columns: header.len(),
        };
        // A column that the mapping names and the file does not have is as bad as one not named where it is needed.
        let find = |name: &Option<String>| {
            let name = name.as_ref()?;
            let exact = header.iter().position(|h| h == name.trim());
            exact.or_else(|| header.iter().position(|h| fold(h) == fold(name)))
        };
        let columns = Columns {
            organisation: find(&self.organisation).ok_or_else(|| missing("organisation"))?,
            name: find(&self.name),
            item: find(&self.item).ok_or_else(|| missing("item"))?,
            code: find(&self.code),
            label: find(&self.label),
            count: find(&self.count),
            weighted: find(&self.weighted),
            percent: find(&self.percent),
            respondents: find(&self.respondents),
            margin: find(&self.margin),
        };
        if columns.code.is_none() && columns.label.is_none() {
            return Err(missing("code or label"));
        }
        if columns.count.is_none() && columns.weighted.is_none() && columns.percent.is_none() {
            return Err(missing("count, weighted estimate or per cent"));
        }
        Ok(columns)
    }
}

impl Columns {
    /// Whether a column is used.
    pub(super) fn uses(&self, column: usize) -> bool {
        let optional = [
            self.name,
            self.code,
            self.label,
            self.count,
            self.weighted,
            self.percent,
            self.respondents,
            self.margin,
        ];
        column == self.organisation || column == self.item || optional.contains(&Some(column))
    }
}
