//! How many forms each organisation sends into each of its strata.

use poet_core::{Frame, OrganisationId, StratumId};

use super::{SampleSize, SendingPlan};
use crate::Error;

/// How many forms an organisation sends, and into which strata.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationPlan {
    /// The organisation.
    pub organisation: OrganisationId,
    /// People who could answer.
    pub eligible: u64,
    /// Answers, forms and what may come back, of the whole organisation.
    pub sending: SendingPlan,
    /// The strata, in the order of their ids; one without a name where there is none.
    pub strata: Vec<StratumPlan>,
}

/// How many forms go into a stratum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StratumPlan {
    /// The stratum.
    pub stratum: Option<StratumId>,
    /// People who could answer.
    pub eligible: u64,
    /// Forms to send there.
    pub forms: u64,
}

impl SampleSize {
    /// Forms that each organisation of a frame sends, so that its own share is as exact as wanted; its strata get as
    /// large a part of them as they are of its people.
    ///
    /// Parts are rounded so that they add up to the forms of the organisation, the largest rests first.
    ///
    /// # Errors
    ///
    /// As [`SampleSize::sending`].
    ///
    /// # Source
    ///
    /// Proportional allocation: Cochran (1977), Sampling Techniques, 3rd edition, Wiley, section 5.3.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::plan::SampleSize;
    /// use poet_core::{Frame, FrameCount, Sampling};
    ///
    /// let mut frame = Frame::new("ascs-core@2020-21".parse()?, Sampling::Random);
    /// let leeds = "E08000035".parse()?;
    /// for (stratum, eligible) in [("1", 250), ("2", 750)] {
    ///     frame.add(&leeds, Some(&stratum.parse()?), FrameCount::of(eligible))?;
    /// }
    /// let plans = SampleSize::new(0.05)?.by_organisation(&frame, 0.4)?;
    /// assert_eq!(plans[0].sending.forms, 696);
    /// assert_eq!(plans[0].strata.iter().map(|s| s.forms).collect::<Vec<_>>(), [174, 522]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn by_organisation(
        &self,
        frame: &Frame,
        response_rate: f64,
    ) -> Result<Vec<OrganisationPlan>, Error> {
        let plan = |organisation: &OrganisationId| {
            let strata: Vec<_> = frame.strata(organisation).collect();
            let eligible = strata.iter().map(|(_, count)| u64::from(count.eligible()));
            let eligible: Vec<u64> = eligible.collect();
            let people = eligible.iter().sum();
            let sending = self.sending(people, response_rate)?;
            let forms = parts(sending.forms, &eligible);
            let strata = strata.iter().zip(eligible.iter().zip(forms));
            Ok(OrganisationPlan {
                organisation: organisation.clone(),
                eligible: people,
                sending,
                strata: strata
                    .map(|((stratum, _), (&eligible, forms))| StratumPlan {
                        stratum: stratum.cloned(),
                        eligible,
                        forms,
                    })
                    .collect(),
            })
        };
        frame.organisations().map(plan).collect()
    }
}

/// `forms` parted as these sizes are, by the largest rests; no part is larger than its size.
fn parts(forms: u64, sizes: &[u64]) -> Vec<u64> {
    let all = sizes
        .iter()
        .map(|&size| u128::from(size))
        .sum::<u128>()
        .max(1);
    let exact = |size: u64| u128::from(forms) * u128::from(size);
    // Whole parts are at most the forms.
    let mut parts: Vec<u64> = sizes
        .iter()
        .map(|&size| u64::try_from(exact(size) / all).unwrap_or(forms))
        .collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(exact(sizes[at]) % all), at));
    let left = forms - parts.iter().sum::<u64>();
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parts;

    #[test]
    fn the_largest_rest_is_rounded_up() {
        assert_eq!(parts(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(parts(5, &[90, 10, 900]), [0, 0, 5]);
        assert_eq!(parts(0, &[4, 0]), [0, 0]);
        assert!(parts(0, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn parts_add_up_and_fit(sizes in prop::collection::vec(0..5_000_u64, 1..9), share in 0.0..=1.0_f64) {
            let all: u64 = sizes.iter().sum();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a small number")]
            let forms = (all as f64 * share) as u64;
            let parts = parts(forms, &sizes);
            prop_assert_eq!(parts.iter().sum::<u64>(), forms);
            prop_assert!(parts.iter().zip(&sizes).all(|(part, size)| part <= size));
        }
    }
}
