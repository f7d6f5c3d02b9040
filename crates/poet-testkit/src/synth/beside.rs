//! What is drawn of a response beside its answers.

use chrono::NaiveDate;
use poet_core::budget::BudgetId;
use poet_core::{Form, Help, Helper, HouseholdId, Language, Links};
use serde::{Deserialize, Serialize};
use uuid::Builder;

use super::draft::Draft;
use super::rng::{Rng, Stream};
use super::survey::Survey;
use super::truth::Part;

/// What is true of a response beside its answers; nothing of it bears on them. Without any a survey has none of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Beside {
    /// Who helps those who do not answer alone. Their effects are not used, here and below.
    pub helpers: Vec<Part<Helper>>,
    /// Forms of the questionnaire.
    pub forms: Vec<Part<Form>>,
    /// Languages of the form.
    pub languages: Vec<Part<Language>>,
    /// Share of people who are linked to a budget and a household: row `i` of every survey to the same ones, so that
    /// surveys of holders and of carers can be paired.
    pub linked: f64,
    /// Last day on which the responses may be kept.
    pub keep_until: Option<NaiveDate>,
}

/// What was drawn, by position among its parts.
#[derive(Clone, Copy, Default)]
pub(super) struct Drawn {
    pub(super) helper: Option<usize>,
    pub(super) form: Option<usize>,
    pub(super) language: Option<usize>,
    pub(super) linked: bool,
}

impl Beside {
    /// All of it: one person in five with an Easy Read form, one in twenty in Welsh, Urdu or Polish, nine in ten linked.
    #[expect(clippy::missing_panics_doc, reason = "each tag is two letters")]
    pub fn usual() -> Self {
        fn parts<T>(parts: impl IntoIterator<Item = (T, f64)>) -> Vec<Part<T>> {
            let part = |(value, share)| Part {
                value,
                share,
                effect: 0.0,
            };
            parts.into_iter().map(part).collect()
        }
        let language = |tag: &str| tag.parse::<Language>().expect("a tag of letters");
        Self {
            helpers: parts([
                (Helper::FamilyCarer, 0.6),
                (Helper::PaidSupporter, 0.2),
                (Helper::Advocate, 0.05),
                (Helper::CouncilStaff, 0.1),
                (Helper::SomebodyElse, 0.05),
            ]),
            forms: parts([
                (Form::Standard, 0.76),
                (Form::EasyRead, 0.2),
                (Form::LargePrint, 0.04),
            ]),
            languages: parts([
                (Language::english(), 0.95),
                (language("cy"), 0.02),
                (language("ur"), 0.02),
                (language("pl"), 0.01),
            ]),
            linked: 0.9,
            keep_until: NaiveDate::from_ymd_opt(2030, 12, 31),
        }
    }

    /// Whether there is none of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Survey {
    /// Draws from a stream of its own, so that the answers are the same with and without.
    pub(super) fn draw_beside(&self, row: u64, help: Option<usize>) -> Drawn {
        fn one<T>(rng: &mut Rng, parts: &[Part<T>]) -> Option<usize> {
            let total: f64 = parts.iter().map(|part| part.share).sum();
            let mut left = rng.share() * total;
            let found = parts.iter().position(|part| {
                left -= part.share;
                left < 0.0
            });
            found.or(parts.len().checked_sub(1))
        }
        let beside = &self.truth.beside;
        if beside.is_empty() {
            return Drawn::default();
        }
        let mut rng = Rng::new(self.seed, Stream::Beside, row);
        let alone = help.is_some_and(|help| self.truth.helps[help].value == Help::Alone);
        Drawn {
            helper: one(&mut rng, &beside.helpers).filter(|_| !alone),
            form: one(&mut rng, &beside.forms),
            language: one(&mut rng, &beside.languages),
            linked: rng.share() < beside.linked,
        }
    }

    /// Budget and household of a row, the same in every survey.
    pub(super) fn links(draft: &Draft) -> Links {
        if !draft.beside.linked {
            return Links::default();
        }
        let mint = |kind: u128| {
            let number = (kind << 64) | u128::from(draft.row);
            Builder::from_custom_bytes(number.to_be_bytes()).into_uuid()
        };
        Links {
            budget: BudgetId::new(mint(1)).ok(),
            household: HouseholdId::new(mint(2)).ok(),
        }
    }
}
