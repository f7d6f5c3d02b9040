//! A questionnaire as plain text.

use std::io::{self, Write};

use poet_core::{
    Condition, Instrument, Item, ItemKind, Language, Limits, Measure, Reading, Status,
};

/// Writes a questionnaire as plain text that a person can read: sections, questions, answers and how they are read,
/// whom each question is asked of, and the measures.
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
/// assert!(text.contains("Asked if: Carer manages the budget is Yes"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_questionnaire(
    instrument: &Instrument,
    language: &Language,
    mut out: impl Write,
) -> io::Result<()> {
    let title = instrument.title().words(language);
    writeln!(out, "{title}")?;
    writeln!(out, "{}", "=".repeat(title.chars().count()))?;
    writeln!(
        out,
        "{}  content {:.12}",
        instrument.key(),
        instrument.hash().as_str()
    )?;
    for remark in [instrument.source(), instrument.note()] {
        if !remark.is_empty() {
            writeln!(out, "{remark}")?;
        }
    }
    for (at, section) in instrument.sections().iter().enumerate() {
        let title = section.title().words(language);
        writeln!(out, "\n{title}\n{}", "-".repeat(title.chars().count()))?;
        for item in instrument
            .items()
            .iter()
            .filter(|item| item.section() == at)
        {
            write_item(instrument, item, language, &mut out)?;
        }
    }
    if !instrument.measures().is_empty() {
        writeln!(out, "\nMeasures\n--------")?;
    }
    for measure in instrument.measures() {
        write_measure(instrument, measure, language, &mut out)?;
    }
    Ok(())
}

fn write_item(
    instrument: &Instrument,
    item: &Item,
    language: &Language,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "\n{}  [{}]", item.text().words(language), item.id())?;
    if let Some(condition) = item.ask_if() {
        writeln!(
            out,
            "  Asked if: {}",
            condition_words(instrument, condition, language)
        )?;
    }
    if let (Some(topic), Some(status)) = (item.topic(), item.status()) {
        let status = match status {
            Status::Published => "published",
            Status::Inferred => "inferred",
        };
        writeln!(out, "  Topic: {topic} ({status})")?;
    }
    match item.kind() {
        ItemKind::Choice(_) => write_points(item, language, "( )", out),
        ItemKind::TickAll(_) => write_points(item, language, "[ ]", out),
        ItemKind::Number(limits) => writeln!(out, "  A number{}", limit_words(limits)),
        ItemKind::Money(limits) => writeln!(out, "  An amount in pounds{}", limit_words(limits)),
        ItemKind::Date { .. } => writeln!(out, "  A date"),
        _ => writeln!(out, "  In your own words"),
    }
}

fn write_points(
    item: &Item,
    language: &Language,
    mark: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let Some(scale) = item.scale() else {
        return Ok(());
    };
    for point in scale.points() {
        let reading = match point.reading() {
            Reading::Favourable => "  (favourable)",
            Reading::Unfavourable => "  (unfavourable)",
            Reading::Outside => "  (outside the base)",
            Reading::Neutral => "",
        };
        writeln!(
            out,
            "  {mark} {}  {}{reading}",
            point.code(),
            point.label().words(language)
        )?;
    }
    Ok(())
}

fn limit_words(limits: &Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    }
}

fn condition_words(instrument: &Instrument, condition: &Condition, language: &Language) -> String {
    let name = |item: usize| instrument.items()[item].label().words(language);
    let join = |parts: &[Condition], word: &str| {
        let parts: Vec<_> = parts
            .iter()
            .map(|p| condition_words(instrument, p, language))
            .collect();
        parts.join(word)
    };
    match condition {
        Condition::AnyOf { item, points } => {
            let scale = instrument.items()[*item].scale();
            let label =
                |&p: &u8| Some(scale?.points().get(usize::from(p))?.label().words(language));
            let labels: Vec<_> = points.iter().filter_map(label).collect();
            format!("{} is {}", name(*item), labels.join(" or "))
        }
        Condition::Answered { item } => format!("{} was answered", name(*item)),
        Condition::All(parts) => join(parts, ", and "),
        Condition::Any(parts) => join(parts, ", or "),
        Condition::Not(part) => format!("not ({})", condition_words(instrument, part, language)),
    }
}

fn write_measure(
    instrument: &Instrument,
    measure: &Measure,
    language: &Language,
    out: &mut impl Write,
) -> io::Result<()> {
    let items = measure
        .items()
        .iter()
        .map(|&at| instrument.items()[at].id().as_str());
    let items: Vec<_> = items.collect();
    writeln!(
        out,
        "\n{}  [{}, version {}]\n  At least {} of {} answered: {}",
        measure.title().words(language),
        measure.id(),
        measure.version(),
        measure.minimum(),
        items.len(),
        items.join(", "),
    )?;
    match measure.source() {
        "" => Ok(()),
        source => writeln!(out, "  {source}"),
    }
}
