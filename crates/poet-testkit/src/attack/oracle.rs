//! Families of disclosure control in `oracle/cases.json`, run against both crates.

use std::path::PathBuf;

use poet_benchmark::suppression::{
    Dominance, Half, Part, Rounding, Rule, Zeros, difference, percent_candidates,
};
use serde_json::{Value, json};

use super::attack_table;

#[test]
fn the_cases_of_the_oracle_come_out() {
    let shared = std::env::var_os("POET_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join("oracle/cases.json")) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "no oracle/cases.json in {}",
            shared.display()
        );
        println!("skipped: no oracle/cases.json in {}", shared.display());
        return;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let mut run = 0;
    for case in all["cases"].as_array().unwrap() {
        let Some(mut found) = answer(case["family"].as_str().unwrap(), &case["input"]) else {
            continue;
        };
        found["status"] = json!("ok");
        run += 1;
        let close = |(key, wanted): (&String, &Value)| match (wanted.as_f64(), found[key].as_f64())
        {
            (Some(wanted), Some(found)) => (wanted - found).abs() <= 1e-12 + 1e-8 * wanted.abs(),
            _ => *wanted == found[key],
        };
        assert!(
            case["expected"].as_object().unwrap().iter().all(close),
            "{}: {found}",
            case["id"]
        );
    }
    assert!(run >= 17, "only {run} cases of disclosure control");
}

fn answer(family: &str, input: &Value) -> Option<Value> {
    match family {
        "sdc_primary" => Some(primary(input)),
        "sdc_round" => Some(round(input)),
        "sdc_attack" => Some(attack(input)),
        "sdc_percent_leak" => Some(percent_leak(input)),
        "sdc_differencing" => Some(differencing(input)),
        "sdc_dominance" => Some(dominance(input)),
        _ => None,
    }
}

fn number(input: &Value, key: &str) -> u64 {
    input[key].as_u64().unwrap()
}

fn counts(input: &Value) -> Option<Vec<u64>> {
    serde_json::from_value(input["counts"].clone()).ok()
}

fn primary(input: &Value) -> Value {
    let zeros = if input["zeros"] == "hide" {
        Zeros::Hide
    } else {
        Zeros::Show
    };
    let rule = Rule::new(number(input, "threshold"), zeros);
    if let Some(counts) = counts(input) {
        json!({ "suppressed": counts.iter().map(|&count| rule.withholds(count)).collect::<Vec<_>>() })
    } else {
        let withheld = rule.withholds_share(number(input, "x"), number(input, "n"));
        json!({ "percentage_suppressed": withheld.unwrap() })
    }
}

fn round(input: &Value) -> Value {
    let rounding = Rounding::new(number(input, "base"), Half::AwayFromZero).unwrap();
    if let Some(counts) = counts(input) {
        json!({
            "rounded": counts.iter().map(|&count| rounding.round(count)).collect::<Vec<_>>(),
            "rounded_total": rounding.round(counts.iter().sum()),
        })
    } else {
        let (x, n) = (number(input, "x"), number(input, "n"));
        json!({
            "rounded_x": rounding.round(x),
            "rounded_n": rounding.round(n),
            "percentage": rounding.share(x, n),
        })
    }
}

fn attack(input: &Value) -> Value {
    let table: Vec<Vec<u64>> = serde_json::from_value(input["table"].clone()).unwrap();
    let withheld: Vec<(usize, usize)> =
        serde_json::from_value(input["suppressed"].clone()).unwrap();
    let found = attack_table(&table, &withheld, number(input, "threshold")).unwrap();
    json!({
        "low": found.derived.iter().map(|derived| derived.low).collect::<Vec<_>>(),
        "high": found.derived.iter().map(|derived| derived.high).collect::<Vec<_>>(),
        "primary": found.primary,
        "safe": found.safe,
        "safe_interval": found.safe_interval,
    })
}

fn percent_leak(input: &Value) -> Value {
    let places = u32::try_from(number(input, "dp")).unwrap();
    let percentage = input["percentage"].as_f64().unwrap();
    let found = percent_candidates(percentage, number(input, "n"), places).unwrap();
    json!({ "unique": found.clone().count() == 1, "candidates": found.collect::<Vec<_>>() })
}

fn differencing(input: &Value) -> Value {
    let part = |count, base| Part {
        count: number(input, count),
        base: number(input, base),
    };
    let rule = Rule::new(number(input, "threshold"), Zeros::Show);
    let found = difference(part("x_all", "n_all"), part("x_rest", "n_rest"), rule).unwrap();
    json!({ "recovered_x": found.part.count, "recovered_n": found.part.base, "leaks": found.leaks })
}

fn dominance(input: &Value) -> Value {
    let contributions: Vec<f64> = serde_json::from_value(input["contributions"].clone()).unwrap();
    let amounts = Dominance::new(&contributions).unwrap();
    let n = usize::try_from(number(input, "n")).unwrap();
    json!({
        "nk_sensitive": amounts.exceeds(n, input["k_percent"].as_f64().unwrap()),
        "p_sensitive": amounts.reveals(input["p_percent"].as_f64().unwrap()),
    })
}
