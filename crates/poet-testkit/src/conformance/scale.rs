//! Families about whether the items of a scale belong together.

use poet_scoring::reliability::{
    CrossProducts, NoReliability, alpha, alpha_if_left_out, omega_three_items,
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::{Fault, nulls},
    fields::{as_number, confidence, list, number},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "cronbach_alpha",
        figures: ALPHA,
        method: cronbach_alpha,
    },
    Family {
        name: "omega_three_items",
        figures: OMEGA,
        method: omega,
    },
];

const ALPHA: &[&str] = &[
    "n",
    "k",
    "dropped_items",
    "alpha",
    "alpha_standardised",
    "mean_r",
    "feldt_lower",
    "feldt_upper",
    "se_duhachek",
    "alpha_if_deleted",
];

fn cronbach_alpha(input: &Value) -> Result<Value, Fault> {
    let level = confidence(input)?.level();
    let sums = sums(list(input, "items")?)?;
    let found = match alpha(&sums) {
        Err(reason) => {
            let mut none = nulls(ALPHA, status(reason));
            none["n"] = sums.people().into();
            return Ok(none);
        }
        Ok(found) => found,
    };
    let limits = found.limits(level);
    let left_out = alpha_if_left_out(&sums).map_err(|reason| Fault::Refused(status(reason)))?;
    let left_out: Vec<Option<f64>> = left_out.iter().map(|left| left.alpha.ok()).collect();
    Ok(json!({
        "n": found.people,
        "k": found.items,
        "dropped_items": found.constant,
        "alpha": found.alpha,
        "alpha_standardised": found.standardised,
        "mean_r": found.mean_correlation,
        "feldt_lower": limits.map(|limits| limits.lower),
        "feldt_upper": limits.map(|limits| limits.upper),
        "se_duhachek": found.standard_error,
        "alpha_if_deleted": (found.items > 2).then_some(left_out),
        "status": "ok",
    }))
}

/// Complete rows of the items; points with decimals are counted in the unit of their last one, which alpha does not heed.
fn sums(rows: &[Value]) -> Result<CrossProducts, Fault> {
    let items = rows
        .first()
        .map_or(Ok(0), |row| cells(row).map(<[_]>::len))?;
    let mut complete: Vec<Vec<f64>> = Vec::new();
    for row in rows {
        let row = cells(row)?;
        if row.len() != items {
            return Err(Fault::INVALID);
        }
        if row.iter().all(|cell| !cell.is_null()) {
            complete.push(
                row.iter()
                    .map(as_number)
                    .collect::<Option<_>>()
                    .ok_or(MALFORMED)?,
            );
        }
    }
    let unit = [1.0, 10.0, 100.0, 1000.0].into_iter().find(|unit| {
        let whole = |point: &f64| ((point * unit).round() - point * unit).abs() < 1e-9;
        complete.iter().flatten().all(whole)
    });
    let unit = unit.ok_or(Fault::INVALID)?;
    let mut sums = CrossProducts::new(items).map_err(|_| Fault::INVALID)?;
    for row in &complete {
        let points: Option<Vec<i32>> = row.iter().map(|point| whole(point * unit)).collect();
        let points = points.ok_or(Fault::INVALID)?;
        sums.add(&points).map_err(|_| Fault::INVALID)?;
    }
    Ok(sums)
}

fn cells(row: &Value) -> Result<&[Value], Fault> {
    row.as_array().map(Vec::as_slice).ok_or(MALFORMED)
}

#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
fn whole(point: f64) -> Option<i32> {
    let fits = point.abs() <= f64::from(CrossProducts::LARGEST_POINT);
    fits.then(|| point.round() as i32)
}

const MALFORMED: Fault = Fault::Malformed {
    field: "items",
    wanted: "rows of numbers and nulls",
};

const OMEGA: &[&str] = &["loadings", "omega"];

fn omega(input: &Value) -> Result<Value, Fault> {
    let [r12, r13, r23] = [
        number(input, "r12")?,
        number(input, "r13")?,
        number(input, "r23")?,
    ];
    let found = match omega_three_items(r12, r13, r23) {
        Err(NoReliability::NotFound) => return Err(Fault::INVALID),
        found => found.map_err(|reason| Fault::Refused(status(reason)))?,
    };
    Ok(json!({ "loadings": found.loadings, "omega": found.omega, "status": "ok" }))
}

fn status(reason: NoReliability) -> &'static str {
    match reason {
        NoReliability::TooFewItems => "undefined_too_few_items",
        NoReliability::TooFewPeople => "undefined_too_few_rows",
        NoReliability::NoVariation => "undefined_no_variance",
        NoReliability::OppositeItems => "undefined_sign",
        NoReliability::BeyondOne => "undefined_heywood",
        _ => "undefined",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::families::Family;

    /// What the conventions of the families say about the edges, beyond the given cases.
    const EDGES: &str = r#"[
        ["cronbach_alpha", {"items": []}, "undefined_too_few_items"],
        ["cronbach_alpha", {"items": [[1, 2]]}, "undefined_too_few_rows"],
        ["cronbach_alpha", {"items": [[1, 2], [null, 3]]}, "undefined_too_few_rows"],
        ["cronbach_alpha", {"items": [[1, 3], [2, 3]]}, "undefined_too_few_items"],
        ["cronbach_alpha", {"items": [[1, 5], [2, 4], [3, 3]]}, "undefined_no_variance"],
        ["cronbach_alpha", {"items": [[1, 2], [3]]}, "error_invalid_input"],
        ["cronbach_alpha", {"items": [[1, 2], [3, "Infinity"]]}, "error_invalid_input"],
        ["cronbach_alpha", {"items": [[1, 2], [3, 4]], "confidence": 1}, "error_invalid_input"],
        ["omega_three_items", {"r12": 0.5, "r13": 0.0, "r23": 0.3}, "undefined_sign"],
        ["omega_three_items", {"r12": 0.9, "r13": 0.8, "r23": 0.3}, "undefined_heywood"],
        ["omega_three_items", {"r12": 1.2, "r13": 0.8, "r23": 0.3}, "error_invalid_input"]
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

    #[test]
    fn missing_answers_constant_items_and_decimals_are_taken_as_the_convention_says() {
        let alpha = Family::named("cronbach_alpha").unwrap();
        let input = json!({"items": [[1, 7, 2], [2, 7, 2.5], [3, 7, null], [4, 7, 3.5]]});
        let plain = json!({"items": [[10, 20], [20, 25], [40, 35]]});
        let [output, plain] = [input, plain].map(|input| alpha.run(&input).unwrap());
        assert_eq!(
            (&output["n"], &output["dropped_items"]),
            (&json!(3), &json!([1]))
        );
        assert_eq!(output["alpha_if_deleted"], Value::Null);
        let [a, b] = [&output, &plain].map(|found| found["feldt_lower"].as_f64().unwrap());
        assert!(a.is_finite() && b.is_finite());
        assert_eq!(plain["k"], 2);
    }
}
