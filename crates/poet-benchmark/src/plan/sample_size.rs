//! How many answers a survey needs.

use crate::estimate::Confidence;
use crate::{Absent, Error};

/// How exact a share is to be, and what is expected of it.
///
/// Holds a margin of more than 0 and at most 1, and an expected share between 0 and 1.
///
/// # Examples
///
/// ```
/// use poet_benchmark::plan::SampleSize;
///
/// let five_points = SampleSize::new(0.05)?;
/// assert_eq!(five_points.answers(1_000), 278);
/// let sending = five_points.sending(1_000, 0.4)?;
/// assert_eq!((sending.answers, sending.forms), (278, 696));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleSize {
    margin: f64,
    expected: f64,
    confidence: Confidence,
}

/// How many forms to send, and what may come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SendingPlan {
    /// Answers that are needed.
    pub answers: u64,
    /// Forms to send: at most one to each person.
    pub forms: u64,
    /// Answers to expect; fewer than are needed where everybody is asked and that is not enough.
    pub returned: u64,
    /// Margin of error of so many answers; none of nobody's.
    pub margin: Result<f64, Absent>,
}

impl SampleSize {
    /// A share good to this `margin` either way, at 95 % where nothing else is said and whatever the share is.
    ///
    /// # Units
    ///
    /// A share of 1: `0.05` is five percentage points.
    ///
    /// # Errors
    ///
    /// [`Error::MarginOfError`] for a margin that is not over 0 and at most 1.
    pub fn new(margin: f64) -> Result<Self, Error> {
        if !(margin > 0.0 && margin <= 1.0) {
            return Err(Error::MarginOfError { margin });
        }
        Ok(Self {
            margin,
            expected: 0.5,
            confidence: Confidence::P95,
        })
    }

    /// Confidence of the margin; 95 % where nothing is said.
    pub fn confidence(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// Share that is expected; one half, which takes most answers, where nothing is said.
    ///
    /// # Errors
    ///
    /// [`Error::Share`] for a share outside 0 to 1; [`Absent::Degenerate`] inside [`Error::Absent`] for 0 and 1, which
    /// leave nothing to find out.
    pub fn expecting(self, share: f64) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::Share { share });
        }
        if share <= 0.0 || share >= 1.0 {
            return Err(Absent::Degenerate.into());
        }
        Ok(Self {
            expected: share,
            ..self
        })
    }

    /// Answers that are needed of a population of so many people; never more than there are.
    ///
    /// # Source
    ///
    /// Cochran (1977), Sampling Techniques, 3rd edition, Wiley, section 4.4: `n0 = z^2 p (1 - p) / d^2`,
    /// `n = n0 / (1 + (n0 - 1) / N)`.
    pub fn answers(&self, population: u64) -> u64 {
        up(of_population(self.endless(), population), population)
    }

    /// Answers that are needed of a population without end.
    pub fn answers_of_many(&self) -> u64 {
        up(self.endless(), u64::MAX)
    }

    /// Forms to send where this share of them comes back, 0 to 1.
    ///
    /// # Errors
    ///
    /// [`Error::Share`] for a response rate that is not over 0 and at most 1.
    ///
    /// # Source
    ///
    /// Guidance of the English carers' survey, appendix D: answers of an endless population rounded up first, and
    /// the forms worked out from the answers of this one before those are rounded. A few more are sent for that.
    pub fn sending(&self, population: u64, response_rate: f64) -> Result<SendingPlan, Error> {
        if !(response_rate > 0.0 && response_rate <= 1.0) {
            return Err(Error::Share {
                share: response_rate,
            });
        }
        let answers = self.answers(population);
        let unrounded = of_population(self.endless().ceil(), population);
        let forms = up(unrounded.max(answers as f64) / response_rate, population);
        let returned = down(forms as f64 * response_rate).min(forms);
        Ok(SendingPlan {
            answers,
            forms,
            returned,
            margin: self.margin_of(returned, population),
        })
    }

    /// Margin of error of so many `answers` from a population of so many people.
    ///
    /// # Errors
    ///
    /// [`Absent::NoAnswers`] for none; [`Absent::BeyondFrame`] for more answers than people.
    ///
    /// # Source
    ///
    /// Cochran (1977), as [`SampleSize::answers`]: `z sqrt(p (1 - p) / n (N - n) / (N - 1))`.
    pub fn margin_of(&self, answers: u64, population: u64) -> Result<f64, Absent> {
        if answers == 0 {
            return Err(Absent::NoAnswers);
        }
        if answers > population {
            return Err(Absent::BeyondFrame);
        }
        let unseen = match population {
            1 => 0.0,
            _ => (population - answers) as f64 / (population - 1) as f64,
        };
        Ok(self.margin_of_many(answers) * unseen.sqrt())
    }

    fn margin_of_many(&self, answers: u64) -> f64 {
        self.confidence.z() * (self.variance() / answers as f64).sqrt()
    }

    fn endless(&self) -> f64 {
        let errors = self.confidence.z() / self.margin;
        errors * errors * self.variance()
    }

    fn variance(&self) -> f64 {
        self.expected * (1.0 - self.expected)
    }
}

/// Answers of a population of so many people, where an endless one takes so many.
fn of_population(endless: f64, population: u64) -> f64 {
    match population {
        0 => 0.0,
        // Fewer than one answer would do: no correction makes it more.
        _ if endless <= 1.0 => endless,
        // Past every number: everybody has to answer.
        people if endless.is_infinite() => people as f64,
        people => endless / (1.0 + (endless - 1.0) / people as f64),
    }
}

/// Whole people, rounded up past what is rounding itself, and at most so many.
fn up(people: f64, most: u64) -> u64 {
    const ROUNDING: f64 = 1e-9;
    down((people * (1.0 - f64::EPSILON) - ROUNDING).ceil().max(0.0)).min(most)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and too many are as many as can be written"
)]
fn down(people: f64) -> u64 {
    people as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn five_points() -> SampleSize {
        SampleSize::new(0.05).unwrap()
    }

    /// Guidance of the English carers' survey, appendix D, and its figure of a survey that came back.
    #[test]
    fn the_worked_example_of_the_guidance_comes_out() {
        let plan = five_points().sending(1_000, 0.4).unwrap();
        assert_eq!((plan.answers, plan.forms, plan.returned), (278, 696, 278));
        let margin = five_points().margin_of(360, 1_000).unwrap();
        assert_eq!(format!("{margin:.3}"), "0.041");
        assert!(plan.margin.unwrap() < 0.05);
    }

    #[test]
    fn one_person_is_asked_and_leaves_nothing_open() {
        assert_eq!(five_points().answers(1), 1);
        assert_eq!(five_points().margin_of(1, 1), Ok(0.0));
        assert_eq!(five_points().answers(0), 0);
        assert_eq!(five_points().margin_of(0, 1), Err(Absent::NoAnswers));
        assert_eq!(five_points().margin_of(3, 2), Err(Absent::BeyondFrame));
        // A margin of everything takes one answer.
        assert_eq!(SampleSize::new(1.0).unwrap().answers(9), 1);
    }

    #[test]
    fn an_endless_population_takes_the_answers_that_everybody_knows() {
        assert_eq!(five_points().answers_of_many(), 385);
        assert_eq!(SampleSize::new(0.03).unwrap().answers_of_many(), 1_068);
        assert_eq!(five_points().answers(u64::MAX), 385);
        let sure = five_points().confidence(Confidence::P998);
        assert_eq!(sure.answers_of_many(), 955);
    }

    #[test]
    fn a_margin_that_no_number_of_answers_reaches_takes_everybody() {
        assert_eq!(SampleSize::new(1e-200).unwrap().answers(1_000), 1_000);
    }

    #[test]
    fn what_is_no_margin_share_or_rate_is_refused() {
        for wrong in [0.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(SampleSize::new(wrong).is_err(), "{wrong}");
            assert!(five_points().sending(9, wrong).is_err(), "{wrong}");
        }
        assert!(five_points().expecting(1.0).is_err() && five_points().expecting(-0.1).is_err());
        let few = five_points().expecting(0.05).unwrap();
        assert_eq!(few.answers_of_many(), 73);
    }

    #[test]
    fn where_everybody_is_asked_and_it_is_not_enough_the_plan_says_so() {
        let plan = five_points().sending(100, 0.4).unwrap();
        assert_eq!((plan.answers, plan.forms, plan.returned), (80, 100, 40));
        assert!(plan.margin.unwrap() > 0.05);
        let nobody = five_points().sending(0, 0.4).unwrap();
        assert_eq!(nobody.margin, Err(Absent::NoAnswers));
    }

    proptest! {
        #[test]
        fn so_many_answers_are_enough_and_one_fewer_is_not(
            population in 2..1_000_000_u64,
            margin in 0.005..0.3_f64,
            expected in 0.05..0.95_f64,
        ) {
            let plan = SampleSize::new(margin).unwrap().expecting(expected).unwrap();
            let answers = plan.answers(population);
            prop_assert!(answers <= population);
            prop_assert!(plan.margin_of(answers, population).unwrap() <= margin * (1.0 + 1e-6));
            if answers > 1 {
                prop_assert!(plan.margin_of(answers - 1, population).unwrap() > margin * (1.0 - 1e-6));
            }
        }

        #[test]
        fn what_is_sent_brings_what_is_needed(population in 1..1_000_000_u64, rate in 0.05..1.0_f64) {
            let plan = five_points().sending(population, rate).unwrap();
            prop_assert!(plan.forms <= population && plan.returned <= plan.forms);
            if plan.forms < population {
                prop_assert!(plan.forms as f64 * rate >= plan.answers as f64 - 1e-6);
            }
        }
    }
}
