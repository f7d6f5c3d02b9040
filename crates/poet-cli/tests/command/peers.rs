//! Peers, standards and learning partners.

use super::{Scratch, poet, text};

const HOLDERS: &str = "adult-holders@2014";
const COUNCIL: &str = "E08900020";

fn survey() -> String {
    let args = ["synth", "--instrument", HOLDERS, "--people", "5200"];
    let made = poet(&args, "");
    assert_eq!(made.status.code(), Some(0));
    text(&made.stdout).to_owned()
}

#[test]
fn a_report_holds_a_council_against_places_like_it_and_tells_whom_to_learn_from() {
    let survey = survey();
    let standards = Scratch::new("standards.csv", "item,share\nindependence,0.9\n");
    let args = [
        "report",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        COUNCIL,
        "--peers",
        "neighbours:10",
        "--standard",
        "dignity=0.7",
        "--standards",
        standards.path(),
    ];
    let report = poet(&args, &survey);
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    let page = text(&report.stdout);
    assert!(page.contains("Against places like yours") && page.contains("10 places most like it"));
    assert!(page.contains("Against the standards set") && page.contains("90.0%"));
    assert!(page.contains("Whom to learn from") && page.contains("is an association"));

    let args = [
        "partners",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        COUNCIL,
    ];
    let partners = poet(&args, &survey);
    assert!(text(&partners.stdout).contains("points below everyone else"));
    let json = poet(&[&args[..], &["--format", "json"]].concat(), &survey);
    assert!(text(&json.stdout).starts_with("{\"organisation\":\"E08900020\","));
}

#[test]
fn a_benchmark_holds_every_council_against_its_peers_in_the_json() {
    let survey = survey();
    let args = ["benchmark", "-", "--instrument", HOLDERS, "--peers", "kind"];
    let tidy = poet(&args, &survey);
    assert_eq!(tidy.status.code(), Some(2));
    assert!(text(&tidy.stderr).contains("--format json"));
    let json = poet(
        &[
            &args[..],
            &["--format", "json", "--standard", "dignity=0.7"],
        ]
        .concat(),
        &survey,
    );
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let places = json["benchmark"]["places"].as_array().unwrap().len();
    for beside in ["peers", "standards"] {
        assert_eq!(json[beside].as_array().unwrap().len(), places);
    }
}

#[test]
fn a_call_that_names_no_peers_says_what_is_wanted() {
    let survey = survey();
    let call = |more: &[&str]| {
        let args = [
            "report",
            "-",
            "--instrument",
            HOLDERS,
            "--organisation",
            COUNCIL,
        ];
        let off = poet(&[&args[..], more].concat(), &survey);
        assert_eq!(off.status.code(), Some(2), "{more:?}");
        text(&off.stderr).to_owned()
    };
    assert!(call(&["--peers", "region"]).contains("--organisations FILE"));
    assert!(call(&["--peers", "E09999999"]).contains("nobody of E09999999"));
    assert!(call(&["--peers", "neighbours:0"]).contains("such as neighbours:10"));
    assert!(call(&["--standard", "dignity"]).contains("such as dignity=0.6"));
    assert!(call(&["--standard", "dignty=0.6"]).contains("nearest is dignity"));
    assert!(call(&["--standard", "dignity=60"]).contains("wants 0 to 1"));
    assert!(call(&["--standard", "gender=0.5"]).contains("a good and a bad side"));
}

#[test]
fn a_file_of_standards_says_which_row_is_off_and_what_is_wanted() {
    let survey = survey();
    for (rows, wanted) in [
        ("", "no standard in it"),
        ("item,share\n", "no standard in it"),
        ("item,share\ndignity,0.6\ndignty,0.6\n", "row 3: "),
        ("item,share\ndignity,most\n", "row 2: "),
    ] {
        let file = Scratch::new("standards-off.csv", rows);
        let args = [
            "report",
            "-",
            "--instrument",
            HOLDERS,
            "--organisation",
            COUNCIL,
        ];
        let off = poet(
            &[&args[..], &["--standards", file.path()]].concat(),
            &survey,
        );
        assert_eq!(off.status.code(), Some(3), "{rows}");
        let said = text(&off.stderr);
        assert!(
            said.contains(wanted) && said.contains("columns item and share"),
            "{said}"
        );
    }
}

#[test]
fn a_council_is_held_against_a_norm_set_by_its_own_file_alone() {
    let survey = survey();
    let write = |more: &[&str]| {
        let args = ["norm", "write", "-", "--instrument", HOLDERS];
        poet(&[&args[..], more].concat(), &survey)
    };
    let wave = "spring-2014:2014-03-01:2014-06-30";
    let norm = write(&["--wave", wave]);
    assert_eq!(norm.status.code(), Some(0), "{}", text(&norm.stderr));
    let norm = Scratch::new("norm.json", &norm.stdout);
    let bare = Scratch::new("norm-bare.json", write(&["--without-places"]).stdout);
    assert_eq!(write(&["--wave", "spring-2014"]).status.code(), Some(2));

    let against = |id: &str, norm: &Scratch, more: &[&str]| against(&survey, (id, norm), more);
    let inside = against(COUNCIL, &norm, &[]);
    assert!(
        inside.contains("asked in spring-2014 (1 March 2014 to 30 June 2014)"),
        "{inside}"
    );
    assert!(
        inside.contains("taken out as far as rounded figures tell on 28 questions"),
        "{inside}"
    );
    assert!(
        inside.contains("Credibly lower than the norm on"),
        "{inside}"
    );
    assert!(inside.contains("Not for publication"));
    let bare = against(COUNCIL, &bare, &[]);
    assert!(bare.contains("partly compared with itself"), "{bare}");
    assert!(against("E08999999", &norm, &[]).contains("is not one of them"));
    let json: serde_json::Value =
        serde_json::from_str(&against(COUNCIL, &norm, &["--format", "json"])).unwrap();
    assert_eq!(json["listed"], true);

    let args = [
        "report",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        COUNCIL,
        "--norm",
        norm.path(),
    ];
    assert!(text(&poet(&args, &survey).stdout).contains("Against the norm"));
}

/// The rows of the council, under some name, held against a norm set.
fn against(survey: &str, (id, norm): (&str, &Scratch), more: &[&str]) -> String {
    let rows = survey.lines().enumerate();
    let own = rows.filter(|(at, row)| *at == 0 || row.contains(COUNCIL));
    let own: Vec<String> = own.map(|(_, row)| row.replace(COUNCIL, id)).collect();
    let args = [
        "norm",
        "against",
        "-",
        "--instrument",
        HOLDERS,
        "--norm",
        norm.path(),
        "--organisation",
        id,
        "--policy",
        "internal",
    ];
    let found = poet(&[&args[..], more].concat(), &own.join("\n"));
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    text(&found.stdout).to_owned()
}

#[test]
fn where_no_place_can_be_told_to_be_near_the_report_says_why() {
    let rows = (0..80).map(|at| {
        let place = if at % 2 == 0 { "north" } else { "south" };
        format!("r{at},{place},{}\n", 1 + at % 5)
    });
    let survey = format!(
        "response_id,organisation,dignity\n{}",
        rows.collect::<String>()
    );
    let args = [
        "report",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        "north",
    ];
    let report = poet(&args, &survey);
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    assert!(text(&report.stdout).contains("No place is named to learn from: too little"));
}
