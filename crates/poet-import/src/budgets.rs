//! Budgets from a file: JSON Lines, or one JSON list.

use std::collections::HashMap;
use std::io::BufRead;

use poet_core::budget::{BudgetId, PersonalBudget, PurchaseRules};

use crate::Error;
use records::{Record, Records};
pub use report::{BudgetReason, BudgetRefusal, BudgetRemark, BudgetReport};

mod records;
mod report;

/// Reads budgets one by one: each is taken whole or refused with the rule that it breaks.
///
/// A file is JSON Lines, a budget a line, or one JSON list of budgets; the first character tells. A budget whose id an
/// earlier one has is refused. One record at a time is held, of at most [`BudgetIntake::MAX_RECORD`] bytes, beside the ids of the budgets taken.
///
/// # Examples
///
/// ```
/// use poet_import::BudgetIntake;
///
/// let file = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8"}
/// {"id":"67e55044-10b1-426f-9247-bb680e5fe0c9","contribution":{"money":"-1.00","period":"weekly"}}
/// "#;
/// let mut budgets = Vec::new();
/// let report = BudgetIntake::default().read(file.as_bytes(), |budget| budgets.push(budget))?;
/// assert_eq!((report.read, report.accepted, report.refused), (2, 1, 1));
/// assert_eq!(
///     report.refusals[0].to_string(),
///     "row 2: contribution.money: money is under zero, wants 0.00 or more (money_negative)"
/// );
/// # Ok::<(), poet_import::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct BudgetIntake {
    rules: PurchaseRules,
    most_listed: usize,
}

impl Default for BudgetIntake {
    fn default() -> Self {
        Self {
            rules: PurchaseRules::default(),
            most_listed: 1_000,
        }
    }
}

impl BudgetIntake {
    /// Longest record that is read, in bytes.
    pub const MAX_RECORD: usize = 1 << 20;

    /// Rules of what a deployment can buy, for the remarks of the report. Default: those of England.
    pub fn rules(self, rules: PurchaseRules) -> Self {
        Self { rules, ..self }
    }

    /// Most refusals, and most remarks, that are listed; all are counted. Default: 1,000.
    pub fn most_listed(self, most_listed: usize) -> Self {
        Self {
            most_listed,
            ..self
        }
    }

    /// Reads to the end and hands every budget that is taken to `take`, in the order of the file.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the reader fails.
    pub fn read(
        &self,
        reader: impl BufRead,
        mut take: impl FnMut(PersonalBudget),
    ) -> Result<BudgetReport, Error> {
        let mut records = Records::new(reader);
        let mut report = BudgetReport::default();
        let mut rows = HashMap::new();
        while let Some(record) = records.next()? {
            match record {
                Record::Blank => report.blank += 1,
                Record::TooLong { row } => {
                    let max = Self::MAX_RECORD;
                    self.refuse(&mut report, row, BudgetReason::TooLong { max });
                }
                Record::AfterEnd { row } => self.refuse(&mut report, row, BudgetReason::AfterEnd),
                Record::Json { row, json } => match taken(row, json, &mut rows) {
                    Ok(budget) => {
                        self.accept(&mut report, row, &budget);
                        take(budget);
                    }
                    Err(reason) => self.refuse(&mut report, row, reason),
                },
            }
        }
        report.cut_off = records.is_cut_off();
        Ok(report)
    }

    fn accept(&self, report: &mut BudgetReport, row: u64, budget: &PersonalBudget) {
        report.read += 1;
        report.accepted += 1;
        for finding in self.rules.check(budget) {
            *report.found.entry(finding.rule.clone()).or_default() += 1;
            if report.remarks.len() < self.most_listed {
                report.remarks.push(BudgetRemark { row, finding });
            }
        }
    }

    fn refuse(&self, report: &mut BudgetReport, row: u64, reason: BudgetReason) {
        report.read += 1;
        report.refused += 1;
        *report.broken.entry(reason.rule()).or_default() += 1;
        if report.refusals.len() < self.most_listed {
            report.refusals.push(BudgetRefusal { row, reason });
        }
    }
}

/// The budget of a record, unless an earlier row has its id.
fn taken(
    row: u64,
    json: &[u8],
    rows: &mut HashMap<BudgetId, u64>,
) -> Result<PersonalBudget, BudgetReason> {
    let budget = PersonalBudget::from_json(json).map_err(BudgetReason::Broken)?;
    let first_row = *rows.entry(budget.id()).or_insert(row);
    match first_row == row {
        true => Ok(budget),
        false => Err(BudgetReason::DuplicateId { first_row }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(file: &[u8]) -> (BudgetReport, Vec<String>) {
        let mut ids = Vec::new();
        let intake = BudgetIntake::default();
        let report = intake.read(file, |budget| ids.push(budget.id().to_string()));
        (report.unwrap(), ids)
    }

    fn id(n: u32) -> String {
        format!("00000000-0000-0000-0000-{n:012}")
    }

    fn budget(n: u32) -> String {
        format!(r#"{{"id":"{}"}}"#, id(n))
    }

    fn refused(report: &BudgetReport) -> Vec<(u64, &str)> {
        let refusals = report.refusals.iter();
        refusals
            .map(|refusal| (refusal.row, refusal.reason.rule()))
            .collect()
    }

    #[test]
    fn a_bad_line_does_not_stop_the_rest() {
        let file = format!(
            "\u{feff}{}\r\n\n{{\n{}\n{}",
            budget(1),
            budget(1),
            budget(2)
        );
        let (report, ids) = read(file.as_bytes());
        assert_eq!(ids, [id(1), id(2)]);
        assert_eq!(
            (report.read, report.accepted, report.refused, report.blank),
            (4, 2, 2, 1)
        );
        assert_eq!(refused(&report), [(3, "not_json"), (4, "duplicate_id")]);
        let told = report.refusals[1].to_string();
        assert_eq!(
            told,
            "row 4: budget has the id of row 1, wants one of its own (duplicate_id)"
        );
        assert!(!report.cut_off);
    }

    #[test]
    fn a_list_is_read_element_by_element() {
        let file = format!(
            " [\n {},\n {{\"id\":\"a,]\\\"\"}}, {{\"lines\":[1,{{}}]}},\n {} ,\n]\n",
            budget(1),
            budget(2)
        );
        let (report, ids) = read(file.as_bytes());
        assert_eq!(ids, [id(1), id(2)]);
        assert_eq!(
            (report.read, report.accepted, report.refused, report.blank),
            (4, 2, 2, 1)
        );
        assert_eq!(refused(&report), [(2, "id_form"), (3, "field_unknown")]);
        assert!(!report.cut_off);
    }

    #[test]
    fn a_list_that_is_cut_off_says_so_and_loses_nothing() {
        let (report, ids) = read(format!("[{},{}", budget(1), budget(2)).as_bytes());
        assert_eq!((ids.len(), report.read, report.cut_off), (2, 2, true));
        let (report, ids) = read(format!("[{},{{\"id", budget(1)).as_bytes());
        assert_eq!((ids.len(), report.read, report.cut_off), (1, 2, true));
        assert_eq!(refused(&report), [(2, "not_json")]);
    }

    #[test]
    fn what_follows_a_list_is_refused_in_one_piece() {
        let (report, ids) =
            read(format!("[{}]\n{}\n{}\n", budget(1), budget(2), budget(3)).as_bytes());
        assert_eq!((ids.len(), report.read), (1, 2));
        assert_eq!(refused(&report), [(2, "after_end")]);
        assert!(!report.cut_off);
    }

    #[test]
    fn an_empty_file_and_an_empty_list_have_no_budget() {
        for file in ["", "\n \n", "[]", " [ ] "] {
            let (report, _) = read(file.as_bytes());
            assert_eq!((report.read, report.cut_off), (0, false), "{file:?}");
        }
        assert!(read(b"[").0.cut_off);
    }

    #[test]
    fn a_record_of_the_longest_length_is_read_and_a_byte_more_is_not() {
        let most = BudgetIntake::MAX_RECORD;
        let padded = |n: u32, length: usize| {
            let budget = budget(n);
            format!(
                "{}{}}}",
                &budget[..budget.len() - 1],
                " ".repeat(length - budget.len())
            )
        };
        for (open, comma, close) in [("", "\n", "\n"), ("[", ",", "]")] {
            let records = [padded(1, most), padded(2, most + 1), budget(3)].join(comma);
            let (report, ids) = read(format!("{open}{records}{close}").as_bytes());
            assert_eq!(ids, [id(1), id(3)]);
            assert_eq!(refused(&report), [(2, "too_long")]);
        }
    }

    #[test]
    fn what_a_deployment_cannot_buy_is_remarked_on() {
        let file = format!(
            r#"{{"id":"{}","deployment":[{{"deployment":"direct_payment","share":"1"}}],
            "plan":{{"lines":[{{"category":"other"}},{{"category":"shared_lives"}}]}}}}"#,
            id(1)
        )
        .replace('\n', " ");
        let (report, ids) = read(file.as_bytes());
        assert_eq!((ids.len(), report.found.get("shared_lives")), (1, Some(&1)));
        assert_eq!(
            (report.remarks[0].row, report.remarks[0].finding.line),
            (1, 1)
        );
        let free = BudgetIntake::default().rules(PurchaseRules::new([]).unwrap());
        assert!(free.read(file.as_bytes(), drop).unwrap().remarks.is_empty());
    }

    #[test]
    fn all_refusals_are_counted_and_some_are_listed() {
        let report = BudgetIntake::default()
            .most_listed(2)
            .read(&b"x\nx\nx\n"[..], drop)
            .unwrap();
        assert_eq!((report.refused, report.refusals.len()), (3, 2));
        assert_eq!(report.broken.get("not_json"), Some(&3));
        let told = report.to_string();
        assert!(
            told.starts_with("3 budgets read, 0 accepted, 3 refused"),
            "{told}"
        );
        assert!(told.contains("and 1 more"), "{told}");
    }

    /// A record, and whether it is taken if its id is new.
    fn record() -> impl Strategy<Value = (String, Option<u32>)> {
        prop_oneof![
            4 => (0..40_u32).prop_map(|n| (budget(n + 1), Some(n))),
            1 => Just((r#"{"id":"x"}"#.to_owned(), None)),
            1 => Just((r#"{"id":"a\\\"b","c":[{}]}"#.to_owned(), None)),
            1 => Just(("17".to_owned(), None)),
        ]
    }

    proptest! {
        #[test]
        fn accepted_and_refused_are_read(
            records in prop::collection::vec(record(), 0..30),
            list in any::<bool>(),
        ) {
            let texts: Vec<&str> = records.iter().map(|record| record.0.as_str()).collect();
            let file = match list {
                true => format!("[{}]", texts.join(",")),
                false => texts.join("\n"),
            };
            let (report, ids) = read(file.as_bytes());
            let mut wanted: Vec<u32> = records.iter().filter_map(|record| record.1).collect();
            wanted.sort_unstable();
            wanted.dedup();
            prop_assert_eq!(report.read, records.len() as u64);
            prop_assert_eq!(report.accepted, wanted.len() as u64);
            prop_assert_eq!(report.accepted + report.refused, report.read);
            prop_assert_eq!(report.accepted, ids.len() as u64);
        }

        #[test]
        fn no_bytes_panic_and_every_record_is_accounted_for(
            bytes in prop::collection::vec(prop::sample::select(b"[]{},\"\\\n 1a\xef\xbb\xbf".to_vec()), 0..80),
            chunk in 1..9_usize,
        ) {
            let whole = read(&bytes).0;
            let mut accepted = 0;
            let reader = std::io::BufReader::with_capacity(chunk, &bytes[..]);
            let report = BudgetIntake::default().read(reader, |_| accepted += 1).unwrap();
            prop_assert_eq!(report.accepted, accepted);
            prop_assert_eq!(report.accepted + report.refused, report.read);
            prop_assert_eq!(report, whole);
        }
    }
}
