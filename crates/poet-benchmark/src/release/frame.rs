//! Who could have answered, as it leaves.

use poet_core::{Sampling, WaveId};
use serde::Serialize;

use super::apply::{CONFIDENTIAL, Releasing};
use super::cover::Covers;
use super::{Figure, Place};
use crate::Absent;
use crate::estimate::Confidence;
use crate::findings::{Coverage, FrameFindings, ItemFindings, is_sample};
use crate::suppression::{Line, Rule, protect_totals};

/// Who could have answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrameNote {
    /// Round of fieldwork, where it is known.
    pub wave: Option<WaveId>,
    /// How people came to be asked.
    pub sampling: Sampling,
    /// Organisations of the frame, whether or not anybody answered there.
    pub organisations: usize,
    /// How weighted figures and their margins are worked out.
    pub margin: &'static str,
    /// All organisations with answers together.
    pub all: FrameFigure,
    /// Each organisation, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub places: Vec<FrameFigure>,
}

/// Who could have answered in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrameFigure {
    /// People who could have answered.
    pub eligible: Figure<u64>,
    /// Forms sent.
    pub sent: Figure<u64>,
    /// Share of the forms sent that were returned.
    pub response_rate: Figure<f64>,
    /// Intervals of the plain shares.
    pub share_interval: ShareInterval,
}

/// Which interval the plain shares of a place have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareInterval {
    /// Wilson's, as of an endless population.
    Wilson,
    /// Wilson's, corrected for the people who could have answered and did not.
    FinitePopulation,
}

impl Releasing<'_> {
    /// Who could have answered. Populations and forms sent are kept back where either is small; a response rate there too,
    /// and wherever the people who answered are.
    pub(super) fn frame(&self, frame: &FrameFindings, covers: &Covers) -> FrameNote {
        let rule = self.policy.rule;
        let small = rule.map_or_else(Vec::new, |rule| frame.small_populations(rule));
        let returned = rule.map_or_else(Vec::new, |rule| frame.small(rule, |place| place.returned));
        let figure = |(line, place): (Line, &Result<Coverage, Absent>)| {
            let place = match place {
                Ok(place) => place,
                Err(absent) => return FrameFigure::absent(*absent),
            };
            let small = small.contains(&line);
            let hidden = small || covers.hides(line) || returned.contains(&line);
            FrameFigure {
                eligible: kept(small, Figure::Shown(place.eligible)),
                sent: kept(small, place.sent.into()),
                response_rate: kept(hidden, self.response_rate(place).into()),
                share_interval: ShareInterval::Wilson,
            }
        };
        let places = frame.places.iter().enumerate();
        FrameNote {
            wave: frame.wave.clone(),
            sampling: frame.sampling,
            organisations: frame.organisations,
            margin: "Adult Social Care Survey, stratified, 1.96 standard errors",
            all: figure((Line::Total, &frame.all)),
            places: places
                .map(|(row, place)| figure((Line::Row(row), place)))
                .collect(),
        }
    }

    fn response_rate(&self, place: &Coverage) -> Result<f64, Absent> {
        let (exact, sent) = (place.response_rate?, place.sent?);
        let returned = self.rounded_counts().map(|r| r.to.round(place.returned));
        let rounded = returned.map(|returned| (returned as f64 / sent as f64).min(1.0));
        Ok(self.policy.share(rounded.unwrap_or(exact)))
    }
}

impl FrameFindings {
    /// Lines whose population and forms sent are kept back. Both go together: no more forms are sent than there are people,
    /// so the one bounds the other.
    pub(super) fn small_populations(&self, rule: Rule) -> Vec<Line> {
        let mut lines = self.small(rule, |place| place.eligible);
        lines.extend(self.small(rule, |place| place.sent.unwrap_or(0)));
        lines
    }

    /// Lines of which a count is kept back.
    fn small(&self, rule: Rule, count: impl Fn(&Coverage) -> u64) -> Vec<Line> {
        let places = self.places.iter();
        let counts: Vec<u64> = places
            .map(|place| place.as_ref().map_or(0, &count))
            .collect();
        protect_totals(&counts, rule)
    }
}

impl FrameFigure {
    fn absent(why: Absent) -> Self {
        Self {
            eligible: Figure::Absent(why),
            sent: Figure::Absent(why),
            response_rate: Figure::Absent(why),
            share_interval: ShareInterval::Wilson,
        }
    }

    /// A share, its base and its corrected interval tell the population, so shares are corrected only where that is
    /// shown; by the people that are shown, so that the choice tells nothing more of them.
    fn settle(&mut self, sampling: Sampling, respondents: Figure<u64>) {
        let shown = respondents.shown().zip(self.eligible.shown());
        let corrected = shown.is_some_and(|(people, of)| is_sample(sampling, people, of));
        self.share_interval = match corrected {
            true => ShareInterval::FinitePopulation,
            false => ShareInterval::Wilson,
        };
    }

    /// Of how many people the shares are told.
    fn population(&self) -> Option<u64> {
        match self.share_interval {
            ShareInterval::Wilson => None,
            ShareInterval::FinitePopulation => self.eligible.shown(),
        }
    }
}

impl FrameNote {
    /// Settles which interval the shares of each place have, by the people shown there and in all.
    pub(super) fn settled(mut self, places: &[Place], all: Figure<u64>) -> Self {
        for (figure, place) in self.places.iter_mut().zip(places) {
            figure.settle(self.sampling, place.respondents);
        }
        self.all.settle(self.sampling, all);
        self
    }

    /// Whether the shares of any place are told as those of a population.
    pub(super) fn is_corrected(&self) -> bool {
        let mut figures = self.places.iter().chain([&self.all]);
        figures.any(|figure| figure.population().is_some())
    }

    /// Gives every share the interval that is settled for its place.
    pub(super) fn correct(&self, items: &mut [ItemFindings], confidence: Confidence) {
        let figures = self.places.iter().chain([&self.all]);
        let populations: Vec<_> = figures.map(FrameFigure::population).collect();
        for item in items {
            item.of_populations(&populations, confidence);
        }
    }
}

/// A figure, or nothing of it where it is kept back.
fn kept<T>(hidden: bool, figure: Figure<T>) -> Figure<T> {
    match hidden {
        true => Figure::Withheld(CONFIDENTIAL),
        false => figure,
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Catalogue, Frame, FrameCount, Response};

    use super::*;
    use crate::release::Policy;
    use crate::tally::Tally;
    use crate::{Findings, Settings};

    /// Frame figures of places with so many people eligible, asked and counted.
    fn note(places: &[(u32, u32, usize)], policy: &Policy) -> FrameNote {
        let key: poet_core::InstrumentKey = "ascs-core@2020-21".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let mut frame = Frame::new(key, Sampling::Random).in_wave("2020".parse().unwrap());
        for (at, &(eligible, sent, people)) in places.iter().enumerate() {
            let place = format!("place-{at}").parse().unwrap();
            let count = FrameCount::of(eligible).with_sent(sent).unwrap();
            frame.add(&place, None, count).unwrap();
            let response = Response::new("r".parse().unwrap(), place);
            (0..people).for_each(|_| tally.add(&response).unwrap());
        }
        let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
        policy.apply(&findings).frame.clone().unwrap()
    }

    #[test]
    fn a_response_rate_is_kept_back_with_the_people_who_answered() {
        let found = note(
            &[(900, 600, 200), (800, 400, 2), (700, 500, 100)],
            &Policy::ascs(),
        );
        assert_eq!(
            found.wave.map(|wave| wave.to_string()).as_deref(),
            Some("2020")
        );
        assert_eq!((found.sampling, found.organisations), (Sampling::Random, 3));
        let rates: Vec<_> = found
            .places
            .iter()
            .map(|place| place.response_rate)
            .collect();
        let withheld = Figure::Withheld(CONFIDENTIAL);
        // The next smallest goes too, since 302 answered in all.
        assert_eq!(rates, [Figure::Shown(0.333), withheld, withheld]);
        assert_eq!(found.all.response_rate, Figure::Shown(0.201));
        assert_eq!(found.places[1].eligible, Figure::Shown(800));
        assert_eq!(found.places[1].sent, Figure::Shown(400));
        assert_eq!(
            (found.all.eligible, found.all.sent),
            (Figure::Shown(2400), Figure::Shown(1500))
        );
        // 203 are 205 to the nearest five, 98 of 99 are all.
        let rounded = note(
            &[(900, 600, 203), (800, 99, 98)],
            &Policy::nhs_sub_national(),
        );
        assert_eq!(rounded.places[0].response_rate, Figure::Shown(0.342));
        assert_eq!(rounded.places[1].response_rate, Figure::Shown(1.0));
        let open = note(&[(900, 600, 200), (800, 400, 2)], &Policy::internal());
        assert_eq!(open.places[1].response_rate, Figure::Shown(0.005));
    }

    /// Rates of places with so many forms sent and returned and people counted, under strict rules.
    fn withheld(places: &[(u32, u32, usize)]) -> Vec<bool> {
        let key: poet_core::InstrumentKey = "ascs-core@2020-21".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let mut frame = Frame::new(key, Sampling::Random);
        for (at, &(sent, returned, people)) in places.iter().enumerate() {
            let place = format!("place-{at}").parse().unwrap();
            let count = FrameCount::of(900).with_sent(sent).unwrap();
            let count = count.with_returned(returned).unwrap();
            frame.add(&place, None, count).unwrap();
            let response = Response::new("r".parse().unwrap(), place);
            (0..people).for_each(|_| tally.add(&response).unwrap());
        }
        let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
        let note = Policy::strict().apply(&findings).frame.clone().unwrap();
        let rates = note.places.iter();
        rates
            .map(|place| place.response_rate.is_withheld())
            .collect()
    }

    #[test]
    fn a_rate_tells_neither_forms_nor_people_that_are_kept_back() {
        // The first place hides behind the next smallest: by forms sent, by forms returned, by people counted.
        assert_eq!(
            withheld(&[(50, 9, 9), (400, 40, 30), (300, 40, 34)]),
            [true, true, false]
        );
        assert_eq!(
            withheld(&[(50, 9, 9), (300, 40, 30), (400, 35, 34)]),
            [true, true, true]
        );
        assert_eq!(
            withheld(&[(50, 20, 9), (300, 40, 30), (400, 60, 50)]),
            [true, true, false]
        );
        assert_eq!(
            withheld(&[(9, 9, 9), (400, 40, 30), (300, 90, 80)]),
            [true, true, true]
        );
    }

    #[test]
    fn small_populations_and_few_forms_are_kept_back() {
        let found = note(
            &[(9, 9, 9), (800, 700, 200), (900, 9, 9)],
            &Policy::strict(),
        );
        let hidden: Vec<_> = found
            .places
            .iter()
            .map(|p| p.eligible.is_withheld())
            .collect();
        // The second hides the population of the first, the third its forms.
        assert_eq!(hidden, [true, true, true]);
        let hidden: Vec<_> = found.places.iter().map(|p| p.sent.is_withheld()).collect();
        assert_eq!(hidden, [true, true, true]);
        assert!(!found.all.eligible.is_withheld() && !found.all.sent.is_withheld());
    }

    #[test]
    fn forms_sent_to_everybody_do_not_tell_a_population_that_is_kept_back() {
        let found = note(
            &[(9, 9, 9), (800, 800, 200), (900, 850, 250)],
            &Policy::strict(),
        );
        for (place, sent) in found.places.iter().zip([None, None, Some(850)]) {
            assert_eq!(place.sent.shown(), sent);
            assert_eq!(place.eligible.shown().is_some(), sent.is_some());
        }
        // Forms of the third hide those of the first. Forms went to all 800 of the second: shown, they would leave at most
        // 9 people for the population of the first, which hides behind that of the second.
        let found = note(
            &[(9, 9, 9), (800, 800, 200), (900, 100, 90)],
            &Policy::strict(),
        );
        assert!(
            found
                .places
                .iter()
                .all(|p| p.sent.is_withheld() && p.eligible.is_withheld())
        );
    }

    /// What leaves of places where so many could have answered, and so many of so many answer well.
    fn shares(
        places: &[(u32, usize, usize)],
        policy: &Policy,
    ) -> crate::release::Released<crate::release::Benchmark> {
        let key: poet_core::InstrumentKey = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let mut frame = Frame::new(key, Sampling::Random);
        for (at, &(eligible, favourable, people)) in places.iter().enumerate() {
            let place: poet_core::OrganisationId = format!("place-{at}").parse().unwrap();
            frame.add(&place, None, FrameCount::of(eligible)).unwrap();
            for person in 0..people {
                let point = if person < favourable { "1" } else { "5" };
                let answer = poet_core::Answer::Choice(point.parse().unwrap());
                let response = Response::new("r".parse().unwrap(), place.clone());
                let response = response.with("dignity".parse().unwrap(), answer);
                tally.add(&response).unwrap();
            }
        }
        policy.apply(&Findings::with_frame(&tally, &Settings::default(), &frame).unwrap())
    }

    fn told(released: &crate::release::Benchmark) -> Vec<ShareInterval> {
        let note = released.frame.as_ref().unwrap();
        let figures = note.places.iter().chain([&note.all]);
        figures.map(|figure| figure.share_interval).collect()
    }

    fn ends(released: &crate::release::Benchmark) -> Vec<Option<(f64, f64)>> {
        let mut items = released.items.iter();
        let dignity = items.find(|i| i.item.as_str() == "dignity").unwrap();
        let cells = dignity.places.iter();
        let shown = cells.map(|cell| cell.favourable.shown());
        shown
            .map(|share| share.map(|s| (s.lower, s.upper)))
            .collect()
    }

    #[test]
    fn a_population_that_is_kept_back_leaves_wilson() {
        use ShareInterval::{FinitePopulation, Wilson};
        // The population of the first hides behind that of the second, and its people behind those of the third.
        let places = [(9, 3, 9), (50, 20, 40), (400, 15, 30), (500, 50, 100)];
        let found = shares(&places, &Policy::strict());
        let note = found.frame.as_ref().unwrap();
        let hidden: Vec<_> = note
            .places
            .iter()
            .map(|p| p.eligible.is_withheld())
            .collect();
        assert_eq!(hidden, [true, true, false, false]);
        let wanted = [Wilson, Wilson, Wilson, FinitePopulation, FinitePopulation];
        assert_eq!(told(&found), wanted);
        // R 4.2.2: prop.test(20, 40, correct = FALSE), and at 100 * 499 / 400 people for the last.
        let wilson = Some((0.352, 0.648));
        let corrected = Some((0.414, 0.586));
        assert_eq!(ends(&found), [None, wilson, None, corrected]);
        assert!(found.method.share_interval.contains("Cochran"));
    }

    #[test]
    fn shares_are_corrected_by_the_people_that_are_shown() {
        let places = [(9, 3, 9), (50, 20, 40)];
        let found = shares(&places, &Policy::internal());
        assert_eq!(told(&found), [ShareInterval::FinitePopulation; 3]);
        // Everybody answered in the first.
        let share = 3.0 / 9.0;
        assert_eq!(ends(&found)[0], Some((share, share)));
        // 98 of 99 are 100 to the nearest five: more than there are, so by what is shown this is no sample.
        let rounded = shares(&[(99, 50, 98), (800, 60, 120)], &Policy::nhs_sub_national());
        assert_eq!(told(&rounded)[0], ShareInterval::Wilson);
        assert_eq!(told(&rounded)[1], ShareInterval::FinitePopulation);
        let json = serde_json::to_string(rounded.frame.as_ref().unwrap()).unwrap();
        assert!(json.contains(r#""share_interval":"finite_population""#));
    }
}
