//! People in groups, as tables and on the page.

use poet_benchmark::Settings;
use poet_benchmark::release::{Benchmark, Policy, Released, SubgroupBenchmark};
use poet_benchmark::subgroups::Subgroups;
use poet_benchmark::tally::Tally;
use poet_core::{Answer, Directory, Response, ResponseTable, Stratification};
use poet_export::{CouncilReport, Error, SubgroupTable};

use crate::survey::{directory, instrument, place};

/// In the first place 40 women of whom 36 have dignity and 40 men of whom 12; in the second 30 men, 15 of them.
fn released(policy: &Policy) -> (Released<Benchmark>, Released<SubgroupBenchmark>) {
    let groups = [(0, "1", 40, 36), (0, "2", 40, 12), (1, "2", 30, 15)];
    released_of(policy, &groups)
}

/// Place, gender, people, and those of them who have dignity.
fn released_of(
    policy: &Policy,
    groups: &[(usize, &str, u32, u32)],
) -> (Released<Benchmark>, Released<SubgroupBenchmark>) {
    let adults = instrument("adult-holders@2014");
    let mut table = ResponseTable::new(adults);
    for &(number, gender, people, better) in groups {
        for at in 0..people {
            let point = if at < better { "1" } else { "5" };
            let answer = |code: &str| Answer::Choice(code.parse().unwrap());
            let person = Response::new(
                format!("r-{number}-{gender}-{at}").parse().unwrap(),
                place(number),
            );
            let person = person.with("gender".parse().unwrap(), answer(gender));
            table
                .push(&person.with("dignity".parse().unwrap(), answer(point)))
                .unwrap();
        }
    }
    let strata = Stratification::new(adults, &["gender".parse().unwrap()]).unwrap();
    let mut tally = Tally::new(adults).unwrap();
    tally
        .add_table(&table.stratified_by(&strata).unwrap())
        .unwrap();
    let subgroups = Subgroups::new(&tally, &strata, &Settings::default()).unwrap();
    (
        policy.apply(subgroups.findings()),
        policy.apply_subgroups(&subgroups),
    )
}

#[test]
fn a_row_of_a_group_has_its_share_and_the_difference_to_the_others() {
    let (_, groups) = released(&Policy::ascs());
    let (adults, directory) = (instrument("adult-holders@2014"), directory(2));
    let mut csv = Vec::new();
    SubgroupTable::new(&groups, adults, &directory)
        .unwrap()
        .write_csv(&mut csv)
        .unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let line = |start: &str| {
        csv.lines()
            .find(|line| line.contains(start))
            .unwrap()
            .to_owned()
    };
    // 36 of 40 against 12 of 40: z = 0.6 / sqrt(0.6 0.4 / 20) = 5.48. Newcombe by hand from
    // Wilson 0.7695 to 0.9604 and 0.1807 to 0.4543: 0.6 - 0.2021 and 0.6 + 0.1337.
    assert_eq!(
        line("E08000000,Council Ashfield,outcomes,dignity,Dignity,,1,"),
        "adult-holders@2014,organisation,E08000000,Council Ashfield,outcomes,dignity,Dignity,,1,Female,40,shown,35,0.9,\
         0.769,0.96,shown,40,0.3,0.6,0.398,0.734,shown,pooled_z,16,5.48,0,0,shown,higher"
    );
    assert!(
        line("E08000001,Council Barrow & Hythe,outcomes,dignity,Dignity,,2,")
            .contains(",empty_comparator,")
    );
    // Nobody answered anything else, and gender makes the groups.
    assert!(!csv.contains(",gender,"));
    let mut json = Vec::new();
    SubgroupTable::new(&groups, adults, &directory)
        .unwrap()
        .write_json(&mut json)
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["labels"]["groups"][1]["label"], "Male");
    // Both groups in the first place and both in all together; nobody else answered in the second.
    assert_eq!(json["subgroups"]["method"]["tests"], 4);
}

#[test]
fn a_page_tells_who_said_what_in_words_and_tables() {
    let (benchmark, groups) = released(&Policy::ascs());
    let (adults, directory) = (instrument("adult-holders@2014"), directory(2));
    let page = || CouncilReport::new(&benchmark, adults, &directory, &place(0)).unwrap();
    let mut html = Vec::new();
    page().subgroups(&groups).unwrap().write(&mut html).unwrap();
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("Who said what"));
    assert!(html.contains("is 60.0 points higher than among the others"));
    assert!(html.contains("does not tell why"));
    let (_, strict) = released(&Policy::strict());
    assert!(matches!(
        page().subgroups(&strict),
        Err(Error::OtherSubgroups)
    ));
    let carers = instrument("family-carers@2014");
    let nowhere = Directory::default();
    let other = SubgroupTable::new(&groups, carers, &nowhere);
    assert!(matches!(other, Err(Error::OtherInstrument { .. })));
}

#[test]
fn of_a_group_of_few_people_the_page_tells_neither_share_nor_difference() {
    let page = |women, better| {
        let groups = [(0, "1", women, better), (0, "2", 40, 2), (1, "2", 30, 15)];
        let (benchmark, groups) = released_of(&Policy::internal(), &groups);
        let (adults, directory) = (instrument("adult-holders@2014"), directory(2));
        let page = CouncilReport::new(&benchmark, adults, &directory, &place(0)).unwrap();
        let mut html = Vec::new();
        let page = page.subgroups(&groups).unwrap();
        page.write(&mut html).unwrap();
        let html = String::from_utf8(html).unwrap();
        let (_, part) = html.split_once("Who said what</h2>").unwrap();
        part.split_once("</section>").unwrap().0.to_owned()
    };
    let few = page(9, 9);
    assert!(few.contains("too few to tell"), "{few}");
    assert!(
        !few.contains("100.0%") && !few.contains("points higher"),
        "{few}"
    );
    let enough = page(10, 10);
    assert!(
        enough.contains("100.0%") && enough.contains("points higher"),
        "{enough}"
    );
}
