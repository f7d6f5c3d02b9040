//! What a synthetic survey promises.

use std::collections::BTreeMap;

use poet_core::{Catalogue, Code, Instrument, ItemKind, Missing, Reading, ResponseTable, Severity};

use super::*;

fn builtin(key: &str) -> Instrument {
    Catalogue::builtin()
        .get(&key.parse().unwrap())
        .unwrap()
        .clone()
}

fn surveys() -> impl Iterator<Item = Survey> {
    let survey = |i: &Instrument| Survey::new(i, Truth::of(i), 11).unwrap();
    Catalogue::builtin().iter().map(survey)
}

/// A truth in which nothing bears on anything: every share is as stated.
fn plain(instrument: &Instrument) -> Truth {
    let mut truth = Truth::of(instrument);
    truth.places = Places::Drawn {
        count: 5,
        size_sd: 0.0,
        outcome_sd: 0.0,
        process_sd: 0.0,
    };
    truth.mix_sd = 0.0;
    truth.item_sd = 0.0;
    truth.person_sd = 0.0;
    truth.modes.iter_mut().for_each(|m| m.effect = 0.0);
    truth.helps.iter_mut().for_each(|h| h.effect = 0.0);
    truth.items.values_mut().for_each(|i| i.effects.clear());
    truth
}

fn csv(survey: &Survey, range: std::ops::Range<u64>, shape: &Csv) -> Vec<u8> {
    let mut file = Vec::new();
    survey.write_csv(range, &mut file, shape).unwrap();
    file
}

fn column(table: &ResponseTable, item: &str) -> Vec<Code> {
    let at = table.instrument().position(item).unwrap();
    table
        .column(table.instrument().columns_of(at).start)
        .to_vec()
}

/// Standard errors that a fixed seed may be off: over all the figures held here the chance of a false alarm is under
/// one in ten thousand.
const ERRORS: f64 = 5.0;

fn assert_near(found: f64, stated: f64, error: f64, what: &str) {
    assert!(
        (found - stated).abs() <= ERRORS * error,
        "{what}: {found} for {stated}, standard error {error}"
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    for survey in surveys() {
        let again = Survey::new(survey.instrument(), survey.truth().clone(), 11).unwrap();
        let other = Survey::new(survey.instrument(), survey.truth().clone(), 12).unwrap();
        let file = csv(&survey, 0..200, &Csv::labels());
        assert_eq!(file, csv(&again, 0..200, &Csv::labels()));
        assert_ne!(file, csv(&other, 0..200, &Csv::labels()));
    }
}

#[test]
fn bytes_do_not_change_from_one_version_to_the_next() {
    let instrument = builtin("adult-holders@2014");
    let mut truth = Truth::of(&instrument);
    truth.item_sd = 0.0;
    let survey = Survey::new(&instrument, truth, 2014).unwrap();
    let items = ["need_group", "weekly_amount", "used_for", "dignity"].map(|i| i.parse().unwrap());
    let file = csv(&survey, 0..3, &Csv::codes().items(items));
    // Not from outside: the bytes of the first version, kept so that a stored seed goes on meaning the same survey.
    let expected = "response_id,organisation,mode,help,need_group,weekly_amount,used_for.care,used_for.assistants,\
                    used_for.community,used_for.equipment,dignity\n\
                    syn-00000000,E08900009,post,with_help,1,121.68,0,0,0,0,2\n\
                    syn-00000001,E08900005,post,with_help,5,112.20,1,0,1,0,5\n\
                    syn-00000002,E08900009,post,with_help,2,512.36,0,0,1,1,4\n";
    assert_eq!(String::from_utf8(file).unwrap(), expected);
}

#[test]
fn parts_joined_are_the_whole() {
    for survey in surveys() {
        let mut joined = csv(&survey, 0..37, &Csv::codes());
        joined.extend(csv(&survey, 37..120, &Csv::codes().header(Header::LeftOut)));
        assert_eq!(joined, csv(&survey, 0..120, &Csv::codes()));
        assert_eq!(
            survey.rows(37..120).collect::<Vec<_>>(),
            survey.rows(0..120).skip(37).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_truth_survives_json() {
    let instrument = builtin("family-carers@2014");
    let truth = Truth::of(&instrument);
    let json = serde_json::to_string(&truth).unwrap();
    let back: Truth = serde_json::from_str(&json).unwrap();
    let of = |truth| {
        csv(
            &Survey::new(&instrument, truth, 1).unwrap(),
            0..50,
            &Csv::codes(),
        )
    };
    assert_eq!(of(back), of(truth));
}

#[test]
fn every_response_passes_the_validation() {
    for survey in surveys() {
        for response in survey.rows(0..500) {
            let findings = response.validate(survey.instrument());
            assert!(
                findings.iter().all(|f| f.severity() == Severity::Noted),
                "{findings:?}"
            );
            assert!(response.id().as_str().starts_with("syn-"));
        }
    }
}

#[test]
fn a_table_and_single_responses_are_the_same_people() {
    for mut survey in surveys() {
        survey.truth.routed_past = 0.5;
        survey.truth.beside = Beside::usual();
        let mut table = survey.table(0..300).unwrap();
        let mut pushed = ResponseTable::new(survey.instrument());
        survey.rows(0..300).for_each(|r| pushed.push(&r).unwrap());
        for table in [&mut table, &mut pushed] {
            table.route();
        }
        for c in 0..survey.instrument().columns().len() {
            assert_eq!(table.column(c), pushed.column(c));
        }
        assert_eq!(table.set_aside(), pushed.set_aside());
        for (a, b) in table.rows().zip(pushed.rows()) {
            assert_eq!(
                (a.id(), a.organisation(), a.circumstances()),
                (b.id(), b.organisation(), b.circumstances())
            );
            assert_eq!(
                (a.language(), a.links(), a.keep_until()),
                (b.language(), b.links(), b.keep_until())
            );
            for item in 0..survey.instrument().items().len() {
                assert_eq!(a.value(item), b.value(item));
            }
        }
    }
}

#[test]
fn what_stands_beside_the_answers_changes_none_of_them() {
    let holders = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let plain = Survey::new(holders, Truth::of(holders), 5).unwrap();
    let mut truth = Truth::of(holders);
    truth.beside = Beside::usual();
    let full = Survey::new(holders, truth, 5).unwrap();
    let (plain_rows, rows) = (plain.table(0..2000).unwrap(), full.table(0..2000).unwrap());
    for column in 0..holders.columns().len() {
        assert_eq!(plain_rows.column(column), rows.column(column));
    }
    let share = |has: &dyn Fn(poet_core::Row<'_>) -> bool| {
        rows.rows().filter(|row| has(*row)).count() as f64 / 2000.0
    };
    // Four standard errors of a share of 2000 are 0.045 at most.
    for (stated, found) in [
        (0.5, share(&|row| row.circumstances().helper.is_some())),
        (
            0.2,
            share(&|row| row.circumstances().form == Some(poet_core::Form::EasyRead)),
        ),
        (
            0.02,
            share(&|row| row.language().is_some_and(|l| l.as_str() == "cy")),
        ),
        (0.9, share(&|row| row.links().household.is_some())),
        (1.0, share(&|row| row.keep_until().is_some())),
    ] {
        assert!((stated - found).abs() < 0.045, "{stated} {found}");
    }
    let alone = |row: poet_core::Row<'_>| row.circumstances().help == Some(poet_core::Help::Alone);
    assert!(share(&|row| alone(row) && row.circumstances().helper.is_some()) < f64::EPSILON);
    assert!(
        plain_rows
            .rows()
            .all(|row| row.links().is_empty() && row.language().is_none())
    );
}

#[test]
fn surveys_of_one_size_share_their_households() {
    let table = |key: &str, seed| {
        let instrument = Catalogue::builtin().get(&key.parse().unwrap()).unwrap();
        let mut truth = Truth::of(instrument);
        truth.beside = Beside::usual();
        Survey::new(instrument, truth, seed)
            .unwrap()
            .table(0..1000)
            .unwrap()
    };
    let (holders, carers) = (
        table("adult-holders@2014", 1),
        table("family-carers@2014", 2),
    );
    let pairs = poet_core::Pairs::by_household(&holders, &carers);
    assert!(pairs.rows().iter().all(|(holder, carer)| holder == carer));
    // 0.9 of each, four standard errors of 0.81 are 0.05.
    assert!(
        (760..860).contains(&pairs.rows().len()),
        "{}",
        pairs.rows().len()
    );
    assert_eq!(pairs.holders().ambiguous + pairs.carers().ambiguous, 0);
}

#[test]
fn shares_come_out_as_stated_where_nothing_bears_on_them() {
    let n = 20_000_u32;
    for instrument in Catalogue::builtin().iter() {
        let truth = plain(instrument);
        let survey = Survey::new(instrument, truth, 3).unwrap();
        let mut table = survey.table(0..n.into()).unwrap();
        table.route();
        for (at, item) in instrument.items().iter().enumerate() {
            let stated = &survey.truth().items[item.id()];
            let first = instrument.columns_of(at).start;
            let tally = |column: usize, code| {
                table.column(column).iter().filter(|c| **c == code).count() as f64
            };
            let asked = f64::from(n) - tally(first, Missing::NotAsked.into());
            let missing = [
                (Missing::NotApplicable, stated.missing.not_applicable),
                (Missing::DontKnow, stated.missing.dont_know),
                (Missing::PreferNotToSay, stated.missing.prefer_not_to_say),
                (Missing::NotAnswered, stated.missing.not_answered),
            ];
            for (reason, share) in missing {
                let error = (asked * share * (1.0 - share)).sqrt();
                assert_near(
                    tally(first, reason.into()),
                    asked * share,
                    error,
                    item.id().as_str(),
                );
            }
            let answered = table
                .column(first)
                .iter()
                .filter(|c| c.answered().is_some())
                .count() as f64;
            let total: f64 = stated.shares.iter().sum();
            for (point, share) in (0_u8..).zip(&stated.shares) {
                let (found, share) = match item.kind() {
                    ItemKind::TickAll(_) => {
                        (tally(first + usize::from(point), Code::answer(1)), *share)
                    }
                    _ => (tally(first, Code::answer(point)), share / total),
                };
                assert_near(
                    found,
                    answered * share,
                    (answered * share * (1.0 - share)).sqrt(),
                    item.id().as_str(),
                );
            }
        }
    }
}

#[test]
fn favourable_answers_are_as_many_as_the_truth_expects_of_these_people() {
    for survey in surveys() {
        let n = 10_000;
        let mut table = survey.table(0..n).unwrap();
        table.route();
        let expected = survey.expected(0..n);
        assert!(!expected.is_empty());
        for e in expected {
            let scale = survey
                .instrument()
                .item(e.item.as_str())
                .unwrap()
                .scale()
                .unwrap();
            let reads = |c: &&Code| {
                c.answered().is_some_and(|p| {
                    scale.points()[usize::from(p)].reading() == Reading::Favourable
                })
            };
            let found = column(&table, e.item.as_str()).iter().filter(reads).count() as f64;
            // Those routed past count in the expectation and not in the table: under 2 % of a base, where there are any.
            if survey
                .instrument()
                .item(e.item.as_str())
                .unwrap()
                .ask_if()
                .is_none()
            {
                assert_near(found, e.favourable, e.variance.sqrt(), e.item.as_str());
            }
        }
    }
}

/// Log odds ratio of a favourable `outcome` between two groups of rows, and its standard error after Woolf (1955).
fn log_odds_ratio(
    table: &ResponseTable,
    outcome: &str,
    group: impl Fn(usize) -> Option<bool>,
) -> (f64, f64) {
    let mut counts = [[0.0_f64; 2]; 2];
    let scale = table.instrument().item(outcome).unwrap().scale().unwrap();
    for (row, code) in column(table, outcome).iter().enumerate() {
        let reading = code
            .answered()
            .map(|p| scale.points()[usize::from(p)].reading());
        if let (Some(reading), Some(group)) = (reading, group(row)) {
            counts[usize::from(group)][usize::from(reading == Reading::Favourable)] += 1.0;
        }
    }
    let [[a, b], [c, d]] = counts;
    (
        (d * a / (b * c)).ln(),
        (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt(),
    )
}

#[test]
fn the_effect_of_a_condition_is_found_again() {
    let instrument = builtin("adult-holders@2014");
    let mut truth = plain(&instrument);
    truth.items.get_mut("views_included").unwrap().effects = vec![1.1, 0.0, 0.0];
    let survey = Survey::new(&instrument, truth, 5).unwrap();
    let table = survey.table(0..20_000).unwrap();
    let views = column(&table, "views_included");
    let group = |row: usize| views[row].answered().map(|p| p == 0);
    for outcome in ["dignity", "control", "paid_job"] {
        let (found, error) = log_odds_ratio(&table, outcome, group);
        assert_near(found, 1.1, error, outcome);
    }
    // A condition without effect has none.
    let information = column(&table, "information");
    let (found, error) = log_odds_ratio(&table, "dignity", |row| {
        information[row].answered().map(|p| p < 2)
    });
    assert_near(found, 0.0, error, "information");
}

#[test]
fn the_effects_of_a_place_are_found_again() {
    let instrument = builtin("adult-holders@2014");
    let place = |id: &str, weight, outcome_effect, process_effect| Place {
        id: id.parse().unwrap(),
        name: id.to_owned(),
        region: None,
        weight,
        outcome_effect,
        process_effect,
    };
    let mut truth = plain(&instrument);
    truth.places = Places::Given(vec![
        place("North", 3.0, 0.4, -0.5),
        place("South", 1.0, -0.4, 0.5),
    ]);
    let n = 20_000_u32;
    let survey = Survey::new(&instrument, truth, 6).unwrap();
    let table = survey.table(0..n.into()).unwrap();
    let north = |row: usize| Some(table.organisation_column()[row] == 0);
    let (found, error) = log_odds_ratio(&table, "dignity", north);
    assert_near(found, 0.8, error, "outcome");
    let (found, error) = log_odds_ratio(&table, "information", north);
    assert_near(found, -1.0, error, "process");
    let people = table
        .organisation_column()
        .iter()
        .filter(|o| **o == 0)
        .count() as f64;
    let error = (0.75 * 0.25 * f64::from(n)).sqrt();
    assert_near(people, 0.75 * f64::from(n), error, "weight");
}

#[test]
fn the_effect_of_help_is_found_again() {
    let instrument = builtin("adult-holders@2014");
    let mut truth = plain(&instrument);
    truth.helps[1].effect = 0.9;
    let survey = Survey::new(&instrument, truth, 6).unwrap();
    let table = survey.table(0..20_000).unwrap();
    let helped = |row: usize| {
        let row = table.row(row)?;
        Some(row.circumstances().help == Some(poet_core::Help::WithHelp))
    };
    let (found, error) = log_odds_ratio(&table, "dignity", helped);
    assert_near(found, 0.9, error, "help");
}

#[test]
fn places_are_drawn_with_the_stated_spread() {
    let instrument = builtin("adult-holders@2014");
    let mut truth = Truth::of(&instrument);
    truth.places = Places::Drawn {
        count: 2000,
        size_sd: 0.8,
        outcome_sd: 0.35,
        process_sd: 0.5,
    };
    let survey = Survey::new(&instrument, truth, 1).unwrap();
    let sd = |of: fn(&Place) -> f64| {
        let places = survey.places().iter();
        (places.map(|p| of(p).powi(2)).sum::<f64>() / 2000.0).sqrt()
    };
    // Standard error of a standard deviation: sd / sqrt(2 n).
    let error = |sd: f64| sd / 4000_f64.sqrt();
    assert_near(sd(|p| p.outcome_effect), 0.35, error(0.35), "outcome");
    assert_near(sd(|p| p.process_effect), 0.5, error(0.5), "process");
    assert_near(sd(|p| p.weight.ln()), 0.8, error(0.8), "size");
    assert_eq!(survey.directory().iter().count(), 2000);
}

#[test]
fn a_national_survey_has_small_places_among_large_ones() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, Truth::of(&instrument), 2014).unwrap();
    let table = survey.table(0..8000).unwrap();
    let mut people = vec![0; 40];
    table
        .organisation_column()
        .iter()
        .for_each(|o| people[*o as usize] += 1);
    assert!(people.iter().any(|p| *p < 60), "{people:?}");
    assert!(people.iter().any(|p| *p > 400), "{people:?}");
}

#[test]
fn questions_routed_past_are_answered_at_the_stated_rate() {
    let instrument = builtin("family-carers@2014");
    let mut truth = plain(&instrument);
    truth.routed_past = 0.1;
    let survey = Survey::new(&instrument, truth, 8).unwrap();
    let mut table = survey.table(0..20_000).unwrap();
    table.route();
    let routed = instrument.items().iter().filter(|i| i.ask_if().is_some());
    let past = routed
        .flat_map(|item| column(&table, item.id().as_str()))
        .filter(|c| *c == Missing::NotAsked.into())
        .count() as f64;
    let aside = table.set_aside().len() as f64;
    assert_near(aside, 0.1 * past, (0.09 * past).sqrt(), "routed past");
}

#[test]
fn values_lie_where_the_truth_has_them() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, plain(&instrument), 9).unwrap();
    let table = survey.table(0..10_000).unwrap();
    let item = instrument.position("weekly_amount").unwrap();
    let mut pence: Vec<i64> = table.rows().filter_map(|r| r.value(item)).collect();
    pence.sort_unstable();
    let n = pence.len() as f64;
    // As many above the stated median as below: a binomial with half.
    let below = pence.partition_point(|p| *p < 18_000) as f64;
    assert_near(below, n / 2.0, n.sqrt() / 2.0, "median");
}

#[test]
fn a_truth_that_does_not_fit_says_where() {
    let instrument = builtin("adult-holders@2014");
    let error = |change: fn(&mut Truth)| {
        let mut truth = Truth::of(&instrument);
        change(&mut truth);
        Survey::new(&instrument, truth, 1)
            .err()
            .unwrap()
            .to_string()
    };
    assert_eq!(
        error(|t| drop(
            t.items
                .insert("dignty".parse().unwrap(), ItemTruth::default())
        )),
        "the instrument has no item dignty, nearest is dignity"
    );
    assert_eq!(
        error(|t| drop(t.items.remove("dignity"))),
        "the truth says nothing about item dignity, wants one entry for each item"
    );
    assert_eq!(
        error(|t| t.items.get_mut("dignity").unwrap().shares.truncate(4)),
        "item dignity has 4 shares, wants 5, one for each point"
    );
    assert_eq!(
        error(|t| t.items.get_mut("dignity").unwrap().missing.dont_know = 1.5),
        "items.dignity.missing is out of range, wants shares from 0 to 1"
    );
    assert_eq!(
        error(|t| t.routed_past = f64::NAN),
        "routed_past is out of range, wants shares from 0 to 1"
    );
    assert_eq!(
        error(|t| t.places = Places::Given(Vec::new())),
        "places.weight is out of range, wants at least one above 0"
    );
}

#[test]
fn an_unknown_column_is_answered_with_the_nearest() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, Truth::of(&instrument), 1).unwrap();
    let shape = Csv::codes().items(["dignty".parse().unwrap()]);
    let error = survey.write_csv(0..1, Vec::new(), &shape).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the instrument has no item dignty, nearest is dignity"
    );
}

/// Records of a file with quotes, read by rule of RFC 4180.
fn records(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quotes) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quotes && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quotes = !quotes,
            '\n' if !quotes => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quotes => {}
            c if c == delimiter && !quotes => record.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    records
}

#[test]
fn the_file_says_what_the_responses_say() {
    for survey in surveys() {
        let file = String::from_utf8(csv(&survey, 0..200, &Csv::labels())).unwrap();
        let records = records(&file, ',');
        let header: BTreeMap<&str, usize> = records[0]
            .iter()
            .enumerate()
            .map(|(at, n)| (n.as_str(), at))
            .collect();
        for (record, response) in records[1..].iter().zip(survey.rows(0..200)) {
            assert_eq!(record[0], response.id().as_str());
            assert_eq!(record[1], response.organisation().as_str());
            for item in survey.instrument().items() {
                let Some(&at) = header.get(item.id().as_str()) else {
                    continue;
                };
                let told = match response.answer(item.id().as_str()) {
                    None => String::new(),
                    Some(poet_core::Answer::Missing(missing)) => missing.to_string(),
                    Some(poet_core::Answer::Choice(code)) => {
                        let scale = item.scale().unwrap();
                        let at = scale.position(code.as_str()).unwrap();
                        scale.points()[usize::from(at)].label().english().to_owned()
                    }
                    Some(poet_core::Answer::Text(words)) => words.reveal().to_owned(),
                    Some(poet_core::Answer::Number(n) | poet_core::Answer::Money(n)) => {
                        n.to_string()
                    }
                    Some(_) => continue,
                };
                assert_eq!(record[at], told, "{}", item.id());
            }
        }
        assert_eq!(records.len(), 201);
    }
}

fn messy(survey: &Survey, mess: &Mess, n: u64) -> (Vec<u8>, Spoiled) {
    let mut file = Vec::new();
    let spoiled = survey
        .write_messy_csv(0..n, &mut file, &Csv::labels(), mess)
        .unwrap();
    (file, spoiled)
}

#[test]
fn a_mess_of_nothing_is_the_clean_file() {
    for survey in surveys() {
        let (file, spoiled) = messy(&survey, &Mess::default(), 100);
        assert_eq!(file, csv(&survey, 0..100, &Csv::labels()));
        assert_eq!((spoiled.rows().len(), spoiled.written()), (0, 100));
    }
}

#[test]
fn what_is_spoiled_is_what_is_told() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, Truth::of(&instrument), 4).unwrap();
    let spoils = [
        Spoil::UnknownAnswer,
        Spoil::OutOfRange,
        Spoil::Ragged,
        Spoil::DuplicateId,
        Spoil::BlankId,
        Spoil::BlankCell,
        Spoil::CaseAndSpacing,
        Spoil::QuotedNewline,
    ];
    let mess = Mess {
        shares: spoils.map(|s| (s, 0.05)).into(),
        delimiter: Delimiter::Semicolon,
        ..Mess::default()
    };
    let (file, spoiled) = messy(&survey, &mess, 5000);
    let (_, clean) = messy(&survey, &Mess::default(), 0);
    assert_eq!(clean, Spoiled::default());
    let clean = records(
        std::str::from_utf8(&csv(&survey, 0..5000, &Csv::labels())).unwrap(),
        ',',
    );
    let file = records(std::str::from_utf8(&file).unwrap(), ';');
    let told: BTreeMap<u64, &SpoiledRow> = spoiled.rows().iter().map(|r| (r.record, r)).collect();
    for (at, (found, sound)) in file.iter().zip(&clean).enumerate() {
        match told.get(&(at as u64)) {
            None => assert_eq!(found, sound),
            Some(row) if row.spoil == Spoil::Ragged => assert_ne!(found.len(), sound.len()),
            Some(row) => {
                let changed: Vec<_> = (0..sound.len()).filter(|&c| found[c] != sound[c]).collect();
                assert_eq!(changed.len(), 1, "{row:?}");
                assert_eq!(row.column.as_ref(), Some(&file[0][changed[0]]));
            }
        }
    }
    for spoil in spoils {
        // A row without an amount, or without words, has nothing to spoil and stays as it is.
        let found = spoiled.count(spoil);
        assert!((150..=330).contains(&found), "{spoil:?} {found}");
    }
    let readable = spoiled
        .rows()
        .iter()
        .filter(|r| r.spoil.is_readable())
        .count();
    assert_eq!(spoiled.refused().count() + readable, spoiled.rows().len());
}

#[test]
fn files_come_in_the_encodings_that_offices_write() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, Truth::of(&instrument), 4).unwrap();
    let plain = csv(&survey, 0..100, &Csv::labels());
    let marked = messy(
        &survey,
        &Mess {
            encoding: Encoding::Utf8WithMark,
            ..Mess::default()
        },
        100,
    )
    .0;
    assert_eq!(marked, [b"\xef\xbb\xbf", &plain[..]].concat());
    let windows = messy(
        &survey,
        &Mess {
            encoding: Encoding::Windows1252,
            ..Mess::default()
        },
        100,
    )
    .0;
    assert!(std::str::from_utf8(&windows).is_err());
    let latin: String = windows.iter().map(|&b| char::from(b)).collect();
    assert_eq!(latin.as_bytes(), plain);
    let crlf = messy(
        &survey,
        &Mess {
            line_end: LineEnd::Crlf,
            ..Mess::default()
        },
        100,
    )
    .0;
    assert_eq!(
        String::from_utf8(crlf)
            .unwrap()
            .replace("\r\n", "\n")
            .as_bytes(),
        plain
    );
}

#[test]
fn shares_of_a_mess_do_not_pass_one() {
    let instrument = builtin("adult-holders@2014");
    let survey = Survey::new(&instrument, Truth::of(&instrument), 4).unwrap();
    let mess = Mess {
        shares: [(Spoil::Ragged, 0.7), (Spoil::BlankId, 0.4)].into(),
        ..Mess::default()
    };
    let error = survey
        .write_messy_csv(0..1, Vec::new(), &Csv::codes(), &mess)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "mess.shares is out of range, wants shares from 0 to 1 that add up to 1 or less"
    );
}

#[cfg(feature = "proptest")]
proptest::proptest! {
    #[test]
    fn any_instrument_can_be_answered(
        instrument in crate::strategy::instrument(),
        seed in proptest::num::u64::ANY,
        routed_past in 0.0..=1.0_f64,
    ) {
        let mut truth = Truth::of(&instrument);
        truth.routed_past = routed_past;
        let survey = Survey::new(&instrument, truth, seed).unwrap();
        let mut table = survey.table(0..20).unwrap();
        let mut pushed = ResponseTable::new(&instrument);
        for response in survey.rows(0..20) {
            pushed.push(&response).unwrap();
        }
        table.route();
        pushed.route();
        for column in 0..instrument.columns().len() {
            proptest::prop_assert_eq!(table.column(column), pushed.column(column));
        }
        proptest::prop_assert_eq!(table.set_aside(), pushed.set_aside());
        let mess = Mess { shares: [(Spoil::UnknownAnswer, 0.5), (Spoil::OutOfRange, 0.5)].into(), ..Mess::default() };
        let (file, spoiled) = messy(&survey, &mess, 20);
        let rows = records(std::str::from_utf8(&file).unwrap(), ',').len();
        proptest::prop_assert_eq!((rows, spoiled.written()), (21, 20));
    }
}
