//! Where the organisation stands among all places.

use maud::{Markup, html};
use poet_benchmark::release::{Figure, StandingFigure};

use super::CouncilReport;
use super::layout::{cell, listed, why, wide_table};
use super::standing::{band, found, range, rank, settled, widened};
use crate::chart::Found;
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

/// Most questions that one sentence names.
const NAMED: usize = 4;

/// A question with the organisation's standing on it.
type Stands<'a> = (LabelledItem<'a>, Figure<StandingFigure>);

impl<'a> CouncilReport<'a> {
    /// Where the organisation stands on each outcome; nothing where places are too few to vary.
    pub(super) fn stands(&self) -> Option<Markup> {
        let (items, _) = self.headline_items();
        let stands: Vec<Stands<'a>> = items.iter().map(|item| self.standing(item)).collect();
        if stands.iter().all(|(_, s)| matches!(s, Figure::Absent(_))) {
            return None;
        }
        Some(html! {
            @if self.compares_at_all() {
                p { (self.among_all(&stands)) }
            } @else {
                p { (self.too_few()) }
            }
            p.note {
                "The limits are around the share of all places that are shown, this one included. In the funnel of chance alone, one "
                "place in twenty lies outside the inner limits and one in five hundred outside the outer ones though nothing sets them "
                "apart. Where places differ by more than chance, the limits are widened until that holds of places that differ no "
                "more than is usual, and the sentence above goes by the widened ones. A " strong { "shrunk share" }
                " is not what people said: it draws the share towards the mean of all places, the fewer answered the further. A "
                "rank is never surer than its range."
            }
            @if self.compares_at_all() { (self.stands_table(&stands)) }
        })
    }

    fn standing(&self, item: &LabelledItem<'a>) -> Stands<'a> {
        let found = item.result.variation.as_ref();
        (*item, found.and_then(|found| found.standings[self.place]))
    }

    /// On which questions the organisation lies outside the limits.
    fn among_all(&self, stands: &[Stands<'a>]) -> Markup {
        let of = |side: Found| -> Vec<Markup> {
            let own = stands.iter().filter(|(_, standing)| {
                let standing = standing.shown();
                standing.is_some_and(|s| found(settled(&s).band) == side)
            });
            own.map(|(item, _)| self.named(item)).collect()
        };
        let [above, below, within] = [Found::Higher, Found::Lower, Found::Neither].map(of);
        html! {
            @if above.is_empty() && below.is_empty() {
                "On none of " (within.len()) " questions does " (self.name())
                " lie outside what chance and the usual differences between places explain. That does not say that it is like "
                "every other place."
            } @else {
                @if !above.is_empty() { "Above the limits: " (few(&above)) ". " }
                @if !below.is_empty() { "Below the limits: " (few(&below)) ". " }
                @if !within.is_empty() { "Within them: " (within.len()) " of " (stands.len()) " questions." }
            }
        }
    }

    fn stands_table(&self, stands: &[Stands<'a>]) -> Markup {
        let caption = format!("{} among all places", self.name());
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "All places" }
                th.words scope="col" { "In the funnel of chance alone" }
                th.words scope="col" { "In the widened funnel" }
                th scope="col" { "Shrunk share" }
                th scope="col" { "Its range" }
                th scope="col" { "Expected rank (range)" }
                th scope="col" { "Of places" }
            }
        };
        let body = html! {
            @for (item, standing) in stands {
                @let label = item.item.label();
                @let all = item.result.variation.as_ref();
                tr {
                    th scope="row" lang=[self.lang(label)] { (self.labelled.words(label)) }
                    (cell(&self.own(item).favourable, |share| per_cent(share.share)))
                    (cell(&all, |all| per_cent(all.target)))
                    td.words { (told(standing, |s| band(s.funnel.band).to_owned())) }
                    td.words { (told(standing, |s| widened(&s.adjusted))) }
                    (cell(standing, |s| per_cent(s.shrunk.value)))
                    (cell(standing, |s| range(&s.shrunk)))
                    (cell(standing, |s| rank(&s.rank)))
                    (cell(&all, |all| people(all.places as u64)))
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// Words of a figure, or why there are none.
fn told(standing: &Figure<StandingFigure>, words: impl Fn(&StandingFigure) -> String) -> String {
    match standing {
        Figure::Shown(standing) => words(standing),
        hidden => why(hidden),
    }
}

/// The first few things, and how many more there are.
fn few(things: &[Markup]) -> Markup {
    let (shown, more) = things.split_at(things.len().min(NAMED));
    let mut shown = shown.to_vec();
    if !more.is_empty() {
        shown.push(html! { (more.len()) " more" });
    }
    listed(&shown, "and")
}
