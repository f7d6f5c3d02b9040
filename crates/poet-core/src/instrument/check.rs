//! The one check of an instrument: every problem is found, each with its place.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use super::document::{Document, ItemEntry, SectionEntry, Words};
use super::problem::{Problem, ProblemKind, Problems, nearest};
use super::scale::{Reading, Scale, Status};
use super::{Asks, Respondent, Section, SectionRole};
use crate::{Language, Text};

mod collapse;
mod condition;
pub(super) mod item;
pub(super) mod measure;
mod scale;
#[cfg(test)]
mod tests;

/// Problems gathered while a document becomes an instrument.
#[derive(Default)]
pub(super) struct Gathered {
    problems: Vec<Problem>,
    /// Places below which nothing more is noted: what is wrong there follows from what was noted before.
    settled: Vec<String>,
}

impl Gathered {
    pub(super) fn add(&mut self, place: impl Into<String>, kind: ProblemKind) {
        let place = place.into();
        if !self.settled.iter().any(|s| place.starts_with(s.as_str())) {
            self.problems.push(Problem { place, kind });
        }
    }

    /// Notes nothing more at a place.
    pub(super) fn settle(&mut self, place: String) {
        self.settled.push(place);
    }

    /// Notes nothing more at the places of what was noted so far.
    pub(super) fn settle_noted(&mut self) {
        let places = self.problems.iter().map(|p| p.place.clone());
        self.settled.extend(places);
    }

    fn finish(self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(Problems(self.problems))
        }
    }

    /// Reads a name, or notes why it is none.
    fn name<T>(&mut self, place: impl Into<String>, text: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        match text.parse() {
            Ok(name) => Some(name),
            Err(error) => {
                let error: T::Err = error;
                let near = near_name::<T>(text).map(|name| format!(", such as `{name}`"));
                let near = near.unwrap_or_default();
                self.add(place, ProblemKind::Name(format!("{error}{near}")));
                None
            }
        }
    }

    /// Reads one word of a closed list, or notes what was wanted.
    fn word<T: Copy>(&mut self, place: String, text: &str, list: &Vocabulary<T>) -> Option<T> {
        let found = list.words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            self.add(place, ProblemKind::Word { wants: list.wants });
        }
        found.map(|&(_, value)| value)
    }

    /// Reads words by language, or notes what is missing.
    fn text(&mut self, place: &str, words: &Words) -> Option<Text> {
        let mut read = BTreeMap::new();
        for (tag, text) in words {
            let here = format!("{place}.{tag}");
            if text.trim().is_empty() {
                self.add(here.as_str(), ProblemKind::Missing { wants: "words" });
            }
            if let Some(language) = self.name::<Language>(here, tag) {
                read.insert(language, text.clone());
            }
        }
        if words.is_empty() {
            let wants = "words in at least one language, such as `en`";
            self.add(place, ProblemKind::Missing { wants });
        }
        Text::new(read)
    }

    /// Notes names that stand twice.
    pub(super) fn distinct<'a>(&mut self, names: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for (place, name) in names {
            if let Some(first) = seen.get(name) {
                let first = first.clone();
                self.add(place, ProblemKind::Duplicate { first });
            } else {
                seen.insert(name, place);
            }
        }
    }

    pub(super) fn undeclared<'a>(
        &mut self,
        place: String,
        what: &'static str,
        name: &str,
        declared: impl Iterator<Item = &'a str>,
    ) {
        let nearest = nearest(name, declared).map(str::to_owned);
        self.add(place, ProblemKind::Undeclared { what, nearest });
    }
}

/// The text in lower case, with a line for each run of other signs, where that is such a name.
fn near_name<T: FromStr>(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words = || {
        lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    let joined = |line| words().collect::<Vec<_>>().join(line);
    ["_", "-"]
        .map(joined)
        .into_iter()
        .find(|name| name.parse::<T>().is_ok())
}

pub(super) struct Vocabulary<T: 'static> {
    wants: &'static str,
    pub(super) words: &'static [(&'static str, T)],
}

pub(super) const READINGS: Vocabulary<Reading> = Vocabulary {
    wants: "favourable, neutral, unfavourable, outside",
    words: &[
        ("favourable", Reading::Favourable),
        ("neutral", Reading::Neutral),
        ("unfavourable", Reading::Unfavourable),
        ("outside", Reading::Outside),
    ],
};

pub(super) const STATUSES: Vocabulary<Status> = Vocabulary {
    wants: "published, inferred",
    words: &[
        ("published", Status::Published),
        ("inferred", Status::Inferred),
    ],
};

pub(super) const ASKS: &[(&str, Asks)] = &[("change", Asks::Change), ("state", Asks::State)];

pub(super) const RESPONDENTS: &[(&str, Respondent)] = &[
    ("holder", Respondent::Holder),
    ("carer", Respondent::Carer),
    ("child", Respondent::Child),
    ("parent", Respondent::Parent),
    ("practitioner", Respondent::Practitioner),
    ("staff", Respondent::Staff),
    ("user", Respondent::User),
    ("other", Respondent::Other),
];

pub(super) const ROLES: &[(&str, SectionRole)] = &[
    ("about_you", SectionRole::AboutYou),
    ("budget", SectionRole::Budget),
    ("planning", SectionRole::Planning),
    ("process", SectionRole::Process),
    ("outcomes", SectionRole::Outcomes),
    ("comments", SectionRole::Comments),
    ("other", SectionRole::Other),
];

/// Parts of an instrument that the check has read.
pub(super) struct Checked {
    pub(super) title: Text,
    pub(super) asks: Asks,
    pub(super) respondent: Respondent,
    pub(super) scales: Vec<Arc<Scale>>,
    pub(super) sections: Vec<Section>,
    pub(super) items: Vec<super::Item>,
    pub(super) measures: Vec<super::Measure>,
}

/// Checks a document whole, after what was noted while it was resolved.
pub(super) fn check(
    document: &Document,
    format: u32,
    mut gathered: Gathered,
) -> Result<Checked, Problems> {
    let read = read(document, format, &mut gathered);
    gathered.finish()?;
    read.ok_or_else(|| {
        // Every part that cannot be read has noted a problem, so this list is never seen empty.
        Problems(Vec::new())
    })
}

fn read(document: &Document, format: u32, gathered: &mut Gathered) -> Option<Checked> {
    if document.format != format {
        let (found, wanted) = (document.format, format);
        gathered.add("format", ProblemKind::Format { found, wanted });
    }
    gathered.name::<crate::InstrumentId>("id", &document.id);
    gathered.name::<crate::Edition>("edition", &document.edition);
    if document.licence.trim().is_empty() {
        let wants = "the licence of the wording";
        gathered.add("licence", ProblemKind::Missing { wants });
    }
    let asks = Vocabulary {
        wants: "change, state",
        words: ASKS,
    };
    let respondents = Vocabulary {
        wants: "holder, carer, child, parent, practitioner, staff, user, other",
        words: RESPONDENTS,
    };
    let title = gathered.text("title", &document.title);
    let asks = gathered.word("asks".into(), &document.asks, &asks);
    let respondent = gathered.word("respondent".into(), &document.respondent, &respondents);
    let scales = scale::scales(&document.scales, gathered);
    let sections = sections(&document.sections, gathered);
    let items = item::items(document, &scales, gathered);
    let measures = measure::measures(document, &items, gathered);
    Some(Checked {
        title: title?,
        asks: asks?,
        respondent: respondent?,
        scales: scales.into_values().flatten().collect(),
        sections: sections?,
        items: items.into_iter().collect::<Option<_>>()?,
        measures: measures?,
    })
}

fn status(place: &str, word: Option<&str>, gathered: &mut Gathered) -> Option<Status> {
    gathered.word(format!("{place}.status"), word?, &STATUSES)
}

fn sections(entries: &[SectionEntry], gathered: &mut Gathered) -> Option<Vec<Section>> {
    let roles = Vocabulary {
        wants: "about_you, budget, planning, process, outcomes, comments, other",
        words: ROLES,
    };
    if entries.iter().all(|s| s.items.is_empty()) {
        let wants = "a section with at least one item";
        gathered.add("sections", ProblemKind::Missing { wants });
    }
    let at = |i: usize| format!("sections[{i}]");
    gathered.distinct(
        entries
            .iter()
            .enumerate()
            .map(|(i, s)| (at(i) + ".id", s.id.as_str())),
    );
    let read: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(i, entry)| {
            let id = gathered.name(at(i) + ".id", &entry.id);
            let role = gathered.word(at(i) + ".role", &entry.role, &roles);
            let title = gathered.text(&(at(i) + ".title"), &entry.title);
            Some(Section {
                id: id?,
                role: role?,
                title: title?,
            })
        })
        .collect();
    read.into_iter().collect()
}

/// Every item entry with its section and its place.
fn entries(document: &Document) -> impl Iterator<Item = (usize, String, &ItemEntry)> {
    document
        .sections
        .iter()
        .enumerate()
        .flat_map(|(s, section)| {
            section
                .items
                .iter()
                .enumerate()
                .map(move |(i, item)| (s, format!("sections[{s}].items[{i}] ({})", item.id), item))
        })
}
