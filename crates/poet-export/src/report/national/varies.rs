//! How much places vary, question by question.

use maud::{Markup, html};
use poet_benchmark::release::{BetweenFigure, Figure, VariationFigure, Widened};

use super::super::layout::{cell, wide_table};
use super::super::standing::range;
use super::NationalReport;
use crate::labelled::LabelledItem;
use crate::number::{fixed, people, per_cent};

impl<'a> NationalReport<'a> {
    /// How much places vary on every outcome; nothing where none has been worked out.
    pub(super) fn varies(&self) -> Option<Markup> {
        let outcomes = self.outcomes();
        let most = most_varying(&outcomes)?;
        Some(html! {
            p { (self.in_plain_words(most)) }
            p.note {
                "1.0 means that it does not matter where somebody lives. Odds are not shares: the two shares in the sentence "
                "above say the same. Places also differ in who answered and in how they were asked; none of that is taken out "
                "here, so this is not the doing of the places alone."
            }
            (self.variation_table(&outcomes))
        })
    }

    fn in_plain_words(&self, (item, between): (LabelledItem<'a>, BetweenFigure)) -> Markup {
        if between.variance <= 0.0 {
            return html! { "On no question do places differ by more than chance alone would make them." };
        }
        let (low, high) = between.two_places();
        html! {
            "Places vary most on " (self.named(&item)) ". Take two places at random: in the middle case, the odds of a favourable "
            "answer are " strong { (fixed(between.median_odds_ratio, 2)) " times" } " as high in the one as in the other, "
            "such as " (per_cent(low)) " against " (per_cent(high)) ". In 95 of 100 places the share lies from "
            (per_cent(between.range.lower)) " to " (per_cent(between.range.upper)) "."
        }
    }

    fn variation_table(&self, items: &[LabelledItem<'a>]) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Places" }
                th scope="col" { "All places (target)" }
                th scope="col" { "Median odds ratio" }
                th scope="col" { "95% of places" }
                th scope="col" { "Between places (latent ICC)" }
                th scope="col" { "ICC by analysis of variance" }
                th scope="col" { "φ" }
                th scope="col" { "τ²" }
                th.words scope="col" { "Limits of the funnel" }
            }
        };
        let body = html! {
            @for item in items {
                @let found = item.result.variation.as_ref();
                @let between = found.and_then(|found| found.between);
                @let label = item.item.label();
                tr {
                    th scope="row" lang=[self.labelled.lang(label)] { (self.labelled.words(label)) }
                    (cell(&found, |found| people(found.places as u64)))
                    (cell(&found, |found| per_cent(found.target)))
                    (cell(&between, |between| fixed(between.median_odds_ratio, 2)))
                    (cell(&between, |between| range(&between.range)))
                    (cell(&between, |between| fixed(between.latent_icc, 3)))
                    (cell(&found.and_then(|found| found.anova_icc), |icc| fixed(icc.icc, 3)))
                    (cell(&found, |found| fixed(found.overdispersion.phi, 2)))
                    (cell(&found, |found| fixed(found.overdispersion.tau_squared, 6)))
                    td.words { (widening(&found)) }
                }
            }
        };
        wide_table("How much places vary on each question", &head, &body)
    }
}

/// The question on which places vary most, with how much.
pub(super) fn most_varying<'a>(
    items: &[LabelledItem<'a>],
) -> Option<(LabelledItem<'a>, BetweenFigure)> {
    let varying = items.iter().filter_map(|item| {
        let found = item.result.variation.as_ref().shown()?;
        Some((*item, found.between.shown()?))
    });
    varying.max_by(|a, b| a.1.variance.total_cmp(&b.1.variance))
}

/// Whether the limits are widened, and why not.
fn widening(found: &Figure<&VariationFigure>) -> &'static str {
    match found.map(|found| found.overdispersion.widened) {
        Figure::Shown(Widened::Yes) => "Widened: places differ by more than chance",
        Figure::Shown(Widened::WithinChance) => "Not widened: no more than chance",
        Figure::Shown(Widened::TooFewPlaces) => "Not widened: fewer than 10 places",
        _ => "",
    }
}
