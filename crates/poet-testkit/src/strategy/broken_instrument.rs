//! Instrument documents with one thing wrong.

use poet_core::{Instrument, ItemId, Problem, ProblemKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::instrument::instrument;

/// A document with one thing wrong.
#[derive(Clone, Debug)]
pub struct BrokenInstrument {
    /// The document; [`Instrument::from_json`] refuses it.
    pub json: String,
    /// The only problem that the check reports.
    pub problem: Problem,
}

/// Documents that differ from a valid instrument in one thing, of every kind of problem that the check knows.
///
/// # Examples
///
/// ```
/// use poet_core::{Error, Instrument};
/// use poet_testkit::strategy::broken_instrument;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&broken_instrument(), |broken| {
///     let Err(Error::Instrument(problems)) = Instrument::from_json(&broken.json) else { panic!("taken") };
///     assert!(problems.iter().eq([&broken.problem]));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn broken_instrument() -> impl Strategy<Value = BrokenInstrument> {
    let flaw = prop::sample::select(&FLAWS[..]);
    (instrument(), flaw).prop_filter_map(
        "a document that cannot be written",
        |(instrument, flaw)| {
            let mut draft = Draft::of(&instrument)?;
            let problem = flaw(&mut draft);
            Some(BrokenInstrument {
                json: draft.document.to_string(),
                problem,
            })
        },
    )
}

/// Puts one thing wrong in a draft and tells what.
type Flaw = fn(&mut Draft) -> Problem;

const FLAWS: [Flaw; 14] = [
    other_format,
    no_licence,
    bad_name,
    unknown_kind,
    unknown_scale,
    item_twice,
    looks_forward,
    no_points,
    unreachable,
    always_asked,
    misplaced_bound,
    bounds_out_of_order,
    ambiguous_labels,
    nominal_measure,
];

/// A valid document that is about to be broken.
struct Draft {
    document: Value,
    first_item: String,
}

impl Draft {
    fn of(instrument: &Instrument) -> Option<Self> {
        let document = serde_json::from_str(&instrument.to_json().ok()?).ok()?;
        let first_item = instrument.items().first()?.id().to_string();
        Some(Self {
            document,
            first_item,
        })
    }

    /// Adds an item to the last section and tells its place.
    fn add(&mut self, item: Value) -> String {
        let place = |section: usize, at: usize| {
            let id = item["id"].as_str().unwrap_or_default();
            format!("sections[{section}].items[{at}] ({id})")
        };
        let Some(sections) = self.document["sections"].as_array_mut() else {
            return place(0, 0);
        };
        let last = sections.len().saturating_sub(1);
        let Some(items) = sections.last_mut().and_then(|s| s["items"].as_array_mut()) else {
            return place(last, 0);
        };
        let place = place(last, items.len());
        items.push(item);
        place
    }
}

/// An item with words and these fields.
fn item(id: &str, kind: &str, fields: Value) -> Value {
    let mut item = json!({ "id": id, "kind": kind, "text": { "en": "Added?" } });
    if let (Some(item), Value::Object(fields)) = (item.as_object_mut(), fields) {
        item.extend(fields);
    }
    item
}

fn problem(place: impl Into<String>, kind: ProblemKind) -> Problem {
    Problem {
        place: place.into(),
        kind,
    }
}

fn other_format(draft: &mut Draft) -> Problem {
    let (found, wanted) = (Instrument::FORMAT + 1, Instrument::FORMAT);
    draft.document["format"] = found.into();
    problem("format", ProblemKind::Format { found, wanted })
}

fn no_licence(draft: &mut Draft) -> Problem {
    draft.document["licence"] = "".into();
    problem(
        "licence",
        ProblemKind::Missing {
            wants: "the licence of the wording",
        },
    )
}

fn bad_name(draft: &mut Draft) -> Problem {
    const NAME: &str = "Not a name";
    let place = draft.add(item(NAME, "text", json!({})));
    let error = NAME.parse::<ItemId>().err();
    let told = error.map(|error| format!("{error}, such as `not_a_name`"));
    problem(place + ".id", ProblemKind::Name(told.unwrap_or_default()))
}

fn unknown_kind(draft: &mut Draft) -> Problem {
    let place = draft.add(item("added", "essay", json!({})));
    let wants = "choice, tick_all, number, money, date, text";
    problem(place + ".kind", ProblemKind::Word { wants })
}

fn unknown_scale(draft: &mut Draft) -> Problem {
    let place = draft.add(item(
        "added",
        "choice",
        json!({ "scale": "nowhere_to_be_found" }),
    ));
    problem(
        place + ".scale",
        ProblemKind::Undeclared {
            what: "scale",
            nearest: None,
        },
    )
}

fn item_twice(draft: &mut Draft) -> Problem {
    let id = draft.first_item.clone();
    let place = draft.add(item(&id, "text", json!({})));
    let first = format!("sections[0].items[0] ({id}).id");
    problem(place + ".id", ProblemKind::Duplicate { first })
}

fn looks_forward(draft: &mut Draft) -> Problem {
    let place = draft.add(item(
        "added",
        "text",
        json!({ "ask_if": { "answered": "added" } }),
    ));
    problem(place + ".ask_if", ProblemKind::ForwardReference)
}

fn no_points(draft: &mut Draft) -> Problem {
    draft.add(item("added_words", "text", json!({})));
    let ask_if = json!({ "ask_if": { "item": "added_words", "any_of": ["1"] } });
    let place = draft.add(item("added", "text", ask_if));
    problem(place + ".ask_if", ProblemKind::NoPoints)
}

fn unreachable(draft: &mut Draft) -> Problem {
    let answered = json!({ "answered": draft.first_item });
    let both = json!({ "ask_if": { "all": [answered, { "not": answered }] } });
    let place = draft.add(item("added", "text", both));
    problem(place + ".ask_if", ProblemKind::Unreachable)
}

fn always_asked(draft: &mut Draft) -> Problem {
    let answered = json!({ "answered": draft.first_item });
    let either = json!({ "ask_if": { "any": [answered, { "not": answered }] } });
    let place = draft.add(item("added", "text", either));
    problem(place + ".ask_if", ProblemKind::AlwaysAsked)
}

fn misplaced_bound(draft: &mut Draft) -> Problem {
    let place = draft.add(item("added", "text", json!({ "max": 3 })));
    let because = "only number, money and date have bounds";
    problem(place + ".max", ProblemKind::Misplaced { because })
}

fn bounds_out_of_order(draft: &mut Draft) -> Problem {
    let place = draft.add(item("added", "number", json!({ "min": 2, "max": 1 })));
    problem(
        place + ".max",
        ProblemKind::OutOfRange {
            wants: "a max that is not under the min",
        },
    )
}

fn ambiguous_labels(draft: &mut Draft) -> Problem {
    let point = |code: &str, label: &str| json!({ "code": code, "label": { "en": label } });
    draft.document["scales"]["added"] =
        json!({ "points": [point("a", "So so"), point("b", "so  SO")] });
    let kind = ProblemKind::AmbiguousLabel { other: "a".into() };
    problem("scales.added.points[1]", kind)
}

fn nominal_measure(draft: &mut Draft) -> Problem {
    draft.document["scales"]["added"] =
        json!({ "points": [{ "code": "a", "label": { "en": "Only" } }] });
    draft.add(item("added", "choice", json!({ "scale": "added" })));
    let measure =
        json!({ "id": "added", "kind": "mean", "title": { "en": "Added" }, "items": ["added"] });
    let measures = &mut draft.document["measures"];
    if measures.is_null() {
        *measures = json!([]);
    }
    let at = measures.as_array().map_or(0, Vec::len);
    if let Some(measures) = measures.as_array_mut() {
        measures.push(measure);
    }
    let because = "its scale has no two different scores";
    problem(
        format!("measures[{at}] (added).items[0]"),
        ProblemKind::Misplaced { because },
    )
}

#[cfg(test)]
mod tests {
    use poet_core::Error;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn the_check_names_each_flaw_and_nothing_else() {
        let mut runner = TestRunner::deterministic();
        for (at, flaw) in FLAWS.iter().enumerate() {
            for _ in 0..20 {
                let instrument = instrument().new_tree(&mut runner).unwrap().current();
                let mut draft = Draft::of(&instrument).unwrap();
                let problem = flaw(&mut draft);
                match Instrument::from_json(&draft.document.to_string()) {
                    Err(Error::Instrument(problems)) => {
                        assert!(
                            problems.iter().eq([&problem]),
                            "{at}: {problems} for {problem}"
                        );
                    }
                    Err(other) => panic!("{at}: {other}"),
                    Ok(_) => panic!("{at}: taken"),
                }
            }
        }
    }
}
