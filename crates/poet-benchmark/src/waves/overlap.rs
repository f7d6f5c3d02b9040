//! Waves that hold the same people.

use poet_core::WaveId;

use super::Round;

/// A wave that is left out, since another may hold all its people: the two were open at the same time, and no count of
/// the one is above that of the other. That is no proof, for a small wave of other people looks the same: where it is one,
/// give each wave the dates on which its own people were asked, so that they do not meet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    /// The wave left out.
    pub wave: WaveId,
    /// The other wave.
    pub by: WaveId,
}

/// Two waves that some people may be in twice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Overlap {
    /// The earlier wave.
    pub earlier: WaveId,
    /// The later wave.
    pub later: WaveId,
    /// What says so.
    pub sign: OverlapSign,
}

/// What says that people may be in two waves.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlapSign {
    /// The later wave opened before the earlier one closed.
    Dates,
    /// Every count of the earlier wave is within the later one, though their dates are apart. Few people are within many
    /// by chance, so this is told to whoever releases, and to nobody else.
    Counts,
}

/// Waves of which every count is within another wave of the same instrument that was open at the same time: a file that
/// was added to, or one that somebody was taken out of.
pub(super) fn held(rounds: &[Round<'_>]) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for (one, other) in pairs(rounds).filter(|(one, other)| dates_meet(one, other)) {
        let (wave, by) = match (other.tally.holds(one.tally), one.tally.holds(other.tally)) {
            (true, _) => (one.wave.id(), other.wave.id()),
            (false, true) => (other.wave.id(), one.wave.id()),
            (false, false) => continue,
        };
        // One reason is enough; of several waves that hold it the next is named.
        if held.iter().all(|held| held.wave != *wave) {
            let (wave, by) = (wave.clone(), by.clone());
            held.push(Held { wave, by });
        }
    }
    held
}

/// Pairs of waves that share dates or counts.
pub(super) fn overlaps(rounds: &[Round<'_>]) -> Vec<Overlap> {
    let overlap = |(one, other): (Round<'_>, Round<'_>)| {
        let sign = match (dates_meet(&one, &other), other.tally.holds(one.tally)) {
            (true, _) => OverlapSign::Dates,
            (false, true) => OverlapSign::Counts,
            (false, false) => return None,
        };
        Some(Overlap {
            earlier: one.wave.id().clone(),
            later: other.wave.id().clone(),
            sign,
        })
    };
    pairs(rounds).filter_map(overlap).collect()
}

/// Every wave with every later one.
fn pairs<'a>(rounds: &'a [Round<'a>]) -> impl Iterator<Item = (Round<'a>, Round<'a>)> {
    let later = |at: usize| rounds[at + 1..].iter();
    rounds
        .iter()
        .enumerate()
        .flat_map(move |(at, one)| later(at).map(move |other| (*one, *other)))
}

fn dates_meet(earlier: &Round<'_>, later: &Round<'_>) -> bool {
    later.wave.opens() <= earlier.wave.closes()
}
