//! Small instruments that pass the check.

use poet_core::Instrument;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// Instruments of one to eight items of every kind, with routing, reversed and required items, scales with points
/// outside the base, Easy Read labels and measures.
///
/// Each is built as a document and read by the check, as a foreign instrument would be.
///
/// # Examples
///
/// ```
/// use poet_core::Instrument;
/// use poet_testkit::strategy::instrument;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&instrument(), |instrument| {
///     let again = Instrument::from_toml(&instrument.to_toml()?)?;
///     assert_eq!(again.hash(), instrument.hash());
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn instrument() -> impl Strategy<Value = Instrument> {
    let scales = prop::collection::vec(scale(), 1..=3);
    let items = prop::collection::vec(item(), 1..=8);
    let plan = (
        scales,
        items,
        1..=3_usize,
        prop::sample::select(vec!["change", "state"]),
    );
    plan.prop_filter_map(
        "conditions that contradict each other",
        |(scales, items, sections, asks)| {
            let document = document(&scales, &items, sections, asks);
            Instrument::from_json(&document.to_string()).ok()
        },
    )
}

/// A scale while it is drawn.
#[derive(Clone, Debug)]
struct ScalePlan {
    points: usize,
    judged: bool,
    outside: bool,
}

/// An item while it is drawn.
#[derive(Clone, Debug)]
struct ItemPlan {
    kind: &'static str,
    scale: Index,
    reversed: bool,
    required: bool,
    low: i64,
    span: i64,
    decimals: u32,
    ask_if: Option<ConditionPlan>,
}

/// A condition while it is drawn.
#[derive(Clone, Debug)]
struct ConditionPlan {
    form: usize,
    first: (Index, u8),
    second: (Index, u8),
}

fn scale() -> impl Strategy<Value = ScalePlan> {
    (2..=5_usize, any::<bool>(), any::<bool>()).prop_map(|(points, judged, outside)| ScalePlan {
        points,
        judged,
        outside,
    })
}

fn item() -> impl Strategy<Value = ItemPlan> {
    let kinds = vec![
        "choice", "choice", "choice", "tick_all", "number", "money", "date", "text",
    ];
    let kind = prop::sample::select(kinds);
    let flags = (any::<Index>(), any::<bool>(), prop::bool::weighted(0.3));
    let limits = (-100..100_i64, 0..500_i64, 0..=3_u32);
    let ask_if = prop::option::weighted(0.4, condition());
    (kind, flags, limits, ask_if).prop_map(
        |(kind, (scale, reversed, required), (low, span, decimals), ask_if)| ItemPlan {
            kind,
            scale,
            reversed,
            required,
            low,
            span,
            decimals,
            ask_if,
        },
    )
}

fn condition() -> impl Strategy<Value = ConditionPlan> {
    let term = || (any::<Index>(), any::<u8>());
    (0..5_usize, term(), term()).prop_map(|(form, first, second)| ConditionPlan {
        form,
        first,
        second,
    })
}

fn document(scales: &[ScalePlan], items: &[ItemPlan], sections: usize, asks: &str) -> Value {
    let written: serde_json::Map<_, _> = scales
        .iter()
        .enumerate()
        .map(|(at, scale)| (scale_name(at), written_scale(at, scale)))
        .collect();
    let items: Vec<Value> = (0..items.len())
        .map(|at| written_item(scales, items, at))
        .collect();
    let measured: Vec<&str> = items
        .iter()
        .filter(|i| i["kind"] == "choice" && scales[scale_position(i)].judged)
        .filter_map(|i| i["id"].as_str())
        .collect();
    let same_scale = |id: &&str| {
        let scale = |id: &str| items.iter().find(|i| i["id"] == id).map(|i| &i["scale"]);
        scale(id) == scale(measured[0])
    };
    let of_one_scale: Vec<&str> = measured.iter().copied().filter(same_scale).collect();
    let roles = ["about_you", "process", "outcomes"];
    let section = |(at, items): (usize, &[Value])| json!({ "id": format!("s{at}"), "role": roles[at % 3], "title": { "en": "Section" }, "items": items });
    json!({
        "format": Instrument::FORMAT,
        "id": "drawn",
        "edition": "1",
        "title": { "en": "Drawn at random" },
        "asks": asks,
        "respondent": "other",
        "licence": "CC0-1.0",
        "scales": written,
        "sections": items.chunks(items.len().div_ceil(sections)).enumerate().map(section).collect::<Vec<_>>(),
        "measures": if measured.is_empty() { Vec::new() } else { measures(&measured, &of_one_scale) },
    })
}

/// Measures of every kind: a mean in points takes items of one scale only.
fn measures(items: &[&str], of_one_scale: &[&str]) -> Vec<Value> {
    let measure = |id: &str, kind: &str, items: &[&str]| json!({ "id": id, "kind": kind, "title": { "en": id }, "items": items });
    vec![
        measure("index", "mean", items),
        measure("total", "sum", items),
        measure("good", "favourable_share", items),
        measure("points", "mean_points", of_one_scale),
    ]
}

fn scale_name(at: usize) -> String {
    format!("scale{at}")
}

fn scale_position(item: &Value) -> usize {
    let name = item["scale"].as_str().unwrap_or_default();
    name.trim_start_matches("scale").parse().unwrap_or_default()
}

fn written_scale(at: usize, scale: &ScalePlan) -> Value {
    let point = |point: usize| {
        let reading = match point {
            0 => "favourable",
            p if p + 1 == scale.points => "unfavourable",
            _ => "neutral",
        };
        let label = json!({ "en": format!("Point {point} of {at}"), "en-x-easy": format!("Easy {point} of {at}") });
        let code = point.to_string();
        if scale.judged {
            json!({ "code": code, "label": label, "reading": reading, "score": scale.points - point })
        } else {
            json!({ "code": code, "label": label, "synonyms": [format!("number {point}")] })
        }
    };
    let mut points: Vec<Value> = (0..scale.points).map(point).collect();
    if scale.judged && scale.outside {
        points.push(
            json!({ "code": "never", "label": { "en": "Never tried" }, "reading": "outside" }),
        );
    }
    json!({ "points": points })
}

fn written_item(scales: &[ScalePlan], items: &[ItemPlan], at: usize) -> Value {
    let plan = &items[at];
    let mut item = json!({ "id": item_name(at), "kind": plan.kind, "text": { "en": format!("Question {at}?") } });
    if plan.required {
        item["required"] = true.into();
    }
    match plan.kind {
        "choice" | "tick_all" => {
            item["scale"] = scale_name(plan.scale.index(scales.len())).into();
            if plan.kind == "choice" && plan.reversed {
                item["reversed"] = true.into();
            }
        }
        "number" | "money" => {
            item["min"] = plan.low.into();
            item["max"] = (plan.low + plan.span).into();
            if plan.kind == "number" {
                item["decimals"] = plan.decimals.into();
            }
        }
        "date" => {
            item["min"] = "2010-01-01".into();
            item["max"] = format!("{}-12-31", 2010 + plan.span % 5).into();
        }
        _ => {}
    }
    if let Some(condition) = plan
        .ask_if
        .as_ref()
        .and_then(|c| written_condition(scales, &items[..at], c))
    {
        item["ask_if"] = condition;
    }
    item
}

fn item_name(at: usize) -> String {
    format!("q{at:02}")
}

/// None where there is no earlier item to look at.
fn written_condition(
    scales: &[ScalePlan],
    earlier: &[ItemPlan],
    plan: &ConditionPlan,
) -> Option<Value> {
    let term = |(item, mask): &(Index, u8)| {
        (!earlier.is_empty())
            .then(|| written_term(scales, earlier, item.index(earlier.len()), *mask))
    };
    let (first, second) = (term(&plan.first)?, term(&plan.second)?);
    Some(match plan.form {
        0 => json!({ "not": first }),
        1 => json!({ "any": [first, second] }),
        2 => json!({ "all": [first, second] }),
        _ => first,
    })
}

/// That an item was answered with some of its points; that it was answered, where it has none.
fn written_term(scales: &[ScalePlan], earlier: &[ItemPlan], at: usize, mask: u8) -> Value {
    if !matches!(earlier[at].kind, "choice" | "tick_all") {
        return json!({ "answered": item_name(at) });
    }
    let scale = &scales[earlier[at].scale.index(scales.len())];
    let chosen =
        (0..scale.points).filter(|p| mask >> p & 1 == 1 || usize::from(mask) % scale.points == *p);
    json!({ "item": item_name(at), "any_of": chosen.map(|p| p.to_string()).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn instruments_of_every_kind_are_drawn() {
        let mut runner = TestRunner::deterministic();
        let drawn: Vec<_> = (0..300)
            .map(|_| instrument().new_tree(&mut runner).unwrap().current())
            .collect();
        let json: String = drawn.iter().map(|i| i.to_json().unwrap()).collect();
        let features = [
            "\"choice\"",
            "\"tick_all\"",
            "\"number\"",
            "\"money\"",
            "\"date\"",
            "\"text\"",
            "\"reversed\"",
            "\"required\"",
            "\"any_of\"",
            "\"answered\"",
            "\"not\"",
            "\"any\"",
            "\"all\"",
            "\"outside\"",
            "\"sum\"",
            "\"mean_points\"",
        ];
        for feature in features {
            assert!(json.contains(feature), "{feature}");
        }
    }
}
