//! What has passed disclosure control.

use std::ops::Deref;

use serde::Serialize;

/// A value that has passed disclosure control.
///
/// Only [`Policy::apply`](super::Policy::apply) makes one, so whatever takes a `Released` cannot be handed counts that
/// nobody has protected.
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
}

impl<T> Deref for Released<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
