//! Families about whole answer distributions.

use poet_benchmark::{
    Absent, Error,
    compare::{
        MannWhitney, OrdinalPoint, Tendency, mann_whitney as test, mann_whitney_counts, mean_ridit,
        ordinal, ridits,
    },
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::{Fault, nulls, status, status_of},
    fields::{confidence, counts, numbers, people},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "mann_whitney",
        figures: MANN_WHITNEY,
        method: mann_whitney,
    },
    Family {
        name: "mann_whitney_table",
        figures: MANN_WHITNEY,
        method: mann_whitney_table,
    },
    Family {
        name: "ordinal_summary",
        figures: SUMMARY,
        method: ordinal_summary,
    },
    Family {
        name: "ridit",
        figures: RIDIT,
        method: ridit,
    },
];

const SUMMARY: &[&str] = &[
    "p_positive",
    "p_negative",
    "net",
    "net_se",
    "net_lower",
    "net_upper",
    "mean",
    "sd",
    "mean_lower",
    "mean_upper",
    "median",
];

fn ordinal_summary(input: &Value) -> Result<Value, Fault> {
    let summary = match ordinal(&points(input)?, confidence(input)?) {
        Err(reason) => {
            let mut nobody = nulls(SUMMARY, status(reason));
            nobody["n"] = 0.into();
            return Ok(nobody);
        }
        Ok(summary) => summary,
    };
    let spread = summary.spread.ok();
    Ok(json!({
        "n": summary.people,
        "p_positive": summary.favourable,
        "p_negative": summary.unfavourable,
        "net": summary.net,
        "net_se": summary.net_error,
        "net_lower": summary.net_interval.lower,
        "net_upper": summary.net_interval.upper,
        "mean": summary.mean,
        "sd": spread.map(|spread| spread.deviation),
        "mean_lower": spread.map(|spread| spread.mean_interval.lower),
        "mean_upper": spread.map(|spread| spread.mean_interval.upper),
        "median": summary.median,
        "status": "ok",
    }))
}

fn points(input: &Value) -> Result<Vec<OrdinalPoint>, Fault> {
    let counts = counts(input, "counts")?;
    let positive = positions(input, "positive", counts.len())?;
    let negative = positions(input, "negative", counts.len())?;
    let point = |(position, people)| {
        let tendency = match (positive.contains(&position), negative.contains(&position)) {
            (true, true) => return Err(Fault::INVALID),
            (true, false) => Tendency::Favourable,
            (false, true) => Tendency::Unfavourable,
            (false, false) => Tendency::Neutral,
        };
        Ok(OrdinalPoint { people, tendency })
    };
    (1..).zip(counts).map(point).collect()
}

/// Points of a scale, from 1 to `points`.
fn positions(input: &Value, field: &'static str, points: usize) -> Result<Vec<u32>, Fault> {
    let inside = |position: &u32| *position >= 1 && (*position as usize) <= points;
    let position = |number| people(number).ok().filter(inside).ok_or(Fault::INVALID);
    numbers(input, field)?.into_iter().map(position).collect()
}

const MANN_WHITNEY: &[&str] = &[
    "u",
    "superiority",
    "z",
    "p_value",
    "z_cc",
    "p_value_cc",
    "ties",
    "p_exact",
];

fn mann_whitney(input: &Value) -> Result<Value, Fault> {
    tested(test(&numbers(input, "x")?, &numbers(input, "y")?))
}

fn mann_whitney_table(input: &Value) -> Result<Value, Fault> {
    tested(mann_whitney_counts(
        &counts(input, "counts_1")?,
        &counts(input, "counts_2")?,
    ))
}

fn tested(test: Result<MannWhitney, Error>) -> Result<Value, Fault> {
    let test = match test {
        Err(Error::Absent(Absent::NoAnswers)) => return Err(EMPTY_SAMPLE),
        test => test?,
    };
    Ok(json!({
        "u": test.u,
        "superiority": test.superiority,
        "z": test.plain.ok().map(|test| test.z),
        "p_value": test.plain.ok().map(|test| test.p),
        "z_cc": test.corrected.ok().map(|test| test.z),
        "p_value_cc": test.corrected.ok().map(|test| test.p),
        "ties": test.ties,
        "p_exact": test.exact,
        "status": status_of(test.plain),
    }))
}

const RIDIT: &[&str] = &["ridit", "mean_ridit"];

fn ridit(input: &Value) -> Result<Value, Fault> {
    let (counts, reference) = (counts(input, "counts")?, counts(input, "reference_counts")?);
    let (mean, status) = match mean_ridit(&counts, &reference) {
        Ok(mean) => (Some(mean), "ok"),
        Err(Error::Absent(Absent::NoAnswers)) => (None, "undefined_empty_sample"),
        Err(Error::Absent(_)) => return Err(Fault::Refused("undefined_empty_reference")),
        Err(error) => return Err(error.into()),
    };
    let places = ridits(&reference)?;
    Ok(json!({ "ridit": places, "mean_ridit": mean, "status": status }))
}

/// One of two samples has nobody.
const EMPTY_SAMPLE: Fault = Fault::Refused("undefined_empty_sample");
