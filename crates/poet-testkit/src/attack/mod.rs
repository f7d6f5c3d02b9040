//! An attacker: what can be derived about withheld figures from everything that is shown.
//!
//! Works by linear programmes and knows nothing of how figures were chosen to be withheld, so that it can hold
//! `poet_benchmark` to its promise. [`Attacker`] takes any linear facts about unknown counts; [`attack_table`] and
//! [`attack_release`] write the facts of a table down, [`verify`] those of released files.

pub use attacker::{Attacker, Derived, Relation, Unknown};
pub use benchmark::{Cell, Exposed, Reach, verify, verify_beside, verify_growth};
pub use error::Error;
pub use release::{Facts, attack_release};
pub use subgroups::{ExposedGroup, verify_case_mix, verify_subgroups};
pub use two_way::{TwoWay, attack_table};

mod attacker;
mod benchmark;
mod component;
mod error;
mod programme;
mod release;
mod subgroups;
mod two_way;
