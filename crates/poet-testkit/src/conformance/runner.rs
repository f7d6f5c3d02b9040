//! Runs a file of cases.

use serde_json::Value;

use super::{
    Failure, Report,
    case::{Case, CaseFile},
    families::Family,
    judge::difference,
    ordered::Ordered,
};
use crate::Error;

/// Schema of the files that the runner reads.
pub const SCHEMA: &str = "poet-conformance/1";

/// Runs every case of `text` whose family is built.
///
/// A malformed case is a failure with its reason and does not stop the rest.
///
/// # Errors
///
/// [`Error::CaseFile`] for text that is no file of cases, [`Error::Schema`] for an unknown schema.
pub fn run(text: &str) -> Result<Report, Error> {
    let file: CaseFile = serde_json::from_str(text)?;
    if file.schema != SCHEMA {
        return Err(Error::Schema {
            found: file.schema,
            wanted: SCHEMA,
        });
    }
    let mut report = Report::default();
    for (at, Ordered(case)) in file.cases.iter().enumerate() {
        let name = |key| case.get(key).and_then(Value::as_str);
        let count = report
            .families
            .entry(name("family").unwrap_or("unnamed").to_owned())
            .or_default();
        let verdict = match name("family").map(|family| Family::named(family)) {
            Some(None) => {
                count.not_built += 1;
                continue;
            }
            Some(Some(family)) => judge(family, case),
            None => Err("field `family` wants a text".to_owned()),
        };
        match verdict {
            Ok(()) => count.passed += 1,
            Err(reason) => {
                count.failed += 1;
                let case = name("id")
                    .map_or_else(|| format!("case {} of the file", at + 1), str::to_owned);
                report.failures.push(Failure { case, reason });
            }
        }
    }
    Ok(report)
}

fn judge(family: &Family, case: &Value) -> Result<(), String> {
    let Case {
        input,
        expected,
        tolerance,
    } = serde::Deserialize::deserialize(case).map_err(|e| format!("malformed case: {e}"))?;
    let got = family
        .run(&input)
        .map_err(|e| format!("malformed input: {e}"))?;
    difference(&got, &expected, tolerance).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::PathBuf};

    use serde_json::{Value, json};

    use super::{SCHEMA, run};
    use crate::{Error, conformance::families::Family};

    fn shared(file: &str) -> Option<String> {
        let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let path = env::var_os("POET_SHARED")
            .map_or_else(beside, PathBuf::from)
            .join(file);
        let text = fs::read_to_string(&path).ok();
        assert!(
            text.is_some() || env::var_os("CI").is_none(),
            "{} is missing",
            path.display()
        );
        text
    }

    #[test]
    fn every_given_case_of_a_built_family_passes() {
        let Some(text) = shared("oracle/cases.json") else {
            println!("skipped: no shared/oracle/cases.json beside the workspace");
            return;
        };
        let report = run(&text).unwrap();
        println!("{report}");
        assert_eq!(report.failures, []);
        let given = serde_json::from_str::<Value>(&text).unwrap();
        for Family { name, .. } in Family::all() {
            let cases = given["families"][name]["cases"].as_u64().unwrap();
            assert_eq!(report.families[*name].passed as u64, cases, "{name}");
        }
    }

    fn case(family: &str, input: &Value, expected: &Value) -> Value {
        let tolerance = json!({"abs": 1e-12, "rel": 1e-8});
        json!({"id": "a", "family": family, "input": input, "expected": expected, "tolerance": tolerance})
    }

    fn reasons(cases: &[Value]) -> Vec<String> {
        let report = run(&json!({"schema": SCHEMA, "cases": cases}).to_string()).unwrap();
        report
            .failures
            .into_iter()
            .map(|failure| failure.reason)
            .collect()
    }

    #[test]
    fn a_malformed_case_is_a_failure_and_does_not_stop_the_rest() {
        let input = json!({"x": 1, "n": 2, "confidence": 0.95});
        let reasons = reasons(&[
            json!(3),
            json!({"family": "wilson_ci"}),
            case("wilson_ci", &json!({"x": "one", "n": 2}), &json!({})),
            case("wilson_ci", &input, &json!({"p": 0.4})),
            case("wilson_ci", &input, &json!({"p": 0.5})),
        ]);
        assert_eq!(reasons.len(), 4, "{reasons:?}");
        assert!(reasons[1].contains("`input`"), "{reasons:?}");
        assert!(reasons[2].contains("`x`"), "{reasons:?}");
        assert_eq!(reasons[3], "`p`: wanted 0.4, got 0.5");
    }

    #[test]
    fn an_unknown_family_is_not_built_and_no_failure() {
        let text = json!({"schema": SCHEMA, "cases": [case("horoscope", &json!({}), &json!({}))]});
        let report = run(&text.to_string()).unwrap();
        assert!(report.is_good());
        assert_eq!(report.families["horoscope"].not_built, 1);
    }

    #[test]
    fn another_schema_is_refused() {
        let text = r#"{"schema": "poet-conformance/2", "cases": []}"#;
        assert!(matches!(run(text), Err(Error::Schema { .. })));
        assert!(matches!(run("[]"), Err(Error::CaseFile(_))));
    }
}
