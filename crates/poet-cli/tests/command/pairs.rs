//! `poet pairs`.

use super::{CARERS, Scratch, poet, text};

#[test]
fn holders_and_carers_of_one_household_are_counted_together() {
    let make = |instrument: &str, seed: &str| {
        let args = [
            "synth",
            "--instrument",
            instrument,
            "--people",
            "900",
            "--beside",
        ];
        poet(&[&args[..], &["--seed", seed]].concat(), "").stdout
    };
    let holders = Scratch::new("holders", make("adult-holders@2014", "1"));
    let carers = Scratch::new("carers", make(CARERS, "2"));
    let args = [
        "pairs",
        holders.path(),
        carers.path(),
        "--instrument",
        "adult-holders@2014",
        "--carer-instrument",
        CARERS,
        "--item",
        "dignity",
        "--carer-item",
        "stress",
        "--policy",
    ];
    let pairs = |policy| poet(&[&args[..], &[policy]].concat(), "");
    let internal = pairs("internal");
    assert_eq!(
        internal.status.code(),
        Some(0),
        "{}",
        text(&internal.stderr)
    );
    let told = text(&internal.stderr);
    assert!(told.contains("poet: holders: ") && told.contains(" 0 with several on one side"));
    let rows: Vec<Vec<&str>> = text(&internal.stdout)
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 6 * 6);
    let number = |row: &Vec<&str>| row[5].parse::<u64>().unwrap();
    let cells = rows.iter().filter(|row| row[2] != "all" && row[4] != "all");
    let all = rows.last().unwrap();
    assert_eq!((all[2], all[4]), ("all", "all"));
    assert_eq!(cells.map(number).sum::<u64>(), number(all));
    // 0.81 of 900 are linked on both sides, and most of them answer both questions.
    assert!((550..780).contains(&number(all)), "{all:?}");

    let strict = pairs("strict");
    let withheld = text(&strict.stdout)
        .lines()
        .filter(|line| line.ends_with(",[c]"));
    assert!(withheld.count() > 0);
}
