use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::layout::{Link, Links};
use super::network::{Access, UNBOUNDED};

/// Path being looked for: around an arc, from one of its ends to the other.
#[derive(Clone, Copy)]
pub(super) struct Quest {
    pub(super) arc: u32,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Whether the path is walked with the flow that it is to carry, or against it.
    pub(super) with_flow: bool,
}

/// Step by which a search came to a vertex.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    pub(super) arc: u32,
    /// Whether flow along the path raises the arc.
    pub(super) raises: bool,
    previous: u32,
}

/// Searches in a network of flows, with scratch space so that none allocates.
pub(super) struct Search {
    round: u32,
    seen: Vec<u32>,
    steps: Vec<Step>,
    costs: Vec<u64>,
    queue: Vec<u32>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Search {
    pub(super) fn new(vertices: usize) -> Self {
        Self {
            round: 0,
            seen: vec![0; vertices],
            steps: vec![Step::default(); vertices],
            costs: vec![0; vertices],
            queue: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    /// Looks for a shortest path through withheld arcs.
    pub(super) fn open(
        &mut self,
        links: &Links,
        flow: &[u64],
        access: &[Access],
        quest: Quest,
    ) -> bool {
        self.begin(quest.from);
        self.queue.clear();
        self.queue.push(quest.from);
        let mut next = 0;
        while let Some(&vertex) = self.queue.get(next) {
            next += 1;
            for link in links.at(vertex) {
                let other = link.other as usize;
                let withheld = access[link.arc as usize] == Access::Withheld;
                if !withheld || self.seen[other] == self.round || room(link, flow, quest) == 0 {
                    continue;
                }
                self.seen[other] = self.round;
                self.steps[other] = Step::along(link, vertex, quest);
                if link.other == quest.to {
                    return true;
                }
                self.queue.push(link.other);
            }
        }
        false
    }

    /// Cost of a cheapest path for `missing` units through arcs that are not pinned (Dijkstra).
    pub(super) fn cheapest(
        &mut self,
        (links, flow): (&Links, &[u64]),
        access: &[Access],
        quest: Quest,
        missing: u64,
    ) -> Option<u64> {
        self.begin(quest.from);
        self.costs[quest.from as usize] = 0;
        self.heap.clear();
        self.heap.push(Reverse((0, quest.from)));
        while let Some(Reverse((cost, vertex))) = self.heap.pop() {
            if vertex == quest.to {
                return Some(cost);
            }
            if cost > self.costs[vertex as usize] {
                continue;
            }
            for link in links.at(vertex) {
                let room = room(link, flow, quest).min(missing);
                if room == 0 {
                    continue;
                }
                let Some(price) = access[link.arc as usize].price() else {
                    continue;
                };
                // An arc with too little room would be one of several.
                let reached = cost.saturating_add(price.saturating_mul(missing.div_ceil(room)));
                self.reach(link, vertex, quest, reached);
            }
        }
        None
    }

    /// Steps of the path that was found, from its end.
    pub(super) fn path(&self, quest: Quest) -> impl Iterator<Item = Step> + '_ {
        let mut vertex = quest.to;
        std::iter::from_fn(move || {
            let step = self.steps[vertex as usize];
            (vertex != quest.from).then(|| {
                vertex = step.previous;
                step
            })
        })
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

    /// Begins a search in which only `from` has been seen.
    fn begin(&mut self, from: u32) {
        if self.round == u32::MAX {
            self.seen.fill(0);
            self.round = 0;
        }
        self.round += 1;
        self.seen[from as usize] = self.round;
    }
}

impl Step {
    fn along(link: &Link, previous: u32, quest: Quest) -> Self {
        Self {
            arc: link.arc,
            raises: link.leaves == quest.with_flow,
            previous,
        }
    }
}

/// How much a path can carry over `link`: an arc can be raised without bound and lowered to nothing.
fn room(link: &Link, flow: &[u64], quest: Quest) -> u64 {
    if link.arc == quest.arc {
        0
    } else if link.leaves == quest.with_flow {
        UNBOUNDED
    } else {
        flow[link.arc as usize]
    }
}
