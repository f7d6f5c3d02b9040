//! What changed over several waves, as it leaves.

use poet_core::{ItemId, OrganisationId, ScaleId, WaveId};
use serde::Serialize;

use super::{Audience, Figure, Preset, RangeFigure};
use crate::compare::TestMethod;
use crate::progress::Moved;
use crate::trend::{Departure, SignalRule};

pub use note::{BreakNote, ChangeMethod, HeldNote, WaveNote, WavePlace};

mod apply;
mod level;
mod note;
mod series;
#[cfg(test)]
mod tests;

/// What changed over several waves, as it leaves: for each question, of all places together and of each, the share in
/// every wave, the difference of the last two, the trend from three waves on and the limits of chance from thirteen.
///
/// Every wave is protected by itself, as [`Policy::apply`](super::Policy::apply) protects it, and everything else is worked
/// out from the figures that are shown there.
///
/// # Units
///
/// People are counts; shares, differences, intervals and p values are fractions of one. Places of waves count from 0, the
/// oldest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changes {
    /// Version of this form.
    pub format: u32,
    /// The policy.
    pub policy: Preset,
    /// Smallest count of people that is shown.
    pub threshold: u64,
    /// Who may see it.
    pub audience: Audience,
    /// How the figures were worked out.
    pub method: ChangeMethod,
    /// The waves, the oldest first.
    pub waves: Vec<WaveNote>,
    /// Organisations of any wave, in the order of their ids.
    pub places: Vec<WavePlace>,
    /// Questions in the order of the latest form.
    pub items: Vec<ItemChanges>,
    /// Questions that are not followed, or not through all waves.
    pub breaks: Vec<BreakNote>,
    /// Waves that are left out, since another may hold all their people; under a policy that protects people none is
    /// named, for it would say something of counts that are kept back.
    pub held: Vec<HeldNote>,
    /// Waves that were open at the same time, so that some people may be in both.
    pub overlapping: Vec<[WaveId; 2]>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemChanges {
    /// Its name in the latest wave.
    pub item: ItemId,
    /// The oldest wave that it is followed to.
    pub since: usize,
    /// For each wave from then on, the scale that it was asked on where that is not the one shown.
    pub fallen_from: Vec<Option<ScaleId>>,
    /// All places together.
    pub all: PlaceChanges,
    /// Each organisation, in the order of [`Changes::places`].
    pub places: Vec<PlaceChanges>,
    /// Whether it changed alike everywhere, from the last wave but one to the last.
    pub everywhere: Figure<EverywhereFigure>,
}

/// One question in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceChanges {
    /// The share in each wave from [`ItemChanges::since`] on.
    pub shares: Vec<Figure<WaveShare>>,
    /// The last wave that the place took part in against the one before.
    pub change: Figure<ChangeFigure>,
    /// The trend over three or more waves.
    pub trend: Figure<TrendFigure>,
    /// The limits of chance over thirteen or more waves.
    pub chart: Figure<ChartFigure>,
}

/// Favourable share in one wave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WaveShare {
    /// People in the base.
    pub base: u64,
    /// The share.
    pub share: f64,
    /// Lower end of Wilson's interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// One wave against an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChangeFigure {
    /// The earlier wave.
    pub from: usize,
    /// The later wave.
    pub to: usize,
    /// Later less earlier share, with Newcombe's interval.
    pub difference: RangeFigure,
    /// The test; absent where everybody agrees.
    pub test: Figure<ChangeTest>,
    /// What may be said.
    pub verdict: Moved,
    /// Smallest difference that would have been found in four of five such pairs of waves.
    pub detectable: f64,
}

/// Test of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChangeTest {
    /// Which test ran.
    pub method: TestMethod,
    /// Smallest expected count, which chose it.
    pub smallest_expected: f64,
    /// p value, two-sided.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
}

/// A trend over dates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TrendFigure {
    /// Waves that it is worked out from.
    pub waves: usize,
    /// The first of them.
    pub from: usize,
    /// The last of them.
    pub to: usize,
    /// Change of the share in a year, by least squares, with the interval that its test makes.
    pub per_year: RangeFigure,
    /// z of the Cochran-Armitage test; rising is more than 0.
    pub z: f64,
    /// p value, two-sided.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
    /// What may be said.
    pub verdict: Moved,
    /// Smallest change from the first to the last wave that would have been found in four of five such series.
    pub detectable: f64,
}

/// Whether something changed alike everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EverywhereFigure {
    /// Places with people in both waves, some of whom answered so and some not.
    pub places: usize,
    /// Odds of a favourable answer in the later wave over those in the earlier one, within places; absent where it is 0 or
    /// has no bound.
    pub odds_ratio: Figure<RangeFigure>,
    /// Mantel and Haenszel's chi-squared statistic, without correction.
    pub chi_square: f64,
    /// Its p value.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
    /// Whether the odds ratio differs between places.
    pub uneven: Figure<UnevenFigure>,
}

/// Breslow and Day's test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct UnevenFigure {
    /// Chi-squared statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// p value.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
    /// What may be said.
    pub verdict: Evenness,
}

/// Whether a change differs between places.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evenness {
    /// It does.
    Uneven,
    /// No difference between places was found, which does not say that there is none.
    NoneFound,
}

/// `XmR` chart of the shares as they are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChartFigure {
    /// Waves that are its points.
    pub waves: Vec<usize>,
    /// Mean of the points.
    pub mean: f64,
    /// Lower limit, not under 0.
    pub lower: f64,
    /// Upper limit, not over 1.
    pub upper: f64,
    /// What is unlikely to be chance alone.
    pub signals: Vec<SignalFigure>,
}

/// Waves that are unlikely to be chance alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct SignalFigure {
    /// The rule.
    pub rule: SignalRule,
    /// Which way.
    pub departure: Departure,
    /// The first wave.
    pub from: usize,
    /// The last wave.
    pub to: usize,
}

impl Changes {
    /// Version of this form.
    pub const FORMAT: u32 = 1;

    /// Position of an organisation.
    pub fn position(&self, id: &OrganisationId) -> Option<usize> {
        self.places.iter().position(|place| place.id == *id)
    }
}

impl ItemChanges {
    /// The question in one place; in all together where none is named.
    pub fn at(&self, place: Option<usize>) -> Option<&PlaceChanges> {
        match place {
            Some(place) => self.places.get(place),
            None => Some(&self.all),
        }
    }
}
