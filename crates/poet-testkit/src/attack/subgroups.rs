//! Somebody who reads released subgroups beside the benchmark of the same people.

use std::collections::BTreeMap;

use poet_benchmark::release::{Benchmark, Released, SubgroupBenchmark};
use poet_benchmark::subgroups::Subgroups;
use poet_benchmark::suppression::{Rule, Zeros};
use poet_core::Instrument;
use serde_json::Value;

use super::{Attacker, Derived, Error, Relation, Unknown};

/// A count of a subgroup that two releases together give away, or leave too few values for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExposedGroup {
    /// Column of the instrument.
    pub column: usize,
    /// Place of the organisation; none for all together.
    pub place: Option<usize>,
    /// Position of the group; none for all groups together.
    pub group: Option<usize>,
    /// Which people of it.
    pub people: GroupPeople,
    /// What can be derived.
    pub derived: Derived,
}

/// People of a group, as far as an item goes.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum GroupPeople {
    /// Favourable answers.
    Favourable,
    /// Other answers in the base.
    Others,
    /// Everybody in the base.
    Base,
    /// Everybody.
    All,
}

/// Counts that somebody can narrow further than the rule allows, who reads subgroups and the benchmark beside them.
///
/// The reader knows every figure that is shown to the person, more than rounding lets anybody know; which groups of which
/// places count in all together; and that everybody of a group in a place is in one of three ways as far as an item goes:
/// favourable, otherwise in its base, or in neither. All items are read at once: they have the sizes of groups in common.
/// What the benchmark tells alone is not counted, nor how the few of a place in no group answered, where it tells anything
/// of them: how many gave no answer it does not protect.
///
/// # Errors
///
/// [`Error::Shape`] where the two are of different surveys, or what [`Attacker::outer_bounds`] says.
pub fn verify_subgroups(
    benchmark: &Released<Benchmark>,
    subgroups: &Released<SubgroupBenchmark>,
    (truth, instrument): (&Subgroups, &Instrument),
) -> Result<Vec<ExposedGroup>, Error> {
    let of = |value: Result<Value, _>| value.map_err(|_: serde_json::Error| Error::Shape);
    let benchmark = of(serde_json::to_value(benchmark))?;
    let subgroups = of(serde_json::to_value(subgroups))?;
    verify_files((&benchmark, &subgroups), (truth, instrument))
}

/// Counts of strata that somebody can narrow further than the rule allows, who reads a benchmark that puts like with like
/// by the items of `truth`: its standardised figures tell every stratum of the places that have one.
///
/// # Errors
///
/// As [`verify_subgroups`].
pub fn verify_case_mix(
    benchmark: &Released<Benchmark>,
    (truth, instrument): (&Subgroups, &Instrument),
) -> Result<Vec<ExposedGroup>, Error> {
    let benchmark = serde_json::to_value(benchmark).map_err(|_| Error::Shape)?;
    let read = |told: Told<'_>| read(&benchmark, told, (truth, instrument));
    let before = read(Told::default())?;
    let like = Told {
        case_mix: Some(&benchmark["case_mix"]),
        subgroups: None,
    };
    Ok(more_than(&before, read(like)?, truth))
}

pub(super) fn verify_files(
    (benchmark, subgroups): (&Value, &Value),
    (truth, instrument): (&Subgroups, &Instrument),
) -> Result<Vec<ExposedGroup>, Error> {
    let case_mix = Some(&benchmark["case_mix"]);
    let read = |subgroups| {
        let told = Told {
            case_mix,
            subgroups,
        };
        read(benchmark, told, (truth, instrument))
    };
    Ok(more_than(&read(None)?, read(Some(subgroups))?, truth))
}

/// What is read beside the plain figures of a benchmark.
#[derive(Clone, Copy, Default)]
struct Told<'v> {
    case_mix: Option<&'v Value>,
    subgroups: Option<&'v Value>,
}

fn read(
    benchmark: &Value,
    told: Told<'_>,
    (truth, instrument): (&Subgroups, &Instrument),
) -> Result<Vec<ExposedGroup>, Error> {
    let threshold = benchmark["release"]["threshold"]
        .as_u64()
        .ok_or(Error::Shape)?;
    let mut reader = Reader::new(truth, instrument);
    for column in reader.columns.clone() {
        reader.read_benchmark(column, &benchmark["items"][column]);
        if let Some(case_mix) = told.case_mix {
            reader.read_case_mix(column, case_mix);
        }
        if let Some(subgroups) = told.subgroups {
            reader.read_subgroups(column, &subgroups["items"][column]);
        }
    }
    reader.read_sizes(benchmark);
    reader.exposed(Rule::new(threshold, Zeros::Show))
}

/// What is found and was not known before.
fn more_than(
    before: &[ExposedGroup],
    found: Vec<ExposedGroup>,
    truth: &Subgroups,
) -> Vec<ExposedGroup> {
    let is_new = |found: &ExposedGroup| {
        let outside = found.group == Some(truth.groups().len());
        let known = |known: &ExposedGroup| match outside {
            true => {
                ExposedGroup {
                    derived: found.derived,
                    ..*known
                } == *found
            }
            false => known == found,
        };
        !before.iter().any(known)
    };
    found.into_iter().filter(is_new).collect()
}

/// Column, place, group and way of everybody's answers.
type Key = (usize, usize, usize, GroupPeople);

const WAYS: [GroupPeople; 3] = [
    GroupPeople::Favourable,
    GroupPeople::Others,
    GroupPeople::All,
];

struct Reader<'a> {
    truth: &'a Subgroups,
    instrument: &'a Instrument,
    /// Columns with figures of groups.
    columns: Vec<usize>,
    places: usize,
    groups: usize,
    attacker: Attacker,
    /// People in each way; those in neither of the first two stand at [`GroupPeople::All`].
    people: BTreeMap<Key, (Unknown, u64)>,
}

impl<'a> Reader<'a> {
    fn new(truth: &'a Subgroups, instrument: &'a Instrument) -> Self {
        let places = truth.findings().places().len();
        let judged = |column: &usize| {
            let item = truth.findings().items().nth(*column);
            item.is_some_and(|item| item.all.headline.is_ok() && !truth.by().contains(&item.item))
        };
        let mut reader = Self {
            truth,
            instrument,
            columns: (0..instrument.columns().len()).filter(judged).collect(),
            places,
            groups: truth.groups().len(),
            attacker: Attacker::new(),
            people: BTreeMap::new(),
        };
        reader.meet_everybody();
        reader
    }

    /// Everybody of a group in a place is there in every item.
    fn meet_everybody(&mut self) {
        for place in 0..self.places {
            for group in 0..=self.groups {
                let size = self.size(place, group);
                let mut first: Option<Vec<(Unknown, i64)>> = None;
                for column in self.columns.clone() {
                    let count = self.truth.count(column, place, group).unwrap_or_default();
                    let ways = [
                        count.favourable,
                        count.base - count.favourable,
                        size - count.base,
                    ];
                    let mut terms = Vec::new();
                    for (way, people) in WAYS.into_iter().zip(ways) {
                        let unknown = self.attacker.unknown();
                        self.people
                            .insert((column, place, group, way), (unknown, people));
                        terms.push((unknown, 1));
                    }
                    match &first {
                        None => first = Some(terms),
                        Some(first) => {
                            terms.extend(first.iter().map(|&(unknown, _)| (unknown, -1)));
                            self.attacker.learn(&terms, Relation::Equal, 0);
                        }
                    }
                }
            }
        }
    }

    /// People of a group in a place.
    fn size(&self, place: usize, group: usize) -> u64 {
        let asked = |column| {
            self.truth
                .count(column, place, group)
                .map(|count| count.asked)
        };
        (0..self.instrument.columns().len())
            .filter_map(asked)
            .max()
            .unwrap_or(0)
    }

    /// People of one kind in a place and a group.
    fn terms(
        &self,
        column: usize,
        (place, group): (usize, usize),
        people: GroupPeople,
    ) -> Vec<(Unknown, u64)> {
        let ways = match people {
            GroupPeople::Favourable => &WAYS[..1],
            GroupPeople::Others => &WAYS[1..2],
            GroupPeople::Base => &WAYS[..2],
            GroupPeople::All => &WAYS[..],
        };
        let of = |&way| self.people.get(&(column, place, group, way)).copied();
        ways.iter().filter_map(of).collect()
    }

    /// Learns the sum of people, to the person.
    fn learn(&mut self, people: &[(Unknown, u64)]) {
        let terms: Vec<_> = people.iter().map(|&(unknown, _)| (unknown, 1)).collect();
        let sum: u64 = people.iter().map(|&(_, people)| people).sum();
        self.attacker
            .learn(&terms, Relation::Equal, sum.cast_signed());
    }

    fn learn_box(&mut self, column: usize, cells: &[(usize, usize)], people: GroupPeople) {
        let sum: Vec<_> = cells
            .iter()
            .flat_map(|&cell| self.terms(column, cell, people))
            .collect();
        self.learn(&sum);
    }

    fn all_groups(&self, places: std::ops::Range<usize>) -> Vec<(usize, usize)> {
        let groups = 0..=self.groups;
        places
            .flat_map(|place| groups.clone().map(move |group| (place, group)))
            .collect()
    }

    fn read_benchmark(&mut self, column: usize, item: &Value) {
        for (places, cell) in self.lines(item) {
            let cells = self.all_groups(places);
            self.read_cell(column, cell, &cells);
        }
    }

    /// A standardised share is one more sum of the counts of the groups of a place, and may tell them all.
    fn read_case_mix(&mut self, column: usize, case_mix: &Value) {
        let Some(item) = self.truth.findings().items().nth(column) else {
            return;
        };
        let name = item.item.as_str();
        let items = case_mix["items"].as_array();
        let told = items
            .into_iter()
            .flatten()
            .find(|told| told["item"] == name);
        for place in (0..self.places)
            .filter(|&place| told.is_some_and(|told| !told["places"][place]["shown"].is_null()))
        {
            for group in 0..=self.groups {
                self.learn_box(column, &[(place, group)], GroupPeople::Favourable);
                self.learn_box(column, &[(place, group)], GroupPeople::Others);
            }
        }
    }

    /// Each place, and all of them.
    fn lines<'v>(&self, item: &'v Value) -> Vec<(std::ops::Range<usize>, &'v Value)> {
        let places = (0..self.places).map(|place| (place..place + 1, &item["places"][place]));
        places.chain([(0..self.places, &item["all"])]).collect()
    }

    fn read_cell(&mut self, column: usize, cell: &Value, cells: &[(usize, usize)]) {
        if !cell["base"]["shown"].is_null() {
            self.learn_box(column, cells, GroupPeople::Base);
        }
        if !cell["favourable"]["shown"].is_null() {
            self.learn_box(column, cells, GroupPeople::Favourable);
        }
    }

    fn read_subgroups(&mut self, column: usize, item: &Value) {
        for group in 0..self.groups {
            let counts = |place: &usize| !item["places"][*place][group]["base"]["shown"].is_null();
            let counted: Vec<_> = (0..self.places)
                .filter(counts)
                .map(|p| (p, group))
                .collect();
            self.read_cell(column, &item["all"][group], &counted);
            for place in 0..self.places {
                self.read_cell(column, &item["places"][place][group], &[(place, group)]);
            }
        }
    }

    /// How many people there are, and of which group, as far as one item makes the groups.
    fn read_sizes(&mut self, benchmark: &Value) {
        let Some(&column) = self.columns.first() else {
            return;
        };
        for (places, cell) in self.lines(benchmark) {
            if !cell["respondents"].is_null() && !cell["respondents"]["shown"].is_null() {
                let cells = self.all_groups(places);
                self.learn_box(column, &cells, GroupPeople::All);
            }
        }
        let [by] = self.truth.by() else { return };
        let Some(item) = self.instrument.position(by.as_str()) else {
            return;
        };
        let by = self.instrument.columns_of(item).start;
        for (places, cell) in self.lines(&benchmark["items"][by]) {
            for group in 0..self.groups {
                if !cell["points"][group]["shown"].is_null() {
                    let cells: Vec<_> = places.clone().map(|place| (place, group)).collect();
                    self.learn_box(column, &cells, GroupPeople::All);
                }
            }
        }
    }

    /// Small counts that are not left enough values.
    fn exposed(mut self, rule: Rule) -> Result<Vec<ExposedGroup>, Error> {
        let mut sought = Vec::new();
        for column in self.columns.clone() {
            let lines = (0..self.places)
                .map(|p| (Some(p), p..p + 1))
                .chain([(None, 0..self.places)]);
            for (place, places) in lines {
                let groups = (0..=self.groups)
                    .map(|g| (Some(g), g..g + 1))
                    .chain([(None, 0..self.groups + 1)]);
                for (group, groups) in groups {
                    let cells: Vec<_> = places
                        .clone()
                        .flat_map(|p| groups.clone().map(move |g| (p, g)))
                        .collect();
                    for people in [
                        GroupPeople::Favourable,
                        GroupPeople::Others,
                        GroupPeople::Base,
                        GroupPeople::All,
                    ] {
                        let terms: Vec<_> = cells
                            .iter()
                            .flat_map(|&c| self.terms(column, c, people))
                            .collect();
                        let count: u64 = terms.iter().map(|&(_, people)| people).sum();
                        let spare = people == GroupPeople::All
                            && (group == Some(self.groups) || column != self.columns[0]);
                        if rule.withholds(count) && !spare {
                            let sum = self.attacker.unknown();
                            let mut fact: Vec<_> =
                                terms.iter().map(|&(unknown, _)| (unknown, 1)).collect();
                            fact.push((sum, -1));
                            self.attacker.learn(&fact, Relation::Equal, 0);
                            sought.push((
                                sum,
                                ExposedGroup {
                                    column,
                                    place,
                                    group,
                                    people,
                                    derived: Derived {
                                        low: count,
                                        high: Some(count),
                                    },
                                },
                            ));
                        }
                    }
                }
            }
        }
        let unknowns: Vec<_> = sought.iter().map(|&(sum, _)| sum).collect();
        let bounds = self.attacker.outer_bounds(&unknowns)?;
        let found = sought
            .into_iter()
            .zip(bounds)
            .map(|((_, sought), derived)| ExposedGroup { derived, ..sought });
        Ok(found
            .filter(|found| !found.derived.is_safe(rule.threshold()))
            .collect())
    }
}

#[cfg(test)]
#[cfg(feature = "proptest")]
mod tests;
