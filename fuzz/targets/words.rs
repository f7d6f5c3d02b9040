//! Any text, read as a document of shared parts and as a wording: structure never changes by it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::Catalogue;
use poet::domain::{Parts, Wording};

fuzz_target!(|text: &str| {
    let name = || "own".parse().expect("a name");
    let _ = Parts::builtin().clone().with_toml(name(), text);
    let _ = Parts::builtin().clone().with_json(name(), text);
    for read in [Wording::from_toml, Wording::from_json] {
        let Ok(wording) = read(text) else {
            continue;
        };
        let Ok(ours) = Catalogue::builtin().get(wording.instrument()) else {
            continue;
        };
        if let Ok((theirs, _)) = ours.with_wording(&wording) {
            assert_eq!(theirs.structure(), ours.structure());
        }
    }
});
