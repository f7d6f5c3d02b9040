//! What a run found.

use std::{collections::BTreeMap, fmt};

/// Result of running a file of cases.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// Counts by family.
    pub families: BTreeMap<String, Count>,
    /// Cases that failed, in the order of the file.
    pub failures: Vec<Failure>,
}

/// Cases of one family.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// Cases whose output is as expected.
    pub passed: usize,
    /// Cases whose output is not, and malformed cases.
    pub failed: usize,
    /// Cases of a family that the runner does not have.
    pub not_built: usize,
}

/// One failed case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// Its id, or its place in the file.
    pub case: String,
    /// The key that differs, or what is wrong with the case.
    pub reason: String,
}

impl Report {
    /// Whether no case failed.
    pub fn is_good(&self) -> bool {
        self.failures.is_empty()
    }

    /// Sum over all families.
    pub fn total(&self) -> Count {
        self.families
            .values()
            .fold(Count::default(), |sum, count| Count {
                passed: sum.passed + count.passed,
                failed: sum.failed + count.failed,
                not_built: sum.not_built + count.not_built,
            })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = ("total".to_owned(), self.total());
        let width = self
            .families
            .keys()
            .map(String::len)
            .max()
            .unwrap_or(0)
            .max("family".len());
        writeln!(
            f,
            "{:width$}  {:>6}  {:>6}  {:>9}",
            "family", "passed", "failed", "not built"
        )?;
        for (name, count) in self.families.iter().chain([(&total.0, &total.1)]) {
            let Count {
                passed,
                failed,
                not_built,
            } = count;
            writeln!(f, "{name:width$}  {passed:>6}  {failed:>6}  {not_built:>9}")?;
        }
        for Failure { case, reason } in &self.failures {
            writeln!(f, "failed {case}: {reason}")?;
        }
        Ok(())
    }
}
