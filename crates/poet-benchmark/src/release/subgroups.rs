//! Subgroups as they leave.

use poet_core::{ItemId, OrganisationId, PointCode, StratumId};
use serde::Serialize;

use super::apply::{CONFIDENTIAL, Releasing};
use super::policy::SharesFrom;
use super::subgroup_cover::{GroupCover, GroupCovers, Of};
use super::{ComparisonFigure, Figure, MethodNote, Policy, ReleaseNote, Released, ShareFigure};
use crate::findings::{Comparison, Estimate, compared, estimate, judge_family};
use crate::subgroups::{GroupCount, Subgroups};
use crate::suppression::Line;
use crate::{Absent, Origin, Scope};

/// Favourable answers of subgroups as they leave, in every place and in all of them.
///
/// # Units
///
/// As in [`Benchmark`](super::Benchmark).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SubgroupBenchmark {
    /// Version of this form.
    pub format: u32,
    /// What the figures were worked out from and by.
    pub origin: Origin,
    /// What was done to protect people.
    pub release: ReleaseNote,
    /// How the figures were worked out.
    pub method: MethodNote,
    /// Items by whose answers people are put into groups.
    pub by: Vec<ItemId>,
    /// The groups: codes of the points, in the order of the items.
    pub groups: Vec<StratumId>,
    /// Organisations in the order of their ids.
    pub places: Vec<OrganisationId>,
    /// Items and options in the order of the form.
    pub items: Vec<SubgroupResult>,
}

/// One item, or one option of a tick-all item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubgroupResult {
    /// The item.
    pub item: ItemId,
    /// The option, for a tick-all item.
    pub option: Option<PointCode>,
    /// Each group in all places together in which it counts: those whose figures are not of few people.
    pub all: Vec<SubgroupCell>,
    /// Each group, within each organisation in the order of [`SubgroupBenchmark::places`].
    pub places: Vec<Vec<SubgroupCell>>,
}

/// One group in one place or in all together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubgroupCell {
    /// People in the base.
    pub base: Figure<u64>,
    /// Favourable answers; for an option, the people who ticked it.
    pub favourable: Figure<ShareFigure>,
    /// The group against all others that count there.
    pub against_others: Figure<ComparisonFigure>,
}

impl SubgroupBenchmark {
    /// Version of this form.
    pub const FORMAT: u32 = 1;
}

impl Policy {
    /// Releases subgroups beside the benchmark of the same people under the same policy.
    ///
    /// What that benchmark shows is taken for known. Groups that are few in a place count neither there nor in all places
    /// together, and favourable answers are kept back wherever they, or those that are not favourable, could be narrowed
    /// by taking groups from places and places from each other.
    ///
    /// Not reckoned with: other tables of the same people and groups, such as figures weighted to strata of them or places
    /// compared like with like by the same items. A weighted share is one more sum of the counts of its groups, and two of
    /// them may be kept back here: publish the one or the other. A table of conditions and outcomes
    /// ([`Policy::apply_drivers`]) that uses an item of the groups, as condition, outcome or what is allowed for, counts them
    /// over again: do not publish it beside these.
    pub fn apply_subgroups(&self, subgroups: &Subgroups) -> Released<SubgroupBenchmark> {
        let covers = GroupCovers::new(self, subgroups);
        let releasing = Releasing::counted(self);
        let mut items: Vec<Vec<Vec<Worked>>> = (0..subgroups.counts.len())
            .map(|at| self.worked(subgroups, at, &covers.items()[at]))
            .collect();
        let tests = judge(&mut items, subgroups.findings.settings.scope);
        let results = items.iter().zip(&subgroups.findings.items);
        let results: Vec<SubgroupResult> = results
            .map(|(lines, item)| {
                let cells = |line: &Vec<Worked>| line.iter().map(|w| w.cell(&releasing)).collect();
                let mut places: Vec<Vec<SubgroupCell>> = lines.iter().map(cells).collect();
                SubgroupResult {
                    item: item.item.clone(),
                    option: item.option.clone(),
                    all: places.pop().unwrap_or_default(),
                    places,
                }
            })
            .collect();
        let cells = || {
            results
                .iter()
                .flat_map(|r| r.places.iter().chain([&r.all]))
                .flatten()
        };
        let bases = cells().filter(|cell| cell.base.is_withheld()).count();
        let shares = cells().filter(|cell| cell.favourable.is_withheld()).count();
        let heads = subgroups.findings.places.iter();
        Released::new(SubgroupBenchmark {
            format: SubgroupBenchmark::FORMAT,
            origin: subgroups.findings.origin.clone(),
            release: releasing.note_of(bases + shares),
            method: MethodNote::new(&subgroups.findings.settings, tests),
            by: subgroups.by.clone(),
            groups: subgroups.groups.clone(),
            places: heads.map(|head| head.id.clone()).collect(),
            items: results,
        })
    }

    /// Every group of an item in every place, all places together last.
    fn worked(&self, subgroups: &Subgroups, at: usize, cover: &GroupCover) -> Vec<Vec<Worked>> {
        let counts = &subgroups.counts[at];
        let lines = (0..counts.len()).map(Line::Row).chain([Line::Total]);
        let groups = 0..subgroups.groups.len();
        let of = |line: Line| {
            let own: Vec<GroupCount> = groups
                .clone()
                .map(|g| sum(counts, (line, g), cover))
                .collect();
            let is_counted = |group: usize| match line {
                Line::Row(row) => cover.counts(row, group),
                // A nought of all together would be of those alone who count.
                Line::Total => {
                    let everywhere = (0..counts.len()).all(|row| cover.counts(row, group));
                    !cover.is_shut() && (own[group].base > 0 || everywhere)
                }
            };
            let worked = |group: usize| match (subgroups.is_compared(at), is_counted(group)) {
                (false, _) => Worked::absent(),
                (true, false) => Worked::withheld(),
                (true, true) => self.compare(&own, group, (line, cover), subgroups),
            };
            groups.clone().map(worked).collect()
        };
        lines.map(of).collect()
    }

    fn compare(
        &self,
        groups: &[GroupCount],
        group: usize,
        (line, cover): (Line, &GroupCover),
        subgroups: &Subgroups,
    ) -> Worked {
        let confidence = subgroups.findings.settings.confidence;
        let others = |people: fn(&GroupCount) -> u64| {
            let all: u64 = groups.iter().map(people).sum();
            all - people(&groups[group])
        };
        let rounded = self
            .rounding
            .is_some_and(|r| r.shares == SharesFrom::RoundedCounts);
        let round = |people| if rounded { self.people(people) } else { people } as f64;
        let own = &groups[group];
        let share = estimate(round(own.favourable), round(own.base), confidence);
        let rest = (round(others(|g| g.favourable)), round(others(|g| g.base)));
        let hidden = cover.hides(line, Of::Group(group));
        Worked {
            base: Figure::Shown(self.people(own.base)),
            share: match hidden {
                true => Figure::Withheld(CONFIDENTIAL),
                false => share.into(),
            },
            comparison: match hidden || cover.hides(line, Of::Together) {
                true => Figure::Withheld(CONFIDENTIAL),
                false => share
                    .and_then(|own| compared(&own, rest, confidence))
                    .into(),
            },
        }
    }
}

/// People of a group in a line who count.
fn sum(counts: &[Vec<GroupCount>], (line, group): (Line, usize), cover: &GroupCover) -> GroupCount {
    let rows = match line {
        Line::Row(row) => row..row + 1,
        Line::Total => 0..counts.len(),
    };
    let counted = rows.filter(|&row| cover.counts(row, group));
    counted.fold(GroupCount::default(), |sum, row| GroupCount {
        favourable: sum.favourable + counts[row][group].favourable,
        base: sum.base + counts[row][group].base,
        asked: sum.asked + counts[row][group].asked,
    })
}

/// One group in one line, worked out and not yet rounded.
struct Worked {
    base: Figure<u64>,
    share: Figure<Estimate>,
    comparison: Figure<Comparison>,
}

impl Worked {
    fn absent() -> Self {
        Self {
            base: Figure::Absent(Absent::NotJudged),
            share: Figure::Absent(Absent::NotJudged),
            comparison: Figure::Absent(Absent::NotJudged),
        }
    }

    fn withheld() -> Self {
        Self {
            base: Figure::Withheld(CONFIDENTIAL),
            share: Figure::Withheld(CONFIDENTIAL),
            comparison: Figure::Withheld(CONFIDENTIAL),
        }
    }

    fn cell(&self, releasing: &Releasing<'_>) -> SubgroupCell {
        SubgroupCell {
            base: self.base,
            favourable: self.share.map(|share| releasing.share(share)),
            against_others: self.comparison.as_ref().map(|c| releasing.comparison(c)),
        }
    }
}

/// Controls false discoveries over the tests that are released, and counts them.
fn judge(items: &mut [Vec<Vec<Worked>>], scope: Scope) -> usize {
    let lines = items.first().map_or(0, Vec::len);
    match scope {
        Scope::WholeTable => judge_family(
            items
                .iter_mut()
                .flatten()
                .flatten()
                .filter_map(Worked::test)
                .collect(),
        ),
        Scope::EachOrganisation => (0..lines)
            .map(|at| {
                let own = items.iter_mut().flat_map(|lines| &mut lines[at]);
                judge_family(own.filter_map(Worked::test).collect())
            })
            .sum(),
    }
}

impl Worked {
    /// The comparison, where it is released.
    fn test(&mut self) -> Option<&mut Comparison> {
        match &mut self.comparison {
            Figure::Shown(comparison) => Some(comparison),
            _ => None,
        }
    }
}
