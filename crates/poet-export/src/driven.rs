//! Released conditions and outcomes with the words that people read.

use poet_benchmark::drivers::Met;
use poet_benchmark::release::{
    AdjustedFigure, DriverBenchmark, DriverPair, DriverVerdict, Figure, Released,
};
use poet_core::{Instrument, Item, ItemId, Language, Point, Reading, Scale};

use crate::Error;
use crate::number::{people, points, size, whole_per_cent};

/// Released conditions and outcomes beside their instrument, and a language.
#[derive(Clone, Debug)]
pub(crate) struct Driven<'a> {
    pub(crate) drivers: &'a DriverBenchmark,
    pub(crate) instrument: &'a Instrument,
    pub(crate) language: Language,
}

/// What every sentence about an association ends with.
pub(crate) const NO_CAUSE: &str = "this is an association, not proof of a cause";

/// What every sentence about no difference ends with.
pub(crate) const NOT_NONE: &str = "this does not say that there is none";

impl<'a> Driven<'a> {
    pub(crate) fn new(
        released: &'a Released<DriverBenchmark>,
        instrument: &'a Instrument,
    ) -> Result<Self, Error> {
        if released.origin.hash != *instrument.hash() {
            return Err(Error::OtherInstrument {
                figures: released.origin.instrument.clone(),
                instrument: instrument.key().clone(),
            });
        }
        Ok(Self {
            drivers: released,
            instrument,
            language: Language::english(),
        })
    }

    /// What may be said of a pair, from its figures alone: an association, and how sure. Nothing where nothing is shown.
    pub(crate) fn sentence(&self, pair: &DriverPair) -> Option<String> {
        let figure = pair.figure.as_ref().shown()?;
        let adjusted = figure.adjusted.as_ref().shown()?;
        let (who, answer) = (self.who(pair)?, self.outcome(pair)?);
        let what = self.quoted(self.item(&pair.outcome)?);
        let alike = self.alike();
        let (n, range) = (people(figure.people), interval(adjusted));
        Some(match adjusted.verdict {
            DriverVerdict::NoDifferenceFound => format!(
                "No difference in {what} was found between people who {who} and other people ({n} people, between {range} \
                 percentage points{alike}); {NOT_NONE}."
            ),
            verdict => format!(
                "People who {who} were {} {} likely than other people to answer {answer} to {what} ({n} people, between \
                 {range} percentage points{alike}); {NO_CAUSE}.",
                in_points(adjusted.risk_difference.value),
                if verdict == DriverVerdict::MoreLikely {
                    "more"
                } else {
                    "less"
                },
            ),
        })
    }

    /// A condition in a few words: the question, with the answer where it is one.
    pub(crate) fn condition(&self, pair: &DriverPair) -> String {
        let item = self.item(&pair.condition);
        let question = item.map_or(pair.condition.as_str(), |item| self.words(item.label()));
        match self.point(pair) {
            Some(point) => format!("{question}: {}", self.words(point.label())),
            None => question.to_owned(),
        }
    }

    pub(crate) fn item(&self, id: &ItemId) -> Option<&'a Item> {
        self.instrument.item(id.as_str())
    }

    pub(crate) fn words<'t>(&self, text: &'t poet_core::Text) -> &'t str {
        text.words(&self.language)
    }

    /// Outcomes in their order, each with its pairs.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &'a [DriverPair]> {
        let pairs = &self.drivers.pairs;
        pairs.chunk_by(|one, other| one.outcome == other.outcome)
    }

    /// What is held alike, as the end of a phrase.
    pub(crate) fn alike(&self) -> String {
        let items = self.drivers.allowing_for.iter();
        let names: Vec<String> = items
            .filter_map(|id| Some(self.quoted(self.item(id)?)))
            .collect();
        match names.is_empty() {
            true => String::new(),
            false => format!(", with {} held alike", joined(&names, "and")),
        }
    }

    fn who(&self, pair: &DriverPair) -> Option<String> {
        let question = self.quoted(self.item(&pair.condition)?);
        let answer = |words: String| format!("answered {words} to {question}");
        Some(match pair.met {
            Met::Favourably => answer(self.favourable(&pair.condition)?),
            Met::ByOne => answer(self.in_quotes(self.point(pair)?.label())),
            Met::Ticked => format!(
                "ticked {} at {question}",
                self.in_quotes(self.point(pair)?.label())
            ),
        })
    }

    fn outcome(&self, pair: &DriverPair) -> Option<String> {
        self.favourable(&pair.outcome)
    }

    /// The favourable answers of an item, one or another.
    fn favourable(&self, item: &ItemId) -> Option<String> {
        let points = self.item(item)?.scale()?.points().iter();
        let good = points.filter(|point| point.reading() == Reading::Favourable);
        let words: Vec<String> = good.map(|point| self.in_quotes(point.label())).collect();
        Some(joined(&words, "or"))
    }

    fn point(&self, pair: &DriverPair) -> Option<&'a Point> {
        let code = pair.point.as_ref()?;
        let scale: &Scale = self.item(&pair.condition)?.scale()?;
        scale.points().iter().find(|point| point.code() == code)
    }

    fn quoted(&self, item: &Item) -> String {
        self.in_quotes(item.label())
    }

    fn in_quotes(&self, text: &poet_core::Text) -> String {
        format!("\u{201c}{}\u{201d}", self.words(text))
    }
}

/// Why there is no adjusted figure, in words.
pub(crate) fn not_there(pair: &DriverPair) -> Option<String> {
    let adjusted = pair
        .figure
        .as_ref()
        .and_then(|figure| figure.adjusted.as_ref());
    match adjusted {
        Figure::Shown(_) => None,
        Figure::Withheld(_) => Some("Withheld to protect people".to_owned()),
        Figure::Absent(why) => Some(why.to_string()),
    }
}

/// The adjusted figure of a pair, where it is shown.
pub(crate) fn adjusted(pair: &DriverPair) -> Option<&AdjustedFigure> {
    pair.figure.as_ref().shown()?.adjusted.as_ref().shown()
}

/// Whether a difference was found.
pub(crate) fn is_found(pair: &DriverPair) -> bool {
    let verdict = adjusted(pair).map(|adjusted| adjusted.verdict);
    verdict.is_some_and(|verdict| verdict != DriverVerdict::NoDifferenceFound)
}

/// The interval of the adjusted difference, in points with their signs.
pub(crate) fn interval(adjusted: &AdjustedFigure) -> String {
    let range = &adjusted.risk_difference;
    format!("{} and {}", points(range.lower), points(range.upper))
}

/// A difference in whole percentage points, in tenths where it is under one.
fn in_points(difference: f64) -> String {
    match difference.abs() {
        small if small < 0.0095 => format!("{} percentage points", size(small)),
        one if one < 0.015 => "1 percentage point".to_owned(),
        more => format!("{} percentage points", whole_per_cent(more)),
    }
}

fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::num::NonZeroUsize;

    use poet_benchmark::drivers::{DriverCounts, DriverPlan, Drivers};
    use poet_benchmark::estimate::Confidence;
    use poet_benchmark::release::Policy;
    use poet_core::{Answer, Catalogue, Response, ResponseTable};

    use super::*;

    pub(crate) fn instrument() -> &'static Instrument {
        let key = "adult-holders@2014".parse().unwrap();
        Catalogue::builtin().get(&key).unwrap()
    }

    /// Two hundred people in two places who were heard with ease or not, allowing for nothing.
    pub(crate) fn released(counts: [usize; 4]) -> Released<DriverBenchmark> {
        let mut table = ResponseTable::new(instrument());
        let groups = [("1", "1"), ("1", "3"), ("5", "1"), ("5", "3")];
        for ((heard, dignity), people) in groups.into_iter().zip(counts) {
            for at in 0..people {
                let place = if at % 2 == 0 { "north" } else { "south" };
                let answer = |point: &str| Answer::Choice(point.parse().unwrap());
                let person = Response::new("r".parse().unwrap(), place.parse().unwrap())
                    .with("being_heard".parse().unwrap(), answer(heard))
                    .with("dignity".parse().unwrap(), answer(dignity));
                table.push(&person).unwrap();
            }
        }
        table.route();
        let plan = DriverPlan::new(instrument(), &[]).unwrap();
        let mut counted = DriverCounts::new(&plan).unwrap();
        counted.add_table(&table).unwrap();
        let drivers = Drivers::new(&counted, Confidence::P95, NonZeroUsize::MIN).unwrap();
        Policy::strict().apply_drivers(&drivers)
    }

    fn sentences(released: &Released<DriverBenchmark>) -> Vec<String> {
        let driven = Driven::new(released, instrument()).unwrap();
        let pairs = released.pairs.iter();
        pairs.filter_map(|pair| driven.sentence(pair)).collect()
    }

    #[test]
    fn a_sentence_is_made_of_the_numbers_and_of_the_words_of_the_form() {
        let found = sentences(&released([70, 30, 40, 60]));
        let start =
            "People who answered \u{201c}Very easy\u{201d} or \u{201c}Easy\u{201d} to \u{201c}";
        assert!(found[0].starts_with(start), "{found:?}");
        assert!(
            found[0].contains("were 30 percentage points more likely than other people to answer")
        );
        assert!(found[0].contains(
            "\u{201c}A lot better\u{201d} or \u{201c}Better\u{201d} to \u{201c}Dignity\u{201d}"
        ));
        assert!(found[0].ends_with("; this is an association, not proof of a cause."));
        assert!(
            sentences(&released([40, 60, 70, 30]))[0].contains("30 percentage points less likely")
        );
        let none = sentences(&released([51, 49, 50, 50]));
        assert!(
            none[0].starts_with("No difference in")
                && none[0].ends_with("; this does not say that there is none.")
        );
        assert!(sentences(&released([70, 3, 40, 60])).is_empty());
    }

    /// Words that say, or are heard to say, that one thing comes of another.
    pub(crate) const CAUSAL: [&str; 20] = [
        "because",
        "cause",
        "due to",
        "lead",
        "led to",
        "make",
        "made",
        "improve",
        "effect",
        "impact",
        "result",
        "thanks to",
        "driver",
        "drives",
        "raise",
        "boost",
        "increase",
        "reduce",
        "benefit",
        "help",
    ];

    #[test]
    fn no_sentence_says_that_one_thing_comes_of_another() {
        for counts in [
            [70, 30, 40, 60],
            [40, 60, 70, 30],
            [51, 49, 50, 50],
            [70, 0, 40, 60],
        ] {
            for sentence in sentences(&released(counts)) {
                let own = sentence.replace(NO_CAUSE, "").to_lowercase();
                let quoted = own
                    .split('\u{201c}')
                    .map(|piece| piece.rsplit('\u{201d}').next().unwrap_or_default());
                let own: String = quoted.collect();
                assert!(CAUSAL.iter().all(|word| !own.contains(word)), "{own}");
            }
        }
    }
}
