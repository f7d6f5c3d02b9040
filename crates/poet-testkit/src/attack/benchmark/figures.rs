//! What the released file says, as values that counts may have.

use poet_benchmark::estimate::{Confidence, Interval, Proportion, finite_population, wilson};
use poet_benchmark::suppression::{Half, Rounding};
use serde_json::Value;

/// Least and largest value of a count that agree with what is shown of it.
pub(super) type Range = (u64, u64);

/// A released file, and how its figures were rounded.
pub(super) struct Figures<'a> {
    file: &'a Value,
    counts: Rounding,
    respondents: Rounding,
    threshold: u64,
    /// Whether small counts are withheld.
    protects: bool,
    /// Shares are worked out from exact counts and printed with so many decimal places.
    share_decimals: Option<u32>,
    /// Everything follows from rounded counts: who did not tick an option are the rounded base less those who did.
    from_rounded: bool,
    confidence: Confidence,
}

/// One line of one column.
pub(super) struct CellFigures {
    pub(super) base: Option<Range>,
    pub(super) points: Vec<Option<Range>>,
    /// Favourable, neutral and unfavourable answers.
    pub(super) groups: [Option<Range>; 3],
    /// Ways of not answering.
    pub(super) missing: Vec<Option<Range>>,
    /// Base and favourable answers of everybody else.
    pub(super) rest: Option<(Range, Range)>,
    /// Everybody in the base is in the organisation's own.
    pub(super) no_rest: bool,
}

/// A mean, in units of its last decimal place.
pub(super) struct MeanFigure {
    pub(super) people: Option<Range>,
    /// The mean times ten to the number of decimal places, and that power.
    pub(super) value: Option<(i64, i64)>,
}

const GROUPS: [&str; 3] = ["favourable", "neutral", "unfavourable"];

impl<'a> Figures<'a> {
    /// Reads the note of the release; none where it is not understood.
    pub(super) fn new(file: &'a Value) -> Option<Self> {
        let note = &file["release"];
        let (half, to) = match note["policy"].as_str()? {
            "ascs" => (Half::ToEven, 5),
            "nhs_sub_national" => (Half::AwayFromZero, 5),
            "strict" => (Half::AwayFromZero, 10),
            _ => (Half::AwayFromZero, 1),
        };
        let from_rounded = note["policy"] == "nhs_sub_national";
        let decimals = note["share_decimals"]
            .as_u64()
            .and_then(|d| u32::try_from(d).ok());
        Some(Self {
            file,
            counts: Rounding::new(note["rounded_to"].as_u64()?, half).ok()?,
            respondents: Rounding::new(to, half).ok()?,
            threshold: note["threshold"].as_u64()?,
            protects: note["policy"] != "internal",
            share_decimals: decimals.filter(|_| !from_rounded),
            from_rounded,
            confidence: Confidence::new(file["method"]["confidence"].as_f64()?).ok()?,
        })
    }

    /// Whether the figures are counts of people, not somebody else's publication.
    pub(super) fn are_counted(&self) -> bool {
        self.file["release"]["source"] == "counted"
    }

    pub(super) fn threshold(&self) -> u64 {
        self.threshold
    }

    pub(super) fn places(&self) -> Option<usize> {
        Some(self.file["places"].as_array()?.len())
    }

    /// Where an organisation stands.
    pub(super) fn position(&self, organisation: &str) -> Option<usize> {
        let places = self.file["places"].as_array()?;
        places.iter().position(|place| place["id"] == organisation)
    }

    pub(super) fn respondents(&self, place: Option<usize>) -> Option<Range> {
        let figure = match place {
            Some(place) => &self.file["places"][place]["respondents"],
            None => &self.file["respondents"],
        };
        let shown = figure["shown"].as_u64()?;
        self.hull(self.respondents, shown, u64::MAX, |_| true)
    }

    /// What is shown of a column in a line.
    pub(super) fn cell(&self, column: usize, place: Option<usize>) -> Option<CellFigures> {
        let item = self.file["items"].get(column)?;
        let cell = place.map_or(&item["all"], |place| &item["places"][place]);
        let population = self.population(place);
        let bases = self.bases(cell, population);
        let range = |bases: &[u64]| Some((*bases.first()?, *bases.last()?));
        let part = |figure: &Value| self.part(figure, (&bases, population));
        let mut points: Vec<_> = cell["points"].as_array()?.iter().map(part).collect();
        if let (false, true, Some(left)) = (
            item["option"].is_null(),
            self.from_rounded,
            points.first_mut(),
        ) {
            *left = None;
        }
        let missing = cell["missing"].as_array()?.iter();
        let missing =
            missing.map(|way| self.hull(self.counts, way["shown"].as_u64()?, u64::MAX, |_| true));
        let rest = &cell["against_rest"];
        Some(CellFigures {
            base: range(&bases),
            points,
            groups: GROUPS.map(|group| part(&cell[group])),
            missing: missing.collect(),
            rest: self.rest(&rest["shown"]),
            no_rest: rest["absent"] == "empty_comparator",
        })
    }

    pub(super) fn mean(&self, measure: usize, place: Option<usize>) -> Option<MeanFigure> {
        let measure = self.file["measures"].get(measure)?;
        let figure = place.map_or(&measure["all"], |place| &measure["places"][place]);
        if figure["absent"] == "no_answers" {
            return Some(MeanFigure {
                people: Some((0, 0)),
                value: None,
            });
        }
        let shown = &figure["shown"];
        let people = shown["people"].as_u64();
        let scale = shown["decimals"]
            .as_u64()
            .map(|d| 10_i64.pow(u32::try_from(d).unwrap_or(0)));
        #[expect(clippy::cast_possible_truncation, reason = "means are small")]
        let digits = |scale: i64| {
            Some((
                (shown["mean"].as_f64()? * scale as f64).round() as i64,
                scale,
            ))
        };
        Some(MeanFigure {
            people: people.and_then(|people| self.hull(self.counts, people, u64::MAX, |_| true)),
            value: scale.and_then(digits),
        })
    }

    /// People of whom the shares of a place are told, where the file says that their intervals are corrected.
    fn population(&self, place: Option<usize>) -> Option<f64> {
        let frame = &self.file["frame"];
        let line = place.map_or(&frame["all"], |place| &frame["places"][place]);
        let corrected = line["share_interval"] == "finite_population";
        line["eligible"]["shown"].as_f64().filter(|_| corrected)
    }

    /// Bases that agree with every share that is shown with them.
    fn bases(&self, cell: &Value, population: Option<f64>) -> Vec<u64> {
        if GROUPS
            .iter()
            .any(|group| cell[*group]["absent"] == "no_answers")
        {
            return vec![0];
        }
        let Some(shown) = cell["base"]["shown"].as_u64() else {
            return Vec::new();
        };
        let figures: Vec<&Value> = cell["points"].as_array().into_iter().flatten().collect();
        let fits = |base: &u64| {
            let mut figures = figures
                .iter()
                .copied()
                .chain(GROUPS.map(|group| &cell[group]));
            figures.all(|figure| {
                let people = figure["shown"]["people"].as_u64();
                people.is_none() || self.part(figure, (&[*base], population)).is_some()
            })
        };
        self.before(self.counts, shown).filter(fits).collect()
    }

    /// Counts that agree with a figure and its share of one of the bases.
    fn part(&self, figure: &Value, (bases, population): (&[u64], Option<f64>)) -> Option<Range> {
        let shown = &figure["shown"];
        let people = shown["people"].as_u64()?;
        if shown["share"].is_null() {
            return self.hull(self.counts, people, u64::MAX, |_| true);
        }
        let ranges = bases.iter().filter_map(|&base| {
            self.hull(self.counts, people, base, |count| {
                self.prints(shown, (count, base), population)
            })
        });
        ranges.reduce(|(low, high), (least, most)| (low.min(least), high.max(most)))
    }

    /// Whether a count of a base has the share, and the interval, that are shown.
    fn prints(&self, shown: &Value, (count, base): (u64, u64), population: Option<f64>) -> bool {
        let Some(decimals) = self.share_decimals else {
            return true;
        };
        let Ok(share) = Proportion::new(count as f64, base as f64) else {
            return false;
        };
        let corrected = population.and_then(|people| {
            finite_population(share, people.max(share.n()), self.confidence).ok()
        });
        let Interval { lower, upper } = match corrected {
            Some(found) => found.interval,
            None => wilson(share, self.confidence),
        };
        // Half a unit of the last place, and what binary fractions add to it.
        let near = 0.500_001 * 0.1_f64.powi(decimals.cast_signed());
        [("share", share.share()), ("lower", lower), ("upper", upper)]
            .into_iter()
            .all(|(name, value)| {
                shown[name]
                    .as_f64()
                    .is_none_or(|shown| (shown - value).abs() <= near)
            })
    }

    fn rest(&self, shown: &Value) -> Option<(Range, Range)> {
        let base = shown["rest_base"].as_u64()?;
        let share = shown["rest_share"].as_f64()?;
        let bases: Vec<u64> = self.before(self.counts, base).collect();
        let (Some(decimals), Some((&least, &most))) =
            (self.share_decimals, bases.first().zip(bases.last()))
        else {
            return Some((
                self.hull(self.counts, base, u64::MAX, |_| true)?,
                (0, u64::MAX >> 12),
            ));
        };
        let near = 0.500_001 * 0.1_f64.powi(decimals.cast_signed());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts of people"
        )]
        let count = |value: f64| value.max(0.0) as u64;
        let low = count(((share - near) * least as f64).ceil());
        let high = count(((share + near) * most as f64).floor());
        Some(((least, most), (low, high)))
    }

    /// Least and largest of the counts up to `most` that are shown as `shown` and pass the test.
    fn hull(
        &self,
        to: Rounding,
        shown: u64,
        most: u64,
        fits: impl Fn(u64) -> bool,
    ) -> Option<Range> {
        let mut counts = self
            .before(to, shown)
            .filter(|&count| count <= most && fits(count));
        let low = counts.next()?;
        Some((low, counts.last().unwrap_or(low)))
    }

    /// Counts that are rounded to `shown`; small ones would not be shown.
    fn before(&self, to: Rounding, shown: u64) -> impl Iterator<Item = u64> {
        let small = if self.protects {
            1..self.threshold
        } else {
            0..0
        };
        (shown.saturating_sub(10)..=shown + 10)
            .filter(move |&count| to.round(count) == shown && !small.contains(&count))
    }
}
