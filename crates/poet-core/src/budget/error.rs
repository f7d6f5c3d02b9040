//! What breaks a rule of a budget.

use super::{Deployment, Money, Stage, SupportCategory};
use std::fmt;

/// Writes the rules once: their names, stable codes and messages.
macro_rules! rules {
    (
        documents { $($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })? = $code:literal, $message:literal;)+ }
        calls { $($(#[$call_doc:meta])* $call:ident $({ $($(#[$call_field_doc:meta])* $call_field:ident: $call_type:ty),+ $(,)? })? = $call_code:literal, $call_message:literal;)+ }
    ) => {
        /// Rule of a budget that a value breaks, or a call that has no answer.
        ///
        /// Says where and what was wanted, never what the value was: it belongs to one person. `{}` writes the message and
        /// `{:#}` the [code](BudgetError::code) alone.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[non_exhaustive]
        pub enum BudgetError {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $type),+ })?,)+
            $($(#[$call_doc])* $call $({ $($(#[$call_field_doc])* $call_field: $call_type),+ })?,)+
        }

        impl BudgetError {
            /// Codes of the rules that a budget document can break, in the order of declaration.
            pub const RULES: &[&str] = &[$($code),+];

            /// Name of the rule, which later versions keep.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)+
                    $(Self::$call { .. } => $call_code,)+
                }
            }
        }

        impl fmt::Display for BudgetError {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                if to.alternate() {
                    return to.write_str(self.code());
                }
                match self {
                    $(Self::$name $({ $($field),+ })? => write!(to, $message),)+
                    $(Self::$call $({ $($call_field),+ })? => write!(to, $call_message),)+
                }
            }
        }
    };
}

impl std::error::Error for BudgetError {}

rules! {
    documents {
        /// Nil UUID, which everybody without an id would share.
        IdNil = "id_nil", "budget id is the nil UUID, wants one of the budget's own";
        /// Text that is no UUID.
        IdForm = "id_form", "budget id does not read as a UUID, wants 32 hexadecimal digits in groups of 8-4-4-4-12";
        /// Number or anything else where text stands.
        NotText = "not_text", "value does not read as text, wants codes and exact decimals in quotes";
        /// Word outside a closed list.
        CodeUnknown {
            /// What the word names.
            what: &'static str,
            /// The list.
            wanted: &'static str,
        } = "code_unknown", "{what} is not known, wants one of {wanted}";
        /// Text that is no decimal number.
        MoneyForm = "money_form", "money does not read as a decimal number, wants pounds such as 1234.50";
        /// Money under zero.
        MoneyNegative = "money_negative", "money is under zero, wants 0.00 or more";
        /// Money finer than a penny.
        MoneyFraction = "money_fraction", "money has a fraction of a penny, wants at most two decimals";
        /// Money that [`Money`] cannot hold.
        MoneyTooLarge {
            /// Most that is held.
            max: Money,
        } = "money_too_large", "money is too large, wants at most {max} pounds";
        /// More money in one period than any person's budget.
        AmountTooLarge {
            /// Most that is held.
            max: Money,
        } = "amount_too_large", "amount is too large, wants at most {max} pounds a period";
        /// Allocation without a line.
        AllocationEmpty = "allocation_empty", "allocation is empty, wants at least one line of funding";
        /// Second line for the same stream and period.
        FundingRepeated {
            /// Place of the second line, from 0.
            at: usize,
        } = "funding_repeated", "funding line {at} repeats a stream and period, wants one line for each";
        /// Mix without a part.
        MixEmpty = "mix_empty", "deployment mix is empty, wants at least one part";
        /// Second part held the same way.
        DeploymentRepeated {
            /// Place of the second part, from 0.
            at: usize,
        } = "deployment_repeated", "part {at} of the deployment mix repeats a deployment, wants one part for each";
        /// Text that is no decimal number.
        ShareForm = "share_form", "share does not read as a decimal number, wants a share such as 0.25";
        /// Share of nothing, or of more than the whole.
        ShareRange {
            /// Place of the part, from 0.
            at: usize,
        } = "share_range", "share of part {at} of the deployment mix is out of range, wants more than 0 and at most 1";
        /// Shares that leave a rest or exceed the whole.
        SharesSum = "shares_sum", "shares of the deployment mix do not add up, want exactly 1";
        /// Contribution towards nothing that can be charged for in its period.
        ContributionUnfunded = "contribution_unfunded", "contribution has no social care funding of its period, wants an agreed line with the same period";
        /// Contribution over the cost.
        ContributionTooLarge = "contribution_too_large", "contribution is more than the social care funding of its period, wants at most that";
        /// Text that is no JSON.
        NotJson {
            /// Line of the text, from 1.
            line: usize,
            /// Column of the line, from 1.
            column: usize,
        } = "not_json", "text breaks off as JSON at line {line}, column {column}, wants one budget";
        /// Object, list or text where another of them stands.
        WrongKind = "wrong_kind", "value is of the wrong kind, wants an object, a list or a text as the format says";
        /// Field that the format does not have.
        FieldUnknown = "field_unknown", "object has a field that is not known, wants those of the format alone";
        /// Field that the format needs.
        FieldMissing {
            /// Its name.
            field: &'static str,
        } = "field_missing", "object has no field {field}, wants it";
        /// Field that stands twice.
        FieldRepeated {
            /// Its name.
            field: &'static str,
        } = "field_repeated", "object has the field {field} twice, wants it once";
        /// Name that breaks its grammar.
        NameForm {
            /// What it names.
            what: &'static str,
        } = "name_form", "{what} has the wrong form, wants a name of its grammar";
        /// Text that is no day.
        DateForm = "date_form", "date does not read as a day, wants one such as 2014-01-31";
        /// Second entry for the same listener.
        ToldRepeated {
            /// Place of the second entry, from 0.
            at: usize,
        } = "told_repeated", "entry {at} of those told repeats one, wants one for each";
        /// Somebody told the amount before there was one.
        ToldBeforeStep {
            /// Place of the entry, from 0.
            at: usize,
        } = "told_before_step", "entry {at} of those told is dated before the allocation, wants a day on or after its own";
        /// Somebody told at a stage of planning that the dates of the plan contradict.
        ToldPlanning {
            /// The allocation told of.
            stage: Stage,
            /// Place of the entry, from 0.
            at: usize,
        } = "told_planning", "entry {at} of those told of the {stage} allocation contradicts the dates of the plan, wants a day that fits its stage of planning";
        /// Agreed budget older than its estimate.
        AgreedBeforeIndicative = "agreed_before_indicative", "agreed allocation is dated before the indicative one, wants a day on or after it";
        /// Revision of nothing.
        RevisedWithoutAgreed = "revised_without_agreed", "revised allocation has no agreed one before it, wants it";
        /// Revision without a day.
        RevisionUndated {
            /// Place of the revision, from 0.
            at: usize,
        } = "revision_undated", "revision {at} has no date, wants one";
        /// Revision on or before the day of the step before it.
        RevisionOrder {
            /// Place of the revision, from 0.
            at: usize,
        } = "revision_order", "revision {at} is not dated after the allocation before it, wants a later day";
        /// Restriction on a part of the budget that is not there.
        RestrictionDeployment {
            /// Place of the restriction, from 0.
            at: usize,
            /// The deployment it names.
            deployment: Deployment,
        } = "restriction_deployment", "restriction {at} belongs to {deployment}, wants a deployment of the mix";
        /// Outcome of which nothing is said.
        OutcomeEmpty = "outcome_empty", "outcome wanted is empty, wants words, an item or a series";
        /// Second entry for the same helper.
        HelperRepeated {
            /// Place of the second entry, from 0.
            at: usize,
        } = "helper_repeated", "entry {at} of those who helped to plan repeats one, wants one for each";
        /// Plan signed off before it was begun.
        PlanDates = "plan_dates", "plan is signed off before planning started, wants a day on or after it";
        /// More support lines than any person's plan.
        PlanLines {
            /// Most that are held.
            max: usize,
        } = "plan_lines", "plan has too many support lines, wants at most {max}";
        /// Line paid from a part of the budget that is not there.
        LineDeployment {
            /// Place of the line, from 0.
            line: usize,
            /// What is bought.
            category: SupportCategory,
            /// The deployment it names.
            deployment: Deployment,
        } = "line_deployment", "line {line} ({category}) is bought by {deployment}, wants a deployment of the mix";
        /// Text that is no decimal number.
        QuantityForm = "quantity_form", "quantity does not read as a decimal number, wants one such as 7.5";
        /// Quantity of nothing, or past all reason.
        QuantityRange {
            /// Most that is held.
            max: u32,
        } = "quantity_range", "quantity is out of range, wants more than 0 and at most {max}";
        /// Quantity finer than a hundredth.
        QuantityFraction = "quantity_fraction", "quantity is too fine, wants at most two decimals";
        /// Frequency without a period that comes back.
        FrequencyOneOff = "frequency_one_off", "frequency is per one_off, wants weekly, four_weekly, monthly or yearly";
        /// Review before there was a budget to review.
        ReviewBeforeAgreed {
            /// Place of the review, from 0.
            at: usize,
        } = "review_before_agreed", "review {at} is dated before the budget was agreed, wants a day on or after it";
        /// Review older than the one before it.
        ReviewOrder {
            /// Place of the review, from 0.
            at: usize,
        } = "review_order", "review {at} is dated before the one before it, wants the order of days";
        /// Review of a budget that ended.
        ReviewAfterEnd {
            /// Place of the review, from 0.
            at: usize,
        } = "review_after_end", "review {at} follows one that ended the budget, wants none";
        /// Record of spending that ends before it begins.
        SpendingDates = "spending_dates", "spending record ends before it begins, wants its last day on or after its first";
        /// More carried over than is left.
        SpendingCarriedOver = "spending_carried_over", "spending record carries over more than is left, wants at most that";
        /// Record of spending that begins before the one before it has ended.
        SpendingOverlap {
            /// Place of the record, from 0.
            at: usize,
        } = "spending_overlap", "spending record {at} begins before the one before it has ended, wants days that do not overlap";
    }
    calls {
        /// One-off amount where a rate was asked for.
        OneOffRate = "one_off_rate", "one-off has no rate, wants weekly, four_weekly, monthly or yearly on both sides";
        /// Ratio without an indicative budget.
        RatioWithoutIndicative = "ratio_without_indicative", "ratio has no indicative budget, wants an indicative and an agreed one";
        /// Ratio without an agreed budget.
        RatioWithoutAgreed = "ratio_without_agreed", "ratio has no agreed budget, wants an indicative and an agreed one";
        /// Ratio over an agreed budget of nothing.
        RatioOverNothing = "ratio_over_nothing", "ratio has an agreed budget of nothing, wants more than 0.00";
        /// Year that no calendar holds.
        FinancialYear = "financial_year", "financial year does not read, wants one such as 2013-14";
        /// Unspent share of nothing.
        UnspentOfNothing = "unspent_of_nothing", "unspent share has nothing paid in, wants records with more than 0.00";
        /// Text that is no table of rules for purchases.
        PurchaseTable {
            /// Line of the text, from 1.
            line: usize,
        } = "purchase_table", "purchase rules break off at line {line}, want TOML with a list of [[rule]]";
        /// Rule for purchases that cannot be kept.
        PurchaseRule {
            /// Place of the rule, from 0.
            at: usize,
            /// What was wanted.
            wants: &'static str,
        } = "purchase_rule", "purchase rule {at} cannot be kept, wants {wants}";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_with_what_was_wanted_or_by_its_code_alone() {
        let error = BudgetError::LineDeployment {
            line: 2,
            category: SupportCategory::SharedLives,
            deployment: Deployment::DirectPayment,
        };
        assert_eq!(
            error.to_string(),
            "line 2 (shared_lives) is bought by direct_payment, wants a deployment of the mix"
        );
        assert_eq!(format!("{error:#}"), "line_deployment");
        assert_eq!(BudgetError::OneOffRate.code(), "one_off_rate");
    }

    #[test]
    fn every_code_is_one_of_its_own() {
        let mut codes = BudgetError::RULES.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), BudgetError::RULES.len());
        assert!(!codes.contains(&BudgetError::RatioOverNothing.code()));
    }
}
