//! One person's answers while they are drawn.

use poet_core::{Code, Condition, ItemKind, Missing};

use super::beside::Drawn;
use super::plan::{Draw, Judged, Part};
use super::rng::{Rng, Stream};
use super::survey::Survey;

/// Comments, none of which a person wrote.
pub(super) const SENTENCES: [&str; 4] = [
    "Synthetic comment: the plan was clear.",
    "Synthetic comment: it took too long, and cost \u{a3}20 in calls.",
    "Synthetic comment: a caf\u{e9}, a walk, a friend.",
    "Synthetic comment: \"ask me first\".",
];

/// One person's answers, in room that is used again for the next.
pub(super) struct Draft {
    pub(super) row: u64,
    pub(super) place: usize,
    pub(super) stratum: Option<usize>,
    pub(super) mode: Option<usize>,
    pub(super) help: Option<usize>,
    pub(super) beside: Drawn,
    /// A code for each column as the person answered, routed past or not.
    pub(super) codes: Vec<Code>,
    /// A value for each number, amount and date.
    pub(super) values: Vec<i64>,
    /// Sentence of each text.
    pub(super) sentences: Vec<usize>,
    /// Whether each item was asked.
    pub(super) asked: Vec<bool>,
    /// Chance of a favourable answer, where a condition or outcome was answered inside its base.
    pub(super) chances: Vec<Option<f64>>,
    first_columns: Vec<usize>,
    value_at: Vec<usize>,
}

/// What bears on a person's log odds beside the item.
struct Leaning {
    condition: f64,
    outcome: f64,
}

impl Draft {
    pub(super) fn new(survey: &Survey) -> Self {
        let items = survey.instrument.items();
        let has_value = items.iter().map(|i| i.kind().has_value());
        let value_at = has_value.scan(0, |next, has| {
            let at = *next;
            *next += usize::from(has);
            Some(at)
        });
        Self {
            row: 0,
            place: 0,
            stratum: None,
            mode: None,
            help: None,
            beside: Drawn::default(),
            codes: vec![Missing::NotAnswered.into(); survey.instrument.columns().len()],
            values: vec![0; items.iter().filter(|i| i.kind().has_value()).count()],
            sentences: vec![0; items.len()],
            asked: vec![true; items.len()],
            chances: vec![None; items.len()],
            first_columns: survey.plans.iter().map(|p| p.first_column).collect(),
            value_at: value_at.collect(),
        }
    }

    /// Value of the number, amount or date at `item`; some other item's for an item without values.
    pub(super) fn value(&self, item: usize) -> i64 {
        self.values.get(self.value_at[item]).copied().unwrap_or(0)
    }

    /// Code of the first column of `item`.
    pub(super) fn first_code(&self, item: usize) -> Code {
        self.codes[self.first_columns[item]]
    }

    /// Draws the person of row `row`.
    pub(super) fn draw(&mut self, survey: &Survey, row: u64) {
        let mut rng = Rng::new(survey.seed, Stream::Row, row);
        self.row = row;
        let at = rng.share();
        let ends = &survey.place_wheel;
        self.place = ends.partition_point(|&end| end <= at).min(ends.len() - 1);
        let mut part = |wheel: &super::plan::Wheel, parts: usize| {
            let at = rng.share();
            (parts > 0).then(|| usize::from(wheel.at(at)))
        };
        self.stratum = part(&survey.strata, survey.truth.strata.len());
        self.mode = part(&survey.modes, survey.truth.modes.len());
        self.help = part(&survey.helps, survey.truth.helps.len());
        self.beside = survey.draw_beside(row, self.help);
        let mut leaning = self.leaning(survey, &mut rng);
        for item in 0..survey.plans.len() {
            self.draw_item(survey, item, &mut leaning, &mut rng);
        }
    }

    fn leaning(&self, survey: &Survey, rng: &mut Rng) -> Leaning {
        let place = &survey.places[self.place];
        let mode = self.mode.map_or(0.0, |m| survey.mode_effects[m]);
        let help = self.help.map_or(0.0, |h| survey.help_effects[h]);
        let person = if survey.truth.person_sd > 0.0 {
            survey.truth.person_sd * rng.normal()
        } else {
            0.0
        };
        Leaning {
            condition: place.process_effect,
            outcome: place.outcome_effect + mode + help + person,
        }
    }

    fn draw_item(&mut self, survey: &Survey, item: usize, leaning: &mut Leaning, rng: &mut Rng) {
        let plan = &survey.plans[item];
        let definition = &survey.instrument.items()[item];
        let columns = survey.instrument.columns_of(item);
        self.chances[item] = None;
        self.asked[item] = definition.ask_if().is_none_or(|c| self.meets(survey, c));
        if !self.asked[item] && rng.share() >= survey.truth.routed_past {
            self.codes[columns].fill(Missing::NotAnswered.into());
            return;
        }
        let at = rng.share();
        let missing = plan.missing.iter().find(|&&(end, _)| at < end);
        // Somebody who is routed past and answers all the same does answer.
        if let Some(&(_, missing)) = missing.filter(|_| self.asked[item]) {
            self.codes[columns].fill(missing.into());
            return;
        }
        let code = match &plan.draw {
            Draw::Judged(judged) => {
                let here = self.place * survey.plans.len() + item;
                let here = survey.item_effects.get(here).copied().unwrap_or(0.0);
                let lean = match judged.part {
                    Part::Outcome => leaning.outcome,
                    _ => leaning.condition,
                };
                self.judge(judged, item, lean + here, rng)
            }
            Draw::Plain(wheels) => {
                let wheel = &wheels[if wheels.len() > 1 { self.place } else { 0 }];
                Code::answer(wheel.at(rng.share()))
            }
            Draw::Ticks(shares) => {
                for (code, &share) in self.codes[columns].iter_mut().zip(shares) {
                    *code = Code::answer(u8::from(rng.share() < share));
                }
                return;
            }
            Draw::Value(spread) => {
                let at = self.value_at[item];
                self.values[at] = spread.draw(rng);
                Code::answer(0)
            }
            Draw::Words => {
                self.sentences[item] = rng.below(SENTENCES.len());
                Code::answer(0)
            }
            Draw::Nothing => Missing::NotAnswered.into(),
        };
        self.codes[plan.first_column] = code;
        if self.asked[item] {
            let effect = code
                .answered()
                .and_then(|p| plan.effects.get(usize::from(p)));
            leaning.outcome += effect.copied().unwrap_or(0.0);
        }
    }

    fn judge(&mut self, judged: &Judged, item: usize, lean: f64, rng: &mut Rng) -> Code {
        let outside = rng.share() < judged.outside_share;
        let (side, point) = (rng.share(), rng.share());
        if outside {
            return Code::answer(judged.outside.at(point));
        }
        let chance = libm::exp(-(judged.log_odds + lean));
        let chance = 1.0 / (1.0 + chance);
        self.chances[item] = Some(chance);
        let wheel = if side < chance {
            &judged.favourable
        } else {
            &judged.others
        };
        Code::answer(wheel.at(point))
    }

    /// Whether earlier answers meet a condition; an answer that was routed past counts as none.
    fn meets(&self, survey: &Survey, condition: &Condition) -> bool {
        match condition {
            Condition::AnyOf { item, points } => {
                self.asked[*item] && points.iter().any(|&p| self.has(survey, *item, p))
            }
            Condition::Answered { item } => {
                self.asked[*item] && self.first_code(*item).answered().is_some()
            }
            Condition::All(parts) => parts.iter().all(|c| self.meets(survey, c)),
            Condition::Any(parts) => parts.iter().any(|c| self.meets(survey, c)),
            Condition::Not(part) => !self.meets(survey, part),
        }
    }

    fn has(&self, survey: &Survey, item: usize, point: u8) -> bool {
        let first = self.first_columns[item];
        match survey.instrument.items()[item].kind() {
            ItemKind::TickAll(_) => self.codes[first + usize::from(point)] == Code::answer(1),
            _ => self.first_code(item) == Code::answer(point),
        }
    }
}
