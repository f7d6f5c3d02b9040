//! Any bytes, read as each table of figures: published answers, a frame, counts of uptake, a list of organisations.
//! Accepted and refused are read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::domain::{Frame, Sampling};
use poet::import::{PublishedIntake, UptakeIntake, read_directory, read_frame};
use poet::{Catalogue, Tally};

fuzz_target!(|file: &[u8]| {
    let _ = read_directory(file);
    let key = "ascs-core@2020-21".parse().expect("a key");
    let instrument = Catalogue::builtin().get(&key).expect("it comes with the crate");
    if let Ok(published) = PublishedIntake::new(instrument).read(file) {
        let report = &published.report;
        assert_eq!(report.accepted + report.refused, report.read);
        let _ = Tally::from_published(&published.table);
    }
    if let Ok(read) = read_frame(file, Frame::new(key, Sampling::Everybody)) {
        assert_eq!(read.report.accepted + read.report.refused, read.report.read);
    }
    if let Ok(read) = UptakeIntake::read(file) {
        assert_eq!(read.accepted.len() + read.refused.len(), read.read_rows());
    }
});
