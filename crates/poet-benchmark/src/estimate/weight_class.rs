//! People who bear the same weight.

use crate::Error;

/// People who bear the same weight, each of them.
///
/// Holds a weight that is finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightClass {
    people: u64,
    weight: f64,
}

impl WeightClass {
    /// So many `people`, each of this `weight`.
    ///
    /// # Errors
    ///
    /// [`Error::Weight`] for a weight that is negative or not finite.
    pub fn new(people: u64, weight: f64) -> Result<Self, Error> {
        if (0.0..=f64::MAX).contains(&weight) {
            // Adding 0 turns a negative zero into the plain one.
            let weight = weight + 0.0;
            return Ok(Self { people, weight });
        }
        Err(Error::Weight { weight })
    }

    /// One person of this `weight`.
    ///
    /// # Errors
    ///
    /// As [`WeightClass::new`].
    pub fn one(weight: f64) -> Result<Self, Error> {
        Self::new(1, weight)
    }

    /// How many people.
    pub fn people(self) -> u64 {
        self.people
    }

    /// Weight of each.
    pub fn weight(self) -> f64 {
        self.weight
    }

    /// Whether anybody stands for somebody here.
    pub(crate) fn counts(self) -> bool {
        self.people > 0 && self.weight > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::WeightClass;

    #[test]
    fn a_weight_is_finite_and_not_negative() {
        for weight in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(WeightClass::one(weight).is_err(), "{weight}");
        }
        assert!(WeightClass::one(-0.0).unwrap().weight().is_sign_positive());
    }
}
