//! Names that a header is held against.

use std::collections::BTreeMap;

use poet_core::{Instrument, ItemKind, Text, distance, fold};

use super::usual::USUAL;
use super::{Candidate, Evidence};
use crate::mapping::Use;

/// Folded names and what each stands for, with its rank among several names for one use.
pub(super) struct Names(BTreeMap<String, (usize, Use)>);

impl Names {
    pub(super) fn of(instrument: &Instrument) -> Self {
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

    pub(super) fn candidate(&self, instrument: &Instrument, header: &str) -> Option<Candidate> {
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
    use super::*;

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
}
