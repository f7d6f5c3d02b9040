//! What those who work with the answers need beside the form.

use std::io::{self, Write};

use poet_core::{Instrument, Item, Language, Measure, Point, Reading, Scale, Status};

use super::questionnaire::{write_title, write_wrapped};

/// Writes questions with their names, topics and series, scales with how their points are read, and measures.
pub(super) fn write_key(
    instrument: &Instrument,
    language: &Language,
    out: &mut impl Write,
) -> io::Result<()> {
    write_title("Key to the questions", out)?;
    for (number, item) in (1..).zip(instrument.items()) {
        write_wrapped(
            &format!("{number:>2}. "),
            &item_words(instrument, item),
            out,
        )?;
    }
    write_title("Key to the answers", out)?;
    for scale in instrument.scales() {
        write_scale(scale, language, out)?;
    }
    if !instrument.measures().is_empty() {
        write_title("Measures", out)?;
    }
    for measure in instrument.measures() {
        write_measure(instrument, measure, language, out)?;
    }
    Ok(())
}

fn item_words(instrument: &Instrument, item: &Item) -> String {
    let mut words = vec![item.id().to_string()];
    if let Some(scale) = item.scale() {
        let declared = instrument.scales().find(|s| s.id() == scale.id());
        let turned = if declared == Some(scale) {
            ""
        } else {
            " turned round"
        };
        words.push(format!("answers {}{turned}", scale.id()));
    }
    // The check has topic and status stand together.
    let crosswalk = item.topic().zip(item.status());
    words.extend(crosswalk.map(|(topic, status)| format!("{topic} ({})", status_word(status))));
    words.extend(item.series().map(|series| format!("series {series}")));
    words.join("; ")
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Published => "published",
        Status::Inferred => "inferred",
    }
}

fn write_scale(scale: &Scale, language: &Language, out: &mut impl Write) -> io::Result<()> {
    let status = scale
        .status()
        .map_or_else(String::new, |s| format!(" ({})", status_word(s)));
    writeln!(out, "{}{status}", scale.id())?;
    for point in scale.points() {
        writeln!(out, "    {}", point_words(point, scale, language))?;
    }
    for collapse in scale.collapses() {
        writeln!(out, "    falls onto {}", collapse.to())?;
    }
    Ok(())
}

fn point_words(point: &Point, scale: &Scale, language: &Language) -> String {
    let mut words = vec![format!(
        "{} {}",
        point.code(),
        point.label().words(language)
    )];
    match point.reading() {
        Reading::Favourable => words.push("favourable".to_owned()),
        Reading::Unfavourable => words.push("unfavourable".to_owned()),
        Reading::Outside => words.push("outside the base".to_owned()),
        Reading::Neutral if scale.is_evaluative() => words.push("neutral".to_owned()),
        Reading::Neutral => {}
    }
    words.extend(point.score().map(|score| format!("score {score}")));
    words.join("; ")
}

fn write_measure(
    instrument: &Instrument,
    measure: &Measure,
    language: &Language,
    out: &mut impl Write,
) -> io::Result<()> {
    let items: Vec<_> = measure
        .items()
        .iter()
        .map(|&at| instrument.items()[at].id().as_str())
        .collect();
    writeln!(
        out,
        "{} ({}, version {})",
        measure.title().words(language),
        measure.id(),
        measure.version()
    )?;
    let (minimum, of) = (measure.minimum(), items.len());
    write_wrapped(
        "    ",
        &format!("At least {minimum} of {of} answered: {}", items.join(", ")),
        out,
    )?;
    match measure.source() {
        "" => Ok(()),
        source => write_wrapped("    ", source, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIAL: &str = r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial" }
        asks = "state"
        respondent = "other"
        licence = "CC0"
        [scales.four]
        status = "inferred"
        points = [
            { code = "a", label = { en = "Good" }, reading = "favourable", score = 2 },
            { code = "b", label = { en = "Fair" }, score = 1 },
            { code = "c", label = { en = "Bad" }, reading = "unfavourable", score = 0 },
            { code = "d", label = { en = "Never" }, reading = "outside" },
        ]
        collapse.two = { points = { a = "1", b = "2", c = "2", d = "2" }, readings = "changed" }
        [scales.two]
        points = [{ code = "1", label = { en = "Up" } }, { code = "2", label = { en = "Down" } }]
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Main" }
        items = [
            { id = "calm", kind = "choice", scale = "four", text = { en = "Calm?" }, topic = "calm",
              status = "published", series = "state/calm" },
            { id = "tense", kind = "choice", scale = "four", reversed = true, text = { en = "Tense?" } },
            { id = "way", kind = "choice", scale = "two", text = { en = "Way?" }, topic = "way", status = "inferred" },
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

    #[test]
    fn the_key_names_items_scales_and_measures() {
        let instrument = Instrument::from_toml(TRIAL).unwrap();
        let mut text = Vec::new();
        write_key(&instrument, &Language::english(), &mut text).unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "
Key to the questions
--------------------
 1. calm; answers four; calm (published); series state/calm
 2. tense; answers four turned round
 3. way; answers two; way (inferred)
 4. more

Key to the answers
------------------
four (inferred)
    a Good; favourable; score 2
    b Fair; neutral; score 1
    c Bad; unfavourable; score 0
    d Never; outside the base
    falls onto two
two
    1 Up
    2 Down

Measures
--------
Index (index, version 1)
    At least 1 of 2 answered: calm, tense
    Ours
"
        );
    }
}
