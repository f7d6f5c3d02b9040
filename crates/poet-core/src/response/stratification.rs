//! Strata that people's own answers make.

use crate::{Code, Error, Instrument, ItemId, ItemKind, Point, Response, StratumId};

/// Strata that the answers to one or several choice items make, such as need group by age band.
///
/// Holds at least one choice item of its instrument, each once, and at most [`Stratification::MOST_STRATA`] strata. Each
/// is named by the codes of its points, in the order of the items and with a `+` between them. Somebody who left one of
/// the items unanswered, or was not asked it, is in no stratum.
///
/// # Examples
///
/// ```
/// use poet_core::{Answer, Catalogue, Response, ResponseTable, Stratification};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let strata = Stratification::new(instrument, &["age_band".parse()?, "gender".parse()?])?;
///
/// let mut table = ResponseTable::new(instrument);
/// table.push(
///     &Response::new("r-1".parse()?, "E08000035".parse()?)
///         .with("age_band".parse()?, Answer::Choice("2".parse()?))
///         .with("gender".parse()?, Answer::Choice("1".parse()?)),
/// )?;
/// let table = table.stratified_by(&strata)?;
/// assert_eq!(table.rows().next().and_then(|row| row.stratum()).unwrap().as_str(), "2+1");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Stratification {
    instrument: Instrument,
    /// Positions of the items and of their columns.
    items: Vec<(usize, usize)>,
    strata: Vec<StratumId>,
}

impl Stratification {
    /// Most strata that the points of the items make.
    pub const MOST_STRATA: usize = 10_000;

    /// Mark between the codes of a stratum's points; no code holds it.
    pub const BETWEEN: char = '+';

    /// Strata of an instrument by `items`.
    ///
    /// # Errors
    ///
    /// [`Error::Stratifying`] where an item is none of the instrument, is no choice or stands twice;
    /// [`Error::NoStrata`] without items; [`Error::TableFull`] for too many strata; [`Error::NameLength`] where the
    /// codes are too long for the name of a stratum.
    pub fn new(instrument: &Instrument, items: &[ItemId]) -> Result<Self, Error> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for id in items {
            let refused = || Error::Stratifying { item: id.clone() };
            let item = instrument.position(id.as_str()).ok_or_else(refused)?;
            let choice = matches!(instrument.items()[item].kind(), ItemKind::Choice(_));
            if !choice || found.iter().any(|&(known, _)| known == item) {
                return Err(refused());
            }
            found.push((item, instrument.columns_of(item).start));
        }
        if found.is_empty() {
            return Err(Error::NoStrata);
        }
        Ok(Self {
            strata: names(instrument, &found)?,
            instrument: instrument.clone(),
            items: found,
        })
    }

    /// The instrument whose items they are of.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The items, in their order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &ItemId> {
        let items = self.instrument.items();
        self.items.iter().map(|&(item, _)| items[item].id())
    }

    /// Every stratum, the points of the last item turning first.
    pub fn strata(&self) -> &[StratumId] {
        &self.strata
    }

    /// The points that a stratum stands for, one an item; none where it is no stratum of these.
    pub fn points(&self, stratum: &StratumId) -> Option<Vec<&Point>> {
        let codes = stratum.as_str().split(Self::BETWEEN);
        let points = codes
            .zip(&self.items)
            .map(|(code, &(item, _))| {
                let scale = self.instrument.items()[item].scale()?;
                scale.points().iter().find(|p| p.code().as_str() == code)
            })
            .collect::<Option<Vec<&Point>>>()?;
        self.strata.contains(stratum).then_some(points)
    }

    /// Position among [`Stratification::strata`] of somebody with these codes, where every item was answered.
    pub(super) fn position(&self, code: impl Fn(usize) -> Code) -> Option<u32> {
        let mut at = 0;
        for &(_, column) in &self.items {
            let points = u32::from(self.instrument.columns()[column].points());
            at = at * points + u32::from(code(column).answered()?);
        }
        Some(at)
    }
}

impl Response {
    /// The same response in the stratum that its own answers make, or in none where one of them is missing or was not
    /// asked for.
    pub fn stratified_by(&self, strata: &Stratification) -> Self {
        let routed = self.route(strata.instrument());
        let at = strata.position(|column| routed.codes()[column]);
        Self {
            stratum: at.map(|at| strata.strata[at as usize].clone()),
            ..self.clone()
        }
    }
}

/// Names of all strata, the last item turning first.
fn names(instrument: &Instrument, items: &[(usize, usize)]) -> Result<Vec<StratumId>, Error> {
    let mut names = vec![String::new()];
    for (at, &(item, _)) in items.iter().enumerate() {
        let points = instrument.items()[item]
            .scale()
            .map_or(&[][..], |s| s.points());
        if names.len() * points.len() > Stratification::MOST_STRATA {
            return Err(Error::TableFull {
                what: "strata",
                max: Stratification::MOST_STRATA,
            });
        }
        let with = |name: &String| {
            let start = match at {
                0 => String::new(),
                _ => format!("{name}{}", Stratification::BETWEEN),
            };
            points
                .iter()
                .map(move |point| format!("{start}{}", point.code()))
        };
        names = names.iter().flat_map(with).collect();
    }
    names.into_iter().map(StratumId::try_from).collect()
}
