//! What has passed disclosure control.

use std::ops::Deref;

use serde::Serialize;

/// A value that has passed disclosure control.
///
/// Only [`Policy::apply`](super::Policy::apply) makes one, and what is worked out from one alone, such as a
/// [`PeerComparison`](crate::peers::PeerComparison); so whatever takes a `Released` cannot be handed counts that nobody
/// has protected.
///
/// ```compile_fail
/// use poet_benchmark::{Findings, release::{Benchmark, Released}};
///
/// fn leak(findings: Findings) -> Released<Findings> {
///     Released { value: findings }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Released<T> {
    value: T,
}

impl<T> Released<T> {
    pub(super) fn new(value: T) -> Self {
        Self { value }
    }

    /// What follows from the released value, as for [`Released::try_derive`].
    pub(crate) fn derive<U>(&self, work: impl FnOnce(&T) -> U) -> Released<U> {
        Released::new(work(&self.value))
    }

    /// What follows from the released value. `work` sees nothing that is kept back: it may be handed settings, names and
    /// other released values, never findings or a tally.
    pub(crate) fn try_derive<U, E>(
        &self,
        work: impl FnOnce(&T) -> Result<U, E>,
    ) -> Result<Released<U>, E> {
        work(&self.value).map(Released::new)
    }
}

impl<T> Deref for Released<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
