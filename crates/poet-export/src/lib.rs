//! Released findings to files and reports.
//!
//! Everything here takes [`Released`](poet_benchmark::release::Released) figures and nothing else of what people
//! answered, so a figure that was withheld cannot come back in a table, a chart or a coordinate. Writers take
//! [`std::io::Write`]; the same input gives the same bytes.

pub use error::Error;
pub use report::{Concerns, CouncilReport, NationalReport, YouSaid};
pub use scales::ScaleTable;
pub use table::{
    ChangeTables, DriverTable, MoneyTable, SampleTable, Spreadsheet, SubgroupTable, Tables,
};

pub mod fieldwork;

mod chart;
mod driven;
mod error;
mod grouped;
mod labelled;
mod number;
mod report;
mod scales;
mod table;
