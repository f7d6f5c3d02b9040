use super::{NodeId, Tree};

/// Vertex at which all lines begin and end.
const SOURCE: u32 = 0;

/// Cost of withholding a subtotal, in leaves as large.
const SUBTOTAL_COST: u64 = 4;

/// Cost of withholding any figure of the total line, beyond its own size: more than all leaves of most tables.
const TOTAL_COST: u64 = 1_000_000;

/// Where the vertices of a table are: the source, the columns, then the inner nodes of each line.
pub(super) struct Shape {
    /// For each node, its parent and its place among the inner nodes or the columns.
    nodes: Vec<(Option<NodeId>, Place)>,
    rows: usize,
    columns: usize,
    inner: usize,
}

#[derive(Clone, Copy)]
enum Place {
    Column(usize),
    Inner(usize),
}

#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub(super) tail: u32,
    pub(super) head: u32,
}

/// Arcs at each vertex, all in one array.
pub(super) struct Links {
    starts: Vec<u32>,
    links: Vec<Link>,
}

#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) arc: u32,
    pub(super) other: u32,
    pub(super) leaves: bool,
}

impl Shape {
    pub(super) fn new(tree: &Tree, rows: usize) -> Self {
        let (mut columns, mut inner) = (0, 0);
        let take = |next: &mut usize| std::mem::replace(next, *next + 1);
        let nodes = tree
            .nodes()
            .map(|node| {
                let inside = !tree.is_leaf(node);
                let place = if inside {
                    Place::Inner(take(&mut inner))
                } else {
                    Place::Column(take(&mut columns))
                };
                (tree.parent(node), place)
            })
            .collect();
        Self {
            nodes,
            rows,
            columns,
            inner,
        }
    }

    /// Number of vertices.
    pub(super) fn vertices(&self) -> usize {
        1 + self.columns + (self.rows + 1) * self.inner
    }

    /// Arcs of the line that is at place `at` and is line `line` of its table.
    pub(super) fn arcs(&self, at: usize, line: usize) -> impl Iterator<Item = Arc> + '_ {
        self.nodes.iter().map(move |&(parent, place)| {
            let above = parent.map_or(SOURCE, |parent| {
                self.vertex(at, self.nodes[parent.index()].1)
            });
            let below = self.vertex(at, place);
            if line < self.rows {
                Arc {
                    tail: above,
                    head: below,
                }
            } else {
                Arc {
                    tail: below,
                    head: above,
                }
            }
        })
    }

    /// Information lost by withholding each figure of a line: the people it counts and the figure itself.
    pub(super) fn costs<'a>(
        &'a self,
        line: usize,
        counts: &'a [u64],
    ) -> impl Iterator<Item = u64> + 'a {
        let extra = if line == self.rows { TOTAL_COST } else { 0 };
        self.nodes
            .iter()
            .zip(counts)
            .map(move |(&(_, place), count)| {
                let weight = match place {
                    Place::Column(_) => 1,
                    Place::Inner(_) => SUBTOTAL_COST,
                };
                extra + weight * (1 + count)
            })
    }

    fn vertex(&self, line: usize, place: Place) -> u32 {
        let vertex = match place {
            Place::Column(column) => 1 + column,
            Place::Inner(inner) => 1 + self.columns + line * self.inner + inner,
        };
        // `Table` would have to hold more than 2^32 figures in memory first.
        u32::try_from(vertex).unwrap_or(u32::MAX)
    }
}

impl Links {
    pub(super) fn new(arcs: &[Arc], counts: &[u64], vertices: usize) -> Self {
        let mut starts = vec![0_u32; vertices + 1];
        for arc in arcs {
            starts[arc.tail as usize + 1] += 1;
            starts[arc.head as usize + 1] += 1;
        }
        for vertex in 0..vertices {
            starts[vertex + 1] += starts[vertex];
        }
        let mut free = starts.clone();
        let mut links = vec![
            Link {
                arc: 0,
                other: 0,
                leaves: false
            };
            2 * arcs.len()
        ];
        for (id, arc) in (0_u32..).zip(arcs) {
            for (vertex, other, leaves) in [(arc.tail, arc.head, true), (arc.head, arc.tail, false)]
            {
                let place = &mut free[vertex as usize];
                links[*place as usize] = Link {
                    arc: id,
                    other,
                    leaves,
                };
                *place += 1;
            }
        }
        for pair in starts.windows(2) {
            links[pair[0] as usize..pair[1] as usize]
                .sort_by_key(|link| std::cmp::Reverse(counts[link.arc as usize]));
        }
        Self { starts, links }
    }

    pub(super) fn at(&self, vertex: u32) -> &[Link] {
        let vertex = vertex as usize;
        &self.links[self.starts[vertex] as usize..self.starts[vertex + 1] as usize]
    }
}
