//! Pages to look at.

use std::path::Path;

use poet_benchmark::release::Policy;
use poet_core::Wave;
use poet_export::{CouncilReport, Tables};

use crate::survey;

#[test]
fn pages_and_tables_are_written_to_look_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let adults = survey::instrument("adult-holders@2014");
    let sizes: Vec<usize> = (0..40)
        .map(|n| if n == 7 { 62 } else { 160 + 3 * n })
        .collect();
    let directory = survey::directory(sizes.len());
    let day = |d| chrono::NaiveDate::from_ymd_opt(2014, 3, d).unwrap();
    let wave = Wave::new(
        "2014-spring".parse().unwrap(),
        adults.key().clone(),
        day(3),
        day(28),
    )
    .unwrap();
    let policies = [
        ("ascs", Policy::ascs()),
        ("strict", Policy::strict()),
        ("internal", Policy::internal()),
    ];
    for (name, policy) in policies {
        let released = survey::released(adults, &sizes, policy);
        for number in [3, 7] {
            let mut page = Vec::new();
            let report =
                CouncilReport::new(&released, adults, &directory, &survey::place(number)).unwrap();
            report.wave(&wave).write(&mut page).unwrap();
            std::fs::write(folder.join(format!("{name}-{number}.html")), page).unwrap();
        }
        let tables = Tables::new(&released, adults, &directory).unwrap();
        let file = |end: &str| std::fs::File::create(folder.join(format!("{name}{end}"))).unwrap();
        tables.write_answers(file("-answers.csv")).unwrap();
        tables.write_comparisons(file("-comparisons.csv")).unwrap();
        tables.write_measures(file("-measures.csv")).unwrap();
        tables.write_json(file(".json")).unwrap();
    }
    let users = survey::instrument("ascs-core@2020-21");
    let released = survey::published(users);
    let directory = survey::directory(3);
    let report = CouncilReport::new(&released, users, &directory, &survey::place(1)).unwrap();
    report
        .write(std::fs::File::create(folder.join("published.html")).unwrap())
        .unwrap();
}
