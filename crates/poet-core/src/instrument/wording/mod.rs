//! Somebody's own words for an instrument, such as the official ones.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Instrument;
use super::check::Gathered;
use super::document::{Document, Words};
use super::problem::nearest;
#[cfg(feature = "schema")]
use super::schema;
use crate::{Error, InstrumentKey, Language};

pub use report::{MissingWords, UnknownWords, WordingReport};

mod report;

/// Words that take the place of an instrument's own, by item id and language.
///
/// Holds no empty words and says its licence. The words of an instrument are ours and free; whoever is licensed to use
/// the official ones loads them from a file over ours. Nothing but words can be said here, so items, points, scores,
/// routing and measures stay.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Wording};
///
/// let wording = Wording::from_toml(r#"
///     format = 1
///     instrument = "adult-holders@2014"
///     licence = "Example Ltd, by permission"
///     title = { en = "Holders of a budget" }
///     [sections]
///     outcomes = { en = "Your life" }
///     [items.dignity]
///     text = { en = "Dignity, because of the budget?" }
///     [scales.difference]
///     1 = { en = "Far better" }
/// "#)?;
/// let ours = Catalogue::builtin().get(wording.instrument())?;
/// let (theirs, report) = ours.with_wording(&wording)?;
/// assert_eq!(theirs.items()[20].text().english(), "Dignity, because of the budget?");
/// assert_eq!((report.replaced(), report.unknown().len()), (4, 0));
/// assert_ne!(theirs.hash(), ours.hash());
/// assert_eq!(theirs.structure(), ours.structure());
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Wording(Entry);

/// Words that take the place of an instrument's own, by item id and language.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Wording")
)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[cfg_attr(feature = "schema", schemars(with = "schema::Format"))]
    format: u32,
    instrument: InstrumentKey,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NotBlank"))]
    licence: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "schema::AnyWords"))]
    title: NewWords,
    #[serde(default)]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "BTreeMap<String, schema::AnyWords>")
    )]
    sections: BTreeMap<String, NewWords>,
    #[serde(default)]
    items: BTreeMap<String, ItemWords>,
    #[serde(default)]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "BTreeMap<String, BTreeMap<String, schema::AnyWords>>")
    )]
    scales: BTreeMap<String, BTreeMap<String, NewWords>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ItemWords {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "schema::AnyWords"))]
    text: NewWords,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "schema::AnyWords"))]
    label: NewWords,
}

type NewWords = BTreeMap<Language, String>;

impl Wording {
    /// Reads a wording written in TOML.
    ///
    /// # Errors
    ///
    /// [`Error::Wording`] where the text is no wording, with line and column, or where words or the licence are empty.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Self::new(toml::from_str(text).map_err(|error| error.to_string()))
    }

    /// Reads a wording written in JSON.
    ///
    /// # Errors
    ///
    /// As [`Wording::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::new(serde_json::from_str(text).map_err(|error| error.to_string()))
    }

    fn new(entry: Result<Entry, String>) -> Result<Self, Error> {
        let sound = entry.and_then(|entry| entry.sound().map(|()| entry));
        sound
            .map(Self)
            .map_err(|message| Error::Wording { message })
    }

    /// The instrument that it words.
    pub fn instrument(&self) -> &InstrumentKey {
        &self.0.instrument
    }

    /// Licence of the words.
    pub fn licence(&self) -> &str {
        &self.0.licence
    }
}

impl Entry {
    fn sound(&self) -> Result<(), String> {
        if self.format != Instrument::FORMAT {
            let (found, wanted) = (self.format, Instrument::FORMAT);
            return Err(format!("format {found} is not read here, wants {wanted}"));
        }
        if self.licence.trim().is_empty() {
            return Err("licence: is empty, wants the licence of the wording".to_owned());
        }
        let empty = |words: &NewWords| words.values().any(|text| text.trim().is_empty());
        match self.texts().into_iter().find(|(_, words)| empty(words)) {
            Some((place, _)) => Err(format!("{place}: is empty, wants words")),
            None => Ok(()),
        }
    }

    /// Every text with its place.
    fn texts(&self) -> BTreeMap<String, &NewWords> {
        let mut texts = BTreeMap::from([("title".to_owned(), &self.title)]);
        for (id, words) in &self.sections {
            texts.insert(format!("sections.{id}"), words);
        }
        for (id, words) in &self.items {
            texts.insert(format!("items.{id}.text"), &words.text);
            texts.insert(format!("items.{id}.label"), &words.label);
        }
        for (id, points) in &self.scales {
            let points = points.iter();
            texts.extend(points.map(|(code, words)| (format!("scales.{id}.{code}"), words)));
        }
        texts
    }
}

impl Instrument {
    /// The same instrument in other words, and what became of them.
    ///
    /// Words are replaced language by language; a language that the instrument does not have is added. The licence is the
    /// wording's, and names the instrument's too where some of its words still stand.
    ///
    /// Another wording has another [hash](Self::hash), since a stored figure says by it what people were asked, and the
    /// same [structure](Self::structure), since every answer means what it meant. So tallies of the two are not merged,
    /// and can be pooled ([`Pool`](crate::Pool)) with every item and measure.
    ///
    /// # Errors
    ///
    /// [`Error::WordingOf`] where it words another instrument; [`Error::Instrument`] where two answers of one scale could
    /// no longer be told apart.
    pub fn with_wording(&self, wording: &Wording) -> Result<(Self, WordingReport), Error> {
        if wording.instrument() != self.key() {
            return Err(Error::WordingOf {
                found: wording.instrument().clone(),
                wanted: self.key().clone(),
            });
        }
        let mut document = self.document().clone();
        let report = reword(&mut document, &wording.0);
        document.licence = match report.missing.is_empty() {
            true => wording.licence().to_owned(),
            false => format!(
                "{}; words that it leaves: {}",
                wording.licence(),
                self.licence()
            ),
        };
        let worded = Self::new(document, Gathered::default())?;
        Ok((worded, report))
    }
}

fn reword(document: &mut Document, wording: &Entry) -> WordingReport {
    let mut report = WordingReport::default();
    let mut left = wording.texts();
    for (place, words) in texts(document) {
        let new = left.remove(&place);
        let is_label = place.starts_with("items.") && place.rsplit('.').next() == Some("label");
        let has = |tag: &str| new.is_some_and(|new| new.keys().any(|l| l.as_str() == tag));
        for tag in words.keys().filter(|tag| !is_label && !has(tag)) {
            // Tags of a checked instrument are languages.
            report
                .missing
                .extend(tag.parse().map(|language| MissingWords {
                    place: place.clone(),
                    language,
                }));
        }
        for (language, text) in new.into_iter().flatten() {
            words.insert(language.to_string(), text.clone());
            report.replaced += 1;
        }
    }
    let known: Vec<String> = texts(document)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    let unknown = left.into_iter().filter(|(_, words)| !words.is_empty());
    report.unknown = unknown
        .map(|(place, _)| UnknownWords {
            nearest: nearest(&place, known.iter().map(String::as_str)).map(str::to_owned),
            place,
        })
        .collect();
    report
}

/// Every text of an instrument with its place in a wording, in the order of the form.
fn texts(document: &mut Document) -> Vec<(String, &mut Words)> {
    let mut texts = vec![("title".to_owned(), &mut document.title)];
    for section in &mut document.sections {
        texts.push((format!("sections.{}", section.id), &mut section.title));
        for item in &mut section.items {
            texts.push((format!("items.{}.text", item.id), &mut item.text));
            texts.push((format!("items.{}.label", item.id), &mut item.label));
        }
    }
    for (name, scale) in &mut document.scales {
        let points = scale.points.iter_mut();
        texts.extend(points.map(|p| (format!("scales.{name}.{}", p.code), &mut p.label)));
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    const HEAD: &str = "format = 1\ninstrument = \"family-carers@2014\"\nlicence = \"Theirs\"\n";

    fn carers() -> &'static Instrument {
        Catalogue::builtin()
            .get(&"family-carers@2014".parse().unwrap())
            .unwrap()
    }

    fn wording(rest: &str) -> Wording {
        Wording::from_toml(&format!("{HEAD}{rest}")).unwrap()
    }

    fn refusal(text: &str) -> String {
        Wording::from_toml(text).unwrap_err().to_string()
    }

    #[test]
    fn words_are_replaced_by_id_and_language_and_nothing_else_changes() {
        let wording = wording(
            "title = { en = \"Carers\" }\n[sections]\noutcomes = { cy = \"Bywyd\" }\n[items.stress]\ntext = { en = \
             \"Stress?\" }\nlabel = { en = \"Strain\" }\n[scales.difference]\n1 = { en = \"Far better\" }",
        );
        let (worded, report) = carers().with_wording(&wording).unwrap();
        assert_eq!(report.replaced(), 5);
        assert!(report.unknown().is_empty());
        assert_eq!(worded.title().english(), "Carers");
        let stress = worded.item("stress").unwrap();
        assert_eq!(
            (stress.text().english(), stress.label().english()),
            ("Stress?", "Strain")
        );
        let easy = Language::english().easy_read();
        assert_eq!(
            stress.text().words(&easy),
            "Has the money changed how worried and tired you are?"
        );
        assert_eq!(
            stress.scale().unwrap().points()[0].label().english(),
            "Far better"
        );
        let outcomes = &worded.sections()[stress.section()];
        assert_eq!(outcomes.title().words(&"cy".parse().unwrap()), "Bywyd");
        assert_eq!(outcomes.title().english(), "Difference made to your life");
        assert_eq!(
            worded.licence(),
            "Theirs; words that it leaves: MIT OR Apache-2.0"
        );
        assert_ne!(worded.hash(), carers().hash());
        assert_eq!(worded.structure(), carers().structure());
    }

    #[test]
    fn what_is_missing_and_what_is_unknown_is_listed_all_at_once() {
        let worded = wording(
            "[sections]\noutcome = { en = \"Life\" }\n[items.stres]\ntext = { en = \"Stress?\" }\n[items.stress]\ntext \
             = { en = \"Stress?\" }\n[scales.whether]\n1 = { en = \"Aye\" }\n3 = { en = \"Perhaps\" }",
        );
        let (_, report) = carers().with_wording(&worded).unwrap();
        assert_eq!(report.replaced(), 2);
        let unknown: Vec<_> = report
            .unknown()
            .iter()
            .map(|u| (u.place.as_str(), u.nearest.as_deref()))
            .collect();
        assert_eq!(
            unknown,
            [
                ("items.stres.text", Some("items.stress.text")),
                ("scales.whether.3", Some("scales.whether.1")),
                ("sections.outcome", Some("sections.outcomes")),
            ]
        );
        let missing = |place: &str| -> Vec<_> {
            let here = report.missing().iter().filter(|m| m.place == place);
            here.map(|m| m.language.as_str()).collect()
        };
        assert_eq!(missing("title"), ["en", "en-x-easy"]);
        assert_eq!(missing("items.stress.text"), ["en-x-easy"]);
        assert_eq!(missing("items.gender.text"), ["en", "en-x-easy"]);
        assert_eq!(missing("items.finances.text"), ["en", "en-x-easy"]);
        assert_eq!(missing("scales.whether.1"), ["en-x-easy"]);
        assert!(missing("items.stress.label").is_empty());
        assert!(!report.is_complete());
        let said = report.to_string();
        assert!(said.starts_with(&format!(
            "2 texts replaced, {} missing, 3 unknown",
            report.missing().len()
        )));
        assert!(said.contains("\n  items.gender.text: no words in en, ours stand\n"));
        assert!(said.contains(
            "\n  items.stres.text: the instrument has no such text, nearest is items.stress.text\n"
        ));
    }

    #[test]
    fn words_for_every_text_carry_their_licence_alone() {
        let mut document = carers().document().clone();
        let mut json = serde_json::json!({
            "format": 1, "instrument": "family-carers@2014", "licence": "Theirs", "title": {}, "sections": {},
            "items": {}, "scales": {},
        });
        for (place, words) in texts(&mut document) {
            let place = format!("/{}", place.replace('.', "/"));
            let (parent, last) = place.rsplit_once('/').unwrap();
            if let Some((above, name)) = parent.rsplit_once('/')
                && json.pointer(parent).is_none()
            {
                json.pointer_mut(above).unwrap()[name] = serde_json::json!({});
            }
            json.pointer_mut(parent).unwrap()[last] = serde_json::json!(words);
        }
        let ours = Wording::from_json(&json.to_string()).unwrap();
        let (worded, report) = carers().with_wording(&ours).unwrap();
        assert!(report.is_complete(), "{report}");
        assert_eq!(worded.licence(), "Theirs");
    }

    #[test]
    fn what_is_no_wording_is_refused() {
        assert_eq!(
            refusal(&HEAD.replace("format = 1", "format = 2")),
            "wording cannot be read: format 2 is not read here, wants 1"
        );
        assert_eq!(
            refusal(&HEAD.replace("Theirs", " ")),
            "wording cannot be read: licence: is empty, wants the licence of the wording"
        );
        assert_eq!(
            refusal(&format!("{HEAD}[items.stress]\ntext = {{ en = \" \" }}")),
            "wording cannot be read: items.stress.text: is empty, wants words"
        );
        // A structure cannot be said at all.
        assert!(
            refusal(&format!("{HEAD}[items.stress]\nscale = \"x\""))
                .contains("unknown field `scale`")
        );
        assert!(
            refusal(&format!("{HEAD}[items.stress]\ntext = {{ \"?\" = \"x\" }}"))
                .contains("line 5")
        );
    }

    #[test]
    fn a_wording_of_another_instrument_or_with_answers_that_read_alike_is_refused() {
        let key = "adult-holders@2014".parse().unwrap();
        let holders = Catalogue::builtin().get(&key).unwrap();
        let error = holders.with_wording(&wording("")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "wording is of family-carers@2014, wants one of adult-holders@2014"
        );
        let alike = wording("[scales.whether]\n1 = { en = \"No\" }");
        assert!(matches!(
            carers().with_wording(&alike),
            Err(Error::Instrument(_))
        ));
    }

    #[test]
    fn a_point_that_is_called_label_is_missed_like_any_other() {
        let json = carers().to_json().unwrap();
        let json = json.replacen("\"code\": \"direct_payment\"", "\"code\": \"label\"", 1);
        let named = Instrument::from_json(&json).unwrap();
        let (_, report) = named.with_wording(&wording("")).unwrap();
        assert!(
            report
                .missing()
                .iter()
                .any(|m| m.place == "scales.held.label")
        );
    }

    #[test]
    fn the_structure_is_all_but_words() {
        let json = carers().to_json().unwrap();
        let changed = |from: &str, to: &str| {
            assert!(json.contains(from), "{from}");
            Instrument::from_json(&json.replacen(from, to, 1))
                .unwrap()
                .structure()
        };
        let same = carers().structure();
        for (from, to) in [
            ("How old are you?", "Your age?"),
            ("\"topic\": \"need group\"", "\"topic\": \"needs\""),
            ("\"much better\"", "\"far better\""),
            ("\"licence\": \"MIT", "\"licence\": \"ISC"),
            ("there is no control group", "nobody is a control"),
            ("third National", "last National"),
            ("\"Outcome index\"", "\"Index\""),
            ("\"status\": \"inferred\"", "\"status\": \"published\""),
        ] {
            assert_eq!(changed(from, to), same, "{from}");
        }
        for (from, to) in [
            ("\"score\": 4", "\"score\": 5"),
            ("\"reading\": \"neutral\"", "\"reading\": \"unfavourable\""),
            ("\"edition\": \"2014\"", "\"edition\": \"2015\""),
            ("change/carer/outcome/stress", "change/carer/outcome/strain"),
            ("\"minimum\": \"half\"", "\"minimum\": \"all\""),
            ("\"asks\": \"change\"", "\"asks\": \"state\""),
        ] {
            assert_ne!(changed(from, to), same, "{from}");
        }
    }
}
