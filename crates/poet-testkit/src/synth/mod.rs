//! Synthetic surveys with a stated truth, of any size, for any instrument.
//!
//! A method that is given such a survey must find what was planted: the organisations that differ, the conditions that go
//! with better outcomes, the shares, the rates at which answers are missing.
//!
//! # Examples
//!
//! A place that is better than the rest, and nothing else:
//!
//! ```
//! use poet_core::Catalogue;
//! use poet_testkit::synth::{Place, Places, Survey, Truth};
//!
//! let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
//! let place = |id: &str, outcome_effect| -> Result<Place, poet_core::Error> {
//!     let (id, name, region) = (id.parse()?, format!("{id} (synthetic)"), None);
//!     Ok(Place { id, name, region, weight: 1.0, outcome_effect, process_effect: 0.0 })
//! };
//! let mut truth = Truth::of(instrument);
//! truth.places = Places::Given(vec![place("North", 1.0)?, place("South", 0.0)?]);
//! let survey = Survey::new(instrument, truth, 1)?;
//! # let _ = survey;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use beside::Beside;
pub use csv::{Csv, CsvForm, Header};
pub use error::Error;
pub use mess::{Delimiter, Encoding, LineEnd, Mess, Spoil, Spoiled, SpoiledRow};
pub use stories::{StoryPages, StoryTruth};
pub use survey::{Expected, Survey};
pub use truth::{ItemTruth, MissingShares, Part, Place, Places, Truth, Values};

mod beside;
mod check;
mod csv;
mod draft;
mod error;
mod mess;
mod place;
mod plan;
mod published;
pub(crate) mod rng;
mod stories;
mod survey;
#[cfg(test)]
mod tests;
mod truth;
