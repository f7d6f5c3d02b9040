//! The report of all places together.

use std::io::Write;

use maud::Markup;
use poet_benchmark::release::{
    Audience, Benchmark, Changes, DriverBenchmark, Released, Scales, Source,
};
use poet_core::{Directory, Instrument, Language, Wave};

use super::page::plain_text;
use super::sheet::Sheet;
use crate::Error;
use crate::driven::Driven;
use crate::labelled::Labelled;
use crate::scales::ScaleTable;
use crate::table::check_changes;

mod head;
mod like_with_like;
mod lines;
mod method;
mod page;
mod places;
mod scales;
mod stands;
mod summary;
mod varies;

/// The results of all places together as a single web page that prints: what stands out in words, how much places
/// vary, then charts with a table under each, then method and caveats.
///
/// Says whom the figures stand for and is called national nowhere: places and people chose to take part, or a frame
/// says otherwise. Holds no script and loads nothing.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Findings, Settings, release::Policy, tally::Tally};
/// use poet_core::{Answer, Catalogue, Directory, Response};
/// use poet_export::NationalReport;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// for at in 0..40 {
///     let place = if at % 2 == 0 { "north" } else { "south" };
///     let response = Response::new(format!("r-{at}").parse()?, place.parse()?);
///     tally.add(&response.with("dignity".parse()?, Answer::Choice("1".parse()?)))?;
/// }
/// let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
/// let directory = Directory::default();
/// let mut html = Vec::new();
/// NationalReport::new(&released, instrument, &directory)?.write(&mut html)?;
/// assert!(String::from_utf8(html)?.contains("All places together"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct NationalReport<'a> {
    labelled: Labelled<'a>,
    wave: Option<&'a Wave>,
    changes: Option<&'a Changes>,
    driven: Option<Driven<'a>>,
    scales: Option<&'a Scales>,
}

impl<'a> NationalReport<'a> {
    /// Takes released figures and their instrument.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(
        released: &'a Released<Benchmark>,
        instrument: &'a Instrument,
        directory: &'a Directory,
    ) -> Result<Self, Error> {
        Ok(Self {
            labelled: Labelled::new(released, instrument, directory)?,
            wave: None,
            changes: None,
            driven: None,
            scales: None,
        })
    }

    /// Language of the instrument's words; English where nothing is said. The report's own words are English.
    pub fn language(mut self, language: Language) -> Self {
        self.labelled.language = language;
        self
    }

    /// When people were asked; not stated where nothing is said.
    pub fn wave(self, wave: &'a Wave) -> Self {
        Self {
            wave: Some(wave),
            ..self
        }
    }

    /// Which conditions go with which outcomes, in a part of the page of its own.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn drivers(self, released: &'a Released<DriverBenchmark>) -> Result<Self, Error> {
        let driven = Some(Driven::new(released, self.labelled.instrument)?);
        Ok(Self { driven, ..self })
    }

    /// Whether the questions of each measure belong together, in a part of the page of its own.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn scales(self, released: &'a Released<Scales>) -> Result<Self, Error> {
        ScaleTable::new(released, self.labelled.instrument)?;
        let scales: Option<&'a Scales> = Some(released);
        Ok(Self { scales, ..self })
    }

    /// What changed since earlier waves; the latest of them is the one that is reported on. Left out where nothing is said.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the latest wave is not of the instrument of the figures.
    pub fn changes(self, changes: &'a Released<Changes>) -> Result<Self, Error> {
        check_changes(changes, self.labelled.instrument)?;
        Ok(Self {
            changes: Some(changes),
            ..self
        })
    }

    /// Writes the page.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails.
    pub fn write(&self, mut writer: impl Write) -> Result<(), Error> {
        writer.write_all(self.page().into_string().as_bytes())?;
        writer.flush()?;
        Ok(())
    }

    /// What stands out, a sentence an entry, as the page says it but in plain text.
    pub fn what_stands_out(&self) -> Vec<String> {
        self.sentences().iter().map(plain_text).collect()
    }

    fn page(&self) -> Markup {
        let sheet = Sheet {
            title: self.title(),
            internal: self.benchmark().release.audience == Audience::Internal,
            head: self.head(),
            parts: self.parts(),
            library: &self.benchmark().origin.library,
        };
        sheet.page()
    }

    fn benchmark(&self) -> &'a Benchmark {
        self.labelled.benchmark
    }

    fn instrument(&self) -> &'a Instrument {
        self.labelled.instrument
    }

    fn is_published(&self) -> bool {
        self.benchmark().release.source == Source::Published
    }
}
