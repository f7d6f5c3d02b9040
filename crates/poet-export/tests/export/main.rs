//! What a reader of the files and pages sees.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot build its input has failed"
)]

mod changes;
mod html;
mod national;
mod pages;
mod report;
mod subgroups;
mod survey;
mod table;
