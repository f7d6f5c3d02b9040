//! `poet budget` and `poet uptake`.

use super::{Scratch, poet, text};

const BUDGETS: &str = concat!(
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","deployment":[{"deployment":"direct_payment","share":"1"}],"#,
    r#""plan":{"lines":[{"category":"shared_lives"}]}}"#,
    "\n",
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c9","contribution":{"money":"-71.35","period":"weekly"}}"#,
    "\n",
);

#[test]
fn a_file_of_budgets_is_checked_and_no_amount_is_told() {
    let check = poet(&["budget", "check", "-"], BUDGETS);
    assert_eq!(check.status.code(), Some(1));
    let told = text(&check.stdout);
    assert!(
        told.starts_with("2 budgets read, 1 accepted, 1 refused\n"),
        "{told}"
    );
    assert!(told.contains(
        "row 2: contribution.money: money is under zero, wants 0.00 or more (money_negative)"
    ));
    assert!(told.contains("row 1: line 0 (shared_lives) by direct_payment: ask (shared_lives)"));
    assert!(!told.contains("71.35"));

    let json = poet(&["budget", "check", "-", "--json"], BUDGETS);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["refusals"][0]["rule"], "money_negative");
    assert_eq!(report["refusals"][0]["place"], "contribution.money");
    assert_eq!(report["remarks"][0]["verdict"], "ask");
}

#[test]
fn the_rules_of_purchases_are_printed_changed_and_used() {
    let rules = poet(&["budget", "rules"], "");
    assert_eq!(rules.status.code(), Some(0));
    let changed = text(&rules.stdout).replace("id = \"shared_lives\"", "id = \"our_scheme\"");
    let rules = Scratch::new("rules.toml", changed);
    let check = poet(&["budget", "check", "-", "--rules", rules.path()], BUDGETS);
    std::fs::write(rules.path(), "[[rule]]\nid = 1\n").unwrap();
    let off = poet(&["budget", "check", "-", "--rules", rules.path()], BUDGETS);
    assert!(text(&check.stdout).contains("ask (our_scheme)"));
    assert_eq!(off.status.code(), Some(2));
    assert!(
        text(&off.stderr).contains("purchase rules break off at line 2"),
        "{}",
        text(&off.stderr)
    );
}

#[test]
fn budgets_are_compared_by_organisation_by_way_of_holding_and_as_money() {
    let budget = |at: u32| {
        let place = ["north", "south"][at as usize % 2];
        let held = ["direct_payment", "council_managed"][at as usize / 2 % 2];
        let step = |pounds: u32| {
            format!(
                r#"{{"allocation":[{{"stream":"social_care","amount":{{"money":"{pounds}","period":"yearly"}}}}]}}"#
            )
        };
        let steps = format!(r#""indicative":{},"agreed":{}"#, step(2_450), step(1_000));
        format!(
            r#"{{"id":"67e55044-10b1-426f-9247-{at:012}","organisation":"{place}","allocations":{{{steps}}},"deployment":[{{"deployment":"{held}","share":"1"}}]}}"#
        ) + "\n"
    };
    let budgets: String = (0..80).map(budget).collect();
    let compare = |table: &str, more: &str| {
        let args = [
            "budget", "compare", "-", "--table", table, "--policy", "strict",
        ];
        poet(&args, &format!("{budgets}{more}"))
    };
    let money = compare("money", "");
    assert_eq!(money.status.code(), Some(0));
    let rows: Vec<&str> = text(&money.stdout).lines().collect();
    assert_eq!(
        rows[1],
        "organisation,north,north,1000.00,shown,,2.45,shown,"
    );
    assert_eq!(rows[3], "everyone,,,1000.00,shown,,2.45,shown,");

    let holding = compare("holding", "");
    let written = text(&holding.stdout);
    assert!(
        written.contains(
            "budget-record@1,organisation,council_managed,Account managed by the council,"
        )
    );

    let homeless = "{\"id\":\"67e55044-10b1-426f-9247-bb680e5fe0c8\"}\nno budget\n";
    let organisations = compare("organisations", homeless);
    assert_eq!(organisations.status.code(), Some(1));
    let told = text(&organisations.stderr);
    assert!(
        told.contains("1 of 82 budgets were refused")
            && told.contains("1 of 82 budgets name no organisation")
    );
}

#[test]
fn counts_of_people_with_a_budget_are_compared_and_rows_counted_twice_are_told() {
    let counts = "organisation,age group,eligible,holders,direct payments\n\
                  north,18-64,400,300,120\nnorth,65+,600,500,80\nsouth,65+,100,20,10\nnorth,all,1000,800,200\n";
    let uptake = poet(&["uptake", "-", "--policy", "strict"], counts);
    assert_eq!(uptake.status.code(), Some(1));
    let told =
        "poet: standard input: row 5: an earlier row counts some of these people, first in row 2\n";
    assert_eq!(text(&uptake.stderr), told);
    let north = text(&uptake.stdout).lines().nth(1).unwrap();
    let wanted = "uptake-people@1,organisation,north,north,group,uptake,Has a personal budget (everybody),,,1000,shown,800,0.8,";
    assert!(north.starts_with(wanted), "{north}");

    let carers = ["uptake", "-", "--of", "carers", "--format", "json"];
    let carers = poet(&carers, "council,people,holders\nnorth,400,300\n");
    assert_eq!(carers.status.code(), Some(0));
    assert!(text(&carers.stdout).contains("\"uptake-carers@1\""));

    let lost = poet(&["uptake", "-"], "organisation,holders\n");
    assert_eq!(lost.status.code(), Some(3));
    assert!(text(&lost.stderr).contains("no column `eligible` among the 2 of the header"));
}
