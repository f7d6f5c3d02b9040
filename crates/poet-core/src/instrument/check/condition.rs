//! The check of the routing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::condition::{Answers, Condition};
use super::super::document::{ConditionEntry, Document};
use super::super::item::{Item, ItemKind};
use super::super::problem::ProblemKind;
use super::{Gathered, entries};

/// Where a condition stands and what was asked before it.
pub(super) struct Context<'a> {
    pub(super) positions: &'a BTreeMap<&'a str, usize>,
    pub(super) earlier: &'a [Option<Item>],
    pub(super) place: String,
}

impl Context<'_> {
    /// Reads a condition, or notes everything that is wrong with it.
    pub(super) fn read(
        &self,
        entry: &ConditionEntry,
        gathered: &mut Gathered,
    ) -> Option<Condition> {
        match entry {
            ConditionEntry::AnyOf(e) => {
                let item = self.item(&e.item, gathered)?;
                let points = self.points(item, &e.any_of, gathered)?;
                Some(Condition::AnyOf { item, points })
            }
            ConditionEntry::Answered(e) => {
                let item = self.item(&e.answered, gathered)?;
                Some(Condition::Answered { item })
            }
            ConditionEntry::All(e) => self.parts(&e.all, gathered).map(Condition::All),
            ConditionEntry::Any(e) => self.parts(&e.any, gathered).map(Condition::Any),
            ConditionEntry::Not(e) => self
                .read(&e.not, gathered)
                .map(|c| Condition::Not(c.into())),
        }
    }

    fn parts(&self, parts: &[ConditionEntry], gathered: &mut Gathered) -> Option<Vec<Condition>> {
        if parts.is_empty() {
            let wants = "at least one condition";
            gathered.add(self.place.as_str(), ProblemKind::Missing { wants });
        }
        let read: Vec<_> = parts.iter().map(|p| self.read(p, gathered)).collect();
        read.into_iter().collect()
    }

    fn item(&self, name: &str, gathered: &mut Gathered) -> Option<usize> {
        let Some(&item) = self.positions.get(name) else {
            let declared = self.positions.keys().copied();
            gathered.undeclared(format!("{}.item", self.place), "item", name, declared);
            return None;
        };
        if item >= self.earlier.len() {
            gathered.add(self.place.as_str(), ProblemKind::ForwardReference);
            return None;
        }
        Some(item)
    }

    fn points(&self, item: usize, codes: &[String], gathered: &mut Gathered) -> Option<Vec<u8>> {
        let item = self.earlier[item].as_ref()?;
        let Some(scale) = item.scale() else {
            gathered.add(self.place.as_str(), ProblemKind::NoPoints);
            return None;
        };
        if codes.is_empty() {
            let wants = "at least one point";
            gathered.add(
                format!("{}.any_of", self.place),
                ProblemKind::Missing { wants },
            );
        }
        let place = format!("{}.any_of", self.place);
        let named = codes.iter().enumerate();
        gathered.distinct(named.map(|(i, c)| (format!("{place}[{i}]"), c.as_str())));
        let mut points = BTreeSet::new();
        for code in codes {
            match scale.position(code) {
                Some(at) => drop(points.insert(at)),
                None => gathered.undeclared(
                    place.clone(),
                    "point",
                    code,
                    scale.points().iter().map(|p| p.code().as_str()),
                ),
            }
        }
        (points.len() == codes.len()).then(|| points.into_iter().collect())
    }
}

/// Most sets of answers that the search for unreachable questions tries in one instrument.
const MOST_TRIED: usize = 200_000;

/// Notes questions that no set of answers leads to, and conditions that every set meets.
///
/// Tries every combination of answers to the items that a condition rests on, routed as in the field; where
/// [`MOST_TRIED`] do not suffice for all, the conditions past them are left unproved and nothing is noted.
pub(super) fn reachable(document: &Document, items: &[Option<Item>], gathered: &mut Gathered) {
    let items: Vec<&Item> = items.iter().flatten().collect();
    let mut left = MOST_TRIED;
    for (at, (_, place, _)) in entries(document).enumerate() {
        let Some(condition) = items[at].ask_if() else {
            continue;
        };
        let place = format!("{place}.ask_if");
        match Search::new(&items, condition, &mut left).map(Search::run) {
            Some(Outcome { met: false, .. }) => gathered.add(place, ProblemKind::Unreachable),
            Some(Outcome { unmet: false, .. }) => gathered.add(place, ProblemKind::AlwaysAsked),
            _ => {}
        }
    }
}

struct Outcome {
    met: bool,
    unmet: bool,
}

/// One question that a condition rests on, with the points that matter.
struct Axis<'a> {
    item: usize,
    ask_if: Option<&'a Condition>,
    /// A choice is one of its points or unanswered; ticks are any set of the options looked at.
    ticks: bool,
    points: Vec<u8>,
    size: usize,
}

struct Search<'a> {
    axes: Vec<Axis<'a>>,
    condition: &'a Condition,
}

impl<'a> Search<'a> {
    /// A search that `left` more trials suffice for; they are taken from it.
    fn new(items: &[&'a Item], condition: &'a Condition, left: &mut usize) -> Option<Self> {
        let mut rests_on: BTreeMap<usize, BTreeSet<u8>> = BTreeMap::new();
        let mut open = vec![condition];
        while let Some(next) = open.pop() {
            next.visit(&mut |item, points| {
                if !rests_on.contains_key(&item) {
                    open.extend(items[item].ask_if());
                }
                rests_on.entry(item).or_default().extend(points);
            });
        }
        let axes: Vec<_> = rests_on
            .into_iter()
            .map(|(at, points)| axis(items, at, points))
            .collect();
        let tried = axes
            .iter()
            .try_fold(1_usize, |product, a| product.checked_mul(a.size));
        *left = left.checked_sub(tried?)?;
        Some(Self { axes, condition })
    }

    fn run(self) -> Outcome {
        let total: usize = self.axes.iter().map(|a| a.size).product();
        let mut outcome = Outcome {
            met: false,
            unmet: false,
        };
        for trial in 0..total {
            let mut answers = Trial(BTreeMap::new());
            let mut rest = trial;
            for axis in &self.axes {
                let chosen = rest % axis.size;
                rest /= axis.size;
                if axis.ask_if.is_none_or(|c| c.is_met(&answers)) {
                    answers.0.insert(axis.item, axis.answer(chosen));
                }
            }
            let met = self.condition.is_met(&answers);
            outcome.met |= met;
            outcome.unmet |= !met;
        }
        outcome
    }
}

fn axis<'a>(items: &[&'a Item], item: usize, points: BTreeSet<u8>) -> Axis<'a> {
    let ticks = matches!(items[item].kind(), ItemKind::TickAll(_));
    let points: Vec<u8> = points.into_iter().collect();
    // A choice takes one of the points looked at, some other answer, or none; ticks are any subset or none.
    let size = if ticks {
        1_usize
            .checked_shl(u32::try_from(points.len()).unwrap_or(u32::MAX))
            .unwrap_or(usize::MAX)
    } else {
        let others = items[item]
            .scale()
            .is_none_or(|s| s.points().len() > points.len());
        points.len() + usize::from(others)
    };
    Axis {
        item,
        ask_if: items[item].ask_if(),
        ticks,
        points,
        size: size.saturating_add(1),
    }
}

impl Axis<'_> {
    fn answer(&self, chosen: usize) -> Option<BTreeSet<u8>> {
        if chosen + 1 == self.size {
            return None;
        }
        if self.ticks {
            let ticked = |&(bit, _): &(usize, &u8)| chosen >> bit & 1 == 1;
            return Some(
                self.points
                    .iter()
                    .enumerate()
                    .filter(ticked)
                    .map(|(_, &p)| p)
                    .collect(),
            );
        }
        Some(self.points.get(chosen).copied().into_iter().collect())
    }
}

/// Answers of one trial: none for a question that was asked and left open.
struct Trial(BTreeMap<usize, Option<BTreeSet<u8>>>);

impl Answers for Trial {
    fn has(&self, item: usize, point: u8) -> bool {
        matches!(self.0.get(&item), Some(Some(points)) if points.contains(&point))
    }

    fn answered(&self, item: usize) -> bool {
        matches!(self.0.get(&item), Some(Some(_)))
    }
}
