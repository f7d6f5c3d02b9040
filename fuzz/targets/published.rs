//! Any bytes, read as a published table and as a list of organisations: accepted and refused are read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::import::{PublishedIntake, read_directory};
use poet::{Catalogue, Tally};

fuzz_target!(|file: &[u8]| {
    let _ = read_directory(file);
    let key = "ascs-core@2020-21".parse().expect("a key");
    let instrument = Catalogue::builtin().get(&key).expect("it comes with the crate");
    let Ok(published) = PublishedIntake::new(instrument).read(file) else {
        return;
    };
    let report = &published.report;
    assert_eq!(report.accepted + report.refused, report.read);
    let _ = Tally::from_published(&published.table);
});
