//! What the cases of an instrument have to reach, and valid responses that do.

use std::collections::BTreeSet;

use poet_core::{Instrument, ItemKind, Response};

use super::case::is_past;
use super::draw::valid;

/// Something that a valid response reaches.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Goal {
    /// The item is asked, or passed by.
    Asked(usize, bool),
    /// The item is answered with this point.
    Point(usize, u8),
    /// The option of a column is ticked, or left open.
    Tick(usize, bool),
}

impl Goal {
    /// Everything that valid responses to an instrument can be meant to reach.
    pub(super) fn all(instrument: &Instrument) -> BTreeSet<Self> {
        let mut goals = BTreeSet::new();
        for (at, item) in instrument.items().iter().enumerate() {
            goals.insert(Self::Asked(at, true));
            if item.ask_if().is_some() {
                goals.insert(Self::Asked(at, false));
            }
            let columns = instrument.columns_of(at);
            if matches!(item.kind(), ItemKind::TickAll(_)) {
                goals.extend(columns.flat_map(|c| [Self::Tick(c, true), Self::Tick(c, false)]));
            } else {
                let points = instrument.columns()[columns.start].points();
                goals.extend((0..points).map(|point| Self::Point(at, point)));
            }
        }
        goals
    }

    /// What a response reaches.
    pub(super) fn reached(instrument: &Instrument, response: &Response) -> BTreeSet<Self> {
        let routed = response.route(instrument);
        let codes = routed.codes();
        let mut goals = BTreeSet::new();
        for (at, item) in instrument.items().iter().enumerate() {
            let past = is_past(instrument, at, codes);
            goals.insert(Self::Asked(at, !past));
            for column in instrument.columns_of(at) {
                if let Some(point) = codes[column].answered() {
                    goals.insert(match item.kind() {
                        ItemKind::TickAll(_) => Self::Tick(column, point == 1),
                        _ => Self::Point(at, point),
                    });
                }
            }
        }
        goals
    }

    /// The goal in words.
    pub(super) fn told(self, instrument: &Instrument) -> String {
        let item = |at: usize| instrument.items()[at].id();
        match self {
            Self::Asked(at, true) => format!("{} is asked", item(at)),
            Self::Asked(at, false) => format!("{} is passed by", item(at)),
            Self::Point(at, point) => {
                let points = instrument.items()[at].scale().map(poet_core::Scale::points);
                match points.and_then(|points| points.get(usize::from(point))) {
                    Some(point) => format!("{} is {}", item(at), point.code()),
                    None => format!("{} is answered", item(at)),
                }
            }
            Self::Tick(column, ticked) => {
                let column = &instrument.columns()[column];
                let option = column.option().unwrap_or_default();
                let word = if ticked { "ticked" } else { "left open" };
                format!("option {} of {} is {word}", option + 1, column.item_id())
            }
        }
    }
}

/// Most responses drawn to reach everything.
const DRAWN: usize = 2_000;

/// Valid responses that each reach something new, with it in words, and what none of them reached.
pub(super) fn reaching(
    instrument: &Instrument,
    seed: u64,
) -> (Vec<(String, Response)>, BTreeSet<Goal>) {
    let mut open = Goal::all(instrument);
    let mut kept = Vec::new();
    for response in (0..DRAWN).filter_map(|number| valid(instrument, seed, number)) {
        if open.is_empty() {
            break;
        }
        let reached = Goal::reached(instrument, &response);
        let new: Vec<Goal> = open.intersection(&reached).copied().collect();
        if let Some(first) = new.first() {
            let more = match new.len() {
                1 => String::new(),
                n => format!(", and {} more", n - 1),
            };
            kept.push((first.told(instrument) + &more, response));
        }
        open.retain(|goal| !reached.contains(goal));
    }
    (kept, open)
}
