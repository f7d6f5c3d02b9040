//! Instruments for the people who ask and answer.

pub use questionnaire::write_questionnaire;

mod key;
mod questionnaire;
