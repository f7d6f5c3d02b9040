//! Every family of conformance cases is built, and cases that other implementations computed come out.

use poet_testkit::conformance::run;

/// Three cases of each family by statsmodels, scipy, numpy or exact fractions: see `tests/crosscheck`.
const CASES: &str = include_str!("data/conformance.json");

#[test]
fn what_other_implementations_computed_comes_out() {
    let report = run(CASES).unwrap();
    assert_eq!(report.failures, []);
    assert_eq!(report.families.len(), 50);
    assert_eq!(report.total().not_built, 0);
}
