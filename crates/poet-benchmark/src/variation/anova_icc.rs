//! How alike the answers of one place are, by analysis of variance.

use serde::Serialize;

use crate::{Absent, estimate::Proportion};

/// Analysis of variance of a yes-or-no answer by place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AnovaIcc {
    /// Mean square between places.
    pub between: f64,
    /// Mean square within places.
    pub within: f64,
    /// People of a place, as the two mean squares count them.
    pub people_per_place: f64,
    /// Intraclass correlation; negative where places differ by less than chance.
    pub icc: f64,
}

/// Intraclass correlation of the answers of `places`.
///
/// # Errors
///
/// [`Absent::TooFewPlaces`] under two places, [`Absent::TooFewAnswers`] where no place has a second person,
/// [`Absent::Degenerate`] where all answers are the same.
///
/// # Source
///
/// Donner (1986), Int. Stat. Rev. 54:67-82, doi:10.2307/1403259; Fleiss, Levin and Paik (2003),
/// Statistical Methods for Rates and Proportions, section 18.4, doi:10.1002/0471445428.
pub fn anova_icc(places: &[Proportion]) -> Result<AnovaIcc, Absent> {
    let count = places.len() as f64;
    let n: f64 = places.iter().map(|place| place.n()).sum();
    if places.len() < 2 {
        return Err(Absent::TooFewPlaces);
    }
    if n <= count {
        return Err(Absent::TooFewAnswers);
    }
    let pooled = places.iter().map(|place| place.x()).sum::<f64>() / n;
    let squares = |of: &dyn Fn(&Proportion) -> f64| places.iter().map(of).sum::<f64>();
    let between = squares(&|p| p.n() * (p.share() - pooled).powi(2)) / (count - 1.0);
    let within = squares(&|p| p.x() * (p.others() / p.n())) / (n - count);
    if between + within <= 0.0 {
        return Err(Absent::Degenerate);
    }
    let people_per_place = (n - squares(&|p| p.n() * (p.n() / n))) / (count - 1.0);
    Ok(AnovaIcc {
        between,
        within,
        people_per_place,
        icc: (between - within) / (between + (people_per_place - 1.0) * within),
    })
}

impl AnovaIcc {
    /// The correlation, 0 where it is negative.
    pub fn truncated(&self) -> f64 {
        self.icc.max(0.0)
    }

    /// How many times larger the variance of a pooled share is than that of as many people picked singly.
    pub fn design_effect(&self) -> f64 {
        1.0 + (self.people_per_place - 1.0) * self.truncated()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::anova_icc;
    use crate::{Absent, estimate::Proportion};

    fn places(counts: &[(u32, u32)]) -> Vec<Proportion> {
        let place = |&(x, n): &(u32, u32)| Proportion::new(x.into(), n.into()).unwrap();
        counts.iter().map(place).collect()
    }

    #[test]
    fn what_has_no_correlation_says_why() {
        let icc = |counts: &[(u32, u32)]| anova_icc(&places(counts)).map(|a| a.icc);
        assert_eq!(icc(&[]), Err(Absent::TooFewPlaces));
        assert_eq!(icc(&[(3, 9)]), Err(Absent::TooFewPlaces));
        assert_eq!(icc(&[(0, 1), (1, 1)]), Err(Absent::TooFewAnswers));
        assert_eq!(icc(&[(4, 4), (9, 9)]), Err(Absent::Degenerate));
        assert_eq!(icc(&[(0, 4), (9, 9)]), Ok(1.0));
    }

    #[test]
    fn places_more_alike_than_chance_have_a_negative_correlation_and_no_design_effect() {
        let alike = anova_icc(&places(&[(5, 10), (5, 10), (5, 10)])).unwrap();
        assert!(alike.icc < 0.0);
        assert_eq!((alike.truncated(), alike.design_effect()), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn no_figure_is_endless(counts in prop::collection::vec((0..9_u32, 0..9_u32), 2..9)) {
            let counts: Vec<(u32, u32)> = counts.into_iter().map(|(a, b)| (a, a + b.max(1))).collect();
            if let Ok(found) = anova_icc(&places(&counts)) {
                prop_assert!(found.icc.is_finite() && found.icc <= 1.0 + 1e-12);
                prop_assert!(found.design_effect() >= 1.0);
            }
        }
    }
}
