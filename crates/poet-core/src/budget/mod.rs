//! One person's budget: what it is worth, who funds it, what the person pays, how it is held.
//!
//! Money is exact, in pounds and whole pence. A conversion between periods names its [`YearLength`]
//! and keeps fractions of a penny, so that rounding happens once, where a figure is shown.
//!
//! # Examples
//!
//! ```
//! use poet_core::budget::{
//!     Allocation, Amount, BudgetId, Deployment, Funding, FundingStream, Money, Period,
//!     PersonalBudget, YearLength,
//! };
//! use uuid::Uuid;
//!
//! let weekly = |pence| Amount::new(Money::from_pence(pence), Period::Weekly);
//! let id = BudgetId::new(Uuid::from_u128(7))?;
//! let budget = PersonalBudget::builder(id)
//!     .indicative(Allocation::new([Funding::new(FundingStream::SocialCare, weekly(49_000)?)])?)
//!     .agreed(Allocation::new([Funding::new(FundingStream::SocialCare, weekly(20_000)?)])?)
//!     .contribution(weekly(3_000)?)
//!     .deployment(Deployment::DirectPayment)
//!     .build()?;
//!
//! assert_eq!(budget.indicative_to_agreed(YearLength::Weeks52)?.to_string(), "2.45");
//! let council_pays = budget.council_pays_per_year(YearLength::Weeks52);
//! assert_eq!(council_pays.and_then(|rate| rate.exact()), Some(Money::from_pence(17_000 * 52)));
//! # Ok::<(), poet_core::budget::BudgetError>(())
//! ```

pub use allocation::Allocation;
pub use amount::Amount;
pub use balance::PlanBalance;
pub use builder::PersonalBudgetBuilder;
pub use deployment::{Deployment, DeploymentMix};
pub use error::BudgetError;
pub use financial_year::FinancialYear;
pub use frequency::{Frequency, SupportUnit};
pub use funding::{Funding, FundingStream};
pub use group::{AgeGroup, NeedGroup};
pub use history::AllocationHistory;
pub use id::BudgetId;
pub use line::{ProviderKind, SupportCategory, SupportLine};
pub use money::Money;
pub use outcome::WantedOutcome;
pub use period::{Period, YearLength};
pub use personal_budget::PersonalBudget;
pub use plan::{PlanHelper, SupportPlan, SupportPlanBuilder, ViewsIncluded};
pub use problem::BudgetProblem;
pub use purchase::{PurchaseFinding, PurchaseRule, PurchaseRules, Verdict};
pub use rate::Rate;
pub use restriction::{Limit, Restriction};
pub use review::{Review, ReviewKind, ReviewOutcome};
pub use spending::{Spending, unspent_share};
pub use step::{AllocationStep, Stage};
pub use told::{AmountKnown, Listener, Planning, Told};

mod allocation;
mod amount;
mod balance;
mod builder;
mod deployment;
mod document;
mod england;
mod error;
mod financial_year;
mod frequency;
mod funding;
mod group;
mod history;
mod id;
mod line;
mod money;
mod outcome;
mod period;
mod personal_budget;
mod plan;
mod problem;
mod purchase;
mod rate;
mod restriction;
mod review;
mod spending;
mod stated;
mod step;
mod text;
mod told;
