//! What people of different kinds said.

use maud::{Markup, html};
use poet_benchmark::Verdict;
use poet_benchmark::release::{ComparisonFigure, Figure, SubgroupCell, SubgroupResult};
use poet_core::{Item, Section};

use super::CouncilReport;
use super::few;
use super::layout::wide_table;
use crate::grouped::Grouped;
use crate::number::{people, per_cent, points, size};

/// Most differences that are told in words.
const MOST_TOLD: usize = 6;

/// One group's difference that was found.
struct FoundHere<'a> {
    item: &'a Item,
    group: usize,
    found: ComparisonFigure,
}

impl<'a> CouncilReport<'a> {
    /// Favourable answers of groups of people here and everywhere; nothing where no groups were released.
    pub(super) fn who_said_what(&self) -> Option<Markup> {
        let grouped = self.grouped.as_ref()?;
        let by: Vec<&str> = grouped
            .by()
            .map(|item| self.labelled.words(item.label()))
            .collect();
        Some(html! {
            p {
                "Favourable answers of groups of people, by: " (by.join(", ")) ". Each group is held against all other groups: "
                "here against the others here, and in all places together against the others there."
            }
            p.note {
                "Groups are often small. A share of 20 people moves by more than 20 percentage points by chance alone, so "
                "read a share with the number of people beside it, and a difference only where one was found. Groups differ in "
                "much else, such as age and need: that one says so more often does not tell why."
            }
            h3 { "In " (self.name()) }
            (self.groups_told(grouped, "here", |result| &result.places[self.place]))
            (self.group_table(grouped, &format!("Favourable shares by group in {}", self.name()), |result| &result.places[self.place]))
            h3 { "In all places together" }
            (self.groups_told(grouped, "in all places together", |result| &result.all))
            (self.group_table(grouped, "Favourable shares by group in all places together", |result| &result.all))
            p.note {
                "[c]: withheld, since the group is few people here or would let somebody work out another that is. All places "
                "together are, for each group, those in which it is not few, so they can be fewer people than answered. "
                "Of fewer than " (few::FEWEST) " people neither a share nor a difference is told. "
                (tests_told(grouped))
            }
        })
    }

    /// The largest differences that were found, in words.
    fn groups_told(
        &self,
        grouped: &Grouped<'a>,
        place: &str,
        cells: impl Fn(&'a SubgroupResult) -> &'a [SubgroupCell],
    ) -> Markup {
        let mut found = found(grouped, cells);
        found.sort_by(|a, b| {
            let size = |f: &FoundHere<'_>| f.found.difference.value.abs();
            size(b).total_cmp(&size(a))
        });
        let all = found.len();
        html! {
            @if all == 0 {
                p { "No difference between groups was found " (place) ", which does not say that there is none." }
            } @else {
                ul {
                    @for found in found.iter().take(MOST_TOLD) {
                        li { (self.sentence(grouped, found)) }
                    }
                }
                @if all > MOST_TOLD {
                    p.note { "The largest " (MOST_TOLD) " of " (all) " differences found " (place) "." }
                }
            }
        }
    }

    fn sentence(&self, grouped: &Grouped<'a>, found: &FoundHere<'a>) -> Markup {
        let label = found.item.label();
        let comparison = &found.found;
        let way = match comparison.verdict {
            Verdict::Higher => "higher",
            _ => "lower",
        };
        html! {
            strong { (grouped.label(found.group, &self.labelled.language)) }
            ": the favourable share on “"
            span lang=[self.lang(label)] { (self.labelled.words(label)) }
            "” is " (size(comparison.difference.value)) " points " (way) " than among the others (interval "
            (points(comparison.difference.lower)) " to " (points(comparison.difference.upper)) ")."
        }
    }

    fn group_table(
        &self,
        grouped: &Grouped<'a>,
        caption: &str,
        cells: impl Fn(&'a SubgroupResult) -> &'a [SubgroupCell],
    ) -> Markup {
        let groups = 0..grouped.benchmark.groups.len();
        let head = html! {
            tr {
                th scope="col" { "Question" }
                @for group in groups { th scope="col" { (grouped.label(group, &self.labelled.language)) } }
            }
        };
        let body = html! {
            @for (result, item, _) in judged(grouped) {
                tr {
                    th scope="row" lang=[self.lang(item.label())] { (self.labelled.words(item.label())) }
                    @for cell in cells(result) { (group_cell(cell)) }
                }
            }
        };
        wide_table(caption, &head, &body)
    }
}

/// How a difference comes to be called one.
fn tests_told(grouped: &Grouped<'_>) -> String {
    let method = &grouped.benchmark.method;
    format!(
        "A difference is called higher or lower where the p value, after {} over all {} tests of groups that are released, \
         is at most {}.",
        method.false_discovery,
        people(method.tests as u64),
        method.false_discovery_level
    )
}

/// Items with a good and a bad side of which groups are compared.
fn judged<'a>(
    grouped: &Grouped<'a>,
) -> impl Iterator<Item = (&'a SubgroupResult, &'a Item, &'a Section)> + use<'a> {
    grouped
        .results()
        .filter(|(result, _, _)| result.option.is_none())
}

/// Differences that were found.
fn found<'a>(
    grouped: &Grouped<'a>,
    cells: impl Fn(&'a SubgroupResult) -> &'a [SubgroupCell],
) -> Vec<FoundHere<'a>> {
    let mut all = Vec::new();
    for (result, item, _) in judged(grouped) {
        for (group, cell) in cells(result).iter().enumerate() {
            let found = few::compared(cell.against_others, &cell.base).shown();
            let found = found.filter(|f| matches!(f.verdict, Verdict::Higher | Verdict::Lower));
            all.extend(found.map(|found| FoundHere { item, group, found }));
        }
    }
    all
}

/// A share with its mark of a difference and the people it is of; of too few, neither share nor mark.
fn group_cell(cell: &SubgroupCell) -> Markup {
    let found = few::compared(cell.against_others, &cell.base);
    let sign = match found.shown().map(|found| found.verdict) {
        Some(Verdict::Higher) => " \u{25b2}",
        Some(Verdict::Lower) => " \u{25bc}",
        _ => "",
    };
    match (&cell.favourable, &cell.base) {
        (Figure::Shown(_), Figure::Shown(base)) if *base < few::FEWEST => html! {
            td { (few::TOO_FEW) " " span.n { "n = " (people(*base)) } }
        },
        (Figure::Shown(share), Figure::Shown(base)) => html! {
            td { (per_cent(share.share)) (sign) " " span.n { "n = " (people(*base)) } }
        },
        (hidden, _) => html! { td.mark { (hidden.mark().unwrap_or_default()) } },
    }
}
