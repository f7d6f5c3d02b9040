//! Families about many places at once.

use poet_benchmark::{
    Absent, Error,
    estimate::{Confidence, Interval, Proportion},
    funnel::{
        FunnelLimits, Overdispersion, Scale, Target, Winsorised, exact_limits, overdispersion,
        ratio_limits, score_limits, z_values,
    },
    variation::{
        PlaceEstimate, RandomIntercept, Variance, anova_icc, expected_ranks, latent_icc,
        median_odds_ratio, random_intercept, shrink,
    },
};
use serde_json::{Map, Value, json};

use super::{
    families::Family,
    fault::{Fault, status},
    fields::{as_number, list, number, numbers},
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "anova_icc",
        figures: ANOVA,
        method: anova,
    },
    Family {
        name: "eb_shrinkage",
        figures: SHRINKAGE,
        method: shrinkage,
    },
    Family {
        name: "expected_rank",
        figures: &["expected_rank"],
        method: expected_rank,
    },
    Family {
        name: "funnel_prop_limits",
        figures: LIMITS,
        method: limits,
    },
    Family {
        name: "funnel_prop_significance",
        figures: &["target", "bands"],
        method: significance,
    },
    Family {
        name: "funnel_ratio_limits",
        figures: RATIO,
        method: ratio,
    },
    Family {
        name: "latent_icc_mor",
        figures: &["icc", "mor", "range_95_lower", "range_95_upper"],
        method: latent,
    },
    Family {
        name: "overdispersion",
        figures: DISPERSION,
        method: dispersion,
    },
    Family {
        name: "random_intercept_logit",
        figures: &["intercept", "variance", "log_likelihood", "icc", "mor"],
        method: intercept,
    },
];

const LIMITS: &[&str] = &[
    "score_lower_95",
    "score_upper_95",
    "score_lower_99_8",
    "score_upper_99_8",
    "exact_lower_95",
    "exact_upper_95",
    "exact_lower_99_8",
    "exact_upper_99_8",
];

fn limits(input: &Value) -> Result<Value, Fault> {
    let target = Target::new(number(input, "target")?)?;
    let n = number(input, "n")?;
    let exact = match exact_limits(target, n) {
        Err(Error::Absent(Absent::NotWholePeople)) => None,
        exact => Some(exact?),
    };
    let mut output = lines("score_", Some(&score_limits(target, n)?));
    output.extend(lines("exact_", exact.as_ref()));
    Ok(fine(output))
}

/// Four limits under their names with something before them.
fn lines(before: &str, limits: Option<&FunnelLimits>) -> Map<String, Value> {
    let part =
        |end: &str, of: fn(&FunnelLimits) -> f64| (format!("{before}{end}"), json!(limits.map(of)));
    [
        part("lower_95", |limits| limits.p95.lower),
        part("upper_95", |limits| limits.p95.upper),
        part("lower_99_8", |limits| limits.p998.lower),
        part("upper_99_8", |limits| limits.p998.upper),
    ]
    .into_iter()
    .collect()
}

fn fine(mut output: Map<String, Value>) -> Value {
    output.insert("status".to_owned(), "ok".into());
    output.into()
}

const RATIO: &[&str] = &["lower_95", "upper_95", "lower_99_8", "upper_99_8"];

fn ratio(input: &Value) -> Result<Value, Fault> {
    let limits = ratio_limits(number(input, "expected")?)?;
    Ok(fine(lines("", Some(&limits))))
}

fn significance(input: &Value) -> Result<Value, Fault> {
    let areas = areas(input)?;
    let Ok(target) = Target::pooled(&answered(&areas)) else {
        return Ok(json!({
            "target": null,
            "bands": vec!["no_data"; areas.len()],
            "status": status(Absent::NoAnswers),
        }));
    };
    let band = |area: &Option<Proportion>| match area {
        None => Ok(json!("no_data")),
        Some(area) => score_limits(target, area.n()).map(|l| json!(l.band(area.share()))),
    };
    let bands: Vec<Value> = areas.iter().map(band).collect::<Result<_, _>>()?;
    Ok(json!({ "target": target, "bands": bands, "status": "ok" }))
}

/// Areas in the order of the case; nothing for one without people.
fn areas(input: &Value) -> Result<Vec<Option<Proportion>>, Fault> {
    let (x, n) = (numbers(input, "x")?, numbers(input, "n")?);
    if x.len() != n.len() {
        return Err(Fault::INVALID);
    }
    let area = |(x, n)| match Proportion::new(x, n) {
        Err(Error::Absent(_)) => Ok(None),
        area => Ok(Some(area?)),
    };
    x.into_iter().zip(n).map(area).collect()
}

fn answered(areas: &[Option<Proportion>]) -> Vec<Proportion> {
    areas.iter().copied().flatten().collect()
}

const DISPERSION: &[&str] = &[
    "target",
    "phi_plain",
    "tau2_plain",
    "phi_plain_unwinsorised",
    "tau2_plain_unwinsorised",
    "phi_arcsine",
    "tau2_arcsine",
    "overdispersed_plain",
    "z_plain",
    "limits",
];

fn dispersion(input: &Value) -> Result<Value, Fault> {
    let areas = areas(input)?;
    let places = answered(&areas);
    let winsorised = match input.get("winsorise") {
        Some(_) => Winsorised::new(number(input, "winsorise")?)?,
        None => Winsorised::default(),
    };
    let target = Target::pooled(&places)?;
    let of = |scale, winsorised| overdispersion(&places, target, scale, winsorised);
    let plain = of(Scale::Plain, winsorised)?;
    let whole = of(Scale::Plain, Winsorised::NONE)?;
    let arcsine = of(Scale::Arcsine, winsorised)?;
    let mut z_values = z_values(&places, target, Scale::Plain)?.into_iter();
    let z_plain = areas.iter().map(|area| area.and_then(|_| z_values.next()));
    let limits = smallest(&places).map(|n| widened(target, n, [plain, arcsine]));
    Ok(json!({
        "target": target,
        "phi_plain": plain.phi,
        "tau2_plain": plain.tau_squared,
        "phi_plain_unwinsorised": whole.phi,
        "tau2_plain_unwinsorised": whole.tau_squared,
        "phi_arcsine": arcsine.phi,
        "tau2_arcsine": arcsine.tau_squared,
        "overdispersed_plain": plain.is_found(),
        "z_plain": z_plain.collect::<Vec<_>>(),
        "limits": limits.collect::<Result<Vec<_>, Fault>>()?,
        "status": "ok",
    }))
}

/// The three smallest bases.
fn smallest(places: &[Proportion]) -> impl Iterator<Item = f64> {
    let mut bases: Vec<f64> = places.iter().map(|place| place.n()).collect();
    bases.sort_by(f64::total_cmp);
    bases.dedup();
    bases.into_iter().take(3)
}

fn widened(target: Target, n: f64, found: [Overdispersion; 2]) -> Result<Value, Fault> {
    let [plain, arcsine] = found;
    let mut output = lines("plain_", Some(&plain.limits(target, n)?));
    output.extend(lines("arcsine_", Some(&arcsine.limits(target, n)?)));
    let wide = plain.multiplicative_limits(target, n)?;
    output.extend(lines("mult_", Some(&wide)));
    output.insert("n".to_owned(), n.into());
    Ok(output.into())
}

fn latent(input: &Value) -> Result<Value, Fault> {
    let variance = Variance::new(number(input, "variance")?)?;
    let range = input.get("intercept").map(|_| range(input, variance));
    let range = range.transpose()?;
    Ok(json!({
        "icc": latent_icc(variance),
        "mor": median_odds_ratio(variance),
        "range_95_lower": range.map(|range| range.lower),
        "range_95_upper": range.map(|range| range.upper),
        "status": "ok",
    }))
}

/// Range of most places around the intercept of the case.
fn range(input: &Value, variance: Variance) -> Result<Interval, Fault> {
    let intercept = number(input, "intercept")?;
    if !intercept.is_finite() {
        return Err(Fault::INVALID);
    }
    let model = RandomIntercept {
        intercept,
        variance,
        log_likelihood: 0.0,
    };
    Ok(model.range(Confidence::P95))
}

const ANOVA: &[&str] = &["msb", "msw", "n0", "icc", "icc_truncated", "deff"];

fn anova(input: &Value) -> Result<Value, Fault> {
    let found = match anova_icc(&answered(&areas(input)?)) {
        Err(Absent::TooFewAnswers) => return Err(Absent::TooFewPlaces.into()),
        Err(Absent::Degenerate) => return Err(Fault::Refused("undefined_no_variation")),
        found => found?,
    };
    Ok(json!({
        "msb": found.between,
        "msw": found.within,
        "n0": found.people_per_place,
        "icc": found.icc,
        "icc_truncated": found.truncated(),
        "deff": found.design_effect(),
        "status": "ok",
    }))
}

fn intercept(input: &Value) -> Result<Value, Fault> {
    let found = random_intercept(&answered(&areas(input)?))?;
    Ok(json!({
        "intercept": found.intercept,
        "variance": found.variance,
        "log_likelihood": found.log_likelihood,
        "icc": latent_icc(found.variance),
        "mor": median_odds_ratio(found.variance),
        "status": "ok",
    }))
}

const SHRINKAGE: &[&str] = &["q", "tau2", "i2", "mu", "mu_se", "shrinkage", "shrunk"];

fn shrinkage(input: &Value) -> Result<Value, Fault> {
    let Ok(found) = shrink(&estimates(input)?) else {
        return Err(Fault::Refused("undefined_no_estimates"));
    };
    let shrinkage = found.places.iter().map(|place| place.map(|p| p.shrinkage));
    let shrunk = found.places.iter().map(|place| place.map(|p| p.value));
    Ok(json!({
        "q": found.q,
        "tau2": found.tau_squared,
        "i2": found.i_squared,
        "mu": found.mean,
        "mu_se": found.mean_error,
        "shrinkage": shrinkage.collect::<Vec<_>>(),
        "shrunk": shrunk.collect::<Vec<_>>(),
        "status": "ok",
    }))
}

/// Estimates in the order of the case; nothing where one is missing.
fn estimates(input: &Value) -> Result<Vec<Option<PlaceEstimate>>, Fault> {
    let (estimates, errors) = (list(input, "estimate")?, list(input, "se")?);
    if estimates.len() != errors.len() {
        return Err(Fault::INVALID);
    }
    let missing = |value: &Value| value.is_null() || value.as_str() == Some("NaN");
    let wrong = || Fault::Malformed {
        field: "estimate",
        wanted: "numbers and nulls",
    };
    let place = |(estimate, error): (&Value, &Value)| {
        if missing(estimate) || missing(error) {
            return Ok(None);
        }
        let numbers = as_number(estimate).zip(as_number(error));
        let (estimate, error) = numbers.ok_or_else(wrong)?;
        Ok(Some(PlaceEstimate::new(estimate, error)?))
    };
    estimates.iter().zip(errors).map(place).collect()
}

fn expected_rank(input: &Value) -> Result<Value, Fault> {
    let places = estimates(input)?;
    let there: Vec<PlaceEstimate> = places.iter().copied().flatten().collect();
    let mut ranks = expected_ranks(&there).into_iter();
    let ranks = places.iter().map(|place| place.and_then(|_| ranks.next()));
    Ok(json!({ "expected_rank": ranks.collect::<Vec<_>>(), "status": "ok" }))
}
