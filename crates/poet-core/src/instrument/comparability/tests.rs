//! Two editions, one thing changed between them.

use proptest::prelude::*;

use super::*;
use crate::{Catalogue, Parts};

const SHARED: &str = r#"
    format = 1
    [scales.seven]
    points = [
        { code = "1", label = { en = "Extremely satisfied" }, reading = "favourable", score = 6 },
        { code = "2", label = { en = "Very satisfied" }, reading = "favourable", score = 5 },
        { code = "3", label = { en = "Quite satisfied" }, reading = "neutral", score = 4 },
        { code = "4", label = { en = "Neither" }, reading = "neutral", score = 3 },
        { code = "5", label = { en = "Quite dissatisfied" }, reading = "unfavourable", score = 2 },
        { code = "6", label = { en = "Very dissatisfied" }, reading = "unfavourable", score = 1 },
        { code = "7", label = { en = "Extremely dissatisfied" }, reading = "unfavourable", score = 0 },
    ]
    collapse.five = { points = { 1 = "1", 2 = "1", 3 = "2", 4 = "3", 5 = "4", 6 = "5", 7 = "5" } }
    [scales.five]
    points = [
        { code = "1", label = { en = "Very happy" }, reading = "favourable", score = 4 },
        { code = "2", label = { en = "Happy" }, reading = "neutral", score = 3 },
        { code = "3", label = { en = "OK" }, reading = "neutral", score = 2 },
        { code = "4", label = { en = "Not good" }, reading = "unfavourable", score = 1 },
        { code = "5", label = { en = "Bad" }, reading = "unfavourable", score = 0 },
    ]
    [scales.yes_no]
    points = [
        { code = "1", label = { en = "Yes" }, reading = "favourable", score = 1 },
        { code = "2", label = { en = "No" }, reading = "unfavourable", score = 0 },
    ]
"#;

const ITEMS: &str = r#"
    [[sections.items]]
    id = "helped"
    kind = "choice"
    scale = "yes_no"
    series = "s/helped"
    text = { en = "Helped?" }
    [[sections.items]]
    id = "life"
    kind = "choice"
    scale = "seven"
    series = "s/life"
    text = { en = "Life?" }
    [[sections.items]]
    id = "support"
    kind = "choice"
    scale = "seven"
    series = "s/support"
    ask_if = { item = "helped", any_of = ["1"] }
    text = { en = "Support?" }
    [[sections.items]]
    id = "hours"
    kind = "number"
    max = 100
    text = { en = "Hours?" }
    [[measures]]
    id = "index"
    kind = "mean"
    title = { en = "Index" }
    items = ["life", "support"]
    [[measures]]
    id = "help"
    kind = "favourable_share"
    title = { en = "Help" }
    items = ["helped"]
"#;

fn document(edition: &str, items: &str) -> String {
    format!(
        r#"
        format = 1
        id = "trial"
        edition = "{edition}"
        title = {{ en = "Trial" }}
        asks = "state"
        respondent = "user"
        licence = "CC0"
        note = "Of a trial."
        include = ["shared"]
        [[sections]]
        id = "main"
        role = "outcomes"
        title = {{ en = "Main" }}
        {items}"#
    )
}

fn read(text: &str) -> Instrument {
    let shared = Parts::default().with_toml("shared".parse().unwrap(), SHARED);
    Instrument::from_toml_with(text, &shared.unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn first() -> Instrument {
    read(&document("1", ITEMS))
}

/// A second edition in which each of these texts stands for the one before it.
fn second(changes: &[(&str, &str)]) -> Instrument {
    let changed = changes
        .iter()
        .fold(document("2", ITEMS), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
    read(&changed)
}

/// What is said of an item of the first edition.
fn said(second: &Instrument, item: &str) -> String {
    let first = first();
    let compared = Comparability::between(&first, second);
    let item = compared
        .items()
        .iter()
        .find(|i| i.first.as_ref().is_some_and(|id| id.as_str() == item));
    item.unwrap().to_string()
}

const LIFE: &str = "scale = \"seven\"\n    series = \"s/life\"";

#[test]
fn another_wording_is_told_and_is_no_break() {
    let second = second(&[
        ("Life?", "Your life?"),
        ("kind = \"number\"", "kind = \"number\"\nrequired = true"),
    ]);
    assert_eq!(
        said(&second, "life"),
        "reworded     life: the question is in other words"
    );
    assert_eq!(said(&second, "helped"), "unchanged    helped");
    assert_eq!(
        said(&second, "hours"),
        "reworded     hours: only one of them wants an answer from everyone"
    );
    let labels = SHARED.replace("\"Yes\"", "\"Aye\"");
    let parts = Parts::default()
        .with_toml("shared".parse().unwrap(), &labels)
        .unwrap();
    let second = Instrument::from_toml_with(&document("2", ITEMS), &parts).unwrap();
    assert_eq!(
        said(&second, "helped"),
        "reworded     helped: the answers are in other words"
    );
    assert_eq!(said(&second, "support"), "unchanged    support");
}

#[test]
fn a_translation_alone_is_no_rewording() {
    let added = second(&[("{ en = \"Life?\" }", "{ en = \"Life?\", cy = \"Bywyd?\" }")]);
    assert_eq!(said(&added, "life"), "unchanged    life");
    let other = second(&[("{ en = \"Life?\" }", "{ cy = \"Bywyd?\" }")]);
    assert_eq!(
        said(&other, "life"),
        "reworded     life: the question is in other words"
    );
}

#[test]
fn each_change_of_meaning_is_a_break_with_its_reason() {
    let cases = [
        (
            LIFE,
            "scale = \"yes_no\"\n    series = \"s/life\"",
            "it is answered on another scale (`seven`, then `yes_no`)",
        ),
        (
            LIFE,
            "scale = \"seven\"\n    reversed = true\n    series = \"s/life\"",
            "it is put the other way round, so the good and the bad end change places",
        ),
        ("s/life", "t/life", "its makers count it as a new series"),
        (
            LIFE,
            "scale = \"seven\"\n    ask_if = { answered = \"helped\" }\n    series = \"s/life\"",
            "it is put to other people",
        ),
    ];
    for (from, to, reason) in cases {
        assert_eq!(
            said(&second(&[(from, to)]), "life"),
            format!("CHANGED      life: {reason}")
        );
    }
    let ticked = second(&[
        (
            "id = \"life\"\n    kind = \"choice\"",
            "id = \"life\"\n    kind = \"tick_all\"",
        ),
        ("\"life\", ", ""),
    ]);
    assert_eq!(
        said(&ticked, "life"),
        "CHANGED      life: it takes another kind of answer"
    );
    let limits = second(&[("max = 100", "max = 99")]);
    assert_eq!(
        said(&limits, "hours"),
        "CHANGED      hours: it allows other values"
    );
}

#[test]
fn a_scale_that_keeps_its_name_and_changes_its_points_is_a_break() {
    let cases = [
        (
            ", score = 1 },\n        { code = \"2\", label = { en = \"No\" }",
            ", score = 2 },\n        { code = \"2\", label = { en = \"No\" }",
            "some answer has another score",
        ),
        (
            "{ en = \"No\" }, reading = \"unfavourable\"",
            "{ en = \"No\" }, reading = \"neutral\"",
            "some answer counts as good, bad or outside the base in only one of them",
        ),
        (
            "code = \"2\", label = { en = \"No\" }",
            "code = \"0\", label = { en = \"No\" }",
            "its scale offers other answers",
        ),
    ];
    for (from, to, reason) in cases {
        assert!(SHARED.contains(from), "{from}");
        let parts = Parts::default()
            .with_toml("shared".parse().unwrap(), &SHARED.replace(from, to))
            .unwrap();
        let second = Instrument::from_toml_with(&document("2", ITEMS), &parts).unwrap();
        assert_eq!(
            said(&second, "helped"),
            format!("CHANGED      helped: {reason}")
        );
        // Who is asked by an answer to it changes with it.
        assert_eq!(
            said(&second, "support"),
            "CHANGED      support: it is put to other people"
        );
        assert_eq!(said(&second, "life"), "unchanged    life");
    }
}

#[test]
fn routing_is_the_same_while_it_says_the_same() {
    let renamed = second(&[
        ("id = \"helped\"", "id = \"was_helped\""),
        ("item = \"helped\"", "item = \"was_helped\""),
        ("items = [\"helped\"]", "items = [\"was_helped\"]"),
    ]);
    assert_eq!(
        said(&renamed, "helped"),
        "unchanged    helped -> was_helped"
    );
    assert_eq!(said(&renamed, "support"), "unchanged    support");
    let routed = |condition: &str| {
        let item = "ask_if = { item = \"helped\", any_of = [\"1\"] }";
        read(&document(
            "1",
            &ITEMS.replace(item, &format!("ask_if = {condition}")),
        ))
    };
    let conditions = [
        "{ item = \"helped\", any_of = [\"1\"] }",
        "{ item = \"helped\", any_of = [\"2\"] }",
        "{ item = \"life\", any_of = [\"1\"] }",
        "{ item = \"life\", any_of = [\"1\", \"2\"] }",
        "{ answered = \"helped\" }",
        "{ answered = \"life\" }",
        "{ not = { answered = \"helped\" } }",
        "{ all = [{ answered = \"helped\" }, { answered = \"life\" }] }",
        "{ all = [{ answered = \"helped\" }] }",
        "{ any = [{ answered = \"helped\" }, { answered = \"life\" }] }",
    ];
    for one in conditions {
        for other in conditions {
            let compared = Comparability::between(&routed(one), &routed(other));
            assert_eq!(
                compared.items()[2].verdict.is_comparable(),
                one == other,
                "{one} {other}"
            );
        }
    }
    let turned = "{ item = \"life\", any_of = [\"2\", \"1\"] }";
    assert!(
        Comparability::between(&routed(conditions[3]), &routed(turned)).items()[2]
            .verdict
            .is_comparable()
    );
}

#[test]
fn a_condition_on_a_question_that_fell_onto_another_scale_changes_who_is_asked() {
    let on_life = ("item = \"helped\"", "item = \"life\"");
    let first = read(&document("1", ITEMS).replacen(on_life.0, on_life.1, 1));
    let second = second(&[on_life, (LIFE, "scale = \"five\"\n    series = \"s/life\"")]);
    let compared = Comparability::between(&first, &second);
    assert_eq!(
        compared.items()[1].to_string(),
        "collapsed    life: comparable on `five`"
    );
    assert_eq!(
        compared.items()[2].to_string(),
        "CHANGED      support: it is put to other people"
    );
}

#[test]
fn an_item_without_a_series_is_known_by_its_name_in_one_questionnaire_only() {
    assert_eq!(said(&second(&[]), "hours"), "unchanged    hours");
    let other = read(&document("2", ITEMS).replacen("id = \"trial\"", "id = \"another\"", 1));
    assert_eq!(said(&other, "hours"), "only first   hours");
    assert_eq!(said(&other, "life"), "unchanged    life");
    let compared = Comparability::between(&first(), &other);
    assert_eq!(
        compared.items().last().unwrap().to_string(),
        "only second  hours"
    );
}

#[test]
fn a_declared_collapse_keeps_a_question_comparable() {
    let five = second(&[(LIFE, "scale = \"five\"\n    series = \"s/life\"")]);
    let compared = Comparability::between(&first(), &five);
    let life = &compared.items()[1];
    assert_eq!(
        life.verdict,
        ItemVerdict::Collapsed {
            onto: "five".parse().unwrap()
        }
    );
    assert_eq!(life.to_string(), "collapsed    life: comparable on `five`");
    // The other way round too, though only the scale of seven says how it falls.
    let back = Comparability::between(&five, &first());
    assert_eq!(back.items()[1].verdict, life.verdict);
    let measures: Vec<_> = compared
        .measures()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        measures,
        ["CHANGED      index: differs in life", "unchanged    help"]
    );
}

#[test]
fn a_measure_stays_with_its_rule_and_its_questions() {
    let of = |changes: &[(&str, &str)]| -> Vec<String> {
        let compared = Comparability::between(&first(), &second(changes));
        compared
            .measures()
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let same = ["unchanged    index", "unchanged    help"];
    assert_eq!(
        of(&[
            ("Life?", "Your life?"),
            ("[\"life\", \"support\"]", "[\"support\", \"life\"]")
        ]),
        same
    );
    let rule = ["CHANGED      index: another rule", "unchanged    help"];
    let items = "items = [\"life\", \"support\"]";
    assert_eq!(of(&[(items, &format!("{items}\nversion = 2"))]), rule);
    assert_eq!(of(&[(items, &format!("{items}\nminimum = \"all\""))]), rule);
    assert_eq!(
        of(&[("kind = \"mean\"", "kind = \"favourable_share\"")]),
        rule
    );
    assert_eq!(
        of(&[(items, "items = [\"support\"]")])[0],
        "CHANGED      index: differs in life"
    );
    assert_eq!(
        of(&[(items, "items = [\"life\", \"support\", \"helped\"]")])[0],
        "CHANGED      index: differs in helped"
    );
    assert_eq!(
        of(&[("id = \"index\"", "id = \"other\"")]),
        [
            "only first   index",
            "unchanged    help",
            "only second  other"
        ]
    );
}

#[test]
fn the_whole_comparison_reads_as_a_list() {
    let second = second(&[("Life?", "Your life?"), ("max = 100", "max = 99")]);
    assert_eq!(
        Comparability::between(&first(), &second).to_string(),
        "trial@1 and trial@2\n\nQuestions: 4 in both, 3 of them answered alike\n  unchanged    helped\n  reworded     \
         life: the question is in other words\n  unchanged    support\n  CHANGED      hours: it allows other \
         values\n\nMeasures\n  unchanged    index\n  unchanged    help\n"
    );
}

fn state(second: &str) -> Instrument {
    read(&document("2", ITEMS).replacen("asks = \"state\"", &format!("asks = \"{second}\""), 1))
}

fn of_carers() -> Instrument {
    read(&document("2", ITEMS).replacen("respondent = \"user\"", "respondent = \"carer\"", 1))
}

#[test]
fn nothing_is_compared_across_change_and_state_or_across_people() {
    let (first, change, carers) = (first(), state("change"), of_carers());
    let break_of = "trial@2 asks what changed because of the budget and trial@1 how things are now: no answer to the one \
        says anything about the other, so nothing is pooled or shown as a trend across them";
    let people = "trial@1 is answered by people who use services and trial@2 by family carers: they speak of different \
        lives, so nothing is pooled or shown as a trend across them";
    let series = "s/life".parse().unwrap();
    for (other, why) in [(&change, break_of), (&carers, people)] {
        let barrier = Comparability::between(&first, other)
            .barrier()
            .unwrap()
            .to_string();
        assert_eq!(barrier, why);
        assert_eq!(Pool::new(&[&first, other]).unwrap_err().to_string(), why);
        assert_eq!(
            Trend::of(&series, &[&first, other])
                .unwrap_err()
                .to_string(),
            why
        );
        let said = Comparability::between(&first, other).to_string();
        assert!(
            said.starts_with(&format!("trial@1 and trial@2\n\n{why}\n\n")),
            "{said}"
        );
    }
    let turned = Comparability::between(&change, &first);
    assert_eq!(turned.barrier().unwrap().to_string(), break_of);
    assert!(
        Comparability::between(&change, &state("change"))
            .barrier()
            .is_none()
    );
}

#[test]
fn a_trend_stands_on_one_scale_and_says_what_fell() {
    let five = second(&[
        (LIFE, "scale = \"five\"\n    series = \"s/life\""),
        ("Life?", "Your life?"),
    ]);
    let series: SeriesKey = "s/life".parse().unwrap();
    let trend = Trend::of(&series, &[&first(), &five, &first()]).unwrap();
    assert_eq!(trend.series(), &series);
    assert_eq!(trend.scale().unwrap().id().as_str(), "five");
    let points: Vec<_> = trend.points().iter().map(|p| p.points.as_slice()).collect();
    assert_eq!(
        points,
        [
            &[0, 0, 1, 2, 3, 4, 4][..],
            &[0, 1, 2, 3, 4],
            &[0, 0, 1, 2, 3, 4, 4]
        ]
    );
    let fell: Vec<_> = trend
        .points()
        .iter()
        .map(|p| p.collapsed_from.as_ref().map(AsRef::as_ref))
        .collect();
    assert_eq!(fell, [Some("seven"), None, Some("seven")]);
    let reworded: Vec<_> = trend
        .points()
        .iter()
        .map(|p| p.reworded.as_slice())
        .collect();
    assert_eq!(reworded, [&[][..], &[Reworded::Question], &[]]);
    let alone = Trend::of(&series, &[&first()]).unwrap();
    assert_eq!(alone.scale().unwrap().id().as_str(), "seven");
    assert!(alone.points()[0].collapsed_from.is_none());
}

#[test]
fn a_trend_across_a_changed_question_is_an_error_that_says_why() {
    let of = |changes: &[(&str, &str)], series: &str| {
        let error = Trend::of(&series.parse().unwrap(), &[&first(), &second(changes)]).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        of(
            &[(LIFE, "scale = \"yes_no\"\n    series = \"s/life\"")],
            "s/life"
        ),
        "`life` of trial@1 is another question in trial@2: it is answered on another scale (`seven`, then `yes_no`); a \
         changed question starts a new series"
    );
    assert_eq!(
        of(&[], "s/lif"),
        "trial@1 has no question of the series `s/lif`, nearest is `s/life`"
    );
    assert_eq!(
        of(&[("s/life", "s/living")], "s/life"),
        "trial@2 has no question of the series `s/life`, nearest is `s/living`"
    );
    assert_eq!(
        Trend::of(&"s/life".parse().unwrap(), &[]).unwrap_err(),
        Incomparable::NoInstruments
    );
}

#[test]
fn a_pool_holds_what_is_common() {
    let second = second(&[
        (LIFE, "scale = \"five\"\n    series = \"s/life\""),
        ("max = 100", "max = 99"),
        ("Support?", "Your support?"),
    ]);
    let pool = Pool::new(&[&first(), &second]).unwrap();
    let pooled = pool.instrument();
    assert_eq!(pooled.key().to_string(), "pool-trial@1/2");
    let items: Vec<_> = pooled.items().iter().map(|i| i.id().as_str()).collect();
    assert_eq!(items, ["helped", "life", "support"]);
    assert_eq!(pooled.item("support").unwrap().text().english(), "Support?");
    assert!(pooled.item("support").unwrap().ask_if().is_some());
    assert_eq!(
        pooled.item("life").unwrap().scale().unwrap().id().as_str(),
        "five"
    );
    let measures: Vec<_> = pooled.measures().iter().map(|m| m.id().as_str()).collect();
    assert_eq!(measures, ["help"]);
    let [one, other] = pool.members() else {
        panic!("two members")
    };
    let life = |member: &Member| {
        (
            member.items()[1].points.clone(),
            member.items()[1].collapsed_from.clone(),
        )
    };
    assert_eq!(
        life(one),
        (vec![0, 0, 1, 2, 3, 4, 4], Some("seven".parse().unwrap()))
    );
    assert_eq!(life(other), (vec![0, 1, 2, 3, 4], None));
    assert_eq!((one.measures(), other.measures()), (&[1][..], &[1][..]));
    assert_eq!(pool.member(second.hash()).unwrap().instrument(), &second);
    assert!(pool.member(pooled.hash()).is_none());
}

#[test]
fn a_pool_says_what_fell_and_what_it_leaves_out() {
    let second = second(&[
        (LIFE, "scale = \"five\"\n    series = \"s/life\""),
        ("max = 100", "max = 99"),
    ]);
    let pool = Pool::new(&[&first(), &second]).unwrap();
    let pooled = pool.instrument();
    let note = pooled.note();
    let [one, other] =
        [&first(), &second].map(|i| format!("{} (content {:.12})", i.key(), i.hash()));
    let said = format!("Of a trial. Pooled from {one} and {other}. life: ");
    assert!(note.starts_with(&said), "{note}");
    assert!(
        note.ends_with(" life: answers to trial@1 fall from seven onto five."),
        "{note}"
    );
    let left: Vec<_> = pool
        .left_out()
        .iter()
        .map(|l| (l.item.as_str(), l.reason.to_string()))
        .collect();
    let why = "`hours` of trial@1 is another question in trial@2: it allows other values; a changed question starts a \
        new series";
    assert_eq!(left, [("hours", why.to_owned())]);
    assert_eq!(
        pool.item(&"hours".parse().unwrap())
            .unwrap_err()
            .to_string(),
        why
    );
    assert_eq!(
        pool.item(&"life".parse().unwrap()).unwrap().id().as_str(),
        "life"
    );
    let nowhere = pool.item(&"hopes".parse().unwrap()).unwrap_err();
    assert_eq!(nowhere.to_string(), "trial@1 does not ask `hopes`");
}

#[test]
fn a_pool_of_nothing_and_a_pool_without_anything_in_common_are_refused() {
    assert_eq!(Pool::new(&[]).unwrap_err(), Incomparable::NoInstruments);
    let other =
        document("2", ITEMS)
            .replace("s/", "t/")
            .replacen("id = \"trial\"", "id = \"another\"", 1);
    let error = Pool::new(&[&first(), &read(&other)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "trial@1 and another@2 have no question in common whose answers mean the same"
    );
}

#[test]
fn three_editions_stand_on_the_scale_that_all_have() {
    let five = second(&[(LIFE, "scale = \"five\"\n    series = \"s/life\"")]);
    let third = read(&document("3", ITEMS).replacen("id = \"hours\"", "id = \"days\"", 1));
    let pool = Pool::new(&[&first(), &third, &five]).unwrap();
    assert_eq!(pool.instrument().key().to_string(), "pool-trial@1/2/3");
    let fell: Vec<_> = pool
        .members()
        .iter()
        .map(|m| m.items()[1].collapsed_from.is_some())
        .collect();
    assert_eq!(fell, [true, true, false]);
    assert_eq!(
        pool.left_out()[0].reason.to_string(),
        "trial@3 does not ask `hours`"
    );
    // The measure over `life` is the same in the first two, but not as it was answered.
    let measures: Vec<_> = pool
        .instrument()
        .measures()
        .iter()
        .map(|m| m.id().as_str())
        .collect();
    assert_eq!(measures, ["help"]);
}

#[test]
fn the_name_of_a_pool_fits() {
    let named = |id: &str, editions: [&str; 2]| {
        let of = |edition| {
            read(&document(edition, ITEMS).replacen("id = \"trial\"", &format!("id = \"{id}\""), 1))
        };
        let pool = Pool::new(&[&of(editions[0]), &of(editions[1])]).unwrap();
        pool.instrument().key().to_string()
    };
    assert_eq!(named("trial", ["2014", "2013"]), "pool-trial@2013/2014");
    assert_eq!(named("trial", ["2014", "2014"]), "pool-trial@2014");
    let long = "x".repeat(48);
    assert_eq!(named(&long, ["1", "2"]), format!("{long}@1/2"));
    let late = "y".repeat(24);
    assert_eq!(named("trial", ["1", &late]), "pool-trial@1");
    let mixed = read(&document("2", ITEMS).replacen("id = \"trial\"", "id = \"another\"", 1));
    assert_eq!(
        Pool::new(&[&first(), &mixed])
            .unwrap()
            .instrument()
            .key()
            .to_string(),
        "pool@1/2"
    );
}

#[test]
fn another_wording_pools_whole() {
    let holders = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let wording = "format = 1\ninstrument = \"adult-holders@2014\"\nlicence = \"Theirs\"\ntitle = { en = \"T\" }\n\
        [items.dignity]\ntext = { en = \"Dignity?\" }";
    let wording = crate::Wording::from_toml(wording).unwrap();
    let (worded, _) = holders.with_wording(&wording).unwrap();
    let pool = Pool::new(&[holders, &worded]).unwrap();
    assert_eq!(pool.instrument().items().len(), holders.items().len());
    assert_eq!(pool.instrument().measures().len(), holders.measures().len());
    assert_eq!(
        pool.instrument().licence(),
        "MIT OR Apache-2.0; Theirs; words that it leaves: MIT OR Apache-2.0"
    );
}

/// An edition with these questions over these shared scales.
fn over(edition: &str, shared: &str, items: &str) -> Instrument {
    let parts = Parts::default().with_toml("shared".parse().unwrap(), shared);
    let text = document(edition, items);
    Instrument::from_toml_with(&text, &parts.unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn life_on(scale: &str) -> String {
    format!(
        "items = [{{ id = \"life\", kind = \"choice\", scale = \"{scale}\", text = {{ en = \"Life?\" }} }}]"
    )
}

/// What becomes of the one question of two editions.
fn verdict(one: &Instrument, other: &Instrument) -> String {
    Comparability::between(one, other).items()[0].to_string()
}

#[test]
fn a_scale_is_known_by_its_name_and_its_points() {
    let twin = SHARED.replace("[scales.yes_no]", "[scales.aye_nay]");
    let (yes, aye) = (
        over("1", SHARED, &life_on("yes_no")),
        over("2", &twin, &life_on("aye_nay")),
    );
    assert_eq!(
        verdict(&yes, &aye),
        "CHANGED      life: it is answered on another scale (`yes_no`, then `aye_nay`)"
    );
    let more =
        "{ code = \"5\", label = { en = \"Bad\" }, reading = \"unfavourable\", score = 0 },\n    ]";
    let longer = SHARED.replacen(more, &more.replace("\n    ]", "\n{ code = \"6\", label = { en = \"Cruel\" }, reading = \"unfavourable\", score = -1 }]"), 1);
    assert!(longer.contains("Cruel"));
    let (short, long) = (
        over("1", SHARED, &life_on("five")),
        over("2", &longer, &life_on("five")),
    );
    assert_eq!(
        verdict(&short, &long),
        "CHANGED      life: its scale offers other answers"
    );
    assert_eq!(
        verdict(&long, &short),
        "CHANGED      life: its scale offers other answers"
    );
}

#[test]
fn the_finest_scale_that_both_fall_onto_is_taken() {
    let shared = r#"
        format = 1
        [scales.one]
        points = [{ code = "1", label = { en = "1" } }, { code = "2", label = { en = "2" } }, { code = "3", label = { en = "3" } }]
        collapse.a_point = { points = { 1 = "x", 2 = "x", 3 = "x" } }
        collapse.b_points = { points = { 1 = "x", 2 = "x", 3 = "y" } }
        [scales.other]
        points = [{ code = "a", label = { en = "a" } }, { code = "b", label = { en = "b" } }, { code = "c", label = { en = "c" } }]
        collapse.a_point = { points = { a = "x", b = "x", c = "x" } }
        collapse.b_points = { points = { a = "x", b = "y", c = "y" } }
        [scales.a_point]
        points = [{ code = "x", label = { en = "x" } }]
        [scales.b_points]
        points = [{ code = "x", label = { en = "x" } }, { code = "y", label = { en = "y" } }]
    "#;
    let (one, other) = (
        over("1", shared, &life_on("one")),
        over("2", shared, &life_on("other")),
    );
    assert_eq!(
        verdict(&one, &other),
        "collapsed    life: comparable on `b_points`"
    );
}

#[test]
fn options_of_a_tick_all_question_do_not_fall_together() {
    let ticked = |scale: &str| life_on(scale).replace("choice", "tick_all");
    let (seven, five) = (
        over("1", SHARED, &ticked("seven")),
        over("2", SHARED, &ticked("five")),
    );
    assert_eq!(
        verdict(&seven, &five),
        "CHANGED      life: it is answered on another scale (`seven`, then `five`)"
    );
}

#[test]
fn a_collapse_that_the_other_edition_declares_is_for_the_same_scale_only() {
    let collapse = "collapse.five = { points = { 1 = \"1\", 2 = \"1\", 3 = \"2\", 4 = \"3\", 5 = \"4\", 6 = \"5\", 7 = \"5\" } }";
    let silent = SHARED.replace(collapse, "");
    let rescored = silent.replace("score = 6", "score = 9");
    assert!(silent != SHARED && rescored != silent);
    let item = |id: &str, scale: &str| {
        format!(
            "{{ id = \"{id}\", kind = \"choice\", scale = \"{scale}\", text = {{ en = \"?\" }} }}"
        )
    };
    let second = over(
        "2",
        SHARED,
        &format!(
            "items = [{}, {}]",
            item("life", "five"),
            item("work", "seven")
        ),
    );
    let first = over("1", &silent, &life_on("seven"));
    assert!(verdict(&first, &second).starts_with("collapsed    life: comparable on `five`"));
    let first = over("1", &rescored, &life_on("seven"));
    assert!(
        verdict(&first, &second).starts_with("CHANGED      life: it is answered on another scale")
    );
}

#[test]
fn items_of_one_series_are_told_apart_by_their_names() {
    let item = |id: &str| {
        format!("{{ id = \"{id}\", kind = \"text\", series = \"s\", text = {{ en = \"{id}?\" }} }}")
    };
    let [one, other] = [("1", ["a", "b"]), ("2", ["b", "a"])].map(|(edition, [x, y])| {
        over(
            edition,
            SHARED,
            &format!(
                "items = [{}, {}, {}]",
                item(x),
                item(y),
                &life_on("five")[9..].trim_end_matches(']')
            ),
        )
    });
    let compared = Comparability::between(&one, &other);
    assert!(
        compared
            .items()
            .iter()
            .all(|i| i.verdict == ItemVerdict::Unchanged && i.first == i.second)
    );
}

#[test]
fn a_day_has_its_limits() {
    let day = |min: &str, max: &str| {
        let item = format!(
            "items = [{{ id = \"day\", kind = \"date\", min = \"{min}\", max = \"{max}\", text = {{ en = \"?\" }} }}, {}",
            &life_on("five")[9..]
        );
        over("1", SHARED, &item)
    };
    let first = day("2014-01-01", "2014-12-31");
    assert_eq!(verdict(&first, &first), "unchanged    day");
    let changed = "CHANGED      day: it allows other values";
    assert_eq!(verdict(&first, &day("2014-01-02", "2014-12-31")), changed);
    assert_eq!(verdict(&first, &day("2014-01-01", "2014-12-30")), changed);
}

#[test]
fn a_name_stands_for_one_scale_in_a_pool() {
    let rescored = SHARED.replace(
        "{ en = \"Bad\" }, reading = \"unfavourable\", score = 0",
        "{ en = \"Bad\" }, reading = \"unfavourable\", score = -1",
    );
    assert_ne!(rescored, SHARED);
    let item = |id: &str, scale: &str, reversed: bool| {
        format!(
            "{{ id = \"{id}\", kind = \"choice\", scale = \"{scale}\", reversed = {reversed}, text = {{ en = \"?\" }} }}"
        )
    };
    let items = |life: &str, work: &str| {
        let other = item("turned", "yes_no", true);
        format!(
            "items = [{}, {}, {other}]",
            item("life", life, false),
            item("work", work, false)
        )
    };
    // `life` falls onto the five of the first edition, `work` onto that of the second.
    let first = over("1", SHARED, &items("five", "seven"));
    let second = over("2", &rescored, &items("seven", "five"));
    let pool = Pool::new(&[&first, &second]).unwrap();
    let held: Vec<_> = pool
        .instrument()
        .items()
        .iter()
        .map(|i| i.id().as_str())
        .collect();
    assert_eq!(held, ["life", "turned"]);
    assert_eq!(pool.left_out()[0].item.as_str(), "work");
    let points = |instrument: &Instrument| {
        instrument
            .item("turned")
            .unwrap()
            .scale()
            .unwrap()
            .points()
            .to_vec()
    };
    assert_eq!(points(pool.instrument()), points(&first));
    let bad = pool
        .instrument()
        .item("life")
        .unwrap()
        .scale()
        .unwrap()
        .points()[4]
        .score();
    assert_eq!(bad, Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_instrument_has_not_changed_from_itself(
        instrument in prop::sample::select(Catalogue::builtin().iter().cloned().collect::<Vec<_>>()),
    ) {
        let compared = Comparability::between(&instrument, &instrument);
        prop_assert!(compared.barrier().is_none());
        prop_assert_eq!(compared.items().len(), instrument.items().len());
        prop_assert!(compared.items().iter().all(|i| i.verdict == ItemVerdict::Unchanged && i.first == i.second));
        prop_assert!(compared.measures().iter().all(|m| m.verdict == MeasureVerdict::Unchanged));
        let pool = Pool::new(&[&instrument, &instrument]).unwrap();
        prop_assert_eq!(pool.instrument().items().len(), instrument.items().len());
        prop_assert_eq!(pool.instrument().measures(), instrument.measures());
        prop_assert!(pool.members()[0].items().iter().all(|taken| taken.collapsed_from.is_none()));
    }

    #[test]
    fn what_is_comparable_one_way_is_comparable_the_other(
        reversed in any::<bool>(), five in any::<bool>(), routed in any::<bool>(), reworded in any::<bool>(),
    ) {
        let mut changes = Vec::new();
        let life = format!(
            "scale = \"{}\"\n    {}series = \"s/life\"",
            if five { "five" } else { "seven" },
            if reversed { "reversed = true\n    " } else { "" },
        );
        changes.push((LIFE, life.as_str()));
        if routed {
            changes.push(("any_of = [\"1\"]", "any_of = [\"2\"]"));
        }
        if reworded {
            changes.push(("Support?", "Your support?"));
        }
        let (first, second) = (first(), second(&changes));
        let there = Comparability::between(&first, &second);
        let back = Comparability::between(&second, &first);
        for (one, other) in there.items().iter().zip(back.items()) {
            prop_assert_eq!(&one.first, &other.second);
            prop_assert_eq!(one.verdict.is_comparable(), other.verdict.is_comparable());
            prop_assert_eq!(&one.reworded, &other.reworded);
        }
        prop_assert_eq!(there.items()[1].verdict.is_comparable(), !reversed);
        prop_assert_eq!(there.items()[2].verdict.is_comparable(), !routed);
    }
}

#[test]
fn measures_of_a_pool_are_found_by_name_in_every_edition() {
    let editions = ["family-carers@2013", "family-carers@2014"].map(|key| {
        crate::Catalogue::builtin()
            .get(&key.parse().unwrap())
            .unwrap()
    });
    let pool = Pool::new(&editions).unwrap();
    let pooled = pool.instrument().measures();
    assert!(pooled.len() > 1);
    for edition in editions {
        let member = pool.member(edition.hash()).unwrap();
        let names = member
            .measures()
            .iter()
            .map(|&at| edition.measures()[at].id());
        assert!(names.eq(pooled.iter().map(crate::Measure::id)));
    }
}
