//! Many rows at once.

use proptest::prelude::*;

use super::*;
use crate::Catalogue;

fn instrument() -> &'static Instrument {
    Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap()
}

fn table(places: &[&str]) -> ResponseTable {
    let mut table = ResponseTable::new(instrument());
    for place in places {
        table.organisation(&place.parse().unwrap()).unwrap();
    }
    table
}

fn same(a: &ResponseTable, b: &ResponseTable) -> bool {
    let columns = instrument().columns().len();
    let row = |row: Row<'_>| {
        let values: Vec<_> = (0..instrument().items().len())
            .map(|i| row.value(i))
            .collect();
        let codes: Vec<_> = (0..columns).map(|c| row.code(c)).collect();
        (
            row.id().to_owned(),
            row.organisation().clone(),
            codes,
            values,
        )
    };
    a.set_aside() == b.set_aside() && a.rows().map(row).eq(b.rows().map(row))
}

proptest! {
    #[test]
    fn rows_at_once_and_one_by_one_and_in_two_tables_are_the_same(
        rows in prop::collection::vec((0..2_u32, prop::collection::vec(any::<bool>(), 60), any::<i64>()), 0..40),
        split in 0..40_usize,
    ) {
        let instrument = instrument();
        let values = instrument.items().iter().filter(|i| i.kind().has_value()).count();
        let codes: Vec<Vec<Code>> = rows.iter().map(|(_, answered, _)| {
            let answered = answered.iter().cycle();
            instrument.columns().iter().zip(answered).map(|(column, &yes)| {
                if yes { Code::answer(column.points() - 1) } else { crate::Missing::NotAnswered.into() }
            }).collect()
        }).collect();
        let ids: Vec<String> = (0..rows.len()).map(|n| format!("r-{n}")).collect();
        let heads: Vec<_> = rows.iter().zip(&ids).map(|((organisation, ..), id)| RowHead::new(id, *organisation)).collect();
        let amounts: Vec<Vec<i64>> = rows.iter().map(|(.., v)| vec![*v; values]).collect();

        let mut one_by_one = table(&["A", "B"]);
        for ((head, codes), amounts) in heads.iter().zip(&codes).zip(&amounts) {
            one_by_one.push_row(*head, codes, amounts).unwrap();
        }
        one_by_one.route();
        let mut at_once = table(&["A", "B"]);
        at_once.push_rows(&heads, &codes.concat(), &amounts.concat()).unwrap();
        at_once.route();
        prop_assert!(same(&one_by_one, &at_once));

        let split = split.min(rows.len());
        let mut joined = ResponseTable::new(instrument);
        for part in [0..split, split..rows.len()] {
            let mut more = table(&["A", "B"]);
            more.push_rows(&heads[part.clone()], &codes[part.clone()].concat(), &amounts[part].concat()).unwrap();
            more.route();
            joined.append(&more).unwrap();
        }
        prop_assert!(same(&one_by_one, &joined));

        for (row, codes) in codes.iter().enumerate() {
            let mut codes = codes.clone();
            instrument.route(&mut codes);
            let routed: Vec<_> = (0..codes.len()).map(|c| one_by_one.column(c)[row]).collect();
            prop_assert_eq!(codes, routed);
        }
    }
}

#[test]
fn a_code_that_fits_no_column_leaves_the_table_as_it_was() {
    let mut table = table(&["A"]);
    let mut codes = vec![Code::answer(0); instrument().columns().len()];
    codes[3] = Code::answer(200);
    let head = RowHead::new("r", 0);
    let values = vec![0; table.values.len()];
    assert!(matches!(
        table.push_rows(&[head], &codes, &values),
        Err(Error::RowCode { column: 3, .. })
    ));
    assert!(table.is_empty() && table.columns.iter().all(Vec::is_empty));
}
