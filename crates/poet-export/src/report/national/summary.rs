//! What stands out of all places together, in sentences that a councillor understands.

use maud::{Markup, html};
use poet_benchmark::funnel::FunnelBand;
use poet_benchmark::release::ShareFigure;
use poet_core::{Asks, SectionRole};

use super::super::layout::listed;
use super::super::standing::settled;
use super::NationalReport;
use super::stands::{Stands, stands};
use super::varies::most_varying;
use crate::labelled::LabelledItem;
use crate::number::{fixed, in_ten, people, per_cent};

/// Most questions that one sentence names.
pub(super) const NAMED: usize = 3;

impl<'a> NationalReport<'a> {
    pub(super) fn stands_out(&self) -> Markup {
        let sentences = self.sentences();
        html! {
            ul.findings { @for sentence in &sentences { li { (sentence) } } }
            p.note {
                (self.stands_for()) " "
                @if self.instrument().asks() == Asks::Change {
                    "These are changes that people themselves see. Nobody without a budget was asked, so the figures do not "
                    "show what would have happened otherwise. "
                }
                "A gap between places does not say what made it. "
                a href="#method" { "How to read these figures" } "."
            }
        }
    }

    pub(super) fn sentences(&self) -> Vec<Markup> {
        let outcomes = self.outcomes();
        if outcomes.is_empty() {
            return vec![html! {
                "No question of this survey has a favourable and an unfavourable side, so no place is called better or worse "
                "than another."
            }];
        }
        let mut sentences: Vec<Markup> = self.strongest(&outcomes).into_iter().collect();
        sentences.extend(self.varying(&outcomes));
        sentences.extend(self.outside(&outcomes));
        sentences
    }

    /// Items with a good and a bad side, of outcomes; of all sections where there are no outcomes.
    pub(super) fn outcomes(&self) -> Vec<LabelledItem<'a>> {
        let judged = || self.labelled.columns().filter(LabelledItem::is_judged);
        let outcomes: Vec<_> = judged()
            .filter(|item| item.section.role() == SectionRole::Outcomes)
            .collect();
        match outcomes.is_empty() {
            true => judged().collect(),
            false => outcomes,
        }
    }

    /// The questions with the highest and with the lowest favourable share.
    fn strongest(&self, items: &[LabelledItem<'a>]) -> Option<Markup> {
        let mut told: Vec<(LabelledItem<'a>, ShareFigure)> = items
            .iter()
            .filter_map(|item| Some((*item, item.result.all.favourable.shown()?)))
            .collect();
        told.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        let (best, share) = told.first()?;
        let weakest = told.len().saturating_sub(NAMED).max(1);
        let weakest: Vec<Markup> = told[weakest..]
            .iter()
            .rev()
            .map(|(item, share)| html! { (self.named(item)) " (" (per_cent(share.share)) ")" })
            .collect();
        Some(html! {
            "Of everybody who answered, most gave a favourable answer on " (self.named(best)) ": " (in_ten(share.share))
            " (" (per_cent(share.share)) ")."
            @if !weakest.is_empty() { " Fewest did on " (listed(&weakest, "and")) "." }
        })
    }

    /// How much places vary on the question where they do most.
    fn varying(&self, items: &[LabelledItem<'a>]) -> Option<Markup> {
        let (item, between) = most_varying(items)?;
        Some(html! {
            @if between.variance > 0.0 {
                strong { "Places vary most" } " on " (self.named(&item)) ": in 95 of 100 places from "
                (per_cent(between.range.lower)) " to " (per_cent(between.range.upper)) " gave a favourable answer."
            } @else {
                "On no question do places " strong { "vary" } " by more than chance alone would make them."
            }
        })
    }

    /// The question on which most places lie outside the outer limits, and those places.
    fn outside(&self, items: &[LabelledItem<'a>]) -> Option<Markup> {
        let beyond = |item: &LabelledItem<'a>| -> Vec<Stands> {
            let outer = |s: &Stands| {
                let band = settled(&s.standing).band;
                matches!(band, FunnelBand::Low998 | FunnelBand::High998)
            };
            stands(item).into_iter().filter(outer).collect()
        };
        let marks: usize = items.iter().map(|item| stands(item).len()).sum();
        let outside: usize = items.iter().map(|item| beyond(item).len()).sum();
        let most = items.iter().rev().max_by_key(|item| beyond(item).len())?;
        let named: Vec<Markup> = beyond(most)
            .iter()
            .map(|s| html! { (self.place(s)) " (" (per_cent(s.share)) ")" })
            .collect();
        (marks > 0).then(|| {
            html! {
                @if outside == 0 {
                    "No place lies outside the outer limits on any of " (items.len()) " questions. That does not say "
                    "that all are alike."
                } @else {
                    "Of " (people(marks as u64)) " results of places, " strong { (people(outside as u64)) " lie outside" }
                    " the outer limits, where about " (fixed(marks as f64 * 0.002, 0)) " would even if no place were unusual. Most do on "
                    (self.named(most)) ": " (listed(&named[..named.len().min(2 * NAMED)], "and"))
                    @if named.len() > 2 * NAMED { ", and " (named.len() - 2 * NAMED) " more" } "."
                }
            }
        })
    }

    /// Name of a question.
    pub(super) fn named(&self, item: &LabelledItem<'a>) -> Markup {
        let label = item.item.label();
        html! { strong lang=[self.labelled.lang(label)] { (self.labelled.words(label)) } }
    }
}
