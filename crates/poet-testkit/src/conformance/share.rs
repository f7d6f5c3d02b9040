//! Families about one share or two.

use poet_benchmark::{
    Absent, Error,
    compare::{Rest, against_rest, against_standard, newcombe, two_proportion},
    estimate::{Confidence, Interval, Proportion, clopper_pearson, wilson, wilson_corrected},
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::{Fault, status, status_of},
    fields::{confidence, number, proportion},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "clopper_pearson_ci",
        figures: INTERVAL,
        method: clopper_pearson_ci,
    },
    Family {
        name: "newcombe_diff_ci",
        figures: NEWCOMBE,
        method: newcombe_diff_ci,
    },
    Family {
        name: "org_vs_rest",
        figures: ORG_VS_REST,
        method: org_vs_rest,
    },
    Family {
        name: "rag_vs_benchmark",
        figures: RAG,
        method: rag_vs_benchmark,
    },
    Family {
        name: "two_prop_z",
        figures: TWO_PROP_Z,
        method: two_prop_z,
    },
    Family {
        name: "wilson_cc_ci",
        figures: INTERVAL,
        method: wilson_cc_ci,
    },
    Family {
        name: "wilson_ci",
        figures: INTERVAL,
        method: wilson_ci,
    },
];

/// Names under which a case may give its publication minimum.
const MINIMUM: &[&str] = &["min_n", "minimum_n", "n_min", "minimum"];

const INTERVAL: &[&str] = &["p", "lower", "upper"];

fn wilson_ci(input: &Value) -> Result<Value, Fault> {
    interval(input, wilson)
}

fn wilson_cc_ci(input: &Value) -> Result<Value, Fault> {
    interval(input, wilson_corrected)
}

fn clopper_pearson_ci(input: &Value) -> Result<Value, Fault> {
    interval(input, clopper_pearson)
}

fn interval(input: &Value, method: fn(Proportion, Confidence) -> Interval) -> Result<Value, Fault> {
    let share = proportion(input, "x", "n")?;
    let limits = method(share, confidence(input)?);
    Ok(json!({
        "p": share.share(), "lower": limits.lower, "upper": limits.upper, "status": "ok",
    }))
}

const RAG: &[&str] = &["band", "lower_95", "upper_95", "lower_99_8", "upper_99_8"];

fn rag_vs_benchmark(input: &Value) -> Result<Value, Fault> {
    let Some(share) = counted(input, "x", "n")? else {
        return Ok(json!({
            "band": "not_compared",
            "lower_95": null, "upper_95": null, "lower_99_8": null, "upper_99_8": null,
            "status": status(Absent::NoAnswers),
        }));
    };
    let found = against_standard(share, number(input, "benchmark")?)?;
    let least = MINIMUM.iter().find(|field| input.get(**field).is_some());
    let compared = match least {
        Some(field) => share.n() >= number(input, field)?,
        None => true,
    };
    Ok(json!({
        "band": if compared { json!(found.band) } else { json!("not_compared") },
        "lower_95": found.p95.lower,
        "upper_95": found.p95.upper,
        "lower_99_8": found.p998.lower,
        "upper_99_8": found.p998.upper,
        "status": "ok",
    }))
}

const NEWCOMBE: &[&str] = &["difference", "lower", "upper"];

fn newcombe_diff_ci(input: &Value) -> Result<Value, Fault> {
    let [first, second] = two(input)?;
    let difference = newcombe(first, second, confidence(input)?);
    Ok(json!({
        "difference": difference.estimate,
        "lower": difference.interval.lower,
        "upper": difference.interval.upper,
        "status": "ok",
    }))
}

const TWO_PROP_Z: &[&str] = &["p1", "p2", "z", "p_value"];

fn two_prop_z(input: &Value) -> Result<Value, Fault> {
    let [first, second] = two(input)?;
    let test = two_proportion(first, second);
    Ok(json!({
        "p1": first.share(),
        "p2": second.share(),
        "z": test.ok().map(|test| test.z),
        "p_value": test.ok().map(|test| test.p),
        "status": status_of(test),
    }))
}

const ORG_VS_REST: &[&str] = &[
    "x_rest",
    "n_rest",
    "p_org",
    "p_rest",
    "z",
    "p_value",
    "difference",
    "lower",
    "upper",
];

fn org_vs_rest(input: &Value) -> Result<Value, Fault> {
    let confidence = confidence(input)?;
    match (
        counted(input, "x_org", "n_org")?,
        counted(input, "x_all", "n_all")?,
    ) {
        (Some(own), Some(total)) => match against_rest(own, total, confidence) {
            Err(Error::Absent(reason)) => Ok(unmatched(0.0, 0.0, Some(own), reason)),
            found => Ok(matched(&found?)),
        },
        (Some(_), None) => Err(Fault::INVALID),
        (None, Some(rest)) => Ok(unmatched(rest.x(), rest.n(), None, Absent::NoAnswers)),
        (None, None) => Err(Absent::NoAnswers.into()),
    }
}

fn matched(found: &Rest) -> Value {
    json!({
        "x_rest": found.rest.x(),
        "n_rest": found.rest.n(),
        "p_org": found.own.share(),
        "p_rest": found.rest.share(),
        "z": found.z.ok().map(|test| test.z),
        "p_value": found.z.ok().map(|test| test.p),
        "difference": found.difference.estimate,
        "lower": found.difference.interval.lower,
        "upper": found.difference.interval.upper,
        "status": status_of(found.z),
    })
}

/// One side has nobody, so that nothing can be compared.
fn unmatched(x_rest: f64, n_rest: f64, own: Option<Proportion>, reason: Absent) -> Value {
    json!({
        "x_rest": x_rest,
        "n_rest": n_rest,
        "p_org": own.map(Proportion::share),
        "p_rest": Proportion::new(x_rest, n_rest).ok().map(Proportion::share),
        "z": null, "p_value": null, "difference": null, "lower": null, "upper": null,
        "status": status(reason),
    })
}

/// Count among its base, nothing for 0 of 0.
fn counted(input: &Value, x: &'static str, n: &'static str) -> Result<Option<Proportion>, Fault> {
    match Proportion::new(number(input, x)?, number(input, n)?) {
        Err(Error::Absent(_)) => Ok(None),
        counted => Ok(Some(counted?)),
    }
}

fn two(input: &Value) -> Result<[Proportion; 2], Fault> {
    Ok([
        proportion(input, "x1", "n1")?,
        proportion(input, "x2", "n2")?,
    ])
}
