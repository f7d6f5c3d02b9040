//! Figures of one budget.

use super::{
    BudgetError, FinancialYear, FundingStream, PersonalBudget, PlanBalance, Rate, Spending,
    YearLength, unspent_share,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::ops::RangeInclusive;

impl PersonalBudget {
    /// Indicative over agreed budget, each with all that is paid in the first year.
    ///
    /// # Units
    ///
    /// A ratio, exact to 28 significant digits: 2 says that twice as much was indicated as agreed. The year length
    /// matters only where the two have different periods. Revisions do not enter.
    ///
    /// # Errors
    ///
    /// The reason why there is none: [`BudgetError::RatioWithoutIndicative`], [`BudgetError::RatioWithoutAgreed`], or
    /// [`BudgetError::RatioOverNothing`] if nothing was agreed.
    ///
    /// # Source
    ///
    /// Slasberg, reported by Community Care, 15 January 2013: averages of 2.45, 2.59 and 2.81 in three councils. The
    /// report does not show which way round it divided; over 1 fits an indicative budget that planning cut.
    pub fn indicative_to_agreed(&self, year: YearLength) -> Result<Decimal, BudgetError> {
        let indicative = self
            .indicative()
            .ok_or(BudgetError::RatioWithoutIndicative)?;
        let agreed = self
            .agreed()
            .ok_or(BudgetError::RatioWithoutAgreed)?
            .first_year(year);
        if agreed.is_zero() {
            return Err(BudgetError::RatioOverNothing);
        }
        Ok(indicative.first_year(year).over(agreed))
    }

    /// Regular payments of a year that one stream makes, by the latest allocation; nothing, if it makes none. Absent if
    /// nothing was agreed.
    pub fn per_year_from(&self, stream: FundingStream, year: YearLength) -> Option<Rate> {
        let latest = self.latest()?;
        let part = latest.of(stream).map(|part| part.per_year(year));
        Some(part.unwrap_or(Rate::nothing(year)))
    }

    /// Regular payments of a year that the council makes for social care: the latest ones agreed less the contribution.
    ///
    /// Absent without agreed social care funding. A budget without a contribution is one towards which nothing is paid.
    pub fn council_pays_per_year(&self, year: YearLength) -> Option<Rate> {
        let agreed = self.latest()?.of(FundingStream::SocialCare)?.per_year(year);
        // Not under zero: the contribution is at most the social care line of its own period.
        Some(agreed.minus(Rate::yearly(self.contribution().into_iter(), year)))
    }

    /// Regular payments that fell due in one financial year, each day by the allocation then in force; absent if none
    /// is known to have been in force on any of its days.
    ///
    /// # Units
    ///
    /// The length of the year is the calendar's, 365 or 366 days, and each day counts the same part of it.
    pub fn due_in(&self, year: FinancialYear) -> Option<Rate> {
        let steps = self.allocations().entitlements();
        let mut steps: Vec<_> = steps
            .filter_map(|(_, step)| Some((step.date()?, step)))
            .collect();
        let after = year.days().end().succ_opt()?;
        let mut until = self.ended().map_or(after, |end| end.min(after));
        let mut due: Option<Rate> = None;
        while let Some((from, step)) = steps.pop() {
            let from = from.max(*year.days().start());
            if let Ok(days @ 1..) = u64::try_from((until - from).num_days()) {
                let part = step.allocation().per_year(year.length()).for_days(days);
                due = Some(due.map_or(part, |due| due.and(part)));
                until = from;
            }
        }
        due
    }

    /// First-year cost of the plan held against the first year of the latest allocation; absent without either.
    pub fn plan_balance(&self, year: YearLength) -> Option<PlanBalance> {
        let planned = self.plan()?.first_year(year);
        Some(PlanBalance::of(planned, self.latest()?.first_year(year)))
    }

    /// Share of all that was paid in that was not spent.
    ///
    /// # Errors
    ///
    /// [`BudgetError::UnspentOfNothing`] if no record says that anything was paid in.
    pub fn unspent_share(&self) -> Result<Decimal, BudgetError> {
        unspent_share(self.spending())
    }

    /// The same over the records that lie within `days`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::UnspentOfNothing`] if no record within them says that anything was paid in.
    pub fn unspent_share_in(
        &self,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<Decimal, BudgetError> {
        let within = |record: &&Spending| {
            let own = record.days();
            days.contains(own.start()) && days.contains(own.end())
        };
        unspent_share(self.spending().iter().filter(within))
    }
}
