//! Words that a cell may hold and what they stand for.

use std::collections::BTreeMap;

use poet_core::{Code, Item, Missing, Point, fold, nearest};

pub(crate) use circumstances::{Languages, Told, circumstances};

mod circumstances;

/// Words that a cell may hold, each with the byte that it stands for.
///
/// The first meaning given to a word stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    exact: BTreeMap<String, u8>,
    folded: BTreeMap<String, u8>,
    /// Folded words that are offered where a cell holds none, with the label to offer.
    offered: Vec<(String, String)>,
}

/// Byte for a word that says nothing about how a response came about.
pub(crate) const NOTHING: u8 = u8::MAX;

/// Words for the five reasons why there is no answer, as they stand in files.
///
/// `NA`, `NULL`, `-` and `.`, and [`NO_VALUE`], are what R, pandas and statistics packages write for a blank; `n/a`, which a
/// person wrote, says more.
const MISSING: &[(Missing, &[&str])] = &[
    (
        Missing::NotAnswered,
        &[
            "not answered",
            "no answer",
            "no response",
            "not completed",
            "left blank",
            "blank",
            "missing",
            "skipped",
            "null",
            "NA",
            "NaN",
            "-",
            ".",
        ],
    ),
    (
        Missing::NotApplicable,
        &[
            "not applicable",
            "n/a",
            "n.a.",
            "does not apply",
            "doesnt apply",
        ],
    ),
    (
        Missing::DontKnow,
        &[
            "dont know",
            "do not know",
            "dk",
            "not sure",
            "unsure",
            "cant say",
        ],
    ),
    (
        Missing::PreferNotToSay,
        &[
            "prefer not to say",
            "rather not say",
            "would rather not say",
            "refused",
            "pnts",
        ],
    ),
    (Missing::NotAsked, &["not asked", "not_asked"]),
];

/// What spreadsheets, pandas and SPSS write for a value that is not there; it reads like `n/a` but for its signs.
const NO_VALUE: [&str; 3] = ["#N/A", "<NA>", "#NULL!"];

/// Whether a cell holds no name: it is empty, or what R, pandas and spreadsheets write for a value that is not there.
pub(crate) fn is_no_value(cell: &str) -> bool {
    ["", "NA", "NaN", "NULL"].contains(&cell) || NO_VALUE.contains(&cell)
}

/// Words that leave an option of a tick-all item open or tick it.
const TICKED: &[&str] = &[
    "1", "yes", "y", "x", "true", "ticked", "checked", "selected", "on",
];
const NOT_TICKED: &[&str] = &[
    "0",
    "no",
    "n",
    "false",
    "not ticked",
    "unticked",
    "unchecked",
    "not selected",
    "off",
];

pub(crate) const TICK: u8 = 1;
pub(crate) const NO_TICK: u8 = 0;

impl Words {
    /// Reads a cell, which is trimmed here; an empty one has no word.
    pub(crate) fn find(&self, cell: &str) -> Option<u8> {
        let cell = cell.trim();
        let plain = without_decimals(cell);
        if let Some(&byte) = self.exact.get(cell).or_else(|| self.exact.get(plain)) {
            return Some(byte);
        }
        let folded = fold(plain);
        // A number says something only as it stands: `-1` folds to `1`, and a cell of signs to nothing.
        let number = folded.bytes().all(|b| b.is_ascii_digit());
        self.folded.get(&folded).copied().filter(|_| !number)
    }

    /// Position of the label nearest to what a cell holds, where one is near enough to be meant.
    pub(crate) fn nearest(&self, cell: &str) -> Option<u16> {
        // Nothing this long is a slip of a label, and the distance costs its square.
        const LONGEST: usize = 80;
        if cell.len() > LONGEST {
            return None;
        }
        let cell = fold(cell);
        let words = || self.offered.iter().map(|(word, _)| word.as_str());
        let near = nearest(&cell, words())?;
        words()
            .position(|w| w == near)
            .and_then(|at| at.try_into().ok())
    }

    /// A label that was offered.
    pub(crate) fn label(&self, at: u16) -> Option<&str> {
        self.offered
            .get(usize::from(at))
            .map(|(_, label)| label.as_str())
    }

    /// Takes a text as it is written and as it reads.
    pub(crate) fn add(&mut self, text: &str, byte: u8) {
        self.exact.entry(text.trim().to_owned()).or_insert(byte);
        let folded = fold(text);
        if !folded.is_empty() {
            self.folded.entry(folded).or_insert(byte);
        }
    }

    fn add_all(&mut self, texts: &[&str], byte: u8) {
        for text in texts {
            self.add(text, byte);
        }
    }

    fn offer(&mut self, text: &str, label: &str) {
        self.offered.push((fold(text), label.to_owned()));
    }

    /// Reasons why there is no answer: those of the mapping.
    pub(crate) fn add_missing(&mut self, texts: &BTreeMap<String, Missing>) {
        for (text, missing) in texts {
            self.add(text, Code::from(*missing).byte());
        }
    }

    /// Reasons why there is no answer, as they stand in files.
    pub(crate) fn add_usual_missing(&mut self) {
        let unanswered = Code::from(Missing::NotAnswered).byte();
        for blank in [""].iter().chain(&NO_VALUE) {
            self.exact.entry((*blank).to_owned()).or_insert(unanswered);
        }
        for (missing, texts) in MISSING {
            self.add_all(texts, Code::from(*missing).byte());
        }
    }

    /// Codes, labels in every language and synonyms of the points of an item.
    pub(crate) fn add_points(&mut self, item: &Item) {
        let points = || {
            (0_u8..).zip(
                item.scale()
                    .map(poet_core::Scale::points)
                    .unwrap_or_default(),
            )
        };
        for (at, point) in points() {
            self.exact
                .entry(point.code().as_str().to_owned())
                .or_insert(at);
        }
        for (at, point) in points() {
            for word in words_of(point) {
                self.add(word, at);
                self.offer(word, point.label().english());
            }
        }
    }

    /// Codes of the points with their labels, as `5 - Strongly agree` or `Strongly agree (5)`.
    pub(crate) fn add_codes_with_labels(&mut self, item: &Item) {
        let points = item.scale().map(poet_core::Scale::points);
        for (at, point) in (0_u8..).zip(points.unwrap_or_default()) {
            let code = point.code().as_str();
            for word in words_of(point).filter(|&word| word != code) {
                for both in [format!("{code} {word}"), format!("{word} {code}")] {
                    self.folded.entry(fold(&both)).or_insert(at);
                }
            }
        }
    }

    /// Words that tick one option of an item, and words that leave it open.
    pub(crate) fn add_ticks(&mut self, option: &Point) {
        self.add_all(TICKED, TICK);
        self.add_all(NOT_TICKED, NO_TICK);
        for word in words_of(option) {
            self.add(word, TICK);
        }
        self.offer("yes", "yes");
        self.offer("no", "no");
        self.offer(option.label().english(), option.label().english());
    }

    fn of_circumstances<T: Copy>(
        own: &BTreeMap<String, T>,
        usual: &[(T, &[&str])],
        byte: impl Fn(T) -> u8,
    ) -> Self {
        let mut words = Self::default();
        for (text, &value) in own {
            words.add(text, byte(value));
        }
        for &(value, texts) in usual {
            words.add_all(texts, byte(value));
            for text in texts {
                words.offer(text, texts[0]);
            }
        }
        words.add_nothing();
        words
    }

    /// Texts that say nothing.
    fn add_nothing(&mut self) {
        self.add("", NOTHING);
        for (_, texts) in MISSING {
            self.add_all(texts, NOTHING);
        }
    }
}

fn words_of(point: &Point) -> impl Iterator<Item = &str> {
    let labels = point.label().iter().map(|(_, label)| label);
    labels
        .chain(point.synonyms().iter().map(String::as_str))
        .chain([point.code().as_str()])
}

/// `1.0` and `1.00` as `1`, the way spreadsheets write codes.
fn without_decimals(cell: &str) -> &str {
    match cell.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.bytes().all(|b| b.is_ascii_digit())
                && zeros.bytes().all(|b| b == b'0') =>
        {
            whole
        }
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;

    fn dignity() -> Words {
        let holders = Catalogue::builtin()
            .get(&"adult-holders@2014".parse().unwrap())
            .unwrap();
        let mut words = Words::default();
        words.add_points(holders.item("dignity").unwrap());
        words.add_usual_missing();
        words
    }

    #[test]
    fn codes_labels_easy_read_and_synonyms_are_one_point() {
        for cell in [
            "1",
            " 1 ",
            "1.0",
            "A lot better",
            "a LOT  better!",
            "It got a lot better",
            "much better",
        ] {
            assert_eq!(dignity().find(cell), Some(0), "{cell}");
        }
        for cell in ["6", "1.5", "-1", "?", "better worse", "0.1"] {
            assert_eq!(dignity().find(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_code_may_stand_beside_its_label_and_beside_no_other() {
        let mut words = dignity();
        words.add_codes_with_labels(
            Catalogue::builtin()
                .get(&"adult-holders@2014".parse().unwrap())
                .unwrap()
                .item("dignity")
                .unwrap(),
        );
        for cell in [
            "1 - A lot better",
            "(1) much better",
            "A lot better (1)",
            "1: a lot better",
        ] {
            assert_eq!(words.find(cell), Some(0), "{cell}");
        }
        for cell in ["2 - A lot better", "1 1", "1 - 1", "A lot better (2)"] {
            assert_eq!(words.find(cell), None, "{cell}");
        }
    }

    #[test]
    fn the_five_reasons_are_told_apart() {
        let cells = ["n/a", "Don't know", "Prefer not to say", "", "not asked"];
        for (cell, missing) in cells.into_iter().zip(Missing::ALL) {
            assert_eq!(
                dignity().find(cell),
                Some(Code::from(missing).byte()),
                "{cell}"
            );
        }
    }

    #[test]
    fn what_programs_write_for_a_blank_is_no_answer_and_what_people_write_is_not_applicable() {
        let missing = |missing: Missing| Some(Code::from(missing).byte());
        for cell in [
            "NA", "NaN", "nan", "#N/A", "<NA>", "#NULL!", "NULL", "-", ".", " - ",
        ] {
            assert_eq!(
                dignity().find(cell),
                missing(Missing::NotAnswered),
                "{cell}"
            );
        }
        for cell in ["n/a", "N/A", "N.A.", "n.a.", "not applicable"] {
            assert_eq!(
                dignity().find(cell),
                missing(Missing::NotApplicable),
                "{cell}"
            );
        }
        assert_eq!(Words::modes(&BTreeMap::new()).find("#N/A"), Some(NOTHING));
    }

    #[test]
    fn a_slip_is_answered_with_the_label_that_was_meant() {
        let words = dignity();
        assert_eq!(
            words.nearest("A lot beter").and_then(|at| words.label(at)),
            Some("A lot better")
        );
        assert_eq!(words.nearest("purple elephants"), None);
    }
}
