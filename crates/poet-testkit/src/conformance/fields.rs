//! Reading the input of a case.

use poet_benchmark::estimate::{Confidence, Proportion};
use serde_json::Value;

use super::fault::Fault;

/// Input number called `field`.
pub(super) fn number(input: &Value, field: &'static str) -> Result<f64, Fault> {
    let wrong = Fault::Malformed {
        field,
        wanted: "a number",
    };
    input.get(field).and_then(as_number).ok_or(wrong)
}

/// Input list called `field`.
pub(super) fn list<'a>(input: &'a Value, field: &'static str) -> Result<&'a [Value], Fault> {
    let wrong = Fault::Malformed {
        field,
        wanted: "a list",
    };
    input
        .get(field)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .ok_or(wrong)
}

/// Input numbers called `field`.
pub(super) fn numbers(input: &Value, field: &'static str) -> Result<Vec<f64>, Fault> {
    as_numbers(list(input, field)?).ok_or(Fault::Malformed {
        field,
        wanted: "a list of numbers",
    })
}

/// Input counts called `field`; numbers that are no counts of people are refused.
pub(super) fn counts(input: &Value, field: &'static str) -> Result<Vec<u32>, Fault> {
    numbers(input, field)?.into_iter().map(people).collect()
}

/// Rows of counts called `field`.
pub(super) fn rows(input: &Value, field: &'static str) -> Result<Vec<Vec<u32>>, Fault> {
    let wrong = || Fault::Malformed {
        field,
        wanted: "rows of numbers",
    };
    let row = |row: &Value| {
        row.as_array()
            .and_then(|row| as_numbers(row))
            .ok_or_else(wrong)
    };
    let people = |row: Vec<f64>| row.into_iter().map(people).collect();
    list(input, field)?
        .iter()
        .map(|cells| row(cells).and_then(people))
        .collect()
}

/// Count called `x` among the base called `n`.
pub(super) fn proportion(
    input: &Value,
    x: &'static str,
    n: &'static str,
) -> Result<Proportion, Fault> {
    Ok(Proportion::new(number(input, x)?, number(input, n)?)?)
}

/// Level in `confidence`, 95 % where the case does not say.
pub(super) fn confidence(input: &Value) -> Result<Confidence, Fault> {
    match input.get("confidence") {
        Some(_) => Ok(Confidence::new(number(input, "confidence")?)?),
        None => Ok(Confidence::P95),
    }
}

/// `number` as a count of people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked just before"
)]
pub(super) fn people(number: f64) -> Result<u32, Fault> {
    let whole = number.fract().abs() <= 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    if whole {
        Ok(number as u32)
    } else {
        Err(Fault::INVALID)
    }
}

/// A JSON number, or the text that stands for one that JSON does not have.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        Some("NaN") => Some(f64::NAN),
        _ => value.as_f64(),
    }
}

fn as_numbers(list: &[Value]) -> Option<Vec<f64>> {
    list.iter().map(as_number).collect()
}
