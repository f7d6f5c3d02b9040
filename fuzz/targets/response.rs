//! Any text, read as one person's response in JSON: refused, or validated, routed, scored and written back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::{Catalogue, Response, ResponseTable, Scorer};

fuzz_target!(|text: &str| {
    let Ok(response) = serde_json::from_str::<Response>(text) else {
        return;
    };
    let json = serde_json::to_string(&response).expect("a response has a JSON form");
    let again: Response = serde_json::from_str(&json).expect("what was written is read");
    assert!(again == response);
    for key in ["adult-holders@2014", "ascs-core@2020-21"] {
        let key = key.parse().expect("a key");
        let instrument = Catalogue::builtin().get(&key).expect("it comes with the crate");
        for finding in response.validate(instrument) {
            assert!(!finding.to_string().is_empty());
        }
        let mut routed = response.route(instrument).codes().to_vec();
        assert!(instrument.route(&mut routed).is_empty(), "routing twice changes nothing");
        let scorer = Scorer::new(instrument).expect("it is scored");
        let alone = scorer.score(&response).scores;
        let mut table = ResponseTable::new(instrument);
        if table.push(&response).is_ok() {
            table.route();
            let scores = scorer.score_table(&table).expect("a table of its instrument");
            for (measure, alone) in alone.iter().enumerate() {
                assert!(scorer.read(&scores, measure, 0).as_ref() == Some(alone));
            }
        }
    }
});
