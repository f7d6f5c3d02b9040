//! Whether a truth can be true of an instrument.

use poet_core::{Instrument, Item, ItemKind};

use super::Error;
use super::truth::{ItemTruth, MissingShares, Part, Places, Truth, Values};

/// Checks a truth against the instrument that it is to be true of.
pub(super) fn check(instrument: &Instrument, truth: &Truth) -> Result<(), Error> {
    for id in truth.items.keys() {
        if instrument.item(id.as_str()).is_none() {
            let nearest = instrument.nearest_item(id.as_str()).cloned();
            return Err(Error::UnknownItem {
                item: id.clone(),
                nearest,
            });
        }
    }
    for item in instrument.items() {
        let stated = truth.items.get(item.id());
        check_item(
            item,
            stated.ok_or_else(|| Error::NoTruth {
                item: item.id().clone(),
            })?,
        )?;
    }
    share("routed_past", truth.routed_past)?;
    deviation("mix_sd", truth.mix_sd)?;
    deviation("item_sd", truth.item_sd)?;
    deviation("person_sd", truth.person_sd)?;
    parts("strata", shares(&truth.strata))?;
    parts("modes", shares(&truth.modes))?;
    parts("helps", shares(&truth.helps))?;
    let beside = &truth.beside;
    parts("beside.helpers", shares(&beside.helpers))?;
    parts("beside.forms", shares(&beside.forms))?;
    parts("beside.languages", shares(&beside.languages))?;
    share("beside.linked", beside.linked)?;
    places(&truth.places)
}

fn check_item(item: &Item, stated: &ItemTruth) -> Result<(), Error> {
    let points = item.scale().map_or(0, |s| s.points().len());
    let count = |what, found, wanted| {
        let item = item.id().clone();
        if found == wanted {
            Ok(())
        } else {
            Err(Error::Points {
                item,
                what,
                found,
                wanted,
            })
        }
    };
    count("shares", stated.shares.len(), points)?;
    if !stated.effects.is_empty() {
        let choice = matches!(item.kind(), ItemKind::Choice(_));
        count(
            "effects",
            stated.effects.len(),
            if choice { points } else { 0 },
        )?;
    }
    let place = |field: &str| format!("items.{}.{field}", item.id());
    for &effect in &stated.effects {
        finite(&place("effects"), effect)?;
    }
    for &s in &stated.shares {
        share(&place("shares"), s)?;
    }
    if matches!(item.kind(), ItemKind::Choice(_)) {
        positive(&place("shares"), stated.shares.iter().sum())?;
    }
    let MissingShares {
        not_applicable,
        dont_know,
        prefer_not_to_say,
        not_answered,
        not_asked,
    } = stated.missing;
    let missing = [
        not_applicable,
        dont_know,
        prefer_not_to_say,
        not_answered,
        not_asked,
    ];
    missing
        .into_iter()
        .try_for_each(|s| share(&place("missing"), s))?;
    share(&place("missing"), missing.iter().sum())?;
    values(&place("values"), item, stated.values)
}

fn values(place: &str, item: &Item, values: Option<Values>) -> Result<(), Error> {
    let fits = match (item.kind(), values) {
        (ItemKind::Number(_) | ItemKind::Money(_), Some(Values::Even { low, high })) => low <= high,
        (ItemKind::Number(_) | ItemKind::Money(_), Some(Values::LogNormal { median, log_sd })) => {
            median > 0.0 && median.is_finite() && log_sd >= 0.0 && log_sd.is_finite()
        }
        (ItemKind::Date { .. }, Some(Values::Days { from, to })) => from <= to,
        (ItemKind::Number(_) | ItemKind::Money(_) | ItemKind::Date { .. }, _) | (_, Some(_)) => {
            false
        }
        (_, None) => true,
    };
    let wants = "even or log_normal for numbers and amounts, days for dates, in order, and none for the rest";
    within(place, fits, wants)
}

fn places(places: &Places) -> Result<(), Error> {
    match places {
        Places::Drawn {
            size_sd,
            outcome_sd,
            process_sd,
            ..
        } => {
            deviation("places.size_sd", *size_sd)?;
            deviation("places.outcome_sd", *outcome_sd)?;
            deviation("places.process_sd", *process_sd)
        }
        Places::Given(given) => {
            for place in given {
                finite("places.outcome_effect", place.outcome_effect)?;
                finite("places.process_effect", place.process_effect)?;
                within("places.weight", place.weight >= 0.0, "weights of 0 or more")?;
            }
            positive("places.weight", given.iter().map(|p| p.weight).sum())
        }
    }
}

fn shares<T>(parts: &[Part<T>]) -> impl ExactSizeIterator<Item = (f64, f64)> {
    parts.iter().map(|part| (part.share, part.effect))
}

fn parts(place: &str, mut parts: impl ExactSizeIterator<Item = (f64, f64)>) -> Result<(), Error> {
    if parts.len() == 0 {
        return Ok(());
    }
    let total = parts.try_fold(0.0, |total, (part, effect)| {
        share(place, part)?;
        finite(place, effect)?;
        Ok::<_, Error>(total + part)
    })?;
    positive(place, total)
}

fn share(place: &str, share: f64) -> Result<(), Error> {
    within(place, (0.0..=1.0).contains(&share), "shares from 0 to 1")
}

fn deviation(place: &str, sd: f64) -> Result<(), Error> {
    within(
        place,
        (0.0..=10.0).contains(&sd),
        "a deviation from 0 to 10",
    )
}

fn finite(place: &str, effect: f64) -> Result<(), Error> {
    within(
        place,
        (-20.0..=20.0).contains(&effect),
        "log odds from -20 to 20",
    )
}

fn positive(place: &str, total: f64) -> Result<(), Error> {
    within(
        place,
        total > 0.0 && total.is_finite(),
        "at least one above 0",
    )
}

fn within(place: &str, fits: bool, wants: &'static str) -> Result<(), Error> {
    if fits {
        Ok(())
    } else {
        Err(Error::OutOfRange {
            place: place.to_owned(),
            wants,
        })
    }
}
