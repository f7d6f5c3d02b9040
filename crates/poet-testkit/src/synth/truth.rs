//! What is true of a synthetic survey.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use poet_core::{Help, Instrument, ItemId, Mode, OrganisationId, Region, StratumId};
use serde::{Deserialize, Serialize};

use super::Beside;
use super::published;

/// What is true of a synthetic survey: every share, effect and rate that its answers are drawn from.
///
/// [`Truth::of`] states one for any instrument, near the published figures; change its fields to plant something else.
///
/// # The model
///
/// A person belongs to a place. Items of the `about_you` section are drawn from their shares, tilted by the place's mix.
/// A choice with favourable points in a `planning` or `process` section is a *condition*, one in an `outcomes` section an
/// *outcome*; everything else is drawn from its shares. The log odds of a favourable answer are
///
/// - condition: log odds of its favourable share + the place's process effect;
/// - outcome: log odds of its favourable share + the place's outcome effect + the effects of the person's answers to
///   earlier items + the effects of mode and help + the person's own deviate.
///
/// Effects are counted from their average over the shares, so that a favourable share is that of an average person in
/// a place with effect 0. A missing answer has the average effect. Within the favourable points, and within the others,
/// answers follow the shares.
///
/// # Units
///
/// Shares are 0 to 1, effects are log odds, standard deviations are of log odds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Truth {
    /// The places, given or drawn.
    pub places: Places,
    /// How far places differ in whom they serve: deviation of the log share of each point of an `about_you` choice.
    pub mix_sd: f64,
    /// How far a place differs from one outcome, or one condition, to the next, beyond its effect on all of them:
    /// deviation of the log odds.
    #[serde(default)]
    pub item_sd: f64,
    /// How far people of one place differ in all outcomes together. Above 0, an odds ratio over all people is nearer to
    /// 1 than the effect stated for one person.
    pub person_sd: f64,
    /// Strata and their shares; none for a survey without strata. Their effects are not used.
    #[serde(default)]
    pub strata: Vec<Part<StratumId>>,
    /// How answers reach us.
    #[serde(default)]
    pub modes: Vec<Part<Mode>>,
    /// Who fills in the form.
    #[serde(default)]
    pub helps: Vec<Part<Help>>,
    /// Who helps, forms, languages, links and last day; none for a survey without.
    #[serde(default, skip_serializing_if = "Beside::is_empty")]
    pub beside: Beside,
    /// Share of the questions routed past that are answered all the same.
    pub routed_past: f64,
    /// One entry for each item.
    pub items: BTreeMap<ItemId, ItemTruth>,
}

/// One kind among several, with its share and what it does to outcomes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Part<T> {
    /// Which kind.
    pub value: T,
    /// How large, in proportion to the others.
    pub share: f64,
    /// Log odds that it adds to every outcome.
    #[serde(default)]
    pub effect: f64,
}

/// The places of a synthetic survey.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    /// Places drawn from the seed, with effects from normal distributions; [`Survey::places`](super::Survey::places)
    /// states them.
    Drawn {
        /// How many, 1 to 99,999.
        count: u32,
        /// Deviation of the log of their size: 0 for places of one size.
        size_sd: f64,
        /// Deviation of their outcome effects.
        outcome_sd: f64,
        /// Deviation of their process effects.
        process_sd: f64,
    },
    /// Places as given.
    Given(Vec<Place>),
}

/// One place and what is true of it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Name that the data use.
    pub id: OrganisationId,
    /// Name that people read.
    pub name: String,
    /// Region, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// How many of the people belong to it, in proportion to the others.
    pub weight: f64,
    /// Log odds that it adds to every outcome.
    pub outcome_effect: f64,
    /// Log odds that it adds to every condition.
    pub process_effect: f64,
}

/// What is true of one item.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ItemTruth {
    /// Share of each point of a choice, in proportion; share of people who tick each option of a tick-all item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<f64>,
    /// Log odds that each point adds to every later outcome; empty for none. Only a choice outside `outcomes` has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<f64>,
    /// How often there is no answer, and why.
    #[serde(default)]
    pub missing: MissingShares,
    /// Values of a number, an amount or a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
}

/// Shares of the people asked who do not answer, by reason. An item that is required is never left open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct MissingShares {
    /// It does not apply to them.
    pub not_applicable: f64,
    /// They do not know.
    pub dont_know: f64,
    /// They would rather not say.
    pub prefer_not_to_say: f64,
    /// They leave it open.
    pub not_answered: f64,
    /// Their form does not have it, although no condition routes them past.
    pub not_asked: f64,
}

/// How the values of an item are spread; a value outside the item's limits is drawn to the nearer limit.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Numbers or amounts of which each is as likely as any other.
    Even {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// Numbers or amounts with normal logarithms.
    LogNormal {
        /// Value with as many above as below.
        median: f64,
        /// Deviation of the natural logarithm.
        log_sd: f64,
    },
    /// Days of which each is as likely as any other.
    Days {
        /// First.
        from: NaiveDate,
        /// Last.
        to: NaiveDate,
    },
}

impl Truth {
    /// A truth for any instrument: 40 places of unequal size, effects of moderate strength, and shares near the figures
    /// published of the 2013 survey where the crosswalk of an item names their topic.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_core::Catalogue;
    /// use poet_testkit::synth::{Survey, Truth};
    ///
    /// let instrument = Catalogue::builtin().get(&"family-carers@2014".parse()?)?;
    /// let mut truth = Truth::of(instrument);
    /// truth.person_sd = 0.0;
    /// let survey = Survey::new(instrument, truth, 2014)?;
    /// assert!(survey.rows(0..10).all(|r| r.id().as_str().starts_with("syn-")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(instrument: &Instrument) -> Self {
        let part = |value, share, effect| Part {
            value,
            share,
            effect,
        };
        let help = |value, share, effect| Part {
            value,
            share,
            effect,
        };
        let items = instrument.items().iter().enumerate();
        Self {
            places: Places::Drawn {
                count: 40,
                size_sd: 0.8,
                outcome_sd: 0.35,
                process_sd: 0.5,
            },
            mix_sd: 0.4,
            item_sd: 0.3,
            person_sd: 0.5,
            strata: Vec::new(),
            modes: vec![
                part(Mode::Post, 0.55, 0.0),
                part(Mode::Online, 0.25, -0.1),
                part(Mode::Telephone, 0.1, 0.2),
                part(Mode::FaceToFace, 0.05, 0.3),
                part(Mode::Review, 0.05, 0.3),
            ],
            helps: vec![
                help(Help::Alone, 0.5, 0.0),
                help(Help::WithHelp, 0.35, 0.15),
                help(Help::ByProxy, 0.15, -0.2),
            ],
            beside: Beside::default(),
            routed_past: 0.02,
            items: items
                .map(|(at, i)| (i.id().clone(), published::item(instrument, at)))
                .collect(),
        }
    }
}
