//! Families about weights, known populations and planning.

use poet_benchmark::{
    Absent, Error,
    adjust::{Bounds, Margin, MarginError, Raking, RakingRow, Trimmed, Trimming, trim},
    estimate::{ClassAnswers, WeightClass, finite_population, kish, weighted_share},
    plan::SampleSize,
};
use serde_json::{Map, Value, json};

use super::{
    families::Family,
    fault::Fault,
    fields::{as_number, confidence, list, number, numbers, proportion},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "fpc",
        figures: FPC,
        method: fpc,
    },
    Family {
        name: "kish",
        figures: KISH,
        method: kish_family,
    },
    Family {
        name: "raking",
        figures: RAKING,
        method: raking,
    },
    Family {
        name: "sample_size_moe",
        figures: SAMPLE_SIZE,
        method: sample_size_moe,
    },
    Family {
        name: "weight_trimming",
        figures: TRIMMING,
        method: weight_trimming,
    },
    Family {
        name: "weighted_proportion",
        figures: WEIGHTED,
        method: weighted_proportion,
    },
];

const KISH: &[&str] = &["n", "n_eff", "deff", "sum"];

fn kish_family(input: &Value) -> Result<Value, Fault> {
    let found = kish(&classes(input)?)?;
    Ok(json!({
        "n": found.people,
        "n_eff": found.effective,
        "deff": found.design_effect,
        "sum": found.sum,
        "status": "ok",
    }))
}

const WEIGHTED: &[&str] = &["p", "n", "n_eff", "lower", "upper"];

fn weighted_proportion(input: &Value) -> Result<Value, Fault> {
    let classes = classes(input)?;
    let answers = list(input, "y")?;
    if answers.len() != classes.len() {
        return Err(Fault::INVALID);
    }
    let answered = answers.iter().zip(classes).filter(|(y, _)| !y.is_null());
    let row = |(y, class): (&Value, WeightClass)| match as_number(y) {
        Some(y) if y.abs() <= 0.0 => Ok(ClassAnswers::new(class, 0)?),
        Some(y) if (y - 1.0).abs() <= 0.0 => Ok(ClassAnswers::new(class, 1)?),
        _ => Err(Fault::INVALID),
    };
    let rows = answered.map(row).collect::<Result<Vec<_>, Fault>>()?;
    let found = weighted_share(&rows, confidence(input)?)?;
    Ok(json!({
        "p": found.share,
        "n": found.kish.people,
        "n_eff": found.kish.effective,
        "lower": found.interval.lower,
        "upper": found.interval.upper,
        "status": "ok",
    }))
}

const FPC: &[&str] = &["p", "n_fpc", "lower", "upper", "se_srs"];

fn fpc(input: &Value) -> Result<Value, Fault> {
    let share = proportion(input, "x", "n")?;
    let found = finite_population(share, number(input, "N")?, confidence(input)?)?;
    Ok(json!({
        "p": share.share(),
        "n_fpc": found.effective,
        "lower": found.interval.lower,
        "upper": found.interval.upper,
        "se_srs": found.standard_error,
        "status": "ok",
    }))
}

const RAKING: &[&str] = &["weight", "n_eff_kish", "max_over_min"];

fn raking(input: &Value) -> Result<Value, Fault> {
    let raked = raking_of(input).and_then(|(raking, rows)| Ok(raking.weigh(&rows)?));
    match raked {
        Ok(raked) => Ok(json!({
            "converged": true,
            "weight": raked.weights,
            "n_eff_kish": raked.kish.effective,
            "max_over_min": raked.kish.largest / raked.kish.smallest,
            "status": "ok",
        })),
        Err(Fault::Refused(status)) => Ok(json!({
            "converged": false, "weight": null, "n_eff_kish": null, "max_over_min": null,
            "status": status,
        })),
        Err(malformed) => Err(malformed),
    }
}

fn raking_of(input: &Value) -> Result<(Raking, Vec<RakingRow<'_>>), Fault> {
    let (margins, columns) = (object(input, "margins")?, object(input, "rows")?);
    let raking = margins.iter().map(|(name, levels)| margin(name, levels));
    let raking = Raking::new(raking.collect::<Result<_, _>>()?).map_err(Error::from)?;
    let columns = margins.keys().map(|name| levels(columns.get(name)));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let base = match input.get("base_weight") {
        Some(_) => numbers(input, "base_weight")?,
        None => vec![1.0; columns.first().map_or(0, Vec::len)],
    };
    if columns.iter().any(|column| column.len() != base.len()) {
        return Err(Fault::INVALID);
    }
    let row =
        |(at, &base): (usize, &f64)| RakingRow::new(columns.iter().map(|column| column[at]), base);
    let rows = base.iter().enumerate().map(row).collect();
    Ok((raking, rows))
}

fn margin(name: &str, levels: &Value) -> Result<Margin, Fault> {
    let wrong = Fault::Malformed {
        field: "margins",
        wanted: "levels with a number each",
    };
    let level = |(level, people): (&String, &Value)| Some((level.clone(), as_number(people)?));
    let levels = levels.as_object().and_then(|levels| {
        let levels = levels.iter().map(level);
        levels.collect::<Option<Vec<_>>>()
    });
    Ok(Margin::new(name, levels.ok_or(wrong)?).map_err(Error::from)?)
}

fn levels(column: Option<&Value>) -> Result<Vec<&str>, Fault> {
    let wrong = Fault::Malformed {
        field: "rows",
        wanted: "a list of levels for each margin",
    };
    let column = column.and_then(Value::as_array);
    column
        .and_then(|column| column.iter().map(Value::as_str).collect())
        .ok_or(wrong)
}

fn object<'a>(input: &'a Value, field: &'static str) -> Result<&'a Map<String, Value>, Fault> {
    let wrong = Fault::Malformed {
        field,
        wanted: "an object",
    };
    input.get(field).and_then(Value::as_object).ok_or(wrong)
}

const TRIMMING: &[&str] = &["one_pass", "strict", "total"];

fn weight_trimming(input: &Value) -> Result<Value, Fault> {
    let classes = classes(input)?;
    let bound = |field, none: f64| match input.get(field) {
        None | Some(Value::Null) => Ok(none),
        Some(_) => number(input, field),
    };
    let bounds = Bounds::new(bound("lower", 0.0)?, bound("upper", f64::INFINITY)?)?;
    let strict = trim(&classes, bounds, Trimming::Strict);
    let status = match &strict {
        Ok(_) => "ok",
        Err(Error::NoRoom { .. }) => "infeasible",
        Err(error) => return Err(error.clone().into()),
    };
    let weights = |trimmed: Trimmed| -> Vec<f64> {
        let classes = trimmed.classes.iter();
        classes.map(|class| class.weight()).collect()
    };
    let once = trim(&classes, bounds, Trimming::OnePass);
    Ok(json!({
        "one_pass": once.ok().map(weights),
        "strict": strict.ok().map(weights),
        "total": classes.iter().map(|class| class.weight()).sum::<f64>(),
        "status": status,
    }))
}

const SAMPLE_SIZE: &[&str] = &["n_needed", "moe_at_n", "moe_at_half_population"];

fn sample_size_moe(input: &Value) -> Result<Value, Fault> {
    let population = u64::from(super::fields::people(number(input, "N")?)?);
    let mut wanted = SampleSize::new(number(input, "margin")?)?.confidence(confidence(input)?);
    if input.get("p").is_some_and(|p| !p.is_null()) {
        wanted = wanted.expecting(number(input, "p")?)?;
    }
    if population == 0 {
        return Err(Absent::NoAnswers.into());
    }
    let needed = wanted.answers(population);
    let half = (population / 2).max(1);
    Ok(json!({
        "n_needed": needed,
        "moe_at_n": wanted.margin_of(needed, population)?,
        "moe_at_half_population": wanted.margin_of(half, population)?,
        "status": "ok",
    }))
}

fn classes(input: &Value) -> Result<Vec<WeightClass>, Fault> {
    let weights = numbers(input, "weight")?.into_iter();
    Ok(weights.map(WeightClass::one).collect::<Result<_, _>>()?)
}

/// Status of margins that weights cannot meet.
pub(super) fn margin_status(error: &MarginError) -> &'static str {
    match error {
        MarginError::Disagree { .. } => "error_margins_disagree",
        MarginError::NobodyAnswered { .. } => "error_no_respondents_at_level",
        MarginError::NoTarget { .. } => "error_level_without_target",
        MarginError::NotConverged { .. } => "error_not_converged",
        _ => "error_invalid_input",
    }
}
