//! Why two waves cannot be followed from one to the other, though their instruments are comparable.

use poet_core::{ItemId, ScaleId};

/// Why something that two waves measured has no movement.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unlike {
    /// An item whose answers have no direction.
    #[error("it has no better and no worse answers")]
    NoDirection,
    /// An item that was answered on two scales.
    #[error(
        "its answers are comparable on the scale `{onto}` alone, wants both waves pooled onto it"
    )]
    Scales {
        /// The coarser scale.
        onto: ScaleId,
    },
    /// An item of the same name that nothing ties to the first.
    #[error(
        "the later wave has an item of its name, and no series says that it is the same question"
    )]
    Namesake,
    /// A measure with another rule.
    #[error("it is worked out by another rule")]
    Rule,
    /// A measure over other items, or over items that changed.
    #[error(
        "it is worked out from other questions, or from some that changed: {}",
        .0.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
    )]
    Items(Vec<ItemId>),
}
