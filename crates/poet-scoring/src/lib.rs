//! Responses to scores.
