//! What stands out of all places together, in sentences that a councillor understands.

use maud::{Markup, html};
use poet_benchmark::release::ShareFigure;
use poet_core::{Asks, SectionRole};

use super::super::layout::listed;
use super::NationalReport;
use crate::labelled::LabelledItem;
use crate::number::{in_ten, per_cent};

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
        self.strongest(&outcomes).into_iter().collect()
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

    /// Name of a question.
    pub(super) fn named(&self, item: &LabelledItem<'a>) -> Markup {
        let label = item.item.label();
        html! { strong lang=[self.labelled.lang(label)] { (self.labelled.words(label)) } }
    }
}
