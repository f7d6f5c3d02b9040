//! Families about places that are like one.

use poet_benchmark::peers::{Neighbours, nearest};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::Fault,
    fields::{as_number, list, number, people},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[Family {
    name: "nearest_neighbours",
    figures: &["neighbours", "rebased_distance"],
    method: nearest_neighbours,
}];

fn nearest_neighbours(input: &Value) -> Result<Value, Fault> {
    let position = |field| Ok::<_, Fault>(people(number(input, field)?)? as usize);
    let Neighbours { nearest, .. } =
        nearest(&profiles(input)?, position("target")?, position("k")?)?;
    Ok(json!({
        "neighbours": nearest.iter().map(|n| n.place).collect::<Vec<_>>(),
        "rebased_distance": nearest.iter().map(|n| n.distance).collect::<Vec<_>>(),
        "status": "ok",
    }))
}

/// A row for each place; null for a figure that is not known.
fn profiles(input: &Value) -> Result<Vec<Vec<Option<f64>>>, Fault> {
    let wrong = || Fault::Malformed {
        field: "variables",
        wanted: "rows of numbers",
    };
    let value = |value: &Value| match value {
        Value::Null => Ok(None),
        value => as_number(value).map(Some).ok_or_else(wrong),
    };
    let row = |row: &Value| {
        let row = row.as_array().ok_or_else(wrong)?;
        row.iter().map(value).collect()
    };
    list(input, "variables")?.iter().map(row).collect()
}
