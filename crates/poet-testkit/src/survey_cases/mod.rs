//! Cases by which another system tests its own survey logic.
//!
//! A form builder, a portal or a case-management system routes, checks and scores on its own side. To see whether it does so
//! as this workspace does, write a file of cases for the instrument, run each case through the other system, and hold what
//! comes out to what the file says:
//!
//! ```sh
//! poet cases --instrument adult-holders@2014 --seed 1 --output cases.json
//! python3 examples/survey_cases.py cases.json     # a small implementation of its own, that passes
//! cargo run -p poet-testkit --bin conformance -- cases.json      # this workspace
//! ```
//!
//! From Rust it is [`SurveyCases::new`] and [`SurveyCases::write`], and [`replay`] runs a file. The same instrument, seed and
//! version of the library give the same bytes, so a file can be committed beside the tests that run it.
//!
//! # What the cases reach
//!
//! - `valid`: responses without a fault, drawn until together they reach every point of every scale, every option ticked and
//!   left open, and both sides of every condition. `not_reached` lists what none was found for.
//! - `missing`: each of the five reasons without an answer, given to every question.
//! - `minimum`: every measure with no answer, with one too few, with just enough and with all.
//! - `fault`: one thing wrong or worth noting, for every item and every kind that it gives room for.
//!
//! # The format
//!
//! An object with these keys. Unknown keys of the file and of a case may be passed over.
//!
//! | key | holds |
//! |---|---|
//! | `schema` | `poet-survey-cases/1`; another number is another format |
//! | `library`, `seed` | what made the file |
//! | `hash` | content hash of the instrument |
//! | `instrument` | the whole instrument, as [`Instrument::to_json`](poet_core::Instrument::to_json) writes it |
//! | `not_reached` | points, options and sides of conditions that no valid case reaches, in words |
//! | `cases` | the cases |
//!
//! A case has an `id`, a `family`, words on what it `covers`, a `response` and what is `expected`. A response has an answer for
//! each item that has one, by item id, written `{"choice": "1"}`, `{"ticks": ["a", "b"]}`, `{"number": "3.5"}`,
//! `{"money": "12.50"}`, `{"date": "2014-01-31"}`, `{"text": "…"}` or `{"missing": "dont_know"}`; an item that does not stand
//! there was not answered.
//!
//! | key of `expected` | holds |
//! |---|---|
//! | `accepted` | whether the response may be counted: no finding is `refused` |
//! | `findings` | `item`, `kind` and `severity` of each, in the order of the form, unknown items first |
//! | `not_asked` | items that the routing passes by, in the order of the form |
//! | `set_aside` | those of them that have an answer all the same; it is in no score |
//! | `scores` | for each measure its `value`, unrounded, or why it is `absent`, and how many items were `answered`, the `minimum`, and how many there are (`of`) |
//!
//! Kinds of finding are `unknown_item`, `unknown_point`, `wrong_kind`, `out_of_range`, `missing_required` (all `refused`),
//! `routed_past` and `duplicate_tick` (both `noted`). Reasons for an absent score are `nothing_answered` and
//! `too_few_answered`. Hold values to within [`TOLERANCE`].
//!
//! # The rules
//!
//! 1. An answer that is of the wrong kind, no point of its scale or outside its limits is reported and counts as not answered.
//! 2. Routing runs in the order of the form. A condition on an item that was not answered, or not asked, is not met; `not` of
//!    it is. `answered` of a tick-all item is met also where nothing was ticked.
//! 3. An item that is passed by is not asked, whatever stands there. An answer or a reason other than not answered and not
//!    asked is `routed_past`.
//! 4. `missing_required` is an item that was asked, wants an answer and has none; any other reason is an answer to that.
//! 5. Points read `outside` are in no base and in no score. A `reversed` item exchanges favourable and unfavourable, and a
//!    score `s` becomes lowest + highest - `s`.
//! 6. `favourable_share` is the share of the answered items with a favourable point, 0 to 1; `mean` the mean of
//!    100 (`s` - lowest) / (highest - lowest); `mean_points` the mean of `s`; `sum` the sum of `s`, of complete cases. `minimum`
//!    is a number, `all` or `half` (rounded up); `half` where nothing is said, `all` for a sum.
//!
//! # A complete file
//!
//! Two questions, the second asked of those who walk and worded the other way round. Case by case: walking often is 2 points
//! and being tired often is turned from 2 to 0, so the mean is 1; never walking passes the second question by, and its answer
//! is kept out of the score; nothing at all is refused.
//!
//! ```
//! let file = r#"
//! {
//!   "schema": "poet-survey-cases/1",
//!   "library": "0.1.0",
//!   "seed": 1,
//!   "hash": "7e941202c168bf4635d2dc5688efb560a1e6ebbcdbbfea3d58a5d08b9a2e645c",
//!   "instrument": {
//!     "format": 1, "id": "walks", "edition": "1", "title": {"en": "Walks"},
//!     "asks": "state", "respondent": "other", "licence": "CC0-1.0",
//!     "scales": { "often": { "points": [
//!       {"code": "1", "label": {"en": "Often"}, "score": 2},
//!       {"code": "2", "label": {"en": "Seldom"}, "score": 1},
//!       {"code": "3", "label": {"en": "Never"}, "score": 0}
//!     ] } },
//!     "sections": [{ "id": "all", "role": "other", "title": { "en": "Walks" }, "items": [
//!       {"id": "walks", "kind": "choice", "required": true, "scale": "often", "text": {"en": "Do you walk?"}},
//!       {"ask_if": {"any_of": ["1", "2"], "item": "walks"}, "id": "tired", "kind": "choice", "reversed": true, "scale": "often", "text": {"en": "Does it tire you?"}}
//!     ] }],
//!     "measures": [
//!       {"id": "stamina", "items": ["walks", "tired"], "kind": "mean_points", "minimum": 1, "title": {"en": "Stamina"}}
//!     ]
//!   },
//!   "not_reached": [],
//!   "cases": [
//!     {
//!       "id": 3, "family": "valid", "covers": "tired is 1",
//!       "response": {
//!         "id": "case-3", "organisation": "somewhere", "circumstances": {},
//!         "answers": {"tired": {"choice": "1"}, "walks": {"choice": "1"}}
//!       },
//!       "expected": {
//!         "accepted": true,
//!         "findings": [],
//!         "not_asked": [], "set_aside": [],
//!         "scores": [
//!           {"measure": "stamina", "value": 1.0, "absent": null, "answered": 2, "minimum": 1, "of": 2}
//!         ]
//!       }
//!     },
//!     {
//!       "id": 20, "family": "fault", "covers": "tired: answered although it is passed by",
//!       "response": {
//!         "id": "case-20", "organisation": "somewhere", "circumstances": {},
//!         "answers": {"tired": {"choice": "1"}, "walks": {"choice": "3"}}
//!       },
//!       "expected": {
//!         "accepted": true,
//!         "findings": [{"item": "tired", "kind": "routed_past", "severity": "noted"}],
//!         "not_asked": ["tired"], "set_aside": ["tired"],
//!         "scores": [
//!           {"measure": "stamina", "value": 0.0, "absent": null, "answered": 1, "minimum": 1, "of": 2}
//!         ]
//!       }
//!     },
//!     {
//!       "id": 17, "family": "fault", "covers": "walks: no answer where one is wanted",
//!       "response": {
//!         "id": "case-17", "organisation": "somewhere", "circumstances": {},
//!         "answers": {}
//!       },
//!       "expected": {
//!         "accepted": false,
//!         "findings": [{"item": "walks", "kind": "missing_required", "severity": "refused"}],
//!         "not_asked": ["tired"], "set_aside": [],
//!         "scores": [
//!           {"measure": "stamina", "value": null, "absent": "nothing_answered", "answered": 0, "minimum": 1, "of": 2}
//!         ]
//!       }
//!     }
//!   ]
//! }
//! "#;
//! let report = poet_testkit::survey_cases::replay(file)?;
//! assert!(report.is_good(), "{report}");
//! assert_eq!(report.total().passed, 3);
//! # Ok::<(), poet_testkit::Error>(())
//! ```

pub use case::{Case, Expected, ExpectedFinding, ExpectedScore, Family};
pub use file::SurveyCases;
pub use replay::{TOLERANCE, replay};

mod case;
mod draw;
mod fault;
mod file;
mod minimum;
mod reach;
mod replay;
#[cfg(test)]
mod tests;

/// Schema of the files written and read here.
pub const SCHEMA: &str = "poet-survey-cases/1";
