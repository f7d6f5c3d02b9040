//! Whether the items of each measure belong together, for people and for machines.

use std::io::Write;

use poet_benchmark::release::{
    AlphaFigure, Audience, Figure, Released, Scale, ScaleFigure, Scales,
};
use poet_core::{Instrument, Language};
use serde::Serialize;

use crate::Error;
use crate::number::{fixed, people, per_cent};

/// Released figures about scales, written as text or as JSON.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{estimate::Confidence, release::Policy};
/// use poet_core::Catalogue;
/// use poet_export::ScaleTable;
/// use poet_scoring::{Scorer, reliability::ScaleSums};
///
/// let instrument = Catalogue::builtin().get(&"ascs-core@2020-21".parse()?)?;
/// let scorer = Scorer::new(instrument)?;
/// let nobody = ScaleSums::new(&scorer)?;
/// let released = Policy::ascs().apply_scales(&scorer, &nobody, Confidence::P95);
/// let mut text = Vec::new();
/// ScaleTable::new(&released, instrument)?.write_text(&mut text)?;
/// assert!(String::from_utf8(text)?.contains("Too few people answered all of the questions."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScaleTable<'a> {
    scales: &'a Scales,
    instrument: &'a Instrument,
    language: Language,
}

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    scales: &'a Scales,
}

impl<'a> ScaleTable<'a> {
    /// Version of the JSON.
    const FORMAT: u32 = 1;

    /// Takes released figures and their instrument.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(released: &'a Released<Scales>, instrument: &'a Instrument) -> Result<Self, Error> {
        if released.origin.hash != *instrument.hash() {
            return Err(Error::OtherInstrument {
                figures: released.origin.instrument.clone(),
                instrument: instrument.key().clone(),
            });
        }
        Ok(Self {
            scales: released,
            instrument,
            language: Language::english(),
        })
    }

    /// Writes everything that is released.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails.
    pub fn write_json(&self, mut writer: impl Write) -> Result<(), Error> {
        let document = Document {
            format: Self::FORMAT,
            scales: self.scales,
        };
        writer.write_all(&serde_json::to_vec(&document)?)?;
        writeln!(writer)?;
        writer.flush()?;
        Ok(())
    }

    /// Writes the figures in words, a measure after the other, with how to read them.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails.
    pub fn write_text(&self, mut writer: impl Write) -> Result<(), Error> {
        if self.scales.audience == Audience::Internal {
            writeln!(writer, "Not for publication.\n")?;
        }
        for scale in &self.scales.measures {
            self.write_scale(&mut writer, scale)?;
        }
        let method = &self.scales.method;
        writeln!(
            writer,
            "Alpha: {}, interval at {}% by {}, standard error by {}. Omega: {}. Figures are of {}.",
            method.alpha,
            fixed(100.0 * method.confidence, 1).trim_end_matches(".0"),
            method.interval,
            method.standard_error,
            method.omega,
            method.cases
        )?;
        writeln!(
            writer,
            "Alpha and omega say how far the questions go together, not whether they ask the right thing. Many people at the \
             lowest or the highest sum leave a scale no room to show that things got worse or better."
        )?;
        writer.flush()?;
        Ok(())
    }

    fn write_scale(&self, writer: &mut impl Write, scale: &Scale) -> Result<(), Error> {
        let title = self
            .instrument
            .measure(&scale.measure)
            .map_or(scale.measure.as_str(), |m| m.title().words(&self.language));
        writeln!(writer, "{title} ({})", scale.measure)?;
        writeln!(
            writer,
            "  people who answered all: {}",
            counted(&scale.people, |n| people(*n))
        )?;
        writeln!(writer, "  alpha: {}", told(&scale.alpha, alpha))?;
        writeln!(
            writer,
            "  omega: {}",
            told(&scale.omega, |omega| fixed(*omega, 3))
        )?;
        let share = |share: &f64| per_cent(*share);
        writeln!(
            writer,
            "  at the lowest sum: {}",
            counted(&scale.floor, share)
        )?;
        writeln!(
            writer,
            "  at the highest sum: {}",
            counted(&scale.ceiling, share)
        )?;
        for item in &scale.items {
            let label = self.instrument.item(item.item.as_str());
            let label = label.map_or(item.item.as_str(), |i| i.label().words(&self.language));
            writeln!(
                writer,
                "  - {label} ({}): alpha without it {}; with the sum of the others {}",
                item.item,
                told(&item.alpha_if_left_out, |alpha| fixed(*alpha, 3)),
                told(&item.with_rest, |r| fixed(*r, 3)),
            )?;
        }
        writeln!(writer)?;
        Ok(())
    }
}

fn alpha(alpha: &AlphaFigure) -> String {
    let standardised = alpha.standardised.map_or_else(String::new, |standardised| {
        format!(", standardised {}", fixed(standardised, 3))
    });
    format!(
        "{} ({} to {}){standardised}, {} questions, mean correlation {}",
        fixed(alpha.value, 3),
        fixed(alpha.lower, 3),
        fixed(alpha.upper, 3),
        alpha.items,
        fixed(alpha.mean_correlation, 3)
    )
}

/// A figure about a scale, or why there is none.
fn told<T>(figure: &ScaleFigure<T>, show: impl Fn(&T) -> String) -> String {
    match figure {
        ScaleFigure::Shown(figure) => show(figure),
        ScaleFigure::Withheld(_) => "withheld to protect people [c]".to_owned(),
        ScaleFigure::Absent(why) => format!("none [z]: {why}"),
    }
}

/// A count or a share, or why there is none.
fn counted<T>(figure: &Figure<T>, show: impl Fn(&T) -> String) -> String {
    match figure {
        Figure::Shown(figure) => show(figure),
        Figure::Withheld(_) => "withheld to protect people [c]".to_owned(),
        Figure::Absent(why) => format!("none {}: {why}", figure.mark().unwrap_or_default()),
    }
}
