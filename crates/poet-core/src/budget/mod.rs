//! One person's budget: what it is worth, who funds it, what the person pays, how it is held, what it may be used for,
//! how support is planned, and what came of it.
//!
//! Money is exact, in pounds and whole pence. A conversion between periods names its [`YearLength`]
//! and keeps fractions of a penny, so that rounding happens once, where a figure is shown.
//!
//! Any part of a budget may be absent, and absent means not known. A list that is there and empty says that there was
//! nothing: `"told": []` that nobody was told, `"helped_by": []` that nobody helped, `"restrictions": []` that nothing
//! is limited.
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
//!
//! The same from a file, with its dates, its plan and a year of spending:
//!
//! ```
//! use poet_core::budget::{AmountKnown, FinancialYear, Money, PersonalBudget, PlanBalance, PurchaseRules, YearLength};
//!
//! let budget = PersonalBudget::from_json(r#"{
//!     "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
//!     "organisation": "E08000035",
//!     "need_group": "learning_disability",
//!     "age_group": "18-64",
//!     "allocations": {
//!         "agreed": {
//!             "allocation": [{ "stream": "social_care", "amount": { "money": "200.00", "period": "weekly" } }],
//!             "date": "2013-03-04",
//!             "told": [{ "listener": "person", "date": "2013-03-04" }]
//!         },
//!         "revised": [{
//!             "allocation": [{ "stream": "social_care", "amount": { "money": "210.00", "period": "weekly" } }],
//!             "date": "2014-03-03"
//!         }]
//!     },
//!     "deployment": [{ "deployment": "direct_payment", "share": "1" }],
//!     "restrictions": [{ "limit": "carry_over", "words": "eight weeks may be kept" }],
//!     "plan": {
//!         "helped_by": ["family_or_friends"],
//!         "views": "very_much",
//!         "started": "2013-02-04",
//!         "signed_off": "2013-03-11",
//!         "outcomes": [{ "words": "to live in my own flat", "item": "where_to_live" }],
//!         "lines": [
//!             { "category": "personal_assistant", "provider": "employed_assistant",
//!               "cost": { "money": "180.00", "period": "weekly" },
//!               "frequency": { "quantity": "12", "unit": "hours", "per": "weekly" } },
//!             { "category": "shared_lives", "cost": { "money": "20.00", "period": "weekly" } }
//!         ]
//!     },
//!     "reviews": [{ "date": "2014-03-03", "kind": "planned", "outcome": "changed_amount" }],
//!     "spending": [{ "first": "2013-04-01", "last": "2014-03-31", "paid_in": "10400.00", "spent": "9880.00" }]
//! }"#)?;
//!
//! assert_eq!(budget.amount_known(), Some(AmountKnown::DuringPlanning));
//! assert_eq!(budget.unspent_share()?.to_string(), "0.05");
//! let balance = budget.plan_balance(YearLength::Weeks52);
//! assert!(matches!(balance, Some(PlanBalance::Under(rate)) if rate.exact() == Some(Money::from_pence(52_000))));
//! // 336 days of 200 pounds a week and 29 of 210.
//! let due = budget.due_in("2013-14".parse::<FinancialYear>()?);
//! assert_eq!(due.and_then(|rate| rate.exact()), Some(Money::from_pence(1_047_000)));
//! let findings = PurchaseRules::default().check(&budget);
//! assert_eq!((findings.len(), findings[0].line), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
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
mod figures;
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
