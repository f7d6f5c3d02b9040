//! Scales, items and blocks that several instruments share.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Instrument;
use super::draft::PartEntry;
use crate::{Error, PartId};

/// Shared documents that come with the crate, by name.
const FILES: &[(&str, &str)] = &[
    (
        "about-you",
        include_str!("../../instruments/shared/about-you.toml"),
    ),
    ("ascs", include_str!("../../instruments/shared/ascs.toml")),
    (
        "budget",
        include_str!("../../instruments/shared/budget.toml"),
    ),
    ("carer", include_str!("../../instruments/shared/carer.toml")),
    (
        "change-carer",
        include_str!("../../instruments/shared/change-carer.toml"),
    ),
    (
        "change-holder",
        include_str!("../../instruments/shared/change-holder.toml"),
    ),
    ("ehc", include_str!("../../instruments/shared/ehc.toml")),
    (
        "own-words",
        include_str!("../../instruments/shared/own-words.toml"),
    ),
    (
        "phb-carer",
        include_str!("../../instruments/shared/phb-carer.toml"),
    ),
    (
        "phb-holder",
        include_str!("../../instruments/shared/phb-holder.toml"),
    ),
    (
        "planning",
        include_str!("../../instruments/shared/planning.toml"),
    ),
    (
        "process",
        include_str!("../../instruments/shared/process.toml"),
    ),
    (
        "scales",
        include_str!("../../instruments/shared/scales.toml"),
    ),
];

/// Shared documents by name, for instruments that say `include = ["scales"]`.
///
/// A shared document declares scales, items without their section (the key is the id) and blocks, which are lists of
/// items. An instrument that includes it may name its scales; lists an item as `{ use = "dignity" }`, where any other
/// key replaces the shared one's (a key cannot be taken away); lists all items of a block as `{ block = "steps" }`; and
/// names a block in a measure as `"@steps"`. Scales that no item uses are not taken over. Once read, an instrument is
/// whole: its hash is of what it says, however that was written.
///
/// # Examples
///
/// ```
/// use poet_core::{Instrument, Parts};
///
/// let parts = Parts::builtin().clone().with_toml("life".parse()?, r#"
///     format = 1
///     [items.rested]
///     kind = "choice"
///     scale = "difference"
///     text = { en = "How has your sleep changed?" }
///     [blocks]
///     night = ["rested"]
/// "#)?;
/// let instrument = Instrument::from_toml_with(r#"
///     format = 1
///     id = "sleep"
///     edition = "1"
///     title = { en = "Sleep" }
///     asks = "change"
///     respondent = "other"
///     licence = "CC0"
///     include = ["scales", "life"]
///     [[sections]]
///     id = "main"
///     role = "outcomes"
///     title = { en = "Sleep" }
///     items = [{ block = "night" }]
///     [[measures]]
///     id = "index"
///     kind = "mean"
///     title = { en = "Index" }
///     items = ["@night"]
/// "#, &parts)?;
/// assert_eq!(instrument.items()[0].scale().map(|s| s.points().len()), Some(5));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Parts(BTreeMap<PartId, PartEntry>);

impl Parts {
    /// The shared documents that come with the crate.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Parts> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            // A test reads every file, so none is left out here.
            let read = |(name, text): &(&str, &str)| {
                Some((name.parse().ok()?, toml::from_str(text).ok()?))
            };
            Self(FILES.iter().filter_map(read).collect())
        })
    }

    /// Adds a shared document written in TOML; it takes the place of one of the same name.
    ///
    /// # Errors
    ///
    /// [`Error::Part`] where the text is no shared document, with line and column.
    pub fn with_toml(self, name: PartId, text: &str) -> Result<Self, Error> {
        let read = toml::from_str(text).map_err(|error| error.to_string());
        self.with(name, read)
    }

    /// Adds a shared document written in JSON; it takes the place of one of the same name.
    ///
    /// # Errors
    ///
    /// As [`Parts::with_toml`].
    pub fn with_json(self, name: PartId, text: &str) -> Result<Self, Error> {
        let read = serde_json::from_str(text).map_err(|error| error.to_string());
        self.with(name, read)
    }

    fn with(mut self, name: PartId, read: Result<PartEntry, String>) -> Result<Self, Error> {
        match read.and_then(|part| sound(&part).map(|()| part)) {
            Ok(part) => {
                self.0.insert(name, part);
                Ok(self)
            }
            Err(message) => Err(Error::Part { name, message }),
        }
    }

    /// Names of the shared documents.
    pub fn names(&self) -> impl Iterator<Item = &PartId> {
        self.0.keys()
    }

    /// Names that an instrument's text includes, so that a loader knows what to fetch: JSON where it begins with a brace,
    /// TOML otherwise. Nothing where it cannot be read, which reading it tells better.
    pub fn included_by(text: &str) -> Vec<PartId> {
        #[derive(Default, Deserialize)]
        struct Head {
            #[serde(default)]
            include: Vec<String>,
        }
        let head: Head = match text.trim_start().starts_with('{') {
            true => serde_json::from_str(text).unwrap_or_default(),
            false => toml::from_str(text).unwrap_or_default(),
        };
        let names = head.include.iter();
        names.filter_map(|name| name.parse().ok()).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<&PartEntry> {
        self.0.get(name)
    }
}

/// What a shared document may not say.
fn sound(part: &PartEntry) -> Result<(), String> {
    if part.format != Instrument::FORMAT {
        let (found, wanted) = (part.format, Instrument::FORMAT);
        return Err(format!("format {found} is not read here, wants {wanted}"));
    }
    let named = |item: &super::draft::ItemDraft| {
        item.id.is_some() || item.shared.is_some() || item.block.is_some()
    };
    match part.items.iter().find(|(_, item)| named(item)) {
        Some((name, _)) => Err(format!(
            "items.{name}: a shared item is whole and its key is its id, wants no `id`, `use` or `block`"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let read = Parts::default().with_toml("life".parse().unwrap(), text);
        read.unwrap_err().to_string()
    }

    #[test]
    fn every_shared_document_that_comes_with_the_crate_is_read() {
        assert_eq!(Parts::builtin().names().count(), FILES.len());
        for (name, text) in FILES {
            let read = Parts::default().with_toml(name.parse().unwrap(), text);
            assert_eq!(read.err(), None);
        }
    }

    #[test]
    fn what_is_no_shared_document_is_refused_with_its_name() {
        assert_eq!(
            refusal("format = 2"),
            "shared document `life` cannot be read: format 2 is not read here, wants 1"
        );
        assert_eq!(
            refusal("format = 1\n[items.rested]\nuse = \"slept\""),
            "shared document `life` cannot be read: items.rested: a shared item is whole and its key is its id, wants \
             no `id`, `use` or `block`"
        );
        for key in ["id = \"slept\"", "block = \"night\""] {
            assert!(
                refusal(&format!("format = 1\n[items.rested]\n{key}")).contains("items.rested")
            );
        }
        let error = refusal("format = 1\n[blocks]\nnight = 3");
        assert!(error.contains("line 3, column 9"), "{error}");
        let read = Parts::default().with_json("life".parse().unwrap(), "{\"format\": }");
        assert!(read.unwrap_err().to_string().contains("line 1 column 12"));
    }

    #[test]
    fn a_loader_learns_what_a_text_includes() {
        let names = |text| -> Vec<String> {
            Parts::included_by(text)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(
            names("id = \"x\"\ninclude = [\"scales\", \"../etc\", \"life\"]"),
            ["scales", "life"]
        );
        assert_eq!(names(" {\"include\": [\"life\"]}"), ["life"]);
        assert!(names("include = 3").is_empty());
        assert!(names("include = [").is_empty());
    }
}
