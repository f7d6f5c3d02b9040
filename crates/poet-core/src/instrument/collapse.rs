//! Scales that fall onto coarser ones.

use serde::Serialize;

use crate::ScaleId;

/// How the points of one scale fall onto those of another, as an instrument declares it.
///
/// Holds a point of the other scale for every point; better never falls below worse.
///
/// # Examples
///
/// ```
/// use poet_core::Instrument;
///
/// let instrument = Instrument::from_toml(r#"
///     format = 1
///     id = "trial"
///     edition = "1"
///     title = { en = "Trial" }
///     asks = "state"
///     respondent = "other"
///     licence = "CC0"
///     [scales.three]
///     points = [
///         { code = "1", label = { en = "Very good" }, reading = "favourable", score = 2 },
///         { code = "2", label = { en = "Good" }, reading = "favourable", score = 1 },
///         { code = "3", label = { en = "Bad" }, reading = "unfavourable", score = 0 },
///     ]
///     collapse.two = { points = { 1 = "g", 2 = "g", 3 = "b" } }
///     [scales.two]
///     points = [
///         { code = "g", label = { en = "Good" }, reading = "favourable", score = 1 },
///         { code = "b", label = { en = "Bad" }, reading = "unfavourable", score = 0 },
///     ]
///     [[sections]]
///     id = "main"
///     role = "outcomes"
///     title = { en = "Main" }
///     items = [{ id = "life", kind = "choice", scale = "three", text = { en = "Life?" } }]
/// "#)?;
/// let collapse = &instrument.items()[0].scale().unwrap().collapses()[0];
/// assert_eq!((collapse.to().as_str(), collapse.points()), ("two", &[0, 0, 1][..]));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Collapse {
    pub(super) to: ScaleId,
    pub(super) points: Vec<u8>,
    pub(super) rereads: bool,
}

impl Collapse {
    /// The scale that the points fall onto.
    pub fn to(&self) -> &ScaleId {
        &self.to
    }

    /// Position in the other scale of each point, in the order of the form.
    pub fn points(&self) -> &[u8] {
        &self.points
    }

    /// Whether some point is read in another way once it has fallen, as the instrument says it is meant to.
    pub fn rereads(&self) -> bool {
        self.rereads
    }
}
