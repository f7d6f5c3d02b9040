//! Findings turned into what may leave.

use super::cover::{Cover, Covers, Part};
use super::policy::SharesFrom;
use super::weighted::Guard;
use super::{
    Audience, Benchmark, ComparisonFigure, Figure, ItemCell, ItemResult, MeasureResult, MethodNote,
    Place, PointFigure, Policy, ReleaseNote, ShareFigure, Source, TestFigure, WholeFigure,
    Withheld,
};
use crate::Absent;
use crate::estimate::{Difference, Interval, Proportion};
use crate::findings::{
    Comparison, Estimate, Findings, Headline, ItemFindings, Judged, PlaceFindings, PlaceHead,
    detectable_by, judge,
};
use crate::suppression::Line;
use crate::tally::{Distribution, whole};

pub(super) const CONFIDENTIAL: Withheld = Withheld::Confidential;

/// Releases findings under a policy, once it is settled what is kept back.
pub(super) fn release(policy: &Policy, findings: &Findings, covers: &Covers) -> Benchmark {
    let counted = !findings.published;
    let mut items = findings.items.clone();
    let mut tests = findings.tests;
    if counted && policy.rule.is_some() {
        if policy
            .rounding
            .is_some_and(|r| r.shares == SharesFrom::RoundedCounts)
        {
            for item in &mut items {
                item.round(|people| policy.people(people), findings.settings.confidence);
            }
        }
        for (item, cover) in items.iter_mut().zip(covers.items()) {
            leave_out(item, cover);
        }
        tests = judge(&mut items, &findings.settings);
    }
    let releasing = Releasing { policy, counted };
    let (respondents, places) = releasing.heads(findings, covers);
    let case_mix = releasing.case_mix(findings, covers);
    let frame = findings.frame.as_ref();
    let note = frame.map(|frame| {
        let note = releasing.frame(frame, covers);
        note.settled(&places, respondents)
    });
    if let Some(note) = &note {
        note.correct(&mut items, findings.settings.confidence);
    }
    let guard = Guard::new(policy, (findings, case_mix.as_ref()), covers);
    let sampling = frame.map(|frame| frame.sampling);
    let covered = items.iter().zip(covers.items()).enumerate();
    let items: Vec<ItemResult> = covered
        .map(|(at, (item, cover))| ItemResult {
            weighted: releasing.weighted_item((at, item), (&guard, sampling)),
            variation: releasing.variation(item, cover, findings.settings.confidence),
            raked: releasing.raked_item((at, item), (findings, cover)),
            ..releasing.item(item, cover)
        })
        .collect();
    let measures: Vec<MeasureResult> = findings
        .measures
        .iter()
        .map(|m| releasing.measure(m, (covers, &guard)))
        .collect();
    Benchmark {
        format: Benchmark::FORMAT,
        origin: findings.origin.clone(),
        release: releasing.note(&places, &items, &measures),
        method: MethodNote::new(&findings.settings, tests).within(note.as_ref()),
        respondents,
        places,
        frame: note,
        weighting: findings.weighting().map(|w| releasing.weighting(w)),
        case_mix,
        items,
        measures,
    }
}

/// Takes out comparisons that are kept back: an adjusted p value depends on every other of its family.
fn leave_out(item: &mut ItemFindings, cover: &Cover) {
    for (row, place) in item.places.iter_mut().enumerate() {
        if hides_comparison(cover, Line::Row(row)) && place.against_rest.is_ok() {
            place.against_rest = Err(Absent::NoAnswers);
        }
    }
}

/// The comparator is everybody less the place, so it is shown only where both are.
pub(super) fn hides_comparison(cover: &Cover, line: Line) -> bool {
    let hidden = |line| cover.hides(line, Part::Base) || cover.hides(line, Part::Favourable);
    hidden(line) || hidden(Line::Total)
}

/// A policy at work on counted or published figures.
pub(super) struct Releasing<'a> {
    pub(super) policy: &'a Policy,
    counted: bool,
}

impl<'a> Releasing<'a> {
    /// Of figures that were counted here.
    pub(super) fn counted(policy: &'a Policy) -> Self {
        let counted = true;
        Self { policy, counted }
    }
}

impl Releasing<'_> {
    fn item(&self, item: &ItemFindings, cover: &Cover) -> ItemResult {
        let places = item.places.iter().enumerate();
        ItemResult {
            item: item.item.clone(),
            option: item.option.clone(),
            all: self.cell(item, &item.all, cover, Line::Total),
            places: places
                .map(|(row, place)| self.cell(item, place, cover, Line::Row(row)))
                .collect(),
            weighted: None,
            variation: Figure::Absent(Absent::NotJudged),
            raked: None,
        }
    }

    fn cell(
        &self,
        item: &ItemFindings,
        place: &PlaceFindings,
        cover: &Cover,
        line: Line,
    ) -> ItemCell {
        let base_hidden = cover.hides(line, Part::Base);
        let hides = |part| base_hidden || cover.hides(line, part);
        let share = |part: Part, estimate: fn(&Headline) -> Estimate| {
            guarded(hides(part), place.headline.as_ref(), |headline| {
                self.share(estimate(headline))
            })
        };
        let one_sided = |figure| match item.judged.readings.tick {
            true => Figure::Absent(Absent::NotJudged),
            false => figure,
        };
        let net = hides(Part::Favourable) || hides(Part::Unfavourable);
        let net = guarded(net, place.headline.as_ref(), |headline| {
            self.policy.range(headline.net)
        });
        ItemCell {
            base: guarded(base_hidden, place.distribution.as_ref(), |d| {
                self.people(d.base)
            }),
            points: self.points(item, place, &hides),
            missing: self.missing(&item.judged, place, (cover, line)),
            favourable: share(Part::Favourable, |h| h.favourable),
            neutral: one_sided(share(Part::Neutral, |h| h.neutral)),
            unfavourable: one_sided(share(Part::Unfavourable, |h| h.unfavourable)),
            net: match item.judged.readings.tick {
                true => Figure::Absent(Absent::NotJudged),
                false => net,
            },
            against_rest: self.against_rest(place, cover, line),
            whole_against_rest: self.whole(item, place, (cover, line)),
        }
    }

    fn points(
        &self,
        item: &ItemFindings,
        place: &PlaceFindings,
        hides: &impl Fn(Part) -> bool,
    ) -> Vec<Figure<PointFigure>> {
        let judged = &item.judged;
        let points = 0..judged.readings.points.len();
        let point = |at: usize| {
            guarded(
                hides(Part::Point(at)),
                place.distribution.as_ref(),
                |distribution| PointFigure {
                    people: self
                        .counted
                        .then(|| self.policy.people(judged.people(distribution, at))),
                    share: self.point_share(judged, distribution, at),
                },
            )
        };
        points.map(point).collect()
    }

    /// Share of a point of the base; none outside the base or without anybody in it.
    fn point_share(&self, judged: &Judged, distribution: &Distribution, at: usize) -> Option<f64> {
        let in_base = judged.readings.in_base(at) && distribution.base > 0.0;
        let people = judged.fraction(distribution, at);
        in_base.then(|| self.policy.share((people / distribution.base).min(1.0)))
    }

    fn against_rest(
        &self,
        place: &PlaceFindings,
        cover: &Cover,
        line: Line,
    ) -> Figure<ComparisonFigure> {
        if line == Line::Total {
            return Figure::Absent(Absent::EmptyComparator);
        }
        guarded(
            hides_comparison(cover, line),
            place.against_rest.as_ref(),
            |comparison| self.comparison(comparison),
        )
    }

    /// All answers of the place and of everybody must be shown: the rest is their difference.
    fn whole(
        &self,
        item: &ItemFindings,
        place: &PlaceFindings,
        (cover, line): (&Cover, Line),
    ) -> Figure<WholeFigure> {
        if line == Line::Total {
            return Figure::Absent(Absent::EmptyComparator);
        }
        let points = || (0..item.judged.readings.points.len()).map(Part::Point);
        let hides = |line| {
            points()
                .chain([Part::Base])
                .any(|part| cover.hides(line, part))
        };
        let whole = place.whole_against_rest.as_ref();
        guarded(hides(line) || hides(Line::Total), whole, |whole| {
            let superiority = whole.superiority;
            let range = superiority.interval.map(|interval| {
                self.policy.range(Difference {
                    estimate: superiority.estimate,
                    interval,
                })
            });
            WholeFigure {
                superiority: self.policy.share(superiority.estimate),
                superiority_interval: range.into(),
                net: whole.net.map(|net| self.policy.range(net)).into(),
            }
        })
    }

    pub(super) fn comparison(&self, comparison: &Comparison) -> ComparisonFigure {
        let test = comparison.test.and_then(|test| {
            Ok(TestFigure {
                method: test.method,
                smallest_expected: self.policy.mean(test.smallest_expected),
                z: comparison.z.ok().map(|z| self.policy.z(z)),
                p: self.policy.p(test.p),
                adjusted_p: self.policy.p(comparison.adjusted?),
            })
        });
        let rest_base = self.people(comparison.rest.proportion.n());
        let rest_share = self.policy.share(comparison.rest.proportion.share());
        let own_base = self.people(comparison.own_base);
        ComparisonFigure {
            rest_base,
            rest_share,
            detectable: self.detectable(own_base, (rest_base, rest_share)).into(),
            difference: self.policy.range(comparison.difference),
            test: test.into(),
            verdict: comparison.verdict,
        }
    }

    /// Worked out from what is shown, so that it tells nothing that is not.
    fn detectable(&self, own: u64, (base, share): (u64, f64)) -> Result<f64, Absent> {
        let base = base as f64;
        let rest = Proportion::new((share * base).min(base), base);
        let rest = rest.map_err(|_| Absent::EmptyComparator)?;
        Ok(self.policy.share(detectable_by(own as f64, rest)?))
    }

    pub(super) fn share(&self, estimate: Estimate) -> ShareFigure {
        let Interval { lower, upper } = estimate.interval;
        ShareFigure {
            people: self.counted.then(|| self.people(estimate.proportion.x())),
            share: self.policy.share(estimate.proportion.share()),
            lower: self.policy.share(lower),
            upper: self.policy.share(upper),
        }
    }

    /// Whole people as they are shown; published bases as printed.
    fn people(&self, people: f64) -> u64 {
        let whole = whole(people);
        if self.counted {
            self.policy.people(whole)
        } else {
            whole
        }
    }

    fn respondents(&self, people: Option<u64>, hidden: bool) -> Figure<u64> {
        match people {
            None => Figure::Absent(Absent::NotPublished),
            Some(_) if hidden => Figure::Withheld(CONFIDENTIAL),
            Some(people) => {
                let rounding = self.policy.respondents;
                Figure::Shown(rounding.map_or(people, |rounding| rounding.round(people)))
            }
        }
    }

    /// People in all and in each place.
    fn heads(&self, findings: &Findings, covers: &Covers) -> (Figure<u64>, Vec<Place>) {
        let places = findings.places.iter().enumerate();
        let place = |(row, head): (usize, &PlaceHead)| Place {
            id: head.id.clone(),
            respondents: self.respondents(head.people, covers.hides(Line::Row(row))),
        };
        let all = self.respondents(findings.people, covers.hides(Line::Total));
        (all, places.map(place).collect())
    }

    fn note(
        &self,
        places: &[Place],
        items: &[ItemResult],
        measures: &[MeasureResult],
    ) -> ReleaseNote {
        let cells = || items.iter().flat_map(|i| i.places.iter().chain([&i.all]));
        let hidden_points = cells()
            .flat_map(|c| &c.points)
            .filter(|f| f.is_withheld())
            .count();
        let hidden_bases = cells().filter(|c| c.base.is_withheld()).count();
        let hidden_places = places
            .iter()
            .filter(|p| p.respondents.is_withheld())
            .count();
        let means = measures
            .iter()
            .flat_map(|m| m.places.iter().chain([&m.all]));
        let withheld = hidden_points
            + hidden_bases
            + hidden_places
            + means.filter(|mean| mean.is_withheld()).count();
        self.note_of(withheld)
    }

    /// What was done to protect people, where so many figures are kept back.
    pub(super) fn note_of(&self, withheld: usize) -> ReleaseNote {
        ReleaseNote {
            policy: self.policy.preset,
            threshold: self.policy.threshold(),
            rounded_to: self.policy.rounding.map_or(1, |rounded| rounded.base),
            share_decimals: self.policy.precision.map(|p| p.share),
            audience: match self.counted {
                true => self.policy.audience(),
                false => Audience::Public,
            },
            withheld,
            source: match self.counted {
                true => Source::Counted,
                false => Source::Published,
            },
        }
    }
}

impl ReleaseNote {
    /// A comparison of figures that the release shows, told as exactly as its own.
    pub(crate) fn comparison(&self, comparison: &Comparison) -> ComparisonFigure {
        let releasing = Releasing {
            policy: &Policy::of(self.policy),
            counted: self.source == Source::Counted,
        };
        releasing.comparison(comparison)
    }

    /// A share of figures that the release shows, told as exactly as its own.
    pub(crate) fn share(&self, share: f64) -> f64 {
        Policy::of(self.policy).share(share)
    }
}

/// A figure that is withheld, absent, or shown. That nobody answered is kept back like a count; what the question itself
/// or its source rules out is not.
pub(super) fn guarded<T, U>(
    hidden: bool,
    figure: Result<&T, &Absent>,
    show: impl FnOnce(&T) -> U,
) -> Figure<U> {
    match figure {
        Err(absent @ (Absent::NotJudged | Absent::NotPublished)) => Figure::Absent(*absent),
        _ if hidden => Figure::Withheld(CONFIDENTIAL),
        Ok(figure) => Figure::Shown(show(figure)),
        Err(absent) => Figure::Absent(*absent),
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response};

    use crate::estimate::Proportion;
    use crate::plan::detectable;
    use crate::release::{Figure, Policy};
    use crate::tally::Tally;
    use crate::{Findings, Settings};

    /// Twenty people in each place, of whom seven got better and thirteen worse.
    fn tally(places: &[&str]) -> Tally {
        let key = "adult-holders@2014".parse().unwrap();
        let instrument = Catalogue::builtin().get(&key).unwrap();
        let mut tally = Tally::new(instrument).unwrap();
        for (place, at) in places
            .iter()
            .flat_map(|place| (0..20).map(move |at| (place, at)))
        {
            let point = if at < 7 { "1" } else { "4" };
            let id = format!("{place}-{at}").parse().unwrap();
            let mut response = Response::new(id, place.parse().unwrap());
            for &item in instrument.measures()[1].items() {
                let item = instrument.items()[item].id().clone();
                response = response.with(item, Answer::Choice(point.parse().unwrap()));
            }
            tally.add(&response).unwrap();
        }
        tally
    }

    #[test]
    fn no_reason_tells_that_a_withheld_base_is_nought() {
        let mut tally = tally(&["north"]);
        let silent = Response::new("s-1".parse().unwrap(), "south".parse().unwrap());
        tally.add(&silent).unwrap();
        let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
        let south = released.position(&"south".parse().unwrap()).unwrap();
        for item in &released.items {
            let cell = &item.places[south];
            let reasons = [
                cell.favourable.mark(),
                cell.net.mark(),
                cell.against_rest.mark(),
            ];
            assert!(cell.base.is_withheld());
            assert!(!reasons.contains(&Some("[w]")), "{}", item.item);
        }
        assert!(
            released
                .measures
                .iter()
                .all(|m| m.places[south].is_withheld())
        );
    }

    #[test]
    fn what_would_have_been_found_follows_from_the_figures_shown() {
        let tally = tally(&["north", "south"]);
        for policy in [Policy::ascs(), Policy::internal()] {
            let released = policy.apply(&Findings::new(&tally, &Settings::default()));
            let mut compared = released.items.iter();
            let found = compared.find_map(|item| item.places[0].against_rest.shown());
            let found = found.expect("north is compared");
            let rest = Proportion::new(found.rest_share * 20.0, 20.0).unwrap();
            let wanted = detectable(20.0, rest).unwrap().either();
            // R 4.2.2: power.prop.test(n = 20, p1 = 0.35, power = 0.8)$p2 - 0.35
            assert!((wanted - 0.426_577_546_829_925_77).abs() < 1e-9, "{wanted}");
            assert!((found.detectable.shown().unwrap() - wanted).abs() <= 0.0005);
        }
        let one = self::tally(&["north"]);
        let released = Policy::ascs().apply(&Findings::new(&one, &Settings::default()));
        assert!(
            released
                .items
                .iter()
                .all(|i| i.places[0].against_rest.shown().is_none())
        );
    }

    #[test]
    fn a_mean_share_keeps_the_decimals_of_shares() {
        let tally = tally(&["north", "south"]);
        let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
        let better = released
            .measures
            .iter()
            .find(|m| m.measure.as_str() == "outcomes_better");
        let Some(Figure::Shown(mean)) = better.map(|m| m.places[0]) else {
            panic!("north has a mean");
        };
        assert!((mean.mean - 0.35).abs() < 1e-12);
    }
}
