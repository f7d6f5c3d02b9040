//! Where places stand on each question: a funnel, shrunk shares in order, and a table of both.

use maud::{Markup, html};
use poet_benchmark::release::{Figure, VariationFigure, Widened};

use super::super::layout::{cell, why, wide_table};
use super::super::standing::{band, range, rank, widened};
use super::NationalReport;
use super::lines::limits;
use super::stands::{Stands, by_chance, stands};
use crate::chart::{Caterpillar, Described, Found, Funnel, FunnelDot, Ranked};
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

impl<'a> NationalReport<'a> {
    /// Every outcome with its charts; nothing where none has been worked out.
    pub(super) fn places(&self) -> Option<Markup> {
        let outcomes = self.outcomes();
        let shown = outcomes.iter().any(|item| !stands(item).is_empty());
        shown.then(|| {
            html! {
                p {
                    "In a funnel each mark is a place: the more people answered there, the further right it stands and the less "
                    "chance can move it. Between the lines is what chance explains around the share of all these places "
                    "together, each included; where places differ by more than chance, what chance and that usual difference "
                    "explain together. A place outside is worth a question, not a verdict."
                }
                p.note {
                    (by_chance(&outcomes)) " Shrunk shares are not what people said: they draw each place towards the mean "
                    "of all, the fewer answered the further, and are the better guess of where a place would come out if asked "
                    "again. A rank without its range says little."
                }
                @for item in &outcomes { (self.outcome(item)) }
            }
        })
    }

    fn outcome(&self, item: &LabelledItem<'a>) -> Markup {
        let label = item.item.label();
        let stands = stands(item);
        html! {
            h3 lang=[self.labelled.lang(label)] { (self.labelled.words(label)) }
            @match &item.result.variation {
                Figure::Shown(found) => {
                    (self.funnel(item, found, &stands))
                    (self.named_places(&stands))
                    (self.caterpillar(item, found, &stands))
                    (self.places_table(item, &stands))
                },
                hidden => p { (why(hidden)) "." },
            }
        }
    }

    fn funnel(
        &self,
        item: &LabelledItem<'a>,
        found: &VariationFigure,
        stands: &[Stands],
    ) -> Markup {
        let most = stands.iter().map(|s| s.base).max().unwrap_or(0);
        let dots = stands.iter().map(|s| FunnelDot {
            people: s.base,
            share: s.share,
            found: s.found(),
            number: s.number,
        });
        let funnel = Funnel {
            target: found.target,
            dots: dots.collect(),
            limits: limits(found, most),
        };
        let words = self.labelled.words(item.item.label());
        html! {
            figure {
                figcaption {
                    "Favourable share of each place by how many answered. " (outside(found.overdispersion.widened))
                    " " span.keys { "\u{25b2}\u{a0}above, \u{25bc}\u{a0}below, numbered as named under the chart." }
                }
                (funnel.draw(&Described {
                    id: format!("funnel-{}", item.item.id()),
                    title: format!("Places by how many answered: {words}"),
                    text: self.said(found, stands),
                }))
            }
        }
    }

    /// What a funnel says to somebody who does not see it.
    fn said(&self, found: &VariationFigure, stands: &[Stands]) -> String {
        let outside: Vec<String> = stands
            .iter()
            .filter(|s| s.number.is_some())
            .map(|s| format!("{} {}", self.place(s), s.told()))
            .collect();
        format!(
            "{} places around {}. {} within the limits. {}",
            stands.len(),
            per_cent(found.target),
            stands.len() - outside.len(),
            outside.join(" ")
        )
    }

    /// The places outside the limits by their numbers.
    fn named_places(&self, stands: &[Stands]) -> Markup {
        let outside: Vec<&Stands> = stands.iter().filter(|s| s.number.is_some()).collect();
        html! {
            @if outside.is_empty() {
                p { "No place lies outside the limits. That does not say that all are alike." }
            } @else {
                ul.named {
                    @for stands in outside {
                        li {
                            @if let Some(number) = stands.number { strong { (number) } " " }
                            (self.place(stands)) ": " (stands.told())
                        }
                    }
                }
            }
        }
    }

    pub(super) fn place(&self, stands: &Stands) -> &str {
        self.labelled.name(&self.benchmark().places[stands.row].id)
    }

    fn caterpillar(
        &self,
        item: &LabelledItem<'a>,
        found: &VariationFigure,
        stands: &[Stands],
    ) -> Markup {
        let places = stands.iter().rev().map(|s| Ranked {
            share: s.standing.shrunk.value,
            lower: s.standing.shrunk.lower,
            upper: s.standing.shrunk.upper,
            found: s.apart(found.shrinkage.mean),
            number: s.number,
        });
        let chart = Caterpillar {
            mean: found.shrinkage.mean,
            places: places.collect(),
        };
        let apart = chart.places.iter().filter(|p| p.found != Found::Neither);
        let words = self.labelled.words(item.item.label());
        html! {
            figure {
                figcaption {
                    "Shrunk shares from lowest to highest, with their ranges. Where ranges overlap, the order may be chance. "
                    span.keys { "\u{25b2}\u{a0}\u{25bc}\u{a0}the range leaves out the mean." }
                }
                (chart.draw(&Described {
                    id: format!("ranked-{}", item.item.id()),
                    title: format!("Shrunk shares of places in order: {words}"),
                    text: format!(
                        "{} of {} places have a range that leaves out the mean of {}. The table below has every place.",
                        apart.count(), chart.places.len(), per_cent(chart.mean)
                    ),
                }))
            }
        }
    }

    fn places_table(&self, item: &LabelledItem<'a>, stands: &[Stands]) -> Markup {
        let caption = format!(
            "{}: every place, by shrunk share",
            self.labelled.words(item.item.label())
        );
        let head = html! {
            tr {
                th scope="col" { "Place" }
                th scope="col" { "Base (n)" }
                th scope="col" { "Favourable" }
                th.words scope="col" { "In the funnel of chance alone" }
                th.words scope="col" { "In the widened funnel" }
                th scope="col" { "Shrunk share" }
                th scope="col" { "Its range" }
                th scope="col" { "Expected rank (range)" }
                th scope="col" { "In the top quarter" }
            }
        };
        let missing = self.benchmark().places.iter().enumerate();
        let missing = missing.filter(|(row, _)| stands.iter().all(|s| s.row != *row));
        let body = html! {
            @for s in stands {
                tr {
                    th scope="row" { (self.place(s)) }
                    td { (people(s.base)) }
                    td { (per_cent(s.share)) }
                    td.words { (band(s.standing.funnel.band)) }
                    td.words { (widened(&s.standing.adjusted)) }
                    td { (per_cent(s.standing.shrunk.value)) }
                    td { (range(&s.standing.shrunk)) }
                    td { (rank(&s.standing.rank)) }
                    td { (per_cent(s.standing.rank.top_quarter)) }
                }
            }
            @for (row, place) in missing {
                @let own = &item.result.places[row];
                @let standing = item.result.variation.as_ref().and_then(|found| found.standings[row]);
                tr {
                    th scope="row" { (self.labelled.name(&place.id)) }
                    (cell(&own.base, |base| people(*base)))
                    (cell(&own.favourable, |share| per_cent(share.share)))
                    td.words { (why(&standing)) }
                    @for _ in 0..5 { td.mark { (standing.mark().unwrap_or_default()) } }
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// How many places lie outside the lines of a funnel though they are like the others.
fn outside(widened: Widened) -> &'static str {
    match widened {
        Widened::Yes => {
            "Places differ by more than chance, so the lines are widened by how much they usually do: of places that differ no more \
             than that, one in twenty lies outside the dashed lines and one in five hundred outside the solid ones. The dotted \
             lines are those of chance alone."
        }
        Widened::WithinChance | Widened::TooFewPlaces => {
            "Outside the dashed lines lies one place in twenty by chance alone, outside the solid lines one in five hundred."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widened_lines_are_not_said_to_be_those_of_chance() {
        let [widened, chance] = [Widened::Yes, Widened::WithinChance].map(outside);
        assert!(!widened.contains("one place in twenty by chance alone"));
        assert!(widened.contains("differ no more than that"));
        assert!(chance.contains("one place in twenty by chance alone"));
    }
}
