//! Who funds a budget.

use super::Amount;
use super::text::{Text, codes};
use serde::{Deserialize, Serialize};

/// Public purse that funds a part of a budget.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum FundingStream {
    /// The council's adult or children's social care.
    SocialCare,
    /// The NHS: a personal health budget.
    Health,
    /// The council's education: an education, health and care plan.
    Education,
}

codes!(
    FundingStream,
    "funding stream",
    SocialCare = "social_care",
    Health = "health",
    Education = "education",
);

/// One line of an allocation: a stream and what it funds.
///
/// The amount is the whole cost that the stream stands for, the person's contribution not yet taken off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Funding {
    stream: FundingStream,
    amount: Amount,
}

impl Funding {
    /// `amount` out of `stream`.
    pub fn new(stream: FundingStream, amount: Amount) -> Self {
        Self { stream, amount }
    }

    /// Who funds.
    pub fn stream(self) -> FundingStream {
        self.stream
    }

    /// What is funded.
    pub fn amount(self) -> Amount {
        self.amount
    }
}
