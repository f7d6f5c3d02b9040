//! Rules under which figures leave.

use poet_core::MeasureKind;
use serde::{Deserialize, Serialize};

use super::cover::Covers;
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
    /// People of the population that figures stand for.
    pub(super) weighted: Rounding,
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

impl Precision {
    /// Decimal places of a mean: a share from 0 to 1 is rounded as shares are, to what one decimal is on a scale from 0
    /// to 100.
    pub(super) fn of(self, kind: MeasureKind) -> u32 {
        match kind {
            MeasureKind::FavourableShare => self.share,
            _ => self.mean,
        }
    }
}

const ONE_DECIMAL_OF_PERCENT: Precision = Precision {
    share: 3,
    mean: 1,
    z: 2,
    p: 4,
};

impl Policy {
    /// Annex of the Adult Social Care Survey: 1 or 2 people withheld, counts to the nearest 5 (half to even), weighted
    /// counts to the nearest 10, per cent to one decimal.
    pub fn ascs() -> Self {
        Self::protecting(Preset::Ascs, 3, Some((Half::ToEven, 10, SharesFrom::Exact)))
    }

    /// NHS figures below national level: 1 to 7 people withheld, counts to the nearest 5, per cent and tests from the
    /// rounded counts.
    pub fn nhs_sub_national() -> Self {
        let rounding = (Half::AwayFromZero, 5, SharesFrom::RoundedCounts);
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

    fn protecting(
        preset: Preset,
        threshold: u64,
        rounding: Option<(Half, u64, SharesFrom)>,
    ) -> Self {
        let to = |base, half| Rounding::new(base, half).ok();
        Self {
            preset,
            rule: Some(Rule::new(threshold, Zeros::Show)),
            rounding: rounding.and_then(|(half, weighted, shares)| {
                Some(Rounded {
                    to: to(5, half)?,
                    base: 5,
                    weighted: to(weighted, half)?,
                    shares,
                })
            }),
            respondents: match rounding {
                Some((half, _, _)) => to(5, half),
                None => to(10, Half::AwayFromZero),
            },
            precision: Some(ONE_DECIMAL_OF_PERCENT),
        }
    }

    /// Releases findings: withholds, rounds, and keeps only what may leave.
    ///
    /// Published figures that came in as percentages are somebody else's release: they are shown as printed.
    pub fn apply(&self, findings: &Findings) -> Released<Benchmark> {
        let covers = Covers::new(self, findings);
        Released::new(apply::release(self, findings, &covers))
    }

    /// Smallest count of people that is shown.
    pub fn threshold(&self) -> u64 {
        self.rule.map_or(1, Rule::threshold)
    }

    /// Rounds as this policy does, and shows everything.
    pub(super) fn keeping_nothing_back(self) -> Self {
        let rule = self.rule.map(|_| Rule::new(1, Zeros::Show));
        Self { rule, ..self }
    }

    pub(super) fn audience(&self) -> Audience {
        match self.preset {
            Preset::Internal => Audience::Internal,
            _ => Audience::Public,
        }
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response};

    use super::*;
    use crate::Settings;
    use crate::release::{Figure, ItemCell, PointFigure};
    use crate::tally::Tally;

    /// Dignity as released where so many people of `north` said "a lot worse", beside 48 there and 100 in `south`.
    fn released(policy: Policy, worse: usize) -> ItemCell {
        let key = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let counts = [
            ("north", "1", 48),
            ("north", "5", worse),
            ("south", "1", 60),
            ("south", "5", 40),
        ];
        for (place, point, people) in counts {
            let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
            let answer = Answer::Choice(point.parse().unwrap());
            let response = response.with("dignity".parse().unwrap(), answer);
            (0..people).for_each(|_| tally.add(&response).unwrap());
        }
        let released = policy.apply(&Findings::new(&tally, &Settings::default()));
        let mut items = released.items.iter();
        let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
        dignity.places[0].clone()
    }

    fn shown(people: u64, share: f64) -> Figure<PointFigure> {
        Figure::Shown(PointFigure {
            people: Some(people),
            share: Some(share),
        })
    }

    #[test]
    fn every_rule_withholds_one_less_than_it_shows_and_shows_noughts() {
        for policy in [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()] {
            let least = usize::try_from(policy.threshold()).unwrap();
            for worse in [1, least - 1] {
                let cell = released(policy, worse);
                assert!(cell.points[4].is_withheld(), "{policy:?} {worse}");
                assert!(cell.unfavourable.is_withheld() && cell.net.is_withheld());
            }
            assert!(
                released(policy, least)
                    .points
                    .iter()
                    .all(|point| !point.is_withheld())
            );
            assert_eq!(released(policy, 0).points[4], shown(0, 0.0));
        }
    }

    #[test]
    fn each_preset_rounds_as_its_source_says() {
        // 3 of 51, rounded to the nearest five; the share is exact.
        assert_eq!(released(Policy::ascs(), 3).points[4], shown(5, 0.059));
        // 8 of 56 are 10 of 55.
        assert_eq!(
            released(Policy::nhs_sub_national(), 8).points[4],
            shown(10, 0.182)
        );
        assert_eq!(
            released(Policy::nhs_sub_national(), 8).base,
            Figure::Shown(55)
        );
        assert_eq!(released(Policy::strict(), 10).points[4], shown(10, 0.172));
        assert_eq!(
            released(Policy::internal(), 1).points[4],
            shown(1, 1.0 / 49.0)
        );
    }
}
