//! What is held against what: outcomes, conditions and covariates of an instrument.

use poet_core::{
    Code, Instrument, Item, ItemId, ItemKind, Missing, Point, PointCode, Reading, Scale,
    SectionRole,
};
use serde::Serialize;

use super::profiles::Covariate;
use crate::Error;

/// Outcomes, conditions and covariates of an instrument, by the roles of its sections and nothing by name.
///
/// Outcomes are the choices of outcome sections that have a better and a worse answer. Conditions are the questions about
/// the process, the planning and the budget: a favourable answer; for answers that are no better or worse each of them,
/// such as each way of holding the budget; each option of a tick-all question. What is allowed for is neither.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::DriverPlan;
/// use poet_core::Catalogue;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let plan = DriverPlan::new(instrument, &["need_group".parse()?, "age_band".parse()?])?;
/// assert_eq!(plan.outcomes().len(), 15);
/// assert!(plan.conditions().iter().any(|condition| condition.item.as_str() == "views_included"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DriverPlan {
    instrument: Instrument,
    outcomes: Vec<Asked>,
    conditions: Vec<Asked>,
    covariates: Vec<usize>,
}

/// A question turned into one that is met or not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// The item.
    pub item: ItemId,
    /// The answer that meets it, where it is one point or one option.
    pub point: Option<PointCode>,
    /// When it is met.
    pub met: Met,
    column: usize,
    position: usize,
    readings: Vec<Reading>,
}

/// When a question counts as met.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// By a favourable answer, against every other answer of the base.
    Favourably,
    /// By one answer, against every other answer of the base.
    ByOne,
    /// By a tick, against everybody else who was asked.
    Ticked,
}

impl DriverPlan {
    /// Every outcome and every condition of `instrument`, with the items of `allowing_for` as covariates.
    ///
    /// # Errors
    ///
    /// [`Error::NoChoice`] for a covariate that is no choice of the instrument; [`Error::Drivers`] for more than are
    /// counted together.
    pub fn new(instrument: &Instrument, allowing_for: &[ItemId]) -> Result<Self, Error> {
        let covariates: Vec<usize> = allowing_for
            .iter()
            .map(|item| choice(instrument, item))
            .collect::<Result<_, _>>()?;
        let free = |(at, _): &(usize, &Item)| !covariates.contains(at);
        let of = |roles: &'static [SectionRole]| {
            let items = instrument.items().iter().enumerate().filter(free);
            items.filter(move |(_, item)| {
                let section = instrument.sections().get(item.section());
                section.is_some_and(|section| roles.contains(&section.role()))
            })
        };
        let outcomes = of(&[SectionRole::Outcomes])
            .filter(|(_, item)| matches!(item.kind(), ItemKind::Choice(s) if s.is_evaluative()))
            .flat_map(|(at, _)| Asked::of(instrument, at));
        let conditions = of(&[
            SectionRole::Process,
            SectionRole::Planning,
            SectionRole::Budget,
        ]);
        let plan = Self {
            instrument: instrument.clone(),
            outcomes: outcomes.collect(),
            conditions: conditions
                .flat_map(|(at, _)| Asked::of(instrument, at))
                .collect(),
            covariates,
        };
        super::Profiles::new(
            plan.covariates.len(),
            plan.outcomes.len(),
            plan.conditions.len(),
        )?;
        Ok(plan)
    }

    /// The same plan with one outcome only.
    ///
    /// # Errors
    ///
    /// [`Error::NoChoice`] where the plan has no such outcome.
    pub fn only(mut self, outcome: &ItemId) -> Result<Self, Error> {
        self.outcomes.retain(|asked| asked.item == *outcome);
        if self.outcomes.is_empty() {
            return Err(no_choice(&self.instrument, outcome));
        }
        Ok(self)
    }

    /// The instrument.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Outcomes in the order of the form.
    pub fn outcomes(&self) -> &[Asked] {
        &self.outcomes
    }

    /// Conditions in the order of the form.
    pub fn conditions(&self) -> &[Asked] {
        &self.conditions
    }

    /// What is allowed for, in the order given.
    pub fn allowing_for(&self) -> impl ExactSizeIterator<Item = &ItemId> {
        let items = self.instrument.items();
        self.covariates.iter().map(|&at| items[at].id())
    }

    /// Columns of the covariates.
    pub(super) fn covariate_columns(&self) -> impl Iterator<Item = usize> {
        let first = |&item: &usize| self.instrument.columns_of(item).start;
        self.covariates.iter().map(first)
    }

    /// Covariates of the models: a term for each answer but the first.
    pub(super) fn covariates(&self) -> Vec<Covariate> {
        let covariate = |&at: &usize| {
            let item = &self.instrument.items()[at];
            let points = item.scale().map(Scale::points).unwrap_or_default();
            let names: Vec<String> = points
                .iter()
                .map(|point| format!("{}={}", item.id(), point.code()))
                .collect();
            Covariate::categories(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        self.covariates.iter().map(covariate).collect()
    }
}

/// Position of an item that is a choice.
fn choice(instrument: &Instrument, id: &ItemId) -> Result<usize, Error> {
    let at = instrument.position(id.as_str());
    let at = at.filter(|&at| matches!(instrument.items()[at].kind(), ItemKind::Choice(_)));
    at.ok_or_else(|| no_choice(instrument, id))
}

fn no_choice(instrument: &Instrument, item: &ItemId) -> Error {
    Error::NoChoice {
        item: item.clone(),
        instrument: instrument.key().clone(),
    }
}

impl Asked {
    /// What can be met of one item.
    fn of(instrument: &Instrument, at: usize) -> Vec<Self> {
        let item = &instrument.items()[at];
        let first = instrument.columns_of(at).start;
        let Some(scale) = item.scale() else {
            return Vec::new();
        };
        let one = |met, position: usize| Self {
            item: item.id().clone(),
            point: match met {
                Met::Favourably => None,
                _ => Some(scale.points()[position].code().clone()),
            },
            met,
            column: match met {
                Met::Ticked => first + position,
                _ => first,
            },
            position,
            readings: scale.points().iter().map(Point::reading).collect(),
        };
        let all = 0..scale.points().len();
        let based = |&at: &usize| scale.points()[at].reading() != Reading::Outside;
        match item.kind() {
            ItemKind::TickAll(_) => all.map(|at| one(Met::Ticked, at)).collect(),
            _ if scale.is_evaluative() => vec![one(Met::Favourably, 0)],
            _ => {
                let points: Vec<usize> = all.filter(based).collect();
                // Of two answers one says all.
                let kept = if points.len() == 2 { 1 } else { points.len() };
                points[..kept]
                    .iter()
                    .map(|&at| one(Met::ByOne, at))
                    .collect()
            }
        }
    }

    /// Column of the answers.
    pub(crate) fn column(&self) -> usize {
        self.column
    }

    /// Whether an answer meets it; nothing outside the base.
    pub(super) fn is_met(&self, code: Code) -> Option<bool> {
        if self.met == Met::Ticked {
            return match code.answered() {
                Some(point) => Some(point > 0),
                None => (code.missing() == Some(Missing::NotAnswered)).then_some(false),
            };
        }
        let point = usize::from(code.answered()?);
        let reading = *self.readings.get(point)?;
        (reading != Reading::Outside).then_some(match self.met {
            Met::Favourably => reading == Reading::Favourable,
            _ => point == self.position,
        })
    }

    /// Position of the point that meets it, where that is one.
    pub(crate) fn position(&self) -> Option<usize> {
        (self.met == Met::ByOne).then_some(self.position)
    }

    /// Whether two are answers to one question of which a person gives one only.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        self.met == Met::ByOne && other.met == Met::ByOne && self.item == other.item
    }
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;

    fn plan(allowing_for: &[&str]) -> Result<DriverPlan, Error> {
        let key = "adult-holders@2014".parse().unwrap();
        let items: Vec<ItemId> = allowing_for.iter().map(|id| id.parse().unwrap()).collect();
        DriverPlan::new(Catalogue::builtin().get(&key).unwrap(), &items)
    }

    #[test]
    fn questions_are_found_by_the_roles_of_their_sections() {
        let plan = plan(&["need_group"]).unwrap();
        let met = |item: &str| {
            let asked = plan.conditions().iter().filter(|c| c.item.as_str() == item);
            asked.map(|c| c.met).collect::<Vec<_>>()
        };
        assert_eq!(met("being_heard"), [Met::Favourably]);
        assert!(
            met("used_for").iter().all(|met| *met == Met::Ticked) && !met("used_for").is_empty()
        );
        assert!(met("held").len() > 2 && met("held").iter().all(|met| *met == Met::ByOne));
        assert!(met("dignity").is_empty() && met("gender").is_empty());
        assert!(plan.outcomes().iter().all(|o| o.met == Met::Favourably));
        let one = plan.only(&"dignity".parse().unwrap()).unwrap();
        assert_eq!(one.outcomes().len(), 1);
        assert!(one.only(&"held".parse().unwrap()).is_err());
    }

    #[test]
    fn what_is_allowed_for_is_no_condition_and_has_to_be_a_choice() {
        let plan = plan(&["held"]).unwrap();
        assert!(plan.conditions().iter().all(|c| c.item.as_str() != "held"));
        let error = self::plan(&["used_for"]).unwrap_err();
        assert!(matches!(error, Error::NoChoice { .. }));
    }
}
