//! Places held against everybody else as if they served like people.

use poet_core::{Frame, ItemId, Stratification, StratumId};
use serde::Serialize;

use super::family::judge_places;
use super::strata::{Counted, StrataCounts};
use super::{Findings, LikeWithLike, Scope};
use crate::estimate::Confidence;
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

impl Findings {
    /// The same findings, with every place held against everybody else like with like.
    ///
    /// `stratified` counts the same people in the strata that their answers make. The reference is the frame's people
    /// where all of its strata are among these, else everybody who answered.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where tally or strata are of another instrument; [`Error::OtherPeople`] where the tally
    /// does not count the people of these findings; [`Error::WeightedAlready`] where these are weighted to margins.
    pub fn with_case_mix(
        mut self,
        stratified: &Tally,
        strata: &Stratification,
        frame: Option<&Frame>,
    ) -> Result<Self, Error> {
        if self.weighting.is_some() {
            return Err(Error::WeightedAlready);
        }
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

#[cfg(test)]
mod tests;
