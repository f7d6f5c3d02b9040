//! Whom a question is asked of.

/// Condition over answers to earlier items; items are positions in the instrument.
///
/// A condition on an item that was not answered, or not asked, is not met; [`Condition::Not`] of it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Condition {
    /// The item was answered with one of these points, or one of these options was ticked.
    AnyOf {
        /// Position of the item.
        item: usize,
        /// Positions of the points or options.
        points: Vec<u8>,
    },
    /// The item was answered.
    Answered {
        /// Position of the item.
        item: usize,
    },
    /// All of them are met.
    All(Vec<Condition>),
    /// At least one of them is met.
    Any(Vec<Condition>),
    /// It is not met.
    Not(Box<Condition>),
}

/// What a condition asks of answers, whatever form they have.
pub(crate) trait Answers {
    /// Whether `item` was answered with point `point`, or option `point` was ticked.
    fn has(&self, item: usize, point: u8) -> bool;
    /// Whether `item` was answered.
    fn answered(&self, item: usize) -> bool;
}

impl Condition {
    pub(crate) fn is_met(&self, answers: &impl Answers) -> bool {
        match self {
            Self::AnyOf { item, points } => points.iter().any(|&p| answers.has(*item, p)),
            Self::Answered { item } => answers.answered(*item),
            Self::All(parts) => parts.iter().all(|c| c.is_met(answers)),
            Self::Any(parts) => parts.iter().any(|c| c.is_met(answers)),
            Self::Not(part) => !part.is_met(answers),
        }
    }

    /// Calls `see` with every item and point that the condition looks at.
    pub(super) fn visit(&self, see: &mut impl FnMut(usize, &[u8])) {
        match self {
            Self::AnyOf { item, points } => see(*item, points),
            Self::Answered { item } => see(*item, &[]),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|c| c.visit(see)),
            Self::Not(part) => part.visit(see),
        }
    }
}
