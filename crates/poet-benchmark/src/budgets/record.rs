//! One budget as answers to a form.

use std::cmp::Ordering;
use std::sync::OnceLock;

use poet_core::budget::{
    AgeGroup, Deployment, DeploymentMix, PersonalBudget, SupportPlan, YearLength,
};
use poet_core::{Answer, Instrument, Missing, PointCode, Response};
use rust_decimal::Decimal;

use crate::Error;

const FORM: &str = include_str!("record.toml");

/// Length of the year in which budgets are reckoned: 52 weeks, the practice of councils. Every sum is whole pence.
pub(super) const YEAR: YearLength = YearLength::Weeks52;

/// The form that records of budgets answer.
///
/// # Errors
///
/// [`Error::File`] where it does not pass its check, which a test rules out.
pub fn form() -> Result<&'static Instrument, Error> {
    static MADE: OnceLock<Result<Instrument, Error>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        Instrument::from_toml(FORM).map_err(|error| Error::File {
            message: error.to_string(),
        })
    });
    made.as_ref().map_err(Clone::clone)
}

/// What a record of a budget says, as a response to [`form`]: what it does not tell is not known, and in no base.
///
/// # Units
///
/// Value bands are of the regular payments of a year of 52 weeks as they were agreed, the contribution not taken off and
/// one-offs left out. The ratio is of all that is paid in the first year. Unspent is what is left of all that was paid in.
///
/// # Errors
///
/// [`Error::NoOrganisation`] where the budget does not say whose it is.
///
/// # Examples
///
/// ```
/// use poet_benchmark::budgets::{form, response};
/// use poet_core::budget::PersonalBudget;
/// use poet_core::{Answer, Missing};
///
/// let json = r#"{ "id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "organisation": "E08000035",
///     "deployment": [{ "deployment": "direct_payment", "share": "1" }] }"#;
/// let budget = PersonalBudget::from_json(json)?;
/// let response = response(&budget)?;
/// assert!(response.validate(form()?).is_empty());
/// assert_eq!(response.answer("held"), Some(&Answer::Choice("direct_payment".parse()?)));
/// assert_eq!(response.answer("value"), Some(&Answer::Missing(Missing::DontKnow)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn response(budget: &PersonalBudget) -> Result<Response, Error> {
    let organisation = budget.organisation().ok_or(Error::NoOrganisation)?.clone();
    // A UUID is 36 bytes of letters, digits and dashes: it names a response.
    let id = budget.id().to_string().parse().map_err(Error::Response)?;
    let plan = budget.plan();
    let answers = [
        (
            "age_group",
            budget.age_group().map(|age| one(age_code(age))),
        ),
        (
            "need_group",
            budget.need_group().map(|need| one(need.code())),
        ),
        ("held", budget.deployment().map(|mix| one(held(mix)))),
        ("value", value(budget).map(one)),
        ("ratio", ratio(budget).map(one)),
        ("unspent", unspent(budget).map(one)),
        (
            "known",
            budget.amount_known().map(|known| one(known.code())),
        ),
        (
            "views",
            plan.and_then(SupportPlan::views)
                .map(|views| one(views.code())),
        ),
        (
            "used_for",
            budget
                .categories()
                .map(|c| ticks(c.iter().map(|c| c.code()))),
        ),
        (
            "limited",
            budget.limits().map(|l| ticks(l.iter().map(|l| l.code()))),
        ),
    ];
    let mut response = Response::new(id, organisation);
    for (item, answer) in answers {
        let item = item.parse().map_err(Error::Response)?;
        let answer = answer.unwrap_or(Ok(Answer::Missing(Missing::DontKnow)));
        response = response.with(item, answer.map_err(Error::Response)?);
    }
    Ok(response)
}

fn one(code: &str) -> Result<Answer, poet_core::Error> {
    Ok(Answer::Choice(code.parse()?))
}

fn ticks<'a>(codes: impl Iterator<Item = &'a str>) -> Result<Answer, poet_core::Error> {
    let codes: Result<Vec<PointCode>, _> = codes.map(str::parse).collect();
    Ok(Answer::Ticks(codes?))
}

/// Code of an age group among the points of the form, which hold no plus.
fn age_code(age: AgeGroup) -> &'static str {
    age.code().trim_end_matches('+')
}

/// Codes of the ways of holding a budget, in the order of the form.
pub(crate) fn ways_of_holding() -> impl Iterator<Item = &'static str> {
    Deployment::ALL.iter().map(|held| held.code()).chain([MIX])
}

const MIX: &str = "mix";

/// How a budget is held; a mix where it is held in more than one way.
pub(super) fn held(mix: &DeploymentMix) -> &'static str {
    match mix.parts() {
        [(deployment, _)] => deployment.code(),
        _ => MIX,
    }
}

/// Pounds a year from which each value band begins, in the order of the form.
pub(crate) const VALUE_BANDS: [u64; 7] = [0, 1_000, 2_500, 5_000, 10_000, 20_000, 50_000];

const VALUE_CODES: [&str; 7] = [
    "under_1000",
    "from_1000",
    "from_2500",
    "from_5000",
    "from_10000",
    "from_20000",
    "from_50000",
];

/// Band of the value agreed.
fn value(budget: &PersonalBudget) -> Option<&'static str> {
    let pence = budget.agreed()?.per_year(YEAR).nearest().pence();
    let bands = VALUE_BANDS.iter().zip(VALUE_CODES);
    let begun = bands.take_while(|(from, _)| **from * 100 <= pence);
    begun.last().map(|(_, code)| code)
}

/// Band of what was indicated over what was agreed.
fn ratio(budget: &PersonalBudget) -> Option<&'static str> {
    let ratio = budget.indicative_to_agreed(YEAR).ok()?;
    let up_to = |tenths| ratio <= Decimal::new(tenths, 1);
    Some(match ratio.cmp(&Decimal::ONE) {
        Ordering::Less => "under_1",
        Ordering::Equal => "equal",
        Ordering::Greater if up_to(15) => "to_1_5",
        Ordering::Greater if up_to(20) => "to_2",
        Ordering::Greater if up_to(30) => "to_3",
        Ordering::Greater => "over_3",
    })
}

/// Band of the share that was not spent.
fn unspent(budget: &PersonalBudget) -> Option<&'static str> {
    let share = budget.unspent_share().ok()?;
    let under = |hundredths| share < Decimal::new(hundredths, 2);
    Some(match share.cmp(&Decimal::ZERO) {
        Ordering::Less => "overspent",
        Ordering::Equal => "none",
        Ordering::Greater if under(5) => "under_5",
        Ordering::Greater if under(10) => "from_5",
        Ordering::Greater if under(25) => "from_10",
        Ordering::Greater => "from_25",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(parts: &str) -> PersonalBudget {
        let head = r#""id":"67e55044-10b1-426f-9247-bb680e5fe0c8","organisation":"north""#;
        PersonalBudget::from_json(format!("{{{head}{parts}}}")).unwrap()
    }

    fn answer(parts: &str, item: &str) -> Option<String> {
        let response = response(&budget(parts)).unwrap();
        assert!(response.validate(form().unwrap()).is_empty(), "{parts}");
        match response.answer(item)? {
            Answer::Choice(code) => Some(code.to_string()),
            Answer::Ticks(codes) => Some(
                codes
                    .iter()
                    .map(PointCode::as_str)
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            _ => None,
        }
    }

    fn funded(stage: &str, pounds: &str) -> String {
        let amount = format!(r#"{{"money":"{pounds}","period":"yearly"}}"#);
        format!(r#""{stage}":{{"allocation":[{{"stream":"social_care","amount":{amount}}}]}}"#)
    }

    #[test]
    fn every_code_of_the_domain_is_a_point_of_the_form() {
        use poet_core::budget::{AmountKnown, Limit, NeedGroup, SupportCategory, ViewsIncluded};
        let form = form().unwrap();
        let points = |item: &str| -> Vec<&str> {
            let scale = form.items()[form.position(item).unwrap()].scale().unwrap();
            scale.points().iter().map(|p| p.code().as_str()).collect()
        };
        let all = AgeGroup::ALL.iter().map(|&age| age_code(age));
        assert_eq!(points("age_group"), all.collect::<Vec<_>>());
        let all = NeedGroup::ALL.iter().map(|one| one.code());
        assert_eq!(points("need_group"), all.collect::<Vec<_>>());
        assert_eq!(points("held"), ways_of_holding().collect::<Vec<_>>());
        assert_eq!(points("value"), VALUE_CODES);
        let all = AmountKnown::ALL.iter().map(|one| one.code());
        assert_eq!(points("known"), all.collect::<Vec<_>>());
        let all = ViewsIncluded::ALL.iter().map(|one| one.code());
        assert_eq!(points("views"), all.collect::<Vec<_>>());
        let all = SupportCategory::ALL.iter().map(|one| one.code());
        assert_eq!(points("used_for"), all.collect::<Vec<_>>());
        let all = Limit::ALL.iter().map(|one| one.code());
        assert_eq!(points("limited"), all.collect::<Vec<_>>());
    }

    #[test]
    fn a_value_stands_in_the_band_that_it_begins() {
        let cases = [
            ("0.00", "under_1000"),
            ("999.99", "under_1000"),
            ("1000.00", "from_1000"),
            ("2499.99", "from_1000"),
            ("2500.00", "from_2500"),
            ("4999.99", "from_2500"),
            ("5000.00", "from_5000"),
            ("9999.99", "from_5000"),
            ("10000.00", "from_10000"),
            ("19999.99", "from_10000"),
            ("20000.00", "from_20000"),
            ("49999.99", "from_20000"),
            ("50000.00", "from_50000"),
        ];
        for (pounds, wanted) in cases {
            let parts = format!(r#","allocations":{{{}}}"#, funded("agreed", pounds));
            assert_eq!(answer(&parts, "value").as_deref(), Some(wanted), "{pounds}");
        }
        assert_eq!(answer("", "value"), None);
    }

    #[test]
    fn a_ratio_stands_in_the_band_that_it_ends() {
        let cases = [
            ("99.99", "under_1"),
            ("100.00", "equal"),
            ("100.01", "to_1_5"),
            ("150.00", "to_1_5"),
            ("150.01", "to_2"),
            ("200.00", "to_2"),
            ("200.01", "to_3"),
            ("300.00", "to_3"),
            ("300.01", "over_3"),
        ];
        for (pounds, wanted) in cases {
            let both = [funded("indicative", pounds), funded("agreed", "100.00")];
            let parts = format!(r#","allocations":{{{}}}"#, both.join(","));
            assert_eq!(answer(&parts, "ratio").as_deref(), Some(wanted), "{pounds}");
        }
    }

    #[test]
    fn what_is_left_stands_in_the_band_that_it_begins() {
        let cases = [
            ("100.01", "overspent"),
            ("100.00", "none"),
            ("99.99", "under_5"),
            ("95.01", "under_5"),
            ("95.00", "from_5"),
            ("90.00", "from_10"),
            ("75.01", "from_10"),
            ("75.00", "from_25"),
            ("0.00", "from_25"),
        ];
        for (spent, wanted) in cases {
            let year = r#""first":"2013-04-01","last":"2014-03-31""#;
            let parts = format!(r#","spending":[{{{year},"paid_in":"100.00","spent":"{spent}"}}]"#);
            assert_eq!(
                answer(&parts, "unspent").as_deref(),
                Some(wanted),
                "{spent}"
            );
        }
    }

    #[test]
    fn nothing_limited_is_an_answer_and_nothing_known_is_none() {
        assert_eq!(answer("", "limited"), None);
        assert_eq!(
            answer(r#","restrictions":[]"#, "limited").as_deref(),
            Some("")
        );
        let two = r#","restrictions":[{"limit":"place"},{"limit":"provider"},{"limit":"place"}]"#;
        assert_eq!(answer(two, "limited").as_deref(), Some("provider place"));
    }

    #[test]
    fn a_budget_held_in_two_ways_is_a_mix() {
        let part =
            |how: &str, share: &str| format!(r#"{{"deployment":"{how}","share":"{share}"}}"#);
        let one = format!(r#","deployment":[{}]"#, part("broker", "1"));
        assert_eq!(answer(&one, "held").as_deref(), Some("broker"));
        let both = [part("broker", "0.5"), part("direct_payment", "0.5")].join(",");
        let both = format!(r#","deployment":[{both}]"#);
        assert_eq!(answer(&both, "held").as_deref(), Some("mix"));
    }

    #[test]
    fn a_budget_of_no_organisation_is_no_response() {
        let json = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8"}"#;
        let budget = PersonalBudget::from_json(json).unwrap();
        assert_eq!(response(&budget).err(), Some(Error::NoOrganisation));
    }
}
