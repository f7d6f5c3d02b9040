//! Where places stand on each question: a funnel, shrunk shares in order, and a table of both.

use maud::{Markup, html};
use poet_benchmark::funnel::{FunnelLimits, Overdispersion, Target};
use poet_benchmark::release::{Figure, StandingFigure, VariationFigure, Widened};

use super::super::layout::{cell, why, wide_table};
use super::super::standing::{band, found, range, rank, settled, widened};
use super::NationalReport;
use crate::chart::{Caterpillar, Described, Found, Funnel, FunnelDot, Limit, Ranked};
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

/// One place on one question.
#[derive(Clone, Copy)]
pub(super) struct Stands {
    pub(super) row: usize,
    pub(super) base: u64,
    pub(super) share: f64,
    pub(super) standing: StandingFigure,
    /// Number by which it is named below a chart, where it lies outside the limits.
    pub(super) number: Option<usize>,
}

impl<'a> NationalReport<'a> {
    /// Every outcome with its charts; nothing where none has been worked out.
    pub(super) fn places(&self) -> Option<Markup> {
        let outcomes = self.outcomes();
        let shown = outcomes.iter().any(|item| !stands(item).is_empty());
        shown.then(|| {
            html! {
                p {
                    "In a funnel each mark is a place: the more people answered there, the further right it stands and the less "
                    "chance can move it. Between the lines is what chance explains, around the share of all these places "
                    "together, each included. A place outside is worth a question, not a verdict."
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
                    "Favourable share of each place by how many answered. Outside the dashed lines lies one place in twenty by "
                    "chance alone, outside the solid lines one in five hundred."
                    @if found.overdispersion.widened == Widened::Yes {
                        " Places differ by more than chance, so the lines are widened by how much they do; the dotted lines are "
                        "chance alone."
                    }
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

/// How many places would lie outside by chance alone.
fn by_chance(items: &[LabelledItem<'_>]) -> String {
    let marks: usize = items.iter().map(|item| stands(item).len()).sum();
    format!(
        "{} marks stand on {} questions: even if no place were unusual, about {} would lie outside the inner lines \
         and {} outside the outer ones.",
        people(marks as u64),
        items.len(),
        crate::number::fixed(marks as f64 * 0.05, 0),
        crate::number::fixed(marks as f64 * 0.002, 0),
    )
}

/// Places with a standing, the highest shrunk share first; those outside the limits are numbered in that order.
pub(super) fn stands(item: &LabelledItem<'_>) -> Vec<Stands> {
    let Figure::Shown(found) = &item.result.variation else {
        return Vec::new();
    };
    let cells = item.result.places.iter().zip(&found.standings).enumerate();
    let mut stands: Vec<Stands> = cells
        .filter_map(|(row, (cell, standing))| {
            Some(Stands {
                row,
                base: cell.base.shown()?,
                share: cell.favourable.shown()?.share,
                standing: standing.shown()?,
                number: None,
            })
        })
        .collect();
    stands.sort_by(|a, b| {
        let shrunk = |s: &Stands| s.standing.shrunk.value;
        shrunk(b).total_cmp(&shrunk(a)).then(a.row.cmp(&b.row))
    });
    let outside = stands.iter_mut().filter(|s| s.found() != Found::Neither);
    for (number, stands) in (1..).zip(outside) {
        stands.number = Some(number);
    }
    stands
}

impl Stands {
    /// The share, and where it lies.
    fn told(&self) -> String {
        let settled = band(settled(&self.standing).band).to_lowercase();
        let (share, base) = (per_cent(self.share), people(self.base));
        format!("{share} of {base}, {settled}.")
    }

    /// On which side of the limits the place lies.
    pub(super) fn found(&self) -> Found {
        found(settled(&self.standing).band)
    }

    /// On which side of the mean the whole range of the shrunk share lies.
    fn apart(&self, mean: f64) -> Found {
        match self.standing.shrunk {
            range if range.lower > mean => Found::Higher,
            range if range.upper < mean => Found::Lower,
            _ => Found::Neither,
        }
    }
}

/// Lines of a funnel up to so many people, worked out from what is released.
fn limits(found: &VariationFigure, most: u64) -> Vec<(&'static str, Vec<Limit>)> {
    let Ok(target) = Target::new(found.target) else {
        return Vec::new();
    };
    let spread = Overdispersion {
        places: found.places,
        scale: found.overdispersion.scale,
        phi: found.overdispersion.phi,
        tau_squared: found.overdispersion.tau_squared,
    };
    let chance = curves(most, |n| FunnelLimits::new(target, n).ok());
    match found.overdispersion.widened {
        Widened::Yes => {
            let [inner, outer] = curves(most, |n| spread.limits(target, n).ok());
            let [narrow, wide] = chance;
            vec![
                ("chance", narrow),
                ("chance", wide),
                ("inner", inner),
                ("outer", outer),
            ]
        }
        Widened::WithinChance | Widened::TooFewPlaces => {
            let [inner, outer] = chance;
            vec![("inner", inner), ("outer", outer)]
        }
    }
}

/// Inner and outer limits at some whole numbers of people.
fn curves(most: u64, limits: impl Fn(f64) -> Option<FunnelLimits>) -> [Vec<Limit>; 2] {
    const POINTS: u64 = 80;
    let last = most + most / 20;
    let step = (last / POINTS).max(1);
    let counts = (1..=last / step).map(|n| (n * step) as f64);
    let limits: Vec<(f64, FunnelLimits)> = counts.filter_map(|n| Some((n, limits(n)?))).collect();
    let line = |of: fn(&FunnelLimits) -> (f64, f64)| {
        let limit = |(people, limits): &(f64, FunnelLimits)| {
            let (lower, upper) = of(limits);
            Limit {
                people: *people,
                lower,
                upper,
            }
        };
        limits.iter().map(limit).collect()
    };
    [
        line(|limits| (limits.p95.lower, limits.p95.upper)),
        line(|limits| (limits.p998.lower, limits.p998.upper)),
    ]
}
