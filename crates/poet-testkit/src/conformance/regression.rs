//! Families about conditions that go with outcomes.

use poet_benchmark::{
    Absent,
    drivers::{
        Coefficient, Direction, Fit, Intercept, Observation, OrdinalPatterns, Patterns, Separated,
        Separation, firth as penalised, logistic as likelihood, profile,
        proportional_odds as cumulative, separation as separated,
    },
    estimate::{Confidence, Interval},
};
use serde_json::{Map, Value, json};

use super::{
    families::Family,
    fault::{Fault, nulls},
    fields::{as_number, confidence, list, people},
    ordered::ORDER,
};

/// Families of this file, under the names that case files give them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "firth",
        figures: FIRTH,
        method: firth,
    },
    Family {
        name: "logistic",
        figures: LOGISTIC,
        method: logistic,
    },
    Family {
        name: "proportional_odds",
        figures: PROPORTIONAL_ODDS,
        method: proportional_odds,
    },
    Family {
        name: "separation",
        figures: SEPARATION,
        method: separation,
    },
];

const LOGISTIC: &[&str] = &[
    "coef",
    "se",
    "z",
    "p_value",
    "odds_ratio",
    "or_lower",
    "or_upper",
    "log_likelihood",
    "log_likelihood_null",
    "lr_chi2",
    "lr_df",
    "lr_p_value",
    "mcfadden_r2",
    "profile_coef_lower",
    "profile_coef_upper",
];

fn logistic(input: &Value) -> Result<Value, Fault> {
    let (patterns, level) = (Rows::read(input)?.patterns(input)?, confidence(input)?);
    let fit = match likelihood(&patterns) {
        Err(Absent::Separated) => {
            let mut output = nulls(LOGISTIC, DIVERGES);
            output["separation"] = json!(kind(separated(&patterns)?.separated));
            output["n"] = patterns.people().into();
            output["events"] = patterns.events().into();
            return Ok(output);
        }
        fit => fit?,
    };
    let mut output = coefficients(&patterns, &fit, level);
    let tests = || fit.coefficients.iter().map(|c| Coefficient::test(c).ok());
    let gain = 2.0 * (fit.log_likelihood - fit.null_log_likelihood);
    let with_level = fit.position(Patterns::INTERCEPT).is_some();
    let df = fit.coefficients.len() - usize::from(with_level);
    let more = json!({
        "separation": "none",
        "z": tests().map(|test| test.map(|test| test.z)).collect::<Vec<_>>(),
        "p_value": tests().map(|test| test.map(|test| test.p)).collect::<Vec<_>>(),
        "log_likelihood": fit.log_likelihood,
        "log_likelihood_null": fit.null_log_likelihood,
        "lr_chi2": gain,
        "lr_df": df,
        "lr_p_value": fit.likelihood_ratio().ok().map(|test| test.p),
        "mcfadden_r2": 1.0 - fit.log_likelihood / fit.null_log_likelihood,
        "n": fit.people,
        "events": fit.events,
        "few_events_per_parameter": fit.has_few_events(),
        "status": "ok",
    });
    extend(&mut output, more);
    Ok(output)
}

const FIRTH: &[&str] = &[
    "coef",
    "se",
    "odds_ratio",
    "penalised_log_likelihood",
    "profile_coef_lower",
    "profile_coef_upper",
];

fn firth(input: &Value) -> Result<Value, Fault> {
    let (patterns, level) = (Rows::read(input)?.patterns(input)?, confidence(input)?);
    let fit = penalised(&patterns)?;
    let mut output = coefficients(&patterns, &fit, level);
    let more = json!({
        "penalised_log_likelihood": fit.log_likelihood,
        "separation_of_ml": kind(separated(&patterns)?.separated),
        "n": fit.people,
        "events": fit.events,
        "status": "ok",
    });
    extend(&mut output, more);
    Ok(output)
}

/// What both ways of fitting say of each term.
fn coefficients(patterns: &Patterns, fit: &Fit, level: Confidence) -> Value {
    let all = || fit.coefficients.iter();
    let wald = |end: fn(Interval) -> f64| -> Vec<Value> {
        all().map(|c| ratio(end(c.interval(level)))).collect()
    };
    // Of these the convention has one level only.
    let profiles: Vec<_> = (0..fit.coefficients.len())
        .map(|at| profile(patterns, fit, at, Confidence::P95).ok())
        .collect();
    json!({
        "terms": all().map(|c| &c.term).collect::<Vec<_>>(),
        "coef": all().map(|c| c.estimate).collect::<Vec<_>>(),
        "se": all().map(|c| c.error).collect::<Vec<_>>(),
        "odds_ratio": all().map(|c| ratio(c.estimate)).collect::<Vec<_>>(),
        "or_lower": wald(|interval| interval.lower),
        "or_upper": wald(|interval| interval.upper),
        "profile_coef_lower": profiles.iter().map(|p| p.map(|p| p.interval.lower)).collect::<Vec<_>>(),
        "profile_coef_upper": profiles.iter().map(|p| p.map(|p| p.interval.upper)).collect::<Vec<_>>(),
        "aliased": fit.aliased,
    })
}

/// Ratio of a logarithm; a text where it is beyond all numbers.
fn ratio(log: f64) -> Value {
    let ratio = log.exp();
    match ratio.is_finite() {
        true => ratio.into(),
        false => "Infinity".into(),
    }
}

const SEPARATION: &[&str] = &["separated", "separation", "infinite_terms"];

fn separation(input: &Value) -> Result<Value, Fault> {
    let Separation {
        separated,
        diverging,
    } = separated(&Rows::read(input)?.patterns(input)?)?;
    let sign = |direction| match direction {
        Direction::Up => "+",
        Direction::Down => "-",
    };
    let terms = diverging.map(|terms| {
        let terms = terms.into_iter();
        terms
            .map(|(term, direction)| (term.into(), sign(direction).into()))
            .collect::<Map<_, _>>()
    });
    Ok(json!({
        "separated": separated != Separated::No,
        "separation": kind(separated),
        "infinite_terms": terms,
        "status": match separated {
            Separated::No => "ok",
            _ => DIVERGES,
        },
    }))
}

const PROPORTIONAL_ODDS: &[&str] = &["coef", "se", "odds_ratio", "thresholds", "log_likelihood"];

fn proportional_odds(input: &Value) -> Result<Value, Fault> {
    let rows = Rows::read(input)?;
    let patterns = OrdinalPatterns::fold(&rows.names(), rows.people())?;
    let fit = cumulative(&patterns)?;
    let all = || fit.coefficients.iter();
    Ok(json!({
        "terms": all().map(|c| &c.term).collect::<Vec<_>>(),
        "coef": all().map(|c| c.estimate).collect::<Vec<_>>(),
        "se": all().map(|c| c.error).collect::<Vec<_>>(),
        "odds_ratio": all().map(Coefficient::odds_ratio).collect::<Vec<_>>(),
        "thresholds": fit.thresholds,
        "log_likelihood": fit.log_likelihood,
        "aliased": fit.aliased,
        "status": "ok",
    }))
}

const DIVERGES: &str = "ml_estimate_does_not_exist";

fn kind(separated: Separated) -> &'static str {
    match separated {
        Separated::No => "none",
        Separated::Quasi => "quasi",
        Separated::Completely => "complete",
    }
}

fn extend(output: &mut Value, more: Value) {
    if let (Value::Object(output), Value::Object(more)) = (output, more) {
        output.extend(more);
    }
}

/// Predictors and outcomes, a row a person.
struct Rows {
    names: Vec<String>,
    predictors: Vec<Vec<Option<f64>>>,
    outcomes: Vec<Option<u32>>,
}

impl Rows {
    fn read(input: &Value) -> Result<Self, Fault> {
        let wrong = || Fault::Malformed {
            field: "columns",
            wanted: "an object of lists of numbers",
        };
        let columns = input
            .get("columns")
            .and_then(Value::as_object)
            .ok_or_else(wrong)?;
        let names: Vec<String> = match input.get(ORDER).and_then(Value::as_array) {
            Some(order) => order
                .iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            None => columns.keys().cloned().collect(),
        };
        let outcome = |value: &Value| match number_or_none(value)? {
            Some(number) => Ok(Some(people(number)?)),
            None => Ok(None),
        };
        let outcomes = list(input, "y")?.iter().map(outcome);
        let outcomes: Vec<Option<u32>> = outcomes.collect::<Result<_, Fault>>()?;
        let mut predictors = vec![Vec::with_capacity(names.len()); outcomes.len()];
        for name in &names {
            let column = columns
                .get(name)
                .and_then(Value::as_array)
                .ok_or_else(wrong)?;
            if column.len() != outcomes.len() {
                return Err(Fault::INVALID);
            }
            for (row, value) in predictors.iter_mut().zip(column) {
                row.push(number_or_none(value)?);
            }
        }
        Ok(Self {
            names,
            predictors,
            outcomes,
        })
    }

    fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }

    fn people(&self) -> impl Iterator<Item = Observation<'_>> {
        let rows = self.predictors.iter().zip(&self.outcomes);
        rows.map(|(predictors, &outcome)| Observation {
            predictors,
            outcome,
            cluster: 0,
        })
    }

    /// Rows of an outcome of two.
    fn patterns(&self, input: &Value) -> Result<Patterns, Fault> {
        if self.outcomes.iter().flatten().any(|&outcome| outcome > 1) {
            return Err(Fault::INVALID);
        }
        let intercept = match input.get("intercept").and_then(Value::as_bool) {
            Some(false) => Intercept::None,
            _ => Intercept::Included,
        };
        Ok(Patterns::fold(&self.names(), intercept, self.people())?)
    }
}

/// A number; nothing where it is missing.
fn number_or_none(value: &Value) -> Result<Option<f64>, Fault> {
    if value.is_null() {
        return Ok(None);
    }
    let number = as_number(value).ok_or(Fault::Malformed {
        field: "columns",
        wanted: "numbers and nulls",
    })?;
    Ok(Some(number).filter(|number| !number.is_nan()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::conformance::families::Family;

    fn run(family: &str, input: &Value) -> Value {
        Family::named(family).unwrap().run(input).unwrap()
    }

    #[test]
    fn a_row_with_a_missing_value_is_left_out_and_an_aliased_column_is_listed() {
        let whole = json!({
            "columns": {"x": [0, 0, 0, 1, 1, 1, 2]}, "y": [0, 1, 0, 1, 0, 1, 1], "intercept": true
        });
        let gaps = json!({
            "columns": {
                "x": [0, 0, 0, 1, 1, 1, 2, null, 2],
                "twice": [0, 0, 0, 2, 2, 2, 4, 4, "NaN"],
            },
            "column_order": ["x", "twice"],
            "y": [0, 1, 0, 1, 0, 1, 1, 0, 0],
        });
        let [whole, gaps] = [whole, gaps].map(|input| run("logistic", &input));
        assert_eq!(gaps["aliased"], json!(["twice"]));
        for field in ["coef", "terms", "n", "events", "lr_df"] {
            assert_eq!(whole[field], gaps[field], "{field}");
        }
    }

    #[test]
    fn a_separated_outcome_has_no_estimates_and_says_how_it_is_separated() {
        let output = run(
            "logistic",
            &json!({"columns": {"x": [0, 0, 1, 1]}, "y": [0, 1, 1, 1]}),
        );
        assert_eq!(output["coef"], Value::Null);
        assert_eq!(output["separation"], "quasi");
        assert_eq!(output["status"], "ml_estimate_does_not_exist");
    }
}
