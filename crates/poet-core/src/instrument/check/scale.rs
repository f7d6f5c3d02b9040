//! The check of the scales.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::document::{PointEntry, ScaleEntry};
use super::super::fold;
use super::super::problem::ProblemKind;
use super::super::scale::{Point, Reading, Scale};
use super::{Gathered, READINGS, collapse, status};
use crate::PointCode;

/// Scales by name; none for one that has problems, so that its name counts as declared.
pub(super) type Scales = BTreeMap<String, Option<Arc<Scale>>>;

pub(super) fn scales(entries: &BTreeMap<String, ScaleEntry>, gathered: &mut Gathered) -> Scales {
    let read = entries.iter();
    let mut scales = read
        .map(|(name, entry)| (name.clone(), scale(name, entry, gathered)))
        .collect();
    collapse::collapses(entries, &mut scales, gathered);
    let scales = scales.into_iter();
    scales
        .map(|(name, scale)| (name, scale.map(Arc::new)))
        .collect()
}

fn scale(name: &str, entry: &ScaleEntry, gathered: &mut Gathered) -> Option<Scale> {
    let place = format!("scales.{name}");
    let id = gathered.name(place.as_str(), name);
    let status = status(&place, entry.status.as_deref(), gathered);
    if entry.points.is_empty() || entry.points.len() > Scale::MAX_POINTS {
        let wants = "1 to 200 points";
        gathered.add(format!("{place}.points"), ProblemKind::OutOfRange { wants });
    }
    let at = |i: usize| format!("{place}.points[{i}]");
    gathered.distinct(
        entry
            .points
            .iter()
            .enumerate()
            .map(|(i, p)| (at(i) + ".code", p.code.as_str())),
    );
    labels_apart(&entry.points, &at, gathered);
    scores_whole(&entry.points, &place, gathered);
    let points: Vec<_> = entry
        .points
        .iter()
        .enumerate()
        .map(|(i, p)| point(&at(i), p, gathered))
        .collect();
    Some(Scale {
        id: id?,
        status,
        points: points.into_iter().collect::<Option<_>>()?,
        collapses: Vec::new(),
    })
}

fn point(place: &str, entry: &PointEntry, gathered: &mut Gathered) -> Option<Point> {
    let code: Option<PointCode> = gathered.name(format!("{place}.code"), &entry.code);
    let label = gathered.text(&format!("{place}.label"), &entry.label);
    let reading = match entry.reading.as_deref() {
        None => Some(Reading::Neutral),
        Some(word) => gathered.word(format!("{place}.reading"), word, &READINGS),
    };
    if reading == Some(Reading::Outside) && entry.score.is_some() {
        let because = "a point outside the base has no score";
        gathered.add(format!("{place}.score"), ProblemKind::Misplaced { because });
    }
    Some(Point {
        code: code?,
        label: label?,
        reading: reading?,
        score: entry.score,
        synonyms: entry.synonyms.clone(),
    })
}

/// A code, label or synonym names one point only, in whatever case and spacing a file writes it.
fn labels_apart(points: &[PointEntry], at: &impl Fn(usize) -> String, gathered: &mut Gathered) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, point) in points.iter().enumerate() {
        seen.entry(fold(&point.code)).or_insert(i);
    }
    for (i, point) in points.iter().enumerate() {
        for text in point.label.values().chain(&point.synonyms) {
            let first = *seen.entry(fold(text)).or_insert(i);
            if first != i {
                let other = points[first].code.clone();
                gathered.add(at(i), ProblemKind::AmbiguousLabel { other });
            }
        }
    }
}

/// Either every point of the base has a score or none has.
fn scores_whole(points: &[PointEntry], place: &str, gathered: &mut Gathered) {
    let in_base = |p: &&PointEntry| p.reading.as_deref() != Some("outside");
    let scored = points
        .iter()
        .filter(in_base)
        .filter(|p| p.score.is_some())
        .count();
    if scored != 0 && scored != points.iter().filter(in_base).count() {
        let wants = "a score for every point of the base, or for none";
        gathered.add(format!("{place}.points"), ProblemKind::Missing { wants });
    }
    if points
        .iter()
        .filter_map(|p| p.score)
        .any(|s| !Scale::SCORES.contains(&s))
    {
        let wants = "scores from -1000 to 1000";
        gathered.add(format!("{place}.points"), ProblemKind::OutOfRange { wants });
    }
}
