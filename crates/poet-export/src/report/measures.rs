//! Scores that sum up several questions.

use maud::{Markup, html};
use poet_benchmark::release::{Figure, MeanFigure};
use poet_core::{Measure, MeasureKind, Scale};

use super::CouncilReport;
use super::layout::{cell, wide_table};
use crate::number::{fixed, people};

impl CouncilReport<'_> {
    /// Every measure; nothing where the instrument has none or no score was published.
    pub(super) fn summary_scores(&self) -> Option<Markup> {
        let results = &self.benchmark().measures;
        let unpublished = |figure: &Figure<MeanFigure>| figure.mark() == Some("[x]");
        if results.iter().all(|result| unpublished(&result.all)) {
            return None;
        }
        let head = html! {
            tr {
                th scope="col" { "Score" }
                th scope="col" { "People here" }
                th scope="col" { "Mean here" }
                th scope="col" { "Interval" }
                (self.weighted_head("Mean here"))
                th scope="col" { "Everyone who answered, this organisation included" }
            }
        };
        let body = html! {
            @for result in results {
                @if let Some(measure) = self.instrument().measure(&result.measure) {
                    @let own = &result.places[self.place];
                    tr {
                        th scope="row" lang=[self.lang(measure.title())] { (self.labelled.words(measure.title())) }
                        (cell(own, |mean| people(mean.people)))
                        (cell(own, |mean| score(measure.kind(), mean.decimals, mean.mean)))
                        (cell(&own.and_then(|mean| mean.interval.map(|range| (mean, range))), |(mean, range)| {
                            let ends = [range.lower, range.upper].map(|end| score(measure.kind(), mean.decimals, end));
                            ends.join(" to ")
                        }))
                        (self.weighted_mean(result))
                        (cell(&result.all, |mean| score(measure.kind(), mean.decimals, mean.mean)))
                    }
                }
            }
        };
        Some(html! {
            (wide_table("Mean scores", &head, &body))
            @if (2..=FEW_PLACES).contains(&self.benchmark().places.len()) { (self.scores_by_place()) }
            ul {
                @for result in results {
                    @if let Some(measure) = self.instrument().measure(&result.measure) {
                        li { strong { (self.labelled.words(measure.title())) ": " } (self.rule(measure)) }
                    }
                }
            }
        })
    }

    /// Every measure in every organisation, where they are few enough to be read side by side.
    fn scores_by_place(&self) -> Markup {
        let benchmark = self.benchmark();
        let measures: Vec<_> = benchmark
            .measures
            .iter()
            .filter_map(|result| Some((result, self.instrument().measure(&result.measure)?)))
            .collect();
        let head = html! {
            tr {
                th scope="col" { "Organisation" }
                @for (_, measure) in &measures {
                    th scope="col" lang=[self.lang(measure.title())] { (self.labelled.words(measure.title())) }
                }
            }
        };
        let body = html! {
            @for (at, place) in benchmark.places.iter().enumerate() {
                tr {
                    th scope="row" { (self.labelled.name(&place.id)) }
                    @for (result, measure) in &measures {
                        (cell(&result.places[at], |mean| with_interval(measure.kind(), mean)))
                    }
                }
            }
        };
        wide_table(
            "Mean scores of each organisation, with their intervals",
            &head,
            &body,
        )
    }

    /// How a measure is worked out, in words.
    fn rule(&self, measure: &Measure) -> String {
        let (of, minimum) = (measure.items().len(), measure.minimum());
        let how = match measure.kind() {
            MeasureKind::FavourableShare => {
                "share of a person's answers that are favourable".to_owned()
            }
            MeasureKind::Mean => {
                let [low, high] = self.ends(measure);
                format!("mean of a person's answers, each from 0 ({low}) to 100 ({high})")
            }
            MeasureKind::MeanPoints => {
                let range = self.scales(measure).find_map(Scale::score_range);
                let (low, high) = range.unwrap_or_default();
                format!("mean of a person's answers in points, each from {low} to {high}")
            }
            MeasureKind::Sum => "sum of a person's points".to_owned(),
            _ => "score of a person's answers".to_owned(),
        };
        let source = match measure.source() {
            "" => String::new(),
            source => format!(" Source: {source}."),
        };
        format!(
            "{how}, of the people who answered at least {minimum} of its {of} questions; version {}.{source}",
            measure.version()
        )
    }

    /// What the ends of a measure are called: better and worse only where its answers are read so.
    fn ends(&self, measure: &Measure) -> [&'static str; 2] {
        match self.scales(measure).any(Scale::is_evaluative) {
            true => ["worst", "best"],
            false => ["lowest", "highest"],
        }
    }

    fn scales(&self, measure: &Measure) -> impl Iterator<Item = &Scale> {
        let items = self.instrument().items();
        measure.items().iter().filter_map(|&at| items[at].scale())
    }
}

/// Most organisations whose scores stand side by side.
const FEW_PLACES: usize = 10;

/// A mean and the ends of its interval, where it may be shown.
fn with_interval(kind: MeasureKind, mean: &MeanFigure) -> String {
    let value = score(kind, mean.decimals, mean.mean);
    match mean.interval.shown() {
        None => value,
        Some(range) => {
            let [lower, upper] =
                [range.lower, range.upper].map(|end| score(kind, mean.decimals, end));
            format!("{value} ({lower} to {upper})")
        }
    }
}

/// A value in the units of a measure, with as many decimals as its mean was released with.
pub(super) fn score(kind: MeasureKind, decimals: Option<u32>, value: f64) -> String {
    let decimals = |usual: u32, fewer: u32| {
        let released = decimals.map_or(usual, |decimals| decimals.saturating_sub(fewer));
        usize::try_from(released).unwrap_or_default()
    };
    match kind {
        MeasureKind::FavourableShare => format!("{}%", fixed(100.0 * value, decimals(1, 2))),
        MeasureKind::MeanPoints => fixed(value, decimals(2, 0)),
        _ => fixed(value, decimals(1, 0)),
    }
}
