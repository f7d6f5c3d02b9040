//! Why an input has no output.

use poet_benchmark::{Absent, Error};
use serde_json::Value;

use super::weight::margin_status;

/// Reason why a family gives no output for an input.
#[derive(Debug)]
pub(super) enum Fault {
    /// The case does not say what its family needs.
    Malformed {
        /// Name of the field.
        field: &'static str,
        /// What belongs there.
        wanted: &'static str,
    },
    /// The method refuses the input, or its figures do not exist: the answer is this status.
    Refused(&'static str),
}

impl Fault {
    /// The input is no input of the method.
    pub(super) const INVALID: Self = Self::Refused("error_invalid_input");
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Absent(reason) => reason.into(),
            Error::EmptyStrata { .. } => Self::Refused("undefined_empty_stratum"),
            Error::NoReferenceWeight => Self::Refused("undefined_no_weight"),
            Error::Margin(error) => Self::Refused(margin_status(&error)),
            _ => Self::INVALID,
        }
    }
}

impl From<Absent> for Fault {
    fn from(reason: Absent) -> Self {
        Self::Refused(status(reason))
    }
}

/// Status of a figure that does not exist.
pub(super) fn status(reason: Absent) -> &'static str {
    match reason {
        Absent::NoAnswers => "undefined_no_respondents",
        Absent::EmptyComparator => "undefined_empty_comparator",
        Absent::Degenerate => "degenerate_no_variation",
        Absent::EmptyMargin => "undefined_empty_margin",
        Absent::TooFewPlaces => "undefined_too_few_groups",
        Absent::TooFewWaves => "undefined_too_few_waves",
        Absent::Separated => "ml_estimate_does_not_exist",
        Absent::NotConverged => "error_not_converged",
        _ => "undefined",
    }
}

/// Status of a test that may be absent beside figures that are there.
pub(super) fn status_of<T>(test: Result<T, Absent>) -> Value {
    test.map_or_else(status, |_| "ok").into()
}

/// Output without figures: every one of `figures` null.
pub(super) fn nulls(figures: &[&str], status: &str) -> Value {
    let nulls = figures.iter().map(|key| ((*key).to_owned(), Value::Null));
    nulls
        .chain([("status".to_owned(), status.into())])
        .collect()
}
