//! The statistics of uptake as a small form, so that answers and counts go one way.

use std::fmt::Display;
use std::sync::OnceLock;

use poet_core::budget::{AgeGroup, NeedGroup};
use poet_core::uptake::{Group, Population, Recorded};
use poet_core::{Instrument, PublishedItem, PublishedPoint};
use serde_json::{Value, json};

use super::ways::{Way, Ways};
use crate::Error;
use crate::suppression::{NodeId, Role, Tree};

/// A share that is worked out of every group.
struct Statistic {
    id: &'static str,
    label: &'static str,
    whole: &'static str,
    topic: [&'static str; 2],
    yes: &'static [Way],
    no: &'static [Way],
}

const STATISTICS: [Statistic; 3] = [
    Statistic {
        id: "uptake",
        label: "Has a personal budget",
        whole: "who could have a personal budget",
        topic: ["ASCOF 3D part 1A", "ASCOF 3D part 1B"],
        yes: &[Way::Direct, Way::Managed, Way::Unknown],
        no: &[Way::None, Way::NoneOfUnknown],
    },
    Statistic {
        id: "direct",
        label: "Has a direct payment",
        whole: "who could have a personal budget",
        topic: ["ASCOF 3D part 2A", "ASCOF 3D part 2B"],
        yes: &[Way::Direct],
        no: &[Way::Managed, Way::None],
    },
    Statistic {
        id: "of_budgets",
        label: "Has a direct payment, of those with a budget",
        whole: "who have a personal budget",
        topic: ["direct payments among personal budgets"; 2],
        yes: &[Way::Direct],
        no: &[Way::Managed],
    },
];

/// The form for a population: every statistic of every group. It is made once.
pub(super) fn of(population: Population) -> Result<Instrument, Error> {
    static PEOPLE: OnceLock<Result<Instrument, Error>> = OnceLock::new();
    static CARERS: OnceLock<Result<Instrument, Error>> = OnceLock::new();
    let form = match population {
        Population::People => &PEOPLE,
        Population::Carers => &CARERS,
    };
    form.get_or_init(|| make(population)).clone()
}

fn make(population: Population) -> Result<Instrument, Error> {
    let sections: Vec<Value> = Group::all()
        .map(|group| section(population, group))
        .collect();
    let (id, respondent, title) = match population {
        Population::People => ("uptake-people", "user", "People with a personal budget"),
        Population::Carers => ("uptake-carers", "carer", "Carers with a personal budget"),
    };
    let form = json!({
        "format": 1,
        "id": id,
        "edition": "1",
        "title": { "en": title },
        "asks": "state",
        "respondent": respondent,
        "licence": "MIT OR Apache-2.0",
        "source": "Adult Social Care Outcomes Framework 2023-24, measure 3D (formerly 1C); ADASS progress surveys 2009 to 2014",
        "note": "Counts from records, not answers: nobody was asked.",
        "scales": { "held": { "status": "published", "points": [
            { "code": "yes", "label": { "en": "Yes" }, "reading": "favourable" },
            { "code": "no", "label": { "en": "No" }, "reading": "unfavourable" },
        ] } },
        "sections": sections,
    });
    Instrument::from_json(&form.to_string()).map_err(|error| Error::File {
        message: error.to_string(),
    })
}

fn section(population: Population, group: Group) -> Value {
    let who = match population {
        Population::People => "people",
        Population::Carers => "carers",
    };
    let item = |statistic: &Statistic| {
        let topic = match population {
            Population::People => statistic.topic[0],
            Population::Carers => statistic.topic[1],
        };
        json!({
            "id": named(statistic.id, group),
            "kind": "choice",
            "scale": "held",
            "text": { "en": format!("Of {who} {}: {}? ({group})", statistic.whole, statistic.label) },
            "label": { "en": format!("{} ({group})", statistic.label) },
            "topic": topic,
            "status": "published",
        })
    };
    let items: Vec<Value> = STATISTICS.iter().map(item).collect();
    json!({
        "id": named("group", group),
        "role": "budget",
        "title": { "en": group.to_string() },
        "items": items,
    })
}

/// Name of something of a group, such as `uptake_18_64_mental`.
fn named(what: impl Display, group: Group) -> String {
    let codes = [group.age().map(age_code), group.need().map(need_code)];
    let codes = codes.into_iter().flatten();
    codes.fold(what.to_string(), |name, code| format!("{name}_{code}"))
}

const fn age_code(age: Recorded<AgeGroup>) -> &'static str {
    match age {
        Recorded::As(AgeGroup::Children) => "children",
        Recorded::As(AgeGroup::From18To64) => "18_64",
        Recorded::As(AgeGroup::From65) => "65",
        Recorded::Not => "no_age",
    }
}

const fn need_code(need: Recorded<NeedGroup>) -> &'static str {
    match need {
        Recorded::As(NeedGroup::OlderPeople) => "older",
        Recorded::As(NeedGroup::LearningDisability) => "learning",
        Recorded::As(NeedGroup::PhysicalOrSensoryDisability) => "physical",
        Recorded::As(NeedGroup::MentalHealth) => "mental",
        Recorded::As(NeedGroup::Other) => "other",
        Recorded::Not => "no_need",
    }
}

/// The items of the group at a position of [`Group::all`], each with its place in the form; those that nothing is known of
/// are left out.
pub(super) fn items(at: usize, ways: Ways) -> impl Iterator<Item = (usize, PublishedItem)> {
    let known = [Way::Direct, Way::Managed, Way::None]
        .into_iter()
        .any(|way| ways.people(way) > 0);
    let sum = move |of: &[Way]| of.iter().map(|&way| ways.people(way)).sum::<u64>();
    STATISTICS
        .iter()
        .enumerate()
        .filter_map(move |(of, statistic)| {
            let needs_ways = !statistic.yes.contains(&Way::Unknown);
            if needs_ways && !known && ways.eligible() > 0 {
                return None;
            }
            let counts = [sum(statistic.yes), sum(statistic.no)];
            let point = |count| PublishedPoint {
                count: Some(count),
                ..PublishedPoint::default()
            };
            let item = PublishedItem {
                respondents: Some(counts.iter().sum()),
                points: counts.map(point).into(),
            };
            Some((at * STATISTICS.len() + of, item))
        })
}

/// Every group as a part of a larger one, down to parts that hold nobody in common.
pub(super) struct GroupTree {
    pub(super) tree: Tree,
    pub(super) leaves: Vec<Group>,
    nodes: Vec<(Group, NodeId)>,
}

impl GroupTree {
    pub(super) fn new() -> Result<Self, Error> {
        let mut tree = Tree::rooted(Role::Part);
        let mut nodes = vec![(Group::EVERYBODY, tree.root())];
        let mut leaves = Vec::new();
        let everybody = Group::EVERYBODY;
        let ages = Recorded::each(AgeGroup::ALL).map(|age| everybody.aged(age));
        for whole in ages.chain([everybody]) {
            let node = tree.add(tree.root(), Role::Part)?;
            if whole != everybody {
                nodes.push((whole, node));
            }
            for part in whole.by_need() {
                let leaf = tree.add(node, Role::Part)?;
                leaves.push(part);
                nodes.push((part, leaf));
            }
            tree.add(node, Role::Part)?;
            leaves.push(whole);
        }
        Ok(Self {
            tree,
            leaves,
            nodes,
        })
    }

    /// Node of each item of the form.
    pub(super) fn nodes_of_items(&self) -> Vec<NodeId> {
        let node = |group| self.nodes.iter().find(|(of, _)| *of == group);
        let nodes =
            Group::all().map(|group| node(group).map_or(self.tree.root(), |(_, node)| *node));
        nodes
            .flat_map(|node| std::iter::repeat_n(node, STATISTICS.len()))
            .collect()
    }
}
