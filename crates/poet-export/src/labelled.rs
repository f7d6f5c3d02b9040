//! Released figures with the words that people read.

use poet_benchmark::release::{Benchmark, ItemResult, Released};
use poet_core::{
    Directory, Instrument, Item, ItemKind, Language, Missing, OrganisationId, Point, Scale, Section,
};

use crate::Error;
use crate::chart::Label;

/// Released figures beside their instrument, the names of the organisations, and a language.
#[derive(Clone, Debug)]
pub(crate) struct Labelled<'a> {
    pub(crate) benchmark: &'a Benchmark,
    pub(crate) instrument: &'a Instrument,
    pub(crate) directory: &'a Directory,
    pub(crate) language: Language,
}

impl<'a> Labelled<'a> {
    pub(crate) fn new(
        released: &'a Released<Benchmark>,
        instrument: &'a Instrument,
        directory: &'a Directory,
    ) -> Result<Self, Error> {
        if released.origin.hash != *instrument.hash() {
            return Err(Error::OtherInstrument {
                figures: released.origin.instrument.clone(),
                instrument: instrument.key().clone(),
            });
        }
        Ok(Self {
            benchmark: released,
            instrument,
            directory,
            language: Language::english(),
        })
    }

    /// Items and options in the order of the form, with their words.
    pub(crate) fn columns(&self) -> impl Iterator<Item = LabelledItem<'a>> {
        let instrument = self.instrument;
        let results = self.benchmark.items.iter();
        results.filter_map(move |result| LabelledItem::new(instrument, result))
    }

    /// Name of an organisation.
    pub(crate) fn name<'n>(&'n self, id: &'n OrganisationId) -> &'n str {
        self.directory.name(id)
    }

    /// Words in the language asked for.
    pub(crate) fn words<'t>(&self, text: &'t poet_core::Text) -> &'t str {
        text.words(&self.language)
    }

    /// A label of a chart.
    pub(crate) fn label(&self, text: &poet_core::Text) -> Label {
        Label {
            words: self.words(text).to_owned(),
            lang: self.lang(text),
        }
    }

    /// Language of a text in a report, where it is not English.
    pub(crate) fn lang(&self, text: &poet_core::Text) -> Option<String> {
        let found = [self.language.clone(), self.language.plain()]
            .into_iter()
            .find(|l| text.is_in(l))?;
        (found.plain() != Language::english()).then(|| found.as_str().to_owned())
    }
}

/// One item, or one option of a tick-all item, with its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelledItem<'a> {
    pub(crate) result: &'a ItemResult,
    pub(crate) item: &'a Item,
    pub(crate) section: &'a Section,
    pub(crate) option: Option<&'a Point>,
}

impl<'a> LabelledItem<'a> {
    fn new(instrument: &'a Instrument, result: &'a ItemResult) -> Option<Self> {
        let item = instrument.item(result.item.as_str())?;
        let option = result.option.as_ref().and_then(|code| {
            let points = item.scale()?.points();
            points.iter().find(|point| point.code() == code)
        });
        Some(Self {
            result,
            item,
            section: instrument.sections().get(item.section())?,
            option,
        })
    }

    /// The scale, for a choice; an option is ticked or not.
    pub(crate) fn scale(&self) -> Option<&'a Scale> {
        match self.item.kind() {
            ItemKind::Choice(scale) => Some(scale),
            _ => None,
        }
    }

    /// Whether some answer is better than another, so that places are compared.
    pub(crate) fn is_judged(&self) -> bool {
        self.scale().is_some_and(Scale::is_evaluative)
    }
}

/// Way of not answering as files write it.
pub(crate) fn missing_code(missing: Missing) -> &'static str {
    match missing {
        Missing::NotApplicable => "not_applicable",
        Missing::DontKnow => "dont_know",
        Missing::PreferNotToSay => "prefer_not_to_say",
        Missing::NotAnswered => "not_answered",
        Missing::NotAsked => "not_asked",
    }
}
