//! Ways of not answering, as they leave.

use poet_core::Missing;

use super::Figure;
use super::apply::{CONFIDENTIAL, Releasing};
use super::cover::{Cover, Part};
use crate::Absent;
use crate::findings::{Judged, PlaceFindings};
use crate::suppression::{Line, protect_totals};

impl Releasing<'_> {
    /// Ways of not answering: of everybody together, or internally.
    ///
    /// How many gave no answer follows from respondents and base, how many were not asked from the answers that lead on:
    /// small parts of what is left are kept back, and all of it where it is small itself. Who was asked to tick and
    /// ticked nothing is in the base of the options.
    pub(super) fn missing(
        &self,
        judged: &Judged,
        place: &PlaceFindings,
        (cover, line): (&Cover, Line),
    ) -> Vec<Figure<u64>> {
        let Ok(Some(missing)) = place.distribution.as_ref().map(|d| d.missing) else {
            return vec![Figure::Absent(Absent::NotPublished); Missing::ALL.len()];
        };
        let Some(rule) = self.policy.rule else {
            return missing.map(Figure::Shown).to_vec();
        };
        if line != Line::Total {
            return vec![Figure::Absent(Absent::NotPublished); missing.len()];
        }
        let mut left = missing;
        left[Missing::NotAsked.index()] = 0;
        if judged.readings.tick {
            left[Missing::NotAnswered.index()] = 0;
        }
        let hidden = protect_totals(&left, rule);
        let none = hidden.contains(&Line::Total)
            || cover.hides(line, Part::Silent)
            || cover.hides_some(line);
        let figure = |(at, people)| match none
            || rule.withholds(people)
            || hidden.contains(&Line::Row(at))
        {
            true => Figure::Withheld(CONFIDENTIAL),
            false => Figure::Shown(self.policy.people(people)),
        };
        missing.into_iter().enumerate().map(figure).collect()
    }
}
