//! What a report tells of its organisation beside the benchmark, where it is given.

use poet_benchmark::Absent;
use poet_benchmark::norm::NormComparison;
use poet_benchmark::peers::{Partners, PeerComparison, StandardComparison};
use poet_benchmark::priorities::Priorities;
use poet_benchmark::release::Released;
use poet_core::{ItemId, OrganisationId};

use super::CouncilReport;
use crate::Error;

/// What was worked out of one organisation from the released benchmark.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside<'a> {
    pub(super) peers: Option<&'a PeerComparison>,
    pub(super) standards: Option<&'a StandardComparison>,
    /// Whom it can learn from, or why no place is near it.
    pub(super) partners: Option<Result<&'a Partners, Absent>>,
    pub(super) norm: Option<&'a NormComparison>,
    pub(super) priorities: Option<&'a Priorities>,
}

impl<'a> CouncilReport<'a> {
    /// Holds the organisation against its peers, in a part of the page of its own.
    ///
    /// # Errors
    ///
    /// [`Error::OtherOrganisation`] where the comparison is of another organisation.
    pub fn peers(mut self, peers: &'a Released<PeerComparison>) -> Result<Self, Error> {
        self.is_of(peers.group.organisation())?;
        self.beside.peers = Some(peers);
        Ok(self)
    }

    /// Holds the organisation against standards that somebody set.
    ///
    /// # Errors
    ///
    /// As [`CouncilReport::peers`].
    pub fn standards(mut self, standards: &'a Released<StandardComparison>) -> Result<Self, Error> {
        self.is_of(&standards.organisation)?;
        self.beside.standards = Some(standards);
        Ok(self)
    }

    /// Tells whom the organisation can learn from.
    ///
    /// # Errors
    ///
    /// As [`CouncilReport::peers`].
    pub fn partners(mut self, partners: &'a Released<Partners>) -> Result<Self, Error> {
        self.is_of(&partners.organisation)?;
        self.beside.partners = Some(Ok(partners));
        Ok(self)
    }

    /// Says why nobody can be named to learn from, where it cannot be told which places are like the organisation.
    pub fn no_partners(mut self, why: Absent) -> Self {
        self.beside.partners = Some(Err(why));
        self
    }

    /// Holds the organisation against a norm set.
    ///
    /// # Errors
    ///
    /// As [`CouncilReport::peers`].
    pub fn norm(mut self, norm: &'a Released<NormComparison>) -> Result<Self, Error> {
        self.is_of(&norm.organisation)?;
        self.beside.norm = Some(norm);
        Ok(self)
    }

    /// Tells what to act on.
    ///
    /// # Errors
    ///
    /// As [`CouncilReport::peers`].
    pub fn priorities(mut self, priorities: &'a Released<Priorities>) -> Result<Self, Error> {
        self.is_of(&priorities.organisation)?;
        self.beside.priorities = Some(priorities);
        Ok(self)
    }

    /// How the organisation stands against a norm set, an entry a sentence, as the page says it but in plain text.
    pub fn against_the_norm(&self) -> Vec<String> {
        let lines = self
            .beside
            .norm
            .map_or_else(Vec::new, |norm| self.norm_lines(norm));
        lines.iter().map(super::page::plain_text).collect()
    }

    /// Whom the organisation can learn from, an entry for each question and place, as the page says it but in plain text.
    pub fn whom_to_learn_from(&self) -> Vec<String> {
        let findings = self
            .beside
            .partners
            .and_then(Result::ok)
            .map_or(&[][..], |partners| &partners.findings);
        let said = findings
            .iter()
            .flat_map(|finding| self.learning_lines(finding));
        said.map(|line| super::page::plain_text(&line)).collect()
    }

    /// Words of an item by its name.
    pub(super) fn item_name(&self, id: &ItemId) -> String {
        let item = self.instrument().item(id.as_str());
        item.map_or_else(
            || id.to_string(),
            |item| self.labelled.words(item.label()).to_owned(),
        )
    }

    /// Name of another organisation.
    pub(super) fn name_of<'n>(&'n self, id: &'n OrganisationId) -> &'n str {
        self.labelled.name(id)
    }

    fn is_of(&self, found: &OrganisationId) -> Result<(), Error> {
        match found == self.organisation {
            true => Ok(()),
            false => Err(Error::OtherOrganisation {
                found: found.clone(),
                wanted: self.organisation.clone(),
            }),
        }
    }
}
