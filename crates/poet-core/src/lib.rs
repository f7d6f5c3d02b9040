//! Words of the domain, valid by construction.
