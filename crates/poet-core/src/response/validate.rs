//! A response held against its instrument.

use std::collections::BTreeSet;

use super::encode::cell;
use super::{Answer, Code, Finding, FindingKind, Missing, Response};
use crate::Instrument;

impl Response {
    /// Everything that is wrong or worth noting in the response, at once, in the order of the form; answers to
    /// unknown items come first.
    pub fn validate(&self, instrument: &Instrument) -> Vec<Finding> {
        let mut findings = self.unknown_items(instrument);
        let routed = self.route(instrument);
        for (at, item) in instrument.items().iter().enumerate() {
            let columns = instrument.columns_of(at);
            let answer = self.answer(item.id().as_str());
            let mut find = |kind| {
                let item = item.id().clone();
                findings.push(Finding { item, kind });
            };
            if let Some(Err(kind)) = answer.map(|a| cell(item, a)) {
                find(kind);
                continue;
            }
            if answer.is_some_and(ticked_twice) {
                find(FindingKind::DuplicateTick);
            }
            if routed
                .set_aside()
                .iter()
                .any(|s| columns.contains(&s.column))
            {
                find(FindingKind::RoutedPast);
            }
            let open = routed.codes()[columns.start] == Code::from(Missing::NotAnswered);
            if item.is_required() && open {
                find(FindingKind::MissingRequired);
            }
        }
        findings
    }

    fn unknown_items(&self, instrument: &Instrument) -> Vec<Finding> {
        let unknown = self
            .answers()
            .filter(|(id, _)| instrument.item(id.as_str()).is_none());
        unknown
            .map(|(id, _)| Finding {
                item: id.clone(),
                kind: FindingKind::UnknownItem {
                    nearest: instrument.nearest_item(id.as_str()).cloned(),
                },
            })
            .collect()
    }
}

fn ticked_twice(answer: &Answer) -> bool {
    match answer {
        Answer::Ticks(codes) => codes.iter().collect::<BTreeSet<_>>().len() < codes.len(),
        _ => false,
    }
}
