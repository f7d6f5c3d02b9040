//! Whether an output is what a case expects.

use serde_json::{Map, Value};

use super::case::Tolerance;

/// Start of a key whose value must differ.
const FORBIDDEN: &str = "not_this";

/// First difference between `got` and `expected`, in words; nothing when the case passes.
///
/// Numbers may be off by the tolerance, other values must be equal, every expected key must be
/// there. A key `not_this_NAME_…` names a wrong value of the output `NAME`, from which it must
/// differ; where no output has that name, it must differ from all.
pub(super) fn difference(
    got: &Value,
    expected: &Map<String, Value>,
    tolerance: Tolerance,
) -> Option<String> {
    expected
        .iter()
        .find_map(|(key, wanted)| match key.strip_prefix(FORBIDDEN) {
            Some(rest) => {
                let wrong = |value: &&Value| mismatch(key, value, wanted, tolerance).is_none();
                let value = forbidden_for(got, rest.trim_start_matches('_'))
                    .into_iter()
                    .find(wrong)?;
                Some(format!("`{key}`: got {value}, which is the wrong value"))
            }
            None => match got.get(key) {
                Some(value) => mismatch(key, value, wanted, tolerance),
                None => Some(format!("`{key}`: wanted {wanted}, got nothing")),
            },
        })
}

/// The output whose name begins `rest`, the longest if there are several; else all.
fn forbidden_for<'a>(got: &'a Value, rest: &str) -> Vec<&'a Value> {
    let outputs = || got.as_object().into_iter().flatten();
    let named = |key: &str| {
        rest.strip_prefix(key)
            .is_some_and(|more| more.is_empty() || more.starts_with('_'))
    };
    match outputs()
        .filter(|(key, _)| named(key))
        .max_by_key(|(key, _)| key.len())
    {
        Some((_, value)) => vec![value],
        None => outputs().map(|(_, value)| value).collect(),
    }
}

fn mismatch(place: &str, got: &Value, wanted: &Value, tolerance: Tolerance) -> Option<String> {
    match (got, wanted) {
        (Value::Number(a), Value::Number(b)) => {
            let close = a
                .as_f64()
                .zip(b.as_f64())
                .is_some_and(|(a, b)| tolerance.holds(a, b));
            (!close).then(|| format!("`{place}`: wanted {b}, got {a}"))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| mismatch(&format!("{place}[{at}]"), a, b, tolerance))
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            b.iter().find_map(|(key, b)| {
                let a = a.get(key).unwrap_or(&Value::Null);
                mismatch(&format!("{place}.{key}"), a, b, tolerance)
            })
        }
        _ => (got != wanted).then(|| format!("`{place}`: wanted {wanted}, got {got}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::difference;

    fn passes(got: &Value, expected: &Value) -> bool {
        let tolerance = serde_json::from_value(json!({"abs": 0.0, "rel": 0.01})).unwrap();
        difference(got, expected.as_object().unwrap(), tolerance).is_none()
    }

    #[test]
    fn numbers_are_held_to_the_tolerance_and_the_rest_is_equal() {
        assert!(passes(
            &json!({"p": [1.009, null, "Infinity"]}),
            &json!({"p": [1, null, "Infinity"]})
        ));
        assert!(!passes(&json!({"p": 1.011}), &json!({"p": 1})));
        assert!(
            !passes(&json!({"p": null}), &json!({"p": 0})),
            "absent is not zero"
        );
        assert!(!passes(&json!({"p": [1]}), &json!({"p": [1, 1]})));
        assert!(!passes(&json!({"ties": 1}), &json!({"ties": true})));
    }

    #[test]
    fn an_expected_key_must_be_there_and_others_may() {
        assert!(passes(&json!({"p": 1, "more": 2}), &json!({"p": 1})));
        assert!(!passes(&json!({"more": 2}), &json!({"p": null})));
    }

    #[test]
    fn a_forbidden_value_fails_only_for_the_output_it_names() {
        let expected = json!({"not_this_z_including_self": 2.0});
        assert!(passes(&json!({"z": 3.0, "p": 2.0}), &expected));
        assert!(!passes(&json!({"z": 2.001}), &expected));
        assert!(!passes(&json!({"p": 2.0}), &json!({"not_this": 2.0})));
    }
}
