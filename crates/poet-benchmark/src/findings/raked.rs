//! Shares weighted to the margins of a population.

use poet_core::OrganisationId;

use super::place::Judged;
use super::{Findings, ItemFindings};
use crate::estimate::{ClassAnswers, Confidence, WeightClass, WeightedShare, weighted_share};
use crate::tally::{Tally, View, whole};
use crate::weights::{CrossTally, Weighting};
use crate::{Absent, Error};

/// The favourable share of one item, weighted to the margins of a population.
#[derive(Clone, PartialEq)]
pub struct RakedItem {
    /// Everybody with a weight.
    pub all: RakedPlace,
    /// Each organisation, in the order of [`Findings::places`](super::Findings::places).
    pub places: Vec<RakedPlace>,
}

/// The favourable share of one item in one place, weighted to the margins of a population.
#[derive(Clone, PartialEq)]
pub struct RakedPlace {
    /// Answers of each kind of people.
    pub(crate) kinds: Vec<KindAnswers>,
    /// The share, with Wilson's interval at Kish's effective number of people.
    pub share: Result<WeightedShare, Absent>,
}

/// What the people of one kind answered.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct KindAnswers {
    /// Weight of each, in [`Weighting::UNIT`]ths of the mean.
    pub(crate) units: u64,
    pub(crate) favourable: u64,
    /// People in the base.
    pub(crate) base: u64,
}

impl Findings {
    /// As these findings, with every favourable share weighted to the margins of a population beside the plain one.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the tally by kinds is of another instrument; [`Error::OtherPeople`] where it is
    /// not of as many people as the findings; [`Error::WeightedAlready`] where these are weighted to a frame or to margins
    /// or hold places like with like: each is one more sum of the counts of the same groups, and two of them can leave the
    /// counts of a few people.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::tally::Tally;
    /// use poet_benchmark::weights::{CrossTally, WeightingRule};
    /// use poet_benchmark::{Findings, Settings};
    /// use poet_core::{Answer, Catalogue, Margins, Response, ResponseTable};
    ///
    /// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
    /// let gender = "gender".parse()?;
    /// let mut margins = Margins::new(instrument);
    /// margins.add(&gender, &"1".parse()?, 300)?;
    /// margins.add(&gender, &"2".parse()?, 100)?;
    ///
    /// let mut table = ResponseTable::new(instrument);
    /// for (at, (kind, answer)) in [("1", "1"), ("1", "5"), ("2", "5"), ("2", "5")].into_iter().enumerate() {
    ///     let response = Response::new(format!("r-{at}").parse()?, "north".parse()?)
    ///         .with(gender.clone(), Answer::Choice(kind.parse()?))
    ///         .with("dignity".parse()?, Answer::Choice(answer.parse()?));
    ///     table.push(&response)?;
    /// }
    /// table.route();
    /// let (mut tally, mut kinds) = (Tally::new(instrument)?, CrossTally::new(&margins)?);
    /// tally.add_table(&table)?;
    /// kinds.add_table(&table)?;
    /// let weighting = kinds.weigh(WeightingRule::default())?;
    /// let findings = Findings::new(&tally, &Settings::default()).weighted_by(&kinds, &weighting)?;
    /// let dignity = findings.items().find(|i| i.item.as_str() == "dignity").unwrap();
    /// let share = dignity.raked.as_ref().unwrap().all.share.map(|share| share.share);
    /// assert_eq!(share, Ok(0.375), "one of four, but three in four are as she is");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn weighted_by(
        mut self,
        people: &CrossTally,
        weighting: &Weighting,
    ) -> Result<Self, Error> {
        if self.frame.is_some() || self.case_mix.is_some() || self.weighting.is_some() {
            return Err(Error::WeightedAlready);
        }
        let (tally, instrument) = (people.tally(), people.margins().instrument());
        if instrument.hash() != &self.origin.hash {
            return Err(Error::OtherInstrument {
                found: instrument.key().clone(),
                wanted: self.origin.instrument.clone(),
            });
        }
        if tally.people() != self.people {
            return Err(Error::OtherPeople);
        }
        let places = self.places.iter();
        let places = places.map(|place| kinds(tally, weighting, &place.id));
        let places: Vec<_> = places.collect::<Result<_, _>>()?;
        for item in &mut self.items {
            item.raked = Some(RakedItem::new(
                item,
                tally,
                &places,
                self.settings.confidence,
            ));
        }
        self.weighting = Some(weighting.clone());
        Ok(self)
    }

    /// Weights to the margins of a population, where there are any.
    pub fn weighting(&self) -> Option<&Weighting> {
        self.weighting.as_ref()
    }
}

/// People of each kind in one organisation, with the weight of each.
fn kinds<'a>(
    tally: &'a Tally,
    weighting: &Weighting,
    organisation: &OrganisationId,
) -> Result<Vec<(u64, View<'a>)>, Error> {
    let kinds = tally.strata_of(organisation)?.into_iter();
    // Who is of no kind has no weight, but what they answered is what the plain figures tell beyond the weighted ones.
    let units = |kind: Option<_>| kind.and_then(|kind| weighting.units(kind)).unwrap_or(0);
    Ok(kinds.map(|(kind, view)| (units(kind), view)).collect())
}

impl RakedItem {
    fn new(
        item: &ItemFindings,
        tally: &Tally,
        places: &[Vec<(u64, View<'_>)>],
        confidence: Confidence,
    ) -> Self {
        let judged = &item.judged;
        let answers = |(units, view): &(u64, View<'_>)| {
            let spread = tally.distribution(view, item.column, &judged.readings)?;
            Some(KindAnswers {
                units: *units,
                favourable: whole(judged.favourable(&spread)),
                base: whole(spread.base),
            })
        };
        let places = places.iter();
        let kinds: Vec<Vec<KindAnswers>> = places
            .map(|place| place.iter().filter_map(answers).collect())
            .collect();
        let place = |kinds: &Vec<KindAnswers>| RakedPlace::new(kinds, judged, confidence);
        Self {
            all: place(&together(kinds.iter().flatten())),
            places: kinds.iter().map(place).collect(),
        }
    }
}

/// Answers by weight: kinds that weigh the same are one.
pub(crate) fn together<'a>(kinds: impl Iterator<Item = &'a KindAnswers>) -> Vec<KindAnswers> {
    let mut sums = std::collections::BTreeMap::new();
    for kind in kinds {
        let (favourable, base) = sums.entry(kind.units).or_insert((0, 0));
        *favourable += kind.favourable;
        *base += kind.base;
    }
    let kind = |(units, (favourable, base))| KindAnswers {
        units,
        favourable,
        base,
    };
    sums.into_iter().map(kind).collect()
}

impl RakedPlace {
    fn new(kinds: &[KindAnswers], judged: &Judged, confidence: Confidence) -> Self {
        let kinds = together(kinds.iter());
        let share = match judged.has_headline() {
            true => share(&kinds, confidence),
            false => Err(Absent::NotJudged),
        };
        Self { kinds, share }
    }

    /// The place with every count rounded, and the share worked out anew.
    pub(crate) fn rounded(
        &self,
        round: impl Fn(u64) -> u64,
        judged: &Judged,
        confidence: Confidence,
    ) -> Self {
        let rounded = |kind: &KindAnswers| {
            let base = round(kind.base);
            KindAnswers {
                favourable: round(kind.favourable).min(base),
                base,
                ..*kind
            }
        };
        let kinds: Vec<_> = self.kinds.iter().map(rounded).collect();
        Self::new(&kinds, judged, confidence)
    }
}

fn share(kinds: &[KindAnswers], confidence: Confidence) -> Result<WeightedShare, Absent> {
    let answers = kinds.iter().map(|kind| {
        let class = WeightClass::new(kind.base, kind.units as f64 / Weighting::UNIT as f64)?;
        ClassAnswers::new(class, kind.favourable)
    });
    let found = answers
        .collect::<Result<Vec<_>, Error>>()
        .and_then(|answers| weighted_share(&answers, confidence));
    found.map_err(|error| match error {
        Error::Absent(why) => why,
        // Counts and weights are sound, so what is left is that nobody counts.
        _ => Absent::NoAnswers,
    })
}

#[cfg(test)]
mod tests;
