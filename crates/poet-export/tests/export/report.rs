//! The page of one council.

use poet_benchmark::release::{Benchmark, Policy, Released};
use poet_core::{Directory, Instrument, Organisation, OrganisationKind, Sampling};
use poet_export::{CouncilReport, Error};
use proptest::prelude::*;

use crate::html::{Tag, parse, words};
use crate::survey::{directory, framed, instrument, place, published, released, released_with};

fn page(released: &Released<Benchmark>, instrument: &Instrument, number: usize) -> String {
    let directory = directory(released.places.len());
    page_of(released, instrument, &directory, number)
}

fn page_of(
    released: &Released<Benchmark>,
    instrument: &Instrument,
    directory: &Directory,
    number: usize,
) -> String {
    let mut page = Vec::new();
    let report = CouncilReport::new(released, instrument, directory, &place(number)).unwrap();
    report.write(&mut page).unwrap();
    String::from_utf8(page).unwrap()
}

/// Pages of every policy and source, of a place with many people, one with few and one with hardly any.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for key in ["adult-holders@2014", "family-carers@2014"] {
        let instrument = instrument(key);
        let policies = [
            Policy::ascs(),
            Policy::nhs_sub_national(),
            Policy::strict(),
            Policy::internal(),
        ];
        for policy in policies {
            let released = released(instrument, &[180, 60, 2, 150], policy);
            pages.extend((0..3).map(|number| page(&released, instrument, number)));
        }
        let alone = released(instrument, &[120], Policy::ascs());
        pages.push(page(&alone, instrument, 0));
    }
    let users = instrument("ascs-core@2020-21");
    pages.push(page(&published(users), users, 1));
    for sampling in [Sampling::Everybody, Sampling::Random, Sampling::Volunteers] {
        let framed = framed(users, &[400, 60, 2], Policy::ascs(), sampling);
        pages.extend((0..3).map(|number| page(&framed, users, number)));
    }
    pages
}

#[test]
fn every_page_is_well_formed_and_has_its_parts() {
    for page in pages() {
        let tags = parse(&page).unwrap();
        headings_are_in_order(&tags);
        ids_are_unique_and_met(&tags);
        for tag in &tags {
            match tag.name.as_str() {
                "svg" if tag.attribute("role") == Some("img") => {
                    assert_eq!(tag.children[..2], ["title", "desc"]);
                }
                "svg" => assert_eq!(tag.attribute("aria-hidden"), Some("true")),
                "table" => assert_eq!(tag.children, ["caption", "thead", "tbody"]),
                "th" => assert!(tag.attribute("scope").is_some()),
                "script" | "link" | "img" | "iframe" => panic!("<{}> on the page", tag.name),
                _ => {}
            }
        }
        assert!(!page.contains("NaN") && !page.contains("inf%") && !page.contains("\"inf"));
        assert!(!page.contains("http://") && !page.contains("https://"));
    }
}

#[test]
fn a_page_says_whom_its_figures_stand_for() {
    let users = instrument("ascs-core@2020-21");
    let said = |released: &Released<Benchmark>| words(&page(released, users, 0));
    let plain = said(&released(users, &[400, 60], Policy::ascs()));
    assert!(plain.contains(
        "there is no response rate, and no figure stands for more people than those who answered"
    ));
    assert!(!plain.contains(", weighted") && !plain.contains("national"));
    let framed = |sampling| said(&framed(users, &[400, 60], Policy::ascs(), sampling));
    let random = framed(Sampling::Random);
    for words in [
        "People who could have answered here 1,600",
        "Response rate here 25.0%",
        "A random sample of those eligible was asked.",
        "Weighted figures stand for the 1,600 people in Council Ashfield who could have answered",
        "2 organisations have answers, of 2 that are known to have been asked",
        "Favourable, weighted",
        "is their margin of error: Adult Social Care Survey, stratified, 1.96 standard errors",
    ] {
        assert!(random.contains(words), "{words}: {random}");
    }
    assert!(!random.contains("no response rate") && !random.contains("national"));
    assert!(random.contains("% ± "));
    let volunteers = framed(Sampling::Volunteers);
    assert!(
        volunteers.contains("People came forward by themselves.") && !volunteers.contains("± ")
    );
    assert!(framed(Sampling::Everybody).contains("Everybody who was eligible was asked."));
}

/// Headings of a page leave no level out.
pub(crate) fn headings_are_in_order(tags: &[Tag]) {
    let levels: Vec<u32> = tags
        .iter()
        .filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
        .collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert_eq!(levels[0], 1);
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{levels:?}"
    );
}

/// Every id of a page is there once, and every link has one.
pub(crate) fn ids_are_unique_and_met(tags: &[Tag]) {
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.attribute("id")).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for tag in tags {
        let named = ["aria-labelledby", "aria-describedby"].map(|name| tag.attribute(name));
        let link = tag
            .attribute("href")
            .map(|href| href.trim_start_matches('#'));
        let fill = tag
            .attribute("fill")
            .and_then(|f| f.strip_prefix("url(#")?.strip_suffix(')'));
        for id in named.into_iter().chain([link, fill]).flatten() {
            assert!(ids.contains(&id), "no #{id}");
        }
    }
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    let adults = instrument("adult-holders@2014");
    let twice = [0, 1].map(|_| page(&released(adults, &[130, 140], Policy::ascs()), adults, 1));
    assert!(twice[0] == twice[1]);
}

#[test]
fn how_a_withheld_count_is_split_does_not_change_a_byte() {
    // Without scores, which are of fifteen questions and may move by a decimal.
    let adults = instrument("adult-holders@2014").to_toml().unwrap();
    let adults = adults.split("[[measures]]").next().unwrap();
    let adults = &Instrument::from_toml(adults).unwrap();
    // Three people of two places said that dignity got worse: one and two, or two and one.
    let split = |here: usize, there: usize| {
        let point = |number: usize, person: usize| match (number, person) {
            (0, p) if p < here => Some("5"),
            (1, p) if p < there => Some("5"),
            (0 | 1, p) if p < 3 => Some("4"),
            (_, p) if p < 70 => Some("2"),
            (_, p) if p < 110 => Some("3"),
            _ => Some("1"),
        };
        let policy = Policy::ascs();
        released_with(
            adults,
            &[150, 150, 150],
            policy,
            |number, person, response| match point(number, person) {
                Some(point) => response.with(
                    "dignity".parse().unwrap(),
                    poet_core::Answer::Choice(point.parse().unwrap()),
                ),
                None => response,
            },
        )
    };
    let (one, other) = (split(1, 2), split(2, 1));
    let dignity = |released: &Released<Benchmark>| {
        let item = released
            .items
            .iter()
            .find(|i| i.item.as_str() == "dignity")
            .unwrap();
        item.places[0].clone()
    };
    assert!(dignity(&one).points[3].is_withheld() && dignity(&one).points[4].is_withheld());
    assert_eq!(
        dignity(&one).unfavourable.shown().map(|s| s.share),
        Some(0.02)
    );
    for number in 0..3 {
        let (one, other) = (page(&one, adults, number), page(&other, adults, number));
        let differs = one.bytes().zip(other.bytes()).position(|(a, b)| a != b);
        assert!(
            one == other,
            "{:?}",
            differs.map(|at| (&one[at - 200..at + 20], &other[at..at + 20]))
        );
    }
}

#[test]
fn a_page_opens_with_what_stands_out_and_says_what_was_not_found() {
    let adults = instrument("adult-holders@2014");
    let sizes: Vec<usize> = vec![180; 6];
    let text = words(&page(&released(adults, &sizes, Policy::ascs()), adults, 1));
    let order = [
        "What stands out",
        "Strongest is",
        "No difference was found",
        "That does not mean that there is none",
        "Compared with everyone else",
        "points or more would probably have been found",
        "change that people perceive",
        "tests were made",
        "content hash",
    ];
    let mut from = 0;
    for part in order {
        let Some(at) = text[from..].find(part) else {
            panic!("no {part:?} after byte {from}");
        };
        from += at;
    }
    let (findings, _) = text.split_once("What may be concluded").unwrap();
    for causal in [
        "because of the budget",
        "caused by",
        "leads to",
        "improved by",
        "impact of",
    ] {
        assert!(!findings.contains(causal), "{causal}");
    }
}

#[test]
fn below_the_minimum_the_page_says_so_and_compares_nothing() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &[180, 60], Policy::ascs());
    let page_of_few = page(&released, adults, 1);
    assert!(
        words(&page_of_few)
            .contains("Few people answered. No comparison is shown: it takes at least 100 people")
    );
    assert!(!page_of_few.contains("id=\"rest-"));

    let directory = directory(2);
    let mut page = Vec::new();
    let report = CouncilReport::new(&released, adults, &directory, &place(1)).unwrap();
    report.minimum(50).write(&mut page).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("id=\"rest-"));
}

#[test]
fn published_figures_are_compared_question_by_question_and_named_as_published() {
    let users = instrument("ascs-core@2020-21");
    let page = page(&published(users), users, 1);
    let text = words(&page);
    assert!(text.contains("published by somebody else"));
    assert!(text.contains("Not compared, since fewer than 100 people here answered them"));
    assert!(page.contains("id=\"rest-"));
    assert!(!text.contains("Summary scores"));
}

#[test]
fn an_internal_page_is_marked_on_screen_and_on_every_sheet() {
    let adults = instrument("adult-holders@2014");
    let page_under = |policy| page(&released(adults, &[120, 130], policy), adults, 0);
    let mark = "@top-center { content: \"Not for publication\"";
    assert!(page_under(Policy::internal()).contains(mark));
    assert!(words(&page_under(Policy::internal())).contains("Not for publication."));
    assert!(!page_under(Policy::ascs()).contains("Not for publication"));
}

#[test]
fn an_unknown_organisation_and_another_instrument_are_errors() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &[10, 10], Policy::ascs());
    let directory = directory(2);
    let error = |name: &str| {
        CouncilReport::new(&released, adults, &directory, &name.parse().unwrap())
            .map(drop)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error("E08000011"),
        "no figures of organisation `E08000011`, nearest is `E08000001`"
    );
    assert_eq!(
        error("ashfield council"),
        "no figures of organisation `ashfield council`, nearest is `E08000000`"
    );
    let carers = instrument("family-carers@2014");
    let found = CouncilReport::new(&released, carers, &directory, &place(0));
    assert!(matches!(found, Err(Error::OtherInstrument { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_name_is_escaped(name in "[<>&\"'a-z/=]{1,20}") {
        let adults = instrument("adult-holders@2014");
        let released = released(adults, &[40, 40], Policy::ascs());
        let organisation = Organisation {
            id: place(0),
            name: format!("<b>{name}</b>"),
            kind: OrganisationKind::Council,
            region: None,
            ons: None,
            ods: None,
        };
        let directory: Directory = [organisation].into_iter().collect();
        let page = page_of(&released, adults, &directory, 0);
        prop_assert!(!page.contains("<b>"));
        let tags = parse(&page);
        prop_assert!(tags.is_ok(), "{:?}", tags.err());
    }
}

#[test]
fn every_word_of_an_instrument_is_escaped() {
    let adults = instrument("adult-holders@2014").to_toml().unwrap();
    let hostile: String = adults
        .lines()
        .map(|line| line.replacen("en = \"", "en = \"<i>&", 1) + "\n")
        .collect();
    let hostile = Instrument::from_toml(&hostile).unwrap();
    let page = page(
        &released(&hostile, &[120, 120], Policy::ascs()),
        &hostile,
        0,
    );
    assert!(page.contains("&lt;i&gt;&amp;Dignity") && !page.contains("<i>"));
    assert!(parse(&page).is_ok());
}

#[test]
fn labels_are_in_the_language_asked_for_and_say_so() {
    let adults = instrument("adult-holders@2014").to_toml().unwrap();
    let welsh = adults.replacen("en = \"Dignity\"", "en = \"Dignity\"\ncy = \"Urddas\"", 1);
    let welsh = Instrument::from_toml(&welsh).unwrap();
    let released = released(&welsh, &[120, 120], Policy::ascs());
    let directory = directory(2);
    let page = |language: &str| {
        let mut page = Vec::new();
        let report = CouncilReport::new(&released, &welsh, &directory, &place(0)).unwrap();
        report
            .language(language.parse().unwrap())
            .write(&mut page)
            .unwrap();
        String::from_utf8(page).unwrap()
    };
    assert!(page("cy").contains("lang=\"cy\">Urddas<"));
    assert!(!page("en").contains("Urddas"));
    assert!(page("en-x-easy").contains("It got a lot better"));
}
