//! How far personal budgets have reached: people with a budget among those who could have one, and direct payments.
//!
//! # Examples
//!
//! ```
//! use poet_core::budget::AgeGroup;
//! use poet_core::uptake::{Group, Uptake};
//!
//! let older = Group::EVERYBODY.aged(AgeGroup::From65);
//! let uptake = Uptake::new(620, 540)?.with_direct_payments(90)?;
//! assert_eq!((uptake.eligible(), uptake.holders()), (620, 540));
//! assert_eq!(uptake.direct_payments(), Some(90));
//! assert_eq!(older.to_string(), "65+");
//! # Ok::<(), poet_core::Error>(())
//! ```

pub use count::Uptake;
pub use group::{Group, Population, Recorded};

mod count;
mod group;
