//! Facts about means.

use poet_core::{Measure, MeasureKind, Reading};

use super::Cell;
use super::figures::{Figures, MeanFigure};
use super::survey::{Quantity, Survey};
use crate::attack::Relation;

/// Scores that each point of one item can give.
type Scores = Vec<(Cell, i64)>;

impl Survey<'_> {
    /// Learns what the measures say about the answers behind them.
    pub(super) fn read_means(&mut self, figures: &Figures<'_>) -> Option<()> {
        for (at, measure) in self.instrument.measures().iter().enumerate() {
            for line in self.lines() {
                let mean = figures.mean(at, line)?;
                let scored = self.note(Cell::Scored { measure: at }, line, mean.people);
                self.count_scored(measure, line, scored);
                self.sum_scores(measure, line, (scored, &mean));
            }
            self.add_up(Cell::Scored { measure: at });
        }
        Some(())
    }

    /// Who has a score is a respondent, and answered at least as many of the items as the measure wants.
    fn count_scored(&mut self, measure: &Measure, line: Option<usize>, scored: Quantity) {
        let Some(respondents) = self.quantity(Cell::Respondents, line) else {
            return;
        };
        self.learn(&[(scored, 1), (respondents, -1)], Relation::AtMost, 0);
        let bases = self.bases(measure, line);
        let (least, all) = (
            i64::from(measure.minimum().max(1)),
            bases.len().cast_signed() as i64,
        );
        if least == all {
            for &(base, _) in &bases {
                self.learn(&[(base, 1), (scored, -1)], Relation::AtLeast, 0);
            }
        }
        let mut answers = bases.clone();
        answers.push((scored, -least));
        self.learn(&answers, Relation::AtLeast, 0);
        let mut answers = bases;
        answers.extend([(scored, least - 1 - all), (respondents, 1 - least)]);
        self.learn(&answers, Relation::AtMost, 0);
    }

    fn bases(&self, measure: &Measure, line: Option<usize>) -> Vec<(Quantity, i64)> {
        let columns = measure
            .items()
            .iter()
            .map(|&item| self.instrument.columns_of(item).start);
        columns
            .filter_map(|column| Some((self.quantity(Cell::Base { column }, line)?, 1)))
            .collect()
    }

    /// The scores of all answers, less those of people without a score, and with those that stand for answers not given,
    /// make the mean.
    fn sum_scores(
        &mut self,
        measure: &Measure,
        line: Option<usize>,
        (scored, mean): (Quantity, &MeanFigure),
    ) {
        let (Some((value, scale)), Some((scores, (low, high)))) =
            (mean.value, self.scores(measure))
        else {
            return;
        };
        let items = measure.items().len().cast_signed() as i64;
        // Answers of people without a score, and answers that people with one did not give, with their scores.
        let [spare, spare_sum, lacking, lacking_sum] = [(); 4].map(|()| self.open(None));
        let mut answers = self.bases(measure, line);
        answers.extend([(spare, -1), (lacking, 1), (scored, -items)]);
        self.learn(&answers, Relation::Equal, 0);
        if let Some(respondents) = self.quantity(Cell::Respondents, line) {
            let most = i64::from(measure.minimum().max(1)) - 1;
            self.learn(
                &[(spare, 1), (respondents, -most), (scored, most)],
                Relation::AtMost,
                0,
            );
        }
        for (count, sum) in [(spare, spare_sum), (lacking, lacking_sum)] {
            self.learn(&[(sum, 1), (count, -high)], Relation::AtMost, 0);
            self.learn(&[(sum, 1), (count, -low)], Relation::AtLeast, 0);
        }
        let terms: Option<Vec<(Quantity, i64)>> = scores
            .into_iter()
            .map(|(cell, score)| Some((self.quantity(cell, line)?, score)))
            .collect();
        let Some(mut terms) = terms else {
            return;
        };
        terms.extend([(spare_sum, -1), (lacking_sum, 1)]);
        // The mean is the sum of scores, by person and by unit, within half a unit of its last decimal place.
        let (unit, times, lowest) = match measure.kind() {
            MeasureKind::Mean => (items * (high - low), 100, low * items),
            MeasureKind::Sum => (1, 1, 0),
            MeasureKind::FavourableShare | MeasureKind::MeanPoints => (items, 1, 0),
            _ => return,
        };
        for (half, relation) in [(-1, Relation::AtLeast), (1, Relation::AtMost)] {
            let mut terms: Vec<_> = terms
                .iter()
                .map(|&(quantity, score)| (quantity, 2 * scale * times * score))
                .collect();
            let people = 2 * scale * times * lowest + (2 * value + half) * unit;
            terms.push((scored, -people));
            self.learn(&terms, relation, 0);
        }
    }

    /// Score of each point in the base of the items, and the lowest and highest, where all items have the same.
    fn scores(&self, measure: &Measure) -> Option<(Scores, (i64, i64))> {
        let mut scores = Vec::new();
        let mut range = None;
        for &item in measure.items() {
            let column = self.instrument.columns_of(item).start;
            let scale = self.instrument.items()[item].scale()?;
            let (low, high) = match measure.kind() {
                MeasureKind::FavourableShare => (0, 1),
                _ => scale.score_range()?,
            };
            if *range.get_or_insert((low, high)) != (low, high) {
                return None;
            }
            for (point, answer) in scale.points().iter().enumerate() {
                let score = match measure.kind() {
                    MeasureKind::FavourableShare => {
                        i32::from(answer.reading() == Reading::Favourable)
                    }
                    _ if answer.reading() == Reading::Outside => continue,
                    _ => answer.score()?,
                };
                scores.push((Cell::Point { column, point }, i64::from(score)));
            }
        }
        let (low, high) = range?;
        Some((scores, (i64::from(low), i64::from(high))))
    }
}
