//! Accepted and refused are read, for any input.

use std::num::NonZeroUsize;

use poet::Catalogue;
use poet::import::Intake;
use poet_testkit::synth::{Delimiter, Encoding, LineEnd, Mess, Survey, Truth};

#[test]
fn accepted_and_refused_are_read_in_a_thousand_messy_files() {
    let instrument = Catalogue::builtin()
        .get(&"family-carers@2014".parse().unwrap())
        .unwrap();
    let survey = Survey::new(instrument, Truth::of(instrument), 11).unwrap();
    for seed in 0..1_000 {
        let mess = Mess {
            delimiter: [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab][seed as usize % 3],
            line_end: [LineEnd::Lf, LineEnd::CrLf][seed as usize % 2],
            encoding: [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Windows1252]
                [seed as usize / 2 % 3],
            ..Mess::new(seed)
        };
        let mut file = Vec::new();
        let spoiled = survey.write_messy_csv(0..25, &mut file, &mess).unwrap();
        let intake = Intake::new(instrument)
            .read(&file[..], NonZeroUsize::MIN)
            .unwrap();
        let report = intake.report;
        assert_eq!(report.accepted + report.refused, report.read, "seed {seed}");
        assert_eq!(report.read, spoiled.written(), "seed {seed}");
        assert_eq!(
            report.refused,
            spoiled.refused().count() as u64,
            "seed {seed}"
        );
        assert_eq!(report.accepted, intake.table.len() as u64, "seed {seed}");
    }
}
