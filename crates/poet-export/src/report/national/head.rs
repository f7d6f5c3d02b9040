//! Title, and who was asked and when.

use maud::{Markup, html};
use poet_benchmark::release::Figure;
use poet_core::Sampling;

use super::super::head::{count, fact, policy, when};
use super::super::layout::why;
use super::NationalReport;
use crate::number::{people, per_cent};

impl NationalReport<'_> {
    pub(super) fn title(&self) -> String {
        let title = self.labelled.words(self.instrument().title());
        format!("All places together: {title}")
    }

    pub(super) fn head(&self) -> Markup {
        let (benchmark, instrument) = (self.benchmark(), self.instrument());
        html! {
            p.kicker { "Survey results of every place that has answers" }
            h1 { "All places together" }
            p.subtitle lang=[self.labelled.lang(instrument.title())] {
                (self.labelled.words(instrument.title())) ", " (instrument.edition())
            }
            dl.facts {
                (fact("People who answered", &count(benchmark, benchmark.respondents)))
                (fact("Organisations", &people(benchmark.places.len() as u64)))
                @for (term, words) in self.frame_facts() { (fact(term, &words)) }
                (fact("Asked", &when(self.wave)))
                (fact("Released under", policy(benchmark.release.policy, self.is_published())))
            }
        }
    }

    /// How many could have answered, and how many of those asked did; nothing without a frame.
    fn frame_facts(&self) -> Vec<(&'static str, String)> {
        let Some(frame) = &self.benchmark().frame else {
            return Vec::new();
        };
        let said = |figure: Figure<String>| match figure {
            Figure::Shown(words) => words,
            hidden => why(&hidden),
        };
        vec![
            (
                "People who could have answered",
                said(frame.all.eligible.map(people)),
            ),
            ("Response rate", said(frame.all.response_rate.map(per_cent))),
        ]
    }

    /// Whom the figures stand for.
    pub(super) fn stands_for(&self) -> Markup {
        let places = people(self.benchmark().places.len() as u64);
        let Some(frame) = &self.benchmark().frame else {
            return html! {
                "Organisations and people chose to take part. “All places” are the " (places) " with answers here, not the "
                "country. How many people could have answered is not part of these figures: there is no response rate, and "
                "no figure stands for more people than those who answered."
            };
        };
        let asked = match frame.sampling {
            Sampling::Everybody => "Everybody who was eligible was asked.",
            Sampling::Random => "A random sample of those eligible was asked.",
            Sampling::Volunteers => "People came forward by themselves.",
        };
        html! {
            (asked) " “All places” are the " (places) " organisations with answers here, of "
            (people(frame.organisations as u64)) " that are known to have been asked; not the country."
        }
    }
}
