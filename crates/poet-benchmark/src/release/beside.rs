//! A release beside an earlier one of the same people.

use super::apply::{CONFIDENTIAL, release};
use super::cover::Covers;
use super::{Already, Benchmark, Figure, MeanFigure, Policy, Released};
use crate::{Error, Findings};

impl Policy {
    /// Releases findings of which an earlier release, perhaps under other rules, is known already.
    ///
    /// Two policies withhold different figures, and what one shows may be what hides a small count in the other. So
    /// nothing is shown here that the earlier release keeps back, a mean no more exactly than there, and false discoveries
    /// are controlled over what is left. Whoever reads both knows no count that the earlier release alone does not tell to
    /// the person; and it holds its own rule against somebody who knows all that it shows to the person. So the earlier
    /// rule is kept, and with it this one, which must not ask for more.
    ///
    /// # Errors
    ///
    /// [`Error::OtherRelease`] or [`Error::OtherAnswers`] where the earlier release is not of these answers;
    /// [`Error::ShownBefore`] where it shows counts that this policy withholds; [`Error::WeightedBeside`] for findings
    /// with a frame or with standardised figures.
    pub fn apply_beside(
        &self,
        findings: &Findings,
        already: &Already,
    ) -> Result<Released<Benchmark>, Error> {
        self.check_beside(findings, already)?;
        let covers = Covers::new(self, findings).within(&already.lines(), already.kept());
        let mut benchmark = release(self, findings, &covers);
        let mut more = 0;
        for (measure, earlier) in benchmark.measures.iter_mut().zip(&already.measures) {
            let earlier = earlier.places.iter().chain([&earlier.all]);
            let own = measure.places.iter_mut().chain([&mut measure.all]);
            for (own, earlier) in own.zip(earlier) {
                let exactness = earlier.map(|mean| mean.decimals);
                if !own.is_withheld() && tells_more(own, exactness) {
                    *own = Figure::Withheld(CONFIDENTIAL);
                    more += 1;
                }
            }
        }
        benchmark.release.withheld += more;
        Ok(Released::new(benchmark))
    }

    fn check_beside(&self, findings: &Findings, already: &Already) -> Result<(), Error> {
        if findings.origin.hash != already.origin.hash {
            return Err(Error::OtherRelease {
                found: already.origin.instrument.clone(),
                wanted: findings.origin.instrument.clone(),
            });
        }
        let plain = findings.weighting.is_none() && findings.case_mix.is_none();
        if findings.frame.is_some() || !plain {
            return Err(Error::WeightedBeside);
        }
        let (shown, wanted) = (already.release.threshold, self.threshold());
        if shown < wanted {
            return Err(Error::ShownBefore { shown, wanted });
        }
        match same_people(findings, already) {
            true => Ok(()),
            false => Err(Error::OtherAnswers),
        }
    }
}

/// Whether the earlier release is of the organisations, the items and the people of the findings: all that it shows is what
/// its policy shows of these. Numbers of people alone do not say so, since they are rounded.
fn same_people(findings: &Findings, already: &Already) -> bool {
    let earlier = Policy::of(already.release.policy).keeping_nothing_back();
    already.could_be(&Already::from(&earlier.apply(findings)))
}

/// Whether a mean is told more exactly than before, or was not told.
fn tells_more(own: &Figure<MeanFigure>, before: Figure<Option<u32>>) -> bool {
    let in_full = |decimals: Option<u32>| decimals.unwrap_or(u32::MAX);
    match (own, before) {
        (Figure::Shown(own), Figure::Shown(before)) => in_full(own.decimals) > in_full(before),
        (_, before) => before.is_withheld(),
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response};

    use super::*;
    use crate::Settings;
    use crate::tally::Tally;

    fn findings(instrument: &str, people: usize) -> Findings {
        let instrument = Catalogue::builtin()
            .get(&instrument.parse().unwrap())
            .unwrap();
        let mut tally = Tally::new(instrument).unwrap();
        for at in 0..people {
            let place = if at % 3 == 0 { "north" } else { "south" };
            let person = Response::new("r".parse().unwrap(), place.parse().unwrap());
            let point = ["1", "2", "5", "1", "3", "4", "1"][at % 7];
            let answer = Answer::Choice(point.parse().unwrap());
            tally
                .add(&person.with("dignity".parse().unwrap(), answer))
                .unwrap();
        }
        Findings::new(&tally, &Settings::default())
    }

    #[test]
    fn an_earlier_release_of_other_answers_is_refused() {
        let own = findings("adult-holders@2014", 60);
        let other = |findings| Already::from(&Policy::nhs_sub_national().apply(&findings));
        let beside = |already: &Already| Policy::ascs().apply_beside(&own, already).map(|_| ());
        assert_eq!(beside(&other(findings("adult-holders@2014", 60))), Ok(()));
        assert_eq!(
            beside(&other(findings("adult-holders@2014", 80))),
            Err(Error::OtherAnswers)
        );
        let edition = beside(&other(findings("adult-holders@2013", 60)));
        assert!(matches!(edition, Err(Error::OtherRelease { .. })));
    }

    /// Rounded, as many people answered as before; the counts of the answers are not rounded.
    #[test]
    fn one_person_more_is_other_people_though_their_number_rounds_alike() {
        let (before, now) = (
            findings("adult-holders@2014", 91),
            findings("adult-holders@2014", 92),
        );
        for policy in [Policy::strict(), Policy::ascs()] {
            let earlier = policy.apply(&before);
            assert_eq!(earlier.respondents, policy.apply(&now).respondents);
            let beside = Policy::ascs().apply_beside(&now, &Already::from(&earlier));
            assert_eq!(beside.unwrap_err(), Error::OtherAnswers);
        }
    }

    #[test]
    fn every_policy_knows_its_own_release() {
        let own = findings("adult-holders@2014", 90);
        for policy in [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()] {
            let already = Already::from(&policy.apply(&own));
            assert!(policy.apply_beside(&own, &already).is_ok());
        }
    }

    #[test]
    fn what_is_no_release_is_told_with_its_place() {
        let error = Already::from_json("{\"benchmark\": {\"origin\": 3}}").unwrap_err();
        assert!(matches!(error, Error::EarlierFile { message } if message.contains("line 1")));
    }

    #[test]
    fn nothing_is_shown_that_was_kept_back() {
        let own = findings("adult-holders@2014", 90);
        let strict = Policy::strict().apply(&own);
        let alone = Policy::ascs().apply(&own);
        let beside = Policy::ascs()
            .apply_beside(&own, &Already::from(&strict))
            .unwrap();
        let withheld = |released: &Released<Benchmark>| -> Vec<bool> {
            let cells = released
                .items
                .iter()
                .flat_map(|i| i.places.iter().chain([&i.all]));
            cells
                .flat_map(|cell| cell.points.iter().map(Figure::is_withheld))
                .collect()
        };
        let (before, without, now) = (withheld(&strict), withheld(&alone), withheld(&beside));
        assert!(before.iter().zip(&now).all(|(before, now)| !before || *now));
        assert!(
            without
                .iter()
                .zip(&now)
                .any(|(without, now)| !without && *now)
        );
    }
}
