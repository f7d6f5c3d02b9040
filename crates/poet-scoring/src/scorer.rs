//! An instrument compiled to scores.

use poet_core::{Code, Instrument, Reading, Response, ResponseTable};

use crate::compiled::{Compiled, Packed};
use crate::{Error, Score, ScoreTable, Scores};

/// An instrument's measures, compiled to look-up tables.
///
/// Scoring one response and scoring a table of it give the same.
///
/// # Examples
///
/// ```
/// use poet_core::{Answer, Catalogue, Response};
/// use poet_scoring::Scorer;
///
/// let instrument = Catalogue::builtin().get(&"ascs-core@2020-21".parse()?)?;
/// let scorer = Scorer::new(instrument)?;
/// let mut response = Response::new("r-1".parse()?, "E08000035".parse()?);
/// for item in ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"] {
///     response = response.with(item.parse()?, Answer::Choice("1".parse()?));
/// }
/// let scores = scorer.score(&response);
/// assert_eq!(scores.scores[0].measure.as_str(), "ascof_1a");
/// assert_eq!(scores.scores[0].standing.value(), Some(24.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scorer {
    instrument: Instrument,
    measures: Vec<Compiled>,
    /// Choices with a good and a bad side, by column, with each point's reading.
    judged: Vec<(usize, Vec<Reading>)>,
}

impl Scorer {
    /// Compiles the measures of an instrument.
    ///
    /// # Errors
    ///
    /// [`Error::Unit`] where a mean takes scales whose lengths have no common unit to sum exactly in.
    pub fn new(instrument: &Instrument) -> Result<Self, Error> {
        let compile = |m| Compiled::new(instrument, m);
        let judged = instrument
            .columns()
            .iter()
            .enumerate()
            .filter_map(|(at, column)| {
                let scale = instrument.items()[column.item()].scale()?;
                let judged = column.option().is_none() && scale.is_evaluative();
                judged.then(|| {
                    (
                        at,
                        scale
                            .points()
                            .iter()
                            .map(poet_core::Point::reading)
                            .collect(),
                    )
                })
            });
        Ok(Self {
            instrument: instrument.clone(),
            measures: instrument
                .measures()
                .iter()
                .map(compile)
                .collect::<Result<_, _>>()?,
            judged: judged.collect(),
        })
    }

    /// The instrument that is scored.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Scores one response, after routing.
    pub fn score(&self, response: &Response) -> Scores {
        let routed = response.route(&self.instrument);
        let (favourable, answered) = self.favourable(routed.codes());
        Scores {
            instrument: self.instrument.key().clone(),
            hash: self.instrument.hash().clone(),
            library: env!("CARGO_PKG_VERSION"),
            favourable,
            answered,
            scores: (0..self.measures.len())
                .map(|measure| self.described(measure, self.measures[measure].sum(routed.codes())))
                .collect(),
        }
    }

    /// Scores every row of a routed table.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the table answers another instrument; [`Error::NotRouted`] where it has rows
    /// that were not routed.
    pub fn score_table(&self, table: &ResponseTable) -> Result<ScoreTable, Error> {
        let mut scores = ScoreTable::default();
        self.score_into(table, &mut scores)?;
        Ok(scores)
    }

    /// Scores every row of a routed table into `scores`, whose room is used again.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the table answers another instrument; [`Error::NotRouted`] where it has rows
    /// that were not routed.
    pub fn score_into(&self, table: &ResponseTable, scores: &mut ScoreTable) -> Result<(), Error> {
        self.check_table(table)?;
        scores.reset(self.measures.len(), table.len());
        for (compiled, sums) in self.measures.iter().zip(scores.sums_mut()) {
            let column =
                |&(column, at): &(usize, usize)| (table.column(column), &*compiled.lookups[at].0);
            let columns: Vec<_> = compiled.columns.iter().map(column).collect();
            columns.chunks(4).for_each(|chunk| add(chunk, sums));
        }
        Ok(())
    }

    /// Whether a table is one of routed answers to this instrument.
    pub(crate) fn check_table(&self, table: &ResponseTable) -> Result<(), Error> {
        if table.instrument() != &self.instrument {
            return Err(Error::OtherInstrument {
                found: table.instrument().key().clone(),
                wanted: self.instrument.key().clone(),
            });
        }
        if table.is_routed() {
            Ok(())
        } else {
            Err(Error::NotRouted)
        }
    }

    /// The measures, in the order of the instrument.
    pub(crate) fn measures(&self) -> &[Compiled] {
        &self.measures
    }

    /// The score of one measure in one row of a scored table.
    pub fn read(&self, scores: &ScoreTable, measure: usize, row: usize) -> Option<Score> {
        scores
            .sum(measure, row)
            .map(|sum| self.described(measure, sum))
    }

    fn described(&self, measure: usize, sum: Packed) -> Score {
        let (compiled, measure) = (
            &self.measures[measure],
            &self.instrument.measures()[measure],
        );
        Score {
            measure: measure.id().clone(),
            kind: measure.kind(),
            version: measure.version(),
            standing: compiled.standing(sum),
            answered: sum.answered(),
            minimum: compiled.minimum,
            of: compiled.of,
        }
    }

    /// Units of one whole item of a measure: a mean of `units` over `answered` items is
    /// `100 * units / (unit * answered)`.
    pub fn unit(&self, measure: usize) -> Option<u64> {
        self.measures.get(measure).map(|m| m.unit)
    }

    /// What a sum of units lacks to be a sum of scores, and a mean of units to be a mean in points.
    pub fn offset(&self, measure: usize) -> Option<i64> {
        self.measures.get(measure).map(|m| m.offset)
    }

    fn favourable(&self, codes: &[Code]) -> (u32, u32) {
        let readings = self.judged.iter().filter_map(|(column, readings)| {
            let point = codes[*column].answered()?;
            readings
                .get(usize::from(point))
                .filter(|&&r| r != Reading::Outside)
        });
        readings.fold((0, 0), |(favourable, answered), &reading| {
            (
                favourable + u32::from(reading == Reading::Favourable),
                answered + 1,
            )
        })
    }
}

/// Adds what up to four columns give to the sum of each row; four at a time touch the sums a quarter as often.
fn add(columns: &[(&[Code], &[u64; 256])], sums: &mut [u64]) {
    let of = |lookup: &[u64; 256], code: &Code| lookup[usize::from(code.byte())];
    if let [(a, la), (b, lb), (c, lc), (d, ld)] = columns {
        for ((((sum, a), b), c), d) in sums.iter_mut().zip(*a).zip(*b).zip(*c).zip(*d) {
            *sum += of(la, a) + of(lb, b) + of(lc, c) + of(ld, d);
        }
        return;
    }
    for (codes, lookup) in columns {
        for (sum, code) in sums.iter_mut().zip(*codes) {
            *sum += of(lookup, code);
        }
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Missing};

    use super::*;
    use crate::{NoScore, Standing};

    const SURVEY: &str = r#"
        format = 1
        id = "small"
        edition = "1"
        title.en = "Small"
        asks = "state"
        respondent = "other"
        licence = "MIT"
        [scales.five]
        points = [
            { code = "1", label.en = "best", reading = "favourable", score = 4 },
            { code = "2", label.en = "good", reading = "favourable", score = 3 },
            { code = "3", label.en = "so-so", reading = "neutral", score = 2 },
            { code = "4", label.en = "bad", reading = "unfavourable", score = 1 },
            { code = "5", label.en = "worst", reading = "unfavourable", score = 0 },
            { code = "9", label.en = "never tried", reading = "outside" },
        ]
        [scales.yes_no]
        points = [
            { code = "y", label.en = "yes", reading = "favourable", score = 1 },
            { code = "n", label.en = "no", reading = "unfavourable", score = 0 },
        ]
        [[sections]]
        id = "all"
        role = "outcomes"
        title.en = "All"
        items = [
            { id = "a", kind = "choice", scale = "five", text.en = "A" },
            { id = "b", kind = "choice", scale = "five", text.en = "B", reversed = true },
            { id = "c", kind = "choice", scale = "yes_no", text.en = "C" },
            { id = "d", kind = "choice", scale = "five", text.en = "D", ask_if = { item = "c", any_of = ["y"] } },
        ]
        [[measures]]
        id = "mean"
        kind = "mean"
        title.en = "Mean"
        items = ["a", "b", "c", "d"]
        [[measures]]
        id = "good"
        kind = "favourable_share"
        title.en = "Good"
        items = ["a", "b", "c", "d"]
        minimum = 1
        [[measures]]
        id = "sum"
        kind = "sum"
        title.en = "Sum"
        items = ["a", "b"]
    "#;

    fn scores(answers: &[(&str, &str)]) -> Vec<Standing> {
        let instrument = Instrument::from_toml(SURVEY).unwrap();
        let mut response = Response::new("r".parse().unwrap(), "o".parse().unwrap());
        for (item, code) in answers {
            let answer = Answer::Choice(code.parse().unwrap());
            response = response.with(item.parse().unwrap(), answer);
        }
        let scored = Scorer::new(&instrument).unwrap().score(&response);
        scored.scores.into_iter().map(|s| s.standing).collect()
    }

    #[test]
    fn scales_of_two_lengths_meet_at_a_hundred() {
        // a: 4/4, b turned round: 4/4, c: 0/1; d is not asked because c is "no".
        let got = scores(&[("a", "1"), ("b", "5"), ("c", "n"), ("d", "1")]);
        let (mean, share) = (100.0 * 2.0 / 3.0, 2.0 / 3.0);
        assert_eq!(got, [mean, share, 8.0].map(Standing::Value));
    }

    #[test]
    fn a_mean_in_points_lies_between_the_lowest_and_the_highest_score() {
        // Scores 4, 3, 2, 1, 0 moved to 6, 5, 4, 3, 2: a and b turned round have one range.
        let moved = (0..5).rev().fold(SURVEY.to_owned(), |text, score| {
            text.replace(
                &format!("score = {score} }}"),
                &format!("score = {} }}", score + 2),
            )
        });
        let points = moved.replace("kind = \"sum\"", "kind = \"mean_points\"");
        let scorer = Scorer::new(&Instrument::from_toml(&points).unwrap()).unwrap();
        let score = |answers: &[(&str, &str)]| {
            let blank = Response::new("r".parse().unwrap(), "o".parse().unwrap());
            let response = answers.iter().fold(blank, |response, (item, code)| {
                response.with(item.parse().unwrap(), Answer::Choice(code.parse().unwrap()))
            });
            scorer.score(&response).scores[2].standing
        };
        // a: 6; b is turned round, so its second point stands for 2 + 6 - 5 = 3.
        assert_eq!(score(&[("a", "1"), ("b", "2")]), Standing::Value(4.5));
        assert_eq!(score(&[("a", "5"), ("b", "1")]), Standing::Value(2.0));
        assert_eq!(score(&[("b", "4")]), Standing::Value(5.0));
        assert_eq!(score(&[]), Standing::Absent(NoScore::NothingAnswered));
    }

    #[test]
    fn a_point_outside_the_base_is_no_answer() {
        let got = scores(&[("a", "9"), ("b", "1")]);
        assert_eq!(got[0], Standing::Absent(NoScore::TooFewAnswered));
        assert_eq!(got[1], Standing::Value(0.0));
        assert_eq!(got[2], Standing::Absent(NoScore::TooFewAnswered));
    }

    #[test]
    fn nothing_answered_is_no_zero() {
        assert_eq!(
            scores(&[]),
            vec![Standing::Absent(NoScore::NothingAnswered); 3]
        );
    }

    #[test]
    fn half_of_an_odd_number_is_rounded_up() {
        let instrument = Instrument::from_toml(SURVEY).unwrap();
        assert_eq!(instrument.measures()[0].minimum(), 2);
        assert_eq!(scores(&[("a", "2"), ("c", "y")])[0], Standing::Value(87.5));
    }

    #[test]
    fn ascof_1a_is_32_less_the_sum_of_the_codes() {
        // STATISTICS.md section 3: eight answers all 1, 2, 3, 4 give 24, 16, 8, 0.
        let catalogue = poet_core::Catalogue::builtin();
        let instrument = catalogue
            .get(&"ascs-core@2020-21".parse().unwrap())
            .unwrap();
        let scorer = Scorer::new(instrument).unwrap();
        for (code, sum) in [("1", 24.0), ("2", 16.0), ("3", 8.0), ("4", 0.0)] {
            let items = ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"];
            let blank = Response::new("r".parse().unwrap(), "o".parse().unwrap());
            let answer = || Answer::Choice(code.parse().unwrap());
            let full = items
                .iter()
                .fold(blank, |r, i| r.with(i.parse().unwrap(), answer()));
            assert_eq!(scorer.score(&full).scores[0].standing, Standing::Value(sum));
            let gap = full.with("q11".parse().unwrap(), Answer::Missing(Missing::DontKnow));
            let standing = scorer.score(&gap).scores[0].standing;
            assert_eq!(standing, Standing::Absent(NoScore::TooFewAnswered));
        }
    }

    #[test]
    fn a_table_scores_as_its_people_do() {
        let instrument = Instrument::from_toml(SURVEY).unwrap();
        let scorer = Scorer::new(&instrument).unwrap();
        let mut table = ResponseTable::new(&instrument);
        let mut alone = Vec::new();
        for (at, codes) in [
            ["1", "9", "y", "2"],
            ["5", "5", "n", "1"],
            ["3", "2", "y", "9"],
        ]
        .iter()
        .enumerate()
        {
            let mut response =
                Response::new(format!("r{at}").parse().unwrap(), "o".parse().unwrap());
            for (item, code) in ["a", "b", "c", "d"].iter().zip(codes) {
                response =
                    response.with(item.parse().unwrap(), Answer::Choice(code.parse().unwrap()));
            }
            table.push(&response).unwrap();
            alone.push(scorer.score(&response).scores);
        }
        table.route();
        let scored = scorer.score_table(&table).unwrap();
        for (row, scores) in alone.iter().enumerate() {
            for (measure, score) in scores.iter().enumerate() {
                assert_eq!(scorer.read(&scored, measure, row).as_ref(), Some(score));
            }
        }
    }
}
