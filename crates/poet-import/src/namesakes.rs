//! Organisations whose names are the same but for case, spacing and punctuation.

use std::collections::{BTreeMap, BTreeSet};

use poet_core::{OrganisationId, fold};

/// Names of organisations by what they have in common apart from case, spacing and punctuation.
///
/// Holds a bounded number of names; those past it are not looked at.
#[derive(Default)]
pub(crate) struct Namesakes {
    names: BTreeMap<String, BTreeSet<OrganisationId>>,
    held: usize,
}

/// Most names held: more than there are organisations in a country.
const MOST: usize = 1 << 16;

impl Namesakes {
    pub(crate) fn see(&mut self, name: OrganisationId) {
        if self.held < MOST {
            let alike = self.names.entry(fold(name.as_str())).or_default();
            self.held += usize::from(alike.insert(name));
        }
    }

    /// Names that are alike, each with the others.
    pub(crate) fn groups(&self) -> Vec<Vec<OrganisationId>> {
        let several = self.names.values().filter(|alike| alike.len() > 1);
        several
            .map(|alike| alike.iter().cloned().collect())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_letters_and_there_is_an_end_to_them() {
        let mut namesakes = Namesakes::default();
        for name in [
            "Leeds",
            "LEEDS",
            "St. Helens",
            "York",
            "St  Helens",
            "Leeds",
            "Leeds 2",
        ] {
            namesakes.see(name.parse().unwrap());
        }
        let groups = namesakes.groups();
        let told: Vec<Vec<&str>> = groups
            .iter()
            .map(|group| group.iter().map(OrganisationId::as_str).collect())
            .collect();
        assert_eq!(told, [["LEEDS", "Leeds"], ["St  Helens", "St. Helens"]]);
        for n in 0..=MOST {
            namesakes.see(format!("{n}").parse().unwrap());
        }
        assert_eq!(namesakes.held, MOST);
    }
}
