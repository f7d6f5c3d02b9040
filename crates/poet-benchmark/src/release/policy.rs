//! Rules under which figures leave.

use serde::{Deserialize, Serialize};

use super::{Audience, Benchmark, Released, apply};
use crate::Findings;
use crate::suppression::{Half, Rounding, Rule, Zeros};

/// Rules that analysts expect, by name.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Annex of the Adult Social Care Survey.
    #[default]
    Ascs,
    /// NHS figures below national level.
    NhsSubNational,
    /// Under ten people withheld.
    Strict,
    /// Everything shown, not for publication.
    Internal,
}

/// Rules under which figures leave.
///
/// | preset | withheld | counts | percentages |
/// |---|---|---|---|
/// | [`Policy::ascs`] | 1 or 2 people | to the nearest 5, half to even | 1 decimal |
/// | [`Policy::nhs_sub_national`] | 1 to 7 people | to the nearest 5, half up | from rounded counts, 1 decimal |
/// | [`Policy::strict`] | 1 to 9 people | exact | 1 decimal |
/// | [`Policy::internal`] | nothing | exact | in full |
///
/// All but the last withhold further figures, so that nobody who knows every figure shown can narrow a small one to
/// fewer values than the threshold. How many people gave no answer to a question is not kept back as such: it follows
/// from the respondents and the base; in which way they gave none is released of everybody together only.
///
/// # Examples
///
/// ```
/// use poet_benchmark::release::Policy;
/// use poet_benchmark::{Findings, Settings, tally::Tally};
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// tally.add(
///     &Response::new("r-1".parse()?, "north".parse()?)
///         .with("dignity".parse()?, Answer::Choice("1".parse()?)),
/// )?;
/// let released = Policy::strict().apply(&Findings::new(&tally, &Settings::default()));
/// let dignity = released.items.iter().find(|i| i.item.as_str() == "dignity").unwrap();
/// assert_eq!(dignity.all.base.shown(), None);
/// assert_eq!(released.places[0].respondents.shown(), None, "one person is not shown");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    pub(super) preset: Preset,
    pub(super) rule: Option<Rule>,
    pub(super) rounding: Option<Rounded>,
    pub(super) respondents: Option<Rounding>,
    pub(super) precision: Option<Precision>,
}

/// How counts are rounded, and whether everything else follows from the rounded counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rounded {
    pub(super) to: Rounding,
    pub(super) base: u64,
    pub(super) shares: SharesFrom,
}

/// What shares and tests are worked out from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SharesFrom {
    Exact,
    RoundedCounts,
}

/// Decimal places of what is released.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Precision {
    pub(super) share: u32,
    pub(super) mean: u32,
    pub(super) z: u32,
    pub(super) p: u32,
}

const ONE_DECIMAL_OF_PERCENT: Precision = Precision {
    share: 3,
    mean: 1,
    z: 2,
    p: 4,
};

impl Policy {
    /// Annex of the Adult Social Care Survey: 1 or 2 people withheld, counts to the nearest 5 (half to even), per cent
    /// to one decimal.
    pub fn ascs() -> Self {
        Self::protecting(Preset::Ascs, 3, Some((Half::ToEven, SharesFrom::Exact)))
    }

    /// NHS figures below national level: 1 to 7 people withheld, counts to the nearest 5, per cent and tests from the
    /// rounded counts.
    pub fn nhs_sub_national() -> Self {
        let rounding = (Half::AwayFromZero, SharesFrom::RoundedCounts);
        Self::protecting(Preset::NhsSubNational, 8, Some(rounding))
    }

    /// Under ten people withheld, counts exact.
    pub fn strict() -> Self {
        Self::protecting(Preset::Strict, 10, None)
    }

    /// Everything shown and marked as not for publication.
    pub fn internal() -> Self {
        Self {
            preset: Preset::Internal,
            rule: None,
            rounding: None,
            respondents: None,
            precision: None,
        }
    }

    /// The policy of this name.
    pub fn of(preset: Preset) -> Self {
        match preset {
            Preset::Ascs => Self::ascs(),
            Preset::NhsSubNational => Self::nhs_sub_national(),
            Preset::Strict => Self::strict(),
            Preset::Internal => Self::internal(),
        }
    }

    fn protecting(preset: Preset, threshold: u64, rounding: Option<(Half, SharesFrom)>) -> Self {
        let to = |base, half| Rounding::new(base, half).ok();
        Self {
            preset,
            rule: Some(Rule::new(threshold, Zeros::Show)),
            rounding: rounding.and_then(|(half, shares)| {
                Some(Rounded {
                    to: to(5, half)?,
                    base: 5,
                    shares,
                })
            }),
            respondents: match rounding {
                Some((half, _)) => to(5, half),
                None => to(10, Half::AwayFromZero),
            },
            precision: Some(ONE_DECIMAL_OF_PERCENT),
        }
    }

    /// Releases findings: withholds, rounds, and keeps only what may leave.
    ///
    /// Published figures that came in as percentages are somebody else's release: they are shown as printed.
    pub fn apply(&self, findings: &Findings) -> Released<Benchmark> {
        Released::new(apply::release(self, findings))
    }

    /// Smallest count of people that is shown.
    pub fn threshold(&self) -> u64 {
        self.rule.map_or(1, Rule::threshold)
    }

    pub(super) fn audience(&self) -> Audience {
        match self.preset {
            Preset::Internal => Audience::Internal,
            _ => Audience::Public,
        }
    }
}
