use super::{Figure, Line};

/// Which figures of a table are withheld.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pattern {
    pub(super) rows: usize,
    pub(super) nodes: usize,
    pub(super) statuses: Vec<Status>,
}

/// What becomes of one figure.
///
/// The two ways of being withheld are for those who check a release. A reader must see one mark for both: knowing that
/// a figure is primary is knowing that it is small.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// May be published.
    Shown,
    /// Withheld on its own account.
    Primary,
    /// Withheld so that others cannot be worked out, or because the terms say so.
    Complementary,
}

impl Pattern {
    /// What becomes of `figure`, if the table had it.
    pub fn status(&self, figure: Figure) -> Option<Status> {
        let line = match figure.line {
            Line::Row(row) => Some(row).filter(|&row| row < self.rows)?,
            Line::Total => self.rows,
        };
        let node = Some(figure.node.index()).filter(|&node| node < self.nodes)?;
        self.statuses.get(line * self.nodes + node).copied()
    }

    /// Whether `figure` is kept back; so is one that the table does not have.
    pub fn withholds(&self, figure: Figure) -> bool {
        self.status(figure).is_none_or(Status::is_withheld)
    }

    /// Statuses in the order of [`Table::figures`](super::Table::figures).
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Status> + '_ {
        self.statuses.iter().copied()
    }

    /// Statuses of what is withheld.
    pub fn withheld(&self) -> impl Iterator<Item = Status> + '_ {
        self.iter().filter(|status| status.is_withheld())
    }
}

impl Status {
    /// Whether the figure is kept back, for whatever reason.
    pub fn is_withheld(self) -> bool {
        self != Self::Shown
    }
}
