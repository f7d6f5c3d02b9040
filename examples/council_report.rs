//! A national survey from file to report: 40 synthetic councils, 8,000 people, holders and carers, and two rounds before.
//!
//! Makes the survey files and reads them back as somebody's real ones would be. Then holds every council against the
//! rest, as it is and like with like; finds what goes with better lives, what has changed, and whether the questions of a
//! measure belong together; and for the largest council its peers, whom it can learn from and what to act on. Writes
//! under `target/council-report/` what may leave: an intake report, tidy CSV, JSON, one council's page and that of all
//! places. All answers are synthetic.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use poet::{Catalogue, Instrument};
use poet_testkit::synth::{Csv, Mess, Spoil, Survey, Truth};

use people::{Asked, People};
use told::{AllPlaces, OnePlace, Shelf};

#[path = "council_report/people.rs"]
mod people;
#[path = "council_report/rounds.rs"]
mod rounds;
#[path = "council_report/told.rs"]
mod told;

type Failure = Box<dyn Error + Send + Sync>;

const SEED: u64 = 2014;

/// Files of one audience, in the order in which they are written.
const FILES: [&str; 13] = [
    "survey.csv",
    "intake.txt",
    "answers.csv",
    "comparisons.csv",
    "places.csv",
    "variation.csv",
    "benchmark.json",
    "drivers.json",
    "changes.json",
    "scales.json",
    "partners.json",
    "report.html",
    "all-places.html",
];

fn main() -> Result<(), Failure> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let folder = target.join("council-report");
    fs::create_dir_all(&folder)?;
    let mut matters = Vec::new();
    for (key, people) in [("adult-holders@2014", 5_200), ("family-carers@2014", 2_800)] {
        let instrument = Catalogue::builtin().get(&key.parse()?)?;
        matters.extend(survey(instrument, people, &folder)?);
    }
    println!("\nThree findings that matter:");
    for sentence in matters.iter().take(3) {
        println!("  - {sentence}");
    }
    Ok(())
}

/// One audience from file to report; answers with what stands out for the council.
fn survey(instrument: &Instrument, people: u64, folder: &Path) -> Result<Vec<String>, Failure> {
    let synthetic = Survey::new(instrument, Truth::of(instrument), SEED)?;
    let (directory, wave) = (synthetic.directory(), rounds::latest(instrument)?);
    let shelf = Shelf {
        folder,
        instrument,
        directory: &directory,
        wave: &wave,
    };
    send_out(&synthetic, people, &shelf)?;

    let asked = Asked::of(instrument)?;
    let (counted, intake) = People::read(&asked, &shelf.path("survey.csv"))?;
    fs::write(shelf.path("intake.txt"), intake.to_string())?;
    println!(
        "{}: {} rows read, {} accepted, {} refused",
        instrument.key(),
        intake.read,
        intake.accepted,
        intake.refused
    );

    let earlier = rounds::earlier(&synthetic, people)?;
    let all = AllPlaces::released(&asked, &counted, (&wave, &earlier))?;
    let one = OnePlace::of(&all, instrument)?;
    shelf.tables(&all, &one)?;
    let stands_out = shelf.page_of_one(&all, &one)?;
    shelf.page_of_all(&all)?;
    for what in FILES {
        println!("  {}", shelf.path(what).display());
    }
    Ok(stands_out)
}

/// Writes the survey file; one row in a hundred cannot be read, as in any real file.
fn send_out(synthetic: &Survey, people: u64, shelf: &Shelf<'_>) -> Result<(), Failure> {
    let mess = Mess {
        shares: [(Spoil::UnknownAnswer, 0.01)].into(),
        ..Mess::default()
    };
    let file = shelf.create("survey.csv")?;
    synthetic.write_messy_csv(0..people, file, &Csv::labels(), &mess)?;
    Ok(())
}
