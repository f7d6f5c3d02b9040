use super::{Figure, Line, NodeId};

/// What is settled about a table before it is protected.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Terms {
    pub(super) lines: Vec<Line>,
    pub(super) figures: Vec<Figure>,
    pub(super) pinned: Vec<NodeId>,
    pub(super) known: Vec<Figure>,
}

impl Terms {
    /// Withholds everything in `line`, its root too.
    pub fn withhold_line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// Withholds one figure, because a table that shares it does.
    pub fn withhold(mut self, figure: Figure) -> Self {
        self.figures.push(figure);
        self
    }

    /// Keeps one figure shown, whatever else the terms say of it, because it is known anyhow.
    pub fn show(mut self, figure: Figure) -> Self {
        self.known.push(figure);
        self
    }

    /// Keeps `node` shown in every line that is not withheld wholly, because it is shown elsewhere.
    pub fn pin(mut self, node: NodeId) -> Self {
        self.pinned.push(node);
        self
    }
}
