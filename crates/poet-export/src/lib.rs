//! Released findings to files and reports.

pub mod fieldwork;
