//! Families about what may leave.

use poet_benchmark::suppression::{
    Dominance, Half, Part, Rounding, Rule, Zeros, difference, percent_candidates,
};
use serde_json::{Value, json};

use super::{
    families::Family,
    fault::Fault,
    fields::{counts, number, numbers, people, rows},
};
use crate::attack::attack_table;

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "sdc_attack",
        figures: ATTACK,
        method: sdc_attack,
    },
    Family {
        name: "sdc_differencing",
        figures: DIFFERENCING,
        method: sdc_differencing,
    },
    Family {
        name: "sdc_dominance",
        figures: DOMINANCE,
        method: sdc_dominance,
    },
    Family {
        name: "sdc_percent_leak",
        figures: PERCENT_LEAK,
        method: sdc_percent_leak,
    },
    Family {
        name: "sdc_primary",
        figures: PRIMARY,
        method: sdc_primary,
    },
    Family {
        name: "sdc_round",
        figures: ROUND,
        method: sdc_round,
    },
];

const PRIMARY: &[&str] = &["suppressed", "percentage_suppressed"];

fn sdc_primary(input: &Value) -> Result<Value, Fault> {
    let rule = Rule::new(count(input, "threshold")?, zeros(input)?);
    if input.get("counts").is_some() {
        let counts = counts(input, "counts")?.into_iter().map(u64::from);
        let withheld: Vec<bool> = counts.map(|count| rule.withholds(count)).collect();
        return Ok(json!({ "suppressed": withheld, "status": "ok" }));
    }
    let withheld = rule
        .withholds_share(count(input, "x")?, count(input, "n")?)
        .map_err(|_| Fault::INVALID)?;
    Ok(json!({ "percentage_suppressed": withheld, "status": "ok" }))
}

fn zeros(input: &Value) -> Result<Zeros, Fault> {
    match input.get("zeros").map(Value::as_str) {
        None | Some(Some("show")) => Ok(Zeros::Show),
        Some(Some("hide")) => Ok(Zeros::Hide),
        _ => Err(Fault::Malformed {
            field: "zeros",
            wanted: "`show` or `hide`",
        }),
    }
}

const ROUND: &[&str] = &[
    "rounded",
    "rounded_total",
    "rounded_x",
    "rounded_n",
    "percentage",
];

fn sdc_round(input: &Value) -> Result<Value, Fault> {
    let base = count(input, "base")?;
    let rounding = Rounding::new(base, Half::AwayFromZero).map_err(|_| Fault::INVALID)?;
    if input.get("counts").is_some() {
        let counts = counts(input, "counts")?.into_iter().map(u64::from);
        let rounded: Vec<u64> = counts.clone().map(|count| rounding.round(count)).collect();
        let total = rounding.round(counts.sum());
        return Ok(json!({ "rounded": rounded, "rounded_total": total, "status": "ok" }));
    }
    let (x, n) = (count(input, "x")?, count(input, "n")?);
    if x > n {
        return Err(Fault::INVALID);
    }
    let share = rounding.share(x, n);
    Ok(json!({
        "rounded_x": rounding.round(x),
        "rounded_n": rounding.round(n),
        "percentage": share,
        "status": if share.is_some() { "ok" } else { "undefined_no_respondents" },
    }))
}

const ATTACK: &[&str] = &["low", "high", "primary", "safe", "safe_interval"];

fn sdc_attack(input: &Value) -> Result<Value, Fault> {
    let table: Vec<Vec<u64>> = rows(input, "table")?
        .into_iter()
        .map(|row| row.into_iter().map(u64::from).collect())
        .collect();
    let withheld: Vec<(usize, usize)> = rows(input, "suppressed")?
        .into_iter()
        .map(|cell| match cell[..] {
            [row, column] => Ok((row as usize, column as usize)),
            _ => Err(Fault::Malformed {
                field: "suppressed",
                wanted: "pairs of row and column",
            }),
        })
        .collect::<Result<_, _>>()?;
    let threshold = count(input, "threshold")?;
    let found = attack_table(&table, &withheld, threshold).map_err(|_| Fault::INVALID)?;
    let bounds = found.derived.iter();
    Ok(json!({
        "low": bounds.clone().map(|derived| derived.low).collect::<Vec<_>>(),
        "high": bounds.map(|derived| derived.high).collect::<Vec<_>>(),
        "primary": found.primary,
        "safe": found.safe,
        "safe_interval": found.safe_interval,
        "status": "ok",
    }))
}

const PERCENT_LEAK: &[&str] = &["candidates", "unique"];

fn sdc_percent_leak(input: &Value) -> Result<Value, Fault> {
    let (base, places) = (count(input, "n")?, people(number(input, "dp")?)?);
    let percentage = number(input, "percentage")?;
    if !(0.0..=100.0).contains(&percentage) {
        return Err(Fault::INVALID);
    }
    let found = percent_candidates(percentage, base, places).map_err(|_| Fault::INVALID)?;
    let unique = found.clone().count() == 1;
    Ok(json!({ "candidates": found.collect::<Vec<_>>(), "unique": unique, "status": "ok" }))
}

const DIFFERENCING: &[&str] = &["recovered_x", "recovered_n", "leaks"];

fn sdc_differencing(input: &Value) -> Result<Value, Fault> {
    let part = |x, n| {
        Ok::<_, Fault>(Part {
            count: count(input, x)?,
            base: count(input, n)?,
        })
    };
    let rule = Rule::new(count(input, "threshold")?, Zeros::Show);
    let (whole, rest) = (part("x_all", "n_all")?, part("x_rest", "n_rest")?);
    let found = difference(whole, rest, rule).map_err(|_| Fault::INVALID)?;
    Ok(json!({
        "recovered_x": found.part.count,
        "recovered_n": found.part.base,
        "leaks": found.leaks,
        "status": "ok",
    }))
}

const DOMINANCE: &[&str] = &["nk_sensitive", "p_sensitive"];

fn sdc_dominance(input: &Value) -> Result<Value, Fault> {
    let amounts = Dominance::new(&numbers(input, "contributions")?).map_err(|_| Fault::INVALID)?;
    let largest = people(number(input, "n")?)? as usize;
    Ok(json!({
        "nk_sensitive": amounts.exceeds(largest, number(input, "k_percent")?),
        "p_sensitive": amounts.reveals(number(input, "p_percent")?),
        "status": "ok",
    }))
}

/// Input count called `field`; a number that is no count of people is refused.
fn count(input: &Value, field: &'static str) -> Result<u64, Fault> {
    people(number(input, field)?).map(u64::from)
}
