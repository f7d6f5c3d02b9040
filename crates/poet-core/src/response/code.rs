//! One byte an answer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why there is no answer. The five are never pooled, and none is in a base.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The person said that it does not apply to them.
    NotApplicable,
    /// The person said that they do not know.
    DontKnow,
    /// The person would rather not say.
    PreferNotToSay,
    /// Asked and left open.
    NotAnswered,
    /// Not asked, because the routing passed it by.
    NotAsked,
}

impl Missing {
    /// The five, in the order of their codes.
    pub const ALL: [Self; 5] = [
        Self::NotApplicable,
        Self::DontKnow,
        Self::PreferNotToSay,
        Self::NotAnswered,
        Self::NotAsked,
    ];

    /// Position in [`Missing::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotApplicable => "not applicable",
            Self::DontKnow => "don't know",
            Self::PreferNotToSay => "prefer not to say",
            Self::NotAnswered => "not answered",
            Self::NotAsked => "not asked",
        })
    }
}

/// One answer in a column: the position of a point, or the reason why there is none.
///
/// # Examples
///
/// ```
/// use poet_core::{Code, Missing};
///
/// assert_eq!(Code::answer(3).answered(), Some(3));
/// assert_eq!(Code::from(Missing::NotAsked).missing(), Some(Missing::NotAsked));
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct Code(u8);

impl Code {
    /// First of the five missing codes; answers are below.
    pub const FIRST_MISSING: u8 = 251;

    /// The answer with the point at `position`. A position of 251 or more is taken as "not answered".
    pub const fn answer(position: u8) -> Self {
        if position < Self::FIRST_MISSING {
            Self(position)
        } else {
            Self(Self::FIRST_MISSING + Missing::NotAnswered as u8)
        }
    }

    /// Position of the point, where there is an answer.
    pub const fn answered(self) -> Option<u8> {
        if self.0 < Self::FIRST_MISSING {
            Some(self.0)
        } else {
            None
        }
    }

    /// Why there is none, where there is no answer.
    pub const fn missing(self) -> Option<Missing> {
        if self.0 < Self::FIRST_MISSING {
            None
        } else {
            Some(Missing::ALL[(self.0 - Self::FIRST_MISSING) as usize])
        }
    }

    /// The code as a byte: positions from 0, missing codes from 251.
    pub const fn byte(self) -> u8 {
        self.0
    }
}

impl From<Missing> for Code {
    fn from(missing: Missing) -> Self {
        Self(Self::FIRST_MISSING + missing as u8)
    }
}

impl fmt::Debug for Code {
    /// Never shows which answer was given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.missing() {
            None => f.write_str("Code(answered)"),
            Some(missing) => write!(f, "Code({missing})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_an_answer_or_one_of_five_reasons() {
        for byte in 0..=u8::MAX {
            let code = Code(byte);
            assert_ne!(code.answered().is_some(), code.missing().is_some());
        }
        for missing in Missing::ALL {
            assert_eq!(Code::from(missing).missing(), Some(missing));
            assert_eq!(Missing::ALL[missing.index()], missing);
        }
    }

    #[test]
    fn debug_does_not_tell_the_answer() {
        assert_eq!(
            format!("{:?}", Code::answer(2)),
            format!("{:?}", Code::answer(0))
        );
    }
}
