//! The organisation against a norm set.

use maud::{Markup, html};
use poet_benchmark::Verdict;
use poet_benchmark::norm::{Inside, NormComparison, NormResult, Position};
use poet_benchmark::release::Audience;

use super::CouncilReport;
use super::head::policy;
use super::layout::{cell, listed, why, wide_table};
use super::rest::{interval, verdict};
use crate::number::{fixed, p_value, people, per_cent, points, size};

impl CouncilReport<'_> {
    /// The organisation against a norm set; nothing where none is given.
    pub(super) fn against_norm(&self) -> Option<Markup> {
        let norm = self.beside.norm?;
        Some(html! {
            p { (self.norm_head(norm)) }
            @if !self.compares_at_all() {
                p { (self.too_few()) }
            } @else {
                ul.findings { @for sentence in self.norm_sentences(norm) { li { (sentence) } } }
                (self.norm_table(norm))
                p.note {
                    "Where a share stands among the places of the norm is worked out from their spread as it is published, and comes with "
                    "its interval. Small places are spread widely by chance alone, so a share can look more ordinary among them than it is. "
                    (people(norm.method.tests as u64)) " tests were made, and false discoveries are controlled over them."
                }
            }
        })
    }

    /// What is said of a norm set, a line each.
    pub(super) fn norm_lines(&self, norm: &NormComparison) -> Vec<Markup> {
        [self.norm_head(norm)]
            .into_iter()
            .chain(self.norm_sentences(norm))
            .collect()
    }

    fn norm_head(&self, norm: &NormComparison) -> Markup {
        let day = |date: chrono::NaiveDate| date.format("%-d %B %Y").to_string();
        let waves: Vec<Markup> = norm
            .norm
            .waves
            .iter()
            .map(|wave| html! { (wave.id()) " (" (day(wave.opens())) " to " (day(wave.closes())) ")" })
            .collect();
        let release = &norm.norm.release;
        let printed = release.source == poet_benchmark::release::Source::Published;
        html! {
            "Here " (self.name()) " is held against a norm of " (people(norm.norm.organisations as u64)) " places"
            @if !waves.is_empty() { ", asked in " (listed(&waves, "and")) }
            ", released under: " (policy(release.policy, printed)) ". "
            @if norm.listed {
                (self.name()) " is one of the places of the norm. " (self.taken_out(norm))
            } @else {
                (self.name()) " is not one of them. "
            }
            @if norm.audience == Audience::Internal { strong { "Not for publication." } }
        }
    }

    /// Whether own answers were taken out of the norm.
    fn taken_out(&self, norm: &NormComparison) -> Markup {
        let of = |inside| {
            norm.items
                .iter()
                .filter(|item| item.inside == inside)
                .count()
        };
        let (exact, rounded, inside) = (
            of(Inside::TakenOut),
            of(Inside::TakenOutRounded),
            of(Inside::StillInside),
        );
        html! {
            @if exact > 0 { "Its own answers in the norm are taken out exactly on " (exact) " questions. " }
            @if rounded > 0 { "Its own answers in the norm are taken out as far as rounded figures tell on " (rounded) " questions. " }
            @if inside > 0 {
                "On " (inside) " questions the norm does not show what it takes to take them out, so " (self.name())
                " is partly compared with itself there and differences look smaller. "
            }
        }
    }

    fn norm_sentences(&self, norm: &NormComparison) -> Vec<Markup> {
        let of = norm
            .items
            .iter()
            .filter(|item| item.found.shown().is_some())
            .count();
        let with = |wanted: Verdict| {
            let has =
                move |item: &&NormResult| item.found.shown().is_some_and(|f| f.verdict == wanted);
            norm.items.iter().filter(has)
        };
        let said = |wanted, word: &str| {
            let named: Vec<Markup> = with(wanted)
                .filter_map(|item| {
                    let difference = item.found.shown()?.difference.value;
                    Some(html! { strong { (self.item_name(&item.item)) } " (" (size(difference)) " points)" })
                })
                .collect();
            (!named.is_empty()).then(|| {
                html! { strong { "Credibly " (word) } " than the norm on " (named.len()) " of " (of) " questions: "
                    (listed(&named, "and")) "." }
            })
        };
        let none = with(Verdict::NoDifferenceFound).count();
        let none = (none > 0).then(|| {
            html! { strong { "No difference was found" } " on " (none) " of " (of)
            " questions. That does not mean that there is none." }
        });
        let hidden = norm.items.len() - of;
        let hidden = (hidden > 0).then(|| {
            html! { "On " (hidden) " questions there is no comparison, since figures are withheld or nobody answered." }
        });
        let sentences = [
            said(Verdict::Higher, "higher"),
            said(Verdict::Lower, "lower"),
            none,
            hidden,
        ];
        sentences.into_iter().flatten().collect()
    }

    fn norm_table(&self, norm: &NormComparison) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "Norm" }
                th scope="col" { "Its base (n)" }
                th scope="col" { "Difference in points" }
                th scope="col" { "Interval" }
                th.words scope="col" { "Result" }
                th scope="col" { "p, all tests counted" }
                th scope="col" { "Above so many places" }
                th.words scope="col" { "Own answers in the norm" }
            }
        };
        let body = html! {
            @for item in &norm.items {
                @let test = item.found.and_then(|found| found.test);
                tr {
                    th scope="row" { (self.item_name(&item.item)) }
                    (cell(&item.own, |own| per_cent(own.share)))
                    (cell(&item.found, |found| per_cent(found.rest_share)))
                    (cell(&item.found, |found| people(found.rest_base)))
                    (cell(&item.found, |found| points(found.difference.value)))
                    (cell(&item.found, |found| interval(&found.difference)))
                    td.words { (item.found.shown().map_or_else(|| why(&item.found), |f| verdict(f.verdict).to_owned())) }
                    (cell(&test, |test| p_value(test.adjusted_p)))
                    (cell(&item.position, |position| stands(position, item.places)))
                    td.words { (inside(item.inside)) }
                }
            }
        };
        wide_table(
            &format!("Favourable shares in {} against the norm", self.name()),
            &head,
            &body,
        )
    }
}

/// Fewest places of which a part is told in per cent: of fewer, each place is more than ten of a hundred, so that the
/// figure would claim more than there is.
const FEWEST_PLACES: usize = 10;

/// `62% (48 to 80) of 38`; of few places, how few they are.
fn stands(position: &Position, places: usize) -> String {
    if places < FEWEST_PLACES {
        return format!("Too few places to tell ({places})");
    }
    let whole = |share: f64| fixed(share * 100.0, 0);
    format!(
        "{}% ({} to {}) of {places}",
        whole(position.value),
        whole(position.lower),
        whole(position.upper)
    )
}

fn inside(inside: Inside) -> &'static str {
    match inside {
        Inside::Outside => "None",
        Inside::TakenOut => "Taken out",
        Inside::TakenOutRounded => "Taken out, within rounding",
        Inside::StillInside => "Still inside",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_few_places_is_not_told() {
        let position = Position {
            value: 0.5,
            lower: 0.2,
            upper: 0.8,
        };
        assert_eq!(stands(&position, 9), "Too few places to tell (9)");
        assert_eq!(stands(&position, 10), "50% (20 to 80) of 10");
    }
}
