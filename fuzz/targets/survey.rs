//! Any bytes, read as a survey file: accepted and refused are read, for any number of threads.

#![no_main]

use std::num::NonZeroUsize;

use libfuzzer_sys::fuzz_target;
use poet::Catalogue;
use poet::import::Intake;

fuzz_target!(|file: &[u8]| {
    let key = "family-carers@2014".parse().expect("a key");
    let instrument = Catalogue::builtin().get(&key).expect("it comes with the crate");
    let read = |threads| Intake::new(instrument).read(file, threads);
    let Ok(alone) = read(NonZeroUsize::MIN) else {
        return;
    };
    let report = &alone.report;
    assert_eq!(report.accepted + report.refused, report.read);
    assert_eq!(report.accepted, alone.table.len() as u64);
    assert!(!report.to_string().is_empty());
    let shared = read(NonZeroUsize::new(2).expect("two")).expect("as it was with one thread");
    assert_eq!(*report, shared.report);
});
