//! Who could have answered in one stratum.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Who could have answered in one stratum: people eligible, forms sent, forms returned.
///
/// Holds `returned <= sent <= eligible`, as far as they are known.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Counted", into = "Counted")]
pub struct FrameCount {
    eligible: u32,
    sent: Option<u32>,
    returned: Option<u32>,
}

/// A count as it is written.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Counted {
    eligible: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    returned: Option<u32>,
}

impl FrameCount {
    /// So many people are eligible; how many forms were sent and returned is not known.
    pub fn of(eligible: u32) -> Self {
        Self {
            eligible,
            sent: None,
            returned: None,
        }
    }

    /// So many forms were sent.
    ///
    /// # Errors
    ///
    /// [`Error::FrameSent`] where more people were asked than are eligible; [`Error::FrameReturned`] where more forms
    /// came back.
    pub fn with_sent(self, sent: u32) -> Result<Self, Error> {
        let sent = Some(sent);
        Self { sent, ..self }.checked()
    }

    /// So many forms were returned.
    ///
    /// # Errors
    ///
    /// [`Error::FrameReturned`] where they are more than were sent, or than people are eligible.
    pub fn with_returned(self, returned: u32) -> Result<Self, Error> {
        let returned = Some(returned);
        Self { returned, ..self }.checked()
    }

    /// People who could have answered.
    pub fn eligible(self) -> u32 {
        self.eligible
    }

    /// Forms sent, where it is known.
    pub fn sent(self) -> Option<u32> {
        self.sent
    }

    /// Forms returned, where it is known.
    pub fn returned(self) -> Option<u32> {
        self.returned
    }

    fn checked(self) -> Result<Self, Error> {
        let most = self.sent.unwrap_or(self.eligible);
        if most > self.eligible {
            return Err(Error::FrameSent);
        }
        match self.returned {
            Some(returned) if returned > most => Err(Error::FrameReturned),
            _ => Ok(self),
        }
    }
}

impl TryFrom<Counted> for FrameCount {
    type Error = Error;

    fn try_from(counted: Counted) -> Result<Self, Error> {
        let Counted {
            eligible,
            sent,
            returned,
        } = counted;
        Self {
            eligible,
            sent,
            returned,
        }
        .checked()
    }
}

impl From<FrameCount> for Counted {
    fn from(count: FrameCount) -> Self {
        Self {
            eligible: count.eligible,
            sent: count.sent,
            returned: count.returned,
        }
    }
}
