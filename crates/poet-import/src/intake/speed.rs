//! How fast a million rows are read: run in release by hand.
//!
//! `cargo test --release -p poet-import -- --ignored --nocapture speed`

use std::fmt::Write;
use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;

use poet_core::Catalogue;

use super::*;

const ROWS: u64 = 1_000_000;

/// Items with short labels; the others hold codes.
const LABELLED: [&str; 7] = [
    "dignity",
    "quality_of_life",
    "independence",
    "arranging_support",
    "mental_health",
    "control",
    "safety",
];
const CODED: [&str; 16] = [
    "information",
    "assessment",
    "amount",
    "restrictions",
    "planning_support",
    "getting_support",
    "changing_support",
    "managing_money",
    "being_heard",
    "complaining",
    "family",
    "paid_supporters",
    "friends",
    "self_esteem",
    "physical_health",
    "community",
];

/// A file of a million rows with 29 columns, made once.
fn file(instrument: &Instrument) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/speed.csv");
    if path.exists() {
        return path;
    }
    let mut text = String::from("response_id,organisation,mode,help,need_group,age_band");
    LABELLED.iter().chain(&CODED).for_each(|item| {
        let _ = write!(text, ",{item}");
    });
    text.push('\n');
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) % below
    };
    for row in 0..ROWS {
        let mode =
            ["post", "online", "telephone", "face_to_face"][usize::try_from(draw(4)).unwrap()];
        let help = ["alone", "with_help", "by_proxy"][usize::try_from(draw(3)).unwrap()];
        let _ = write!(
            text,
            "R{row:07},E{:08},{mode},{help},{},{}",
            6_000_000 + draw(152),
            draw(5) + 1,
            draw(4) + 1
        );
        for item in LABELLED {
            let points = instrument
                .item(item)
                .and_then(poet_core::Item::scale)
                .unwrap()
                .points();
            let point = &points[usize::try_from(draw(5)).unwrap() % points.len()];
            text.push(',');
            match draw(20) {
                0 => text.push_str("n/a"),
                _ => text.push_str(point.label().english()),
            }
        }
        for _ in CODED {
            let _ = write!(text, ",{}", draw(5) + 1);
        }
        text.push('\n');
    }
    std::fs::write(&path, text).unwrap();
    path
}

/// Peak of this process's resident memory in megabytes, where the system tells it.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes / 1024)
}

/// Processor time of this process in milliseconds, where the system tells it.
fn processor_milliseconds() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2);
    fields
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum::<u64>()
        * 10
}

#[test]
#[ignore = "takes a release build and writes 120 MB under target"]
fn speed_of_a_million_rows() {
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let path = file(instrument);
    let size = std::fs::metadata(&path).unwrap().len();
    println!(
        "{} MB, peak so far {:?} MB",
        size / 1_000_000,
        peak_megabytes()
    );
    for threads in [1, 2] {
        for _ in 0..4 {
            let (begun, spent) = (Instant::now(), processor_milliseconds());
            let rows = |rows: &mut usize, batch: Batch<'_>| *rows += batch.table.len();
            let threads = NonZeroUsize::new(threads).unwrap();
            let (rows, report) = Intake::new(instrument)
                .fold(File::open(&path).unwrap(), threads, || 0, rows)
                .unwrap();
            let took = begun.elapsed();
            assert_eq!(
                (rows.iter().sum::<usize>() as u64, report.read),
                (ROWS, ROWS)
            );
            println!(
                "{threads} threads: {took:?}, {} ms of processor, {:.0} MB/s, peak {:?} MB",
                processor_milliseconds() - spent,
                size as f64 / 1e6 / took.as_secs_f64(),
                peak_megabytes()
            );
        }
    }
}
