//! A mapping in TOML, a line of `%%%`, and a survey file to read with it: accepted and refused are read.

#![no_main]

use std::num::NonZeroUsize;

use libfuzzer_sys::fuzz_target;
use poet::Catalogue;
use poet::import::{Intake, Mapping};

fuzz_target!(|text: &str| {
    let (mapping, file) = text.split_once("%%%\n").unwrap_or((text, ""));
    let Ok(mapping) = Mapping::from_toml(mapping) else {
        return;
    };
    let toml = mapping.to_toml().expect("a mapping has a TOML form");
    assert_eq!(Mapping::from_toml(&toml).expect("what was written is read"), mapping);
    let Ok(instrument) = Catalogue::builtin().get(&mapping.instrument) else {
        return;
    };
    let intake = Intake::new(instrument).with_mapping(mapping);
    if let Ok(read) = intake.read(file.as_bytes(), NonZeroUsize::MIN) {
        assert_eq!(read.report.accepted + read.report.refused, read.report.read);
        assert_eq!(read.report.accepted, read.table.len() as u64);
    }
});
