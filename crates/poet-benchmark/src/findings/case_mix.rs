//! Places held against everybody else as if they served like people.

use poet_core::{Frame, ItemId, Stratification, StratumId};
use serde::Serialize;

use super::family::{Tested, judge_places};
use super::strata::{Counted, StrataCounts};
use super::{Findings, Scope, Verdict};
use crate::adjust::{
    Direct, Indirect, ReferenceStratum, StratumShare, direct_standardised, indirect_standardised,
};
use crate::compare::{ZTest, newcombe, two_proportion};
use crate::estimate::{Confidence, Difference, Interval, Proportion, wilson};
use crate::tally::Tally;
use crate::{Absent, Error};

/// Every place against everybody else, with as many people of each stratum in both.
#[derive(Clone, PartialEq)]
pub struct CaseMixFindings {
    /// Items whose answers make the strata.
    pub by: Vec<ItemId>,
    /// Strata that somebody is in.
    pub strata: Vec<StratumId>,
    /// People of each stratum in the reference.
    pub weights: Vec<f64>,
    /// Who the reference is.
    pub reference: Reference,
    /// People in no stratum, because they left one of the items unanswered.
    pub unplaced: u64,
    /// Items with a good and a bad side, in the order of the form.
    pub items: Vec<CaseMixItem>,
    /// How many tests could be made; false discoveries are controlled over them.
    pub tests: usize,
}

/// Whose strata every place is brought to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// Everybody who answered, in all places together.
    AllPlaces,
    /// Everybody who could have answered, as the frame says.
    Frame,
}

/// One item, like with like.
#[derive(Clone, PartialEq)]
pub struct CaseMixItem {
    /// Its place among [`Findings::items`].
    pub(crate) at: usize,
    /// The item.
    pub item: ItemId,
    pub(crate) all: StrataCounts,
    /// Each organisation, in the order of [`Findings::places`].
    pub places: Vec<CaseMixPlace>,
}

/// One item in one place, like with like.
#[derive(Clone, PartialEq)]
pub struct CaseMixPlace {
    pub(crate) own: StrataCounts,
    /// What was found.
    pub found: Result<LikeWithLike, Absent>,
}

/// A standardised share against that of everybody else.
#[derive(Clone, Debug, PartialEq)]
pub struct LikeWithLike {
    /// How it was standardised.
    pub method: Standardisation,
    /// The standardised share; by the indirect method it can come out over 1.
    pub share: f64,
    /// Its interval; by the indirect method that of the difference, moved, and cut at 0 as no share is less.
    pub interval: Interval,
    /// The share of everybody else: standardised likewise, or by the indirect method as it is.
    pub rest: f64,
    /// The one less the other.
    pub difference: Difference,
    /// Test of the difference; why there is none.
    pub test: Result<ZTest, Absent>,
    /// The p value after the control of false discoveries over the items and places of the case mix.
    pub adjusted: Result<f64, Absent>,
    /// What may be said.
    pub verdict: Verdict,
}

/// How a share was standardised, and why.
#[derive(Clone, Debug, PartialEq)]
pub enum Standardisation {
    /// Directly, since somebody of every stratum of the reference answered.
    Direct {
        /// Answers of a simple sample that would be as sure; never more than there are, as a stratum in which everybody
        /// answers alike adds no variance, however few they are.
        effective_n: f64,
    },
    /// Indirectly, since nobody answered of some.
    Indirect {
        /// Favourable answers, those expected, and the one over the other.
        found: Indirect,
        /// The strata of which nobody answered, by position.
        empty: Vec<usize>,
    },
}

impl Findings {
    /// The same findings, with every place held against everybody else like with like.
    ///
    /// `stratified` counts the same people in the strata that their answers make. The reference is the frame's people
    /// where all of its strata are among these, else everybody who answered.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where tally or strata are of another instrument; [`Error::OtherPeople`] where the tally
    /// does not count the people of these findings.
    pub fn with_case_mix(
        mut self,
        stratified: &Tally,
        strata: &Stratification,
        frame: Option<&Frame>,
    ) -> Result<Self, Error> {
        let counted = Counted::new(&self, stratified, strata)?;
        let weighted = frame.and_then(|frame| counted.frame_weights(frame));
        let (weights, reference) = match weighted {
            Some(weights) => (weights, Reference::Frame),
            None => (counted.people(), Reference::AllPlaces),
        };
        let confidence = self.settings.confidence;
        let judged = self.items.iter().enumerate();
        let judged = judged.filter(|(_, item)| item.judged.readings.is_evaluative());
        let items = judged.map(|(at, item)| {
            let places = counted.counts((item.column, &item.judged));
            CaseMixItem::new((at, &item.item), places, &weights, confidence)
        });
        let mut found = CaseMixFindings {
            by: strata.items().cloned().collect(),
            items: items.collect(),
            unplaced: counted.unplaced(),
            strata: counted.strata,
            weights,
            reference,
            tests: 0,
        };
        found.judge(self.settings.scope);
        self.case_mix = Some(found);
        Ok(self)
    }

    /// Places like with like, where that was asked for.
    pub fn case_mix(&self) -> Option<&CaseMixFindings> {
        self.case_mix.as_ref()
    }
}

impl CaseMixFindings {
    /// Controls false discoveries over what there is, and says what may be said.
    pub(crate) fn judge(&mut self, scope: Scope) {
        let places = self
            .items
            .iter_mut()
            .flat_map(|item| item.places.iter_mut().enumerate());
        let found = places.filter_map(|(at, place)| Some((at, place.found.as_mut().ok()?)));
        self.tests = judge_places(found, scope);
    }
}

impl Tested for LikeWithLike {
    fn p(&self) -> Result<f64, Absent> {
        self.test.map(|test| test.p)
    }

    fn difference(&self) -> f64 {
        self.difference.estimate
    }

    fn settle(&mut self, adjusted: Result<f64, Absent>, verdict: Verdict) {
        (self.adjusted, self.verdict) = (adjusted, verdict);
    }
}

impl CaseMixItem {
    fn new(
        (at, item): (usize, &ItemId),
        places: Vec<StrataCounts>,
        weights: &[f64],
        confidence: Confidence,
    ) -> Self {
        let all = StrataCounts::sum(&places);
        let place = |own: StrataCounts| CaseMixPlace {
            found: LikeWithLike::new(&own, &all, weights, confidence),
            own,
        };
        Self {
            at,
            item: item.clone(),
            places: places.into_iter().map(place).collect(),
            all,
        }
    }

    /// The same item with every count rounded.
    pub(crate) fn round(
        &mut self,
        round: impl Fn(f64) -> f64,
        weights: &[f64],
        confidence: Confidence,
    ) {
        let places = self
            .places
            .iter()
            .map(|place| place.own.rounded(&round))
            .collect();
        let rounded = Self::new((self.at, &self.item), places, weights, confidence);
        for (place, rounded) in self.places.iter_mut().zip(rounded.places) {
            place.found = rounded.found;
        }
    }
}

impl LikeWithLike {
    fn new(
        own: &StrataCounts,
        all: &StrataCounts,
        weights: &[f64],
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let rest = all.rest(own);
        let own = &own.strata;
        if own.iter().all(|stratum| stratum.n() <= 0.0) {
            return Err(Absent::NoAnswers);
        }
        if rest.iter().all(|stratum| stratum.n() <= 0.0) {
            return Err(Absent::EmptyComparator);
        }
        let direct = |side: &[StratumShare]| {
            let strata: Vec<_> = side.iter().copied().zip(weights.iter().copied()).collect();
            direct_standardised(&strata, confidence).map(|found| no_surer(found, &strata))
        };
        match (direct(own), direct(&rest)) {
            (Ok(own), Ok(rest)) => Self::direct(&own, &rest, confidence),
            (Err(Error::EmptyStrata { strata }), _) => {
                Self::indirect((own, strata), &rest, confidence)
            }
            _ => Err(Absent::EmptyStratum),
        }
    }

    /// Wilson's and Newcombe's intervals and the usual test, at the effective numbers of answers.
    fn direct(own: &Direct, rest: &Direct, confidence: Confidence) -> Result<Self, Absent> {
        let sample = |side: &Direct| {
            let x = (side.share * side.effective_n).min(side.effective_n);
            Proportion::new(x, side.effective_n).map_err(|_| Absent::TooFewAnswers)
        };
        let (first, second) = (sample(own)?, sample(rest)?);
        Ok(Self {
            method: Standardisation::Direct {
                effective_n: own.effective_n,
            },
            share: own.share,
            interval: wilson(first, confidence),
            rest: rest.share,
            difference: newcombe(first, second, confidence),
            test: two_proportion(first, second),
            adjusted: Err(Absent::Degenerate),
            verdict: Verdict::NotTested,
        })
    }

    /// Against what people like these answer among everybody else.
    fn indirect(
        (own, empty): (&[StratumShare], Vec<usize>),
        rest: &[StratumShare],
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let pairs = own.iter().zip(rest);
        let strata: Vec<ReferenceStratum> = pairs
            .map(|(&own, &reference)| ReferenceStratum { own, reference })
            .collect();
        let found = indirect_standardised(&strata).map_err(|error| match error {
            Error::Absent(absent) => absent,
            _ => Absent::EmptyStratum,
        })?;
        let (estimate, interval) = found.difference(confidence)?;
        let moved = |limit: f64| found.reference_share + limit;
        Ok(Self {
            share: found.adjusted_share,
            interval: Interval {
                lower: moved(interval.lower).max(0.0),
                upper: moved(interval.upper),
            },
            rest: found.reference_share,
            difference: Difference { estimate, interval },
            test: found.z,
            adjusted: Err(Absent::Degenerate),
            verdict: Verdict::NotTested,
            method: Standardisation::Indirect { found, empty },
        })
    }
}

/// The same share, with no more effective answers than there are in the strata that count.
fn no_surer(found: Direct, strata: &[(StratumShare, f64)]) -> Direct {
    let counting = strata.iter().filter(|(_, weight)| *weight > 0.0);
    let answers: f64 = counting.map(|(own, _)| own.n()).sum();
    Direct {
        effective_n: found.effective_n.min(answers),
        ..found
    }
}

#[cfg(test)]
mod tests;
