//! The page of all places together, and the tables behind it.

use poet_benchmark::release::{Benchmark, Policy, Released};
use poet_core::{Instrument, Sampling};
use poet_export::{NationalReport, Tables};

use crate::html::{parse, words};
use crate::report::{headings_are_in_order, ids_are_unique_and_met};
use crate::survey::{directory, framed, instrument, published, released};

fn page(released: &Released<Benchmark>, instrument: &Instrument) -> String {
    let directory = directory(released.places.len());
    let mut page = Vec::new();
    let report = NationalReport::new(released, instrument, &directory).unwrap();
    report.write(&mut page).unwrap();
    String::from_utf8(page).unwrap()
}

/// Fourteen places, of which one has hardly anybody.
const MANY: [usize; 14] = [180, 60, 2, 150, 90, 40, 70, 120, 55, 35, 210, 80, 95, 130];

#[test]
fn every_page_is_well_formed_whatever_the_policy_and_the_number_of_places() {
    let adults = instrument("adult-holders@2014");
    let users = instrument("ascs-core@2020-21");
    let mut pages = vec![
        page(&published(users), users),
        page(
            &framed(users, &[400, 60, 2], Policy::ascs(), Sampling::Random),
            users,
        ),
    ];
    for policy in [
        Policy::ascs(),
        Policy::nhs_sub_national(),
        Policy::strict(),
        Policy::internal(),
    ] {
        for sizes in [&MANY[..], &MANY[..3], &MANY[..1]] {
            pages.push(page(&released(adults, sizes, policy), adults));
        }
    }
    for page in pages {
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
                "script" | "link" | "img" | "iframe" => panic!("<{}> on the page", tag.name),
                _ => {}
            }
        }
        assert!(!page.contains("NaN") && !page.contains("inf%") && !page.contains("\"inf"));
        // What a rule or a source is called is not what the figures are.
        let own = words(&page).replace("NHS sub-national rules", "");
        let (own, _) = own.split_once("Where the figures come from").unwrap();
        assert!(!own.contains("national"));
    }
}

#[test]
fn a_page_tells_how_much_places_vary_with_its_caveats() {
    let adults = instrument("adult-holders@2014");
    let page = page(&released(adults, &MANY, Policy::ascs()), adults);
    let text = words(&page);
    for part in [
        "All places together",
        "Places vary most on",
        "Take two places at random: in the middle case, the odds of a favourable answer are",
        "Odds are not shares",
        "this is not the doing of the places alone",
        "A place outside is worth a question, not a verdict.",
        "Shrunk shares are not what people said",
        "A rank without its range says little.",
        "Where ranges overlap, the order may be chance.",
        "The two answer different questions.",
        "Withheld to protect people [c]",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(page.contains("id=\"funnel-dignity\"") || page.contains("id=\"funnel-dignity-title\""));
}

#[test]
fn a_place_that_is_withheld_stands_nowhere_and_the_others_do_not_depend_on_it() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &MANY, Policy::ascs());
    let mut judged = released.items.iter().filter_map(|item| {
        let found = item.variation.as_ref().shown()?;
        Some((item, found))
    });
    let (item, found) = judged.next().unwrap();
    assert!(found.standings[2].is_withheld());
    let shown = |cells: usize| item.places[cells].favourable.shown().is_some();
    let counted = (0..MANY.len()).filter(|&at| shown(at)).count();
    assert_eq!(found.places, counted);
    assert!(judged.all(|(_, found)| found.standings[2].is_withheld()));
}

#[test]
fn a_row_of_places_says_why_a_standing_is_not_there() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &MANY, Policy::ascs());
    let directory = directory(MANY.len());
    let tables = Tables::new(&released, adults, &directory).unwrap();
    let (mut places, mut variation) = (Vec::new(), Vec::new());
    tables.write_places(&mut places).unwrap();
    tables.write_variation(&mut variation).unwrap();
    let places = String::from_utf8(places).unwrap();
    let withheld = places.lines().filter(|row| row.contains("E08000002"));
    assert!(withheld.clone().count() > 10);
    assert!(withheld.into_iter().all(|row| row.ends_with(",withheld")));
    let variation = String::from_utf8(variation).unwrap();
    let columns = variation.lines().next().unwrap().split(',').count();
    assert!(
        variation
            .lines()
            .all(|row| row.split(',').count() >= columns)
    );
    assert!(variation.contains("median_odds_ratio") && variation.contains(",yes,shown,"));
}
