//! A questionnaire as plain text.

use std::io::{self, Write};

use poet_core::{Asks, Condition, Instrument, Item, ItemKind, Language, Limits, Respondent, Scale};

use super::key::write_key;

/// Writes a questionnaire as plain text that a person can read and fill in: whom it is for, sections, numbered
/// questions with boxes to tick or lines to write on, and whom each question is asked of.
///
/// After the form comes a key for those who work with the answers: topics, series, scales and how their points are
/// read, and the measures. An Easy Read form has none.
///
/// # Errors
///
/// What `out` answers when it cannot be written to.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Language};
/// use poet_export::fieldwork::write_questionnaire;
///
/// let instrument = Catalogue::builtin().get(&"family-carers@2014".parse()?)?;
/// let mut text = Vec::new();
/// write_questionnaire(instrument, &Language::english(), &mut text)?;
/// let text = String::from_utf8(text)?;
/// assert!(text.starts_with("Family carers of people with a personal budget\n"));
/// assert!(text.contains("Only if question 6 is \"Yes\".\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_questionnaire(
    instrument: &Instrument,
    language: &Language,
    mut out: impl Write,
) -> io::Result<()> {
    let form = Form {
        instrument,
        language,
    };
    form.write_head(&mut out)?;
    for (at, section) in instrument.sections().iter().enumerate() {
        write_title(section.title().words(language), &mut out)?;
        for (number, item) in (1..).zip(instrument.items()) {
            if item.section() == at {
                form.write_item(number, item, &mut out)?;
            }
        }
    }
    match language.is_easy_read() {
        true => Ok(()),
        false => write_key(instrument, language, &mut out),
    }
}

/// A title of a part, underlined.
pub(super) fn write_title(title: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{title}\n{}", "-".repeat(title.chars().count()))
}

/// Words broken into lines of at most [`WIDTH`] characters, the first after `first`, the others after as many spaces.
pub(super) fn write_wrapped(first: &str, words: &str, out: &mut impl Write) -> io::Result<()> {
    let indent = " ".repeat(first.chars().count());
    let mut line = first.to_owned();
    let mut begun = false;
    for word in words.split_whitespace() {
        if begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{line}")?;
            line.clone_from(&indent);
            begun = false;
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    writeln!(out, "{}", line.trim_end())
}

/// Characters of a line on paper.
const WIDTH: usize = 96;

struct Form<'a> {
    instrument: &'a Instrument,
    language: &'a Language,
}

impl Form<'_> {
    fn write_head(&self, out: &mut impl Write) -> io::Result<()> {
        let instrument = self.instrument;
        let title = instrument.title().words(self.language);
        writeln!(out, "{title}\n{}", "=".repeat(title.chars().count()))?;
        if self.language.is_easy_read() {
            return writeln!(
                out,
                "\nPlease tell us what you think.\nYou do not have to answer every question."
            );
        }
        let edition = format!(
            "{}, content {:.12}",
            instrument.key(),
            instrument.hash().as_str()
        );
        let asks = match instrument.asks() {
            Asks::Change => "what changed because of the budget, as people see it",
            Asks::State => "how things are now",
        };
        for (first, words) in [
            ("Edition:  ", edition.as_str()),
            ("For:      ", audience(instrument.respondent())),
            ("Asks:     ", asks),
            ("Licence:  ", instrument.licence()),
            ("Source:   ", instrument.source()),
            ("Note:     ", instrument.note()),
        ] {
            if !words.is_empty() {
                write_wrapped(first, words, out)?;
            }
        }
        Ok(())
    }

    fn write_item(&self, number: usize, item: &Item, out: &mut impl Write) -> io::Result<()> {
        writeln!(out)?;
        write_wrapped(
            &format!("{number:>2}. "),
            item.text().words(self.language),
            out,
        )?;
        if let Some(condition) = item.ask_if() {
            let words = format!("{} {}.", self.only_if(), self.condition(condition));
            write_wrapped("    ", &words, out)?;
        }
        match item.kind() {
            ItemKind::Choice(_) => self.write_points(item, "( )", out),
            ItemKind::TickAll(_) => {
                writeln!(out, "    {}", self.tick_all())?;
                self.write_points(item, "[ ]", out)
            }
            ItemKind::Number(limits) => writeln!(out, "    ________{}", self.within(limits)),
            ItemKind::Money(limits) => writeln!(out, "    \u{a3} ________{}", self.within(limits)),
            ItemKind::Date { .. } => writeln!(out, "    day ____ month ____ year ________"),
            _ => (0..TEXT_LINES).try_for_each(|_| writeln!(out, "    {}", "_".repeat(WIDTH - 4))),
        }
    }

    fn write_points(&self, item: &Item, mark: &str, out: &mut impl Write) -> io::Result<()> {
        let points = item.scale().into_iter().flat_map(Scale::points);
        for point in points {
            writeln!(out, "    {mark} {}", point.label().words(self.language))?;
        }
        Ok(())
    }

    fn only_if(&self) -> &'static str {
        match self.language.is_easy_read() {
            true => "Only answer this if",
            false => "Only if",
        }
    }

    fn tick_all(&self) -> &'static str {
        match self.language.is_easy_read() {
            true => "You can tick more than one.",
            false => "Tick all that apply.",
        }
    }

    fn within(&self, limits: &Limits) -> String {
        match (limits.min, limits.max) {
            _ if self.language.is_easy_read() => String::new(),
            (Some(min), Some(max)) => format!(" (from {min} to {max})"),
            (Some(min), None) => format!(" ({min} or more)"),
            (None, Some(max)) => format!(" (up to {max})"),
            (None, None) => String::new(),
        }
    }

    /// A condition in words, with questions by their numbers.
    fn condition(&self, condition: &Condition) -> String {
        let join = |parts: &[Condition], word: &str| {
            let parts: Vec<_> = parts.iter().map(|p| self.condition(p)).collect();
            parts.join(word)
        };
        match condition {
            Condition::AnyOf { item, points } => {
                format!("question {} is {}", item + 1, self.answers(*item, points))
            }
            Condition::Answered { item } => format!("question {} is answered", item + 1),
            Condition::All(parts) => join(parts, ", and "),
            Condition::Any(parts) => join(parts, ", or "),
            Condition::Not(part) => format!("it is not so that {}", self.condition(part)),
        }
    }

    fn answers(&self, item: usize, points: &[u8]) -> String {
        let scale = self.instrument.items()[item].scale();
        let label = |&point: &u8| {
            let point = scale?.points().get(usize::from(point))?;
            Some(format!("\"{}\"", point.label().words(self.language)))
        };
        let labels: Vec<_> = points.iter().filter_map(label).collect();
        match labels.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => labels.concat(),
        }
    }
}

/// Lines that people write their own words on.
const TEXT_LINES: usize = 3;

fn audience(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::Holder => "people who hold a budget",
        Respondent::Carer => "family carers",
        Respondent::Child => "children and young people",
        Respondent::Parent => "parents",
        Respondent::Practitioner => "practitioners",
        Respondent::Staff => "members of staff",
        Respondent::User => "people who use support, with a budget or without",
        _ => "anybody",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIAL: &str = r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial", en-x-easy = "A test" }
        asks = "state"
        respondent = "child"
        licence = "CC0"
        note = "A note that is long enough to be broken into two lines, since it says again and again that it is a long note."
        [scales.sure]
        status = "inferred"
        points = [
            { code = "y", label = { en = "Yes" }, reading = "favourable", score = 1 },
            { code = "m", label = { en = "Maybe" }, score = 0 },
            { code = "n", label = { en = "No", en-x-easy = "No way" }, reading = "unfavourable", score = -1 },
            { code = "x", label = { en = "Never tried" }, reading = "outside" },
        ]
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Main part", en-x-easy = "Main" }
        items = [
            { id = "calm", kind = "choice", scale = "sure", text = { en = "Calm?", en-x-easy = "Are you calm?" },
              topic = "calm", status = "published", series = "state/calm" },
            { id = "tense", kind = "choice", scale = "sure", reversed = true, text = { en = "Tense?" },
              ask_if = { any = [{ item = "calm", any_of = ["m", "n", "x"] }, { not = { answered = "calm" } }] } },
            { id = "why", kind = "tick_all", scale = "sure", text = { en = "Why?" },
              ask_if = { item = "calm", any_of = ["n"] } },
            { id = "hours", kind = "number", min = 1, max = 24, text = { en = "Hours?" } },
            { id = "steps", kind = "number", min = 1, text = { en = "Steps?" } },
            { id = "cost", kind = "money", max = 9, text = { en = "Cost?" } },
            { id = "owed", kind = "money", text = { en = "Owed?" },
              ask_if = { all = [{ answered = "cost" }, { item = "why", any_of = ["y", "m"] }] } },
            { id = "since", kind = "date", text = { en = "Since?" } },
            { id = "more", kind = "text", text = { en = "More?" } },
        ]
        [[measures]]
        id = "index"
        kind = "mean"
        title = { en = "Index" }
        items = ["calm", "tense"]
        minimum = "half"
        source = "Ours"
    "#;

    fn shown(language: &str) -> String {
        let instrument = Instrument::from_toml(TRIAL).unwrap();
        let mut text = Vec::new();
        write_questionnaire(&instrument, &language.parse().unwrap(), &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_form_has_a_head_numbered_questions_boxes_and_lines() {
        let text = shown("en");
        let (head, form) = text.split_once("\nMain part\n---------\n").unwrap();
        let (title, rest) = head.split_once("content ").unwrap();
        assert_eq!(title, "Trial\n=====\nEdition:  trial@1, ");
        assert_eq!(
            rest.split_once('\n').unwrap().1,
            "For:      children and young people\n\
             Asks:     how things are now\n\
             Licence:  CC0\n\
             Note:     A note that is long enough to be broken into two lines, since it says again and again\n\
             \x20         that it is a long note.\n"
        );
        let line = "_".repeat(92);
        assert_eq!(
            form.split_once("\nKey ").unwrap().0,
            format!(
                "
 1. Calm?
    ( ) Yes
    ( ) Maybe
    ( ) No
    ( ) Never tried

 2. Tense?
    Only if question 1 is \"Maybe\", \"No\" or \"Never tried\", or it is not so that question 1 is
    answered.
    ( ) Yes
    ( ) Maybe
    ( ) No
    ( ) Never tried

 3. Why?
    Only if question 1 is \"No\".
    Tick all that apply.
    [ ] Yes
    [ ] Maybe
    [ ] No
    [ ] Never tried

 4. Hours?
    ________ (from 1 to 24)

 5. Steps?
    ________ (1 or more)

 6. Cost?
    \u{a3} ________ (up to 9)

 7. Owed?
    Only if question 6 is answered, and question 3 is \"Yes\" or \"Maybe\".
    \u{a3} ________

 8. Since?
    day ____ month ____ year ________

 9. More?
    {line}
    {line}
    {line}
"
            )
        );
    }

    #[test]
    fn an_easy_read_form_says_only_what_the_person_needs() {
        let text = shown("en-x-easy");
        let begins = "A test\n======\n\nPlease tell us what you think.\nYou do not have to answer every question.\n\
                      \nMain\n----\n\n 1. Are you calm?\n    ( ) Yes\n    ( ) Maybe\n    ( ) No way\n";
        assert!(text.starts_with(begins), "{text}");
        assert!(text.contains(
            "Only answer this if question 1 is \"No way\".\n    You can tick more than one."
        ));
        for word in ["published", "series", "Licence", "Key", "from 1 to 24"] {
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn every_kind_of_person_is_named() {
        for (respondent, words) in [
            (Respondent::Holder, "people who hold a budget"),
            (Respondent::Carer, "family carers"),
            (Respondent::Parent, "parents"),
            (Respondent::Practitioner, "practitioners"),
            (Respondent::Staff, "members of staff"),
            (
                Respondent::User,
                "people who use support, with a budget or without",
            ),
            (Respondent::Other, "anybody"),
        ] {
            assert_eq!(audience(respondent), words);
        }
    }
}
