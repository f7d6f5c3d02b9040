//! What breaks a rule of a budget.

use super::Money;

/// Rule of a budget that a value breaks.
///
/// Says where and what was wanted, never what the value was: it belongs to one person.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BudgetError {
    /// Nil UUID, which everybody without an id would share.
    #[error("budget id is the nil UUID, wants one of the budget's own")]
    IdNil,
    /// Text that is no UUID.
    #[error(
        "budget id does not read as a UUID, wants 32 hexadecimal digits in groups of 8-4-4-4-12"
    )]
    IdForm,
    /// Number or anything else where text stands.
    #[error("value does not read as text, wants codes and exact decimals in quotes")]
    NotText,
    /// Word outside a closed list.
    #[error("{what} is not known, wants one of {wanted}")]
    CodeUnknown {
        /// What the word names.
        what: &'static str,
        /// The list.
        wanted: &'static str,
    },
    /// Text that is no decimal number.
    #[error("money does not read as a decimal number, wants pounds such as 1234.50")]
    MoneyForm,
    /// Money under zero.
    #[error("money is under zero, wants 0.00 or more")]
    MoneyNegative,
    /// Money finer than a penny.
    #[error("money has a fraction of a penny, wants at most two decimals")]
    MoneyFraction,
    /// Money that [`Money`] cannot hold.
    #[error("money is too large, wants at most {max} pounds")]
    MoneyTooLarge {
        /// Most that is held.
        max: Money,
    },
    /// More money in one period than any person's budget.
    #[error("amount is too large, wants at most {max} pounds a period")]
    AmountTooLarge {
        /// Most that is held.
        max: Money,
    },
    /// One-off amount where a rate was asked for.
    #[error("one-off has no rate, wants weekly, four_weekly, monthly or yearly on both sides")]
    OneOffRate,
    /// Allocation without a line.
    #[error("allocation is empty, wants at least one line of funding")]
    AllocationEmpty,
    /// Second line for the same stream and period.
    #[error("funding line {at} repeats a stream and period, wants one line for each")]
    FundingRepeated {
        /// Place of the second line, from 0.
        at: usize,
    },
    /// Mix without a part.
    #[error("deployment mix is empty, wants at least one part")]
    MixEmpty,
    /// Second part held the same way.
    #[error("part {at} of the deployment mix repeats a deployment, wants one part for each")]
    DeploymentRepeated {
        /// Place of the second part, from 0.
        at: usize,
    },
    /// Text that is no decimal number.
    #[error("share does not read as a decimal number, wants a share such as 0.25")]
    ShareForm,
    /// Share of nothing, or of more than the whole.
    #[error(
        "share of part {at} of the deployment mix is out of range, wants more than 0 and at most 1"
    )]
    ShareRange {
        /// Place of the part, from 0.
        at: usize,
    },
    /// Shares that leave a rest or exceed the whole.
    #[error("shares of the deployment mix do not add up, want exactly 1")]
    SharesSum,
    /// Contribution towards nothing that can be charged for in its period.
    #[error(
        "contribution has no social care funding of its period, wants an agreed line with the same period"
    )]
    ContributionUnfunded,
    /// Contribution over the cost.
    #[error("contribution is more than the social care funding of its period, wants at most that")]
    ContributionTooLarge,
    /// Ratio without an indicative budget.
    #[error("ratio has no indicative budget, wants an indicative and an agreed one")]
    RatioWithoutIndicative,
    /// Ratio without an agreed budget.
    #[error("ratio has no agreed budget, wants an indicative and an agreed one")]
    RatioWithoutAgreed,
    /// Ratio over an agreed budget of nothing.
    #[error("ratio has an agreed budget of nothing, wants more than 0.00")]
    RatioOverNothing,
}
