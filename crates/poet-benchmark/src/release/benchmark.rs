//! A benchmark as it leaves.

use poet_core::{ItemId, MeasureId, MeasureKind, OrganisationId, PointCode};
use serde::{Deserialize, Serialize};

use super::{
    CaseMix, Figure, FrameNote, Preset, RakedResult, VariationFigure, WeightedMeasure,
    WeightedResult, WeightingNote,
};
use crate::compare::TestMethod;
use crate::{Origin, Scope, Settings, Verdict};

/// A benchmark as it leaves: every organisation against the rest, with what was kept back and why.
///
/// # Units
///
/// People are counts; shares, differences, intervals and p values are fractions of one; means are in the measure's own
/// units. Figures are rounded as the release says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Benchmark {
    /// Version of this form.
    pub format: u32,
    /// What the figures were worked out from and by.
    pub origin: Origin,
    /// What was done to protect people.
    pub release: ReleaseNote,
    /// How the figures were worked out.
    pub method: MethodNote,
    /// People in all.
    pub respondents: Figure<u64>,
    /// Organisations in the order of their ids.
    pub places: Vec<Place>,
    /// Who could have answered, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<FrameNote>,
    /// How figures were weighted to the margins of a population, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighting: Option<WeightingNote>,
    /// Items and options in the order of the form.
    pub items: Vec<ItemResult>,
    /// Measures in the order of the instrument.
    pub measures: Vec<MeasureResult>,
    /// Places like with like, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_mix: Option<CaseMix>,
}

/// What was done to protect people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReleaseNote {
    /// The policy.
    pub policy: Preset,
    /// Smallest count of people that is shown.
    pub threshold: u64,
    /// Counts are rounded to a multiple of it; 1 where they are not.
    pub rounded_to: u64,
    /// Decimal places of shares, as fractions of one; none where they are in full.
    pub share_decimals: Option<u32>,
    /// Whether the figures may be published.
    pub audience: Audience,
    /// Figures kept back.
    pub withheld: usize,
    /// Whether the figures were counted here or are somebody else's publication.
    pub source: Source,
}

/// Who may see a release; a later variant is fewer people.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    Public,
    /// Staff who may see the answers: not for publication.
    Internal,
}

/// Where figures come from.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// People counted here.
    Counted,
    /// Somebody else's published figures, rounded and protected by them; shown as printed.
    Published,
}

/// How figures were worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodNote {
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Intervals of shares.
    pub share_interval: &'static str,
    /// Intervals of differences.
    pub difference_interval: &'static str,
    /// Intervals of means.
    pub mean_interval: &'static str,
    /// Whole distributions against each other; no test is made of them, so they are in no family.
    pub whole_distribution: &'static str,
    /// Control of false discoveries.
    pub false_discovery: &'static str,
    /// Level of that control.
    pub false_discovery_level: f64,
    /// Differences that would probably be found.
    pub detectable_difference: &'static str,
    /// Limits of funnels.
    pub funnel: &'static str,
    /// Widening of funnels where places differ by more than chance.
    pub overdispersion: &'static str,
    /// How much places vary.
    pub between_places: &'static str,
    /// Shares drawn towards their mean.
    pub shrinkage: &'static str,
    /// Ranks with their intervals.
    pub ranks: &'static str,
    /// Over which tests.
    pub family: Scope,
    /// How many tests could be made.
    pub tests: usize,
}

impl MethodNote {
    pub(super) fn new(settings: &Settings, tests: usize) -> Self {
        Self {
            confidence: settings.confidence.level(),
            share_interval: "Wilson (1927) score interval",
            difference_interval: "Newcombe (1998) hybrid score interval, method 10",
            mean_interval: "Student (1908) t interval",
            whole_distribution: "probability of superiority, Mann and Whitney (1947), interval by Brunner and Munzel \
                (2000); net balance, Goodman (1965); no test is made, and none is counted",
            false_discovery: "Benjamini and Hochberg (1995)",
            false_discovery_level: Settings::FALSE_DISCOVERY,
            detectable_difference: "Fleiss, Levin and Paik (2003), power 80 %, one two-sided test at 5 %, the larger of \
                                    both directions",
            funnel: "Spiegelhalter (2005) score limits, exact binomial ones where under 5 people are expected on a side; \
                     the target is the pooled share of the places shown, each included",
            overdispersion: "Spiegelhalter (2005), additive, 10 % winsorised at each end, from 10 places",
            between_places: "random-intercept logistic model, marginal maximum likelihood by adaptive Gauss-Hermite \
                             quadrature; median odds ratio of Larsen and Merlo (2005)",
            shrinkage: "empirical Bayes, variance of DerSimonian and Laird (1986), standard errors at the target",
            ranks: "Laird and Louis (1989) expected ranks of shrunk shares, intervals from the distribution of each rank",
            family: settings.scope,
            tests,
        }
    }

    /// The method where it is known who could have answered.
    pub(super) fn within(mut self, frame: Option<&FrameNote>) -> Self {
        if frame.is_some_and(FrameNote::is_corrected) {
            self.share_interval = "Wilson (1927) score interval, with the finite population correction of Cochran (1977), \
                sections 2.8 and 3.2, wherever it is shown how many people answered and how many could have";
        }
        self
    }
}

/// One organisation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The organisation.
    pub id: OrganisationId,
    /// People who answered.
    pub respondents: Figure<u64>,
}

/// One item, or one option of a tick-all item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemResult {
    /// The item.
    pub item: ItemId,
    /// The option, for a tick-all item.
    pub option: Option<PointCode>,
    /// Everybody.
    pub all: ItemCell,
    /// Each organisation, in the order of [`Benchmark::places`].
    pub places: Vec<ItemCell>,
    /// Weighted to the population, where there is a frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted: Option<WeightedResult>,
    /// How much places vary, and where each stands among those that are shown.
    pub variation: Figure<VariationFigure>,
    /// Weighted to the margins of a population, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raked: Option<RakedResult>,
}

/// One item in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemCell {
    /// People in the base.
    pub base: Figure<u64>,
    /// Every point, in the order of the scale; for an option, not ticked and ticked.
    pub points: Vec<Figure<PointFigure>>,
    /// Ways of not answering, in the order of [`poet_core::Missing::ALL`]; not published below all together but internally.
    pub missing: Vec<Figure<u64>>,
    /// Favourable answers; for an option, the people who ticked it.
    pub favourable: Figure<ShareFigure>,
    /// Neutral answers.
    pub neutral: Figure<ShareFigure>,
    /// Unfavourable answers.
    pub unfavourable: Figure<ShareFigure>,
    /// Favourable less unfavourable share.
    pub net: Figure<RangeFigure>,
    /// The place against everybody else.
    pub against_rest: Figure<ComparisonFigure>,
    /// All its answers against all of everybody else; kept back where any answer of either is.
    pub whole_against_rest: Figure<WholeFigure>,
}

/// People who gave one answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PointFigure {
    /// How many; none where only a percentage was published.
    pub people: Option<u64>,
    /// Their share of the base; none for a point outside the base.
    pub share: Option<f64>,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ShareFigure {
    /// How many people; none where only a percentage was published.
    pub people: Option<u64>,
    /// Their share.
    pub share: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// A value with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RangeFigure {
    /// The value.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// One place against everybody else.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ComparisonFigure {
    /// Base of everybody else.
    pub rest_base: u64,
    /// Favourable share of everybody else.
    pub rest_share: f64,
    /// Own share less that of the rest.
    pub difference: RangeFigure,
    /// The test.
    pub test: Figure<TestFigure>,
    /// What may be said.
    pub verdict: Verdict,
    /// Smallest difference that so many answers would probably find, worked out from the figures shown here.
    pub detectable: Figure<f64>,
}

/// All answers of a place against all of everybody else. It makes no test and is in no family of tests.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WholeFigure {
    /// Probability that somebody here gave a better answer than somebody elsewhere, equal answers counted half.
    pub superiority: f64,
    /// Its interval.
    pub superiority_interval: Figure<RangeFigure>,
    /// Net balance here less that of everybody else.
    pub net: Figure<RangeFigure>,
}

/// A test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TestFigure {
    /// Which test ran.
    pub method: TestMethod,
    /// Smallest expected count, which chose it.
    pub smallest_expected: f64,
    /// Pooled z.
    pub z: Option<f64>,
    /// p value, two-sided.
    pub p: f64,
    /// p value after the control of false discoveries.
    pub adjusted_p: f64,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureResult {
    /// The measure.
    pub measure: MeasureId,
    /// How it is worked out.
    pub kind: MeasureKind,
    /// Everybody.
    pub all: Figure<MeanFigure>,
    /// Each organisation, in the order of [`Benchmark::places`].
    pub places: Vec<Figure<MeanFigure>>,
    /// Weighted to the population, where there is a frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted: Option<WeightedMeasure>,
}

/// Mean of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanFigure {
    /// People with a score.
    pub people: u64,
    /// Mean, in the measure's units.
    pub mean: f64,
    /// Decimal places of the mean and of its interval; none where they are in full.
    pub decimals: Option<u32>,
    /// Interval of the mean.
    pub interval: Figure<RangeFigure>,
}

impl Benchmark {
    /// Version of this form.
    pub const FORMAT: u32 = 1;

    /// Position of an organisation.
    pub fn position(&self, id: &OrganisationId) -> Option<usize> {
        self.places.iter().position(|place| &place.id == id)
    }
}
