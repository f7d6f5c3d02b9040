//! What comments are about, and which way.

use poet_core::participation::{Aspect, Comment, Polarity, Theme, ThemeSet};
use poet_core::{Answer, Instrument, Language, Response, Text};
use serde_json::{Value, json};

use crate::Error;
use crate::tally::Tally;

/// Comments counted by theme and polarity, apart for impact and for process.
///
/// Each theme is a question of a small [instrument](CommentThemes::instrument), once for impact and once for process: its
/// base is the comments that speak of it, its favourable share those that praise it. A comment that does not speak of a
/// theme gives no answer to it.
///
/// # Examples
///
/// ```
/// use poet_benchmark::progress::CommentThemes;
/// use poet_benchmark::{Findings, Settings, release::Policy};
/// use poet_core::participation::{Aspect, Comment, Polarity, ThemeSet};
///
/// let mut counted = CommentThemes::new(&ThemeSet::builtin()[0])?;
/// let comment = Comment::new("r-1".parse()?, "E08000035".parse()?)
///     .about(Aspect::Impact, "wellbeing".parse()?, Polarity::Positive)
///     .about(Aspect::Process, "wellbeing".parse()?, Polarity::Negative);
/// counted.add(&comment)?;
///
/// let released = Policy::internal().apply(&Findings::new(counted.tally(), &Settings::default()));
/// let share = |id| released.items.iter().find(|i| i.item.as_str() == id)?.all.favourable.shown();
/// assert_eq!(share("impact_wellbeing").map(|s| s.share), Some(1.0));
/// assert_eq!(share("process_wellbeing").map(|s| s.share), Some(0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CommentThemes {
    tally: Tally,
}

impl CommentThemes {
    /// No comments yet.
    ///
    /// # Errors
    ///
    /// As [`CommentThemes::instrument`].
    pub fn new(themes: &ThemeSet) -> Result<Self, Error> {
        let tally = Tally::new(&Self::instrument(themes)?)?;
        Ok(Self { tally })
    }

    /// What comments are counted as: every theme, for impact and for process.
    ///
    /// # Errors
    ///
    /// [`Error::Instrument`] where the themes make no instrument, which no theme set shows.
    pub fn instrument(themes: &ThemeSet) -> Result<Instrument, Error> {
        let document = json!({
            "format": Instrument::FORMAT,
            "id": themes.id(),
            "edition": "comments",
            "title": words(themes.title()),
            "asks": "state",
            "respondent": "other",
            "licence": "MIT OR Apache-2.0",
            "source": themes.source(),
            "note": "Counts comments, not people, and only comments that speak of a theme.",
            "scales": { "polarity": { "points": [
                point(Polarity::Positive, "Positive", "Good", "favourable"),
                point(Polarity::Neutral, "Neutral or mixed", "OK", "neutral"),
                point(Polarity::Negative, "Negative", "Bad", "unfavourable"),
            ] } },
            "sections": [
                section(themes, Aspect::Impact, "outcomes", "What people say of their lives"),
                section(themes, Aspect::Process, "process", "What people say of getting and running the budget"),
            ],
        });
        Instrument::from_json(&document.to_string()).map_err(Error::Instrument)
    }

    /// Counts a comment.
    ///
    /// # Errors
    ///
    /// [`Error::Response`] where it speaks of a theme that the set does not have.
    pub fn add(&mut self, comment: &Comment) -> Result<(), Error> {
        let response = response(comment).map_err(Error::Response)?;
        self.tally.add(&response)
    }

    /// The counts.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }
}

fn words(text: &Text) -> Value {
    let languages = text.iter();
    let words = languages.map(|(language, words)| (language.as_str().to_owned(), words.into()));
    Value::Object(words.collect())
}

fn code(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Neutral => "neutral",
        Polarity::Negative => "negative",
    }
}

fn point(polarity: Polarity, label: &str, easy: &str, reading: &str) -> Value {
    let english = Language::english();
    let (tag, easy_tag) = (english.as_str(), english.easy_read());
    json!({
        "code": code(polarity),
        "label": { tag: label, easy_tag.as_str(): easy },
        "reading": reading,
    })
}

fn section(themes: &ThemeSet, aspect: Aspect, role: &str, title: &str) -> Value {
    let items = themes.themes().iter().map(|theme| item(aspect, theme));
    json!({
        "id": aspect.code(),
        "role": role,
        "title": { "en": title },
        "items": items.collect::<Vec<_>>(),
    })
}

fn item(aspect: Aspect, theme: &Theme) -> Value {
    let title = words(theme.title());
    json!({
        "id": name(aspect, theme.id().as_str()),
        "kind": "choice",
        "scale": "polarity",
        "text": title,
        "label": title,
        "series": format!("comment/{}/{}", aspect.code(), theme.id()),
    })
}

fn name(aspect: Aspect, theme: &str) -> String {
    format!("{}_{theme}", aspect.code())
}

/// A comment as answers to what it speaks of.
fn response(comment: &Comment) -> Result<Response, poet_core::Error> {
    let mut response = Response::new(comment.id().clone(), comment.organisation().clone());
    for aspect in Aspect::ALL {
        for (theme, &polarity) in comment.themes(aspect) {
            let answer = Answer::Choice(code(polarity).parse()?);
            response = response.with(name(aspect, theme.as_str()).parse()?, answer);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::Policy;
    use crate::{Findings, Settings};
    use Polarity::{Negative, Neutral, Positive};

    #[test]
    fn every_theme_set_makes_an_instrument_with_each_theme_twice() {
        for themes in ThemeSet::builtin() {
            let instrument = CommentThemes::instrument(themes).unwrap();
            assert_eq!(instrument.items().len(), 2 * themes.themes().len());
            assert_eq!(
                instrument.key().to_string(),
                format!("{}@comments", themes.id())
            );
        }
        // The longest name of a theme still makes the name of an item.
        assert_eq!(
            name(Aspect::Process, &"x".repeat(poet_core::ThemeId::MAX_LEN)).len(),
            32
        );
    }

    #[test]
    fn polarity_is_counted_by_theme_and_apart_for_impact_and_process() {
        let mut counted = CommentThemes::new(&ThemeSet::builtin()[0]).unwrap();
        let comment = |at: u32, impact, process| {
            Comment::new(at.to_string().parse().unwrap(), "north".parse().unwrap())
                .about(Aspect::Impact, "information".parse().unwrap(), impact)
                .about(Aspect::Process, "information".parse().unwrap(), process)
        };
        for (at, (impact, process)) in (0..).zip([
            (Positive, Negative),
            (Positive, Negative),
            (Neutral, Positive),
        ]) {
            counted.add(&comment(at, impact, process)).unwrap();
        }
        counted
            .add(&Comment::new(
                "silent".parse().unwrap(),
                "north".parse().unwrap(),
            ))
            .unwrap();
        let released =
            Policy::internal().apply(&Findings::new(counted.tally(), &Settings::default()));
        let people = |id: &str| -> Vec<u64> {
            let item = released
                .items
                .iter()
                .find(|i| i.item.as_str() == id)
                .unwrap();
            item.all
                .points
                .iter()
                .map(|p| p.shown().unwrap().people.unwrap())
                .collect()
        };
        assert_eq!(people("impact_information"), [2, 1, 0]);
        assert_eq!(people("process_information"), [1, 0, 2]);
        assert_eq!(released.respondents.shown(), Some(4));
    }

    #[test]
    fn a_theme_of_another_set_is_an_error() {
        let mut counted = CommentThemes::new(&ThemeSet::builtin()[0]).unwrap();
        let other = Comment::new("r".parse().unwrap(), "north".parse().unwrap()).about(
            Aspect::Impact,
            "budgets".parse().unwrap(),
            Polarity::Positive,
        );
        assert!(matches!(counted.add(&other), Err(Error::Response(_))));
        assert_eq!(counted.tally().people(), Some(0));
    }
}
