//! What changed, in words that claim no more than was found.

use maud::{Markup, html};
use poet_benchmark::Absent;
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
    /// There are limits of chance, which reckon with how a figure moves of itself; a trend reckons only with who answered.
    Limits,
    Trend(TrendFigure),
    Change(ChangeFigure),
    Nothing,
}

impl Said {
    pub(super) fn of(here: &PlaceChanges) -> Self {
        match (&here.chart, &here.trend, &here.change) {
            (Figure::Shown(_), ..) => Self::Limits,
            (_, Figure::Shown(trend), _) => Self::Trend(*trend),
            (_, _, Figure::Shown(change)) => Self::Change(*change),
            _ => Self::Nothing,
        }
    }

    pub(super) fn verdict(self) -> Option<Moved> {
        match self {
            Self::Trend(trend) => Some(trend.verdict),
            Self::Change(change) => Some(change.verdict),
            Self::Limits | Self::Nothing => None,
        }
    }
}

impl<'a> Changed<'a> {
    /// What stands out, a sentence an entry.
    pub(super) fn sentences(&self, questions: &[Question<'a>]) -> Vec<Markup> {
        let of = |verdict: Moved| -> Vec<&Question<'a>> {
            let said = questions
                .iter()
                .filter(|q| Said::of(&q.here).verdict() == Some(verdict));
            said.collect()
        };
        let all = questions.len();
        let mut sentences: Vec<Markup> = [(of(Moved::Rose), "rose"), (of(Moved::Fell), "fell")]
            .into_iter()
            .filter_map(|(some, verb)| self.moved(some, verb, all))
            .collect();
        sentences.extend(self.standing_out(questions));
        let none = of(Moved::NoneFound).len();
        if none > 0 {
            sentences.push(html! {
                "No change was found in " strong { (none) " of " (all) " questions" }
                ". That does not show that nothing changed: a small change can stay unseen."
            });
        }
        let too_few = |q: &&Question<'_>| {
            let absent = matches!(q.here.change, Figure::Absent(Absent::TooFewAnswers));
            absent && Said::of(&q.here).verdict().is_none()
        };
        let few = of(Moved::TooFewToTell).len() + questions.iter().filter(too_few).count();
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

    /// Questions with a round that stands out from how they move of themselves.
    fn standing_out(&self, questions: &[Question<'a>]) -> Option<Markup> {
        let charts = questions
            .iter()
            .filter_map(|q| Some((q, q.here.chart.as_ref().shown()?)));
        let (out, within): (Vec<_>, Vec<_>) =
            charts.partition(|(_, chart)| !chart.signals.is_empty());
        let of = out.len() + within.len();
        let named: Vec<Markup> = out
            .iter()
            .take(NAMED)
            .map(|(q, chart)| html! { (self.labelled.words(q.label)) " (" (self.signals(chart)) ")" })
            .collect();
        (of > 0).then(|| {
            html! {
                strong { (out.len()) " of " (of) " questions" } " stand out from how they move of themselves"
                @if !named.is_empty() { ": " (listed(&named, "and")) }
                @if out.len() > NAMED { ", and " (out.len() - NAMED) " more" }
                ". The other " (within.len()) " move by chance alone, as far as can be told."
            }
        })
    }

    fn moved(&self, mut some: Vec<&Question<'a>>, verb: &str, all: usize) -> Option<Markup> {
        let size = |q: &&Question<'a>| match Said::of(&q.here) {
            Said::Trend(trend) => trend.per_year.value.abs(),
            Said::Change(change) => change.difference.value.abs(),
            Said::Limits | Said::Nothing => 0.0,
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
        match Said::of(&question.here) {
            Said::Trend(trend) => format!(
                "{}, about {} points a year, interval {}",
                self.ends(question, trend.from, trend.to),
                points(trend.per_year.value),
                interval(&trend.per_year)
            ),
            Said::Change(change) => format!(
                "{}, {} points, interval {}",
                self.ends(question, change.from, change.to),
                points(change.difference.value),
                interval(&change.difference)
            ),
            Said::Limits | Said::Nothing => String::new(),
        }
    }

    fn ends(&self, question: &Question<'a>, from: usize, to: usize) -> String {
        let at = |wave: usize| {
            let share = share(question, wave).map_or_else(String::new, |s| per_cent(s.share));
            let when = self.changes.waves.get(wave).map_or_else(String::new, date);
            format!("{share} in {when}")
        };
        format!("{} to {}", at(from), at(to))
    }

    /// One line of a question.
    pub(super) fn line(&self, question: &Question<'a>) -> String {
        if let Figure::Shown(chart) = &question.here.chart {
            return self.within_limits(chart);
        }
        let said = Said::of(&question.here);
        match said.verdict() {
            Some(moved) => format!("{}: {}", verdict(moved), size(said)),
            None => no_change(&question.here.change),
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
        format!("Stands out: {}; {limits}", self.signals(chart))
    }

    /// What stands out of a series, and when.
    fn signals(&self, chart: &ChartFigure) -> String {
        let when = |wave: usize| self.changes.waves.get(wave).map_or_else(String::new, date);
        let signals = chart.signals.iter().map(|signal| {
            let span = match signal.from == signal.to {
                true => when(signal.from),
                false => format!("{} to {}", when(signal.from), when(signal.to)),
            };
            format!("{span}: {}", rule(signal.rule, signal.departure))
        });
        signals.collect::<Vec<_>>().join("; ")
    }
}

/// The share of a wave, where it is shown.
fn share(question: &Question<'_>, wave: usize) -> Option<WaveShare> {
    let at = wave.checked_sub(question.item.since)?;
    question.here.shares.get(at)?.shown()
}

/// How far, and between which limits.
fn size(said: Said) -> String {
    match said {
        Said::Trend(trend) => format!(
            "{} points a year ({})",
            points(trend.per_year.value),
            interval(&trend.per_year)
        ),
        Said::Change(change) => format!(
            "{} points ({})",
            points(change.difference.value),
            interval(&change.difference)
        ),
        Said::Limits | Said::Nothing => String::new(),
    }
}

/// Why no change is told.
pub(super) fn no_change(change: &Figure<ChangeFigure>) -> String {
    match change {
        Figure::Absent(Absent::TooFewAnswers) => verdict(Moved::TooFewToTell).to_owned(),
        hidden => why(hidden),
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
