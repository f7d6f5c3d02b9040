//! How many differences stand once like is held with like.

use maud::{Markup, html};
use poet_benchmark::Verdict;

use super::super::case_mix::{by, found, notes, reference};
use super::super::layout::wide_table;
use super::NationalReport;
use crate::labelled::LabelledItem;

impl NationalReport<'_> {
    /// How many differences of each place stand once like is held with like; nothing where that was not asked for.
    pub(super) fn like_with_like(&self) -> Option<Markup> {
        let (labelled, benchmark) = (&self.labelled, self.labelled.benchmark);
        let mix = benchmark.case_mix.as_ref()?;
        let items: Vec<LabelledItem<'_>> =
            labelled.columns().filter(LabelledItem::is_judged).collect();
        let head = html! {
            tr {
                th.words scope="col" { "Place" }
                th scope="col" { "Questions told" }
                th scope="col" { "Higher, as it is" }
                th scope="col" { "Higher, like with like" }
                th scope="col" { "Lower, as it is" }
                th scope="col" { "Lower, like with like" }
            }
        };
        let row = |place: usize| {
            let told = items.iter().filter_map(|item| {
                let after = found(mix, item)?.places[place].as_ref().shown()?.verdict;
                let before = item.result.places[place].against_rest.shown()?.verdict;
                Some((before, after))
            });
            let told: Vec<(Verdict, Verdict)> = told.collect();
            let before = |wanted| told.iter().filter(|(before, _)| *before == wanted).count();
            let after = |wanted| told.iter().filter(|(_, after)| *after == wanted).count();
            html! {
                tr {
                    th.words scope="row" { (labelled.name(&benchmark.places[place].id)) }
                    td { (told.len()) }
                    td { (before(Verdict::Higher)) }
                    td { (after(Verdict::Higher)) }
                    td { (before(Verdict::Lower)) }
                    td { (after(Verdict::Lower)) }
                }
            }
        };
        let body = html! { @for place in 0..benchmark.places.len() { (row(place)) } };
        Some(html! {
            p {
                "Places serve different people. Here each is held against everyone else as if both served the same people, by "
                (by(labelled, mix)) ", in " (reference(mix)) ". The table counts the questions on which a place is credibly "
                "higher or lower before and after, among those of which both may be told."
            }
            (wide_table("Differences as they are and like with like", &head, &body))
            (notes(labelled, mix))
        })
    }
}
