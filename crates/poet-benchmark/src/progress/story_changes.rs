//! What became of the concerns that people raised.

use chrono::NaiveDate;
use poet_core::participation::{Change, Criticality, Story};
use poet_core::{Answer, Instrument, ItemId, OrganisationId, Response};

use crate::Error;
use crate::release::{Benchmark, ItemResult, Released};
use crate::tally::Tally;

const INSTRUMENT: &str = include_str!("story_changes.toml");

/// Stories counted by what became of the concern they raise, as at a day.
///
/// The headline is the share of stories raising a concern whose replies show a change planned or made. Entirely positive
/// stories are outside the base; a story that is published after the day is not counted, a reply after it does not
/// count, and a story of which nobody has said how critical it is raises no known concern. A story counts once: each
/// reply says what it says, and the most that was said by the day stands.
///
/// The stories are tallied like answers, so [`Findings`](crate::Findings) and a [`Policy`](crate::release::Policy) do the
/// rest. The day is the edition of the [instrument](StoryChanges::instrument): tallies of two days do not mix.
///
/// # Examples
///
/// ```
/// use poet_benchmark::progress::StoryChanges;
/// use poet_benchmark::{Findings, Settings, release::Policy};
/// use poet_core::participation::{Change, Criticality, Reply, Story};
///
/// let day = "2014-03-01".parse()?;
/// let story = |id: u32| Story::builder(format!("{id}").parse().unwrap(), day);
/// let reply = Reply::new("1".parse()?, day).change(Change::Made);
/// let mut changes = StoryChanges::new(day)?;
/// changes.add(&story(1).criticality(Criticality::Mildly).reply(reply).build()?)?;
/// changes.add(&story(2).criticality(Criticality::Severely).build()?)?;
/// changes.add(&story(3).criticality(Criticality::Not).build()?)?;
///
/// let released = Policy::internal().apply(&Findings::new(changes.tally(), &Settings::default()));
/// let headline = StoryChanges::headline(&released).unwrap().all.favourable.shown().unwrap();
/// assert_eq!((headline.people, headline.share), (Some(1), 0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StoryChanges {
    tally: Tally,
    as_at: NaiveDate,
    later: u64,
}

impl StoryChanges {
    /// Organisation under which stories that name none are counted.
    pub const NO_ORGANISATION: &str = "(no organisation stated)";

    /// No stories yet, as at a day.
    ///
    /// # Errors
    ///
    /// As [`StoryChanges::instrument`].
    pub fn new(as_at: NaiveDate) -> Result<Self, Error> {
        Ok(Self {
            tally: Tally::new(&Self::instrument(as_at)?)?,
            as_at,
            later: 0,
        })
    }

    /// What stories are counted as, in the edition of a day: how critical they are, and what became of the concern.
    ///
    /// # Errors
    ///
    /// [`Error::Instrument`] for a day whose year has more than four digits.
    pub fn instrument(as_at: NaiveDate) -> Result<Instrument, Error> {
        let text = INSTRUMENT.replace("AS-AT", &as_at.to_string());
        Instrument::from_toml(&text).map_err(Error::Instrument)
    }

    /// Counts a story.
    ///
    /// # Errors
    ///
    /// [`Error::Response`] where it does not fit the instrument, which no story shows.
    pub fn add(&mut self, story: &Story) -> Result<(), Error> {
        if story.published() > self.as_at {
            self.later += 1;
            return Ok(());
        }
        let response = response(story, self.as_at).map_err(Error::Response)?;
        self.tally.add(&response)
    }

    /// Counts stories.
    ///
    /// # Errors
    ///
    /// As [`StoryChanges::add`].
    pub fn add_all<'a>(
        &mut self,
        stories: impl IntoIterator<Item = &'a Story>,
    ) -> Result<(), Error> {
        stories.into_iter().try_for_each(|story| self.add(story))
    }

    /// The counts.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The day.
    pub fn as_at(&self) -> NaiveDate {
        self.as_at
    }

    /// Stories that are not counted since they were published after the day.
    pub fn later(&self) -> u64 {
        self.later
    }

    /// What became of concerns, among released figures: its favourable share is the headline.
    pub fn headline(released: &Released<Benchmark>) -> Option<&ItemResult> {
        released
            .items
            .iter()
            .find(|item| item.item.as_str() == "became")
    }
}

/// A story as an answer.
fn response(story: &Story, as_at: NaiveDate) -> Result<Response, poet_core::Error> {
    let organisation = match story.organisation() {
        Some(id) => id.clone(),
        None => StoryChanges::NO_ORGANISATION.parse::<OrganisationId>()?,
    };
    let response = Response::new(story.id().as_str().parse()?, organisation);
    let Some(level) = story.criticality() else {
        return Ok(response);
    };
    let response = response.with(item("criticality")?, Answer::Choice(level.code().parse()?));
    if level == Criticality::Not {
        return Ok(response);
    }
    let became = match story.change(as_at) {
        Some(Change::Made) => "made",
        Some(Change::Planned) => "planned",
        Some(Change::Neither) => "replied",
        None => "no_reply",
    };
    Ok(response.with(item("became")?, Answer::Choice(became.parse()?)))
}

fn item(id: &str) -> Result<ItemId, poet_core::Error> {
    id.parse()
}

#[cfg(test)]
mod tests {
    use poet_core::participation::Reply;
    use proptest::prelude::*;

    use super::*;
    use crate::release::{Figure, Policy};
    use crate::{Findings, Settings};

    fn day(of_march: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 3, of_march).unwrap()
    }

    fn story(
        id: u32,
        of_march: u32,
        level: Option<Criticality>,
        replies: &[(u32, Change)],
    ) -> Story {
        let mut story = Story::builder(id.to_string().parse().unwrap(), day(of_march))
            .organisation(format!("place-{}", id % 2).parse().unwrap());
        if let Some(level) = level {
            story = story.criticality(level);
        }
        for (at, &(day, change)) in replies.iter().enumerate() {
            let reply = Reply::new(
                at.to_string().parse().unwrap(),
                self::day(day.max(of_march)),
            );
            story = story.reply(reply.change(change));
        }
        story.build().unwrap()
    }

    fn changes(stories: &[Story], as_at: u32) -> StoryChanges {
        let mut changes = StoryChanges::new(day(as_at)).unwrap();
        changes.add_all(stories).unwrap();
        changes
    }

    /// People and base of the headline, everywhere and by place; none where nobody raised a concern.
    fn headline(changes: &StoryChanges) -> Vec<Option<(u64, u64)>> {
        let findings = Findings::new(changes.tally(), &Settings::default());
        let released = Policy::internal().apply(&findings);
        let item = StoryChanges::headline(&released).unwrap();
        let cells = [&item.all].into_iter().chain(&item.places);
        cells
            .map(|cell| Some((cell.favourable.shown()?.people?, cell.base.shown()?)))
            .collect()
    }

    /// Counted by hand: of the ten, two are positive and one has no level, one is published on the 21st; of six concerns
    /// two had a change made by the 20th and one planned, one a reply, two none.
    fn ten() -> Vec<Story> {
        use Change::{Made, Neither, Planned};
        use Criticality::{Mildly, Minimally, Moderately, Not, Severely, Strongly};
        vec![
            story(0, 1, Some(Minimally), &[(5, Made)]),
            story(
                1,
                1,
                Some(Mildly),
                &[(5, Planned), (20, Made), (25, Neither)],
            ),
            story(2, 1, Some(Moderately), &[(20, Planned), (21, Made)]),
            story(3, 1, Some(Strongly), &[(20, Neither), (21, Planned)]),
            story(4, 1, Some(Severely), &[(21, Made)]),
            story(5, 20, Some(Minimally), &[]),
            story(6, 1, Some(Not), &[(5, Made)]),
            story(7, 1, Some(Not), &[]),
            story(8, 1, None, &[(5, Made)]),
            story(9, 21, Some(Severely), &[(21, Made)]),
        ]
    }

    #[test]
    fn the_share_of_concerns_with_a_change_is_as_counted_by_hand() {
        let changes = changes(&ten(), 20);
        assert_eq!(changes.later(), 1);
        assert_eq!(changes.tally().people(), Some(9));
        // Place 0 has stories 0, 2 and 4, place 1 has 1, 3 and 5.
        assert_eq!(
            headline(&changes),
            [Some((3, 6)), Some((2, 3)), Some((1, 3))]
        );
        assert_eq!(
            changes.tally().instrument().key().to_string(),
            "story-changes@2014-03-20"
        );
        let findings = Findings::new(changes.tally(), &Settings::default());
        let released = Policy::internal().apply(&findings);
        let all = &StoryChanges::headline(&released).unwrap().all;
        let people: Vec<_> = all
            .points
            .iter()
            .map(|p| p.shown().unwrap().people.unwrap())
            .collect();
        assert_eq!(people, [2, 1, 1, 2]);
        // Wilson 3 of 6: 0.5 -+ 1.96 sqrt(0.25/6 + 1.96^2/144) / (1 + 1.96^2/6).
        let share = all.favourable.shown().unwrap();
        assert!(
            (share.lower - 0.187_616_4).abs() < 1e-6 && (share.upper - 0.812_383_6).abs() < 1e-6
        );
    }

    #[test]
    fn a_day_later_counts_what_came_that_day() {
        assert_eq!(headline(&changes(&ten(), 21))[0], Some((6, 7)));
        assert_eq!(headline(&changes(&ten(), 4))[0], Some((0, 5)));
        assert_eq!(headline(&changes(&ten()[6..8], 20))[0], None);
    }

    #[test]
    fn few_stories_are_withheld_like_few_people() {
        let findings = Findings::new(changes(&ten(), 20).tally(), &Settings::default());
        let released = Policy::strict().apply(&findings);
        assert!(
            StoryChanges::headline(&released)
                .unwrap()
                .all
                .favourable
                .is_withheld()
        );
    }

    #[test]
    fn a_story_without_an_organisation_is_counted_apart() {
        let story = Story::builder("1".parse().unwrap(), day(1))
            .build()
            .unwrap();
        let changes = changes(&[story], 20);
        let places = changes.tally().organisations();
        assert_eq!(places[0].as_str(), StoryChanges::NO_ORGANISATION);
        assert_eq!(headline(&changes)[0], None);
        assert!(matches!(
            Policy::internal()
                .apply(&Findings::new(changes.tally(), &Settings::default()))
                .items[1]
                .all
                .favourable,
            Figure::Absent(_)
        ));
    }

    fn level() -> impl Strategy<Value = Option<Criticality>> {
        prop::option::of(prop::sample::select(&Criticality::ALL[..]))
    }

    prop_compose! {
        fn drawn()(
            id in 0..1000_u32,
            published in 1..28_u32,
            level in level(),
            replies in prop::collection::vec((1..31_u32, prop::sample::select(&Change::ALL[..])), 0..4),
        ) -> Story {
            story(id, published, level, &replies)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_positive_story_never_changes_the_headline(
            stories in prop::collection::vec(drawn(), 1..12), as_at in 1..31_u32, at in 1..28_u32,
        ) {
            let mut more = stories.clone();
            more.push(story(0, at, Some(Criticality::Not), &[(at, Change::Made)]));
            prop_assert_eq!(headline(&changes(&stories, as_at))[0], headline(&changes(&more, as_at))[0]);
        }

        #[test]
        fn a_later_reply_never_changes_an_earlier_day(
            stories in prop::collection::vec(drawn(), 1..12), as_at in 1..30_u32, one in any::<prop::sample::Index>(),
        ) {
            let mut more = stories.clone();
            let late = Reply::new("late".parse().unwrap(), day(31)).change(Change::Made);
            more[one.index(stories.len())].reply(late).unwrap();
            let [before, after] = [&stories, &more].map(|s| changes(s, as_at).tally().to_json().unwrap());
            prop_assert_eq!(before, after);
        }

        #[test]
        fn the_order_of_stories_changes_nothing(
            (stories, other) in prop::collection::vec(drawn(), 0..12)
                .prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
        ) {
            let [one, two] = [&stories, &other].map(|s| changes(s, 20).tally().to_json().unwrap());
            prop_assert_eq!(one, two);
        }
    }
}
