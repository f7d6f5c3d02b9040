//! Budgets by the way they are held, as they leave beside budgets by organisation.

use std::collections::BTreeSet;

use poet_core::OrganisationId;

use super::cover::{Covers, Part};
use super::{Benchmark, Policy, Released, apply};
use crate::budgets::{BudgetTally, NOT_KNOWN, OTHERS};
use crate::suppression::Line;
use crate::tally::Tally;
use crate::{Error, Findings, Settings};

impl Policy {
    /// Releases records of budgets by the way they are held instead of by organisation.
    ///
    /// Both tables sum to the same budgets, so this one gives way to the other. Ways of holding whose number the release by
    /// organisation keeps back are put together into one; an item of which it keeps back anything of everybody together is
    /// kept back wholly here; and of the others everybody's figures are taken for known when the ways of holding are
    /// protected. So neither table tells of everybody what the other does not, and what is kept back of each moves without
    /// the other.
    ///
    /// Not reckoned with: where all budgets of one way of holding are of one organisation, what is shown of the one bounds
    /// the other, and where they are nearly all budgets of it, can be taken for it. Fifteen limited through a broker, shown
    /// here, are at least fifteen of the one organisation with brokers: where that hides behind another, 18 limited in both
    /// together leave the other three. Where the records say so of some way of holding, only one of the two tables is to be
    /// published.
    ///
    /// # Errors
    ///
    /// [`Error::Response`] where a way of holding is no name of a place, which no form shows.
    pub fn apply_by_holding(
        &self,
        tally: &BudgetTally,
        settings: &Settings,
    ) -> Result<Released<Benchmark>, Error> {
        let whole = tally.findings(settings);
        let others = Covers::new(self, &whole);
        let few = self.few(&tally.held, &not_shown(&whole, &others));
        let name: OrganisationId = OTHERS.parse().map_err(Error::Response)?;
        let held = tally.held.renamed(|id| match few.contains(id) {
            true => name.clone(),
            false => id.clone(),
        });
        let findings = Findings::new(&held, settings);
        let covers = Covers::beside(self, &findings, &others);
        Ok(Released::new(apply::release(self, &findings, &covers)))
    }

    /// Ways of holding that are put together, so that they are not few: those whose number is not shown, and the unknown
    /// where they are few.
    fn few(&self, held: &Tally, not_shown: &BTreeSet<String>) -> BTreeSet<OrganisationId> {
        let people = |id: &OrganisationId| held.people_of(id).unwrap_or(0);
        let small = |people| self.rule.is_some_and(|rule| rule.withholds(people));
        let unknown = |id: &OrganisationId| id.as_str() == NOT_KNOWN && small(people(id));
        let put_together = |id: &OrganisationId| not_shown.contains(id.as_str()) || unknown(id);
        let (few, mut others): (Vec<_>, Vec<_>) =
            held.organisations().into_iter().partition(put_together);
        let mut few: BTreeSet<_> = few.into_iter().collect();
        others.sort_by_key(|id| std::cmp::Reverse(people(id)));
        while small(few.iter().map(people).sum()) {
            match others.pop() {
                Some(next) => few.insert(next),
                None => break,
            };
        }
        few
    }
}

/// Ways of holding whose number is not shown of everybody together.
fn not_shown(findings: &Findings, covers: &Covers) -> BTreeSet<String> {
    let items = findings.items.iter().zip(covers.items());
    let held = items.filter(|(item, _)| item.item.as_str() == "held");
    let codes = held.flat_map(|(_, cover)| {
        let hidden = |at| cover.hides(Line::Total, Part::Point(at));
        let ways = crate::budgets::ways_of_holding().enumerate();
        ways.filter(move |&(at, _)| hidden(at))
            .map(|(_, code)| code.to_owned())
    });
    codes.collect()
}

#[cfg(test)]
mod tests {
    use poet_core::budget::PersonalBudget;

    use super::*;
    use crate::release::Figure;

    /// So many budgets of an organisation, held in a way, of which the first are limited.
    fn tally(rows: &[(&str, Option<&str>, u64, u64)]) -> BudgetTally {
        let mut tally = BudgetTally::new().unwrap();
        let mut number = 0;
        for &(place, held, budgets, limited) in rows {
            for at in 0..budgets {
                number += 1;
                let id = format!("67e55044-10b1-426f-9247-{number:012}");
                let held = held.map_or(String::new(), |held| {
                    format!(r#","deployment":[{{"deployment":"{held}","share":"1"}}]"#)
                });
                let limit = if at < limited {
                    r#"{"limit":"place"}"#
                } else {
                    ""
                };
                let json = format!(
                    r#"{{"id":"{id}","organisation":"{place}"{held},"restrictions":[{limit}]}}"#
                );
                tally
                    .add(&PersonalBudget::from_json(json).unwrap())
                    .unwrap();
            }
        }
        tally
    }

    fn places(released: &Benchmark) -> Vec<&str> {
        released
            .places
            .iter()
            .map(|place| place.id.as_str())
            .collect()
    }

    /// Budgets limited in place, by place and of everybody.
    fn limited(released: &Benchmark) -> Vec<Figure<u64>> {
        let mut items = released.items.iter();
        let place = items.find(|item| item.option.as_ref().is_some_and(|o| o.as_str() == "place"));
        let item = place.unwrap();
        let cells = item.places.iter().chain([&item.all]);
        cells
            .map(|c| {
                c.favourable
                    .and_then(|f| f.people.map_or(Figure::Shown(0), Figure::Shown))
            })
            .collect()
    }

    #[test]
    fn restrictions_are_counted_by_way_of_holding_and_sum_to_everybody() {
        let tally = tally(&[
            ("a", Some("direct_payment"), 40, 12),
            ("b", Some("direct_payment"), 50, 20),
            ("a", Some("broker"), 30, 11),
            ("b", Some("council_managed"), 60, 45),
        ]);
        let released = Policy::strict()
            .apply_by_holding(&tally, &Settings::default())
            .unwrap();
        assert_eq!(
            places(&released),
            ["broker", "council_managed", "direct_payment"]
        );
        let shown: Vec<_> = limited(&released).into_iter().map(Figure::shown).collect();
        assert_eq!(shown, [Some(11), Some(45), Some(32), Some(88)]);
    }

    #[test]
    fn ways_of_holding_that_are_few_are_put_together_with_others() {
        let tally = tally(&[
            ("a", Some("direct_payment"), 90, 40),
            ("a", Some("broker"), 4, 2),
            ("b", Some("council_managed"), 60, 25),
            ("b", Some("nhs_managed"), 30, 15),
            ("b", None, 3, 0),
        ]);
        let released = Policy::strict()
            .apply_by_holding(&tally, &Settings::default())
            .unwrap();
        assert_eq!(
            places(&released),
            ["council_managed", "direct_payment", OTHERS]
        );
        let others = released.places[2].respondents.shown();
        assert_eq!(others, Some(40), "37, to the nearest 10");
        let held = released
            .items
            .iter()
            .find(|item| item.item.as_str() == "held")
            .unwrap();
        let cells = held.places.iter().chain([&held.all]);
        assert!(cells.flat_map(|c| &c.points).all(Figure::is_withheld));
        let internal = Policy::internal()
            .apply_by_holding(&tally, &Settings::default())
            .unwrap();
        assert_eq!(internal.places.len(), 5);
    }

    #[test]
    fn what_is_kept_back_of_everybody_by_organisation_is_kept_back_by_way_of_holding() {
        // Five are limited in all: too few to be shown of everybody.
        let few = tally(&[
            ("a", Some("direct_payment"), 40, 3),
            ("b", Some("council_managed"), 50, 2),
        ]);
        let by_organisation = Policy::strict().apply(&few.findings(&Settings::default()));
        assert!(limited(&by_organisation).iter().all(Figure::is_withheld));
        let released = Policy::strict()
            .apply_by_holding(&few, &Settings::default())
            .unwrap();
        assert!(limited(&released).iter().all(Figure::is_withheld));
    }

    #[test]
    fn everybody_is_shown_in_both_and_small_ways_of_holding_hide_behind_each_other() {
        let tally = tally(&[
            ("a", Some("direct_payment"), 40, 30),
            ("b", Some("direct_payment"), 40, 5),
            ("a", Some("council_managed"), 50, 0),
            ("b", Some("council_managed"), 50, 25),
            ("b", Some("broker"), 40, 3),
        ]);
        let by_organisation = Policy::strict().apply(&tally.findings(&Settings::default()));
        assert_eq!(limited(&by_organisation)[2], Figure::Shown(63));
        let released = Policy::strict()
            .apply_by_holding(&tally, &Settings::default())
            .unwrap();
        let cells = limited(&released);
        assert_eq!(cells[3], Figure::Shown(63));
        assert!(cells[0].is_withheld());
        assert_eq!(
            cells[..3].iter().filter(|cell| cell.is_withheld()).count(),
            2
        );
    }

    /// What the documentation warns of.
    #[test]
    fn a_way_of_holding_of_one_organisation_bounds_what_is_kept_back_of_it() {
        let tally = tally(&[
            ("a", Some("broker"), 40, 15),
            ("a", Some("direct_payment"), 30, 0),
            ("b", Some("direct_payment"), 50, 3),
            ("c", Some("direct_payment"), 140, 70),
        ]);
        let by_organisation = Policy::strict().apply(&tally.findings(&Settings::default()));
        let hidden: Vec<_> = limited(&by_organisation)
            .iter()
            .map(|f| f.shown())
            .collect();
        assert_eq!(hidden, [None, None, Some(70), Some(88)]);
        let by_holding = Policy::strict()
            .apply_by_holding(&tally, &Settings::default())
            .unwrap();
        let shown: Vec<_> = limited(&by_holding).iter().map(|f| f.shown()).collect();
        // At least 15 of the 18 that are left are of the first organisation.
        assert_eq!(shown, [Some(15), Some(73), Some(88)]);
    }
}
