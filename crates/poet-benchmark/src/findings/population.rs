//! Shares as those of a population that has an end.

use poet_core::Sampling;

use super::frame::FrameFindings;
use super::{ItemFindings, PlaceFindings};
use crate::estimate::{Confidence, Interval, Proportion, finite_population, wilson};

impl FrameFindings {
    /// Takes the shares of every place as those of the people who could have answered there, where people were asked and no
    /// more answered than could have. Those of an item put to some only are taken of all the place: wider, never too narrow.
    pub(super) fn correct(
        &self,
        items: &mut [ItemFindings],
        people: &[Option<u64>],
        confidence: Confidence,
    ) {
        let eligible = self.places.iter().chain([&self.all]).zip(people);
        let populations: Vec<_> = eligible
            .map(|(place, people)| {
                let eligible = place.as_ref().ok()?.eligible;
                is_sample(self.sampling, (*people)?, eligible).then_some(eligible)
            })
            .collect();
        for item in items {
            item.of_populations(&populations, confidence);
        }
    }
}

/// Whether so many people who answered are a sample of so many who could have.
pub(crate) fn is_sample(sampling: Sampling, people: u64, eligible: u64) -> bool {
    match sampling {
        Sampling::Volunteers => false,
        Sampling::Everybody | Sampling::Random => people <= eligible,
    }
}

impl ItemFindings {
    /// Takes the shares of each place, and then of all together, as those of so many people, where that is known.
    pub(crate) fn of_populations(&mut self, populations: &[Option<u64>], confidence: Confidence) {
        let places = self.places.iter_mut().chain([&mut self.all]);
        for (place, population) in places.zip(populations) {
            place.of_population(*population, confidence);
        }
    }
}

impl PlaceFindings {
    fn of_population(&mut self, population: Option<u64>, confidence: Confidence) {
        let Ok(headline) = &mut self.headline else {
            return;
        };
        let sides = [
            &mut headline.favourable,
            &mut headline.neutral,
            &mut headline.unfavourable,
        ];
        for side in sides {
            side.interval = interval(side.proportion, population, confidence);
        }
    }
}

fn interval(share: Proportion, population: Option<u64>, confidence: Confidence) -> Interval {
    let corrected = population.and_then(|people| {
        // Rounding may take more people than there are.
        let population = (people as f64).max(share.n());
        finite_population(share, population, confidence).ok()
    });
    corrected.map_or_else(|| wilson(share, confidence), |found| found.interval)
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Frame, FrameCount, Response};

    use super::*;
    use crate::tally::Tally;
    use crate::{Findings, Settings};

    /// So many favourable answers of so many people in each place.
    fn tally(places: &[(usize, usize)]) -> Tally {
        let key = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        for (at, &(favourable, people)) in places.iter().enumerate() {
            for person in 0..people {
                let place = format!("place-{at}").parse().unwrap();
                let point = if person < favourable { "1" } else { "5" };
                let answer = Answer::Choice(point.parse().unwrap());
                let response = Response::new("r".parse().unwrap(), place);
                let response = response.with("dignity".parse().unwrap(), answer);
                tally.add(&response).unwrap();
            }
        }
        tally
    }

    /// Findings where so many could have answered in each place.
    fn framed(tally: &Tally, sampling: Sampling, eligible: &[u32]) -> Findings {
        let mut frame = Frame::new(tally.instrument().key().clone(), sampling);
        for (at, &eligible) in eligible.iter().enumerate() {
            let place = format!("place-{at}").parse().unwrap();
            frame.add(&place, None, FrameCount::of(eligible)).unwrap();
        }
        Findings::with_frame(tally, &Settings::default(), &frame).unwrap()
    }

    fn dignity(findings: &Findings) -> &ItemFindings {
        let mut items = findings.items();
        items.find(|item| item.item.as_str() == "dignity").unwrap()
    }

    fn favourable(place: &PlaceFindings) -> Interval {
        place.headline.as_ref().ok().unwrap().favourable.interval
    }

    fn is_wilson(place: &PlaceFindings) -> bool {
        let share = place.headline.as_ref().ok().unwrap().favourable;
        share.interval == wilson(share.proportion, Confidence::P95)
    }

    #[test]
    fn a_share_of_a_known_population_has_a_corrected_interval() {
        let tally = tally(&[(10, 12), (20, 20), (7, 9)]);
        let findings = framed(&tally, Sampling::Random, &[15, 21, 9]);
        // Conformance cases fpc-003, fpc-006 and fpc-007; all together are 37 of 41 in 45.
        let wanted = [
            (0.715_117_494_269_227_8, 0.908_753_214_584_93),
            (0.990_487_705_665_703_4, 1.0),
            (7.0 / 9.0, 7.0 / 9.0),
        ];
        let dignity = dignity(&findings);
        for (place, (lower, upper)) in dignity.places.iter().zip(wanted) {
            let found = favourable(place);
            assert!((found.lower - lower).abs() < 1e-12, "{found:?}");
            assert!((found.upper - upper).abs() < 1e-12, "{found:?}");
        }
        let all = finite_population(Proportion::new(37.0, 41.0).unwrap(), 45.0, Confidence::P95);
        assert_eq!(favourable(&dignity.all), all.unwrap().interval);
    }

    #[test]
    fn comparisons_and_tests_are_as_without_a_frame() {
        let tally = tally(&[(10, 12), (15, 20), (7, 9)]);
        let plain = Findings::new(&tally, &Settings::default());
        let framed = framed(&tally, Sampling::Everybody, &[15, 21, 9]);
        for (plain, framed) in dignity(&plain).places.iter().zip(&dignity(&framed).places) {
            assert!(plain.against_rest == framed.against_rest);
            assert!(is_wilson(plain) && !is_wilson(framed));
            let net = |place: &PlaceFindings| place.headline.map(|h| h.net);
            assert_eq!(net(plain), net(framed));
        }
    }

    #[test]
    fn wilson_stays_where_the_population_is_not_known_or_nobody_drew_a_sample() {
        let tally = tally(&[(10, 12), (15, 20)]);
        let corrected = |sampling, eligible: &[u32]| -> Vec<bool> {
            let findings = framed(&tally, sampling, eligible);
            let dignity = dignity(&findings);
            let places = dignity.places.iter().chain([&dignity.all]);
            places.map(|place| !is_wilson(place)).collect()
        };
        assert_eq!(corrected(Sampling::Random, &[15, 30]), [true; 3]);
        assert_eq!(corrected(Sampling::Volunteers, &[15, 30]), [false; 3]);
        // The frame does not know the second, so it does not know all either.
        assert_eq!(corrected(Sampling::Random, &[15]), [true, false, false]);
        // More answered than could have: the frame is wrong there.
        assert_eq!(corrected(Sampling::Random, &[11, 30]), [false, true, true]);
    }
}
