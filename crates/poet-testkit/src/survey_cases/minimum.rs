//! Measures at, under and over the number of answers that they need.

use std::collections::BTreeSet;

use poet_core::{Answer, Instrument, Item, Measure, Missing, Point, Reading, Response};
use poet_scoring::Scorer;

use super::case::is_past;
use crate::synth::rng::Rng;

/// Responses that answer none, one too few, just enough and all of a measure's items.
pub(super) fn edges(scorer: &Scorer, valid: &[Response], rng: &mut Rng) -> Vec<(String, Response)> {
    let instrument = scorer.instrument();
    let mut edges = Vec::new();
    for (position, measure) in instrument.measures().iter().enumerate() {
        let asks_all = |response: &&Response| {
            let routed = response.route(instrument);
            let past = |&at: &usize| is_past(instrument, at, routed.codes());
            !measure.items().iter().any(past)
        };
        let Some(base) = valid.iter().find(asks_all) else {
            continue;
        };
        let (needed, of) = (measure.minimum() as usize, measure.items().len());
        for answered in BTreeSet::from([0, needed - 1, needed, of]) {
            let answers = partly(instrument, measure, answered, rng);
            let response = answers
                .into_iter()
                .fold(base.clone(), |response, (item, answer)| {
                    response.with(item.id().clone(), answer)
                });
            // Where the routing of one item rests on another, an answer left out may take more with it.
            let answered = scorer.score(&response).scores[position].answered;
            let told = format!(
                "{}: {answered} of {of} answered, {needed} needed",
                measure.id()
            );
            edges.push((told, response));
        }
    }
    edges
}

/// Answers to the first `answered` items of a measure, and reasons and points outside the base for the others.
fn partly<'a>(
    instrument: &'a Instrument,
    measure: &Measure,
    answered: usize,
    rng: &mut Rng,
) -> Vec<(&'a Item, Answer)> {
    let items = measure.items().iter().map(|&at| &instrument.items()[at]);
    let answers = items.enumerate().filter_map(|(at, item)| {
        let points = item.scale()?.points();
        let (outside, base): (Vec<&Point>, Vec<&Point>) =
            points.iter().partition(|p| p.reading() == Reading::Outside);
        let answer = match (at < answered, outside.first()) {
            (true, _) => Answer::Choice(base.get(rng.below(base.len()))?.code().clone()),
            (false, Some(point)) if rng.below(2) == 0 => Answer::Choice(point.code().clone()),
            (false, _) => {
                Answer::Missing(Missing::ALL[rng.below(if item.is_required() { 3 } else { 4 })])
            }
        };
        Some((item, answer))
    });
    answers.collect()
}
