//! Pages of stories with a stated truth, as the read API of Care Opinion gives them.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::Error;
use super::rng::{Rng, Stream};

/// How stories are, and what becomes of their concerns.
///
/// # Units
///
/// Shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryTruth {
    /// How many stories.
    pub stories: u64,
    /// How many organisations they are about; one story in ten names none.
    pub organisations: u32,
    /// Share of stories that raise a concern.
    pub concerns: f64,
    /// Share of concerns with a reply.
    pub replied: f64,
    /// Share of replies that say that a change is planned or made.
    pub changed: f64,
}

impl Default for StoryTruth {
    /// A thousand stories about eight organisations: 40 % raise a concern, 75 % of those have a reply, 20 % of the replies
    /// say that something changes.
    fn default() -> Self {
        Self {
            stories: 1000,
            organisations: 8,
            concerns: 0.4,
            replied: 0.75,
            changed: 0.2,
        }
    }
}

/// Pages of stories and of replies, and what must be counted in them.
///
/// Odd pages spell links in the one way, even pages in the other. The last entry of each page stands on the next one too,
/// as it does when a story is published while pages are read.
///
/// # Examples
///
/// ```
/// use poet_testkit::synth::{StoryPages, StoryTruth};
///
/// let pages = StoryPages::new(&StoryTruth::default(), "2014-12-31".parse()?, 1)?;
/// assert_eq!(pages.stories.len(), 11);
/// assert!(pages.with_change <= pages.concerns && pages.concerns <= 1000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StoryPages {
    /// Pages of `/opinions`.
    pub stories: Vec<String>,
    /// Pages of `/responses`.
    pub replies: Vec<String>,
    /// Stories published by the day that raise a concern.
    pub concerns: u64,
    /// Of those, stories whose replies by the day show a change planned or made.
    pub with_change: u64,
}

/// One story and what came of it.
struct Drawn {
    story: Value,
    reply: Option<Value>,
    is_concern: bool,
    is_changed: bool,
}

impl StoryPages {
    /// Most entries of a page.
    const TAKE: usize = 100;

    /// Makes pages; counts are as at the day, which lies among the days of the stories or after them.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a share outside 0 to 1 or no organisation.
    pub fn new(truth: &StoryTruth, as_at: NaiveDate, seed: u64) -> Result<Self, Error> {
        truth.check()?;
        let drawn: Vec<Drawn> = (0..truth.stories)
            .map(|at| truth.draw(as_at, seed, at))
            .collect();
        let count = |is: fn(&Drawn) -> bool| drawn.iter().filter(|d| is(d)).count() as u64;
        let (concerns, with_change) = (count(|d| d.is_concern), count(|d| d.is_changed));
        let (stories, replies): (Vec<Value>, Vec<Option<Value>>) =
            drawn.into_iter().map(|d| (d.story, d.reply)).unzip();
        Ok(Self {
            stories: pages(&stories),
            replies: pages(&replies.into_iter().flatten().collect::<Vec<_>>()),
            concerns,
            with_change,
        })
    }
}

impl StoryTruth {
    fn check(&self) -> Result<(), Error> {
        let out = |place: &str, wants| Error::OutOfRange {
            place: place.to_owned(),
            wants,
        };
        for (place, share) in [
            ("concerns", self.concerns),
            ("replied", self.replied),
            ("changed", self.changed),
        ] {
            if !(0.0..=1.0).contains(&share) {
                return Err(out(place, "0 to 1"));
            }
        }
        match self.organisations {
            0 => Err(out("organisations", "1 or more")),
            _ => Ok(()),
        }
    }

    fn draw(&self, as_at: NaiveDate, seed: u64, at: u64) -> Drawn {
        const LEVELS: [&str; 5] = ["minimally", "mildly", "moderately", "strongly", "severely"];
        let mut rng = Rng::new(seed, Stream::Story, at);
        let published = as_at - Days::new(rng.below(400) as u64) + Days::new(30);
        let is_critical = rng.share() < self.concerns;
        let level = rng.below(LEVELS.len());
        let criticality = match (is_critical, at % 2) {
            (false, 0) => json!(0),
            (false, _) => json!("not critical"),
            (true, 0) => json!(level + 1),
            (true, _) => json!(format!("{} critical", LEVELS[level])),
        };
        let place = rng.below(self.organisations as usize);
        let place = (rng.share() < 0.9).then(|| {
            (
                "healthservice",
                format!("/api/v2/healthservices/S{place:02}"),
            )
        });
        let story = json!({
            "id": 10_000 + at, "title": "A synthetic story", "body": "Nobody told this.",
            "dateOfSubmission": format!("{}T09:00:00Z", published - Days::new(2)),
            "dateOfPublication": format!("{published}T17:30:00Z"),
            "criticality": criticality, "links": place.into_iter().collect::<Vec<_>>(),
        });
        let answered = published + Days::new(rng.below(60) as u64);
        let is_changed = rng.share() < self.changed;
        let change = match is_changed {
            true => ["planned", "made"][rng.below(2)],
            false => "none",
        };
        let reply = (rng.share() < self.replied).then(|| {
            let story = format!("/api/v2/opinions/{}", 10_000 + at);
            json!({
                "id": 50_000 + at, "body": "Nobody wrote this.", "dateOfPublication": answered, "change": change,
                "links": [("opinion", story)],
            })
        });
        let is_concern = is_critical && published <= as_at;
        Drawn {
            is_changed: is_concern && is_changed && reply.is_some() && answered <= as_at,
            story,
            reply,
            is_concern,
        }
    }
}

/// Entries in pages that overlap by one, with links spelled by page.
fn pages(entries: &[Value]) -> Vec<String> {
    let starts = (0..entries.len()).step_by(StoryPages::TAKE - 1);
    let page = |(number, start): (usize, usize)| {
        let end = entries.len().min(start + StoryPages::TAKE);
        let spelling = [["rel", "href"], ["relation", "link"]][number % 2];
        let entries = entries[start..end]
            .iter()
            .map(|entry| spelled(entry, spelling));
        Value::Array(entries.collect()).to_string()
    };
    starts.enumerate().map(page).collect()
}

fn spelled(entry: &Value, [relation, address]: [&str; 2]) -> Value {
    let mut entry = entry.clone();
    if let Some(links) = entry["links"].as_array_mut() {
        for link in links {
            *link = json!({ relation: link[0], address: link[1] });
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 12, 31).unwrap()
    }

    #[test]
    fn shares_come_out_near_the_truth() {
        let truth = StoryTruth {
            stories: 20_000,
            ..StoryTruth::default()
        };
        let pages = StoryPages::new(&truth, day(), 1).unwrap();
        // Of 400 days, 371 are up to the day; five standard errors of 8,000 concerns.
        let concerns = pages.concerns as f64 / 20_000.0;
        assert!(
            (concerns - 0.4 * 370.0 / 400.0).abs() < 5.0 * (0.24_f64 / 20_000.0).sqrt() + 0.002,
            "{concerns}"
        );
        let changed = pages.with_change as f64 / pages.concerns as f64;
        assert!(changed > 0.10 && changed < 0.15, "{changed}");
    }

    #[test]
    fn the_same_seed_gives_the_same_pages() {
        let pages = |seed| StoryPages::new(&StoryTruth::default(), day(), seed).unwrap();
        assert_eq!(pages(1), pages(1));
        assert_ne!(pages(1), pages(2));
        let none = StoryTruth {
            stories: 0,
            ..StoryTruth::default()
        };
        assert!(StoryPages::new(&none, day(), 1).unwrap().stories.is_empty());
    }

    #[test]
    fn a_truth_that_has_no_meaning_is_an_error() {
        for truth in [
            StoryTruth {
                concerns: 1.1,
                ..StoryTruth::default()
            },
            StoryTruth {
                replied: -0.1,
                ..StoryTruth::default()
            },
            StoryTruth {
                changed: f64::NAN,
                ..StoryTruth::default()
            },
            StoryTruth {
                organisations: 0,
                ..StoryTruth::default()
            },
        ] {
            assert!(matches!(
                StoryPages::new(&truth, day(), 1),
                Err(Error::OutOfRange { .. })
            ));
        }
    }
}
