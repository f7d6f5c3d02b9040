//! What stands out, in sentences that a councillor understands.

use maud::{Markup, html};
use poet_benchmark::Verdict;
use poet_benchmark::release::{Figure, RangeFigure, ShareFigure};
use poet_core::{Asks, Reading, Scale, SectionRole};

use super::CouncilReport;
use super::layout::listed;
use super::rest::{Compared, interval};
use crate::labelled::LabelledItem;
use crate::number::{in_ten, people, per_cent, points, size};

/// Smallest base of a question that the sentences name; smaller ones stand in the tables alone.
const NAMED_BASE: u64 = 30;
/// Most questions that one sentence names.
const NAMED: usize = 3;

/// A question with the share that a sentence tells.
type Told<'a> = (LabelledItem<'a>, ShareFigure);

impl<'a> CouncilReport<'a> {
    pub(super) fn stands_out(&self) -> Markup {
        let sentences = self.sentences();
        html! {
            @if self.judges() && !self.compares_at_all() {
                p.notice { strong { "Few people answered. " } (self.too_few()) }
            }
            ul.findings { @for sentence in &sentences { li { (sentence) } } }
            p.note {
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
        if !self.judges() {
            return vec![html! {
                "No question of this survey has a favourable and an unfavourable side, so nothing here is called better or "
                "worse. What people answered and the mean scores stand below."
            }];
        }
        let mut sentences = self.outcome_sentences();
        sentences.extend(self.hardest());
        sentences.extend(self.withheld());
        sentences
    }

    fn outcome_sentences(&self) -> Vec<Markup> {
        let (items, noun) = self.headline_items();
        let compared = self.compared(&items);
        let mut sentences = self.strongest(&items);
        let of = compared.iter().filter(|c| c.verdict().is_some()).count();
        if of > 0 {
            let of_verdict = |verdict| {
                let own = compared
                    .iter()
                    .copied()
                    .filter(|c| c.verdict() == Some(verdict));
                own.collect::<Vec<_>>()
            };
            let higher = of_verdict(Verdict::Higher);
            let mut lower = of_verdict(Verdict::Lower);
            lower.reverse();
            let none = of_verdict(Verdict::NoDifferenceFound);
            sentences.extend(self.apart(&higher, "higher", (of, noun)));
            sentences.extend(self.apart(&lower, "lower", (of, noun)));
            sentences.extend(not_found(&none, (of, noun)));
        }
        sentences
    }

    /// Outcomes, or the questions of a survey without a section of outcomes, and what they are called.
    pub(super) fn headline_items(&self) -> (Vec<LabelledItem<'a>>, &'static str) {
        let outcomes: Vec<_> = self.judged(&[SectionRole::Outcomes]).collect();
        match outcomes.is_empty() {
            true => (self.judged(&[SectionRole::Other]).collect(), "questions"),
            false => (outcomes, "outcomes"),
        }
    }

    /// The questions with the highest and with the lowest favourable share.
    fn strongest(&self, items: &[LabelledItem<'a>]) -> Vec<Markup> {
        let mut told = self.told(items, |own| own.favourable);
        told.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        let Some(((best, share), others)) = told.split_first() else {
            return Vec::new();
        };
        let said = best
            .scale()
            .map_or_else(String::new, |s| self.said_in(s, Reading::Favourable));
        let weakest: Vec<Told<'a>> = others.iter().rev().take(2).copied().collect();
        vec![html! {
            "Strongest is " (self.named(best)) ": " (in_ten(share.share)) " (" (per_cent(share.share)) ") " (said)
            @if !others.is_empty() {
                ". Next come " (self.with_shares(&others[..others.len().min(2)]))
            }
            "."
            @if others.len() >= 4 {
                " Weakest is " (self.named(&weakest[0].0)) ": " (in_ten(weakest[0].1.share)) " ("
                (per_cent(weakest[0].1.share)) ") " (self.said_of(&weakest[0].0, best)) ", then "
                (self.with_shares(&weakest[1..])) "."
            }
        }]
    }

    /// The favourable answers of a question; `said so` where they are those just named.
    fn said_of(&self, item: &LabelledItem<'a>, named: &LabelledItem<'a>) -> String {
        match (item.scale(), named.scale()) {
            // A scale turned round has the same name and other favourable answers.
            (Some(scale), Some(before)) if scale == before => "said so".to_owned(),
            (scale, _) => scale.map_or_else(String::new, |s| self.said_in(s, Reading::Favourable)),
        }
    }

    /// Questions credibly higher, or lower, than elsewhere.
    fn apart(
        &self,
        compared: &[Compared<'a>],
        word: &str,
        (of, noun): (usize, &str),
    ) -> Option<Markup> {
        let (shown, more) = compared.split_at(compared.len().min(NAMED));
        let mut named: Vec<Markup> = shown
            .iter()
            .filter_map(|c| {
                let difference = c.difference()?;
                Some(html! {
                    (self.named(&c.item)) " (" (size(difference.value)) " percentage points, plausibly "
                    (plausible(&difference)) ")"
                })
            })
            .collect();
        if !more.is_empty() {
            named.push(html! { (more.len()) " more" });
        }
        (!named.is_empty()).then(|| {
            html! {
                strong { "Credibly " (word) " here" } " than among everyone else on " (compared.len()) " of " (of)
                " " (noun) " compared: " (listed(&named, "and")) "."
            }
        })
    }

    /// The step of planning and process that most people found hard, and those that differ from elsewhere.
    fn hardest(&self) -> Option<Markup> {
        let items: Vec<_> = self
            .judged(&[SectionRole::Planning, SectionRole::Process])
            .collect();
        let mut told = self.told(&items, |own| own.unfavourable);
        told.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        let (hardest, share) = told.first()?;
        let compared = self.compared(&items);
        let names = |verdict| -> Vec<Markup> {
            let own = compared.iter().filter(|c| c.verdict() == Some(verdict));
            own.take(NAMED).map(|c| self.named(&c.item)).collect()
        };
        let (higher, lower) = (names(Verdict::Higher), names(Verdict::Lower));
        Some(html! {
            "Hardest in planning and process is " (self.named(hardest)) ": "
            (in_ten(share.share)) " (" (per_cent(share.share)) ") "
            (hardest.scale().map_or_else(String::new, |s| self.said_in(s, Reading::Unfavourable))) "."
            @if !higher.is_empty() { " Credibly better here than elsewhere: " (listed(&higher, "and")) "." }
            @if !lower.is_empty() { " Credibly worse here than elsewhere: " (listed(&lower, "and")) "." }
        })
    }

    /// How much of this organisation's page is withheld.
    fn withheld(&self) -> Option<Markup> {
        let columns = self.labelled.columns();
        let own = columns.map(|column| self.own(&column));
        let count = own
            .flat_map(|cell| cell.points.iter().map(Figure::is_withheld))
            .filter(|&withheld| withheld)
            .count() as u64;
        (count > 0).then(|| {
            html! {
                (people(count)) " counts of answers in " (self.name()) " are withheld to protect people and marked [c]. "
                "None of them is to be read as nought."
            }
        })
    }

    fn told(
        &self,
        items: &[LabelledItem<'a>],
        figure: impl Fn(&poet_benchmark::release::ItemCell) -> Figure<ShareFigure>,
    ) -> Vec<Told<'a>> {
        let enough = |item: &LabelledItem<'a>| {
            let base = self.own(item).base.shown();
            base.is_some_and(|base| base >= NAMED_BASE)
        };
        let items = items.iter().filter(|item| enough(item));
        items
            .filter_map(|item| Some((*item, figure(self.own(item)).shown()?)))
            .collect()
    }

    pub(super) fn named(&self, item: &LabelledItem<'a>) -> Markup {
        let label = item.item.label();
        html! { strong lang=[self.lang(label)] { (self.labelled.words(label)) } }
    }

    fn with_shares(&self, told: &[Told<'a>]) -> Markup {
        let named: Vec<Markup> = told
            .iter()
            .map(|(item, share)| html! { (self.named(item)) " (" (per_cent(share.share)) ")" })
            .collect();
        listed(&named, "and")
    }

    /// `said “Better” or “A lot better”`, in the words of the scale.
    fn said_in(&self, scale: &Scale, reading: Reading) -> String {
        let points = scale.points().iter().filter(|p| p.reading() == reading);
        let words: Vec<String> = points
            .map(|p| format!("\u{201c}{}\u{201d}", self.labelled.words(p.label())))
            .collect();
        format!("said {}", words.join(" or "))
    }
}

/// An interval of a difference that has one sign, by its size; else with both signs.
fn plausible(range: &RangeFigure) -> String {
    if range.lower > 0.0 {
        format!("{} to {}", size(range.lower), size(range.upper))
    } else if range.upper < 0.0 {
        format!("{} to {}", size(range.upper), size(range.lower))
    } else {
        interval(range)
    }
}

/// Where no difference was found, and how large one may still be.
fn not_found(none: &[Compared<'_>], (of, noun): (usize, &str)) -> Option<Markup> {
    let ends = none.iter().filter_map(Compared::difference);
    let largest = ends
        .map(|d| d.lower.abs().max(d.upper.abs()))
        .fold(0.0, f64::max);
    (!none.is_empty()).then(|| {
        html! {
            strong { "No difference was found" } " on "
            @if none.len() == of { "any of " (of) } @else { (none.len()) " of " (of) } " " (noun)
            ". That does not mean that there is none: a gap of up to " (points(largest).trim_start_matches('+'))
            " points, either way, would still fit what people said."
        }
    })
}
