//! Families about tables of counts.

use poet_benchmark::compare::{OddsRatio, Table, chi_square, contingency, fisher};
use serde_json::{Value, json};

use super::{families::Family, fault::Fault, fields::rows};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "chi2_2x2",
        figures: CHI2_2X2,
        method: chi2_2x2,
    },
    Family {
        name: "chi2_rxc",
        figures: CHI2_RXC,
        method: chi2_rxc,
    },
    Family {
        name: "fisher_exact",
        figures: FISHER_EXACT,
        method: fisher_exact,
    },
];

const FISHER_EXACT: &[&str] = &[
    "p_two_sided",
    "p_less",
    "p_greater",
    "mid_p_two_sided",
    "odds_ratio",
];

fn fisher_exact(input: &Value) -> Result<Value, Fault> {
    let table = table(input)?;
    let test = fisher(table);
    Ok(json!({
        "p_two_sided": test.two_sided,
        "p_less": test.less,
        "p_greater": test.greater,
        "mid_p_two_sided": test.mid_p,
        "odds_ratio": odds_ratio(test.odds_ratio),
        "status": if table.has_empty_margin() { "degenerate_empty_margin" } else { "ok" },
    }))
}

const CHI2_2X2: &[&str] = &[
    "chi2",
    "df",
    "p_value",
    "chi2_yates",
    "p_value_yates",
    "min_expected",
    "phi",
];

fn chi2_2x2(input: &Value) -> Result<Value, Fault> {
    let test = chi_square(table(input)?)?;
    Ok(json!({
        "chi2": test.statistic,
        "df": 1,
        "p_value": test.p,
        "chi2_yates": test.yates,
        "p_value_yates": test.yates_p,
        "min_expected": test.smallest_expected,
        "phi": test.phi,
        "status": "ok",
    }))
}

const CHI2_RXC: &[&str] = &["chi2", "df", "p_value", "min_expected", "cramers_v"];

fn chi2_rxc(input: &Value) -> Result<Value, Fault> {
    let test = contingency(&rows(input, "table")?)?;
    Ok(json!({
        "chi2": test.statistic,
        "df": test.freedom,
        "p_value": test.p,
        "min_expected": test.smallest_expected,
        "cramers_v": test.cramers_v,
        "status": "ok",
    }))
}

fn table(input: &Value) -> Result<Table, Fault> {
    let wrong = || Fault::Malformed {
        field: "table",
        wanted: "two rows of two",
    };
    let rows: Vec<[u32; 2]> = rows(input, "table")?
        .into_iter()
        .map(|row| <[u32; 2]>::try_from(row).map_err(|_| wrong()))
        .collect::<Result<_, _>>()?;
    <[[u32; 2]; 2]>::try_from(rows)
        .map(Table::from)
        .map_err(|_| wrong())
}

fn odds_ratio(ratio: OddsRatio) -> Value {
    match ratio {
        OddsRatio::Value(ratio) => ratio.into(),
        OddsRatio::Unbounded => "Infinity".into(),
        OddsRatio::Undefined => Value::Null,
    }
}
