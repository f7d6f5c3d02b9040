//! A place against its peers.

use poet_core::{Instrument, ItemId};
use serde::Serialize;

use super::PeerGroup;
use super::shown::{Shown, compared, judge_shown, together};
use crate::release::{Benchmark, ComparisonFigure, Figure, ItemResult, MethodNote, Released};
use crate::{Comparison, Error};

/// A place against its peers together, question by question.
///
/// Worked out from what is released and nothing else, so it tells nothing that is kept back: a peer whose figures are not
/// shown is left out of the question and counted. False discoveries are controlled over the questions of the place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerComparison {
    /// The place and its peers.
    pub group: PeerGroup,
    /// How the figures were worked out.
    pub method: MethodNote,
    /// Questions with a good and a bad side, in the order of the form.
    pub items: Vec<PeerItem>,
}

/// One question on which a place is held against its peers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerItem {
    /// The item.
    pub item: ItemId,
    /// Peers whose figures are in the comparison.
    pub used: usize,
    /// Peers whose figures are not shown, or where nobody answered.
    pub left_out: usize,
    /// Favourable share of the place, as shown.
    pub own: Figure<f64>,
    /// The place against its peers; the rest is the peers together.
    pub found: Figure<ComparisonFigure>,
}

impl PeerComparison {
    /// Holds the place of `group` against its peers on every question with a good and a bad side.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures; [`Error::NobodyThere`] where
    /// the release has no figures of the place or of a peer.
    pub fn new(
        released: &Released<Benchmark>,
        instrument: &Instrument,
        group: &PeerGroup,
    ) -> Result<Released<Self>, Error> {
        released.try_derive(|benchmark| {
            let shown = Shown::new(benchmark, instrument)?;
            let place = shown.place(group.organisation())?;
            let peers = group.members().iter().map(|peer| shown.place(&peer.id));
            let peers: Vec<usize> = peers.collect::<Result<_, _>>()?;
            let items = shown.judged();
            let mut items: Vec<Held> = items
                .map(|item| Held::new(&shown, item.result, (place, &peers)))
                .collect();
            let tests = judge_shown(items.iter_mut().map(|held| &mut held.found));
            Ok(Self {
                group: group.clone(),
                method: shown.method(tests),
                items: items.into_iter().map(|held| held.shown(&shown)).collect(),
            })
        })
    }
}

/// A question while false discoveries are not yet controlled.
struct Held {
    item: ItemId,
    used: usize,
    left_out: usize,
    own: Figure<f64>,
    found: Figure<Comparison>,
}

impl Held {
    fn new(shown: &Shown<'_>, item: &ItemResult, (place, peers): (usize, &[usize])) -> Self {
        let counts = |place: usize| shown.favourable(&item.places[place]);
        let peers = together(peers.iter().map(|&peer| counts(peer)));
        let found = counts(place).and_then(|own| {
            peers
                .counts
                .map(|rest| compared(own, rest, shown.confidence()))
        });
        Self {
            item: item.item.clone(),
            used: peers.used,
            left_out: peers.left_out,
            own: item.places[place].favourable.map(|share| share.share),
            found,
        }
    }

    fn shown(self, shown: &Shown<'_>) -> PeerItem {
        let note = &shown.benchmark.release;
        PeerItem {
            item: self.item,
            used: self.used,
            left_out: self.left_out,
            own: self.own,
            found: self.found.map(|found| note.comparison(&found)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verdict;
    use crate::peers::tests::{Row, instrument, released};
    use crate::release::Policy;

    const ROWS: &[Row<'_>] = &[
        ("north", "dignity", "1", 30),
        ("north", "dignity", "5", 20),
        ("south", "dignity", "1", 40),
        ("south", "dignity", "5", 10),
        ("west", "dignity", "1", 30),
        ("west", "dignity", "5", 30),
        ("yonder", "dignity", "1", 90),
        ("yonder", "dignity", "5", 1),
        ("zenith", "dignity", "1", 80),
        ("zenith", "dignity", "5", 9),
    ];

    fn dignity(policy: Policy, peers: &[&str]) -> PeerItem {
        let released = released(policy, ROWS);
        let peers: Vec<_> = peers.iter().map(|id| id.parse().unwrap()).collect();
        let group = PeerGroup::chosen(&released, &"north".parse().unwrap(), &peers).unwrap();
        let found = PeerComparison::new(&released, instrument(), &group).unwrap();
        let mut items = found.items.iter();
        items
            .find(|i| i.item.as_str() == "dignity")
            .unwrap()
            .clone()
    }

    /// `statsmodels` 0.15, `proportions_ztest([30, 70], [50, 110])` and `confint_proportions_2indep(…, method="newcomb")`.
    #[test]
    fn a_place_is_held_against_its_peers_together() {
        let item = dignity(Policy::internal(), &["south", "west"]);
        assert_eq!(
            (item.used, item.left_out, item.own),
            (2, 0, Figure::Shown(0.6))
        );
        let found = item.found.shown().unwrap();
        assert_eq!(found.rest_base, 110);
        assert!((found.rest_share - 70.0 / 110.0).abs() < 1e-15);
        let test = found.test.shown().unwrap();
        assert!(
            (test.z.unwrap() + 0.440_385_506_050_544_4).abs() < 1e-12
                && (test.p - 0.659_657_920_630_400_3).abs() < 1e-12
        );
        assert!((found.difference.lower + 0.198_016_982_124_872_6).abs() < 1e-12);
        assert!((found.difference.upper - 0.118_621_471_636_552_4).abs() < 1e-12);
        assert_eq!(found.verdict, Verdict::NoDifferenceFound);
    }

    #[test]
    fn a_peer_whose_figures_are_kept_back_is_left_out_and_counted() {
        let item = dignity(Policy::strict(), &["south", "yonder"]);
        assert_eq!((item.used, item.left_out), (1, 1));
        assert_eq!(item.found.shown().unwrap().rest_base, 50);
        let item = dignity(Policy::strict(), &["yonder"]);
        assert!(item.found.is_withheld());
        let item = dignity(Policy::strict(), &[]);
        assert_eq!(item.found, Figure::Absent(crate::Absent::EmptyComparator));
    }

    #[test]
    fn a_peer_that_is_not_there_is_named() {
        let released = released(Policy::ascs(), ROWS);
        let north = "north".parse().unwrap();
        let error = PeerGroup::chosen(&released, &north, &["nort".parse().unwrap()]).unwrap_err();
        assert_eq!(error.to_string(), "nobody of nort is in the tally");
    }
}
