//! What became of a share over several rounds of fieldwork.

pub use breslow_day::{Homogeneity, breslow_day};
pub use cochran_armitage::{CochranArmitage, Dated, cochran_armitage};
pub use mantel_haenszel::{MantelHaenszel, mantel_haenszel};
pub use xmr::{Screening, Xmr, xmr};
pub use xmr_signal::{Departure, RunLength, Signal, SignalRule};

mod breslow_day;
mod cochran_armitage;
mod mantel_haenszel;
mod xmr;
mod xmr_signal;
