//! A file of cases, written and read.

use std::io::{self, Write};

use poet_core::{Answer, Instrument, Missing, Response};
use poet_scoring::Scorer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::case::{Case, Expected, Family};
use super::reach::reaching;
use super::{SCHEMA, draw, fault, minimum};
use crate::Error;
use crate::synth::rng::{Rng, Stream};

/// Cases for one instrument, with what is expected of each.
///
/// The same instrument, seed and version of this library give the same bytes.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_testkit::survey_cases::{SurveyCases, replay};
///
/// let instrument = Catalogue::builtin().get(&"family-carers@2014".parse()?)?;
/// let mut file = Vec::new();
/// SurveyCases::new(instrument, 1)?.write(&mut file)?;
/// assert!(replay(std::str::from_utf8(&file)?)?.is_good());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SurveyCases {
    pub(super) schema: String,
    library: String,
    seed: u64,
    pub(super) hash: String,
    pub(super) instrument: Value,
    not_reached: Vec<String>,
    pub(super) cases: Vec<Case>,
}

impl SurveyCases {
    /// Makes the cases of an instrument.
    ///
    /// # Errors
    ///
    /// [`Error::Scoring`] where its measures cannot be compiled; [`Error::Core`] where it cannot be written out, which no
    /// checked instrument shows.
    pub fn new(instrument: &Instrument, seed: u64) -> Result<Self, Error> {
        let scorer = Scorer::new(instrument)?;
        let (reaching, open) = reaching(instrument, seed);
        let valid: Vec<Response> = reaching
            .iter()
            .map(|(_, response)| response.clone())
            .collect();
        let mut rng = Rng::new(seed, Stream::Case, u64::MAX);
        let families = [
            (Family::Valid, reaching),
            (Family::Missing, unanswered(instrument)),
            (Family::Minimum, minimum::edges(&scorer, &valid, &mut rng)),
            (Family::Fault, fault::faults(instrument, &valid, &mut rng)),
        ];
        let cases = families.into_iter().flat_map(|(family, cases)| {
            cases
                .into_iter()
                .map(move |(covers, response)| (family, covers, response))
        });
        let case = |(id, (family, covers, response)): (usize, (Family, String, Response))| {
            let response = draw::named(id, &response)?;
            let expected = Expected::of(&scorer, &response);
            Some(Case {
                id,
                family,
                covers,
                response,
                expected,
            })
        };
        Ok(Self {
            schema: SCHEMA.to_owned(),
            library: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            hash: instrument.hash().to_string(),
            instrument: serde_json::from_str(&instrument.to_json()?)?,
            not_reached: open.iter().map(|goal| goal.told(instrument)).collect(),
            cases: (1..).zip(cases).filter_map(case).collect(),
        })
    }

    /// Reads a file of cases.
    ///
    /// # Errors
    ///
    /// [`Error::CaseFile`] where it is no such file; [`Error::Schema`] where it has another schema.
    pub fn read(text: &str) -> Result<Self, Error> {
        let file: Self = serde_json::from_str(text)?;
        if file.schema != SCHEMA {
            return Err(Error::Schema {
                found: file.schema,
                wanted: SCHEMA,
            });
        }
        Ok(file)
    }

    /// The cases in their order.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// What no valid response was found to reach: points, options and sides of conditions, in words.
    pub fn not_reached(&self) -> &[String] {
        &self.not_reached
    }

    /// Writes the file, a line a case.
    ///
    /// # Errors
    ///
    /// Where the writer fails.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{{\"schema\":{},", json(&self.schema)?)?;
        writeln!(out, "\"library\":{},", json(&self.library)?)?;
        writeln!(out, "\"seed\":{},", self.seed)?;
        writeln!(out, "\"hash\":{},", json(&self.hash)?)?;
        writeln!(out, "\"instrument\":{},", json(&self.instrument)?)?;
        writeln!(out, "\"not_reached\":{},", json(&self.not_reached)?)?;
        write!(out, "\"cases\":[")?;
        for (at, case) in self.cases.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\n{}", json(case)?)?;
        }
        writeln!(out, "\n]}}")?;
        out.flush()
    }
}

fn json(value: &impl Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// A response for each of the five reasons, given to every question.
fn unanswered(instrument: &Instrument) -> Vec<(String, Response)> {
    let of = |(number, missing): (usize, Missing)| {
        let items = instrument.items().iter();
        let response = items.fold(draw::blank(number)?, |response, item| {
            response.with(item.id().clone(), Answer::Missing(missing))
        });
        Some((format!("every question: {missing}"), response))
    };
    Missing::ALL
        .into_iter()
        .enumerate()
        .filter_map(of)
        .collect()
}
