//! Families about many tests at once.

use poet_benchmark::compare::{self, Adjustment, adjust};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::Fault,
    fields::{as_number, list},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[Family {
    name: "bh_adjust",
    figures: BH_ADJUST,
    method: bh_adjust,
}];

const BH_ADJUST: &[&str] = &[
    "m",
    "bh",
    "holm",
    "bonferroni",
    "by",
    "reject_5pct",
    "bh_rejects_at_0_05",
];

fn bh_adjust(input: &Value) -> Result<Value, Fault> {
    let p_values = p_values(input)?;
    let by = |adjustment| adjust(&p_values, adjustment);
    let compare::Family { tests, adjusted } = by(Adjustment::BenjaminiHochberg)?;
    let found: Vec<Option<bool>> = adjusted.iter().map(|p| p.map(|p| p <= 0.05)).collect();
    Ok(json!({
        "m": tests,
        "bh": adjusted,
        "holm": by(Adjustment::Holm)?.adjusted,
        "bonferroni": by(Adjustment::Bonferroni)?.adjusted,
        "by": by(Adjustment::BenjaminiYekutieli)?.adjusted,
        "reject_5pct": found,
        "bh_rejects_at_0_05": compare::Family { tests, adjusted }.found(0.05),
        "status": "ok",
    }))
}

fn p_values(input: &Value) -> Result<Vec<Option<f64>>, Fault> {
    let wrong = Fault::Malformed {
        field: "p_values",
        wanted: "a list of numbers and nulls",
    };
    let p_value = |value: &Value| {
        if value.is_null() {
            Some(None)
        } else {
            as_number(value).map(Some)
        }
    };
    list(input, "p_values")?
        .iter()
        .map(p_value)
        .collect::<Option<_>>()
        .ok_or(wrong)
}
