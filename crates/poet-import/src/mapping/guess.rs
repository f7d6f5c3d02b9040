//! A mapping guessed from a header, with what each guess rests on.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::Instrument;
use serde::Serialize;

use super::{MappedColumn, Mapping, Use};

use names::Names;

mod names;
mod usual;

/// A mapping guessed from a header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Guess {
    /// The mapping; columns not recognised stand in it as ignored.
    pub mapping: Mapping,
    /// What was guessed for each column and why, in the order of the file.
    pub columns: Vec<Guessed>,
}

/// What was guessed for one column and why.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Guessed {
    /// Number of the column, from 1.
    pub position: usize,
    /// Its name in the file.
    pub header: String,
    /// What it is used as, in words.
    pub used_as: Option<String>,
    /// Why.
    pub evidence: Evidence,
}

/// What the use of a column rests on, the strongest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Whoever reads the file asked for it.
    Call,
    /// The mapping that was given.
    Mapping,
    /// The header is the item's id, letter for letter.
    Id,
    /// The header is a usual name for this, or the item's id, label, question or synonym, apart from case and punctuation.
    Name,
    /// The header is much like such a name and has the same digits; by how much, in per cent of the longer one.
    Similar(u8),
    /// Another column has the same use with better evidence, or stands before it.
    Taken,
    /// Nothing; the column is kept out.
    Unknown,
}

impl Evidence {
    /// Least similarity of a header and a name, in per cent of the characters of the longer one that need no change.
    pub const LEAST_SIMILARITY: u8 = 85;
}

impl fmt::Display for Guessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.header.as_str() {
            "" => write!(f, "column {} (no name): ", self.position)?,
            header => write!(f, "column {} \"{header}\": ", self.position)?,
        }
        let used = self.used_as.as_deref().unwrap_or("nothing");
        match self.evidence {
            Evidence::Call => write!(f, "{used}, as asked for"),
            Evidence::Mapping => write!(f, "{used}, as the mapping says"),
            Evidence::Id => write!(f, "{used}, by its id"),
            Evidence::Name => write!(f, "{used}, by its name"),
            Evidence::Similar(percent) => {
                write!(
                    f,
                    "{used}, by a name that is {percent} % the same; look whether this is meant"
                )
            }
            Evidence::Taken => write!(f, "kept out, another column is {used}"),
            Evidence::Unknown => f.write_str("not recognised, kept out"),
        }
    }
}

/// Rank of a first column without a name, as R and pandas write the names of rows: any name for it is more telling.
const NO_NAME: usize = usize::MAX;

/// One reading of a header: what for, on what evidence, and which of several names for it.
type Candidate = (Evidence, usize, Use);

impl Mapping {
    /// Guesses what each column holds from its name.
    ///
    /// A header is taken for an item by its id, or by its id, label, question or synonym in any language apart from case
    /// and punctuation; for an option of a tick-all item by such a name of the item followed by one of the option; for
    /// anything else by its usual names. A first column without a name holds response ids, as R writes them. Failing that, by a name that is at least
    /// [`Evidence::LEAST_SIMILARITY`] per cent the same and has the same digits: `outcome_11` is no slip of `outcome_10`.
    /// Two columns for one use: the better evidence wins, then the
    /// more telling name, then the first.
    pub fn guess(instrument: &Instrument, header: &[impl AsRef<str>]) -> Guess {
        let names = Names::of(instrument);
        let candidates: Vec<Option<Candidate>> = header
            .iter()
            .enumerate()
            .map(|(at, header)| match (at, header.as_ref().trim()) {
                (0, "") => Some((Evidence::Name, NO_NAME, Use::ResponseId)),
                (_, header) => names.candidate(instrument, header),
            })
            .collect();
        let mut columns = Vec::new();
        let mut guessed = Vec::new();
        for (at, (header, candidate)) in header.iter().zip(&candidates).enumerate() {
            let taken = candidate.as_ref().is_some_and(|own| {
                let better = |(other_at, other): (usize, &Option<Candidate>)| {
                    other.as_ref().is_some_and(|other| {
                        other.2.excludes(&own.2)
                            && (other.0, other.1, other_at) < (own.0, own.1, at)
                    })
                };
                candidates.iter().enumerate().any(better)
            });
            let (evidence, role) = match candidate {
                None => (Evidence::Unknown, Use::Ignored),
                Some(_) if taken => (Evidence::Taken, Use::Ignored),
                Some((evidence, _, role)) => (*evidence, role.clone()),
            };
            let header = header.as_ref().trim().to_owned();
            guessed.push(Guessed {
                position: at + 1,
                header: header.clone(),
                used_as: candidate.as_ref().map(|(.., role)| role.to_string()),
                evidence,
            });
            columns.push(MappedColumn::new(header, role));
        }
        let mapping = Self {
            instrument: instrument.key().clone(),
            organisation: None,
            columns,
            missing: BTreeMap::new(),
            mode: BTreeMap::new(),
            help: BTreeMap::new(),
            helper: BTreeMap::new(),
            form: BTreeMap::new(),
            language: BTreeMap::new(),
        };
        Guess {
            mapping,
            columns: guessed,
        }
    }
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;

    fn explained(header: &[&str]) -> Vec<String> {
        let holders = Catalogue::builtin()
            .get(&"adult-holders@2014".parse().unwrap())
            .unwrap();
        Mapping::guess(holders, header)
            .columns
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_column_says_what_its_use_rests_on() {
        assert_eq!(
            explained(&[
                "dignity",
                "Quality of LIFE",
                "Used for: Equipment",
                "self-estem",
                "council",
                "Council code",
                "colour"
            ]),
            [
                "column 1 \"dignity\": item dignity, by its id",
                "column 2 \"Quality of LIFE\": item quality_of_life, by its name",
                "column 3 \"Used for: Equipment\": option equipment of item used_for, by its name",
                "column 4 \"self-estem\": item self_esteem, by a name that is 90 % the same; look whether this is meant",
                "column 5 \"council\": kept out, another column is organisation",
                "column 6 \"Council code\": organisation, by its name",
                "column 7 \"colour\": not recognised, kept out",
            ]
        );
    }

    #[test]
    fn the_names_of_rows_are_the_response_ids_where_nothing_else_is() {
        assert_eq!(
            explained(&["", "country", ""]),
            [
                "column 1 (no name): response id, by its name",
                "column 2 \"country\": organisation, by its name",
                "column 3 (no name): not recognised, kept out",
            ]
        );
        let lines = explained(&["", "Index"]);
        assert_eq!(
            lines[0],
            "column 1 (no name): kept out, another column is response id"
        );
        assert_eq!(lines[1], "column 2 \"Index\": response id, by its name");
    }

    #[test]
    fn what_stands_beside_the_answers_has_usual_names() {
        let header = [
            "Completed by",
            "Who helped?",
            "Easy read version",
            "Language of the form",
            "budget_id",
            "Household ID",
            "Keep until",
            "Name",
            "Household",
            "Budget",
        ];
        let used: Vec<_> = explained(&header)
            .iter()
            .map(|line| line.split_once(": ").unwrap().1.to_owned())
            .collect();
        assert_eq!(
            used,
            [
                "help, by its name",
                "helper, by its name",
                "form, by its name",
                "language, by its name",
                "budget, by its name",
                "household, by its name",
                "last day to be kept, by its name",
                "not recognised, kept out",
                "not recognised, kept out",
                "not recognised, kept out",
            ]
        );
    }

    #[test]
    fn one_use_has_one_column() {
        let lines = explained(&["Dignity", "dignity", "Dignity"]);
        assert_eq!(
            lines[0],
            "column 1 \"Dignity\": kept out, another column is item dignity"
        );
        assert_eq!(lines[1], "column 2 \"dignity\": item dignity, by its id");
        assert_eq!(
            lines[2],
            "column 3 \"Dignity\": kept out, another column is item dignity"
        );
    }
}
