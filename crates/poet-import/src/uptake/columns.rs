//! Where the columns of a file of counts stand.

use poet_core::uptake::{Group, Uptake};
use poet_core::{OrganisationId, fold};

use super::group;
use crate::Error;
use crate::refusal::{ColumnName, Reason, ReasonKind};

/// Where the columns stand.
pub(super) struct Columns {
    header: Vec<String>,
    organisation: usize,
    age: Option<usize>,
    need: Option<usize>,
    eligible: usize,
    holders: usize,
    direct_payments: Option<usize>,
}

const ORGANISATION: &[&str] = &["organisation", "organisation code", "code", "council"];
const AGE: &[&str] = &["age group", "age", "age band"];
const NEED: &[&str] = &["need group", "need", "primary support reason"];
const ELIGIBLE: &[&str] = &["eligible", "eligible people", "people", "clients"];
const HOLDERS: &[&str] = &["holders", "personal budgets", "self directed support"];
const DIRECT: &[&str] = &["direct payments", "direct payment"];

impl Columns {
    pub(super) fn of(header: &csv::StringRecord) -> Result<Self, Error> {
        let folded: Vec<String> = header.iter().map(fold).collect();
        let find = |names: &[&str]| folded.iter().position(|h| names.contains(&h.as_str()));
        let wanted = |names: &'static [&str]| {
            find(names).ok_or(Error::WantsColumn {
                name: names[0],
                columns: header.len(),
            })
        };
        Ok(Self {
            organisation: wanted(ORGANISATION)?,
            age: find(AGE),
            need: find(NEED),
            eligible: wanted(ELIGIBLE)?,
            holders: wanted(HOLDERS)?,
            direct_payments: find(DIRECT),
            header: header.iter().map(str::to_owned).collect(),
        })
    }

    /// What a row says, or every reason why it is not taken.
    pub(super) fn read(
        &self,
        row: &csv::StringRecord,
    ) -> Result<(OrganisationId, Group, Uptake), Vec<Reason>> {
        let whole = match row.len().cmp(&self.header.len()) {
            std::cmp::Ordering::Less => Some(ReasonKind::TooFewFields),
            std::cmp::Ordering::Greater => Some(ReasonKind::TooManyFields),
            std::cmp::Ordering::Equal => None,
        };
        if let Some(kind) = whole {
            return Err(vec![Reason::of(None, kind)]);
        }
        let mut reasons = Vec::new();
        let organisation = self.take(row, self.organisation, organisation, &mut reasons);
        let group = self.group(row, &mut reasons);
        let uptake = self.uptake(row, &mut reasons);
        match (organisation, uptake) {
            (Some(organisation), Some(uptake)) if reasons.is_empty() => {
                Ok((organisation, group, uptake))
            }
            _ => Err(reasons),
        }
    }

    fn group(&self, row: &csv::StringRecord, reasons: &mut Vec<Reason>) -> Group {
        let age = self
            .age
            .and_then(|at| self.take(row, at, group::age, reasons));
        let need = self
            .need
            .and_then(|at| self.take(row, at, group::need, reasons));
        let group = age
            .flatten()
            .map_or(Group::EVERYBODY, |age| Group::EVERYBODY.aged(age));
        need.flatten().map_or(group, |need| group.needing(need))
    }

    fn uptake(&self, row: &csv::StringRecord, reasons: &mut Vec<Reason>) -> Option<Uptake> {
        let direct = self.direct_payments.filter(|&at| !row[at].is_empty());
        let eligible = self.take(row, self.eligible, count, reasons);
        let holders = self.take(row, self.holders, count, reasons);
        let direct = direct.map(|at| (at, self.take(row, at, count, reasons)));
        let part = |at: usize| {
            let column = Some(self.name(at));
            move |_| vec![Reason::of(column, ReasonKind::PartOverWhole)]
        };
        let fitted = Uptake::new(eligible?, holders?).map_err(part(self.holders));
        let fitted = match direct {
            None => fitted,
            Some((_, None)) => return None,
            Some((at, Some(direct))) => {
                fitted.and_then(|uptake| uptake.with_direct_payments(direct).map_err(part(at)))
            }
        };
        fitted.map_err(|why| reasons.extend(why)).ok()
    }

    /// What a cell says; where it says nothing of the kind, a reason more.
    fn take<T>(
        &self,
        row: &csv::StringRecord,
        at: usize,
        read: impl FnOnce(&str) -> Result<T, ReasonKind>,
        reasons: &mut Vec<Reason>,
    ) -> Option<T> {
        let read = read(&row[at]);
        read.map_err(|kind| reasons.push(Reason::of(Some(self.name(at)), kind)))
            .ok()
    }

    fn name(&self, at: usize) -> ColumnName {
        ColumnName {
            position: at + 1,
            header: self.header[at].clone(),
        }
    }
}

fn organisation(text: &str) -> Result<OrganisationId, ReasonKind> {
    if text.is_empty() {
        return Err(ReasonKind::NoOrganisation);
    }
    text.parse().map_err(|_| ReasonKind::BadOrganisation)
}

/// A whole number of people, thousands set apart by commas or not.
fn count(text: &str) -> Result<u64, ReasonKind> {
    let mut parts = text.split(',');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let thousands = parts.clone().all(|part| part.len() == 3 && digits(part));
    let leads = parts.next().is_none() || (1..=3).contains(&first.len());
    if !(digits(first) && leads && thousands) {
        return Err(ReasonKind::NotPeople);
    }
    let digits: String = text.split(',').collect();
    let count = digits.parse().map_err(|_| ReasonKind::NotPeople)?;
    match count {
        0..=Uptake::MOST_PEOPLE => Ok(count),
        _ => Err(ReasonKind::NotPeople),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_digits_and_commas_between_thousands() {
        let cases = [
            ("0", 0),
            ("007", 7),
            ("432349", 432_349),
            ("432,349", 432_349),
            ("1,000,000", 1_000_000),
            ("4294967296", Uptake::MOST_PEOPLE),
        ];
        for (text, wanted) in cases {
            assert_eq!(count(text), Ok(wanted), "{text}");
        }
        let wrong = [
            "",
            ",",
            "-1",
            "1.0",
            "1,00",
            ",100",
            "1000,000",
            "12,",
            "*",
            "[c]",
            "+5",
            "5 000",
            "4294967297",
            "99999999999999999999",
        ];
        for text in wrong {
            assert_eq!(count(text), Err(ReasonKind::NotPeople), "{text}");
        }
    }
}
