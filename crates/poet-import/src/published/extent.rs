//! Rows of several places taken together.

use std::collections::BTreeSet;

use poet_core::{Extent, OdsCode, OnsCode, fold};

/// Tells rows of several places from rows of one.
pub(super) struct Pooled<'o> {
    listed: &'o BTreeSet<String>,
}

/// Words of names that are never of one organisation.
const TOGETHER: &[&str] = &["average", "total"];

/// Words of names that are not of one organisation unless an ODS code says so: there are National and All Saints trusts.
const WIDE: &[&str] = &["all", "england", "national"];

/// Beginnings of codes of regions and countries.
const AREAS: &[&str] = &["E12", "E92", "W92", "S92", "N92", "K02", "K03", "K04"];

impl<'o> Pooled<'o> {
    pub(super) fn new(listed: &'o BTreeSet<String>) -> Self {
        Self { listed }
    }

    /// Whether a row is of several places: it is listed so; or its code is no council's, and is that of a region or
    /// country, or its name or code says "average" or "total", or, without an ODS code, "all", "England" or "national".
    pub(super) fn extent(&self, code: &str, name: Option<&str>) -> Extent {
        if self.listed.contains(code) {
            return Extent::Pooled;
        }
        if code.parse::<OnsCode>().is_ok() {
            return Extent::Organisation;
        }
        let named = fold(&format!("{code} {}", name.unwrap_or_default()));
        let says = |words: &[&str]| named.split(' ').any(|word| words.contains(&word));
        let ods = code.parse::<OdsCode>().is_ok();
        let area = code.len() == 9 && AREAS.iter().any(|area| code.starts_with(area));
        if area || says(TOGETHER) || (!ods && says(WIDE)) {
            Extent::Pooled
        } else {
            Extent::Organisation
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_places_are_told_from_one() {
        let listed = ["X1".to_owned()].into();
        let extent = |code, name| Pooled::new(&listed).extent(code, Some(name));
        for (code, name) in [
            ("ALL18", "18 CASSR Average"),
            ("E92000001", "England"),
            ("E12000007", "London"),
            ("Total", ""),
            ("all councils", ""),
            ("X1", "Two shires"),
            ("-", "National"),
        ] {
            assert_eq!(extent(code, name), Extent::Pooled, "{code}");
        }
        for (code, name) in [
            ("E08000034", "Kirklees"),
            ("RAN", "Royal National Orthopaedic Hospital"),
            ("Allerdale", ""),
            ("E08000034", "All of Kirklees"),
            ("W06000015", "Cardiff"),
        ] {
            assert_eq!(extent(code, name), Extent::Organisation, "{code}");
        }
    }
}
