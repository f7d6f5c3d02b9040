//! Reference data that stands beside the checkout.

use std::path::PathBuf;

/// A file of the reference data: in `POET_SHARED`, or in `shared` beside the checkout.
///
/// Where it is absent the test that wants it is skipped, and says so; in CI it fails.
pub(crate) fn read(name: &str) -> Option<String> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("POET_SHARED").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{name} is absent, and CI has it"
        );
        eprintln!("skipped: {name} is absent; name its folder in POET_SHARED");
    }
    text
}
