//! Words of the domain, valid by construction.

pub mod budget;
