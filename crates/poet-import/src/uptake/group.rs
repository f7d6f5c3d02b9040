//! Words for groups of people.

use poet_core::fold;
use poet_core::uptake::{AgeGroup, NeedGroup};

use crate::refusal::ReasonKind;

/// The age group that a text names, none where it divides nobody.
pub(super) fn age(text: &str) -> Result<Option<AgeGroup>, ReasonKind> {
    Ok(Some(match fold(text).as_str() {
        "" | "all" | "all ages" | "total" | "18+" | "18 and over" => return Ok(None),
        "18 64" | "18 to 64" | "18 65" | "under 65" => AgeGroup::From18To64,
        "65" | "65+" | "65 and over" | "65 plus" | "over 65" => AgeGroup::From65,
        "not recorded" | "no age" | "unknown" | "not known" => AgeGroup::NotRecorded,
        _ => return Err(ReasonKind::UnknownGroup),
    }))
}

/// The need group that a text names, none where it divides nobody.
pub(super) fn need(text: &str) -> Result<Option<NeedGroup>, ReasonKind> {
    Ok(Some(match fold(text).as_str() {
        "" | "all" | "all needs" | "total" => return Ok(None),
        "older people" | "older person" | "older" => NeedGroup::OlderPeople,
        "learning disability" | "learning disability support" | "learning" | "ld" => {
            NeedGroup::LearningDisability
        }
        "physical or sensory disability"
        | "physical disability"
        | "sensory disability"
        | "physical" => NeedGroup::PhysicalOrSensory,
        "mental health" | "mental health support" | "mental" | "mh" => NeedGroup::MentalHealth,
        "another need" | "other" => NeedGroup::Other,
        "not recorded" | "no need" | "unknown" | "not known" => NeedGroup::NotRecorded,
        _ => return Err(ReasonKind::UnknownGroup),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels_are_read() {
        for wanted in AgeGroup::ALL {
            assert_eq!(age(wanted.code()), Ok(Some(wanted)), "{wanted}");
        }
        for wanted in NeedGroup::ALL {
            assert_eq!(need(wanted.code()), Ok(Some(wanted)), "{wanted}");
            assert_eq!(
                need(&wanted.to_string()).is_ok(),
                wanted != NeedGroup::NotRecorded
            );
        }
        assert_eq!(age(" 18 – 64 "), Ok(Some(AgeGroup::From18To64)));
        assert_eq!(age("65 and over"), Ok(Some(AgeGroup::From65)));
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
