use super::Table;
use super::flow::{Flow, UNBOUNDED};
use super::layout::{Arc, Links, Shape};
use super::search::{Quest, Search};

/// A table as a circulation: each figure is the flow on one arc, and what goes into a vertex comes out of it.
///
/// In an organisation's line an arc runs from the vertex of a node's parent to that of the node, for the root from the
/// source, and for a leaf to the vertex of its column. In the total line all run the other way, back to the source. So
/// every sum of the table is the balance of a vertex, and what is not known of one figure is a flow around it through
/// arcs that are not known either. Flows are whole numbers, at least 0 and at most the base that is known of a figure, or
/// without upper bound.
///
/// Arcs are numbered line by line like [`Table::figures`], in the order of lines that was asked for.
pub(super) struct Network {
    arcs: Vec<Arc>,
    /// What withholding each arc costs.
    costs: Vec<u64>,
    links: Links,
    flow: Flow,
    search: Search,
}

/// What is known of an arc to those who read the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Access {
    /// Unknown already.
    Withheld,
    /// Known; may be withheld at a cost.
    Shown,
    /// Known whatever we do.
    Pinned,
}

/// Which way the flow of an arc is to be moved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    Up,
    Down,
}

impl Network {
    /// Network of `table` with its lines in the order given.
    pub(super) fn new(table: &Table, order: &[usize]) -> Self {
        let shape = Shape::new(table.tree(), table.rows());
        let lines: Vec<&[u64]> = table.by_line().collect();
        let counts: Vec<u64> = order
            .iter()
            .flat_map(|&line| lines[line])
            .copied()
            .collect();
        let bases = order.iter().flat_map(|&line| table.bases_of(line));
        let places = order.iter().enumerate();
        let arcs: Vec<Arc> = places
            .flat_map(|(at, &line)| shape.arcs(at, line))
            .collect();
        Self {
            links: Links::new(&arcs, &counts, shape.vertices()),
            search: Search::new(shape.vertices()),
            flow: Flow::new(counts, bases.copied().collect()),
            costs: order
                .iter()
                .flat_map(|&line| shape.costs(line, lines[line]))
                .collect(),
            arcs,
        }
    }

    /// What withholding `arc` costs.
    pub(super) fn cost(&self, arc: u32) -> u64 {
        self.costs[arc as usize]
    }

    /// Flow on the arcs as it is now.
    pub(super) fn flow(&mut self) -> &mut Flow {
        &mut self.flow
    }

    /// Sends flow around `arc` through withheld arcs alone, `limit` at most; returns how much went.
    ///
    /// That is how far the arc itself can be moved. Its own flow is left as it is.
    pub(super) fn push(&mut self, access: &[Access], arc: u32, way: Way, limit: u64) -> u64 {
        let limit = match way {
            Way::Up => limit.min(self.flow.lacking(arc)),
            Way::Down => limit.min(self.flow.count(arc)),
        };
        let quest = self.quest(arc, way);
        let mut pushed = 0;
        while pushed < limit {
            match self
                .search
                .push((&self.links, &mut self.flow), access, quest, limit - pushed)
            {
                0 => break,
                UNBOUNDED => return UNBOUNDED,
                amount => pushed += amount,
            }
        }
        pushed
    }

    /// Cheapest path for moving `arc` by `missing` more, and its cost; the shown arcs on it go to `found`.
    pub(super) fn cheapest(
        &mut self,
        access: &[Access],
        (arc, way, missing): (u32, Way, u64),
        found: &mut Vec<u32>,
    ) -> Option<u64> {
        let quest = self.quest(arc, way);
        let price = |arc: u32| match access[arc as usize] {
            Access::Withheld => Some(0),
            Access::Shown => Some(self.costs[arc as usize]),
            Access::Pinned => None,
        };
        let cost = self
            .search
            .cheapest((&self.links, &self.flow), price, quest, missing)?;
        let shown = |arc: &u32| access[*arc as usize] != Access::Withheld;
        found.clear();
        found.extend(self.search.path().iter().map(|step| step.arc).filter(shown));
        Some(cost)
    }

    /// Path to be found around `arc`, begun at the end with fewer other arcs.
    fn quest(&self, arc: u32, way: Way) -> Quest {
        let Arc { tail, head } = self.arcs[arc as usize];
        // More on an arc has to come back from its head to its tail, less on it has to go another way.
        let (from, to) = match way {
            Way::Up => (head, tail),
            Way::Down => (tail, head),
        };
        if self.links.at(from).len() <= self.links.at(to).len() {
            Quest {
                arc,
                from,
                to,
                with_flow: true,
            }
        } else {
            Quest {
                arc,
                from: to,
                to: from,
                with_flow: false,
            }
        }
    }
}
