//! A place against a reference.

use poet_core::{Instrument, ItemId, OrganisationId, Wave};
use serde::Serialize;

use super::set::{NormItem, NormRelease, NormSet, NormShare};
use super::spread::Position;
use crate::estimate::Proportion;
use crate::peers::shown::{Shown, ShownItem, compared, judge_shown};
use crate::release::{
    Audience, Benchmark, ComparisonFigure, Figure, MethodNote, Released, ShareFigure,
};
use crate::{Absent, Comparison, Error, Origin};

/// A place against a reference, question by question, offline.
///
/// Worked out from the place's own release and from the reference, which is one too: nobody's answers are needed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NormComparison {
    /// The place.
    pub organisation: OrganisationId,
    /// The reference.
    pub norm: NormHead,
    /// Who may see the comparison: fewer of those who may see the place's figures and the reference.
    pub audience: Audience,
    /// Whether the reference lists the place: then some of its answers, of that time, are inside.
    pub listed: bool,
    /// How the figures were worked out.
    pub method: MethodNote,
    /// Questions with a good and a bad side, in the order of the form.
    pub items: Vec<NormResult>,
}

/// What a reference is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NormHead {
    /// What its figures were worked out from and by.
    pub origin: Origin,
    /// When people were asked.
    pub waves: Vec<Wave>,
    /// How it was released.
    pub release: NormRelease,
    /// Organisations whose people are in it.
    pub organisations: usize,
}

/// One question of a place against a reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NormResult {
    /// The item.
    pub item: ItemId,
    /// Favourable share of the place.
    pub own: Figure<ShareFigure>,
    /// Whether the place's answers are in what it is compared with.
    pub inside: Inside,
    /// The place against the people of the reference.
    pub found: Figure<ComparisonFigure>,
    /// Where its share stands among those of the places that the reference shows.
    pub position: Figure<Position>,
    /// How many places those are.
    pub places: usize,
}

/// Whether a place's own answers are in the reference that it is held against.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inside {
    /// The reference does not list the place.
    Outside,
    /// They were, and are taken out exactly.
    TakenOut,
    /// They were, and are taken out as far as rounded figures tell.
    TakenOutRounded,
    /// They are, and the reference does not show what it takes to take them out.
    StillInside,
}

impl NormComparison {
    /// Holds `organisation` against `norm`.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures or of the reference;
    /// [`Error::NobodyThere`] for an organisation without figures.
    pub fn new(
        released: &Released<Benchmark>,
        instrument: &Instrument,
        organisation: &OrganisationId,
        norm: &NormSet,
    ) -> Result<Released<Self>, Error> {
        if norm.origin().hash != *instrument.hash() {
            return Err(Error::OtherInstrument {
                found: norm.origin().instrument.clone(),
                wanted: instrument.key().clone(),
            });
        }
        released.try_derive(|benchmark| {
            let shown = Shown::new(benchmark, instrument)?;
            let holder = Holder {
                shown,
                place: shown.place(organisation)?,
                norm,
                listed: norm
                    .organisations()
                    .iter()
                    .position(|id| id == organisation),
            };
            let mut held: Vec<_> = shown.judged().map(|item| holder.hold(&item)).collect();
            let tests = judge_shown(held.iter_mut().map(|(_, found)| found));
            let note = &benchmark.release;
            let items = held.into_iter().map(|(result, found)| NormResult {
                found: found.map(|found| note.comparison(&found)),
                ..result
            });
            Ok(Self {
                organisation: organisation.clone(),
                norm: NormHead {
                    origin: norm.origin().clone(),
                    waves: norm.waves().to_vec(),
                    release: *norm.release(),
                    organisations: norm.organisations().len(),
                },
                audience: note.audience.max(norm.release().audience),
                listed: holder.listed.is_some(),
                method: shown.method(tests),
                items: items.collect(),
            })
        })
    }
}

/// A place that is held against a reference.
struct Holder<'a> {
    shown: Shown<'a>,
    place: usize,
    norm: &'a NormSet,
    /// Its position in the reference.
    listed: Option<usize>,
}

impl Holder<'_> {
    /// One question, while false discoveries are not yet controlled.
    fn hold(&self, item: &ShownItem<'_>) -> (NormResult, Figure<Comparison>) {
        let cell = &item.result.places[self.place];
        let mut items = self.norm.items().iter();
        let norm = items.find(|norm| norm.item == item.result.item && norm.option.is_none());
        let (rest, inside) = norm.map_or(
            (Figure::Absent(Absent::NotPublished), Inside::Outside),
            |norm| self.without_own(norm),
        );
        let found = self
            .shown
            .favourable(cell)
            .and_then(|own| rest.map(|rest| compared(own, rest, self.shown.confidence())));
        let spread = norm.map_or(Figure::Absent(Absent::NotPublished), |norm| {
            norm.spread.as_ref()
        });
        let position = spread.and_then(|spread| {
            cell.favourable.map(|own| Position {
                value: spread.below(own.share),
                lower: spread.below(own.lower),
                upper: spread.below(own.upper),
            })
        });
        let result = NormResult {
            item: item.result.item.clone(),
            own: cell.favourable,
            inside,
            found: Figure::Absent(Absent::EmptyComparator),
            position,
            places: spread.shown().map_or(0, super::Spread::places),
        };
        (result, found)
    }

    /// Everybody of the reference but the place's own people, where its figures allow.
    fn without_own(&self, norm: &NormItem) -> (Figure<Proportion>, Inside) {
        let all = norm.all.and_then(|share| self.counts(share));
        let Some(listed) = self.listed else {
            return (all, Inside::Outside);
        };
        let taken = match self.norm.release().rounded_to {
            1 => Inside::TakenOut,
            _ => Inside::TakenOutRounded,
        };
        let own = match norm.places.get(listed) {
            Some(Figure::Absent(Absent::NoAnswers)) => return (all, taken),
            Some(own) => own.and_then(|share| self.counts(share)).shown(),
            None => None,
        };
        match (all.shown(), own) {
            (Some(everybody), Some(own)) => match everybody.without(own) {
                Ok(rest) => (Figure::Shown(rest), taken),
                Err(Error::Absent(why)) => (Figure::Absent(why), taken),
                // Rounded figures need not add up.
                Err(_) => (all, Inside::StillInside),
            },
            _ => (all, Inside::StillInside),
        }
    }

    /// People of a share of the reference, in fractions where counts are rounded.
    fn counts(&self, share: NormShare) -> Figure<Proportion> {
        let n = share.base as f64;
        let x = match (share.people, self.norm.release().rounded_to) {
            (Some(people), 1) => people as f64,
            _ => share.share * n,
        };
        Proportion::new(x.clamp(0.0, n), n).map_or(Figure::Absent(Absent::NoAnswers), Figure::Shown)
    }
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;
    use crate::Verdict;
    use crate::peers::tests::{Row, instrument, released};
    use crate::release::Policy;

    const ROWS: &[Row<'_>] = &[
        ("north", "dignity", "1", 41),
        ("north", "dignity", "5", 22),
        ("south", "dignity", "1", 58),
        ("south", "dignity", "5", 40),
        ("west", "dignity", "1", 33),
        ("west", "dignity", "5", 66),
    ];

    fn norm(policy: Policy) -> NormSet {
        NormSet::new(&released(policy, ROWS), Vec::new())
    }

    fn dignity(place: &str, norm: &NormSet) -> NormResult {
        let own = [(place, "dignity", "1", 41), (place, "dignity", "5", 22)];
        let own = released(Policy::internal(), &own);
        let found = NormComparison::new(&own, instrument(), &place.parse().unwrap(), norm).unwrap();
        assert_eq!(found.audience, Audience::Internal);
        let mut items = found.items.iter();
        items
            .find(|i| i.item.as_str() == "dignity")
            .unwrap()
            .clone()
    }

    #[test]
    fn a_place_that_is_not_inside_is_held_against_everybody() {
        let found = dignity("elsewhere", &norm(Policy::strict()));
        assert_eq!(found.inside, Inside::Outside);
        let held = found.found.shown().unwrap();
        assert_eq!(held.rest_base, 260);
        assert!((held.rest_share - 132.0 / 260.0).abs() < 1e-12);
        assert_eq!(held.verdict, Verdict::Higher);
        let position = found.position.shown().unwrap();
        assert_eq!(found.places, 3);
        assert!(position.lower < position.value && position.value <= position.upper);
    }

    #[test]
    fn own_answers_inside_are_taken_out_exactly_or_as_far_as_rounding_tells() {
        let found = dignity("north", &norm(Policy::strict()));
        assert_eq!(found.inside, Inside::TakenOut);
        let held = found.found.shown().unwrap();
        assert_eq!(held.rest_base, 197);
        assert!((held.rest_share - 91.0 / 197.0).abs() < 1e-12);

        let found = dignity("north", &norm(Policy::ascs()));
        assert_eq!(found.inside, Inside::TakenOutRounded);
        let held = found.found.shown().unwrap();
        // 260 less 65 of 63, and 132 less 42.3 of 41.
        assert_eq!(held.rest_base, 195);
        assert!((held.rest_share - 91.0 / 197.0).abs() < 0.01);
    }

    #[test]
    fn own_answers_that_cannot_be_taken_out_are_told() {
        let found = dignity("north", &norm(Policy::strict()).without_places());
        assert_eq!(found.inside, Inside::StillInside);
        assert_eq!(found.found.shown().unwrap().rest_base, 260);
    }

    #[test]
    fn a_reference_of_another_instrument_is_refused() {
        let other = Catalogue::builtin()
            .get(&"adults@2017".parse().unwrap())
            .unwrap();
        let own = released(Policy::internal(), ROWS);
        let north = "north".parse().unwrap();
        let error = NormComparison::new(&own, other, &north, &norm(Policy::ascs())).unwrap_err();
        assert!(matches!(error, Error::OtherInstrument { .. }));
    }
}
