//! Problems gathered while a document is checked.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use super::ParticipationError;
use crate::{Problem, ProblemKind, Problems, nearest};

/// Problems gathered while a document is checked, in its order.
#[derive(Default)]
pub(super) struct Gathered(Vec<Problem>);

impl Gathered {
    pub(super) fn add(&mut self, place: impl Into<String>, kind: ProblemKind) {
        let place = place.into();
        self.0.push(Problem { place, kind });
    }

    pub(super) fn finish(self, what: &'static str) -> Result<(), ParticipationError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let problems = Problems(self.0);
        Err(ParticipationError::Problems { what, problems })
    }

    /// Reads a name, or notes why it is none.
    pub(super) fn name<T>(&mut self, place: impl Into<String>, text: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        text.parse()
            .map_err(|error: T::Err| self.add(place, ProblemKind::Name(error.to_string())))
            .ok()
    }

    /// Notes words that are not there.
    pub(super) fn words(&mut self, place: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.add(place, ProblemKind::Missing { wants: "words" });
        }
    }

    /// Takes what must be there, or notes that it is not.
    pub(super) fn wanted<T>(
        &mut self,
        place: impl Into<String>,
        found: Option<T>,
        wants: &'static str,
    ) -> Option<T> {
        if found.is_none() {
            self.add(place, ProblemKind::Missing { wants });
        }
        found
    }

    /// Notes a format that is not read here.
    pub(super) fn format(&mut self, found: u32, wanted: u32) {
        if found != wanted {
            self.add("format", ProblemKind::Format { found, wanted });
        }
    }

    /// Notes names that stand twice.
    pub(super) fn distinct<'a>(&mut self, names: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for (place, name) in names {
            match seen.get(name) {
                Some(first) => {
                    let first = first.clone();
                    self.add(place, ProblemKind::Duplicate { first });
                }
                None => drop(seen.insert(name, place)),
            }
        }
    }

    /// Notes a name that is not among the declared ones.
    pub(super) fn declared<'a>(
        &mut self,
        place: impl Into<String>,
        (what, name): (&'static str, &str),
        mut declared: impl Iterator<Item = &'a str> + Clone,
    ) {
        if !declared.clone().any(|known| known == name) {
            let nearest = nearest(name, &mut declared).map(str::to_owned);
            self.add(place, ProblemKind::Undeclared { what, nearest });
        }
    }
}
