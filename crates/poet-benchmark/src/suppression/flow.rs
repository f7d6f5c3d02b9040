use super::layout::Link;
use super::search::{Quest, Step};

/// A flow without bound.
pub(super) const UNBOUNDED: u64 = u64::MAX;

/// Limit that only an unbounded flow can reach: far above the counts of a table, far below overflow.
const LARGEST: u64 = 1 << 62;

/// Flow on every arc: the true counts, and what has been pushed around on top of them.
pub(super) struct Flow {
    counts: Vec<u64>,
    /// Most that each arc can carry; nothing where none has an end.
    most: Vec<u64>,
    now: Vec<u64>,
    /// Arcs that have been moved, some more than once.
    moved: Vec<u32>,
}

impl Flow {
    /// Flow of these counts, each out of its base where there are bases.
    pub(super) fn new(counts: Vec<u64>, most: Vec<u64>) -> Self {
        Self {
            now: counts.clone(),
            counts,
            most,
            moved: Vec::new(),
        }
    }

    /// True value of an arc.
    pub(super) fn count(&self, arc: u32) -> u64 {
        self.counts[arc as usize]
    }

    /// Takes back all that was pushed.
    pub(super) fn reset(&mut self) {
        for &arc in &self.moved {
            self.now[arc as usize] = self.counts[arc as usize];
        }
        self.moved.clear();
    }

    /// Arcs whose flow now differs from the truth, some more than once.
    pub(super) fn differing(&self) -> impl Iterator<Item = u32> + '_ {
        let differs = |arc: &u32| self.now[*arc as usize] != self.counts[*arc as usize];
        self.moved.iter().copied().filter(differs)
    }

    /// How far an arc can be raised: to its base, or without bound.
    fn room_above(&self, arc: u32) -> u64 {
        let most = self.most.get(arc as usize);
        most.map_or(UNBOUNDED, |most| most - self.now[arc as usize])
    }

    /// How far the true value of an arc is from its base.
    pub(super) fn lacking(&self, arc: u32) -> u64 {
        let most = self.most.get(arc as usize);
        most.map_or(UNBOUNDED, |most| most - self.counts[arc as usize])
    }

    /// How much a path can carry over `link`: an arc can be raised to its base, if it has one, and lowered to nothing.
    pub(super) fn room(&self, link: &Link, quest: Quest) -> u64 {
        if link.arc == quest.arc {
            0
        } else if link.leaves == quest.with_flow {
            self.room_above(link.arc)
        } else {
            self.now[link.arc as usize]
        }
    }

    /// Pushes along a path what it can carry, `limit` at most; returns how much that is.
    ///
    /// Where neither ends, nothing is pushed and [`UNBOUNDED`] comes back.
    pub(super) fn push(&mut self, path: &[Step], limit: u64) -> u64 {
        let room = |step: &Step| match step.raises {
            true => self.room_above(step.arc),
            false => self.now[step.arc as usize],
        };
        let room = path.iter().map(room).min().unwrap_or(UNBOUNDED);
        let amount = room.min(limit);
        if amount > LARGEST {
            return UNBOUNDED;
        }
        for step in path {
            let now = &mut self.now[step.arc as usize];
            *now = if step.raises {
                *now + amount
            } else {
                *now - amount
            };
            self.moved.push(step.arc);
        }
        amount
    }
}
