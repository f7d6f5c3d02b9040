//! The figures of one row.

use std::collections::{BTreeMap, BTreeSet};

use poet_core::{Marker, PublishedPoint};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::mapping::Columns;
use crate::cell::number;
use crate::refusal::ReasonKind;

/// The figures of one row.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) point: PublishedPoint,
    pub(super) respondents: Option<u64>,
    pub(super) markers: BTreeSet<Marker>,
}

impl Figures {
    /// Reads the figures, or tells each column that holds none.
    pub(super) fn read(
        columns: &Columns,
        fields: &[String],
        markers: &BTreeMap<String, Marker>,
    ) -> Result<Self, Vec<(usize, ReasonKind)>> {
        let mut figures = Self::default();
        let mut wrong = Vec::new();
        let mut first = None;
        let mut figure = |column: Option<usize>, most: Option<Decimal>| {
            let column = column?;
            let text = fields[column].as_str();
            if let Some(marker) = marker(text, markers) {
                figures.markers.insert(marker);
                first = first.or(Some(marker));
                return None;
            }
            if text.is_empty() {
                return None;
            }
            match number(text.trim_end_matches('%')) {
                None => wrong.push((column, ReasonKind::NotANumber)),
                Some(value)
                    if value.is_sign_negative() || most.is_some_and(|most| value > most) =>
                {
                    wrong.push((column, ReasonKind::OutOfRange));
                }
                Some(value) => return Some((column, value)),
            }
            None
        };
        let count = figure(columns.count, None);
        let weighted = figure(columns.weighted, None);
        let percent = figure(columns.percent, Some(Decimal::ONE_HUNDRED));
        let margin = figure(columns.margin, Some(Decimal::ONE_HUNDRED));
        let respondents = figure(columns.respondents, None);
        let mut people = |read: Option<(usize, Decimal)>| {
            let (column, value) = read?;
            let whole = value.to_u64().filter(|_| value.fract().is_zero());
            if whole.is_none() {
                wrong.push((column, ReasonKind::OutOfRange));
            }
            whole
        };
        let value = |read: Option<(usize, Decimal)>| read.map(|(_, value)| value);
        figures.point = PublishedPoint {
            count: people(count),
            weighted: value(weighted),
            percent: value(percent),
            margin: value(margin),
            marker: first,
        };
        figures.respondents = people(respondents);
        if wrong.is_empty() {
            Ok(figures)
        } else {
            Err(wrong)
        }
    }
}

/// The reason that a text gives for a figure that is not there.
fn marker(text: &str, own: &BTreeMap<String, Marker>) -> Option<Marker> {
    own.get(text)
        .copied()
        .or(match text.to_ascii_lowercase().as_str() {
            "[c]" => Some(Marker::Confidential),
            "[w]" => Some(Marker::NoneRecorded),
            "[x]" => Some(Marker::Unavailable),
            "[z]" => Some(Marker::NotApplicable),
            _ => None,
        })
}
