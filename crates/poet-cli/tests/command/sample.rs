//! Surveys to come, and those that came back.

use super::{Scratch, poet, text};

#[test]
fn forms_and_margins_of_the_guidance_come_out() {
    let sample = ["sample", "--population", "1000"];
    let to_send = poet(
        &[&sample[..], &["--margin", "5", "--response-rate", "40"]].concat(),
        "",
    );
    assert_eq!(
        text(&to_send.stdout),
        "answers needed: 278 of 1000, for 5 points either way at 95 % confidence\nforms to send: 696, if 40 % come \
         back\nanswers to expect: 278, good to 5.0 points either way\n"
    );
    let came_back = poet(&[&sample[..], &["--answers", "360"]].concat(), "");
    assert_eq!(
        text(&came_back.stdout),
        "360 answers of 1000 people are good to 4.1 points either way\n"
    );
    for (wrong, wanted) in [
        (["--margin", "0"], "at most 100 points"),
        (["--response-rate", "140"], "at most 100 per cent"),
        (["--response-rate", "0"], "more than 0"),
        (["--confidence", "100"], "less than 100 per cent"),
        (["--answers", "1001"], "More people answered"),
    ] {
        let call = poet(&[&sample[..], &wrong].concat(), "");
        assert_eq!(call.status.code(), Some(2), "{wrong:?}");
        let said = text(&call.stderr);
        assert!(
            said.contains(&wrong.join(" ")) && said.contains(wanted),
            "{said}"
        );
    }
    let nobody = poet(&["sample", "--population", "0"], "");
    assert_eq!(nobody.status.code(), Some(2));
    assert!(text(&nobody.stderr).contains("--population"));
    assert_eq!(poet(&["sample"], "").status.code(), Some(2));
}

#[test]
fn each_organisation_of_a_frame_has_a_plan_of_its_own() {
    let rows = "organisation,stratum,eligible\nnorth,1,250\nnorth,2,750\nsouth,,60\nwest,,many\n";
    let frame = Scratch::new("sample-frame.csv", rows);
    let planned = poet(&["sample", "--frame", frame.path()], "");
    assert_eq!(planned.status.code(), Some(1), "a row was refused");
    let rows: Vec<&str> = text(&planned.stdout).lines().collect();
    let margin = "0.04996680173162";
    assert!(rows[1].starts_with(&format!("north,north,1000,278,278,{margin}")));
    assert!(rows[1].ends_with(",1,250,174") && rows[2].ends_with(",2,750,522"));
    assert!(rows[3].starts_with("south,south,60,53,24,") && rows[3].ends_with(",,60,60"));
    assert_eq!(rows.len(), 4);
    assert!(text(&planned.stderr).contains("row 5"));
}
