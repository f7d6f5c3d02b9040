//! Shares weighted to the margins of a population.

use maud::{Markup, html};
use poet_benchmark::Absent;
use poet_benchmark::release::{Figure, RakedFigure, RakedResult, WeightingNote};
use poet_core::ItemId;

use super::CouncilReport;
use super::few::{TOO_FEW, of_enough};
use super::layout::{cell, listed, share_cell, why, wide_table};
use crate::labelled::LabelledItem;
use crate::number::{fixed, people, per_cent};

impl CouncilReport<'_> {
    /// Favourable shares weighted to the margins of a population; nothing without them.
    pub(super) fn raked(&self) -> Option<Markup> {
        let note = self.benchmark().weighting.as_ref()?;
        let columns = self.labelled.columns().filter(LabelledItem::is_judged);
        let rows: Vec<_> = columns
            .filter_map(|column| Some((column, column.result.raked.as_ref()?)))
            .collect();
        Some(html! {
            p { (self.whom_it_stands_for(note)) }
            (self.raked_table(&rows))
            p.note { (what_weighting_did(note)) }
        })
    }

    fn whom_it_stands_for(&self, note: &WeightingNote) -> Markup {
        let items: Vec<Markup> = note.items.iter().map(|item| self.label_of(item)).collect();
        html! {
            "Some people are likelier to answer than others. Here each answer counts so much that those who answered are together as the "
            (people(note.population)) " people of the population are in this: " (listed(&items, "and"))
            ". Where they differ in other things, weights do not mend it."
        }
    }

    /// Label of an item.
    fn label_of(&self, id: &ItemId) -> Markup {
        let mut columns = self.labelled.columns();
        let found = columns.find(|column| column.item.id() == id);
        let Some(label) = found.map(|column| column.item.label()) else {
            return html! { (id) };
        };
        html! { span lang=[self.lang(label)] { (self.labelled.words(label)) } }
    }

    fn raked_table(&self, rows: &[(LabelledItem<'_>, &RakedResult)]) -> Markup {
        let caption = format!(
            "Favourable shares in {} and of everyone, weighted",
            self.name()
        );
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "Here, weighted" }
                th scope="col" { "Interval" }
                th scope="col" { "As good as answers" }
                th scope="col" { "Everyone" }
                th scope="col" { "Everyone, weighted" }
                th scope="col" { "Interval" }
            }
        };
        let body = html! {
            @for (column, raked) in rows {
                @let cells = [self.own(column), &column.result.all];
                @let [own, all] = [raked.places[self.place], raked.all].map(enough_answers);
                tr {
                    th scope="row" lang=[self.lang(column.item.label())] { (self.labelled.words(column.item.label())) }
                    (share(&of_enough(cells[0].favourable, &cells[0].base), |share| share.share))
                    (share(&own, |raked| raked.share))
                    (cell(&own, interval))
                    (cell(&raked.places[self.place], |raked| people(raked.effective)))
                    (share(&of_enough(cells[1].favourable, &cells[1].base), |share| share.share))
                    (share(&all, |raked| raked.share))
                    (cell(&all, interval))
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// What the weights are, and what they cost.
fn what_weighting_did(note: &WeightingNote) -> Markup {
    let upper = note
        .upper_bound
        .map(|upper| format!(" and at most {upper} times"));
    html! {
        "Of everyone together: " (said(&note.effective, |n| people(*n))) " answers without weights would tell as much "
        "(design effect " (said(&note.design_effect, |effect| fixed(*effect, 2))) "). Weights are "
        (said(&note.smallest, |w| fixed(*w, 2))) " to " (said(&note.largest, |w| fixed(*w, 2)))
        " times their mean; they were kept at least " (note.lower_bound) (upper.unwrap_or_default())
        ", for which the weights of " (said(&note.trimmed, |n| people(*n))) " people were trimmed. After that the population is "
        "missed by at most " (said(&note.margin_error, |error| fixed(100.0 * error, 1))) " percentage points. "
        (said(&note.left_out, |n| people(*n))) " people did not say all that is weighted by, and are left out of these figures. "
        "Method: " (note.method) "; " (note.interval) ". A weighted share is shown only where of no kind of people few answered so. "
        "Comparisons and tests elsewhere on this page are not weighted."
    }
}

/// A figure in words, or why it is not shown.
fn said<T>(figure: &Figure<T>, show: impl Fn(&T) -> String) -> String {
    match figure {
        Figure::Shown(shown) => show(shown),
        hidden => why(hidden),
    }
}

/// A weighted share, where it is as good as enough answers.
fn enough_answers(raked: Figure<RakedFigure>) -> Figure<RakedFigure> {
    of_enough(raked, &raked.map(|raked| raked.effective))
}

/// A share; of too few people, words in its place.
fn share<T>(figure: &Figure<T>, share: impl Fn(&T) -> f64) -> Markup {
    match figure {
        Figure::Absent(Absent::TooFewAnswers) => html! { td { (TOO_FEW) } },
        told => share_cell(told, share),
    }
}

fn interval(raked: &RakedFigure) -> String {
    format!("{} to {}", per_cent(raked.lower), per_cent(raked.upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(effective: u64) -> String {
        let raked = RakedFigure {
            share: 0.5,
            lower: 0.2,
            upper: 0.8,
            effective,
            design_effect: 1.1,
        };
        share(&enough_answers(Figure::Shown(raked)), |raked| raked.share).into_string()
    }

    #[test]
    fn no_share_is_told_of_too_few() {
        assert_eq!(written(9), "<td>too few to tell</td>");
        assert_eq!(written(10), "<td>50.0%</td>");
    }
}
