//! `poet instrument`, and a survey in the words of a file.

use super::{CARERS, folder, poet, survey, text};

#[test]
fn an_instrument_that_is_written_out_is_sound() {
    for format in ["toml", "json"] {
        let written = poet(&["instrument", "show", CARERS, "--format", format], "");
        let checked = poet(&["instrument", "check", "-"], text(&written.stdout));
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    }
}

#[test]
fn an_instrument_takes_what_it_includes_from_beside_it() {
    let instrument = r#"
        format = 1
        id = "sleep"
        edition = "1"
        title = { en = "Sleep" }
        asks = "change"
        respondent = "other"
        licence = "CC0"
        include = ["scales", "nights"]
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Sleep" }
        items = [{ use = "rested" }]
    "#;
    let nights = r#"
        format = 1
        [items.rested]
        kind = "choice"
        scale = "difference"
        text = { en = "How has your sleep changed?" }
    "#;
    let files = [("sleep.toml", instrument), ("nights.toml", nights)];
    let folder = folder("include", &files);
    let path = folder.join("sleep.toml");
    let args = ["instrument", "show", path.to_str().unwrap()];
    let shown = poet(&args, "");
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    assert!(text(&shown.stdout).contains("How has your sleep changed?"));

    std::fs::write(folder.join("nights.toml"), "format = 3").unwrap();
    let broken = poet(&args, "");
    assert_eq!(broken.status.code(), Some(3));
    assert!(
        text(&broken.stderr)
            .contains("nights.toml: shared document `nights` cannot be read: format 3")
    );

    std::fs::remove_file(folder.join("nights.toml")).unwrap();
    let checked = poet(&["instrument", "check", path.to_str().unwrap()], "");
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked.stdout).contains("include[1] (nights): no shared document of this name"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn an_instrument_is_shown_and_reported_in_the_words_of_a_file() {
    let wording = r#"
        format = 1
        instrument = "family-carers@2014"
        licence = "Theirs"
        [items.stress]
        text = { en = "Strained?" }
        label = { en = "Strain" }
        [items.stres]
        text = { en = "Strained?" }
    "#;
    let folder = folder("wording", &[("wording.toml", wording)]);
    let path = folder.join("wording.toml");
    let path = path.to_str().unwrap();
    let shown = poet(&["instrument", "show", CARERS, "--wording", path], "");
    assert_eq!(shown.status.code(), Some(1));
    assert!(text(&shown.stdout).contains("Strained?"));
    let said = text(&shown.stderr);
    assert!(
        said.starts_with("poet: wording: 2 texts replaced, "),
        "{said}"
    );
    assert!(said.contains(
        "items.stres.text: the instrument has no such text, nearest is items.stress.text"
    ));

    let args = [
        "report",
        "-",
        "--instrument",
        CARERS,
        "--wording",
        path,
        "--organisation",
        "E08900001",
    ];
    let report = poet(&args, &survey());
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    assert!(text(&report.stdout).contains("Strain"));
    assert!(text(&report.stderr).contains("the wording lacks"));

    let other = poet(
        &[
            "instrument",
            "show",
            "adult-holders@2014",
            "--wording",
            path,
        ],
        "",
    );
    assert_eq!(other.status.code(), Some(2));
    assert!(
        text(&other.stderr)
            .contains("wording is of family-carers@2014, wants one of adult-holders@2014")
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
