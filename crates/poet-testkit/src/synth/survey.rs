//! A synthetic survey of any size.

use std::ops::Range;

use chrono::NaiveDate;
use poet_core::{
    Answer, Circumstances, Code, Directory, FreeText, Instrument, Item, ItemId, ItemKind, Limits,
    Missing, PointCode, Response, ResponseId, ResponseTable, RowBeside, RowHead,
};
use rust_decimal::Decimal;

use super::check::check;
use super::draft::{Draft, SENTENCES};
use super::plan::{ItemPlan, Wheel, plan};
use super::rng::{Rng, Stream};
use super::truth::{Part, Place, Truth};
use super::{Error, place};

/// A synthetic survey: row `i` is a function of truth, seed and `i` alone, so rows can be made in any order, in parts, and
/// again.
///
/// Everything in it says that it is synthetic: response ids start with `syn-`, places that are drawn have `(synthetic)`
/// in their names and codes from `E08900001`, which no council has.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_testkit::synth::{Csv, Survey, Truth};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let survey = Survey::new(instrument, Truth::of(instrument), 7)?;
/// let table = survey.table(0..100)?;
/// assert_eq!(table.len(), 100);
///
/// let mut file = Vec::new();
/// survey.write_csv(0..100, &mut file, &Csv::labels())?;
/// assert!(file.starts_with(b"response_id,organisation,mode,help,gender,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Survey {
    pub(super) instrument: Instrument,
    pub(super) truth: Truth,
    pub(super) seed: u64,
    pub(super) places: Vec<Place>,
    pub(super) plans: Vec<ItemPlan>,
    pub(super) place_wheel: Vec<f64>,
    pub(super) strata: Wheel,
    pub(super) modes: Wheel,
    pub(super) helps: Wheel,
    pub(super) mode_effects: Vec<f64>,
    pub(super) help_effects: Vec<f64>,
    pub(super) item_effects: Vec<f64>,
}

/// What the truth expects of one item in certain rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The condition or outcome.
    pub item: ItemId,
    /// People whose answer is in the base.
    pub base: u64,
    /// How many of them are expected to be favourable.
    pub favourable: f64,
    /// Variance of that number: the sum of p (1 - p) over the people.
    pub variance: f64,
}

impl Survey {
    /// A survey with this instrument of which `truth` is true.
    ///
    /// # Errors
    ///
    /// [`Error`] where the truth does not go with the instrument or holds a number without meaning.
    pub fn new(instrument: &Instrument, truth: Truth, seed: u64) -> Result<Self, Error> {
        check(instrument, &truth)?;
        let places = place::places(&truth.places, seed)?;
        let total: f64 = places.iter().map(|p| p.weight).sum();
        let place_wheel = places.iter().scan(0.0, |running, place| {
            *running += place.weight / total;
            Some(*running)
        });
        Ok(Self {
            instrument: instrument.clone(),
            seed,
            place_wheel: place_wheel.collect(),
            plans: plan(instrument, &truth, &places, seed),
            strata: wheel(&truth.strata),
            modes: wheel(&truth.modes),
            helps: wheel(&truth.helps),
            mode_effects: centred(&truth.modes),
            help_effects: centred(&truth.helps),
            item_effects: item_effects(instrument, &truth, places.len(), seed),
            places,
            truth,
        })
    }

    /// The instrument that is answered.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// What is true of the survey.
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    /// The places with their effects, also where they were drawn.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The places as organisations, to read results with.
    pub fn directory(&self) -> Directory {
        place::directory(&self.places)
    }

    /// One response after another.
    pub fn rows(&self, range: Range<u64>) -> impl Iterator<Item = Response> + '_ {
        let mut draft = Draft::new(self);
        range.map(move |at| {
            draft.draw(self, at);
            self.response(&draft)
        })
    }

    /// Responses in columns, before routing.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] where there are more places than a table holds.
    pub fn table(&self, range: Range<u64>) -> Result<ResponseTable, Error> {
        let mut table = ResponseTable::new(&self.instrument);
        self.fill(&mut table, range)?;
        Ok(table)
    }

    /// Adds responses to a table that is there already, such as one that was cleared for the next batch.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] where the table is of another instrument, or there are more places than it holds.
    pub fn fill(&self, table: &mut ResponseTable, range: Range<u64>) -> Result<(), Error> {
        let places: Result<Vec<_>, _> = self
            .places
            .iter()
            .map(|p| table.organisation(&p.id))
            .collect();
        let strata: Result<Vec<_>, _> = self
            .truth
            .strata
            .iter()
            .map(|s| table.stratum(&s.value))
            .collect();
        let languages = self.truth.beside.languages.iter();
        let languages: Result<Vec<_>, _> = languages.map(|l| table.language(&l.value)).collect();
        let (places, strata, languages) = (places?, strata?, languages?);
        let mut draft = Draft::new(self);
        for at in range {
            draft.draw(self, at);
            let beside = RowBeside {
                language: draft.beside.language.map(|l| languages[l]),
                links: Self::links(&draft),
                keep_until: self.truth.beside.keep_until,
            };
            let head = RowHead {
                id: &response_id(at),
                organisation: places[draft.place],
                stratum: draft.stratum.map(|s| strata[s]),
                circumstances: self.circumstances(&draft),
                beside: Some(&beside),
            };
            table.push_row(head, &draft.codes, &draft.values)?;
        }
        Ok(())
    }

    /// What the truth expects of every condition and outcome in certain rows, given who the people are and what they
    /// answered before.
    pub fn expected(&self, range: Range<u64>) -> Vec<Expected> {
        let mut expected: Vec<Option<Expected>> = vec![None; self.plans.len()];
        let mut draft = Draft::new(self);
        for at in range {
            draft.draw(self, at);
            for (item, chance) in draft.chances.iter().enumerate() {
                let Some(p) = *chance else { continue };
                let sum = expected[item].get_or_insert_with(|| Expected {
                    item: self.instrument.items()[item].id().clone(),
                    base: 0,
                    favourable: 0.0,
                    variance: 0.0,
                });
                sum.base += 1;
                sum.favourable += p;
                sum.variance += p * (1.0 - p);
            }
        }
        expected.into_iter().flatten().collect()
    }

    fn circumstances(&self, draft: &Draft) -> Circumstances {
        Circumstances {
            mode: draft.mode.map(|m| self.truth.modes[m].value),
            help: draft.help.map(|h| self.truth.helps[h].value),
            helper: draft
                .beside
                .helper
                .map(|h| self.truth.beside.helpers[h].value),
            form: draft.beside.form.map(|f| self.truth.beside.forms[f].value),
        }
    }

    fn response(&self, draft: &Draft) -> Response {
        let id: ResponseId = response_id(draft.row)
            .parse()
            .expect("letters and digits make an id");
        let place = self.places[draft.place].id.clone();
        let mut response = Response::new(id, place)
            .under(self.circumstances(draft))
            .linked(Self::links(draft));
        let beside = &self.truth.beside;
        if let Some(language) = draft.beside.language {
            response = response.in_language(beside.languages[language].value.clone());
        }
        if let Some(day) = beside.keep_until {
            response = response.kept_until(day);
        }
        if let Some(stratum) = draft.stratum {
            response = response.in_stratum(self.truth.strata[stratum].value.clone());
        }
        for (at, item) in self.instrument.items().iter().enumerate() {
            if let Some(answer) = self.answer(draft, at, item) {
                response = response.with(item.id().clone(), answer);
            }
        }
        response
    }

    /// The answer drawn; none for a question that was left open or not asked.
    fn answer(&self, draft: &Draft, at: usize, item: &Item) -> Option<Answer> {
        let columns = self.instrument.columns_of(at);
        let code = draft.codes[columns.start];
        let Some(point) = code.answered() else {
            return code
                .missing()
                .filter(|&m| m != Missing::NotAnswered)
                .map(Answer::Missing);
        };
        let value = draft.value(at);
        let decimal = |limits: &Limits| Decimal::new(value, limits.decimals);
        Some(match item.kind() {
            ItemKind::Choice(scale) => {
                Answer::Choice(scale.points()[usize::from(point)].code().clone())
            }
            ItemKind::TickAll(scale) => {
                let ticked = |(_, code): &(_, &Code)| **code == Code::answer(1);
                let options = scale
                    .points()
                    .iter()
                    .zip(&draft.codes[columns])
                    .filter(ticked);
                Answer::Ticks(
                    options
                        .map(|(p, _)| -> PointCode { p.code().clone() })
                        .collect(),
                )
            }
            ItemKind::Number(limits) => Answer::Number(decimal(limits)),
            ItemKind::Money(limits) => Answer::Money(decimal(limits)),
            ItemKind::Date { .. } => Answer::Date(day(value)?),
            _ => Answer::Text(FreeText::new(SENTENCES[draft.sentences[at]])),
        })
    }
}

/// Name of the response in row `at`.
pub(super) fn response_id(at: u64) -> String {
    format!("syn-{at:08}")
}

/// A day from its count since 1 January of year 1.
pub(super) fn day(count: i64) -> Option<NaiveDate> {
    i32::try_from(count)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// How each place differs in each item, place by place.
fn item_effects(instrument: &Instrument, truth: &Truth, places: usize, seed: u64) -> Vec<f64> {
    if truth.item_sd <= 0.0 {
        return Vec::new();
    }
    let pairs =
        (0..places as u64).flat_map(|p| (0..instrument.items().len() as u64).map(move |i| (p, i)));
    let draw = |(place, item)| Rng::new(seed, Stream::PlaceItem, place << 32 | item).normal();
    pairs.map(|pair| truth.item_sd * draw(pair)).collect()
}

fn wheel<T>(parts: &[Part<T>]) -> Wheel {
    Wheel::new((0_u8..).zip(parts.iter().map(|p| p.share)))
}

/// Effects counted from their average over the shares.
fn centred<T>(parts: &[Part<T>]) -> Vec<f64> {
    let total: f64 = parts.iter().map(|p| p.share).sum();
    let average: f64 = parts.iter().map(|p| p.effect * p.share / total).sum();
    parts.iter().map(|p| p.effect - average).collect()
}
