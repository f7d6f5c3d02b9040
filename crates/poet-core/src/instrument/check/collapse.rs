//! The check of the collapses.

use std::collections::BTreeMap;

use super::super::collapse::Collapse;
use super::super::document::{CollapseEntry, ScaleEntry};
use super::super::problem::ProblemKind;
use super::super::scale::{Point, Reading, Scale};
use super::{Gathered, READINGS};
use crate::ScaleId;

/// Reads the collapses of every scale whose points were read.
pub(super) fn collapses(
    entries: &BTreeMap<String, ScaleEntry>,
    scales: &mut BTreeMap<String, Option<Scale>>,
    gathered: &mut Gathered,
) {
    for (name, entry) in entries {
        let mut read = Vec::new();
        for (to, collapse) in &entry.collapse {
            let place = format!("scales.{name}.collapse.{to}");
            let Some(target) = scales.get(to) else {
                let declared = scales.keys().map(String::as_str);
                gathered.undeclared(place, "scale", to, declared);
                continue;
            };
            // A scale that could not be read has noted why.
            let (Some(Some(from)), Some(to)) = (scales.get(name), target) else {
                continue;
            };
            read.extend(onto(&place, collapse, (from, to), gathered));
        }
        if let Some(Some(scale)) = scales.get_mut(name) {
            scale.collapses = read;
        }
    }
}

fn onto(
    place: &str,
    entry: &CollapseEntry,
    (from, to): (&Scale, &Scale),
    gathered: &mut Gathered,
) -> Option<Collapse> {
    if from.id == to.id {
        let because = "a scale falls onto another one";
        gathered.add(place, ProblemKind::Misplaced { because });
        return None;
    }
    let codes = |scale: &Scale| -> Vec<String> {
        scale
            .points()
            .iter()
            .map(|p| p.code().to_string())
            .collect()
    };
    for code in entry
        .points
        .keys()
        .filter(|code| from.position(code).is_none())
    {
        let (place, codes) = (format!("{place}.points.{code}"), codes(from));
        gathered.undeclared(place, "point", code, codes.iter().map(String::as_str));
    }
    let point = |point: &Point| {
        let code = point.code().as_str();
        let Some(onto) = entry.points.get(code) else {
            let point = code.to_owned();
            gathered.add(format!("{place}.points"), ProblemKind::LeftOut { point });
            return None;
        };
        let at = to.position(onto);
        if at.is_none() {
            let (place, codes) = (format!("{place}.points.{code}"), codes(to));
            gathered.undeclared(place, "point", onto, codes.iter().map(String::as_str));
        }
        at
    };
    let points: Vec<Option<u8>> = from.points().iter().map(point).collect();
    let points = points.into_iter().collect::<Option<Vec<u8>>>()?;
    ordered(place, (from, to), &points, gathered);
    let rereads = read_alike(place, entry, (from, to), &points, gathered)?;
    Some(Collapse {
        to: ScaleId::clone(&to.id),
        points,
        rereads,
    })
}

/// Notes two points of which the better falls below the worse.
///
/// Points stand in the order of their scores where both scales have them, else in the order of the form.
fn ordered(place: &str, (from, to): (&Scale, &Scale), points: &[u8], gathered: &mut Gathered) {
    let scored = from.score_range().is_some() && to.score_range().is_some();
    let rank = |scale: &Scale, at: usize| match (scored, scale.points()[at].score()) {
        (true, score) => score,
        // The first of the form is the best.
        (false, _) => i32::try_from(at).ok().map(|at| -at),
    };
    let ranks: Vec<(usize, i32, i32)> = (0..points.len())
        .filter_map(|at| Some((at, rank(from, at)?, rank(to, usize::from(points[at]))?)))
        .collect();
    let turned = ranks.iter().find_map(|a| {
        let below = ranks.iter().find(|b| a.1 > b.1 && a.2 < b.2)?;
        Some((a.0, below.0))
    });
    if let Some((better, worse)) = turned {
        let code = |at: usize| from.points()[at].code().to_string();
        let (better, worse) = (code(better), code(worse));
        gathered.add(
            format!("{place}.points"),
            ProblemKind::TurnsRound { better, worse },
        );
    }
}

/// Whether points are read in another way, or a note where that is not as the collapse says.
fn read_alike(
    place: &str,
    entry: &CollapseEntry,
    (from, to): (&Scale, &Scale),
    points: &[u8],
    gathered: &mut Gathered,
) -> Option<bool> {
    let said = match entry.readings.as_deref() {
        None => false,
        Some("changed") => true,
        Some(_) => {
            let wants = "changed";
            gathered.add(format!("{place}.readings"), ProblemKind::Word { wants });
            return None;
        }
    };
    let pairs = from.points().iter().zip(points);
    let reread = pairs
        .map(|(point, &onto)| (point, to.points()[usize::from(onto)].reading()))
        .find(|(point, onto)| point.reading() != *onto);
    match reread {
        Some((point, onto)) if !said => {
            let (point, from) = (point.code().to_string(), word(point.reading()));
            let to = word(onto);
            gathered.add(
                format!("{place}.points"),
                ProblemKind::Rereads { point, from, to },
            );
        }
        None if said => {
            let because = "every point is read as before";
            gathered.add(
                format!("{place}.readings"),
                ProblemKind::Misplaced { because },
            );
        }
        _ => {}
    }
    Some(said)
}

fn word(reading: Reading) -> &'static str {
    let found = READINGS.words.iter().find(|(_, r)| *r == reading);
    found.map_or("", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Error, Instrument};

    const HEAD: &str = r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial" }
        asks = "state"
        respondent = "other"
        licence = "CC0"
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Main" }
        items = [{ id = "life", kind = "choice", scale = "four", text = { en = "Life?" } }]
        [scales.two]
        points = [
            { code = "g", label = { en = "Good" }, reading = "favourable", score = 1 },
            { code = "b", label = { en = "Bad" }, reading = "unfavourable", score = 0 },
            { code = "n", label = { en = "Never" }, reading = "outside" },
        ]
        [scales.four]
        points = [
            { code = "1", label = { en = "Good" }, reading = "favourable", score = 4 },
            { code = "2", label = { en = "Fair" }, reading = "neutral", score = 3 },
            { code = "3", label = { en = "Bad" }, reading = "unfavourable", score = 2 },
            { code = "9", label = { en = "Never" }, reading = "outside" },
        ]
    "#;

    fn read(collapse: &str) -> Result<Instrument, Vec<String>> {
        match Instrument::from_toml(&format!("{HEAD}\n[scales.four.collapse]\n{collapse}")) {
            Ok(instrument) => Ok(instrument),
            Err(Error::Instrument(found)) => Err(found.iter().map(ToString::to_string).collect()),
            Err(other) => panic!("{other}"),
        }
    }

    fn problems(collapse: &str) -> Vec<String> {
        read(collapse).unwrap_err()
    }

    #[test]
    fn a_collapse_is_read_and_written_and_changes_the_hash() {
        let collapse = "two = { points = { 1 = \"g\", 2 = \"g\", 3 = \"b\", 9 = \"n\" }, readings = \"changed\" }";
        let with = read(collapse).unwrap();
        let declared = with.items()[0].scale().unwrap().collapses();
        assert_eq!(declared.len(), 1);
        assert_eq!(declared[0].to().as_str(), "two");
        assert_eq!(declared[0].points(), [0, 0, 1, 2]);
        assert!(declared[0].rereads());
        let again = Instrument::from_toml(&with.to_toml().unwrap()).unwrap();
        assert_eq!(again.hash(), with.hash());
        assert_ne!(with.hash(), read("").unwrap().hash());
        assert_eq!(with.scale("two").unwrap().points().len(), 3);
        assert!(with.scale("three").is_none());
    }

    #[test]
    fn every_point_falls_onto_a_point_that_is_there() {
        assert_eq!(
            problems("two = { points = { 1 = \"g\", 2 = \"x\", 8 = \"b\" } }"),
            [
                "scales.four.collapse.two.points.8: no point of this name is declared",
                "scales.four.collapse.two.points.2: no point of this name is declared",
                "scales.four.collapse.two.points: leaves out point `3`",
                "scales.four.collapse.two.points: leaves out point `9`",
            ]
        );
        assert_eq!(
            problems("twoo = { points = {} }\nfour = { points = {} }"),
            [
                "scales.four.collapse.four: does not belong here: a scale falls onto another one",
                "scales.four.collapse.twoo: no scale of this name is declared, nearest is `two`",
            ]
        );
    }

    #[test]
    fn better_does_not_fall_below_worse() {
        let turned = "two = { points = { 1 = \"b\", 2 = \"g\", 3 = \"g\", 9 = \"n\" }, readings = \"changed\" }";
        assert_eq!(
            problems(turned),
            ["scales.four.collapse.two.points: point `1` stands above `2` and falls below it"]
        );
    }

    #[test]
    fn another_reading_is_said() {
        let kept = "two = { points = { 1 = \"g\", 2 = \"g\", 3 = \"b\", 9 = \"n\" } }";
        assert_eq!(
            problems(kept),
            [
                "scales.four.collapse.two.points: point `2` is neutral and falls onto one that is favourable; where that \
                 is meant, it wants `readings = \"changed\"`"
            ]
        );
        let word = "two = { points = { 1 = \"g\", 2 = \"g\", 3 = \"b\", 9 = \"n\" }, readings = \"kept\" }";
        assert_eq!(
            problems(word),
            ["scales.four.collapse.two.readings: unknown word, wants one of changed"]
        );
        let twin = "[scales.two.collapse.four]\npoints = { g = \"1\", b = \"3\", n = \"9\" }";
        assert!(!read(twin).unwrap().scale("two").unwrap().collapses()[0].rereads());
        assert_eq!(
            problems(&format!("{twin}\nreadings = \"changed\"")),
            [
                "scales.two.collapse.four.readings: does not belong here: every point is read as before"
            ]
        );
    }

    #[test]
    fn without_scores_the_form_says_the_order() {
        let unscored = |collapse: &str| {
            let plain = [
                " , score = 4",
                ", score = 4",
                ", score = 3",
                ", score = 2",
                ", score = 1",
                ", score = 0",
            ];
            let head = plain
                .iter()
                .fold(HEAD.to_owned(), |head, score| head.replace(score, ""));
            Instrument::from_toml(&format!("{head}\n[scales.four.collapse]\n{collapse}"))
        };
        let kept = "two = { points = { 1 = \"g\", 2 = \"b\", 3 = \"b\", 9 = \"n\" }, readings = \"changed\" }";
        assert!(unscored(kept).is_ok());
        let turned = "two = { points = { 1 = \"g\", 2 = \"b\", 3 = \"g\", 9 = \"n\" }, readings = \"changed\" }";
        let error = unscored(turned).unwrap_err().to_string();
        assert!(
            error.ends_with("point `2` stands above `3` and falls below it"),
            "{error}"
        );
    }

    #[test]
    fn a_shared_scale_brings_the_one_that_it_falls_onto() {
        let shared = r#"
            format = 1
            [scales.fine]
            points = [
                { code = "1", label = { en = "One" } }, { code = "2", label = { en = "Two" } },
            ]
            collapse.coarse = { points = { 1 = "x", 2 = "x" } }
            [scales.coarse]
            points = [{ code = "x", label = { en = "Some" } }]
            collapse.dust = { points = { x = "y" } }
            [scales.dust]
            points = [{ code = "y", label = { en = "Any" } }]
            [scales.spare]
            points = [{ code = "z", label = { en = "Spare" } }]
        "#;
        let parts = crate::Parts::default()
            .with_toml("grains".parse().unwrap(), shared)
            .unwrap();
        let text = HEAD
            .replace(
                "licence = \"CC0\"",
                "licence = \"CC0\"\ninclude = [\"grains\"]",
            )
            .replace("scale = \"four\"", "scale = \"fine\"");
        let read = Instrument::from_toml_with(&text, &parts).unwrap();
        let names: Vec<_> = read.scales().map(|s| s.id().as_str()).collect();
        assert_eq!(names, ["coarse", "dust", "fine", "four", "two"]);
    }

    #[test]
    fn points_of_one_score_may_part() {
        let head = HEAD.replace("score = 3", "score = 4");
        let collapse = "two = { points = { 1 = \"b\", 2 = \"g\", 3 = \"b\", 9 = \"n\" }, readings = \"changed\" }";
        let read = Instrument::from_toml(&format!("{head}\n[scales.four.collapse]\n{collapse}"));
        assert!(read.is_ok());
    }

    #[test]
    fn scores_on_one_side_alone_say_no_order() {
        let unscored = HEAD.replace(", score = 1", "").replace(", score = 0", "");
        let collapse = "two = { points = { 1 = \"b\", 2 = \"g\", 3 = \"g\", 9 = \"n\" }, readings = \"changed\" }";
        let read =
            Instrument::from_toml(&format!("{unscored}\n[scales.four.collapse]\n{collapse}"));
        let error = read.unwrap_err().to_string();
        assert!(
            error.ends_with("point `1` stands above `2` and falls below it"),
            "{error}"
        );
    }

    #[test]
    fn scales_may_fall_onto_each_other() {
        let shared = r#"
            format = 1
            [scales.here]
            points = [{ code = "1", label = { en = "One" } }]
            collapse.there = { points = { 1 = "x" } }
            [scales.there]
            points = [{ code = "x", label = { en = "Some" } }]
            collapse.here = { points = { x = "1" } }
        "#;
        let parts = crate::Parts::default()
            .with_toml("pair".parse().unwrap(), shared)
            .unwrap();
        let text = HEAD
            .replace(
                "licence = \"CC0\"",
                "licence = \"CC0\"\ninclude = [\"pair\"]",
            )
            .replace("scale = \"four\"", "scale = \"here\"");
        let read = Instrument::from_toml_with(&text, &parts).unwrap();
        assert_eq!(
            read.scale("there").unwrap().collapses()[0].to().as_str(),
            "here"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_collapse_that_is_accepted_leaves_nobody_out_and_keeps_the_order(
            onto in prop::collection::vec(0..3_usize, 4),
        ) {
            let codes = ["g", "b", "n"];
            let pairs: Vec<_> = ["1", "2", "3", "9"]
                .iter()
                .zip(&onto)
                .map(|(from, &to)| format!("{from} = \"{}\"", codes[to]))
                .collect();
            let form = |readings: &str| format!("two = {{ points = {{ {} }}{readings} }}", pairs.join(", "));
            let read = read(&form("")).or_else(|_| read(&form(", readings = \"changed\"")));
            // Scores of `four` fall, those of `two` are 1, 0 and none.
            let scores: Vec<_> = onto[..3].iter().filter_map(|&to| [Some(1), Some(0), None][to]).collect();
            prop_assert_eq!(read.is_ok(), scores.is_sorted_by(|a, b| a >= b));
            if let Ok(read) = read {
                let points = read.scale("four").unwrap().collapses()[0].points().to_vec();
                let onto: Vec<_> = onto.iter().map(|&to| u8::try_from(to).unwrap()).collect();
                prop_assert_eq!(points, onto);
            }
        }
    }
}
