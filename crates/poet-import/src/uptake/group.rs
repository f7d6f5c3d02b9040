//! Words for groups of people.

use poet_core::budget::{AgeGroup, NeedGroup};
use poet_core::fold;
use poet_core::uptake::Recorded;

use crate::refusal::ReasonKind;

/// The age group that a text names, none where it divides nobody.
pub(super) fn age(text: &str) -> Result<Option<Recorded<AgeGroup>>, ReasonKind> {
    Ok(Some(Recorded::As(match fold(text).as_str() {
        "" | "all" | "all ages" | "total" | "18+" | "18 and over" => return Ok(None),
        "children" | "under 18" => AgeGroup::Children,
        "18 64" | "18 to 64" | "18 65" | "under 65" => AgeGroup::From18To64,
        "65" | "65+" | "65 and over" | "65 plus" | "over 65" => AgeGroup::From65,
        "not recorded" | "unknown" | "not known" => return Ok(Some(Recorded::Not)),
        _ => return Err(ReasonKind::UnknownGroup),
    })))
}

/// The need group that a text names, none where it divides nobody.
pub(super) fn need(text: &str) -> Result<Option<Recorded<NeedGroup>>, ReasonKind> {
    Ok(Some(Recorded::As(match fold(text).as_str() {
        "" | "all" | "all needs" | "total" => return Ok(None),
        "older people" | "older person" | "older" => NeedGroup::OlderPeople,
        "learning disability" | "learning disability support" | "learning" | "ld" => {
            NeedGroup::LearningDisability
        }
        "physical or sensory disability"
        | "physical disability"
        | "sensory disability"
        | "physical" => NeedGroup::PhysicalOrSensoryDisability,
        "mental health" | "mental health support" | "mental" | "mh" => NeedGroup::MentalHealth,
        "another need" | "other" => NeedGroup::Other,
        "not recorded" | "unknown" | "not known" => return Ok(Some(Recorded::Not)),
        _ => return Err(ReasonKind::UnknownGroup),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels_are_read() {
        for &wanted in AgeGroup::ALL {
            assert_eq!(age(wanted.code()), Ok(Some(wanted.into())), "{wanted}");
        }
        for &wanted in NeedGroup::ALL {
            let found = need(wanted.code());
            assert_eq!(found, Ok(Some(wanted.into())), "{wanted}");
        }
        assert_eq!(age("Unknown"), Ok(Some(Recorded::Not)));
        assert_eq!(need("not recorded"), Ok(Some(Recorded::Not)));
        assert_eq!(age(" 18 – 64 "), Ok(Some(AgeGroup::From18To64.into())));
        assert_eq!(age("65 and over"), Ok(Some(AgeGroup::From65.into())));
        assert_eq!((age(""), need("All")), (Ok(None), Ok(None)));
    }

    #[test]
    fn a_band_of_another_width_is_no_group() {
        for text in ["18-24", "75+", "older people"] {
            assert_eq!(age(text), Err(ReasonKind::UnknownGroup), "{text}");
        }
        assert_eq!(need("65+"), Err(ReasonKind::UnknownGroup));
    }
}
