//! Any text, read as an instrument in TOML and in JSON: refused with its problems, or sound and written back whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::domain::Error;
use poet::{Instrument, Response, Scorer, Tally};

fuzz_target!(|text: &str| {
    for read in [Instrument::from_toml, Instrument::from_json] {
        match read(text) {
            Ok(instrument) => sound(&instrument),
            Err(error) => told(&error),
        }
    }
});

fn sound(instrument: &Instrument) {
    let toml = instrument.to_toml().expect("a sound instrument has a TOML form");
    let json = instrument.to_json().expect("a sound instrument has a JSON form");
    for again in [Instrument::from_toml(&toml), Instrument::from_json(&json)] {
        let again = again.expect("what was written is read");
        assert_eq!(again.hash(), instrument.hash());
    }
    let id = "r-1".parse().expect("an id");
    let silent = Response::new(id, "E08000035".parse().expect("a code"));
    let scorer = Scorer::new(instrument).expect("a sound instrument is scored");
    assert_eq!(scorer.score(&silent).scores.len(), instrument.measures().len());
    let mut tally = Tally::new(instrument).expect("a sound instrument is tallied");
    // Somebody silent is refused where an item is required.
    let wanted = instrument.items().iter().any(|item| item.is_required());
    assert!(tally.add(&silent).is_ok() || wanted);
}

fn told(error: &Error) {
    assert!(!error.to_string().is_empty());
}
