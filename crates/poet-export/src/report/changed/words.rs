//! What changed, in words that claim no more than was found.

use maud::{Markup, html};
use poet_benchmark::progress::Moved;
use poet_benchmark::release::{
    ChangeFigure, ChartFigure, Figure, PlaceChanges, TrendFigure, WaveShare,
};
use poet_benchmark::trend::{Departure, SignalRule};

use super::super::layout::{listed, why};
use super::super::rest::interval;
use super::{Changed, Question, date};
use crate::number::{per_cent, points};

/// Most questions that one sentence names.
const NAMED: usize = 3;

/// What may be said of a question: of its trend where there is one, else of its last two waves.
#[derive(Clone, Copy)]
pub(super) enum Said {
    Trend(TrendFigure),
    Change(ChangeFigure),
    Nothing,
}

impl Said {
    pub(super) fn of(here: &PlaceChanges) -> Self {
        match (&here.trend, &here.change) {
            (Figure::Shown(trend), _) => Self::Trend(*trend),
            (_, Figure::Shown(change)) => Self::Change(*change),
            _ => Self::Nothing,
        }
    }

    pub(super) fn verdict(self) -> Option<Moved> {
        match self {
            Self::Trend(trend) => Some(trend.verdict),
            Self::Change(change) => Some(change.verdict),
            Self::Nothing => None,
        }
    }
}

impl<'a> Changed<'a> {
    /// What stands out, a sentence an entry.
    pub(super) fn sentences(&self, questions: &[Question<'a>]) -> Vec<Markup> {
        let of = |verdict: Moved| -> Vec<&Question<'a>> {
            let said = questions
                .iter()
                .filter(|q| Said::of(q.here).verdict() == Some(verdict));
            said.collect()
        };
        let all = questions.len();
        let mut sentences: Vec<Markup> = [(of(Moved::Rose), "rose"), (of(Moved::Fell), "fell")]
            .into_iter()
            .filter_map(|(some, verb)| self.moved(some, verb, all))
            .collect();
        let none = of(Moved::NoneFound).len();
        if none > 0 {
            sentences.push(html! {
                "No change was found in " strong { (none) " of " (all) " questions" }
                ". That does not show that nothing changed: a small change can stay unseen."
            });
        }
        let few = of(Moved::TooFewToTell).len();
        if few > 0 {
            sentences.push(html! {
                "In " strong { (few) " of " (all) " questions" } " too few people answered to tell: a change of 10 points "
                "could have stayed unseen."
            });
        }
        let hidden = questions
            .iter()
            .filter(|q| q.here.change.is_withheld())
            .count();
        if hidden > 0 {
            sentences.push(html! {
                "In " (hidden) " of " (all) " questions the figures of a round are withheld to protect people, so no change "
                "is shown."
            });
        }
        sentences
    }

    fn moved(&self, mut some: Vec<&Question<'a>>, verb: &str, all: usize) -> Option<Markup> {
        let size = |q: &&Question<'a>| match Said::of(q.here) {
            Said::Trend(trend) => trend.per_year.value.abs(),
            Said::Change(change) => change.difference.value.abs(),
            Said::Nothing => 0.0,
        };
        some.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let named: Vec<Markup> = some
            .iter()
            .take(NAMED)
            .map(|q| html! { (self.labelled.words(q.label)) " (" (self.summary(q)) ")" })
            .collect();
        let count = some.len();
        (count > 0).then(|| {
            html! {
                "The share of good answers in " (self.name) " " strong { (verb) " in " (count) " of " (all) " questions" }
                @if count > NAMED { ", most in " } @else { ": " }
                (listed(&named, "and")) "."
            }
        })
    }

    /// From where to where, and how far.
    fn summary(&self, question: &Question<'a>) -> String {
        match Said::of(question.here) {
            Said::Trend(trend) => format!(
                "{}, about {} points a year, interval {}",
                self.from_to(question, trend.from, trend.to),
                points(trend.per_year.value),
                interval(&trend.per_year)
            ),
            Said::Change(change) => format!(
                "{}, {} points, interval {}",
                self.from_to(question, change.from, change.to),
                points(change.difference.value),
                interval(&change.difference)
            ),
            Said::Nothing => String::new(),
        }
    }

    fn from_to(&self, question: &Question<'a>, from: usize, to: usize) -> String {
        let at = |wave: usize| {
            let share = self
                .share(question, wave)
                .map_or_else(String::new, |s| per_cent(s.share));
            let when = self.changes.waves.get(wave).map_or_else(String::new, date);
            format!("{share} in {when}")
        };
        format!("{} to {}", at(from), at(to))
    }

    /// The share of a wave, where it is shown.
    pub(super) fn share(&self, question: &Question<'a>, wave: usize) -> Option<WaveShare> {
        let at = wave.checked_sub(question.item.since)?;
        question.here.shares.get(at)?.shown()
    }

    /// One line of a question.
    pub(super) fn line(&self, question: &Question<'a>) -> String {
        if let Figure::Shown(chart) = &question.here.chart {
            return self.within_limits(chart);
        }
        let said = Said::of(question.here);
        match said.verdict() {
            Some(moved) => format!("{}: {}", verdict(moved), self.summary(question)),
            None => why(&question.here.change),
        }
    }

    /// What a series of many waves does.
    fn within_limits(&self, chart: &ChartFigure) -> String {
        let limits = format!(
            "chance alone moves it between {} and {}",
            per_cent(chart.lower),
            per_cent(chart.upper)
        );
        if chart.signals.is_empty() {
            return format!("Nothing stands out: {limits}");
        }
        let when = |wave: usize| self.changes.waves.get(wave).map_or_else(String::new, date);
        let signals = chart.signals.iter().map(|signal| {
            let span = match signal.from == signal.to {
                true => when(signal.from),
                false => format!("{} to {}", when(signal.from), when(signal.to)),
            };
            format!("{span}: {}", rule(signal.rule, signal.departure))
        });
        format!(
            "Stands out from chance: {}; {limits}",
            signals.collect::<Vec<_>>().join("; ")
        )
    }
}

/// What may be said, in two words.
pub(super) fn verdict(moved: Moved) -> &'static str {
    match moved {
        Moved::Rose => "Rose",
        Moved::Fell => "Fell",
        Moved::NoneFound => "No change found",
        Moved::TooFewToTell => "Too few to tell",
    }
}

/// What points do that chance alone rarely does.
fn rule(rule: SignalRule, departure: Departure) -> &'static str {
    match (rule, departure) {
        (SignalRule::BeyondLimit, Departure::Up) => "above the upper limit",
        (SignalRule::BeyondLimit, Departure::Down) => "below the lower limit",
        (SignalRule::OneSide, Departure::Up) => "seven or more in a row above the mean",
        (SignalRule::OneSide, Departure::Down) => "seven or more in a row below the mean",
        (SignalRule::OneWay, Departure::Up) => "seven or more in a row that rise",
        (SignalRule::OneWay, Departure::Down) => "seven or more in a row that fall",
        (SignalRule::NearLimit, Departure::Up) => "two of three close to the upper limit",
        (SignalRule::NearLimit, Departure::Down) => "two of three close to the lower limit",
    }
}
