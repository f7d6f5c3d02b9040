//! What a caller can get wrong.

use poet_core::participation::Measured;
use poet_core::{InstrumentKey, ItemId, OrganisationId, WaveId};

use crate::Absent;
use crate::progress::Unlike;

/// Mistake in a call, or a figure that does not exist.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is sound, but its figure does not exist.
    #[error("{0}")]
    Absent(Absent),
    /// Base that no [`Proportion`](crate::estimate::Proportion) holds.
    #[error("base {n} is no number of people, wants 0 to 2^53")]
    Base {
        /// The base given.
        n: f64,
    },
    /// Count that does not fit its base.
    #[error("count {x} does not fit base {n}, wants 0 to the base")]
    Count {
        /// The count given.
        x: f64,
        /// The base given.
        n: f64,
    },
    /// More people answered than could have.
    #[error("{n} people answered of {population}, wants at most all of them")]
    Population {
        /// People who answered.
        n: f64,
        /// People who could have.
        population: f64,
    },
    /// Weight that is no weight.
    #[error("weight {weight} is no weight, wants a finite number of 0 or more")]
    Weight {
        /// The weight given.
        weight: f64,
    },
    /// Weights whose sum is too large to be written.
    #[error("weights add up to no finite number, wants smaller ones")]
    WeightSum,
    /// Population margins that weights cannot meet.
    #[error(transparent)]
    Margin(#[from] crate::adjust::MarginError),
    /// Bounds of weights that are none.
    #[error("bounds {lower} to {upper} hold no weight, wants 0 <= lower <= upper")]
    WeightBounds {
        /// Smallest weight.
        lower: f64,
        /// Largest weight.
        upper: f64,
    },
    /// Weights that do not fit within their bounds.
    #[error(
        "weights do not fit within {lower} to {upper}: nobody is left to take up what is cut off"
    )]
    NoRoom {
        /// Smallest weight.
        lower: f64,
        /// Largest weight.
        upper: f64,
    },
    /// Items that tell no kinds of people apart, or answers to another instrument.
    #[error(transparent)]
    Kinds(poet_core::Error),
    /// Two tallies by other margins.
    #[error("tallies are by other margins, wants the same")]
    OtherMargins,
    /// Margin of error that is none.
    #[error("margin of error {margin} is out of range, wants more than 0 and at most 1")]
    MarginOfError {
        /// The margin given.
        margin: f64,
    },
    /// Frame of another instrument.
    #[error("frame is of {found}, wants one of {wanted}")]
    OtherFrame {
        /// Instrument of the frame.
        found: InstrumentKey,
        /// Instrument of the tally.
        wanted: InstrumentKey,
    },
    /// Total that does not contain the part taken from it.
    #[error(
        "total {total} does not hold the part {part}, wants totals that include the organisation"
    )]
    Total {
        /// The total given, answers or base.
        total: f64,
        /// The organisation's own part of it.
        part: f64,
    },
    /// Confidence level outside 0 to 1.
    #[error("confidence level {level} is out of range, wants more than 0 and less than 1")]
    Confidence {
        /// The level given.
        level: f64,
    },
    /// Measures that cannot be compiled, or a table of another instrument.
    #[error(transparent)]
    Scoring(#[from] poet_scoring::Error),
    /// Themes that make no instrument.
    #[error(transparent)]
    Instrument(poet_core::Error),
    /// Item, measure or series that a tally's instrument does not have.
    #[error("{instrument} has no {what}{}", .nearest.as_ref().map(|n| format!(", nearest is {n}")).unwrap_or_default())]
    Unmeasured {
        /// The instrument.
        instrument: InstrumentKey,
        /// What was asked for.
        what: Measured,
        /// Most similar item.
        nearest: Option<ItemId>,
    },
    /// Two waves whose instruments or questions are not comparable.
    #[error(transparent)]
    Incomparable(poet_core::Incomparable),
    /// Two waves that did not measure the same.
    #[error("{what} of {before} cannot be compared with {after}: {because}")]
    NotComparable {
        /// What was asked for.
        what: Measured,
        /// Instrument of the earlier wave.
        before: InstrumentKey,
        /// Instrument of the later wave.
        after: InstrumentKey,
        /// Why not.
        because: Unlike,
    },
    /// Two waves of one name.
    #[error("wave `{wave}` stands twice, wants a name for each")]
    WaveTwice {
        /// The name.
        wave: WaveId,
    },
    /// Organisation that nobody of a wave belongs to.
    #[error("nobody of {organisation} is in the tally")]
    NobodyThere {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Response that does not fit the instrument.
    #[error(transparent)]
    Response(poet_core::Error),
    /// Tally of another instrument.
    #[error("tally is of {found}, wants {wanted} with the same content")]
    OtherInstrument {
        /// Instrument of the tally.
        found: InstrumentKey,
        /// Instrument wanted.
        wanted: InstrumentKey,
    },
    /// Tally of no edition of a pool.
    #[error("tally is of {found}, which is no edition of {pool}")]
    NotInPool {
        /// Instrument of the tally.
        found: InstrumentKey,
        /// The pool.
        pool: InstrumentKey,
    },
    /// Response taken out of a tally that cannot hold it.
    #[error("response is not in the tally, so it cannot be taken out")]
    NotInTally,
    /// File that is no release of this library.
    #[error("earlier release cannot be read: {message}")]
    EarlierFile {
        /// What is wrong, with line and column where there is one.
        message: String,
    },
    /// Earlier release of another instrument, or of another edition of it.
    #[error("earlier release is of {found}, wants one of {wanted} as it is now")]
    OtherRelease {
        /// Instrument of the earlier release.
        found: InstrumentKey,
        /// Instrument of the findings.
        wanted: InstrumentKey,
    },
    /// Earlier release of other organisations, or of another number of people.
    #[error("earlier release is of other people, wants one of the same answers")]
    OtherAnswers,
    /// Earlier release that shows counts which the rule withholds.
    #[error(
        "earlier release shows counts from {shown}, so a rule that shows them from {wanted} cannot be kept beside it"
    )]
    ShownBefore {
        /// Smallest count that it shows.
        shown: u64,
        /// Smallest count that the rule shows.
        wanted: u64,
    },
    /// Figures that are not released beside an earlier release.
    #[error(
        "figures weighted by a frame or standardised are not released beside an earlier release, wants plain ones"
    )]
    WeightedBeside,
    /// Tally of other strata than the subgroups that are asked for, or of another instrument.
    #[error("tally has other strata than the subgroups, wants one of tables stratified by them")]
    OtherStrata,
    /// People counted into published figures, or the other way round.
    #[error("tally holds published figures, wants people that were counted")]
    PublishedTally,
    /// Two different published figures of one organisation.
    #[error("both tallies hold published figures of {organisation}, and they differ")]
    PublishedTwice {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// File that is no tally.
    #[error("tally cannot be read or written: {message}")]
    File {
        /// What is wrong, with line and column where there is one.
        message: String,
    },
    /// Figures in a file that do not fit the instrument.
    #[error("figures of {organisation} stand twice, are empty or do not fit the instrument")]
    FileBlock {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Item that is no choice of its instrument, or not one that can stand there.
    #[error(
        "{instrument} has no item {item} that can stand here, wants a choice with a scale of points"
    )]
    NoChoice {
        /// The item.
        item: ItemId,
        /// The instrument.
        instrument: InstrumentKey,
    },
    /// Pairs of other tables.
    #[error("pairs name a row that the tables do not have, wants pairs of these tables")]
    OtherPairs,
    /// Counts of people who use services and of carers, which are never added up.
    #[error("one tally counts people who use services and the other carers, wants two of a kind")]
    OtherPopulation,
    /// More people of one organisation than are added up.
    #[error("counts of {organisation} are of too many people, wants at most {max}")]
    TooManyPeople {
        /// The organisation.
        organisation: OrganisationId,
        /// The limit.
        max: u64,
    },
    /// Budget that does not say whose it is.
    #[error("budget names no organisation, wants the one that agreed it")]
    NoOrganisation,
    /// Sums of money that do not fit the budgets that were counted.
    #[error("sums of {organisation} stand twice or are none that adding up makes")]
    FileSums {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Table that disclosure control cannot make.
    #[error(transparent)]
    Suppression(#[from] crate::suppression::Error),
    /// Share outside 0 to 1.
    #[error("share {share} is out of range, wants 0 to 1")]
    Share {
        /// The share given.
        share: f64,
    },
    /// Number of events that is no count.
    #[error("{events} is no number of events, wants 0 to 2^53")]
    Events {
        /// The number given.
        events: f64,
    },
    /// Rate of fewer events than it can be worked out from.
    #[error("rate is of {events} events, wants at least ten")]
    TooFewEvents {
        /// The events.
        events: f64,
    },
    /// Weight of a stratum in a reference that is none.
    #[error("weight {weight} of a stratum is out of range, wants 0 to 2^53")]
    ReferenceWeight {
        /// The weight given.
        weight: f64,
    },
    /// Reference in which no stratum has weight.
    #[error("no stratum has weight in the reference, wants at least one")]
    NoReferenceWeight,
    /// Strata that nobody stands for.
    #[error("nobody answered in strata {} (from 0), wants somebody in each with weight", .strata.iter().map(usize::to_string).collect::<Vec<_>>().join(", "))]
    EmptyStrata {
        /// Their positions.
        strata: Vec<usize>,
    },
    /// Variance that no [`Variance`](crate::variation::Variance) holds.
    #[error("variance {variance} is out of range, wants 0 to 500000")]
    Variance {
        /// The variance given.
        variance: f64,
    },
    /// Estimate that no [`PlaceEstimate`](crate::variation::PlaceEstimate) holds.
    #[error(
        "estimate {estimate} with standard error {error} is none, wants numbers up to 1e50 and an error of 0 or from 1e-50"
    )]
    Estimate {
        /// The estimate given.
        estimate: f64,
        /// The standard error given.
        error: f64,
    },
    /// Tally of other people than the findings that it goes with.
    #[error("tally does not count the people of the findings, wants the same ones in other strata")]
    OtherPeople,
    /// Two weightings of one survey, or one beside places held like with like.
    #[error(
        "findings have other weights or strata already, wants one weighting: what two of them differ by tells of few people"
    )]
    WeightedAlready,
    /// Value that is not finite.
    #[error("value {at} of both samples is not finite, wants a number")]
    Value {
        /// Its position from 0, the second sample counted on from the first.
        at: usize,
    },
    /// Row of another length than the first.
    #[error("row {row} has {len} counts, wants {wanted} as the first row")]
    Ragged {
        /// Its position, from 0.
        row: usize,
        /// Its length.
        len: usize,
        /// Length of the first row.
        wanted: usize,
    },
    /// Person with more or fewer predictors than the model has.
    #[error("person {row} has {found} predictors, wants {wanted}")]
    Predictors {
        /// Position of the person, from 0.
        row: usize,
        /// Predictors given.
        found: usize,
        /// Predictors of the model.
        wanted: usize,
    },
    /// Predictor that is not finite.
    #[error("predictor {column} of person {row} is not finite, wants a number or none")]
    Predictor {
        /// Position of the person, from 0.
        row: usize,
        /// Position of the predictor, from 0.
        column: usize,
    },
    /// More covariates, outcomes or conditions than are counted together.
    #[error("{found} {what} are too many, wants at most {max}")]
    Drivers {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The limit.
        max: usize,
    },
    /// More patterns of predictors than a model holds.
    #[error("predictors make too many patterns, wants at most 2^32")]
    Patterns,
    /// p value outside 0 to 1.
    #[error("p value {at} is {p}, wants 0 to 1")]
    PValue {
        /// Its position in the family, from 0.
        at: usize,
        /// The value given.
        p: f64,
    },
    /// Profile of a place that cannot be held against the others.
    #[error("profile of place {place} does not fit, wants {wanted} numbers, all finite")]
    Profile {
        /// Position of the place.
        place: usize,
        /// Numbers of the profile that it is held against.
        wanted: usize,
    },
    /// File that is no norm set.
    #[error("norm set cannot be read or written: {message}")]
    NormFile {
        /// What is wrong, with line and column where there is one.
        message: String,
    },
    /// Norm set of another version.
    #[error("norm set is of version {found}, wants {wanted}")]
    NormFormat {
        /// Version of the file.
        found: u32,
        /// The version that is read.
        wanted: u32,
    },
    /// Figures of a norm set that do not fit.
    #[error("figures of {item} in the norm set do not fit its bases or its organisations")]
    NormFigures {
        /// The item.
        item: ItemId,
    },
    /// Name that nothing can have.
    #[error(transparent)]
    Name(poet_core::Error),
    /// Organisation of which it is not known where it is.
    #[error("region of {organisation} is not known, wants it among the organisations by name")]
    NoRegion {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Place that is not there.
    #[error("there is no place {at}, wants one of {places}, counted from 0")]
    NoPlace {
        /// The position given.
        at: usize,
        /// How many places there are.
        places: usize,
    },
}

impl From<Absent> for Error {
    fn from(reason: Absent) -> Self {
        Self::Absent(reason)
    }
}
