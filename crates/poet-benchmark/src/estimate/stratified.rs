//! Estimates weighted by stratum.

use crate::{Absent, Error};

/// Answers from one stratum: a mean of people, of all who could have answered.
///
/// Holds `0 < answered <= population` or a stratum in which nobody answered; all numbers finite. Populations may be
/// fractions, since the size of a part of a stratum is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    population: f64,
    answered: f64,
    mean: f64,
    /// Square of the standard error of the mean, had the population no end; none for one person.
    error: Option<f64>,
}

/// An estimate weighted by stratum, with its margin of error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratified {
    /// Sum over the whole population: people, for a share.
    pub total: f64,
    /// People in the population.
    pub population: f64,
    /// Half the width of the 95 % interval of the estimate; why there is none.
    pub margin: Result<f64, Absent>,
}

impl Stratum {
    /// `x` of the `n` people who answered, in a stratum of `population` people.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] and [`Error::Count`] for numbers that are no count of a base; [`Error::Population`] where fewer
    /// people than answered could have.
    pub fn share(x: f64, n: f64, population: f64) -> Result<Self, Error> {
        if !(0.0..=n).contains(&x) {
            return Err(Error::Count { x, n });
        }
        let share = if n > 0.0 { x / n } else { 0.0 };
        let error = (n > 1.0).then(|| share * (1.0 - share) / (n - 1.0));
        Self::checked(population, n, share, error)
    }

    /// A `mean` of `n` people and its standard `deviation`, in a stratum of `population` people.
    ///
    /// # Errors
    ///
    /// As [`Stratum::share`]; [`Error::Value`] where mean or deviation is not finite.
    pub fn mean(mean: f64, deviation: Option<f64>, n: f64, population: f64) -> Result<Self, Error> {
        if !mean.is_finite() || !deviation.unwrap_or(0.0).is_finite() {
            return Err(Error::Value { at: 0 });
        }
        let deviation = deviation.filter(|_| n > 1.0);
        let error = deviation.map(|deviation| deviation * deviation / n);
        Self::checked(population, n, mean, error)
    }

    fn checked(
        population: f64,
        answered: f64,
        mean: f64,
        error: Option<f64>,
    ) -> Result<Self, Error> {
        if !(0.0..=Self::LARGEST).contains(&answered) {
            return Err(Error::Base { n: answered });
        }
        if !(answered..=Self::LARGEST).contains(&population) {
            return Err(Error::Population {
                n: answered,
                population,
            });
        }
        Ok(Self {
            population,
            answered,
            mean,
            error,
        })
    }

    /// Largest population: whole numbers up to here are exact.
    const LARGEST: f64 = 9_007_199_254_740_992.0;

    /// People in the stratum.
    pub fn population(self) -> f64 {
        self.population
    }

    /// What the stratum adds to the variance of the total; none where one person stands for others.
    fn variance(self) -> Option<f64> {
        if self.answered >= self.population {
            return Some(0.0);
        }
        let unseen = 1.0 - self.answered / self.population;
        Some(self.error? * self.population * self.population * unseen)
    }
}

impl Stratified {
    /// Number of standard errors in the official margin.
    pub const OFFICIAL_Z: f64 = 1.96;

    /// The estimate as a mean of the population: a share from 0 to 1, or a mean in its own units.
    pub fn estimate(&self) -> f64 {
        self.total / self.population
    }
}

/// The estimate of a population from its strata, each weighted by its people.
///
/// A stratum of nobody adds nothing. Strata of several organisations make the figure of all of them together.
///
/// # Units
///
/// Takes people; gives a total, and a margin in the units of the estimate (a share of 1).
///
/// # Errors
///
/// [`Absent::NoAnswers`] where nobody answered; [`Absent::EmptyStratum`] where nobody of a stratum with people in it
/// did. The margin is absent, with [`Absent::TooFewAnswers`], where one person stands for a stratum of more; with
/// [`Absent::Degenerate`] where nothing varies though not everybody answered, since a margin of nought would pretend.
///
/// # Source
///
/// Adult Social Care Survey, methodology: estimate `sum p_g N_g`, variance
/// `sum p_g (1 - p_g) N_g^2 (1 - n_g / N_g) / (n_g - 1)`, margin `1.96 sqrt(variance) / sum N_g`. For means the
/// variance has `s_g^2 / n_g` in the place of `p_g (1 - p_g) / (n_g - 1)`, which for a share it is: Cochran (1977),
/// Sampling Techniques, 3rd edition, Wiley, sections 5.3 to 5.5.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Stratum, stratified};
///
/// let council = [Stratum::share(2.0, 10.0, 100.0)?, Stratum::share(3.0, 5.0, 100.0)?];
/// let figure = stratified(&council)?;
/// assert_eq!(figure.estimate(), 0.4);
/// assert_eq!(figure.margin.map(|margin| (margin * 1e4).round() / 1e4), Ok(0.2648));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn stratified(strata: &[Stratum]) -> Result<Stratified, Absent> {
    let peopled = || strata.iter().filter(|stratum| stratum.population > 0.0);
    if peopled().all(|stratum| stratum.answered <= 0.0) {
        return Err(Absent::NoAnswers);
    }
    if peopled().any(|stratum| stratum.answered <= 0.0) {
        return Err(Absent::EmptyStratum);
    }
    let total = peopled().map(|s| s.mean * s.population).sum();
    let population: f64 = peopled().map(|s| s.population).sum();
    let variance: Option<f64> = peopled().map(|s| s.variance()).sum();
    let everybody = peopled().all(|s| s.answered >= s.population);
    Ok(Stratified {
        total,
        population,
        margin: match variance {
            None => Err(Absent::TooFewAnswers),
            Some(variance) if variance <= 0.0 && !everybody => Err(Absent::Degenerate),
            Some(variance) => Ok(Stratified::OFFICIAL_Z * variance.sqrt() / population),
        },
    })
}

/// Size of a part of a stratum that nobody counted: as large a share of it as of the people who answered.
///
/// # Errors
///
/// [`Absent::EmptyStratum`] where nobody of the stratum answered.
///
/// # Source
///
/// Adult Social Care Survey, methodology: `N_dg = N_g n_dg / n_g`.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::part_of_stratum;
///
/// assert_eq!(part_of_stratum(100.0, 3.0, 12.0), Ok(25.0));
/// ```
pub fn part_of_stratum(population: f64, part: f64, answered: f64) -> Result<f64, Absent> {
    if answered > 0.0 {
        return Ok(population * part / answered);
    }
    Err(Absent::EmptyStratum)
}

#[cfg(test)]
mod tests;
