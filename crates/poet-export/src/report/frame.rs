//! Who could have answered, and figures weighted to them.

use maud::{Markup, html};
use poet_benchmark::release::{
    Figure, FrameFigure, FrameNote, MeasureResult, WeightedFigure, WeightedMeanFigure,
};
use poet_core::{MeasureKind, Sampling};

use super::CouncilReport;
use super::layout::{cell, why};
use super::measures::score;
use crate::labelled::LabelledItem;
use crate::number::{fixed, people, per_cent};

impl CouncilReport<'_> {
    fn frame(&self) -> Option<&FrameNote> {
        self.benchmark().frame.as_ref()
    }

    fn own_frame(&self) -> Option<&FrameFigure> {
        self.frame().map(|frame| &frame.places[self.place])
    }

    /// How many could have answered here, and how many of those asked did; nothing without a frame.
    pub(super) fn frame_facts(&self) -> Vec<(&'static str, String)> {
        let Some(own) = self.own_frame() else {
            return Vec::new();
        };
        let said = |figure: &Figure<String>| match figure {
            Figure::Shown(words) => words.clone(),
            hidden => why(hidden),
        };
        vec![
            (
                "People who could have answered here",
                said(&own.eligible.map(people)),
            ),
            ("Response rate here", said(&own.response_rate.map(per_cent))),
        ]
    }

    /// Whom the figures stand for.
    pub(super) fn stands_for(&self) -> Markup {
        let others = "“Everyone else” is everyone else who answered this survey, not the country.";
        let Some(frame) = self.frame() else {
            return html! {
                "Organisations and people chose to take part. " (others) " How many people could have answered is not "
                "part of these figures: there is no response rate, and no figure stands for more people than those who "
                "answered."
            };
        };
        let asked = match frame.sampling {
            Sampling::Everybody => "Everybody who was eligible was asked.",
            Sampling::Random => "A random sample of those eligible was asked.",
            Sampling::Volunteers => "People came forward by themselves.",
        };
        html! {
            (asked) " "
            @if let Some(eligible) = self.own_frame().and_then(|own| own.eligible.shown()) {
                "Weighted figures stand for the " (people(eligible)) " people in " (self.name()) " who could have answered, "
                "as far as those who did not would have said the same as others of their stratum. "
            }
            (others) " " (people(self.benchmark().places.len() as u64)) " organisations have answers, of "
            (people(frame.organisations as u64)) " that are known to have been asked."
        }
    }

    /// How weighted figures are worked out; nothing without a frame.
    pub(super) fn weighting(&self) -> Option<Markup> {
        let frame = self.frame()?;
        Some(html! {
            "Weighted figures count each stratum of an organisation for all its people who could have answered. "
            @if frame.sampling == Sampling::Volunteers {
                "They have no margin of error, since chance had no part in who answered. "
            } @else {
                "± is their margin of error: " (frame.margin) ". "
            }
            "They are shown only where no answer of any stratum is of few people. Intervals, comparisons and tests are of "
            "the people who answered, not weighted."
        })
    }

    /// Heading of the weighted column of a table; nothing without a frame.
    pub(super) fn weighted_head(&self, of: &str) -> Markup {
        html! { @if self.frame().is_some() { th scope="col" { (of) ", weighted" } } }
    }

    /// Weighted favourable share of a question here; nothing without a frame.
    pub(super) fn weighted_share(&self, item: &LabelledItem<'_>) -> Markup {
        let weighted = item.result.weighted.as_ref();
        let own = weighted.map(|weighted| weighted.places[self.place].as_ref());
        html! { @if let Some(own) = own { (cell(&own.and_then(|own| own.favourable), said)) } }
    }

    /// Weighted mean of a measure here; nothing without a frame.
    pub(super) fn weighted_mean(&self, result: &MeasureResult) -> Markup {
        let weighted = result.weighted.as_ref();
        let own = weighted.map(|weighted| &weighted.places[self.place]);
        html! { @if let Some(own) = own { (cell(own, |mean| said_mean(result.kind, mean))) } }
    }
}

/// A weighted share with its margin in percentage points, where it has one.
fn said(share: &WeightedFigure) -> String {
    let margin = share.margin.shown();
    let margin = margin.map(|margin| format!(" ± {}", fixed(100.0 * margin, 1)));
    per_cent(share.share) + &margin.unwrap_or_default()
}

/// A weighted mean with its margin, with as many decimals as it was released with.
fn said_mean(kind: MeasureKind, mean: &WeightedMeanFigure) -> String {
    let margin = mean.margin.shown();
    let number = |value: f64| score(kind, mean.decimals, value);
    let margin = margin.map(|margin| format!(" ± {}", number(margin)));
    number(mean.mean) + &margin.unwrap_or_default()
}
