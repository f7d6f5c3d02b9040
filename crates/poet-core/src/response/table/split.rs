//! Rows counted for how they came about, or by what they answered.

use std::collections::BTreeMap;

use super::{NO_STRATUM, Names, ResponseTable};
use crate::{Circumstance, Error, OrganisationId, Stratification};

impl ResponseTable {
    /// Place of the rows that do not say what a table is split by.
    pub const NOT_RECORDED: &str = "not recorded";

    /// The same rows, each counted for one of its circumstances, by its code, in place of its organisation.
    ///
    /// Tallied and compared like places, they show whether those who answered alone, with help or by proxy answer alike.
    /// Such a table shares no figure with one by organisation but the totals; one of a single organisation's rows, split,
    /// does, and is not safe to release beside it.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_core::{Catalogue, Circumstance, Circumstances, Help, Response, ResponseTable};
    ///
    /// let mut table = ResponseTable::new(Catalogue::builtin().get(&"adult-holders@2014".parse()?)?);
    /// let alone = Circumstances { help: Some(Help::Alone), ..Circumstances::default() };
    /// table.push(&Response::new("r-1".parse()?, "E08000035".parse()?).under(alone))?;
    /// table.push(&Response::new("r-2".parse()?, "E08000035".parse()?))?;
    ///
    /// let split = table.split_by(Circumstance::Help);
    /// let places: Vec<_> = split.rows().map(|row| row.organisation().as_str()).collect();
    /// assert_eq!(places, ["alone", "not recorded"]);
    /// # Ok::<(), poet_core::Error>(())
    /// ```
    #[expect(
        clippy::missing_panics_doc,
        reason = "a code or a tag is a name, and there are no more than names of languages"
    )]
    pub fn split_by(&self, circumstance: Circumstance) -> Self {
        let mut organisations = Names::new("organisations");
        let mut known = BTreeMap::new();
        let told = self.rows().map(|row| row.circumstance(circumstance));
        let organisation = told.map(|told| {
            let name = told.unwrap_or(Self::NOT_RECORDED);
            *known.entry(name).or_insert_with(|| {
                let id: OrganisationId = name.parse().expect("a code is a name");
                organisations
                    .position(&id)
                    .expect("there are fewer codes than names")
            })
        });
        let organisation = organisation.collect();
        Self {
            organisations,
            organisation,
            ..self.clone()
        }
    }

    /// The same rows, routed, each in the stratum that its own answers make, or in none where one of them is missing.
    ///
    /// What stratum the rows were in before is not kept. The counts of a stratum are a subgroup's: none is released by
    /// itself.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the strata are of another instrument.
    pub fn stratified_by(&self, strata: &Stratification) -> Result<Self, Error> {
        if &self.instrument != strata.instrument() {
            return Err(Error::OtherInstrument {
                found: strata.instrument().key().clone(),
                wanted: self.instrument.key().clone(),
            });
        }
        let mut table = self.clone();
        table.route();
        table.strata = Names::new("strata");
        for stratum in strata.strata() {
            table.strata.position(stratum)?;
        }
        let stratum = table.rows().map(|row| {
            let at = strata.position(|column| row.code(column));
            at.unwrap_or(NO_STRATUM)
        });
        table.stratum = stratum.collect();
        Ok(table)
    }
}
