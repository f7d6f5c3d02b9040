//! The organisation against standards that somebody set.

use maud::{Markup, html};
use poet_benchmark::compare::{Band, Standard};
use poet_benchmark::estimate::Interval;
use poet_benchmark::peers::StandardItem;
use poet_benchmark::release::Figure;

use super::CouncilReport;
use super::layout::{cell, why, wide_table};
use crate::number::per_cent;

impl CouncilReport<'_> {
    /// The organisation against standards; nothing where none are given.
    pub(super) fn against_standards(&self) -> Option<Markup> {
        let standards = self.beside.standards?;
        if !self.compares_at_all() {
            return Some(html! { p { (self.too_few()) } });
        }
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "Standard" }
                th.words scope="col" { "Result" }
                th scope="col" { "95% range" }
                th scope="col" { "99.8% range" }
            }
        };
        let range = |of: fn(&Standard) -> Interval| {
            move |found: &Standard| {
                let range = of(found);
                format!("{} to {}", per_cent(range.lower), per_cent(range.upper))
            }
        };
        let body = html! {
            @for item in &standards.items {
                tr {
                    th scope="row" { (self.item_name(&item.item)) }
                    (cell(&item.own, |share| per_cent(*share)))
                    td { (per_cent(item.standard)) }
                    td.words { (band(item)) }
                    (cell(&item.found, range(|found| found.p95)))
                    (cell(&item.found, range(|found| found.p998)))
                }
            }
        };
        Some(html! {
            (wide_table(&format!("Favourable shares in {} against the standards set", self.name()), &head, &body))
            p.note {
                "A share differs from its standard where its 95% range, or its 99.8% range, does not hold it: of twenty questions that "
                "meet their standard exactly, one is expected outside the 95% range by chance alone. Who set the standards, and why, is "
                "not part of these figures."
            }
        })
    }
}

fn band(item: &StandardItem) -> String {
    match item.found {
        Figure::Shown(found) => match found.band {
            Band::Lower998 => "Lower, almost certainly not by chance (99.8%)",
            Band::Lower95 => "Lower (95%)",
            Band::Similar => "No difference found",
            Band::Higher95 => "Higher (95%)",
            Band::Higher998 => "Higher, almost certainly not by chance (99.8%)",
        }
        .to_owned(),
        hidden => why(&hidden),
    }
}
