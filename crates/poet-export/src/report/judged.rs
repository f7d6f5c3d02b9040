//! How people answered the questions that have a good and a bad side.

use maud::{Markup, html};
use poet_benchmark::release::{Figure, ItemCell, PointFigure, ShareFigure};
use poet_core::{Point, Reading, Scale, Section};

use super::CouncilReport;
use super::layout::{cell, panels, share_cell, why, wide_table};
use crate::chart::{
    Described, Diverging, DivergingRow, Key, Segment, Side, Spread, Strength, Tone, legend,
};
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent, points};

/// A point of a scale with its position in the figures.
type Placed<'a> = (usize, &'a Point);

impl CouncilReport<'_> {
    /// The answers of one section, then the organisation against everybody else.
    pub(super) fn judged_part(&self, section: &Section, items: &[LabelledItem<'_>]) -> Markup {
        html! {
            h3 { "How people answered" }
            (self.spread_charts(section, items))
            @for scale in scales(items) {
                (self.spread_table(scale, items))
            }
            (self.against_rest(section, items))
        }
    }

    fn spread_charts(&self, section: &Section, items: &[LabelledItem<'_>]) -> Markup {
        let rows: Vec<DivergingRow> = items.iter().map(|item| self.spread_row(item)).collect();
        let reaches = || rows.iter().map(|row| row.spread.reach());
        let reach = (
            reaches().map(|r| r.0).fold(0.0, f64::max),
            reaches().map(|r| r.1).fold(0.0, f64::max),
        );
        let charts = panels(&rows, Diverging::ROW);
        let mut said = items
            .iter()
            .map(|item| said(self.labelled.words(item.item.label()), self.own(item)));
        let of = charts.len();
        html! {
            @for (at, rows) in charts.into_iter().enumerate() {
                figure {
                    figcaption {
                        "Answers to each question in " (self.name()) ", per cent of the people in its base (n)"
                        @if of > 1 { ", chart " (at + 1) " of " (of) }
                        ". On the right: the favourable share and the base."
                    }
                    (self.spread_legend(&scales(items), &rows))
                    (Diverging { rows: rows.clone(), reach }.draw(&Described {
                        id: format!("spread-{}-{}", section.id(), at + 1),
                        title: format!("How people in {} answered: {}", self.name(), self.labelled.words(section.title())),
                        text: said.by_ref().take(rows.len()).collect::<Vec<_>>().join(" "),
                    }))
                }
            }
        }
    }

    /// What some questions of a section are called together: the section, where they are all of it.
    fn questions(&self, some: &[&LabelledItem<'_>], all: &[LabelledItem<'_>]) -> String {
        match all.first() {
            Some(item) if some.len() == all.len() => {
                self.labelled.words(item.section.title()).to_owned()
            }
            _ => {
                let labels = some.iter().map(|i| self.labelled.words(i.item.label()));
                labels.collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn spread_row(&self, item: &LabelledItem<'_>) -> DivergingRow {
        let own = self.own(item);
        let scale = item.scale();
        let spread = scale.map_or_else(|| Spread::NotShown(String::new()), |s| spread(s, own));
        DivergingRow {
            label: self.label(item.item.label()),
            people: cell_base(own),
            figure: match &own.favourable {
                Figure::Shown(share) => per_cent(share.share),
                hidden => hidden.mark().unwrap_or_default().to_owned(),
            },
            spread,
        }
    }

    /// The words of the scale; where the questions have different scales, what their colours have in common.
    fn spread_legend(&self, scales: &[&Scale], rows: &[DivergingRow]) -> Markup {
        let key = |tone, words: &str| Key {
            tone,
            words: words.to_owned(),
            lang: None,
        };
        let mut keys: Vec<Key> = if let [scale] = scales {
            let tones = Side::ALL.into_iter().flat_map(|side| toned(scale, side));
            tones
                .map(|((_, point), tone)| Key {
                    lang: self.lang(point.label()),
                    ..key(Some(tone), self.labelled.words(point.label()))
                })
                .collect()
        } else {
            let strong = |side| Some(Tone::ranked(side, 0, 1));
            vec![
                key(
                    strong(Side::Unfavourable),
                    "Unfavourable, the strongest darkest",
                ),
                key(strong(Side::Neutral), "In between"),
                key(
                    strong(Side::Favourable),
                    "Favourable, the strongest darkest",
                ),
            ]
        };
        if rows.iter().any(|row| row.spread.has_parts_withheld()) {
            keys.push(key(None, "Parts withheld [c]"));
        }
        legend(&keys)
    }

    /// The figures of every question on one scale.
    fn spread_table(&self, scale: &Scale, items: &[LabelledItem<'_>]) -> Markup {
        let placed = |outside: bool| {
            let points = scale.points().iter().enumerate();
            points.filter(move |(_, p)| (p.reading() == Reading::Outside) == outside)
        };
        let own = items
            .iter()
            .filter(|i| i.scale().is_some_and(|s| s.id() == scale.id()));
        let caption = format!(
            "{}: answers in {}, per cent of the base",
            self.questions(&own.clone().collect::<Vec<_>>(), items),
            self.name()
        );
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Base (n)" }
                @for (_, point) in placed(false) {
                    th scope="col" lang=[self.lang(point.label())] { (self.labelled.words(point.label())) }
                }
                th scope="col" { "Favourable" }
                th scope="col" { "Plausible range" }
                th scope="col" { "Net balance" } (self.weighted_head("Favourable"))
                @for (_, point) in placed(true) {
                    th scope="col" { (self.labelled.words(point.label())) " (people, outside the base)" }
                }
            }
        };
        let body = html! {
            @for item in own {
                @let figures = self.own(item);
                tr {
                    th scope="row" lang=[self.lang(item.item.label())] { (self.labelled.words(item.item.label())) }
                    (cell(&figures.base, |base| people(*base)))
                    @for (at, _) in placed(false) { (point_share(&figures.points[at])) }
                    (share_cell(&figures.favourable, |share| share.share))
                    (cell(&figures.favourable, range))
                    (cell(&figures.net, |net| points(net.value))) (self.weighted_share(item))
                    @for (at, _) in placed(true) { (point_people(&figures.points[at])) }
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// The base of a row of a chart.
fn cell_base(cell: &ItemCell) -> String {
    match cell.base {
        Figure::Shown(base) => format!("n = {}", people(base)),
        hidden => format!("n {}", hidden.mark().unwrap_or_default()),
    }
}

/// The interval of a share.
pub(super) fn range(share: &ShareFigure) -> String {
    format!("{} to {}", per_cent(share.lower), per_cent(share.upper))
}

/// Share of a point, or its mark; nothing where nobody is in the base.
fn point_share(figure: &Figure<PointFigure>) -> Markup {
    match figure {
        Figure::Shown(PointFigure { share: None, .. }) => html! { td.mark { "[w]" } },
        figure => share_cell(figure, |point| point.share.unwrap_or_default()),
    }
}

/// People of a point, or its mark; unknown where only a percentage was published.
fn point_people(figure: &Figure<PointFigure>) -> Markup {
    match figure {
        Figure::Shown(PointFigure { people: None, .. }) => html! { td.mark { "[x]" } },
        figure => cell(figure, |point| people(point.people.unwrap_or_default())),
    }
}

/// The scales of some questions, each once, in their order.
fn scales<'a>(items: &[LabelledItem<'a>]) -> Vec<&'a Scale> {
    let mut scales: Vec<&Scale> = Vec::new();
    for scale in items.iter().filter_map(LabelledItem::scale) {
        if scales.iter().all(|s| s.id() != scale.id()) {
            scales.push(scale);
        }
    }
    scales
}

impl Side {
    const ALL: [Self; 3] = [Self::Unfavourable, Self::Neutral, Self::Favourable];

    fn reading(self) -> Reading {
        match self {
            Self::Unfavourable => Reading::Unfavourable,
            Self::Neutral => Reading::Neutral,
            Self::Favourable => Reading::Favourable,
        }
    }
}

/// The points on one side from left to right, with their tones.
fn toned(scale: &Scale, side: Side) -> Vec<(Placed<'_>, Tone)> {
    let points = scale.points().iter().enumerate();
    let mut points: Vec<Placed<'_>> = points
        .filter(|(_, p)| p.reading() == side.reading())
        .collect();
    // Worst to best from the left; points without a score keep the order of the form.
    points.sort_by_key(|(_, point)| point.score());
    let of = points.len();
    let tone = |at: usize| match side {
        Side::Unfavourable => Tone::ranked(side, at, of),
        Side::Neutral | Side::Favourable => Tone::ranked(side, of - 1 - at, of),
    };
    let tones = points.into_iter().enumerate();
    tones.map(|(at, point)| (point, tone(at))).collect()
}

/// The bar of one question: every side must be shown, since a bar gives away what is left over.
fn spread(scale: &Scale, own: &ItemCell) -> Spread {
    let sides = [&own.unfavourable, &own.neutral, &own.favourable];
    if let Some(hidden) = sides.into_iter().find(|figure| figure.mark().is_some()) {
        return Spread::NotShown(why(hidden));
    }
    let segments = Side::ALL.into_iter().zip(sides).flat_map(|(side, figure)| {
        let share = figure.as_ref().shown().map_or(0.0, |share| share.share);
        side_segments(scale, side, share, &own.points)
    });
    Spread::Shown(segments.collect())
}

/// The points of one side; the side in one piece where a point of it is withheld.
fn side_segments(
    scale: &Scale,
    side: Side,
    share: f64,
    figures: &[Figure<PointFigure>],
) -> Vec<Segment> {
    let toned = toned(scale, side);
    let shares: Option<Vec<Segment>> = toned
        .iter()
        .map(|((at, _), tone)| {
            Some(Segment {
                tone: *tone,
                share: figures[*at].shown()?.share?,
                parts_withheld: false,
            })
        })
        .collect();
    let whole = |tone| Segment {
        tone,
        share,
        parts_withheld: true,
    };
    shares.unwrap_or_else(|| {
        let light = Tone {
            side,
            strength: Strength::Light,
        };
        vec![whole(light)]
    })
}

/// What a row says to somebody who does not see it.
fn said(words: &str, own: &ItemCell) -> String {
    let share = |figure: &Figure<ShareFigure>| match figure {
        Figure::Shown(share) => per_cent(share.share),
        hidden => why(hidden),
    };
    format!(
        "{words} ({}): favourable {}, in between {}, unfavourable {}.",
        cell_base(own),
        share(&own.favourable),
        share(&own.neutral),
        share(&own.unfavourable)
    )
}
