//! What became of people's concerns, in words.

use std::io::Write;

use poet_benchmark::progress::StoryChanges;
use poet_benchmark::release::{Audience, Benchmark, Figure, ItemCell, Released};
use poet_core::Directory;

use super::layout::why;
use crate::Error;
use crate::number::{people, per_cent};

/// The share of concerns with a change made or planned, everywhere and by organisation, as text.
///
/// # Examples
///
/// ```
/// use poet_benchmark::progress::StoryChanges;
/// use poet_benchmark::{Findings, Settings, release::Policy};
/// use poet_core::{Directory, participation::{Criticality, Story}};
/// use poet_export::Concerns;
///
/// let day = "2014-03-01".parse()?;
/// let mut changes = StoryChanges::new(day)?;
/// changes.add(&Story::builder("1".parse()?, day).criticality(Criticality::Mildly).build()?)?;
/// let released = Policy::internal().apply(&Findings::new(changes.tally(), &Settings::default()));
/// let mut text = Vec::new();
/// Concerns::new(&released, &Directory::default()).write(&mut text)?;
/// assert!(String::from_utf8(text)?.contains("Everywhere: 0.0% of 1 concern (0 concerns; between 0.0% and 79.3%)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Concerns<'a> {
    released: &'a Released<Benchmark>,
    directory: &'a Directory,
}

impl<'a> Concerns<'a> {
    /// Takes released figures of [`StoryChanges`].
    pub fn new(released: &'a Released<Benchmark>, directory: &'a Directory) -> Self {
        Self {
            released,
            directory,
        }
    }

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails; [`Error::NoStories`] where the figures are of something else.
    pub fn write(&self, mut writer: impl Write) -> Result<(), Error> {
        let item = StoryChanges::headline(self.released).ok_or_else(|| Error::NoStories {
            figures: self.released.origin.instrument.clone(),
        })?;
        if self.released.release.audience == Audience::Internal {
            writeln!(writer, "NOT FOR PUBLICATION: nothing is withheld\n")?;
        }
        let day = &self.released.origin.instrument.edition;
        writeln!(
            writer,
            "Concerns with a change made or planned, as at {day}"
        )?;
        writeln!(writer, "  Everywhere: {}", share(&item.all))?;
        for (place, cell) in self.released.places.iter().zip(&item.places) {
            writeln!(
                writer,
                "  {}: {}",
                self.directory.name(&place.id),
                share(cell)
            )?;
        }
        let confidence = self.released.method.confidence * 100.0;
        writeln!(
            writer,
            "\nConcerns are stories that are critical of anything; replies after the day do not count. \
             Limits are those of Wilson at {confidence} per cent."
        )?;
        writer.flush()?;
        Ok(())
    }
}

fn share(cell: &ItemCell) -> String {
    let (Figure::Shown(share), Figure::Shown(base)) = (cell.favourable, cell.base) else {
        return match cell.base.is_withheld() {
            true => why(&cell.base),
            false => match cell.favourable {
                Figure::Absent(_) => "no concerns [w]".to_owned(),
                hidden => why(&hidden),
            },
        };
    };
    let with = share
        .people
        .map_or(String::new(), |n| format!("{}; ", concerns(n)));
    format!(
        "{} of {} ({with}between {} and {})",
        per_cent(share.share),
        concerns(base),
        per_cent(share.lower),
        per_cent(share.upper)
    )
}

fn concerns(count: u64) -> String {
    match count {
        1 => "1 concern".to_owned(),
        many => format!("{} concerns", people(many)),
    }
}
