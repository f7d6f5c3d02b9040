//! A national survey from file to report: 40 synthetic councils, 8,000 people, holders and carers.
//!
//! Makes the survey files, reads them back as somebody's real ones would be, compares every council with the rest, and
//! writes under `target/council-report/` what may leave: an intake report, tidy CSV, JSON, one council's report and that of all places. All
//! answers are synthetic.

use std::error::Error;
use std::fs;
use std::io::BufWriter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use poet::export::{CouncilReport, NationalReport, Tables};
use poet::import::{Intake, IntakeReport};
use poet::{Catalogue, Findings, Instrument, Policy, Settings, Tally};
use poet_testkit::synth::{Csv, Mess, Spoil, Survey, Truth};

const SEED: u64 = 2014;
const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn main() -> Result<(), Box<dyn Error>> {
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
fn survey(
    instrument: &Instrument,
    people: u64,
    folder: &Path,
) -> Result<Vec<String>, Box<dyn Error>> {
    let name = instrument.key().id.as_str();
    let path = |what: &str| folder.join(format!("{name}-{what}"));
    let synthetic = Survey::new(instrument, Truth::of(instrument), SEED)?;

    // One row in a hundred cannot be read, as in any real file.
    let mess = Mess {
        shares: [(Spoil::UnknownAnswer, 0.01)].into(),
        ..Mess::default()
    };
    let file = create(&path("survey.csv"))?;
    synthetic.write_messy_csv(0..people, file, &Csv::labels(), &mess)?;

    let (tally, intake) = read(instrument, &path("survey.csv"))?;
    fs::write(path("intake.txt"), intake.to_string())?;
    println!(
        "{}: {} rows read, {} accepted, {} refused",
        instrument.key(),
        intake.read,
        intake.accepted,
        intake.refused
    );

    let findings = Findings::new(&tally, &Settings::default());
    let released = Policy::ascs().apply(&findings);
    let directory = synthetic.directory();
    let tables = Tables::new(&released, instrument, &directory)?;
    tables.write_answers(create(&path("answers.csv"))?)?;
    tables.write_comparisons(create(&path("comparisons.csv"))?)?;
    tables.write_places(create(&path("places.csv"))?)?;
    tables.write_variation(create(&path("variation.csv"))?)?;
    tables.write_json(create(&path("benchmark.json"))?)?;

    // The report of the council where most people answered.
    let largest = findings
        .places()
        .iter()
        .max_by_key(|place| place.people)
        .ok_or("nobody answered")?;
    let page = CouncilReport::new(&released, instrument, &directory, &largest.id)?;
    page.write(create(&path("report.html"))?)?;
    let together = NationalReport::new(&released, instrument, &directory)?;
    together.write(create(&path("all-places.html"))?)?;

    for what in [
        "intake.txt",
        "answers.csv",
        "comparisons.csv",
        "places.csv",
        "variation.csv",
        "benchmark.json",
        "report.html",
        "all-places.html",
    ] {
        println!("  {}", path(what).display());
    }
    Ok(page.what_stands_out())
}

/// Reads a survey file on two threads, each with a tally of its own, and merges the tallies.
fn read(instrument: &Instrument, file: &Path) -> Result<(Tally, IntakeReport), Box<dyn Error>> {
    let start = || Tally::new(instrument);
    let (parts, report) =
        Intake::new(instrument).fold(fs::File::open(file)?, THREADS, start, |tally, batch| {
            if let Ok(counted) = tally
                && let Err(error) = counted.add_table(batch.table)
            {
                *tally = Err(error);
            }
        })?;
    let mut whole = Tally::new(instrument)?;
    for part in parts {
        whole.merge(&part?)?;
    }
    Ok((whole, report))
}

fn create(path: &Path) -> std::io::Result<BufWriter<fs::File>> {
    fs::File::create(path).map(BufWriter::new)
}
