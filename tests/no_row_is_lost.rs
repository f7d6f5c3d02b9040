//! Accepted and refused are read, for any input.

use std::num::NonZeroUsize;

use poet::Catalogue;
use poet::import::Intake;
use poet_testkit::synth::{Csv, Delimiter, Encoding, LineEnd, Mess, Spoil, Survey, Truth};

const SPOILS: [Spoil; 8] = [
    Spoil::UnknownAnswer,
    Spoil::OutOfRange,
    Spoil::Ragged,
    Spoil::DuplicateId,
    Spoil::BlankId,
    Spoil::BlankCell,
    Spoil::CaseAndSpacing,
    Spoil::QuotedNewline,
];

#[test]
fn accepted_and_refused_are_read_in_a_thousand_messy_files() {
    let instrument = Catalogue::builtin()
        .get(&"family-carers@2014".parse().unwrap())
        .unwrap();
    for seed in 0..1_000_usize {
        let mess = Mess {
            shares: SPOILS.into_iter().map(|spoil| (spoil, 0.06)).collect(),
            delimiter: [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab][seed % 3],
            line_end: [LineEnd::Lf, LineEnd::Crlf][seed % 2],
            encoding: [
                Encoding::Utf8,
                Encoding::Utf8WithMark,
                Encoding::Windows1252,
            ][seed / 2 % 3],
        };
        let survey = Survey::new(instrument, Truth::of(instrument), seed as u64).unwrap();
        let csv = [Csv::codes(), Csv::labels()][seed / 3 % 2].clone();
        let mut file = Vec::new();
        let spoiled = survey
            .write_messy_csv(0..25, &mut file, &csv, &mess)
            .unwrap();
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
