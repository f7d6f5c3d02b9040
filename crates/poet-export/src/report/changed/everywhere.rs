//! Whether something changed alike in all places.

use maud::{Markup, html};
use poet_benchmark::release::{Evenness, EverywhereFigure, Figure};

use super::super::layout::{cell, why, wide_table};
use super::{Changed, Question};
use crate::number::{fixed, p_value};

impl<'a> Changed<'a> {
    pub(super) fn everywhere(&self, questions: &[Question<'a>]) -> Markup {
        let uneven: Vec<&str> = questions
            .iter()
            .filter(|q| verdict(&q.item.everywhere) == Some(Evenness::Uneven))
            .map(|q| self.labelled.words(q.label))
            .collect();
        html! {
            h3 { "Did it change alike everywhere?" }
            p {
                @if uneven.is_empty() {
                    "No question was found to have changed more in one place than in another. That does not show that all "
                    "places changed alike."
                } @else {
                    "Places did not change alike in: " (uneven.join(", ")) "."
                }
                " Places are held against themselves, the last round against the one before."
            }
            (self.everywhere_table(questions))
            p.note {
                "The odds ratio says how many times larger the odds of a good answer are in the last round than in the one "
                "before, within places: 1 is no change. It leaves out places where a round is withheld. "
                (self.changes.method.everywhere) "; " (self.changes.method.evenness) "."
            }
        }
    }

    fn everywhere_table(&self, questions: &[Question<'a>]) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Places" }
                th scope="col" { "Odds ratio" }
                th scope="col" { "Interval" }
                th scope="col" { "p, all tests counted" }
                th scope="col" { "p of uneven change" }
                th.words scope="col" { "Alike?" }
            }
        };
        let body = html! {
            @for question in questions {
                @let found = &question.item.everywhere;
                @let ratio = found.and_then(|found| found.odds_ratio);
                @let uneven = found.and_then(|found| found.uneven);
                tr {
                    th scope="row" lang=[self.labelled.lang(question.label)] { (self.labelled.words(question.label)) }
                    (cell(found, |found| found.places.to_string()))
                    (cell(&ratio, |ratio| fixed(ratio.value, 2)))
                    (cell(&ratio, |ratio| format!("{} to {}", fixed(ratio.lower, 2), fixed(ratio.upper, 2))))
                    (cell(found, |found| p_value(found.adjusted_p)))
                    (cell(&uneven, |uneven| p_value(uneven.adjusted_p)))
                    td.words {
                        @match verdict(found) {
                            Some(Evenness::Uneven) => "Not alike",
                            Some(Evenness::NoneFound) => "No difference found",
                            None => (why(&uneven)),
                        }
                    }
                }
            }
        };
        wide_table(
            "Change from the last round but one to the last, within places",
            &head,
            &body,
        )
    }
}

fn verdict(found: &Figure<EverywhereFigure>) -> Option<Evenness> {
    found
        .and_then(|found| found.uneven)
        .shown()
        .map(|uneven| uneven.verdict)
}
