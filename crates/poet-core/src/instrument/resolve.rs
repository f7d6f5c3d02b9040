//! A document made whole: what it includes is written out in it.

use std::collections::BTreeMap;

use super::check::Gathered;
use super::document::{Document, ItemEntry, MeasureEntry, ScaleEntry, SectionEntry};
use super::draft::{ItemDraft, PartEntry};
use super::parts::Parts;
use super::problem::ProblemKind;

/// Writes out what a document includes, and notes every name that is not there.
pub(super) fn resolve(draft: Document<ItemDraft>, parts: &Parts, noted: &mut Gathered) -> Document {
    let mut included = Included::new(&draft, parts, noted);
    let sections = draft.sections.into_iter().enumerate();
    let sections: Vec<_> = sections
        .map(|(at, section)| SectionEntry {
            items: included.items(at, section.items, noted),
            id: section.id,
            role: section.role,
            title: section.title,
        })
        .collect();
    let mut scales = draft.scales;
    included.take_scales(&mut scales, &sections, noted);
    let measures = draft.measures.into_iter().enumerate();
    let measures = measures
        .map(|(at, measure)| included.measure(at, measure, noted))
        .collect();
    included.unused(noted);
    Document {
        format: draft.format,
        include: Vec::new(),
        id: draft.id,
        edition: draft.edition,
        title: draft.title,
        asks: draft.asks,
        respondent: draft.respondent,
        licence: draft.licence,
        source: draft.source,
        note: draft.note,
        scales,
        sections,
        measures,
    }
}

/// The shared documents of one instrument.
struct Included<'a> {
    parts: Vec<Part<'a>>,
    /// Whether some name of the list is unknown; what it would have held is then no news.
    incomplete: bool,
}

struct Part<'a> {
    place: String,
    entry: &'a PartEntry,
    used: bool,
}

impl<'a> Included<'a> {
    fn new(draft: &Document<ItemDraft>, parts: &'a Parts, noted: &mut Gathered) -> Self {
        let at = |i: usize, name: &str| format!("include[{i}] ({name})");
        let named = draft.include.iter().enumerate();
        noted.distinct(named.clone().map(|(i, name)| (at(i, name), name.as_str())));
        let mut included = Self {
            parts: Vec::new(),
            incomplete: false,
        };
        for (i, name) in named {
            let place = at(i, name);
            match parts.get(name) {
                // Noted as standing twice.
                Some(_) if draft.include[..i].contains(name) => {}
                Some(entry) => included.parts.push(Part {
                    place,
                    entry,
                    used: false,
                }),
                None => {
                    let names = parts.names().map(AsRef::as_ref);
                    noted.undeclared(place, "shared document", name, names);
                    included.incomplete = true;
                }
            }
        }
        included.names_apart(draft, noted);
        included
    }

    /// A name of a scale, an item or a block has one home.
    fn names_apart(&self, draft: &Document<ItemDraft>, noted: &mut Gathered) {
        let own = draft
            .scales
            .keys()
            .map(|k| (format!("scales.{k}"), k.as_str()));
        let of = |kind: &'static str, keys: fn(&PartEntry) -> Vec<&str>| {
            let parts = self.parts.iter();
            parts.flat_map(move |part| {
                let keys = keys(part.entry).into_iter();
                keys.map(move |k| (format!("{}.{kind}.{k}", part.place), k))
            })
        };
        noted.distinct(own.chain(of("scales", |p| names(&p.scales))));
        noted.distinct(of("items", |p| names(&p.items)));
        noted.distinct(of("blocks", |p| names(&p.blocks)));
    }

    /// What the included documents hold under a name, and marks the document that holds it as used.
    fn find<T>(&mut self, name: &str, of: fn(&PartEntry) -> &BTreeMap<String, T>) -> Option<&'a T> {
        self.parts.iter_mut().find_map(|part| {
            let found = of(part.entry).get(name)?;
            part.used = true;
            Some(found)
        })
    }

    /// Notes a name that no included document holds, unless one that is not there might.
    fn unknown<'n>(
        &self,
        place: String,
        (what, name): (&'static str, &str),
        known: impl Iterator<Item = &'n str>,
        noted: &mut Gathered,
    ) {
        match self.incomplete {
            true => noted.settle(place),
            false => noted.undeclared(place, what, name, known),
        }
    }

    /// Names of one kind in all included documents.
    fn known<T: 'a>(
        &self,
        of: fn(&PartEntry) -> &BTreeMap<String, T>,
    ) -> impl Iterator<Item = &'a str> + use<'a, '_, T> {
        let keys = self
            .parts
            .iter()
            .flat_map(move |part| of(part.entry).keys());
        keys.map(String::as_str)
    }

    /// The items of a section written out; a name that is not there stands as an empty item.
    fn items(
        &mut self,
        section: usize,
        drafts: Vec<ItemDraft>,
        noted: &mut Gathered,
    ) -> Vec<ItemEntry> {
        let mut items = Vec::new();
        for draft in drafts {
            let place = |at: usize, name: &str| format!("sections[{section}].items[{at}] ({name})");
            match (&draft.block, &draft.shared) {
                (None, None) => items.push(draft.whole()),
                (None, Some(name)) => {
                    let name = name.clone();
                    let id = draft.id.clone().unwrap_or_else(|| name.clone());
                    let place = place(items.len(), &id);
                    items.push(self.item((&place, &name), draft, noted));
                }
                (Some(name), _) => {
                    if !draft.is_block_alone() {
                        let because =
                            "a block stands alone; its items are changed one by one with `use`";
                        let place = place(items.len(), &format!("@{name}"));
                        noted.add(place, ProblemKind::Misplaced { because });
                    }
                    let here = format!("sections[{section}].items[{}] (@{name})", items.len());
                    for name in self.block(&here, name, noted) {
                        let place = place(items.len(), name);
                        items.push(self.item((&place, name), ItemDraft::default(), noted));
                    }
                }
            }
        }
        items
    }

    fn item(
        &mut self,
        (place, name): (&str, &str),
        draft: ItemDraft,
        noted: &mut Gathered,
    ) -> ItemEntry {
        let shared = self.find(name, |p| &p.items).cloned();
        if shared.is_none() {
            let known = self.known(|p| &p.items);
            self.unknown(place.to_owned(), ("shared item", name), known, noted);
        }
        let shared = ItemDraft {
            id: Some(name.to_owned()),
            ..shared.unwrap_or_default()
        };
        draft.over(shared).whole()
    }

    /// Names of the items of a block.
    fn block(&mut self, place: &str, name: &str, noted: &mut Gathered) -> &'a [String] {
        let block = self.find(name, |p| &p.blocks);
        if block.is_none() {
            let known = self.known(|p| &p.blocks);
            self.unknown(place.to_owned(), ("block", name), known, noted);
        }
        block.map_or(&[], Vec::as_slice)
    }

    /// Adds the shared scales that the items use, and those that a scale falls onto. What a document without includes lacks, the check tells.
    fn take_scales(
        &mut self,
        scales: &mut BTreeMap<String, ScaleEntry>,
        sections: &[SectionEntry],
        noted: &mut Gathered,
    ) {
        for (s, section) in sections.iter().enumerate() {
            for (i, item) in section.items.iter().enumerate() {
                let Some(name) = item
                    .scale
                    .as_ref()
                    .filter(|name| !scales.contains_key(*name))
                else {
                    continue;
                };
                if let Some(scale) = self.find(name, |p| &p.scales) {
                    scales.insert(name.clone(), scale.clone());
                } else if self.incomplete || !self.parts.is_empty() {
                    let place = format!("sections[{s}].items[{i}] ({}).scale", item.id);
                    let known = self.known(|p| &p.scales);
                    let known = known.chain(scales.keys().map(String::as_str));
                    self.unknown(place, ("scale", name), known, noted);
                }
            }
        }
        let mut open: Vec<String> = scales.values().flat_map(fallen_onto).collect();
        while let Some(name) = open.pop() {
            if !scales.contains_key(&name)
                && let Some(scale) = self.find(&name, |p| &p.scales)
            {
                open.extend(fallen_onto(scale));
                scales.insert(name, scale.clone());
            }
        }
    }

    /// A measure with its blocks written out.
    fn measure(&mut self, at: usize, measure: MeasureEntry, noted: &mut Gathered) -> MeasureEntry {
        let mut items: Vec<String> = Vec::new();
        for name in &measure.items {
            let place = format!("measures[{at}] ({}).items[{}]", measure.id, items.len());
            match name.strip_prefix('@') {
                None => items.push(name.clone()),
                Some(block) => {
                    let named = self.block(&place, block, noted);
                    match named.is_empty() {
                        // It stays, so that the measure does not seem empty too.
                        true => items.push(name.clone()),
                        false => items.extend_from_slice(named),
                    }
                }
            }
        }
        MeasureEntry { items, ..measure }
    }

    fn unused(self, noted: &mut Gathered) {
        for part in self.parts.into_iter().filter(|part| !part.used) {
            noted.add(part.place, ProblemKind::Unused);
        }
    }
}

/// Names of the scales that a scale falls onto.
fn fallen_onto(scale: &ScaleEntry) -> impl Iterator<Item = String> {
    scale.collapse.keys().cloned()
}

fn names<T>(map: &BTreeMap<String, T>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Catalogue, Error, Instrument, Parts};

    const STEPS: &str = r#"
        format = 1
        [scales.effort]
        points = [
            { code = "1", label = { en = "Easy" }, reading = "favourable", score = 1 },
            { code = "2", label = { en = "Hard" }, reading = "unfavourable", score = 0 },
        ]
        [items.information]
        kind = "choice"
        scale = "effort"
        required = true
        text = { en = "Information?" }
        topic = "information"
        status = "published"
        [items.assessment]
        kind = "choice"
        scale = "effort"
        text = { en = "Assessment?" }
        [blocks]
        steps = ["information", "assessment"]
    "#;

    const HEAD: &str = r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial" }
        asks = "state"
        respondent = "other"
        licence = "CC0"
    "#;

    const SECTION: &str =
        "[[sections]]\nid = \"main\"\nrole = \"process\"\ntitle = { en = \"Main\" }\n";

    const INDEX: &str =
        "[[measures]]\nid = \"index\"\nkind = \"mean\"\ntitle = { en = \"Index\" }\n";

    fn parts() -> Parts {
        let parts = Parts::builtin().clone();
        parts.with_toml("steps".parse().unwrap(), STEPS).unwrap()
    }

    fn read(include: &str, rest: &str) -> Result<Instrument, Error> {
        let text = format!("{HEAD}include = {include}\n{SECTION}{rest}");
        Instrument::from_toml_with(&text, &parts())
    }

    fn problems(include: &str, rest: &str) -> Vec<String> {
        match read(include, rest) {
            Err(Error::Instrument(problems)) => problems.iter().map(ToString::to_string).collect(),
            other => panic!("{other:?}"),
        }
    }

    const STEP: &str = r#"["steps"]"#;

    #[test]
    fn the_hash_is_of_what_it_says_however_it_is_written() {
        let scale = r#"
            [scales.effort]
            points = [
                { code = "1", label = { en = "Easy" }, reading = "favourable", score = 1 },
                { code = "2", label = { en = "Hard" }, reading = "unfavourable", score = 0 },
            ]
        "#;
        let whole = format!(
            r#"{HEAD}{scale}{SECTION}
            [[sections.items]]
            id = "information"
            kind = "choice"
            scale = "effort"
            required = true
            reversed = false
            text = {{ en = "Information?" }}
            topic = "information"
            status = "published"
            [[sections.items]]
            id = "assessment"
            kind = "choice"
            scale = "effort"
            text = {{ en = "Assessment?" }}
            {INDEX}items = ["information", "assessment"]"#
        );
        let whole = Instrument::from_toml(&whole).unwrap();
        let index = format!("{INDEX}items = [\"@steps\"]");
        let block = format!("items = [{{ block = \"steps\" }}]\n{index}");
        let uses = "items = [{ use = \"information\" }, { use = \"assessment\" }]\n";
        let tables =
            "[[sections.items]]\nuse = \"information\"\n[[sections.items]]\nuse = \"assessment\"\n";
        for rest in [block, format!("{uses}{index}"), format!("{tables}{index}")] {
            let read = read(STEP, &rest).unwrap();
            assert_eq!(read.hash(), whole.hash());
            assert_eq!(read.to_toml().unwrap(), whole.to_toml().unwrap());
        }
    }

    #[test]
    fn any_key_beside_use_takes_the_place_of_the_shared_one() {
        let rest = r#"items = [
            { use = "information", id = "advice", required = false, text = { cy = "Cyngor?" }, label = { en = "Advice" },
              reversed = true, series = "s", synonyms = ["adv"], topic = "advice", status = "inferred" },
            { use = "information", kind = "number", scale = "yes_no" },
            { use = "assessment", kind = "choice", scale = "yes_no", ask_if = { answered = "advice" } },
        ]"#;
        let rest = rest.replace("kind = \"number\", scale = \"yes_no\"", "required = true");
        let read = read(r#"["steps", "scales"]"#, &rest).unwrap();
        let [advice, information, assessment] = read.items() else {
            panic!("three items");
        };
        assert_eq!(advice.id().as_str(), "advice");
        assert!(!advice.is_required());
        assert_eq!(advice.text().english(), "Cyngor?");
        assert_eq!(advice.label().english(), "Advice");
        assert_eq!(advice.series().map(AsRef::as_ref), Some("s"));
        assert_eq!(
            (advice.topic(), advice.synonyms()),
            (Some("advice"), &["adv".to_owned()][..])
        );
        assert_eq!(advice.scale().unwrap().points()[0].score(), Some(0));
        assert_eq!(information.id().as_str(), "information");
        assert!(information.is_required());
        assert_eq!(assessment.scale().unwrap().id().as_str(), "yes_no");
        assert!(assessment.ask_if().is_some());
        let scales: Vec<_> = read.scales().map(|s| s.id().as_str()).collect();
        assert_eq!(scales, ["effort", "yes_no"]);
        assert!(!read.to_toml().unwrap().contains("include"));
    }

    #[test]
    fn a_bound_of_a_shared_number_is_replaced() {
        let parts = Parts::default()
            .with_json(
                "years".parse().unwrap(),
                r#"{"format": 1, "items": {"years": {"kind": "number", "min": 1, "max": 9, "decimals": 2,
                    "text": {"en": "Years?"}}}}"#,
            )
            .unwrap();
        let text = format!(
            "{HEAD}include = [\"years\"]\n{SECTION}items = [{{ use = \"years\", min = 2, max = 8, decimals = 1 }}, \
             {{ use = \"years\", id = \"same\" }}]"
        );
        let read = Instrument::from_toml_with(&text, &parts).unwrap();
        let limits = |id| match read.item(id).unwrap().kind() {
            crate::ItemKind::Number(limits) => *limits,
            _ => panic!("a number"),
        };
        let of = |min: i64, max: i64, decimals| crate::Limits {
            min: Some(min.into()),
            max: Some(max.into()),
            decimals,
        };
        assert_eq!(limits("years"), of(2, 8, 1));
        assert_eq!(limits("same"), of(1, 9, 2));
    }

    #[test]
    fn a_name_that_is_not_there_is_told_with_the_nearest() {
        let rest = format!(
            "items = [{{ use = \"asessment\", id = \"first\" }}, {{ block = \"stepps\" }}, \
             {{ use = \"information\", scale = \"efort\" }}]\n{INDEX}items = [\"information\", \"@stps\", \"first\"]"
        );
        assert_eq!(
            problems(STEP, &rest),
            [
                "sections[0].items[0] (first): no shared item of this name is declared, nearest is `assessment`",
                "sections[0].items[1] (@stepps): no block of this name is declared, nearest is `steps`",
                "sections[0].items[1] (information).scale: no scale of this name is declared, nearest is `effort`",
                "measures[0] (index).items[1]: no block of this name is declared, nearest is `steps`",
            ]
        );
    }

    #[test]
    fn an_unknown_include_is_told_once_and_not_again_for_each_item() {
        let rest = format!(
            "items = [{{ block = \"steps\" }}, {{ use = \"dignity\" }}, {{ use = \"information\", scale = \"x\" }}]\n\
             {INDEX}items = [\"@steps\"]"
        );
        assert_eq!(
            problems(r#"["stepps"]"#, &rest),
            [
                "include[0] (stepps): no shared document of this name is declared, nearest is `steps`"
            ]
        );
    }

    #[test]
    fn what_is_wrong_beside_is_told_too() {
        let rest =
            "items = [{ use = \"asessment\" }, { use = \"information\", status = \"guessed\" }]";
        assert_eq!(
            problems(STEP, rest),
            [
                "sections[0].items[0] (asessment): no shared item of this name is declared, nearest is `assessment`",
                "sections[0].items[1] (information).status: unknown word, wants one of published, inferred",
            ]
        );
    }

    #[test]
    fn an_include_from_which_nothing_is_taken_is_told() {
        let own = "items = [{ id = \"own\", kind = \"text\", text = { en = \"Own?\" } }]";
        assert_eq!(
            problems(r#"["steps", "scales"]"#, own),
            [
                "include[0] (steps): nothing of it is used",
                "include[1] (scales): nothing of it is used"
            ]
        );
        assert_eq!(
            problems(
                r#"["steps", "steps"]"#,
                "items = [{ use = \"assessment\" }]"
            ),
            ["include[1] (steps): stands here for the second time, first at include[0] (steps)"]
        );
    }

    #[test]
    fn a_name_has_one_home() {
        let again = parts().with_toml("again".parse().unwrap(), STEPS).unwrap();
        let own = "[scales.effort]\npoints = [{ code = \"1\", label = { en = \"Easy\" } }]\n";
        let text = format!(
            "{HEAD}include = [\"steps\", \"again\"]\n{own}{SECTION}items = [{{ use = \"assessment\" }}]"
        );
        let Err(Error::Instrument(problems)) = Instrument::from_toml_with(&text, &again) else {
            panic!("two homes");
        };
        let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
        let second = |kind: &str, first: &str| {
            format!("include[1] (again).{kind}: stands here for the second time, first at {first}")
        };
        assert_eq!(
            problems,
            [
                "include[0] (steps).scales.effort: stands here for the second time, first at scales.effort".to_owned(),
                second("scales.effort", "scales.effort"),
                second("items.assessment", "include[0] (steps).items.assessment"),
                second("items.information", "include[0] (steps).items.information"),
                second("blocks.steps", "include[0] (steps).blocks.steps"),
                "include[1] (again): nothing of it is used".to_owned(),
            ]
        );
    }

    #[test]
    fn a_block_is_taken_as_it_is() {
        let rest = "items = [{ block = \"steps\", required = true }]";
        assert_eq!(
            problems(STEP, rest),
            [
                "sections[0].items[0] (@steps): does not belong here: a block stands alone; its items are changed one by \
              one with `use`"
            ]
        );
        let both = "items = [{ block = \"steps\", use = \"assessment\" }]";
        assert_eq!(problems(STEP, both), problems(STEP, rest));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn resolving_twice_is_resolving_once(chosen in prop::collection::vec(0..3_usize, 1..4), json in any::<bool>()) {
            let forms = [
                "{ use = \"information\", id = \"ID\" }",
                "{ use = \"assessment\", id = \"ID\", scale = \"yes_no\" }",
                "{ id = \"ID\", kind = \"choice\", scale = \"yes_no\", text = { en = \"Own?\" } }",
            ];
            let items: Vec<_> = chosen
                .iter()
                .enumerate()
                .map(|(at, &form)| forms[form].replace("ID", &format!("q{at}")))
                .collect();
            let uses = |form| chosen.contains(&form);
            let include = match (uses(0), uses(1) || uses(2)) {
                (true, true) => r#"["steps", "scales"]"#,
                (true, false) => STEP,
                (false, _) if uses(1) => r#"["steps", "scales"]"#,
                _ => r#"["scales"]"#,
            };
            let once = read(include, &format!("items = [{}]", items.join(", "))).unwrap();
            let twice = match json {
                true => Instrument::from_json_with(&once.to_json().unwrap(), &Parts::default()),
                false => Instrument::from_toml_with(&once.to_toml().unwrap(), &Parts::default()),
            }
            .unwrap();
            prop_assert_eq!(twice.hash(), once.hash());
            prop_assert_eq!(twice.to_toml().unwrap(), once.to_toml().unwrap());
        }
    }

    #[test]
    fn the_instruments_of_the_crate_are_whole() {
        for instrument in Catalogue::builtin().iter() {
            let alone =
                Instrument::from_toml_with(&instrument.to_toml().unwrap(), &Parts::default());
            assert_eq!(alone.unwrap().hash(), instrument.hash());
        }
    }
}
