//! Title, and who was asked and when.

use maud::{Markup, html};
use poet_benchmark::release::{Benchmark, Figure, Preset};
use poet_core::Wave;

use super::CouncilReport;
use super::layout::why;
use crate::number::people;

impl CouncilReport<'_> {
    pub(super) fn title(&self) -> String {
        format!(
            "{}: {}",
            self.name(),
            self.labelled.words(self.instrument().title())
        )
    }

    pub(super) fn head(&self) -> Markup {
        let instrument = self.instrument();
        html! {
            p.kicker { "Survey results, compared with everyone else who answered" }
            h1 { (self.name()) }
            p.subtitle lang=[self.lang(instrument.title())] {
                (self.labelled.words(instrument.title())) ", " (instrument.edition())
            }
            dl.facts {
                (fact("People who answered here", &count(self.benchmark(), self.respondents())))
                (fact("People who answered in all", &count(self.benchmark(), self.benchmark().respondents)))
                @for (term, words) in self.frame_facts() { (fact(term, &words)) }
                (fact("Organisations", &people(self.benchmark().places.len() as u64)))
                (fact("Asked", &when(self.wave)))
                (fact("Released under", policy(self.benchmark().release.policy, self.is_published())))
            }
        }
    }
}

/// People of a release, with what they are rounded to.
pub(super) fn count(benchmark: &Benchmark, figure: Figure<u64>) -> String {
    let rounded = benchmark.release.rounded_to;
    match figure {
        Figure::Shown(count) if rounded > 1 => {
            format!("{}, to the nearest {rounded}", people(count))
        }
        Figure::Shown(count) => people(count),
        hidden => why(&hidden),
    }
}

/// When people were asked.
pub(super) fn when(wave: Option<&Wave>) -> String {
    wave.map_or_else(
        || "Dates are not part of these figures".to_owned(),
        |wave| {
            let day = |date: chrono::NaiveDate| date.format("%-d %B %Y").to_string();
            format!("{} to {}", day(wave.opens()), day(wave.closes()))
        },
    )
}

/// One of the facts at the top of a page.
pub(super) fn fact(term: &str, words: &str) -> Markup {
    html! { div { dt { (term) } dd { (words) } } }
}

/// Name of a release policy as people read it.
pub(super) fn policy(preset: Preset, published: bool) -> &'static str {
    match preset {
        _ if published => "The publisher's own rules",
        Preset::Ascs => "Adult Social Care Survey rules",
        Preset::NhsSubNational => "NHS sub-national rules",
        Preset::Strict => "Strict rules (under 10 withheld)",
        Preset::Internal => "No rules: internal use only",
    }
}
