//! Which deployment can buy which support, by the rules of England.

use super::{Deployment, ProviderKind, PurchaseRule, SupportCategory, Verdict};

const NOT_FREE: [Deployment; 2] = [Deployment::DirectPayment, Deployment::NomineeDirectPayment];

/// The rules, each limiting direct payments.
pub(super) fn rules() -> Vec<PurchaseRule> {
    let rule = |id: &str, because: &str, source: &str| PurchaseRule {
        id: id.to_owned(),
        category: None,
        provider: None,
        deployments: NOT_FREE.to_vec(),
        verdict: Verdict::Ask,
        free_nights: None,
        because: because.to_owned(),
        source: source.to_owned(),
    };
    vec![
        PurchaseRule {
            category: Some(SupportCategory::Residential),
            verdict: Verdict::NotAllowed,
            free_nights: Some(28),
            ..rule(
                "residential",
                "a direct payment buys a care home for at most four weeks in twelve months",
                "Care and Support (Direct Payments) Regulations 2014, regulation 6",
            )
        },
        PurchaseRule {
            provider: Some(ProviderKind::Council),
            ..rule(
                "council_services",
                "as a general rule a direct payment does not buy services of the council that pays it",
                "Care and Support Statutory Guidance, chapter 12",
            )
        },
        PurchaseRule {
            provider: Some(ProviderKind::Family),
            ..rule(
                "family_at_home",
                "a direct payment pays a relative in the same household only where the council finds it necessary",
                "Care and Support (Direct Payments) Regulations 2014",
            )
        },
        PurchaseRule {
            category: Some(SupportCategory::SharedLives),
            ..rule(
                "shared_lives",
                "many Shared Lives schemes contract with the council alone",
                "practice",
            )
        },
    ]
}
