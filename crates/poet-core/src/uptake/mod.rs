//! How far personal budgets have reached: people with a budget among those who could have one, and direct payments.
//!
//! # Examples
//!
//! ```
//! use poet_core::uptake::{AgeGroup, Group, Uptake};
//!
//! let older = Group::of(Some(AgeGroup::From65), None);
//! let uptake = Uptake::new(620, 540)?.with_direct_payments(90)?;
//! assert_eq!((uptake.eligible(), uptake.holders()), (620, 540));
//! assert_eq!(uptake.direct_payments(), Some(90));
//! assert_eq!(older.to_string(), "65+");
//! # Ok::<(), poet_core::Error>(())
//! ```

pub use count::Uptake;
pub use group::{AgeGroup, Group, NeedGroup, Population};

mod count;
mod group;
