//! The reference and its file.

use poet_core::{ItemId, OrganisationId, PointCode, Sampling, Wave};
use serde::{Deserialize, Serialize};

use super::Spread;
use crate::release::{
    Audience, Benchmark, Figure, FrameNote, ItemCell, ItemResult, Preset, Released, Source,
};
use crate::{Absent, Error, Origin};

/// A released reference: dated, with its instrument, its frame and its policy, to be held against offline.
///
/// Made of what is released and nothing else, so its file tells nothing that the release kept back. Holds a figure for
/// each organisation in every item, or for none in any; counts that fit their bases; and as many waves as were named.
///
/// # Examples
///
/// ```
/// use poet_benchmark::norm::NormSet;
/// use poet_benchmark::{Findings, Settings, release::Policy, tally::Tally};
/// use poet_core::{Answer, Catalogue, Response, Wave};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// for at in 0..80 {
///     let place = if at % 2 == 0 { "north" } else { "south" };
///     let response = Response::new(format!("r-{at}").parse()?, place.parse()?);
///     tally.add(&response.with("dignity".parse()?, Answer::Choice("1".parse()?)))?;
/// }
/// let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
/// let days = ("2014-03-01".parse()?, "2014-06-30".parse()?);
/// let wave = Wave::new("spring-2014".parse()?, instrument.key().clone(), days.0, days.1)?;
/// let norm = NormSet::new(&released, vec![wave]);
/// assert_eq!(NormSet::from_json(&norm.to_json()?)?, norm);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NormSet {
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Form {
    format: u32,
    origin: Origin,
    waves: Vec<Wave>,
    frame: Option<NormFrame>,
    release: NormRelease,
    organisations: Vec<OrganisationId>,
    items: Vec<NormItem>,
}

/// The version of a file, whatever else is in it.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// Who could have answered.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NormFrame {
    /// How people came to be asked.
    pub sampling: Sampling,
    /// Organisations of the frame, whether or not anybody answered there.
    pub organisations: usize,
    /// People who could have answered.
    pub eligible: Figure<u64>,
    /// Share of the forms sent that were returned.
    pub response_rate: Figure<f64>,
}

/// How the reference was released.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NormRelease {
    /// The policy.
    pub policy: Preset,
    /// Smallest count of people that is shown.
    pub threshold: u64,
    /// Counts are rounded to a multiple of it; 1 where they are not.
    pub rounded_to: u64,
    /// Decimal places of shares, as fractions of one; none where they are in full.
    pub share_decimals: Option<u32>,
    /// Who may see it.
    pub audience: Audience,
    /// Where its figures come from.
    pub source: Source,
}

/// One item, or one option of a tick-all item.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NormItem {
    /// The item.
    pub item: ItemId,
    /// The option, for a tick-all item.
    pub option: Option<PointCode>,
    /// Everybody.
    pub all: Figure<NormShare>,
    /// How the shares of the places that are shown are spread.
    pub spread: Figure<Spread>,
    /// Each organisation, in the order of [`NormSet::organisations`]; empty where places were left out.
    pub places: Vec<Figure<NormShare>>,
}

/// A favourable share with its base, as shown.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NormShare {
    /// People in the base.
    pub base: u64,
    /// Favourable people; none where only a percentage was published.
    pub people: Option<u64>,
    /// Their share.
    pub share: f64,
}

impl NormSet {
    /// Version of the file that is written; it is the only one yet.
    pub const FORMAT: u32 = 1;

    /// Takes a release as a reference, with the waves that it stands for.
    pub fn new(released: &Released<Benchmark>, waves: Vec<Wave>) -> Self {
        let note = &released.release;
        let release = NormRelease {
            policy: note.policy,
            threshold: note.threshold,
            rounded_to: note.rounded_to,
            share_decimals: note.share_decimals,
            audience: note.audience,
            source: note.source,
        };
        Self {
            form: Form {
                format: Self::FORMAT,
                origin: released.origin.clone(),
                waves,
                frame: released.frame.as_ref().map(NormFrame::of),
                release,
                organisations: released.places.iter().map(|p| p.id.clone()).collect(),
                items: released.items.iter().map(NormItem::of).collect(),
            },
        }
    }

    /// Leaves the figures of single organisations out; their names and the spread over them stay.
    pub fn without_places(mut self) -> Self {
        self.form
            .items
            .iter_mut()
            .for_each(|item| item.places.clear());
        self
    }

    /// Reads a reference.
    ///
    /// # Errors
    ///
    /// [`Error::NormFormat`] for another version of the file; [`Error::NormFile`] for text that is no reference;
    /// [`Error::NormFigures`] for an item whose figures do not fit.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let wrong = |error: serde_json::Error| Error::NormFile {
            message: error.to_string(),
        };
        let Versioned { format } = serde_json::from_str(text).map_err(wrong)?;
        if format != Self::FORMAT {
            return Err(Error::NormFormat {
                found: format,
                wanted: Self::FORMAT,
            });
        }
        let form: Form = serde_json::from_str(text).map_err(wrong)?;
        let places = form.organisations.len();
        match form.items.iter().find(|item| !item.is_sound(places)) {
            Some(item) => Err(Error::NormFigures {
                item: item.item.clone(),
            }),
            None => Ok(Self { form }),
        }
    }

    /// The reference as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::NormFile`] where it cannot be written, which no reference shows.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(&self.form).map_err(|error| Error::NormFile {
            message: error.to_string(),
        })
    }

    /// What the figures were worked out from and by.
    pub fn origin(&self) -> &Origin {
        &self.form.origin
    }

    /// When people were asked.
    pub fn waves(&self) -> &[Wave] {
        &self.form.waves
    }

    /// Who could have answered, where that is known.
    pub fn frame(&self) -> Option<&NormFrame> {
        self.form.frame.as_ref()
    }

    /// How it was released.
    pub fn release(&self) -> &NormRelease {
        &self.form.release
    }

    /// Organisations whose people are in it.
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.form.organisations
    }

    /// Items and options in the order of the form.
    pub fn items(&self) -> &[NormItem] {
        &self.form.items
    }
}

impl NormFrame {
    fn of(note: &FrameNote) -> Self {
        Self {
            sampling: note.sampling,
            organisations: note.organisations,
            eligible: note.all.eligible,
            response_rate: note.all.response_rate,
        }
    }
}

impl NormItem {
    fn of(item: &ItemResult) -> Self {
        let places: Vec<_> = item.places.iter().map(NormShare::of).collect();
        let shown = places.iter().filter_map(|place| place.shown());
        let spread = Spread::of(shown.map(|place| place.share).collect());
        Self {
            item: item.item.clone(),
            option: item.option.clone(),
            all: NormShare::of(&item.all),
            spread: match (spread, places.iter().find(|place| place.is_withheld())) {
                (Some(spread), _) => Figure::Shown(spread),
                (None, Some(Figure::Withheld(why))) => Figure::Withheld(*why),
                (None, _) => Figure::Absent(Absent::NoAnswers),
            },
            places,
        }
    }

    fn is_sound(&self, places: usize) -> bool {
        let shares = self.places.iter().chain([&self.all]);
        let mut shown = shares.filter_map(|share| share.shown());
        (self.places.is_empty() || self.places.len() == places) && shown.all(NormShare::is_sound)
    }
}

impl NormShare {
    fn of(cell: &ItemCell) -> Figure<Self> {
        cell.base.and_then(|base| {
            cell.favourable.map(|share| Self {
                base,
                people: share.people,
                share: share.share,
            })
        })
    }

    /// Whether it is a share, of as many people as there are.
    fn is_sound(self) -> bool {
        (0.0..=1.0).contains(&self.share) && self.people.is_none_or(|people| people <= self.base)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::peers::tests::{instrument, released};
    use crate::release::Policy;

    fn wave() -> Wave {
        let days = ("2014-03-01".parse().unwrap(), "2014-06-30".parse().unwrap());
        let key = instrument().key().clone();
        Wave::new("spring-2014".parse().unwrap(), key, days.0, days.1).unwrap()
    }

    fn norm() -> NormSet {
        let rows = [("north", "dignity", "1", 40), ("south", "dignity", "5", 60)];
        NormSet::new(&released(Policy::ascs(), &rows), vec![wave()])
    }

    #[test]
    fn another_version_is_told_by_its_number_whatever_else_it_holds() {
        let error = NormSet::from_json(r#"{"format": 2, "shape": "other"}"#).unwrap_err();
        assert_eq!(error.to_string(), "norm set is of version 2, wants 1");
        assert!(matches!(
            NormSet::from_json("{}"),
            Err(Error::NormFile { .. })
        ));
        assert!(matches!(
            NormSet::from_json("[1"),
            Err(Error::NormFile { .. })
        ));
    }

    #[test]
    fn figures_that_do_not_fit_are_refused() {
        let text = norm().to_json().unwrap();
        let wrong = text.replace("\"people\":40", "\"people\":4000");
        assert_ne!(text, wrong);
        let error = NormSet::from_json(&wrong).unwrap_err();
        assert!(matches!(error, Error::NormFigures { item } if item.as_str() == "dignity"));
        let wrong = text.replace("\"organisations\":[\"north\",", "\"organisations\":[");
        assert!(matches!(
            NormSet::from_json(&wrong),
            Err(Error::NormFigures { .. })
        ));
    }

    #[test]
    fn places_can_be_left_out_and_their_spread_stays() {
        let norm = norm().without_places();
        let mut items = norm.items().iter();
        let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
        assert!(dignity.places.is_empty());
        assert_eq!(dignity.spread.as_ref().shown().map(Spread::places), Some(2));
        assert_eq!(norm.organisations().len(), 2);
        assert_eq!(NormSet::from_json(&norm.to_json().unwrap()).unwrap(), norm);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_reference_read_back_is_the_one_that_was_written(
            people in prop::collection::vec((0..70_usize, 0..70_usize), 1..5),
            policy in prop::sample::select(vec![
                Policy::ascs(), Policy::nhs_sub_national(), Policy::strict(), Policy::internal()
            ]),
            waves in 0..3_usize,
        ) {
            let names: Vec<String> = (0..people.len()).map(|at| format!("place-{at}")).collect();
            let rows: Vec<_> = names.iter().zip(&people).flat_map(|(name, &(better, worse))| {
                [(name.as_str(), "dignity", "1", better), (name.as_str(), "control", "4", worse)]
            }).collect();
            let norm = NormSet::new(&released(policy, &rows), vec![wave(); waves]);
            let read = NormSet::from_json(&norm.to_json().unwrap()).unwrap();
            prop_assert_eq!(read.to_json().unwrap(), norm.to_json().unwrap());
            prop_assert_eq!(read, norm);
        }
    }
}
