//! The organisation against its peers.

use maud::{Markup, html};
use poet_benchmark::Verdict;
use poet_benchmark::peers::{PeerBasis, PeerComparison, PeerGroup, PeerItem};
use poet_benchmark::release::{ComparisonFigure, Figure};
use poet_core::{ItemId, OrganisationKind, Region};

use super::CouncilReport;
use super::layout::{cell, listed, panels, why, wide_table};
use super::rest::{interval, method, verdict};
use crate::chart::{Described, Forest, ForestRow, Found, Label, Shift};
use crate::labelled::LabelledItem;
use crate::number::{p_value, people, per_cent, points, size};

/// Most peers that are named in the text; more are counted.
const NAMED: usize = 12;

/// A question with its comparison.
type Row<'a> = (LabelledItem<'a>, &'a PeerItem);

impl<'a> CouncilReport<'a> {
    /// The organisation against its peers; nothing where no peers are given.
    pub(super) fn against_peers(&self) -> Option<Markup> {
        let peers = self.beside.peers?;
        let rows = self.peer_rows(peers);
        Some(html! {
            p { (self.group(&peers.group)) }
            @if peers.group.members().is_empty() {
                p { "There is no such place, so there is nothing to compare with." }
            } @else if rows.is_empty() {
                p { (self.too_few()) }
            } @else {
                ul.findings { @for sentence in self.peer_sentences(&rows) { li { (sentence) } } }
                (self.peer_charts(&rows, peers.method.confidence))
                (self.peer_table(&rows))
                (peer_notes(peers))
            }
        })
    }

    /// Questions on which the organisation is compared, the highest difference first, those without one last.
    fn peer_rows(&self, peers: &'a PeerComparison) -> Vec<Row<'a>> {
        let found = |id: &ItemId| peers.items.iter().find(|item| item.item == *id);
        let columns = self.labelled.columns();
        let columns = columns.filter(|c| c.is_judged() && self.compares(self.own(c)));
        let mut rows: Vec<Row<'a>> = columns
            .filter_map(|column| Some((column, found(column.item.id())?)))
            .collect();
        rows.sort_by(|(_, a), (_, b)| value(b).total_cmp(&value(a)));
        rows
    }

    /// Which places are meant.
    fn group(&self, group: &PeerGroup) -> Markup {
        let of = group.members().len() as u64;
        let names: Vec<Markup> = group
            .members()
            .iter()
            .take(NAMED)
            .map(|peer| html! { (self.labelled.name(&peer.id)) })
            .collect();
        html! {
            "Here " (self.name()) " is compared with " (people(of)) " " (basis(group.basis(), of == 1))
            @if !names.is_empty() {
                ": " (listed(&names, if names.len() < group.members().len() { "," } else { "and" }))
                @if names.len() < group.members().len() { " and " (group.members().len() - names.len()) " more" }
            }
            "."
            @if group.left_out() > 0 {
                " Left out are " (group.left_out()) " places that show too little of who answered to tell how like they are."
            }
        }
    }

    fn peer_sentences(&self, rows: &[Row<'a>]) -> Vec<Markup> {
        let of = rows
            .iter()
            .filter(|(_, row)| row.found.shown().is_some())
            .count();
        let with = |wanted: Verdict| -> Vec<&Row<'a>> {
            let has = |row: &&Row<'a>| row.1.found.shown().is_some_and(|f| f.verdict == wanted);
            rows.iter().filter(has).collect()
        };
        let said = |found: &[&Row<'a>], word: &str| {
            let named: Vec<Markup> = found
                .iter()
                .filter_map(|(item, row)| {
                    let difference = row.found.shown()?.difference.value;
                    Some(html! { strong { (self.labelled.words(item.item.label())) } " (" (size(difference)) " points)" })
                })
                .collect();
            (!named.is_empty()).then(|| {
                html! { strong { "Credibly " (word) } " than these places together on " (named.len()) " of " (of)
                    " questions: " (listed(&named, "and")) "." }
            })
        };
        let none = with(Verdict::NoDifferenceFound).len();
        let none = (none > 0).then(|| {
            html! { strong { "No difference was found" } " on " (none) " of " (of)
            " questions. That does not mean that there is none." }
        });
        let higher = said(&with(Verdict::Higher), "higher");
        let mut lower = with(Verdict::Lower);
        lower.reverse();
        let lower = said(&lower, "lower");
        [higher, lower, none].into_iter().flatten().collect()
    }

    fn peer_charts(&self, rows: &[Row<'a>], confidence: f64) -> Markup {
        let ends = || {
            rows.iter()
                .filter_map(|(_, row)| row.found.shown())
                .map(|f| f.difference)
        };
        let reach = (
            ends().map(|d| d.lower).fold(0.0, f64::min),
            ends().map(|d| d.upper).fold(0.0, f64::max),
        );
        let drawn: Vec<(ForestRow, String)> = rows
            .iter()
            .map(|(item, row)| (self.peer_row(item, row), self.peer_said(item, row)))
            .collect();
        let charts = panels(&drawn, Forest::ROW);
        let of = charts.len();
        let confidence = crate::number::fixed(confidence * 100.0, 1);
        html! {
            @for (at, rows) in charts.into_iter().enumerate() {
                @let (rows, said): (Vec<ForestRow>, Vec<String>) = rows.into_iter().unzip();
                figure {
                    figcaption {
                        "Favourable share in " (self.name()) " less that of its peers together, in percentage points"
                        @if of > 1 { ", chart " (at + 1) " of " (of) }
                        ". Lines are " (confidence.trim_end_matches(".0")) "% intervals. "
                        span.keys {
                            "\u{25b2}\u{a0}higher, \u{25bc}\u{a0}lower, \u{25cb}\u{a0}no difference found."
                        }
                    }
                    (Forest {
                        rows,
                        reach,
                        ends: ("\u{2190} Lower here".to_owned(), "Higher here \u{2192}".to_owned()),
                    }.draw(&Described {
                        id: format!("peers-{}", at + 1),
                        title: format!("{} compared with its peers", self.name()),
                        text: said.join(" "),
                    }))
                }
            }
        }
    }

    fn peer_row(&self, item: &LabelledItem<'a>, row: &PeerItem) -> ForestRow {
        let words = |found: ComparisonFigure| {
            let own = row.own.shown().map_or_else(String::new, per_cent);
            format!(
                "{}: {own} against {}",
                verdict(found.verdict),
                per_cent(found.rest_share)
            )
        };
        let shift = |found: ComparisonFigure| Shift {
            value: found.difference.value,
            lower: found.difference.lower,
            upper: found.difference.upper,
            found: match found.verdict {
                Verdict::Higher => Found::Higher,
                Verdict::Lower => Found::Lower,
                Verdict::NoDifferenceFound | Verdict::NotTested => Found::Neither,
            },
        };
        ForestRow {
            label: Label {
                words: self.labelled.words(item.item.label()).to_owned(),
                lang: self.lang(item.item.label()),
            },
            words: row.found.shown().map_or_else(String::new, words),
            shift: row.found.shown().map(shift).ok_or_else(|| why(&row.found)),
        }
    }

    /// What a row says to somebody who does not see it.
    fn peer_said(&self, item: &LabelledItem<'a>, row: &PeerItem) -> String {
        let label = self.labelled.words(item.item.label());
        match &row.found {
            Figure::Shown(found) => format!(
                "{label}: {}, {} points, interval {}.",
                verdict(found.verdict).to_lowercase(),
                points(found.difference.value),
                interval(&found.difference)
            ),
            hidden => format!("{label}: {}.", why(hidden)),
        }
    }

    fn peer_table(&self, rows: &[Row<'a>]) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "Peers" }
                th scope="col" { "Their base (n)" }
                th scope="col" { "Places used" }
                th scope="col" { "Left out" }
                th scope="col" { "Difference in points" }
                th scope="col" { "Interval" }
                th.words scope="col" { "Result" }
                th scope="col" { "Test" }
                th scope="col" { "p" }
                th scope="col" { "p, all tests counted" }
            }
        };
        let body = html! {
            @for (item, row) in rows {
                @let test = row.found.and_then(|found| found.test);
                tr {
                    th scope="row" lang=[self.lang(item.item.label())] { (self.labelled.words(item.item.label())) }
                    (cell(&row.own, |share| per_cent(*share)))
                    (cell(&row.found, |found| per_cent(found.rest_share)))
                    (cell(&row.found, |found| people(found.rest_base)))
                    td { (row.used) }
                    td { (row.left_out) }
                    (cell(&row.found, |found| points(found.difference.value)))
                    (cell(&row.found, |found| interval(&found.difference)))
                    td.words { (row.found.shown().map_or_else(|| why(&row.found), |f| verdict(f.verdict).to_owned())) }
                    (cell(&test, |test| method(test).to_owned()))
                    (cell(&test, |test| p_value(test.p)))
                    (cell(&test, |test| p_value(test.adjusted_p)))
                }
            }
        };
        wide_table(
            &format!("Favourable shares in {} and among its peers", self.name()),
            &head,
            &body,
        )
    }
}

fn value(row: &PeerItem) -> f64 {
    row.found
        .shown()
        .map_or(f64::NEG_INFINITY, |f| f.difference.value)
}

fn peer_notes(peers: &PeerComparison) -> Markup {
    html! {
        p.note {
            "Worked out from figures that are released: where a peer's figures are withheld, it is left out of that question. "
            (people(peers.method.tests as u64)) " tests were made, and false discoveries are controlled over them. Places that are alike "
            "in some things differ in others, and a gap does not say what made it."
        }
    }
}

/// What the places of a group have in common, in words that follow their number.
fn basis(basis: PeerBasis, one: bool) -> String {
    let places = if one { "place" } else { "places" };
    match basis {
        PeerBasis::Region(found) => format!("other {places} in {}", region(found)),
        PeerBasis::Kind(kind) => match (kind, one) {
            (OrganisationKind::Council, true) => "other council".to_owned(),
            (OrganisationKind::Council, false) => "other councils".to_owned(),
            (OrganisationKind::NhsBody, true) => "other NHS body".to_owned(),
            (OrganisationKind::NhsBody, false) => "other NHS bodies".to_owned(),
            (OrganisationKind::Other, _) => format!("other {places} of the same kind"),
        },
        PeerBasis::Nearest { variables, .. } => format!(
            "{places} most like it in who people are and how their budgets are held, as {variables} shares of answers tell, \
             the most alike first"
        ),
        _ => format!("{places} chosen for this page"),
    }
}

fn region(region: Region) -> &'static str {
    match region {
        Region::EastMidlands => "the East Midlands",
        Region::EastOfEngland => "the East of England",
        Region::London => "London",
        Region::NorthEast => "the North East",
        Region::NorthWest => "the North West",
        Region::SouthEast => "the South East",
        Region::SouthWest => "the South West",
        Region::WestMidlands => "the West Midlands",
        Region::YorkshireAndTheHumber => "Yorkshire and the Humber",
    }
}
