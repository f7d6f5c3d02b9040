//! Released findings to files and reports.
