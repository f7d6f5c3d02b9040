//! Who answered, and what they left open.

use maud::{Markup, html};
use poet_benchmark::release::{Figure, ItemCell};
use poet_core::{ItemKind, Missing, SectionRole};

use super::CouncilReport;
use super::layout::{cell, narrow_table, wide_table};
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

impl<'a> CouncilReport<'a> {
    /// Questions about people without a good and a bad side; nothing where there is none.
    pub(super) fn who_answered(&self) -> Option<Markup> {
        self.distributions(|role| !matches!(role, SectionRole::Outcomes | SectionRole::Other))
    }

    /// What people answered to questions of the survey's subject without a good and a bad side.
    pub(super) fn what_was_answered(&self) -> Option<Markup> {
        self.distributions(|role| matches!(role, SectionRole::Outcomes | SectionRole::Other))
    }

    fn distributions(&self, of: impl Fn(SectionRole) -> bool) -> Option<Markup> {
        let columns = self.labelled.columns();
        let items: Vec<_> = columns
            .filter(|column| column.scale().is_some() && !column.is_judged())
            .filter(|column| of(column.section.role()))
            .collect();
        (!items.is_empty()).then(|| {
            html! {
                p {
                    "Shares are of the people who answered the question. “Everyone” is everyone who answered, " (self.name()) " included."
                }
                div.columns {
                    @for item in &items { (self.distribution(item)) }
                }
            }
        })
    }

    fn distribution(&self, item: &LabelledItem<'a>) -> Markup {
        let own = self.own(item);
        let all = &item.result.all;
        let caption = html! {
            span lang=[self.lang(item.item.label())] { (self.labelled.words(item.item.label())) }
            span.n { " n = " (base(own)) " here, " (base(all)) " in all" }
        };
        let head = html! {
            tr {
                th scope="col" { "Answer" }
                th scope="col" { "People here" }
                th scope="col" { "Share here" }
                th scope="col" { "Everyone" }
            }
        };
        let points = item.scale().map_or(&[][..], |scale| scale.points());
        let body = html! {
            @for (at, point) in points.iter().enumerate() {
                tr {
                    th scope="row" lang=[self.lang(point.label())] { (self.labelled.words(point.label())) }
                    (people_cell(own, at))
                    (share_cell(own, at))
                    (share_cell(all, at))
                }
            }
        };
        narrow_table(&caption, &head, &body)
    }

    /// Ways of not answering; nothing where none was counted.
    pub(super) fn not_answered(&self) -> Option<Markup> {
        if self.is_published() {
            return None;
        }
        let columns = self.labelled.columns();
        let items: Vec<_> = columns
            .filter(|column| {
                !matches!(column.item.kind(), ItemKind::Text) && column.option.is_none()
            })
            .collect();
        Some(html! {
            p {
                "Five different things, none of them in the base of a share: the question does not apply, the person does "
                "not know, would rather not say, left it open, or was not asked."
            }
            @if self.is_internal() {
                (self.missing_table(&items, &format!("People without an answer in {}", self.name()), |item| self.own(item)))
            } @else {
                p { "They are released for everyone together, not for one organisation." }
            }
            (self.missing_table(&items, "People without an answer, everyone together", |item| &item.result.all))
        })
    }

    fn missing_table(
        &self,
        items: &[LabelledItem<'a>],
        caption: &str,
        cell_of: impl Fn(&LabelledItem<'a>) -> &'a ItemCell,
    ) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Answers in the base" }
                @for missing in Missing::ALL { th scope="col" { (capital(&missing.to_string())) } }
            }
        };
        let body = html! {
            @for item in items {
                @let figures = cell_of(item);
                tr {
                    th scope="row" lang=[self.lang(item.item.label())] { (self.labelled.words(item.item.label())) }
                    (cell(&figures.base, |base| people(*base)))
                    @for missing in &figures.missing { (cell(missing, |count| people(*count))) }
                }
            }
        };
        wide_table(caption, &head, &body)
    }
}

fn base(cell: &ItemCell) -> String {
    match &cell.base {
        Figure::Shown(base) => people(*base),
        hidden => hidden.mark().unwrap_or_default().to_owned(),
    }
}

/// People of a point, its mark, or the mark of a count that was not published.
fn people_cell(figures: &ItemCell, at: usize) -> Markup {
    let figure = &figures.points[at];
    match figure.shown().map(|point| point.people) {
        Some(Some(count)) => html! { td { (people(count)) } },
        Some(None) => html! { td.mark { "[x]" } },
        None => html! { td.mark { (figure.mark().unwrap_or_default()) } },
    }
}

/// Share of a point, its mark, or the mark of a share that an empty base or a point outside it cannot have.
fn share_cell(figures: &ItemCell, at: usize) -> Markup {
    let figure = &figures.points[at];
    match figure.shown().map(|point| point.share) {
        Some(Some(share)) => html! { td { (per_cent(share)) } },
        Some(None) => html! { td.mark { "[z]" } },
        None => html! { td.mark { (figure.mark().unwrap_or_default()) } },
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
