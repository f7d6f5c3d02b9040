//! The poet command.
fn main() {}
