//! Where the columns of a frame stand.

use poet_core::fold;

use crate::Error;

/// Usual names of columns, folded.
mod usual {
    pub(super) const ORGANISATION: &[&str] = &[
        "organisation code",
        "organisation id",
        "ons code",
        "la code",
        "council code",
        "code",
        "organisation",
        "organization",
        "council",
        "local authority",
        "authority",
        "trust",
    ];
    pub(super) const STRATUM: &[&str] = &["stratum", "stratum id", "stratum code", "strata"];
    pub(super) const ELIGIBLE: &[&str] = &[
        "eligible",
        "eligible population",
        "population",
        "people eligible",
        "eligible people",
    ];
    pub(super) const SENT: &[&str] = &[
        "sent",
        "forms sent",
        "surveys sent",
        "questionnaires sent",
        "sample",
        "sample size",
    ];
    pub(super) const RETURNED: &[&str] = &[
        "returned",
        "forms returned",
        "surveys returned",
        "questionnaires returned",
        "respondents",
        "responses",
    ];
}

/// Where the columns stand.
pub(super) struct Columns {
    pub(super) organisation: usize,
    pub(super) stratum: Option<usize>,
    pub(super) eligible: usize,
    pub(super) sent: Option<usize>,
    pub(super) returned: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &[String]) -> Result<Self, Error> {
        let find = |names: &[&str]| {
            let of = |name: &&str| header.iter().position(|h| fold(h) == *name);
            names.iter().find_map(of)
        };
        let missing = |what| Error::NoColumn {
            what,
            columns: header.len(),
        };
        Ok(Self {
            organisation: find(usual::ORGANISATION).ok_or_else(|| missing("organisation"))?,
            stratum: find(usual::STRATUM),
            eligible: find(usual::ELIGIBLE).ok_or_else(|| missing("eligible"))?,
            sent: find(usual::SENT),
            returned: find(usual::RETURNED),
        })
    }

    pub(super) fn uses(&self, column: usize) -> bool {
        let optional = [self.stratum, self.sent, self.returned];
        column == self.organisation || column == self.eligible || optional.contains(&Some(column))
    }
}
