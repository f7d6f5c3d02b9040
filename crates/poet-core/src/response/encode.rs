//! One response as the codes and values of a row.

use std::collections::BTreeSet;

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Answer, Code, FindingKind, Missing, Response};
use crate::{Instrument, Item, ItemKind, Limits, Scale};

/// One item's answer in code.
pub(super) enum Cell {
    Code(Code),
    Ticks(BTreeSet<u8>),
    Value(i64),
}

/// Reads an answer against its item.
pub(super) fn cell(item: &Item, answer: &Answer) -> Result<Cell, FindingKind> {
    match (item.kind(), answer) {
        (_, Answer::Missing(missing)) => Ok(Cell::Code((*missing).into())),
        (ItemKind::Choice(scale), Answer::Choice(code)) => {
            point(scale, code.as_str()).map(|p| Cell::Code(Code::answer(p)))
        }
        (ItemKind::TickAll(scale), Answer::Ticks(codes)) => {
            let ticks: Result<_, _> = codes.iter().map(|c| point(scale, c.as_str())).collect();
            ticks.map(Cell::Ticks)
        }
        (ItemKind::Number(limits), Answer::Number(value))
        | (ItemKind::Money(limits), Answer::Money(value)) => limits
            .minor_units(*value)
            .map(Cell::Value)
            .ok_or(FindingKind::OutOfRange),
        (ItemKind::Date { earliest, latest }, Answer::Date(day)) => {
            let within = earliest.is_none_or(|e| e <= *day) && latest.is_none_or(|l| *day <= l);
            let days = i64::from(day.num_days_from_ce());
            within
                .then_some(Cell::Value(days))
                .ok_or(FindingKind::OutOfRange)
        }
        (ItemKind::Text, Answer::Text(_)) => Ok(Cell::Code(Code::answer(0))),
        (kind, _) => Err(FindingKind::WrongKind { wants: wants(kind) }),
    }
}

impl Limits {
    /// `value` in units of the last decimal place allowed, where it lies within the limits.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_core::Limits;
    /// use rust_decimal::Decimal;
    ///
    /// let pounds = Limits { min: Some(Decimal::ZERO), max: None, decimals: 2 };
    /// assert_eq!(pounds.minor_units(Decimal::new(1250, 2)), Some(1250));
    /// assert_eq!(pounds.minor_units(Decimal::new(12505, 3)), None);
    /// ```
    pub fn minor_units(&self, value: Decimal) -> Option<i64> {
        if !self.hold(value) {
            return None;
        }
        let unit = Decimal::from(10_i64.checked_pow(self.decimals)?);
        value.checked_mul(unit)?.to_i64()
    }
}

fn point(scale: &Scale, code: &str) -> Result<u8, FindingKind> {
    scale.position(code).ok_or(FindingKind::UnknownPoint {
        points: scale.points().len(),
    })
}

fn wants(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Choice(_) => "one point of the scale",
        ItemKind::TickAll(_) => "the options ticked",
        ItemKind::Number(_) => "a number",
        ItemKind::Money(_) => "an amount in pounds",
        ItemKind::Date { .. } => "a date",
        ItemKind::Text => "words",
    }
}

/// Codes of every column and values of every item that has them, before routing.
///
/// Answers that cannot be read are left out as not answered; the validation reports them.
pub(super) fn encode(instrument: &Instrument, response: &Response) -> (Vec<Code>, Vec<i64>) {
    let mut codes = vec![Code::from(Missing::NotAnswered); instrument.columns().len()];
    let mut values = Vec::new();
    for (at, item) in instrument.items().iter().enumerate() {
        let answer = response.answer(item.id().as_str());
        let cell = answer.and_then(|a| cell(item, a).ok());
        let columns = &mut codes[instrument.columns_of(at)];
        match cell {
            None => {}
            Some(Cell::Code(code)) => columns.fill(code),
            Some(Cell::Value(_)) => columns.fill(Code::answer(0)),
            Some(Cell::Ticks(ref ticked)) => {
                for (option, code) in (0_u8..).zip(columns) {
                    *code = Code::answer(u8::from(ticked.contains(&option)));
                }
            }
        }
        if item.kind().has_value() {
            values.push(if let Some(Cell::Value(v)) = cell {
                v
            } else {
                0
            });
        }
    }
    (codes, values)
}

impl ItemKind {
    /// Whether answers have a value beside their code: numbers, amounts and dates.
    pub fn has_value(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Money(_) | Self::Date { .. })
    }
}
