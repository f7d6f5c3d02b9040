//! What the tally says, exactly: shares, intervals and comparisons before anything is released.

use std::fmt;

use poet_core::{ItemId, MeasureId, MeasureKind, OrganisationId, PointCode};

use crate::compare::Test;
use crate::estimate::{Confidence, Difference, Interval, Proportion};
use crate::tally::{Distribution, Moments, Tally};
use crate::weights::Weighting;
use crate::{Absent, Origin};

pub use case_mix::{CaseMixFindings, CaseMixItem, CaseMixPlace, Reference};
pub use frame::{Coverage, FrameFindings};
pub use like_with_like::{LikeWithLike, Standardisation};
pub(crate) use raked::{KindAnswers, together};
pub use raked::{RakedItem, RakedPlace};
pub use settings::{Scope, Settings};
pub use variation::{FunnelPlace, PlaceStanding, VariationFindings};
pub use weighted::{WeightedItem, WeightedMean, WeightedMeans, WeightedPlace, WeightedShares};
pub use whole::WholeComparison;

pub(crate) use comparison::detectable_by;
pub(crate) use family::{judge, judge_family};
pub(crate) use parts::Parts;
pub(crate) use place::{Judged, compared, estimate, range};
pub(crate) use population::is_sample;
pub(crate) use strata::StrataCounts;
pub(crate) use whole::Answers;

mod case_mix;
mod comparison;
mod family;
mod frame;
mod like_with_like;
mod parts;
mod place;
mod population;
mod raked;
mod settings;
mod strata;
mod variation;
mod weighted;
mod whole;

/// Every organisation of a tally held against the rest, item by item and measure by measure.
///
/// Holds exact counts. It has no written form: only what [`Policy::apply`](crate::release::Policy::apply) releases can
/// be exported.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Findings, Settings, tally::Tally};
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// for (at, place, point) in [(1, "north", "1"), (2, "north", "2"), (3, "south", "5")] {
///     let response = Response::new(format!("r-{at}").parse()?, place.parse()?);
///     tally.add(&response.with("dignity".parse()?, Answer::Choice(point.parse()?)))?;
/// }
/// let findings = Findings::new(&tally, &Settings::default());
/// let dignity = findings.items().find(|i| i.item.as_str() == "dignity").unwrap();
/// assert_eq!(dignity.all.headline.as_ref().map(|h| h.favourable.proportion.x()), Ok(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Findings {
    pub(crate) origin: Origin,
    pub(crate) settings: Settings,
    pub(crate) published: bool,
    pub(crate) people: Option<u64>,
    pub(crate) places: Vec<PlaceHead>,
    pub(crate) items: Vec<ItemFindings>,
    pub(crate) measures: Vec<MeasureFindings>,
    pub(crate) tests: usize,
    /// Which items hold the same people, where they are not one a question.
    pub(crate) parts: Option<Parts>,
    pub(crate) frame: Option<FrameFindings>,
    pub(crate) weighting: Option<Weighting>,
    pub(crate) case_mix: Option<CaseMixFindings>,
}

/// One organisation and how many people answered there.
#[derive(Clone, PartialEq)]
pub struct PlaceHead {
    /// The organisation.
    pub id: OrganisationId,
    /// People counted; unknown for published figures.
    pub people: Option<u64>,
}

/// One item, or one option of a tick-all item.
#[derive(Clone, PartialEq)]
pub struct ItemFindings {
    /// Column of the instrument.
    pub column: usize,
    /// The item.
    pub item: ItemId,
    /// The option, for a tick-all item.
    pub option: Option<PointCode>,
    pub(crate) judged: Judged,
    /// Places, among all items and options, of those whose answers decide who is asked.
    pub(crate) sources: Vec<usize>,
    /// Everybody.
    pub all: PlaceFindings,
    /// Each organisation, in the order of [`Findings::places`].
    pub places: Vec<PlaceFindings>,
    /// Weighted to the population, where a frame says who that is.
    pub weighted: Option<WeightedItem>,
    /// Weighted to the margins of a population, where there are any.
    pub raked: Option<RakedItem>,
}

/// One item in one place.
#[derive(Clone, PartialEq)]
pub struct PlaceFindings {
    /// How the answers are spread.
    pub distribution: Result<Distribution, Absent>,
    /// Answers of everybody else.
    pub(crate) rest: Option<Answers>,
    /// The shares that are read first.
    pub headline: Result<Headline, Absent>,
    /// The place against everybody else; absent for everybody together.
    pub against_rest: Result<Comparison, Absent>,
    /// All its answers against all of everybody else.
    pub whole_against_rest: Result<WholeComparison, Absent>,
}

/// The shares of one item in one place that are read first.
#[derive(Clone, Copy, PartialEq)]
pub struct Headline {
    /// Favourable answers; for an option of a tick-all item, the people who ticked it.
    pub favourable: Estimate,
    /// Neutral answers.
    pub neutral: Estimate,
    /// Unfavourable answers.
    pub unfavourable: Estimate,
    /// Favourable less unfavourable share, with its interval.
    pub net: Difference,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// People and base.
    pub proportion: Proportion,
    /// Wilson's interval; of a place whose population a frame tells, corrected for what is left of it.
    pub interval: Interval,
}

/// One place against everybody else.
#[derive(Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Favourable share of everybody else.
    pub rest: Estimate,
    /// Own share less that of the rest, with Newcombe's interval.
    pub difference: Difference,
    /// The test and why it was chosen.
    pub test: Result<Test, Absent>,
    /// The pooled z value.
    pub z: Result<f64, Absent>,
    /// The p value after the control of false discoveries over the family.
    pub adjusted: Result<f64, Absent>,
    /// What may be said.
    pub verdict: Verdict,
    /// Smallest difference that so many answers would probably find, as a share.
    pub detectable: Result<f64, Absent>,
    /// People in the place's own base.
    pub(crate) own_base: f64,
}

/// What may be said of a place against the rest.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The favourable share is higher.
    Higher,
    /// The favourable share is lower.
    Lower,
    /// No difference was found, which does not say that there is none.
    NoDifferenceFound,
    /// There was no test.
    NotTested,
}

/// One measure.
#[derive(Clone, PartialEq)]
pub struct MeasureFindings {
    /// The measure.
    pub measure: MeasureId,
    /// How it is worked out.
    pub kind: MeasureKind,
    /// Places, among all items and options, of those it is worked out from.
    pub(crate) columns: Vec<usize>,
    /// Most that one answer can add to a person's score.
    pub(crate) step: f64,
    /// Everybody.
    pub all: Result<Mean, Absent>,
    /// Each organisation, in the order of [`Findings::places`].
    pub places: Vec<Result<Mean, Absent>>,
    /// Weighted to the population, where a frame says who that is.
    pub weighted: Option<WeightedMeans>,
}

/// Mean of a measure in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// People, mean and deviation.
    pub moments: Moments,
    /// Interval of the mean by Student's t.
    pub interval: Result<Interval, Absent>,
}

impl Findings {
    /// Works out every share, interval and comparison.
    pub fn new(tally: &Tally, settings: &Settings) -> Self {
        let all = tally.together();
        let own = tally.by_organisation();
        let mut items = place::items(tally, &all, &own, settings.confidence);
        let tests = judge(&mut items, settings);
        Self {
            origin: Origin::of(tally.instrument()),
            settings: *settings,
            published: tally.is_published(),
            people: all.people(),
            places: own
                .iter()
                .map(|(id, view)| PlaceHead {
                    id: id.clone(),
                    people: view.people(),
                })
                .collect(),
            measures: place::measures(tally, &all, &own, settings.confidence),
            items,
            tests,
            parts: None,
            frame: None,
            weighting: None,
            case_mix: None,
        }
    }

    /// What the figures were worked out from and by.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Organisations in the order of their ids.
    pub fn places(&self) -> &[PlaceHead] {
        &self.places
    }

    /// Items and options in the order of the form.
    pub fn items(&self) -> impl Iterator<Item = &ItemFindings> {
        self.items.iter()
    }

    /// Measures in the order of the instrument.
    pub fn measures(&self) -> &[MeasureFindings] {
        &self.measures
    }

    /// How many tests could be made; false discoveries are controlled over them.
    pub fn tests(&self) -> usize {
        self.tests
    }

    /// Confidence of the intervals.
    pub fn confidence(&self) -> Confidence {
        self.settings.confidence
    }
}

impl fmt::Debug for Findings {
    /// Never shows a count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (items, places) = (self.items.len(), self.places.len());
        write!(f, "Findings({items} items, {places} places)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use poet_core::{
        Answer, Catalogue, Extent, PublishedItem, PublishedPoint, PublishedTable, Response,
    };

    use super::*;

    /// Dignity in two places and in both together, as percentages that add up to 99.9 and 100.
    pub(crate) fn printed_percentages() -> Tally {
        let key = "adult-holders@2014".parse().unwrap();
        let instrument = Catalogue::builtin().get(&key).unwrap();
        let at = instrument.position("dignity").unwrap();
        let mut table = PublishedTable::new(instrument);
        let rows = [
            (
                "all",
                Extent::Pooled,
                300,
                ["30.0", "30.0", "30.0", "5.0", "5.0"],
            ),
            (
                "north",
                Extent::Organisation,
                95,
                ["33.3", "33.3", "33.3", "0.0", "0.0"],
            ),
            (
                "south",
                Extent::Organisation,
                205,
                ["12.5", "40.0", "40.0", "5.0", "2.5"],
            ),
        ];
        for (id, extent, respondents, percent) in rows {
            let point = |percent: &str| PublishedPoint {
                percent: Some(percent.parse().unwrap()),
                ..PublishedPoint::default()
            };
            let item = PublishedItem {
                respondents: Some(respondents),
                points: percent.iter().map(|p| point(p)).collect(),
            };
            table
                .place(&id.parse().unwrap(), extent)
                .items
                .insert(at, item);
        }
        Tally::from_published(&table).unwrap()
    }

    #[test]
    fn published_percentages_come_out_as_printed_and_sums_are_no_place() {
        let findings = Findings::new(&printed_percentages(), &Settings::default());
        assert_eq!(findings.places().len(), 2);
        let released = crate::release::Policy::ascs().apply(&findings);
        let dignity = released
            .items
            .iter()
            .find(|i| i.item.as_str() == "dignity")
            .unwrap();
        let shares = |place: usize| -> Vec<f64> {
            let points = dignity.places[place].points.iter();
            points.map(|p| p.shown().unwrap().share.unwrap()).collect()
        };
        assert_eq!(shares(0), [0.333, 0.333, 0.333, 0.0, 0.0]);
        assert_eq!(shares(1), [0.125, 0.4, 0.4, 0.05, 0.025]);
        assert_eq!(
            dignity.places[0]
                .favourable
                .shown()
                .unwrap()
                .share
                .to_bits(),
            0.666_f64.to_bits()
        );
        assert_eq!(dignity.places[0].base.shown(), Some(95));
    }

    #[test]
    fn the_rest_is_everybody_less_the_place() {
        let key = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let answers = [
            ("a", "1"),
            ("a", "5"),
            ("b", "2"),
            ("b", "2"),
            ("b", "4"),
            ("c", "3"),
        ];
        for (place, point) in answers {
            let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
            let answer = Answer::Choice(point.parse().unwrap());
            tally
                .add(&response.with("dignity".parse().unwrap(), answer))
                .unwrap();
        }
        let findings = Findings::new(&tally, &Settings::default());
        let dignity = findings
            .items()
            .find(|i| i.item.as_str() == "dignity")
            .unwrap();
        let rest = |place: usize| {
            let rest = dignity.places[place]
                .against_rest
                .as_ref()
                .map(|c| c.rest.proportion);
            rest.map(|rest| [rest.x(), rest.n()])
        };
        // Three of six are favourable.
        assert_eq!(rest(0), Ok([2.0, 4.0]));
        assert_eq!(rest(1), Ok([1.0, 3.0]));
        assert_eq!(rest(2), Ok([3.0, 5.0]));
    }
}
