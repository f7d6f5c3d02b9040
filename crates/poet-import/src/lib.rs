//! Files to responses and refusals.
