//! What somebody told about a service.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Change, Criticality, ParticipationError, Polarity, Reply};
use crate::{FreeText, OrganisationId, StoryId};

/// What somebody told about a service, anonymous and moderated, with the replies to it.
///
/// Holds dates in order: nothing is published before it was sent in, no reply is older than the story. Replies stand in
/// the order of their days, each once.
///
/// # Examples
///
/// ```
/// use poet_core::FreeText;
/// use poet_core::participation::{Criticality, Story};
///
/// let story = Story::builder("4711".parse()?, "2014-03-01".parse()?)
///     .criticality(Criticality::Not)
///     .body(FreeText::new("They listened to me."))
///     .build()?;
/// assert_eq!(story.raises_concern(), Some(false));
/// assert!(!format!("{story:?}").contains("listened"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Story {
    fields: Fields,
}

#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Story")
)]
#[serde(deny_unknown_fields)]
struct Fields {
    id: StoryId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<FreeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<FreeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    submitted: Option<NaiveDate>,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    published: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    criticality: Option<Criticality>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    progress: Option<Progress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author_role: Option<FreeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replies: Vec<Reply>,
}

/// How far the site says that a story has come. It bears no date, so no figure as at a date rests on it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "FreeText", into = "String")]
#[non_exhaustive]
pub enum Progress {
    /// It is published.
    Published,
    /// Staff have read it.
    Read,
    /// Staff have replied.
    Responded,
    /// A change is planned.
    ChangePlanned,
    /// A change has been made.
    ChangeMade,
}

impl Progress {
    /// Every one, the least first.
    pub const ALL: [Self; 5] = [
        Self::Published,
        Self::Read,
        Self::Responded,
        Self::ChangePlanned,
        Self::ChangeMade,
    ];

    /// Word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Read => "read",
            Self::Responded => "responded",
            Self::ChangePlanned => "change_planned",
            Self::ChangeMade => "change_made",
        }
    }
}

#[cfg(feature = "schema")]
crate::schema::says!(
    Progress,
    "Progress",
    crate::schema::ClosedList::schema(Progress::ALL.map(Progress::code))
);

impl TryFrom<FreeText> for Progress {
    type Error = ParticipationError;

    fn try_from(word: FreeText) -> Result<Self, ParticipationError> {
        let found = Self::ALL.into_iter().find(|p| p.code() == word.reveal());
        found.ok_or(ParticipationError::Progress)
    }
}

impl From<Progress> for String {
    fn from(progress: Progress) -> Self {
        progress.code().to_owned()
    }
}

/// A word that an author or a moderator put on a story.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The word.
    pub name: FreeText,
    /// Group that the site puts it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<FreeText>,
    /// Which way it is meant.
    pub polarity: Polarity,
}

impl Story {
    /// A story of this name and day of publication.
    pub fn builder(id: StoryId, published: NaiveDate) -> StoryBuilder {
        StoryBuilder(Fields {
            id,
            title: None,
            body: None,
            submitted: None,
            published,
            criticality: None,
            progress: None,
            author_role: None,
            organisation: None,
            tags: Vec::new(),
            replies: Vec::new(),
        })
    }

    /// Adds a reply.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::ReplyTooEarly`] for one that is older than the story;
    /// [`ParticipationError::ReplyRepeated`] for a name that a reply has already. The story is then as it was.
    pub fn reply(&mut self, reply: Reply) -> Result<(), ParticipationError> {
        if reply.date() < self.first_day() {
            let reply = reply.id().clone();
            return Err(ParticipationError::ReplyTooEarly { reply });
        }
        let replies = &mut self.fields.replies;
        if replies.iter().any(|known| known.id() == reply.id()) {
            let reply = reply.id().clone();
            return Err(ParticipationError::ReplyRepeated { reply });
        }
        let order = |reply: &Reply| (reply.date(), reply.id().clone());
        let at = replies.partition_point(|known| order(known) < order(&reply));
        replies.insert(at, reply);
        Ok(())
    }

    /// Name of the story.
    pub fn id(&self) -> &StoryId {
        &self.fields.id
    }

    /// Title.
    pub fn title(&self) -> Option<&FreeText> {
        self.fields.title.as_ref()
    }

    /// What was told.
    pub fn body(&self) -> Option<&FreeText> {
        self.fields.body.as_ref()
    }

    /// Day on which it was sent in, where it is known.
    pub fn submitted(&self) -> Option<NaiveDate> {
        self.fields.submitted
    }

    /// Day of publication.
    pub fn published(&self) -> NaiveDate {
        self.fields.published
    }

    /// How critical it is; none where nobody has said.
    pub fn criticality(&self) -> Option<Criticality> {
        self.fields.criticality
    }

    /// How far the site says that it has come.
    pub fn progress(&self) -> Option<Progress> {
        self.fields.progress
    }

    /// Who tells it: somebody who uses the service, a relative, a carer.
    pub fn author_role(&self) -> Option<&FreeText> {
        self.fields.author_role.as_ref()
    }

    /// Organisation that it is about, where it names one.
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.fields.organisation.as_ref()
    }

    /// Words that were put on it.
    pub fn tags(&self) -> &[Tag] {
        &self.fields.tags
    }

    /// Replies in the order of their days.
    pub fn replies(&self) -> &[Reply] {
        &self.fields.replies
    }

    /// Whether it raises a concern; unknown where nobody has said how critical it is.
    pub fn raises_concern(&self) -> Option<bool> {
        self.criticality().map(Criticality::raises_concern)
    }

    /// The most that the replies up to and on `as_at` say about change; none where there was no reply.
    pub fn change(&self, as_at: NaiveDate) -> Option<Change> {
        let until = self.replies().iter().filter(|reply| reply.date() <= as_at);
        until.map(Reply::says).max()
    }

    /// First day on which anybody could reply.
    fn first_day(&self) -> NaiveDate {
        self.fields.submitted.unwrap_or(self.fields.published)
    }
}

impl TryFrom<Fields> for Story {
    type Error = ParticipationError;

    fn try_from(mut fields: Fields) -> Result<Self, ParticipationError> {
        if fields.submitted.is_some_and(|day| day > fields.published) {
            return Err(ParticipationError::PublishedTooEarly);
        }
        let replies = std::mem::take(&mut fields.replies);
        let mut story = Self { fields };
        replies
            .into_iter()
            .try_for_each(|reply| story.reply(reply))?;
        Ok(story)
    }
}

impl From<Story> for Fields {
    fn from(story: Story) -> Self {
        story.fields
    }
}

/// A story in the making.
#[derive(Clone, Debug)]
pub struct StoryBuilder(Fields);

impl StoryBuilder {
    /// Title; none where nothing is said.
    pub fn title(mut self, words: FreeText) -> Self {
        self.0.title = Some(words);
        self
    }

    /// What was told; nothing where nothing is said.
    pub fn body(mut self, words: FreeText) -> Self {
        self.0.body = Some(words);
        self
    }

    /// Day on which it was sent in; unknown where nothing is said.
    pub fn submitted(mut self, day: NaiveDate) -> Self {
        self.0.submitted = Some(day);
        self
    }

    /// How critical it is; unknown where nothing is said.
    pub fn criticality(mut self, level: Criticality) -> Self {
        self.0.criticality = Some(level);
        self
    }

    /// How far it has come; unknown where nothing is said.
    pub fn progress(mut self, progress: Progress) -> Self {
        self.0.progress = Some(progress);
        self
    }

    /// Who tells it; unknown where nothing is said.
    pub fn author_role(mut self, role: FreeText) -> Self {
        self.0.author_role = Some(role);
        self
    }

    /// Organisation that it is about; none where nothing is said.
    pub fn organisation(mut self, organisation: OrganisationId) -> Self {
        self.0.organisation = Some(organisation);
        self
    }

    /// Adds a word.
    pub fn tag(mut self, tag: Tag) -> Self {
        self.0.tags.push(tag);
        self
    }

    /// Adds a reply.
    pub fn reply(mut self, reply: Reply) -> Self {
        self.0.replies.push(reply);
        self
    }

    /// The story.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::PublishedTooEarly`] where it was sent in later than published, and as [`Story::reply`].
    pub fn build(self) -> Result<Story, ParticipationError> {
        self.0.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Change::{Made, Planned};

    fn day(of_march: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 3, of_march).unwrap()
    }

    fn reply(id: &str, of_march: u32, change: Change) -> Reply {
        Reply::new(id.parse().unwrap(), day(of_march)).change(change)
    }

    fn story() -> StoryBuilder {
        Story::builder("s".parse().unwrap(), day(10)).submitted(day(8))
    }

    #[test]
    fn words_are_kept_apart_and_shown_to_whom_asks() {
        let words = |text: &str| FreeText::new(text);
        let told = story()
            .title(words("t"))
            .body(words("b"))
            .author_role(words("r"));
        let told = told.build().unwrap();
        let shown =
            [told.title(), told.body(), told.author_role()].map(|text| text.map(FreeText::reveal));
        assert_eq!(shown, [Some("t"), Some("b"), Some("r")]);
    }

    #[test]
    fn days_stand_in_order_and_the_same_day_is_in_order() {
        assert!(story().submitted(day(10)).build().is_ok());
        let late = story().submitted(day(11)).build();
        assert_eq!(late, Err(ParticipationError::PublishedTooEarly));
        assert!(story().reply(reply("a", 8, Change::Made)).build().is_ok());
        let early = ParticipationError::ReplyTooEarly {
            reply: "a".parse().unwrap(),
        };
        let built = story().reply(reply("a", 7, Change::Made)).build();
        assert_eq!(built, Err(early.clone()));
        // Where nobody knows when it was sent in, the day of publication counts.
        let known = |of_march| {
            let story = Story::builder("s".parse().unwrap(), day(10));
            story.reply(reply("a", of_march, Change::Made)).build()
        };
        assert!(known(10).is_ok());
        assert_eq!(known(9), Err(early));
    }

    #[test]
    fn a_reply_counts_from_its_day_on_and_the_most_counts() {
        let story = story()
            .reply(reply("b", 20, Change::Made))
            .reply(reply("c", 25, Change::Neither))
            .reply(reply("a", 12, Change::Planned))
            .build()
            .unwrap();
        let order: Vec<_> = story.replies().iter().map(|r| r.id().as_str()).collect();
        assert_eq!(order, ["a", "b", "c"]);
        let found = [11, 12, 19, 20, 31].map(|of_march| story.change(day(of_march)));
        assert_eq!(
            found,
            [None, Some(Planned), Some(Planned), Some(Made), Some(Made)]
        );
    }

    #[test]
    fn a_reply_stands_once_and_a_bad_one_changes_nothing() {
        let mut story = story()
            .reply(reply("a", 12, Change::Neither))
            .build()
            .unwrap();
        let before = story.clone();
        let reply = "a".parse().unwrap();
        let again = story.reply(self::reply("a", 13, Change::Made));
        assert_eq!(again, Err(ParticipationError::ReplyRepeated { reply }));
        assert_eq!(story, before);
    }

    #[test]
    fn a_file_is_held_to_the_same_rules_and_no_words_are_shown() {
        let whole = story()
            .title(FreeText::new("secret title"))
            .body(FreeText::new("secret body"))
            .author_role(FreeText::new("secret role"))
            .criticality(Criticality::Mildly)
            .progress(Progress::ChangePlanned)
            .organisation("RR8".parse().unwrap())
            .tag(Tag {
                name: FreeText::new("secret tag"),
                group: Some(FreeText::new("secret group")),
                polarity: Polarity::Negative,
            })
            .reply(
                reply("a", 12, Change::Planned)
                    .by(FreeText::new("secret name"))
                    .words(FreeText::new("secret reply")),
            )
            .build()
            .unwrap();
        assert!(!format!("{whole:?}").contains("secret"));
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Story>(&json).unwrap(), whole);
        let late = json.replace("2014-03-08", "2014-03-11");
        let told = serde_json::from_str::<Story>(&late)
            .unwrap_err()
            .to_string();
        assert_eq!(told, ParticipationError::PublishedTooEarly.to_string());
    }

    #[test]
    fn nobody_knows_whether_a_story_without_a_level_raises_a_concern() {
        assert_eq!(story().build().unwrap().raises_concern(), None);
        let rated = |level| story().criticality(level).build().unwrap().raises_concern();
        assert_eq!(rated(Criticality::Not), Some(false));
        assert_eq!(rated(Criticality::Minimally), Some(true));
    }
}
