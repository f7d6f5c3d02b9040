//! A mapping guessed from a header, with what each guess rests on.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{Instrument, ItemKind, Text, distance, fold};
use serde::Serialize;

use super::{MappedColumn, Mapping, Use};

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

/// Usual names of what is no item, the more telling first.
const USUAL: &[(Use, &[&str])] = &[
    (
        Use::ResponseId,
        &[
            "response id",
            "responseid",
            "respondent id",
            "respondent",
            "response number",
            "record id",
            "case id",
            "unique id",
            "serial",
            "id",
            "response",
            "ref",
            "reference",
            "case number",
            "participant id",
            "participant",
            "subject id",
            "subject",
            "idno",
            "rownames",
            "row names",
            "row number",
            "index",
        ],
    ),
    (
        Use::Organisation,
        &[
            "organisation",
            "organization",
            "organisation id",
            "organisation code",
            "org",
            "org code",
            "council code",
            "la code",
            "ons code",
            "ods code",
            "council",
            "local authority",
            "authority",
            "la",
            "trust",
            "organisation name",
            "organization name",
            "council name",
            "la name",
            "country name",
            "country",
            "country code",
            "cnt",
            "cntry",
            "nation",
        ],
    ),
    (
        Use::Stratum,
        &["stratum", "strata", "stratum id", "stratum code"],
    ),
    (
        Use::Mode,
        &[
            "mode",
            "survey mode",
            "mode of completion",
            "collection mode",
            "how it was answered",
            "channel",
        ],
    ),
    (
        Use::Help,
        &[
            "help",
            "helped",
            "completed by",
            "who completed",
            "who filled in the form",
            "help to complete",
        ],
    ),
];

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
        };
        Guess {
            mapping,
            columns: guessed,
        }
    }
}

/// Folded names and what each stands for, with its rank among several names for one use.
struct Names(BTreeMap<String, (usize, Use)>);

impl Names {
    fn of(instrument: &Instrument) -> Self {
        let mut names = Self(BTreeMap::new());
        for item in instrument.items() {
            let whole = Use::Item {
                item: item.id().clone(),
                separator: None,
            };
            let own: Vec<String> = names_of(
                item.id().as_str(),
                &[item.label(), item.text()],
                item.synonyms(),
            );
            for name in &own {
                names.add(name, 0, &whole);
            }
            let options = match item.kind() {
                ItemKind::TickAll(scale) => scale.points(),
                _ => &[],
            };
            for option in options {
                let role = Use::Option {
                    item: item.id().clone(),
                    option: option.code().clone(),
                };
                for name in names_of(option.code().as_str(), &[option.label()], option.synonyms()) {
                    for item in &own {
                        names.add(&format!("{item} {name}"), 0, &role);
                    }
                }
            }
        }
        for (role, usual) in USUAL {
            usual
                .iter()
                .enumerate()
                .for_each(|(rank, name)| names.add(name, rank, role));
        }
        names
    }

    /// The first meaning of a name stays: items before usual names.
    fn add(&mut self, name: &str, rank: usize, role: &Use) {
        let folded = fold(name);
        if !folded.is_empty() {
            self.0.entry(folded).or_insert_with(|| (rank, role.clone()));
        }
    }

    fn candidate(&self, instrument: &Instrument, header: &str) -> Option<Candidate> {
        if let Some(item) = instrument.item(header) {
            let (item, separator) = (item.id().clone(), None);
            return Some((Evidence::Id, 0, Use::Item { item, separator }));
        }
        let folded = fold(header);
        if let Some((rank, role)) = self.0.get(&folded) {
            return Some((Evidence::Name, *rank, role.clone()));
        }
        let (similarity, _, role) = self
            .0
            .iter()
            .map(|(name, (rank, role))| (similarity(&folded, name), *rank, role))
            .max_by_key(|&(similarity, rank, _)| (similarity, std::cmp::Reverse(rank)))?;
        (similarity >= Evidence::LEAST_SIMILARITY)
            .then(|| (Evidence::Similar(similarity), 0, role.clone()))
    }
}

fn names_of(id: &str, texts: &[&Text], synonyms: &[String]) -> Vec<String> {
    let words = texts
        .iter()
        .flat_map(|text| text.iter().map(|(_, words)| words.to_owned()));
    [id.to_owned()]
        .into_iter()
        .chain(words)
        .chain(synonyms.iter().cloned())
        .collect()
}

/// Per cent of the characters of the longer name that need no change; none where a digit does, which is no slip.
fn similarity(a: &str, b: &str) -> u8 {
    // A header of this length is a question, not a name; the distance costs its square.
    const LONGEST: usize = 200;
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short * 100 < long * usize::from(Evidence::LEAST_SIMILARITY) || long > LONGEST || long == 0 {
        return 0;
    }
    let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    if digits(a) != digits(b) {
        return 0;
    }
    let longest = a.chars().count().max(b.chars().count());
    let same = longest.saturating_sub(distance(a, b));
    u8::try_from(same * 100 / longest).unwrap_or(0)
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
    fn names_that_differ_by_a_number_are_not_similar() {
        assert_eq!(similarity("self estem 1", "self esteem 1"), 92);
        for (a, b) in [
            ("outcome_10", "outcome_11"),
            ("outcome_1", "outcome_11"),
            ("outcomes in month 3", "outcomes in month"),
        ] {
            assert_eq!(similarity(a, b), 0, "{a} {b}");
        }
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
