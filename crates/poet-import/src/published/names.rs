//! Items by any of their names.

use std::collections::BTreeMap;

use poet_core::{Instrument, fold, nearest};

use crate::words::Words;

/// Items with points by any of their names, and the words of their points.
pub(super) struct ItemNames {
    names: BTreeMap<String, usize>,
    labels: Vec<String>,
    points: BTreeMap<usize, Words>,
}

impl ItemNames {
    pub(super) fn of(instrument: &Instrument) -> Self {
        let mut all = Self {
            names: BTreeMap::new(),
            labels: instrument
                .items()
                .iter()
                .map(|i| i.label().english().to_owned())
                .collect(),
            points: BTreeMap::new(),
        };
        let items = || {
            instrument
                .items()
                .iter()
                .enumerate()
                .filter(|(_, item)| item.scale().is_some())
        };
        for (at, item) in items() {
            all.add(item.id().as_str(), at);
            let mut words = Words::default();
            words.add_points(item);
            all.points.insert(at, words);
        }
        // Names that are only like an id come after every id.
        for (at, item) in items() {
            let texts = [item.label(), item.text()]
                .into_iter()
                .flat_map(poet_core::Text::iter);
            texts.for_each(|(_, words)| all.add(words, at));
            item.synonyms().iter().for_each(|name| all.add(name, at));
        }
        all
    }

    fn add(&mut self, name: &str, at: usize) {
        let folded = fold(name);
        if !folded.is_empty() {
            self.names.entry(folded).or_insert(at);
        }
    }

    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.names.get(&fold(text)).copied()
    }

    /// Label of the item whose name is nearest.
    pub(super) fn nearest(&self, text: &str) -> Option<String> {
        const LONGEST: usize = 200;
        let near = (text.len() <= LONGEST)
            .then(|| nearest(&fold(text), self.names.keys().map(String::as_str)));
        near.flatten()
            .map(|name| self.labels[self.names[name]].clone())
    }

    /// Words of the points of an item.
    pub(super) fn points(&self, item: usize) -> &Words {
        &self.points[&item]
    }
}
