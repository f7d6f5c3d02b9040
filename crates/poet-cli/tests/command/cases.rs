//! `poet cases`.

use super::{CARERS, poet, text};

#[test]
fn cases_for_other_systems_are_the_same_for_the_same_seed() {
    let cases = |seed: &str| poet(&["cases", "--instrument", CARERS, "--seed", seed], "");
    let written = cases("3");
    assert_eq!(written.status.code(), Some(0));
    assert!(text(&written.stdout).starts_with("{\"schema\":\"poet-survey-cases/1\",\n"));
    assert!(written.stdout == cases("3").stdout);
    assert!(written.stdout != cases("4").stdout);
}
