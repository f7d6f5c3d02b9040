//! Why answers are not comparable, in words for people who wanted to compare them.

use crate::instrument::{Asks, Instrument, Respondent};
use crate::{Error, InstrumentKey, ItemId, ScaleId, SeriesKey};

/// Why instruments or questions may not be pooled or shown as one trend.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Incomparable {
    /// One asks for change, the other for the state of things.
    #[error(
        "{change} asks what changed because of the budget and {state} how things are now: no answer to the one says \
         anything about the other, so nothing is pooled or shown as a trend across them"
    )]
    Asks {
        /// The instrument that asks for change.
        change: InstrumentKey,
        /// The instrument that asks for the state.
        state: InstrumentKey,
    },
    /// Different people answer.
    #[error(
        "{first} is answered by {} and {second} by {}: they speak of different lives, so nothing is pooled or shown as a \
         trend across them",
        people(*.by_first),
        people(*.by_second)
    )]
    Respondent {
        /// The first instrument.
        first: InstrumentKey,
        /// Who answers it.
        by_first: Respondent,
        /// The second instrument.
        second: InstrumentKey,
        /// Who answers it.
        by_second: Respondent,
    },
    /// The question changed.
    #[error(
        "`{item}` of {first} is another question in {second}: {}; a changed question starts a new series",
        .changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    )]
    Changed {
        /// Name of the question in the first instrument.
        item: ItemId,
        /// The first instrument.
        first: InstrumentKey,
        /// The second instrument.
        second: InstrumentKey,
        /// What changed.
        changes: Vec<Change>,
    },
    /// The question was not asked everywhere.
    #[error("{instrument} does not ask `{item}`")]
    NotAsked {
        /// Name of the question where it is asked.
        item: ItemId,
        /// The instrument that does not ask it.
        instrument: InstrumentKey,
    },
    /// No question has this series key in one of the instruments.
    #[error(
        "{instrument} has no question of the series `{series}`{}",
        .nearest.as_ref().map(|n| format!(", nearest is `{n}`")).unwrap_or_default()
    )]
    NoSeries {
        /// The key.
        series: SeriesKey,
        /// The instrument without it.
        instrument: InstrumentKey,
        /// Most similar key of that instrument.
        nearest: Option<SeriesKey>,
    },
    /// No question is comparable in all of them.
    #[error("{first} and {second} have no question in common whose answers mean the same")]
    NothingInCommon {
        /// The first instrument.
        first: InstrumentKey,
        /// The last.
        second: InstrumentKey,
    },
    /// Nothing to compare.
    #[error("no instrument is named, wants at least one")]
    NoInstruments,
    /// What is common does not make an instrument.
    #[error("what is common makes no instrument: {0}")]
    Pooled(Error),
}

/// What makes two items different questions.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Change {
    /// They belong to different series.
    #[error("its makers count it as a new series")]
    Series,
    /// Another kind of answer.
    #[error("it takes another kind of answer")]
    Kind,
    /// Another scale, and none that both fall onto.
    #[error("it is answered on another scale (`{first}`, then `{second}`)")]
    Scale {
        /// Scale in the first instrument.
        first: ScaleId,
        /// Scale in the second.
        second: ScaleId,
    },
    /// Other points on a scale of the same name.
    #[error("its scale offers other answers")]
    Points,
    /// An answer that is read in another way.
    #[error("some answer counts as good, bad or outside the base in only one of them")]
    Readings,
    /// An answer with another score.
    #[error("some answer has another score")]
    Scores,
    /// The good and the bad end change places.
    #[error("it is put the other way round, so the good and the bad end change places")]
    Reversed,
    /// Other limits of a number, an amount or a day.
    #[error("it allows other values")]
    Limits,
    /// Another condition, or one on a question that changed.
    #[error("it is put to other people")]
    Asked,
}

impl Incomparable {
    /// Whether anything at all of two instruments may be compared.
    pub(super) fn barrier(first: &Instrument, second: &Instrument) -> Result<(), Self> {
        let key = |instrument: &Instrument| instrument.key().clone();
        match (first.asks(), second.asks()) {
            (Asks::Change, Asks::State) => Err(Self::Asks {
                change: key(first),
                state: key(second),
            }),
            (Asks::State, Asks::Change) => Err(Self::Asks {
                change: key(second),
                state: key(first),
            }),
            _ if first.respondent() != second.respondent() => Err(Self::Respondent {
                first: key(first),
                by_first: first.respondent(),
                second: key(second),
                by_second: second.respondent(),
            }),
            _ => Ok(()),
        }
    }
}

fn people(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::Holder => "people who hold a budget",
        Respondent::Carer => "family carers",
        Respondent::Child => "children and young people",
        Respondent::Parent => "parents",
        Respondent::Practitioner => "practitioners",
        Respondent::Staff => "staff",
        Respondent::User => "people who use services",
        Respondent::Other => "others",
    }
}
