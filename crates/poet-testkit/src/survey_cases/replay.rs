//! A file of cases run through this workspace's own code.

use poet_core::Instrument;
use poet_scoring::Scorer;

use super::case::{Case, Expected, ExpectedScore};
use super::file::SurveyCases;
use crate::Error;
use crate::conformance::{Failure, Report};

/// How far a score may be off, relative to the larger of it and 1: what is lost by writing it in decimals.
pub const TOLERANCE: f64 = 1e-9;

/// Runs every case of a file and counts, by family, those that come out as the file says.
///
/// # Errors
///
/// [`Error::CaseFile`] and [`Error::Schema`] where the text is no such file; [`Error::Core`] and [`Error::Scoring`] where
/// its instrument is none.
pub fn replay(text: &str) -> Result<Report, Error> {
    let file = SurveyCases::read(text)?;
    let instrument = Instrument::from_json(&file.instrument.to_string())?;
    let scorer = Scorer::new(&instrument)?;
    let mut report = Report::default();
    if instrument.hash().as_str() != file.hash {
        report.failures.push(Failure {
            case: "instrument".to_owned(),
            reason: "hash is not that of its content".to_owned(),
        });
    }
    for case in &file.cases {
        let count = report
            .families
            .entry(format!("{:?}", case.family).to_lowercase());
        let count = count.or_default();
        match differs(case, &Expected::of(&scorer, &case.response)) {
            None => count.passed += 1,
            Some(key) => {
                count.failed += 1;
                report.failures.push(Failure {
                    case: case.id.to_string(),
                    reason: format!("{key} differs ({})", case.covers),
                });
            }
        }
    }
    Ok(report)
}

/// The first key in which what comes out is not what the case says.
fn differs(case: &Case, found: &Expected) -> Option<&'static str> {
    let expected = &case.expected;
    let scores = expected.scores.iter().zip(&found.scores);
    let same_scores = expected.scores.len() == found.scores.len()
        && scores.into_iter().all(|(a, b)| is_same(a, b));
    let keys = [
        ("accepted", expected.accepted == found.accepted),
        ("findings", expected.findings == found.findings),
        ("not_asked", expected.not_asked == found.not_asked),
        ("set_aside", expected.set_aside == found.set_aside),
        ("scores", same_scores),
    ];
    keys.into_iter().find(|(_, same)| !same).map(|(key, _)| key)
}

fn is_same(expected: &ExpectedScore, found: &ExpectedScore) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * a.abs().max(1.0);
    let values = match (expected.value, found.value) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let apart_from_value = ExpectedScore {
        value: found.value,
        ..expected.clone()
    };
    values && apart_from_value == *found
}
