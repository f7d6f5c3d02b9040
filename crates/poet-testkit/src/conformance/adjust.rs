//! Families about case mix and counts of events.

use poet_benchmark::{
    Absent, Error,
    adjust::{
        RateStratum, ReferenceStratum, StratumShare, direct_standardised,
        directly_standardised_rate, indirect_standardised,
    },
    estimate::byar,
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::{Fault, nulls},
    fields::{confidence, number, numbers},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "byar_count_ci",
        figures: BYAR,
        method: byar_count_ci,
    },
    Family {
        name: "direct_standardised_proportion",
        figures: DIRECT,
        method: direct_standardised_proportion,
    },
    Family {
        name: "dsr",
        figures: DSR,
        method: dsr,
    },
    Family {
        name: "indirect_standardised",
        figures: INDIRECT,
        method: indirect,
    },
];

const BYAR: &[&str] = &[
    "byar_lower",
    "byar_upper",
    "exact_lower",
    "exact_upper",
    "lower",
    "upper",
    "rule",
];

fn byar_count_ci(input: &Value) -> Result<Value, Fault> {
    let limits = byar(number(input, "observed")?, confidence(input)?)?;
    Ok(json!({
        "byar_lower": limits.byar_lower,
        "byar_upper": limits.byar_upper,
        "exact_lower": limits.exact.lower,
        "exact_upper": limits.exact.upper,
        "lower": limits.interval().lower,
        "upper": limits.interval().upper,
        "rule": limits.rule,
        "status": "ok",
    }))
}

const DIRECT: &[&str] = &["p", "variance", "n_eff", "lower", "upper"];

fn direct_standardised_proportion(input: &Value) -> Result<Value, Fault> {
    let weights = numbers(input, "weights")?;
    let shares = shares(input, "x", "n")?;
    if weights.len() != shares.len() {
        return Err(Fault::INVALID);
    }
    let strata: Vec<(StratumShare, f64)> = shares.into_iter().zip(weights).collect();
    let found = direct_standardised(&strata, confidence(input)?)?;
    Ok(json!({
        "p": found.share,
        "variance": found.variance,
        "n_eff": found.effective_n,
        "lower": found.interval.lower,
        "upper": found.interval.upper,
        "status": "ok",
    }))
}

const DSR: &[&str] = &[
    "observed",
    "rate",
    "lower_95",
    "upper_95",
    "lower_99_8",
    "upper_99_8",
];

fn dsr(input: &Value) -> Result<Value, Fault> {
    let (events, people) = (numbers(input, "x")?, numbers(input, "n")?);
    let weights = numbers(input, "std_pop")?;
    if events.len() != people.len() || events.len() != weights.len() {
        return Err(Fault::INVALID);
    }
    let counts = events.into_iter().zip(people).zip(weights);
    let strata: Vec<RateStratum> = counts
        .map(|((events, people), weight)| RateStratum::new(events, people, weight))
        .collect::<Result<_, _>>()?;
    let found = match directly_standardised_rate(&strata, number(input, "multiplier")?) {
        Err(Error::TooFewEvents { events }) => {
            let mut few = nulls(DSR, "undefined_count_below_10");
            few["observed"] = events.into();
            return Ok(few);
        }
        found => found?,
    };
    Ok(json!({
        "observed": found.observed,
        "rate": found.rate,
        "lower_95": found.p95.lower,
        "upper_95": found.p95.upper,
        "lower_99_8": found.p998.lower,
        "upper_99_8": found.p998.upper,
        "status": "ok",
    }))
}

const INDIRECT: &[&str] = &[
    "observed",
    "expected",
    "ratio",
    "adjusted_proportion",
    "reference_crude",
    "z_binomial",
    "p_binomial",
    "exceeds_one",
    "ratio_lower_95",
    "ratio_upper_95",
    "ratio_lower_99_8",
    "ratio_upper_99_8",
];

fn indirect(input: &Value) -> Result<Value, Fault> {
    let (own, reference) = (shares(input, "x", "n")?, shares(input, "ref_x", "ref_n")?);
    if own.len() != reference.len() {
        return Err(Fault::INVALID);
    }
    let pairs = own.into_iter().zip(reference);
    let strata: Vec<ReferenceStratum> = pairs
        .map(|(own, reference)| ReferenceStratum { own, reference })
        .collect();
    let found = match indirect_standardised(&strata) {
        Err(Error::Absent(Absent::NothingExpected)) => {
            let mut none = nulls(INDIRECT, "undefined_zero_expected");
            none["observed"] = strata.iter().map(|s| s.own.x()).sum::<f64>().into();
            none["expected"] = 0.into();
            return Ok(none);
        }
        found => found?,
    };
    Ok(json!({
        "observed": found.observed,
        "expected": found.expected,
        "ratio": found.ratio,
        "adjusted_proportion": found.adjusted_share,
        "reference_crude": found.reference_share,
        "z_binomial": found.z.ok().map(|test| test.z),
        "p_binomial": found.z.ok().map(|test| test.p),
        "exceeds_one": found.exceeds_one(),
        "ratio_lower_95": found.ratio_p95.lower,
        "ratio_upper_95": found.ratio_p95.upper,
        "ratio_lower_99_8": found.ratio_p998.lower,
        "ratio_upper_99_8": found.ratio_p998.upper,
        "status": "ok",
    }))
}

/// Counts called `x` among the bases called `n`, stratum by stratum.
fn shares(input: &Value, x: &'static str, n: &'static str) -> Result<Vec<StratumShare>, Fault> {
    let (counts, bases) = (numbers(input, x)?, numbers(input, n)?);
    if counts.len() != bases.len() {
        return Err(Fault::INVALID);
    }
    let pairs = counts.into_iter().zip(bases);
    Ok(pairs
        .map(|(x, n)| StratumShare::new(x, n))
        .collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::families::Family;

    /// What the conventions of the families say about the edges, beyond the given cases.
    const EDGES: &str = r#"[
        ["byar_count_ci", {"observed": -1, "confidence": 0.95}, "error_invalid_input"],
        ["byar_count_ci", {"observed": 0, "confidence": 0.998}, "ok"],
        ["direct_standardised_proportion", {"x": [1, 0], "n": [2, 0], "weights": [1, 1]}, "undefined_empty_stratum"],
        ["direct_standardised_proportion", {"x": [1, 0], "n": [2, 0], "weights": [1, 0]}, "ok"],
        ["direct_standardised_proportion", {"x": [1], "n": [2], "weights": [0]}, "undefined_no_weight"],
        ["direct_standardised_proportion", {"x": [1], "n": [2], "weights": [-1]}, "error_invalid_input"],
        ["direct_standardised_proportion", {"x": [3], "n": [2], "weights": [1]}, "error_invalid_input"],
        ["direct_standardised_proportion", {"x": [1, 1], "n": [2, 2], "weights": [1]}, "error_invalid_input"],
        ["dsr", {"x": [9], "n": [90], "std_pop": [1], "multiplier": 1000}, "undefined_count_below_10"],
        ["dsr", {"x": [19, 0], "n": [90, 0], "std_pop": [1, 1], "multiplier": 1000}, "undefined_empty_stratum"],
        ["indirect_standardised", {"x": [0], "n": [5], "ref_x": [0], "ref_n": [9]}, "undefined_zero_expected"],
        ["indirect_standardised", {"x": [1], "n": [5], "ref_x": [0], "ref_n": [0]}, "undefined_empty_stratum"],
        ["indirect_standardised", {"x": [5], "n": [5], "ref_x": [9], "ref_n": [9]}, "ok"]
    ]"#;

    #[test]
    fn what_is_undefined_or_wrong_has_its_status() {
        for (name, input, status) in
            serde_json::from_str::<Vec<(String, Value, String)>>(EDGES).unwrap()
        {
            let output = Family::named(&name).unwrap().run(&input).unwrap();
            assert_eq!(output["status"], status, "{name} {input}: {output}");
        }
    }
}
