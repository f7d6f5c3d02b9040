//! One document, two notations, one meaning.

use super::Reading::{Favourable, Neutral, Outside, Unfavourable};
use super::*;

const CARERS: &str = "family-carers@2014";

fn builtin() -> impl Iterator<Item = &'static Instrument> {
    Catalogue::builtin().iter()
}

#[test]
fn toml_and_json_of_an_instrument_are_one_instrument() {
    for instrument in builtin() {
        let json = Instrument::from_json(&instrument.to_json().unwrap()).unwrap();
        let toml = Instrument::from_toml(&json.to_toml().unwrap()).unwrap();
        assert_eq!(json.hash(), instrument.hash());
        assert_eq!(toml.hash(), instrument.hash());
        assert_eq!(toml.to_json().unwrap(), instrument.to_json().unwrap());
        assert_eq!(toml.items().len(), instrument.items().len());
    }
}

#[test]
fn another_wording_has_another_hash() {
    let carers = Catalogue::builtin().get(&CARERS.parse().unwrap()).unwrap();
    assert_eq!(carers.hash().as_str().len(), 64);
    let json = carers.to_json().unwrap();
    let reworded = json.replacen("manage the budget", "look after the budget", 1);
    assert_ne!(Instrument::from_json(&reworded).unwrap(), *carers);
}

#[test]
fn a_name_is_near_where_at_most_half_of_it_differs() {
    let near = |name| nearest(name, ["life"].into_iter());
    assert_eq!(near("li"), Some("life"));
    assert_eq!(near("lo"), None);
    assert_eq!(nearest("ax", ["ab"].into_iter()), Some("ab"));
    assert_eq!(nearest("a", ["b"].into_iter()), None);
}

#[test]
fn columns_of_options_name_them_and_points_have_their_synonyms() {
    let holders = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let options = |item: &str| -> Vec<_> {
        let columns = holders.columns_of(holders.position(item).unwrap());
        holders.columns()[columns]
            .iter()
            .map(Column::option)
            .collect()
    };
    assert_eq!(options("used_for"), [Some(0), Some(1), Some(2), Some(3)]);
    assert_eq!(options("dignity"), [None]);
    let scale = holders.item("dignity").unwrap().scale().unwrap();
    assert_eq!(scale.points()[0].synonyms(), ["much better"]);
}

const OFTEN: &str = r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial" }
        asks = "state"
        respondent = "other"
        licence = "CC0"
        [[scales.often.points]]
        code = "1"
        label = { en = "Often" }
        reading = "favourable"
        score = 5
        [[scales.often.points]]
        code = "2"
        label = { en = "Sometimes" }
        score = 2
        [[scales.often.points]]
        code = "3"
        label = { en = "Never" }
        reading = "unfavourable"
        score = 1
        [[scales.often.points]]
        code = "4"
        label = { en = "Never tried" }
        reading = "outside"
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Main" }
        [[sections.items]]
        id = "rested"
        kind = "choice"
        scale = "often"
        text = { en = "Rested?" }
        [[sections.items]]
        id = "tired"
        kind = "choice"
        scale = "often"
        reversed = true
        text = { en = "Tired?" }
"#;

#[test]
fn a_reversed_item_turns_readings_and_scores_round() {
    let instrument = Instrument::from_toml(OFTEN).unwrap();
    let of = |item: &str| -> Vec<_> {
        let scale = instrument.item(item).unwrap().scale().unwrap();
        scale
            .points()
            .iter()
            .map(|p| (p.reading(), p.score()))
            .collect()
    };
    assert_eq!(
        of("rested"),
        [
            (Favourable, Some(5)),
            (Neutral, Some(2)),
            (Unfavourable, Some(1)),
            (Outside, None)
        ]
    );
    assert_eq!(
        of("tired"),
        [
            (Unfavourable, Some(1)),
            (Neutral, Some(4)),
            (Favourable, Some(5)),
            (Outside, None)
        ]
    );
}

#[test]
fn every_column_belongs_to_one_item() {
    for instrument in builtin() {
        let mut next = 0;
        for at in 0..instrument.items().len() {
            let columns = instrument.columns_of(at);
            assert_eq!(columns.start, next);
            assert!(
                instrument.columns()[columns.clone()]
                    .iter()
                    .all(|c| c.item() == at)
            );
            next = columns.end;
        }
        assert_eq!(next, instrument.columns().len());
    }
}
