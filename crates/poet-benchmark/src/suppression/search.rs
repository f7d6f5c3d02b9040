use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::flow::{Flow, UNBOUNDED};
use super::layout::{Link, Links};
use super::network::Access;

/// Path being looked for: around an arc, from one of its ends to the other.
#[derive(Clone, Copy)]
pub(super) struct Quest {
    pub(super) arc: u32,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Whether the path is walked with the flow that it is to carry, or against it.
    pub(super) with_flow: bool,
}

/// Step of a path: an arc, and the vertex that it leads to on the way to where the search began.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    pub(super) arc: u32,
    /// Whether flow along the path raises the arc.
    pub(super) raises: bool,
    towards: u32,
}

/// Searches in a network of flows, with scratch space so that none allocates.
pub(super) struct Search {
    round: u32,
    seen: Vec<u32>,
    steps: Vec<Step>,
    costs: Vec<u64>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    sides: [Side; 2],
    path: Vec<Step>,
}

/// One end of a search from both ends.
#[derive(Default)]
struct Side {
    queue: Vec<u32>,
    next: usize,
    /// Links looked at when the next vertex will have been.
    work: usize,
}

impl Search {
    pub(super) fn new(vertices: usize) -> Self {
        Self {
            round: 0,
            seen: vec![0; vertices],
            steps: vec![Step::default(); vertices],
            costs: vec![0; vertices],
            heap: BinaryHeap::new(),
            sides: [Side::default(), Side::default()],
            path: Vec::new(),
        }
    }

    /// Pushes flow along paths through withheld arcs, `limit` at most; returns how much went, 0 only if none can.
    ///
    /// Goes on from both ends, each time where it will have cost less work: where one end has few ways to go, a path is
    /// found or ruled out at little cost. Each time the two sides meet there is a path. Ends with the first that earlier
    /// ones have used up: a fresh search finds the rest sooner.
    pub(super) fn push(
        &mut self,
        (links, flow): (&Links, &mut Flow),
        access: &[Access],
        quest: Quest,
        limit: u64,
    ) -> u64 {
        let quests = [quest, quest.reversed()];
        self.begin();
        for (at, quest) in (0_u32..).zip(quests) {
            self.sides[at as usize].start(quest.from, links);
            self.seen[quest.from as usize] = self.round + at;
        }
        let mut pushed = 0;
        loop {
            let at = u32::from(self.sides[1].work < self.sides[0].work);
            let (mine, theirs, quest) = (self.round + at, self.round + 1 - at, quests[at as usize]);
            let Some(vertex) = self.sides[at as usize].take() else {
                return pushed;
            };
            for link in links.at(vertex) {
                let other = link.other as usize;
                let open = access[link.arc as usize] == Access::Withheld;
                if !open || self.seen[other] == mine || flow.room(link, quest) == 0 {
                    continue;
                }
                let step = Step::along(link, vertex, quest);
                if self.seen[other] == theirs {
                    self.join(step, link.other, quest);
                    match flow.push(&self.path, limit - pushed) {
                        UNBOUNDED => return UNBOUNDED,
                        0 => return pushed,
                        amount if pushed + amount == limit => return limit,
                        amount => pushed += amount,
                    }
                } else {
                    self.seen[other] = mine;
                    self.steps[other] = step;
                    self.sides[at as usize].queue.push(link.other);
                }
            }
            self.sides[at as usize].plan(links);
        }
    }

    /// Cost of a cheapest path for `missing` units through arcs that are not pinned (Dijkstra).
    pub(super) fn cheapest(
        &mut self,
        (links, flow): (&Links, &Flow),
        prices: impl Fn(u32) -> Option<u64>,
        quest: Quest,
        missing: u64,
    ) -> Option<u64> {
        self.begin();
        self.seen[quest.from as usize] = self.round;
        self.costs[quest.from as usize] = 0;
        self.heap.clear();
        self.heap.push(Reverse((0, quest.from)));
        while let Some(Reverse((cost, vertex))) = self.heap.pop() {
            if vertex == quest.to {
                self.path.clear();
                self.trace(vertex, quest.from);
                return Some(cost);
            }
            if cost > self.costs[vertex as usize] {
                continue;
            }
            for link in links.at(vertex) {
                let room = flow.room(link, quest).min(missing);
                if room == 0 {
                    continue;
                }
                let Some(price) = prices(link.arc) else {
                    continue;
                };
                // An arc with too little room would be one of several.
                let reached = cost.saturating_add(price.saturating_mul(missing.div_ceil(room)));
                self.reach(link, vertex, quest, reached);
            }
        }
        None
    }

    /// Steps of the path that was found last, in no particular order.
    pub(super) fn path(&self) -> &[Step] {
        &self.path
    }

    /// Path of the two halves that `step` joins, the one to where it came from and the one to `other`.
    fn join(&mut self, step: Step, other: u32, quest: Quest) {
        self.path.clear();
        self.path.push(step);
        self.trace(step.towards, quest.from);
        self.trace(other, quest.to);
    }

    /// Adds the steps that led to `vertex` from `end` to the path.
    fn trace(&mut self, mut vertex: u32, end: u32) {
        while vertex != end {
            let step = self.steps[vertex as usize];
            self.path.push(step);
            vertex = step.towards;
        }
    }

    /// Notes that the end of `link` can be reached at that cost.
    fn reach(&mut self, link: &Link, vertex: u32, quest: Quest, cost: u64) {
        let other = link.other as usize;
        if self.seen[other] != self.round || cost < self.costs[other] {
            self.seen[other] = self.round;
            self.costs[other] = cost;
            self.steps[other] = Step::along(link, vertex, quest);
            self.heap.push(Reverse((cost, link.other)));
        }
    }

    /// Begins a search in which nothing has been seen; it marks with `round` and the number after.
    fn begin(&mut self) {
        if self.round > u32::MAX - 4 {
            self.seen.fill(0);
            self.round = 0;
        }
        self.round += 2;
    }
}

impl Side {
    fn start(&mut self, vertex: u32, links: &Links) {
        self.queue.clear();
        self.queue.push(vertex);
        (self.next, self.work) = (0, 0);
        self.plan(links);
    }

    fn take(&mut self) -> Option<u32> {
        let vertex = self.queue.get(self.next).copied();
        self.next += 1;
        vertex
    }

    /// Counts in the work of the vertex that is next.
    fn plan(&mut self, links: &Links) {
        self.work += self
            .queue
            .get(self.next)
            .map_or(0, |&vertex| links.at(vertex).len());
    }
}

impl Quest {
    /// The same path, looked for from its other end.
    fn reversed(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            with_flow: !self.with_flow,
            ..self
        }
    }
}

impl Step {
    fn along(link: &Link, towards: u32, quest: Quest) -> Self {
        Self {
            arc: link.arc,
            raises: link.leaves == quest.with_flow,
            towards,
        }
    }
}
