//! All answers against all of everybody else, in one sentence.

use maud::{Markup, html};
use poet_benchmark::release::WholeFigure;

use super::CouncilReport;
use super::layout::listed;
use super::rest::Compared;
use crate::number::{fixed, points};

/// Most questions that the sentence names on each side.
const NAMED: usize = 2;

/// A question with what all its answers say, and the interval of it.
type Told<'c, 'a> = (&'c Compared<'a>, WholeFigure, (f64, f64));

impl<'a> CouncilReport<'a> {
    /// Whether all the answers, and not only the favourable ones, are better here or elsewhere.
    pub(super) fn whole_sentence(&self, compared: &[Compared<'a>]) -> Option<Markup> {
        let told = |c: &'_ Compared<'a>| {
            let whole = self.own(&c.item).whole_against_rest.shown()?;
            let interval = whole.superiority_interval.shown()?;
            Some((whole, (interval.lower, interval.upper)))
        };
        let told = compared
            .iter()
            .filter_map(|c| told(c).map(|(whole, ends)| (c, whole, ends)));
        let mut told: Vec<Told<'_, 'a>> = told.collect();
        told.sort_by(|a, b| b.1.superiority.total_cmp(&a.1.superiority));
        let of = told.len();
        let better: Vec<_> = told
            .iter()
            .filter(|(.., (lower, _))| *lower > HALF)
            .collect();
        let worse: Vec<_> = told
            .iter()
            .rev()
            .filter(|(.., (_, upper))| *upper < HALF)
            .collect();
        (of > 0).then(|| {
            html! {
                p {
                    "Looking at all answers and not only the favourable ones: of pairs of one person here and one elsewhere, "
                    "the person here has the better answer clearly more often than not in "
                    strong { (better.len()) " of " (of) " questions" } (self.named_pairs(&better))
                    " and clearly less often in " strong { (worse.len()) } (self.named_pairs(&worse)) "."
                }
                p.note {
                    "Equal answers count half. Clearly is said of an interval that leaves out half, one question at a time: it "
                    "is no test, is not among the tests counted, and changes no result above."
                }
            }
        })
    }

    fn named_pairs(&self, told: &[&Told<'_, 'a>]) -> Markup {
        let named: Vec<Markup> = told
            .iter()
            .take(NAMED)
            .map(|(compared, whole, (lower, upper))| {
                let hundred = |share: f64| fixed(share * 100.0, 0);
                let net = whole.net.shown().map(|net| points(net.value));
                html! {
                    (self.labelled.words(compared.item.item.label())) ": " (hundred(whole.superiority)) " of 100 pairs, "
                    "interval " (hundred(*lower)) " to " (hundred(*upper))
                    @if let Some(net) = net { ", net balance " (net) " points" }
                }
            })
            .collect();
        html! { @if !named.is_empty() { " (" (listed(&named, "and")) ")" } }
    }
}

/// Where neither side tends to the better answer.
const HALF: f64 = 0.5;
