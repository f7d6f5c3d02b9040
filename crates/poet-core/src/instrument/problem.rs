//! What can be wrong in a document, each with its place.

use std::fmt;

/// One thing wrong in an instrument or another document, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// Path in the document, such as `sections[1].items[3] (dignity).scale`.
    pub place: String,
    /// What is wrong and what was wanted.
    pub kind: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

/// What is wrong in an instrument or another document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Name or tag of the wrong form.
    #[error("{0}")]
    Name(String),
    /// Word that is none of a closed list.
    #[error("unknown word, wants one of {wants}")]
    Word {
        /// The words allowed.
        wants: &'static str,
    },
    /// Format version that this library does not read.
    #[error("format {found} is not read here, wants {wanted}")]
    Format {
        /// Version found.
        found: u32,
        /// Version read.
        wanted: u32,
    },
    /// The same name twice.
    #[error("stands here for the second time, first at {first}")]
    Duplicate {
        /// Place of the first.
        first: String,
    },
    /// Name of something that is not declared.
    #[error("no {what} of this name is declared{}", .nearest.as_ref().map(|n| format!(", nearest is `{n}`")).unwrap_or_default())]
    Undeclared {
        /// Kind of thing.
        what: &'static str,
        /// Most similar declared name.
        nearest: Option<String>,
    },
    /// Condition on an item that is asked later, or on itself.
    #[error("looks forward to an item that has not been asked yet")]
    ForwardReference,
    /// Condition on an item without points.
    #[error("names points of an item that is neither choice nor tick-all")]
    NoPoints,
    /// Condition that no set of answers meets.
    #[error("can never be met, so the question is unreachable")]
    Unreachable,
    /// Condition that every set of answers meets.
    #[error("is always met, so the condition says nothing")]
    AlwaysAsked,
    /// Something that must be there is not.
    #[error("is missing, wants {wants}")]
    Missing {
        /// What was wanted.
        wants: &'static str,
    },
    /// Something that must not be there is.
    #[error("does not belong here: {because}")]
    Misplaced {
        /// Why not.
        because: &'static str,
    },
    /// Number outside its limits.
    #[error("is out of range, wants {wants}")]
    OutOfRange {
        /// The limits.
        wants: &'static str,
    },
    /// Shared document that an instrument includes and takes nothing from.
    #[error("nothing of it is used")]
    Unused,
    /// Collapse that does not say where a point falls.
    #[error("leaves out point `{point}`")]
    LeftOut {
        /// Code of the point.
        point: String,
    },
    /// Collapse that turns the order of two points round.
    #[error("point `{better}` stands above `{worse}` and falls below it")]
    TurnsRound {
        /// Code of the point with more score, or the earlier one where there are no scores.
        better: String,
        /// Code of the other.
        worse: String,
    },
    /// Collapse after which a point is read in another way, and that does not say so.
    #[error(
        "point `{point}` is {from} and falls onto one that is {to}; where that is meant, it wants `readings = \"changed\"`"
    )]
    Rereads {
        /// Code of the point.
        point: String,
        /// How it is read.
        from: &'static str,
        /// How it would be read.
        to: &'static str,
    },
    /// Two labels of one scale that an importer could not tell apart.
    #[error("reads the same as point `{other}` once case and spacing are set aside")]
    AmbiguousLabel {
        /// Code of the other point.
        other: String,
    },
    /// Date before one that must come first.
    #[error("is dated before {what}, wants that day or a later one")]
    TooEarly {
        /// What must come first.
        what: &'static str,
    },
    /// Step that does not follow from the one before it.
    #[error("does not follow from {from}, wants {wants}")]
    Step {
        /// The step before.
        from: &'static str,
        /// The steps that may follow.
        wants: &'static str,
    },
    /// Entry that is refused, and why.
    #[error("cannot be read: {message}")]
    Entry {
        /// What is wrong and what was wanted.
        message: String,
    },
}

/// Every problem of one document, in its order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    /// The problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "{count} problem{}", if count == 1 { "" } else { "s" })?;
        for problem in &self.0 {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

/// The most similar of `names` to `name`, where one is similar enough to be meant.
///
/// Similar enough is a distance of at most half the name's length.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|n| (distance(name, n), n))
        .min()
        .filter(|&(d, n)| d * 2 <= n.chars().count())
        .map(|(_, n)| n)
}

/// Levenshtein's distance in characters, case folded.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["difference", "ease", "views"];
        assert_eq!(nearest("difrence", names.into_iter()), Some("difference"));
        assert_eq!(nearest("xyzw", names.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
