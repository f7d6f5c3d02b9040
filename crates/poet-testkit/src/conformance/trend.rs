//! Families about several waves.

use poet_benchmark::{
    Absent, Error,
    compare::{OddsRatio, Table},
    estimate::Proportion,
    trend::{self, Dated, RunLength, Screening},
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::Fault,
    fields::{as_number, confidence, list, numbers, people},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "cochran_armitage",
        figures: COCHRAN_ARMITAGE,
        method: cochran_armitage,
    },
    Family {
        name: "mantel_haenszel",
        figures: MANTEL_HAENSZEL,
        method: mantel_haenszel,
    },
    Family {
        name: "xmr",
        figures: XMR,
        method: xmr,
    },
];

const COCHRAN_ARMITAGE: &[&str] = &["z", "chi2", "p_value"];

fn cochran_armitage(input: &Value) -> Result<Value, Fault> {
    let found = trend::cochran_armitage(&waves(input)?)?;
    Ok(json!({
        "z": found.z,
        "chi2": found.chi_square,
        "p_value": found.p,
        "status": "ok",
    }))
}

/// Waves with answers, at the scores given or else at 0, 1, 2 and so on.
fn waves(input: &Value) -> Result<Vec<Dated>, Fault> {
    let (x, n) = (numbers(input, "x")?, numbers(input, "n")?);
    let scores = match input.get("scores") {
        None | Some(Value::Null) => (0_u32..).map(f64::from).take(x.len()).collect(),
        Some(_) => numbers(input, "scores")?,
    };
    if n.len() != x.len() || scores.len() != x.len() {
        return Err(Fault::INVALID);
    }
    let mut waves = Vec::new();
    for ((x, n), at) in x.into_iter().zip(n).zip(scores) {
        match Proportion::new(x, n) {
            Ok(proportion) => waves.push(Dated { at, proportion }),
            Err(Error::Absent(Absent::NoAnswers)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(waves)
}

const MANTEL_HAENSZEL: &[&str] = &[
    "odds_ratio",
    "lower",
    "upper",
    "chi2",
    "p_value",
    "chi2_corrected",
    "p_value_corrected",
    "breslow_day",
    "breslow_day_p",
];

fn mantel_haenszel(input: &Value) -> Result<Value, Fault> {
    let strata: Vec<Table> = list(input, "strata")?
        .iter()
        .map(table)
        .collect::<Result<_, _>>()?;
    let found = trend::mantel_haenszel(&strata, confidence(input)?)?;
    let same = found.homogeneity.ok();
    Ok(json!({
        "odds_ratio": match found.odds_ratio {
            OddsRatio::Value(ratio) => ratio.into(),
            OddsRatio::Unbounded => Value::from("Infinity"),
            OddsRatio::Undefined => Value::Null,
        },
        "lower": found.interval.ok().map(|interval| interval.lower),
        "upper": found.interval.ok().map(|interval| interval.upper),
        "chi2": found.chi_square,
        "p_value": found.p,
        "chi2_corrected": found.corrected,
        "p_value_corrected": found.corrected_p,
        "breslow_day": same.map(|same| same.statistic),
        "breslow_day_p": same.map(|same| same.p),
        "status": "ok",
    }))
}

fn table(stratum: &Value) -> Result<Table, Fault> {
    const WRONG: Fault = Fault::Malformed {
        field: "strata",
        wanted: "tables of two rows of two",
    };
    let rows = stratum.as_array().ok_or(WRONG)?.iter();
    let row = |row: &Value| -> Result<[u32; 2], Fault> {
        let cells = row.as_array().ok_or(WRONG)?.iter();
        let cell = |cell: &Value| people(as_number(cell).ok_or(WRONG)?);
        let cells: Vec<u32> = cells.map(cell).collect::<Result<_, _>>()?;
        cells.try_into().map_err(|_| WRONG)
    };
    let rows: Vec<[u32; 2]> = rows.map(row).collect::<Result<_, _>>()?;
    let rows: [[u32; 2]; 2] = rows.try_into().map_err(|_| WRONG)?;
    Ok(rows.into())
}

const XMR: &[&str] = &[
    "mean",
    "mean_range",
    "lower",
    "upper",
    "outside",
    "short_series",
];

fn xmr(input: &Value) -> Result<Value, Fault> {
    let screening = match input.get("screen_outliers").and_then(Value::as_bool) {
        Some(false) => Screening::Never,
        Some(true) | None => Screening::Once,
    };
    let values = numbers(input, "values")?;
    let chart = match trend::xmr(&values, screening, RunLength::default()) {
        Err(Error::Absent(Absent::TooFewWaves)) => return Err(TOO_FEW_POINTS),
        chart => chart?,
    };
    Ok(json!({
        "mean": chart.mean,
        "mean_range": chart.mean_range,
        "lower": chart.limits.lower,
        "upper": chart.limits.upper,
        "outside": chart.outside,
        "short_series": chart.short,
        "status": "ok",
    }))
}

/// One point has no range.
const TOO_FEW_POINTS: Fault = Fault::Refused("undefined_too_few_points");
