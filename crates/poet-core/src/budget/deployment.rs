//! How a budget is held.

use super::BudgetError;
use super::text::{Text, codes};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a budget, or a part of it, is held.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Deployment {
    /// Direct payment to the person.
    DirectPayment,
    /// Direct payment to a friend, relative or other nominee.
    NomineeDirectPayment,
    /// Individual service fund, held by a provider.
    IndividualServiceFund,
    /// Account managed by the council.
    CouncilManaged,
    /// Account managed by the NHS.
    NhsManaged,
    /// Held by a broker.
    Broker,
}

codes!(
    Deployment,
    "deployment",
    DirectPayment = "direct_payment",
    NomineeDirectPayment = "nominee_direct_payment",
    IndividualServiceFund = "individual_service_fund",
    CouncilManaged = "council_managed",
    NhsManaged = "nhs_managed",
    Broker = "broker",
);

/// How a whole budget is held: one way, or several with the share of each.
///
/// Holds at least one part, at most one for each [`Deployment`], in the order of declaration; each share is over 0 and
/// they add up to exactly 1.
///
/// # Units
///
/// Shares of the budget's value, 0 to 1, exact decimals.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{BudgetError, Deployment, DeploymentMix};
/// use rust_decimal::Decimal;
///
/// let mix = DeploymentMix::new([
///     (Deployment::CouncilManaged, Decimal::new(4, 1)),
///     (Deployment::DirectPayment, Decimal::new(6, 1)),
/// ])?;
/// assert_eq!(mix.share(Deployment::DirectPayment), Decimal::new(6, 1));
///
/// let half = DeploymentMix::new([(Deployment::Broker, Decimal::new(5, 1))]);
/// assert_eq!(half, Err(BudgetError::SharesSum));
/// # Ok::<(), BudgetError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("minItems" = 1)))]
#[serde(try_from = "Vec<Stated>", into = "Vec<Stated>")]
pub struct DeploymentMix(Vec<(Deployment, Decimal)>);

impl DeploymentMix {
    /// Takes parts in any order.
    ///
    /// # Errors
    ///
    /// [`BudgetError::MixEmpty`], [`BudgetError::ShareRange`] or [`BudgetError::DeploymentRepeated`] with the place of
    /// the part, [`BudgetError::SharesSum`] unless the shares add up to exactly 1.
    pub fn new(
        parts: impl IntoIterator<Item = (Deployment, Decimal)>,
    ) -> Result<Self, BudgetError> {
        let mut held: Vec<(Deployment, Decimal)> = Vec::new();
        for (at, (deployment, share)) in parts.into_iter().enumerate() {
            if share <= Decimal::ZERO || share > Decimal::ONE {
                return Err(BudgetError::ShareRange { at });
            }
            match held.binary_search_by_key(&deployment, |&(other, _)| other) {
                Ok(_) => return Err(BudgetError::DeploymentRepeated { at }),
                Err(here) => held.insert(here, (deployment, share.normalize())),
            }
        }
        if held.is_empty() {
            return Err(BudgetError::MixEmpty);
        }
        // Six shares of at most 28 decimals add up without rounding: 6e28 fits the 96 bits of a decimal.
        if held.iter().map(|&(_, share)| share).sum::<Decimal>() != Decimal::ONE {
            return Err(BudgetError::SharesSum);
        }
        Ok(Self(held))
    }

    /// The parts, in the order of declaration.
    pub fn parts(&self) -> &[(Deployment, Decimal)] {
        &self.0
    }

    /// Share held one way, 0 if none is.
    pub fn share(&self, deployment: Deployment) -> Decimal {
        let part = self.0.iter().find(|&&(held, _)| held == deployment);
        part.map_or(Decimal::ZERO, |&(_, share)| share)
    }
}

impl From<Deployment> for DeploymentMix {
    fn from(deployment: Deployment) -> Self {
        Self(vec![(deployment, Decimal::ONE)])
    }
}

/// Part as a file states it.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "DeploymentShare")
)]
#[serde(deny_unknown_fields)]
struct Stated {
    deployment: Deployment,
    share: ShareText,
}

/// Share read without repeating it in an error.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "Text")]
struct ShareText(Decimal);

#[cfg(feature = "schema")]
crate::schema::says!(ShareText, "Share", {
    let figure = crate::schema::Figure {
        most: 1,
        decimals: Decimal::MAX_SCALE,
    };
    figure.over_zero("Share as text, more than 0 and at most 1, such as `0.25`.")
});

impl TryFrom<Text> for ShareText {
    type Error = BudgetError;

    fn try_from(text: Text) -> Result<Self, BudgetError> {
        Decimal::from_str_exact(&text.0)
            .map(Self)
            .map_err(|_| BudgetError::ShareForm)
    }
}

impl TryFrom<Vec<Stated>> for DeploymentMix {
    type Error = BudgetError;

    fn try_from(parts: Vec<Stated>) -> Result<Self, BudgetError> {
        Self::new(
            parts
                .into_iter()
                .map(|part| (part.deployment, part.share.0)),
        )
    }
}

impl From<DeploymentMix> for Vec<Stated> {
    fn from(mix: DeploymentMix) -> Self {
        let stated = |(deployment, share)| Stated {
            deployment,
            share: ShareText(share),
        };
        mix.0.into_iter().map(stated).collect()
    }
}

impl fmt::Debug for DeploymentMix {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "DeploymentMix({} parts)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Deployment::{Broker, CouncilManaged, DirectPayment};
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn one_way_of_holding_is_the_whole() {
        for &deployment in Deployment::ALL {
            let mix = DeploymentMix::from(deployment);
            assert_eq!(
                DeploymentMix::new([(deployment, Decimal::ONE)]),
                Ok(mix.clone())
            );
            assert_eq!(mix.parts(), [(deployment, Decimal::ONE)]);
        }
    }

    #[test]
    fn each_broken_rule_is_named_with_its_place() {
        let (half, none) = (decimal("0.5"), Decimal::ZERO);
        assert_eq!(DeploymentMix::new([]), Err(BudgetError::MixEmpty));
        assert_eq!(
            DeploymentMix::new([(Broker, half), (Broker, half)]),
            Err(BudgetError::DeploymentRepeated { at: 1 })
        );
        assert_eq!(
            DeploymentMix::new([(Broker, Decimal::ONE), (DirectPayment, none)]),
            Err(BudgetError::ShareRange { at: 1 })
        );
        for share in ["-0.5", "1.0000000000000000000000000001"] {
            let mix = DeploymentMix::new([(Broker, decimal(share))]);
            assert_eq!(mix, Err(BudgetError::ShareRange { at: 0 }));
        }
        let over = decimal("0.5000000000000000000000000001");
        assert_eq!(
            DeploymentMix::new([(Broker, half), (DirectPayment, over)]),
            Err(BudgetError::SharesSum)
        );
    }

    #[test]
    fn a_file_is_held_to_the_same_rules_and_told_nothing_back() {
        let read = |json| serde_json::from_str::<DeploymentMix>(json);
        let told = |json| read(json).unwrap_err().to_string();
        assert!(told("[]").starts_with("deployment mix is empty"));
        assert!(told(r#"[{"deployment":"broker","share":"0.9"}]"#).starts_with("shares of the"));
        let words = told(r#"[{"deployment":"broker","share":"ninety"}]"#);
        assert!(words.starts_with("share does not read") && !words.contains("ninety"));
        let number = told(r#"[{"deployment":"broker","share":0.97}]"#);
        assert!(number.starts_with("value does not read as text") && !number.contains("0.97"));
    }

    #[test]
    fn equal_mixes_are_written_alike() {
        let mix = |share| {
            DeploymentMix::new([
                (CouncilManaged, decimal(share)),
                (DirectPayment, decimal("0.75")),
            ])
        };
        let json = serde_json::to_string(&mix("0.25000").unwrap()).unwrap();
        assert_eq!(json, serde_json::to_string(&mix("0.25").unwrap()).unwrap());
        assert_eq!(
            json,
            r#"[{"deployment":"direct_payment","share":"0.75"},{"deployment":"council_managed","share":"0.25"}]"#
        );
    }

    #[test]
    fn debug_keeps_the_parts_to_itself() {
        assert_eq!(
            format!("{:?}", DeploymentMix::from(Broker)),
            "DeploymentMix(1 parts)"
        );
    }

    /// Cuts 1, given in units of 10^-28, at up to five places.
    fn shares() -> impl Strategy<Value = Vec<Decimal>> {
        const WHOLE: i128 = 10_i128.pow(28);
        prop::collection::btree_set(1..WHOLE, 0..=5).prop_map(|cuts| {
            let ends = cuts.iter().copied().chain([WHOLE]);
            let starts = [0].into_iter().chain(cuts.iter().copied());
            let units = ends.zip(starts).map(|(end, start)| end - start);
            units
                .map(|units| Decimal::from_i128_with_scale(units, 28))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn shares_that_add_up_are_held_and_others_never(
            shares in shares(),
            deployments in Just(Deployment::ALL.to_vec()).prop_shuffle(),
        ) {
            let parts: Vec<_> = deployments.into_iter().zip(shares).collect();
            let mix = DeploymentMix::new(parts.iter().copied()).unwrap();
            let total: Decimal = Deployment::ALL.iter().map(|&one| mix.share(one)).sum();
            prop_assert_eq!(total, Decimal::ONE);
            for &(deployment, share) in &parts {
                prop_assert_eq!(mix.share(deployment), share);
            }
            let json = serde_json::to_string(&mix).unwrap();
            prop_assert_eq!(serde_json::from_str::<DeploymentMix>(&json).unwrap(), mix);
            if parts.len() > 1 {
                let short = DeploymentMix::new(parts[1..].iter().copied());
                prop_assert_eq!(short, Err(BudgetError::SharesSum));
            }
        }
    }
}
