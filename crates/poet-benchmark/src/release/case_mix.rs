//! Places like with like, as they leave.

use poet_core::{ItemId, StratumId};
use serde::Serialize;

use super::apply::{Releasing, guarded, hides_comparison};
use super::cover::{Covers, Part};
use super::{Figure, RangeFigure};
use crate::findings::{
    CaseMixFindings, CaseMixItem, Findings, LikeWithLike, Reference, Standardisation, StrataCounts,
};
use crate::suppression::{Error, Line, NodeId, Role, Rule, Table, Terms, Tree, protect};
use crate::tally::whole;
use crate::{Absent, Scope, Settings, Verdict};

/// Every place against everybody else, with as many people of each stratum in both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseMix {
    /// Items whose answers make the strata.
    pub by: Vec<ItemId>,
    /// Strata that somebody is in.
    pub strata: Vec<StratumId>,
    /// Share of each stratum in the reference; kept back where one is of few people.
    pub weights: Figure<Vec<f64>>,
    /// Whose strata every place is brought to.
    pub reference: Reference,
    /// People in no stratum, because they left one of the items unanswered.
    pub unplaced: Figure<u64>,
    /// How shares and their differences were worked out.
    pub method: CaseMixMethod,
    /// Items with a good and a bad side, in the order of the form.
    pub items: Vec<CaseMixResult>,
}

/// How standardised figures were worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseMixMethod {
    /// Where somebody of every stratum of the reference answered.
    pub direct: &'static str,
    /// Where nobody of one did.
    pub indirect: &'static str,
    /// Control of false discoveries.
    pub false_discovery: &'static str,
    /// Level of that control.
    pub false_discovery_level: f64,
    /// Over which tests.
    pub family: Scope,
    /// How many tests could be made.
    pub tests: usize,
}

/// One item, like with like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseMixResult {
    /// The item.
    pub item: ItemId,
    /// Each organisation, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub places: Vec<Figure<CaseMixFigure>>,
}

/// One item in one place, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseMixFigure {
    /// How it was standardised, and why.
    pub method: CaseMixWay,
    /// Favourable share of the people who answered, as they are.
    pub crude_share: f64,
    /// That share less the share of everybody else.
    pub crude_difference: RangeFigure,
    /// The standardised share, with its interval.
    pub share: RangeFigure,
    /// Whether it is no share: over 1, which the indirect method can give.
    pub exceeds_one: bool,
    /// Share of everybody else, standardised likewise; by the indirect method as it is.
    pub rest_share: f64,
    /// The one less the other.
    pub difference: RangeFigure,
    /// Test of that difference.
    pub test: Figure<CaseMixTest>,
    /// What may be said.
    pub verdict: Verdict,
}

/// How a share was standardised, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseMixWay {
    /// Directly: somebody of every stratum of the reference answered.
    Direct {
        /// Answers of a simple sample that would be as sure, and never more than there are.
        effective_n: f64,
    },
    /// Indirectly: nobody answered of some strata.
    Indirect {
        /// Those strata.
        empty: Vec<StratumId>,
        /// Favourable answers that people like these give among everybody else.
        expected: f64,
        /// Favourable answers over those expected.
        ratio: f64,
    },
}

/// Test of a standardised difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CaseMixTest {
    /// Standard score.
    pub z: f64,
    /// p value, two-sided.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
}

impl Releasing<'_> {
    /// Places like with like, where that was asked for.
    ///
    /// A standardised share is one more sum of the counts of a place's strata, with weights that everybody may know; beside
    /// the crude share, and with whole people in each stratum, the counts can often be worked out from it. So it is shown
    /// only where they could be shown themselves: the favourable answers of each stratum and the others make a table of
    /// places by strata, in which the crude figures and those of all places together are known, and only places of which
    /// that table, protected, shows every count have a standardised figure. Those in no stratum are one more stratum in it.
    /// A place with something kept back of the items that make the strata has none either. How many of a stratum left a
    /// question out is not protected, as it is not elsewhere.
    pub(super) fn case_mix(&self, findings: &Findings, covers: &Covers) -> Option<CaseMix> {
        let mut found = findings.case_mix.clone()?;
        let rule = self.policy.rule;
        let hidden: Vec<Vec<bool>> = found
            .items
            .iter()
            .map(|item| match rule {
                Some(rule) => hidden(rule, item, (findings, &found, covers)),
                None => vec![false; item.places.len()],
            })
            .collect();
        if let Some(rounded) = self.rounded_counts() {
            let round = |people: f64| rounded.to.round(whole(people)) as f64;
            for item in &mut found.items {
                item.round(round, &found.weights, findings.settings.confidence);
            }
        }
        for (item, hidden) in found.items.iter_mut().zip(&hidden) {
            for (place, _) in item
                .places
                .iter_mut()
                .zip(hidden)
                .filter(|(_, hidden)| **hidden)
            {
                place.found = Err(Absent::NoAnswers);
            }
        }
        found.judge(findings.settings.scope);
        let items = found
            .items
            .iter()
            .zip(&hidden)
            .map(|(item, hidden)| self.case_mix_item((findings, &found), item, hidden));
        Some(CaseMix {
            items: items.collect(),
            weights: self.weights(&found),
            unplaced: match rule.is_some_and(|rule| rule.withholds(found.unplaced)) {
                true => Figure::Withheld(super::apply::CONFIDENTIAL),
                false => Figure::Shown(self.policy.people(found.unplaced)),
            },
            method: CaseMixMethod::new(findings.settings.scope, found.tests),
            by: found.by,
            strata: found.strata,
            reference: found.reference,
        })
    }

    fn case_mix_item(
        &self,
        (findings, found): (&Findings, &CaseMixFindings),
        item: &CaseMixItem,
        hidden: &[bool],
    ) -> CaseMixResult {
        let crude = &findings.items[item.at].places;
        let places = item.places.iter().zip(crude).zip(hidden);
        let figure = |((place, crude), &hidden): ((&_, &crate::PlaceFindings), &bool)| {
            let place: &crate::findings::CaseMixPlace = place;
            let sides = place.found.as_ref().map_err(|absent| *absent);
            let both = sides.and_then(|found| {
                let share = crude.headline.as_ref().map_err(|absent| *absent)?;
                let rest = crude.against_rest.as_ref().map_err(|absent| *absent)?;
                Ok((found, share.favourable.proportion.share(), rest.difference))
            });
            guarded(hidden, both.as_ref(), |(like, share, difference)| {
                CaseMixFigure {
                    crude_share: self.policy.share(*share),
                    crude_difference: self.policy.range(*difference),
                    ..self.like_with_like(found, like)
                }
            })
        };
        CaseMixResult {
            item: item.item.clone(),
            places: places.map(figure).collect(),
        }
    }

    fn like_with_like(&self, found: &CaseMixFindings, like: &LikeWithLike) -> CaseMixFigure {
        let difference = self.policy.range(like.difference);
        let test = like.test.and_then(|test| {
            Ok(CaseMixTest {
                z: self.policy.z(test.z),
                p: self.policy.p(test.p),
                adjusted_p: self.policy.p(like.adjusted?),
            })
        });
        CaseMixFigure {
            method: match &like.method {
                Standardisation::Direct { effective_n } => CaseMixWay::Direct {
                    effective_n: self.policy.mean(*effective_n),
                },
                Standardisation::Indirect {
                    found: counts,
                    empty,
                } => CaseMixWay::Indirect {
                    empty: empty.iter().map(|&at| found.strata[at].clone()).collect(),
                    expected: self.policy.mean(counts.expected),
                    ratio: self.policy.mean(counts.ratio),
                },
            },
            crude_share: 0.0,
            crude_difference: difference,
            share: RangeFigure {
                value: self.policy.share(like.share),
                lower: self.policy.share(like.interval.lower),
                upper: self.policy.share(like.interval.upper),
            },
            exceeds_one: like.share > 1.0,
            rest_share: self.policy.share(like.rest),
            difference,
            test: test.into(),
            verdict: like.verdict,
        }
    }

    fn weights(&self, found: &CaseMixFindings) -> Figure<Vec<f64>> {
        let small = |rule: Rule| {
            found
                .weights
                .iter()
                .any(|&people| rule.withholds(whole(people)))
        };
        if self.policy.rule.is_some_and(small) {
            return Figure::Withheld(super::apply::CONFIDENTIAL);
        }
        let total: f64 = found.weights.iter().sum();
        let share = |people: &f64| self.policy.share(people / total);
        Figure::Shown(found.weights.iter().map(share).collect())
    }
}

impl CaseMixMethod {
    fn new(family: Scope, tests: usize) -> Self {
        Self {
            direct: "direct standardisation to the reference; Wilson (1927) interval at the effective number of answers, \
                     which is never more than there are; Newcombe (1998) hybrid score interval, method 10, and pooled z of the \
                     difference at these",
            indirect: "observed over the answers expected from everybody else's shares in each stratum; normal interval, cut \
                       at 0, and z by the binomial variance",
            false_discovery: "Benjamini and Hochberg (1995)",
            false_discovery_level: Settings::FALSE_DISCOVERY,
            family,
            tests,
        }
    }
}

/// Which places have no standardised figure of an item.
fn hidden(
    rule: Rule,
    item: &CaseMixItem,
    (findings, found, covers): (&Findings, &CaseMixFindings, &Covers),
) -> Vec<bool> {
    let made_by = |at: usize| found.by.contains(&findings.items[at].item);
    let sources: Vec<usize> = (0..findings.items.len())
        .filter(|&at| made_by(at))
        .collect();
    let withheld = |line: Line| {
        let cover = &covers.items()[item.at];
        let crude = hides_comparison(cover, line) || cover.hides(line, Part::Base);
        crude
            || sources
                .iter()
                .any(|&at| covers.items()[at].hides_some(line))
    };
    let lines: Vec<bool> = (0..item.places.len())
        .map(|row| withheld(Line::Row(row)))
        .collect();
    let small = cells(&item.all)
        .iter()
        .any(|&people| rule.withholds(people));
    if withheld(Line::Total) || small {
        return vec![true; lines.len()];
    }
    protected(rule, item, &lines).unwrap_or_else(|_| vec![true; lines.len()])
}

/// Places of which the table of strata, protected, does not show everything; of `withheld` ones nothing is.
fn protected(rule: Rule, item: &CaseMixItem, withheld: &[bool]) -> Result<Vec<bool>, Error> {
    let mut tree = Tree::new();
    let sides = [
        tree.add(tree.root(), Role::Part)?,
        tree.add(tree.root(), Role::Part)?,
    ];
    let strata = item.all.strata.len() + 1;
    for side in sides {
        for _ in 0..strata {
            tree.add(side, Role::Part)?;
        }
    }
    let rows: Vec<Vec<u64>> = item.places.iter().map(|place| cells(&place.own)).collect();
    let figures: Vec<NodeId> = tree.nodes().collect();
    let table = Table::new(tree, &rows)?;
    let figure = |line, node| crate::suppression::Figure { line, node };
    let total = figures.iter().map(|&node| figure(Line::Total, node));
    let mut terms = total.fold(Terms::default(), Terms::show);
    for (row, &withheld) in withheld.iter().enumerate() {
        let line = Line::Row(row);
        terms = match withheld {
            true => terms.withhold_line(line),
            false => figures[..3]
                .iter()
                .fold(terms, |terms, &node| terms.show(figure(line, node))),
        };
    }
    let pattern = protect(&table, rule, &terms)?;
    let hides = |row| {
        figures
            .iter()
            .any(|&node| pattern.withholds(figure(Line::Row(row), node)))
    };
    Ok((0..withheld.len()).map(hides).collect())
}

/// People with a favourable answer by stratum, those in none last, then people with another.
fn cells(counts: &StrataCounts) -> Vec<u64> {
    let strata = || counts.strata.iter().chain([&counts.unplaced]);
    let favourable = strata().map(|stratum| whole(stratum.x()));
    favourable
        .chain(strata().map(|stratum| whole(stratum.n() - stratum.x())))
        .collect()
}

#[cfg(test)]
mod tests;
