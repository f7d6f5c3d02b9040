//! Shares weighted to the margins of a population.

use std::fmt::Write as _;

use super::{Scratch, poet, text};

const ADULTS: &str = "adult-holders@2014";

/// Two places: of eighty people of one gender three quarters are better off, of a hundred and twenty of the other one in
/// six.
fn survey() -> String {
    let mut survey = String::from("response_id,organisation,gender,dignity\n");
    let counts = [
        ("1", "1", 60),
        ("1", "5", 20),
        ("2", "1", 20),
        ("2", "5", 100),
    ];
    for place in ["north", "south"] {
        for (at, (gender, point, people)) in counts.into_iter().enumerate() {
            for person in 0..people {
                writeln!(survey, "{place}-{at}-{person},{place},{gender},{point}").unwrap();
            }
        }
    }
    survey
}

#[test]
fn margins_weight_shares_in_files_and_reports() {
    let margins = Scratch::new(
        "margins.csv",
        "item,point,people\ngender,1,3000\ngender,2,1000\n",
    );
    let args = ["-", "--instrument", ADULTS, "--margins", margins.path()];
    let survey = survey();
    let json = ["benchmark", "--format", "json"];
    let json = poet(&[&json[..], &args].concat(), &survey);
    let report = ["report", "--organisation", "north", "--minimum", "10"];
    let report = poet(&[&report[..], &args].concat(), &survey);
    let one = poet(
        &[
            &["benchmark", "--format", "json", "--threads", "1"],
            &args[..],
        ]
        .concat(),
        &survey,
    );

    assert_eq!(json.status.code(), Some(0), "{}", text(&json.stderr));
    assert_eq!(json.stdout, one.stdout, "the same on one thread");
    // 0.75 of three quarters and 1 in 6 of one quarter are 0.604.
    assert!(text(&json.stdout).contains("\"raked\":{\"all\":{\"shown\":{\"share\":0.604,"));
    assert!(text(&json.stdout).contains("\"population\":4000"));
    let page = text(&report.stdout);
    assert!(page.contains("Weighted to the population") && page.contains("60.4%"));
    assert!(page.contains("40.0%"), "and the plain share beside it");
}

#[test]
fn margins_that_do_not_fit_are_named() {
    let failed = |rows: &str| {
        let margins = Scratch::new("margins-off.csv", format!("item,point,people\n{rows}"));
        let args = [
            "benchmark",
            "-",
            "--instrument",
            ADULTS,
            "--margins",
            margins.path(),
        ];
        let run = poet(&args, &survey());
        (run.status.code(), text(&run.stderr).to_owned())
    };
    let (code, said) = failed("gender,1,3000\n");
    assert_eq!(code, Some(2));
    assert!(
        said.contains(
            "--margins: margin gender: level 2 has no target, wants its number of people"
        )
    );
    let (code, said) = failed("gender,1,3000\ngender,77,1\n");
    assert_eq!(code, Some(3));
    assert!(
        said.contains("row 3: margin gender has no point 77"),
        "{said}"
    );
    let (_, said) = failed("gender,1,3000\ngender,2,1000\nage_band,1,4000\n");
    assert!(said.contains("nobody answered at level 1"), "{said}");
}
