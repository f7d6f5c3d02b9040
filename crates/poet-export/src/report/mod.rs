//! The report that a council reads.

use std::io::Write;

use poet_benchmark::release::{
    Audience, Benchmark, Changes, DriverBenchmark, Figure, ItemCell, Released, Source,
    SubgroupBenchmark,
};
use poet_core::{Directory, Instrument, Language, OrganisationId, SectionRole, Text, Wave};

use crate::Error;
use crate::chart::Label;
use crate::driven::Driven;
use crate::grouped::Grouped;
use crate::labelled::{Labelled, LabelledItem};
use crate::table::check_changes;

pub use concerns::Concerns;
pub use national::NationalReport;
pub use you_said::YouSaid;

mod answered;
mod beside;
mod case_mix;
mod changed;
mod concerns;
mod council;
mod driver_warnings;
mod drivers;
mod few;
mod frame;
mod head;
mod judged;
mod layout;
mod measures;
mod method;
mod moved;
mod national;
mod norm;
mod page;
mod partners;
mod peers;
mod priorities;
mod raked;
mod rest;
mod sheet;
mod standards;
mod standing;
mod stands;
mod summary;
mod ticks;
mod who_said_what;
mod whole;
mod you_said;

/// One organisation's results as a single web page that prints: what stands out in words, then charts with a table
/// under each, then method and caveats.
///
/// Names no instrument: outcomes, process and planning are sections by their role. Holds no script and loads nothing.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Findings, Settings, release::Policy, tally::Tally};
/// use poet_core::{Answer, Catalogue, Directory, Response};
/// use poet_export::CouncilReport;
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
/// CouncilReport::new(&released, instrument, &directory, &"north".parse()?)?.write(&mut html)?;
/// assert!(String::from_utf8(html)?.starts_with("<!DOCTYPE html>"));
///
/// let unknown = CouncilReport::new(&released, instrument, &directory, &"nort".parse()?);
/// assert_eq!(unknown.unwrap_err().to_string(), "no figures of organisation `nort`, nearest is `north`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CouncilReport<'a> {
    labelled: Labelled<'a>,
    organisation: &'a OrganisationId,
    place: usize,
    minimum: u64,
    wave: Option<&'a Wave>,
    changes: Option<&'a Changes>,
    grouped: Option<Grouped<'a>>,
    beside: beside::Beside<'a>,
    driven: Option<Driven<'a>>,
}

impl<'a> CouncilReport<'a> {
    /// Fewest people for whom an organisation is compared, where nothing is said: 100 answers are good to about 10
    /// percentage points either way.
    pub const MINIMUM: u64 = 100;

    /// Takes released figures, their instrument and the organisation to report on.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures;
    /// [`Error::UnknownOrganisation`] or [`Error::NoOrganisations`] where the organisation has none.
    pub fn new(
        released: &'a Released<Benchmark>,
        instrument: &'a Instrument,
        directory: &'a Directory,
        organisation: &OrganisationId,
    ) -> Result<Self, Error> {
        let labelled = Labelled::new(released, instrument, directory)?;
        let benchmark = labelled.benchmark;
        let Some(place) = benchmark.position(organisation) else {
            return Err(council::unknown(&labelled, organisation));
        };
        Ok(Self {
            organisation: &benchmark.places[place].id,
            labelled,
            place,
            minimum: Self::MINIMUM,
            wave: None,
            changes: None,
            grouped: None,
            beside: beside::Beside::default(),
            driven: None,
        })
    }

    /// Language of the instrument's words; English where nothing is said. The report's own words are English.
    pub fn language(mut self, language: Language) -> Self {
        self.labelled.language = language;
        self
    }

    /// Fewest people for whom the organisation is compared; [`MINIMUM`](Self::MINIMUM) where nothing is said.
    ///
    /// Counted people are held to it as a whole; published figures item by item, since only their bases are known.
    pub fn minimum(self, people: u64) -> Self {
        Self {
            minimum: people,
            ..self
        }
    }

    /// When people were asked; not stated where nothing is said.
    pub fn wave(self, wave: &'a Wave) -> Self {
        Self {
            wave: Some(wave),
            ..self
        }
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

    /// Subgroups of the same people, released under the same policy; no part of the page where nothing is said.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] or [`Error::OtherSubgroups`] where they are of other people.
    pub fn subgroups(self, released: &'a Released<SubgroupBenchmark>) -> Result<Self, Error> {
        let grouped = Grouped::new(released, self.labelled.instrument)?;
        let places = self.benchmark().places.iter().map(|place| &place.id);
        let same = released.release.policy == self.benchmark().release.policy;
        if !same || !places.eq(&released.places) {
            return Err(Error::OtherSubgroups);
        }
        Ok(Self {
            grouped: Some(grouped),
            ..self
        })
    }

    /// Which conditions go with which outcomes over all places, in a part of the page of its own.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn drivers(self, released: &'a Released<DriverBenchmark>) -> Result<Self, Error> {
        let driven = Some(Driven::new(released, self.labelled.instrument)?);
        Ok(Self { driven, ..self })
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
        self.sentences().iter().map(page::plain_text).collect()
    }

    fn benchmark(&self) -> &'a Benchmark {
        self.labelled.benchmark
    }

    fn instrument(&self) -> &'a Instrument {
        self.labelled.instrument
    }

    fn name(&self) -> &str {
        self.labelled.name(self.organisation)
    }

    fn is_internal(&self) -> bool {
        self.benchmark().release.audience == Audience::Internal
    }

    fn is_published(&self) -> bool {
        self.benchmark().release.source == Source::Published
    }

    /// The organisation's own figures of an item.
    fn own(&self, column: &LabelledItem<'a>) -> &'a ItemCell {
        &column.result.places[self.place]
    }

    /// People of the organisation.
    fn respondents(&self) -> Figure<u64> {
        self.benchmark().places[self.place].respondents
    }

    /// Whether the organisation is compared on an item.
    fn compares(&self, cell: &ItemCell) -> bool {
        let people = match self.benchmark().release.source {
            Source::Counted => self.respondents(),
            Source::Published => cell.base,
        };
        people.shown().is_some_and(|people| people >= self.minimum)
    }

    /// Whether any item has a good and a bad side.
    fn judges(&self) -> bool {
        self.labelled.columns().any(|column| column.is_judged())
    }

    /// Whether the organisation is compared on any item.
    fn compares_at_all(&self) -> bool {
        self.labelled
            .columns()
            .any(|column| column.is_judged() && self.compares(self.own(&column)))
    }

    /// Items with a good and a bad side, in the sections of a role.
    fn judged(&self, roles: &'static [SectionRole]) -> impl Iterator<Item = LabelledItem<'a>> {
        let columns = self.labelled.columns();
        columns.filter(|c| c.is_judged() && roles.contains(&c.section.role()))
    }

    /// A label of a chart.
    fn label(&self, text: &Text) -> Label {
        self.labelled.label(text)
    }

    /// Language of a text in this report, where it is not English.
    fn lang(&self, text: &Text) -> Option<String> {
        self.labelled.lang(text)
    }
}
