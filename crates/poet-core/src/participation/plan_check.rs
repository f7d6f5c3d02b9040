//! The one check of a plan: every problem is found, each with its place.

use chrono::NaiveDate;

use super::gathered::Gathered;
use super::plan_document::{Day, Document, EventEntry, FindingEntry, PriorityEntry};
use super::{Action, Measured, PlanFinding, Priority, ResultsEvent, Theme, ThemeSet};
use crate::{EntryId, OrganisationId, ProblemKind, ThemeSetId};

mod action;

const DAY: &str = "a day such as 2014-06-12";

/// What a plan is made of once it is sound.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Parts {
    pub(super) organisation: Option<OrganisationId>,
    pub(super) themes: Option<ThemeSetId>,
    pub(super) events: Vec<ResultsEvent>,
    pub(super) findings: Vec<PlanFinding>,
    pub(super) priorities: Vec<Priority>,
    pub(super) actions: Vec<Action>,
}

/// Reads every part and notes whatever is wrong; parts with a problem are left out.
pub(super) fn check(gathered: &mut Gathered, document: &Document, format: u32) -> Parts {
    gathered.format(document.format, format);
    gathered.words("title", &document.title);
    let organisation = document.organisation.as_deref();
    let mut parts = Parts {
        organisation: organisation.and_then(|id| gathered.name("organisation", id)),
        ..Parts::default()
    };
    let set = document.themes.as_deref();
    let set = set.map(|id| theme_set(gathered, id));
    parts.themes = set.flatten().map(|set| set.id().clone());
    // Themes of a set that is not known cannot be judged; without a set there are none.
    let themes = set.map_or(Some(&[][..]), |set| set.map(ThemeSet::themes));
    for (at, entry) in document.events.iter().enumerate() {
        parts
            .events
            .extend(event(gathered, &format!("events[{at}]"), entry));
    }
    names(gathered, document);
    for (at, entry) in document.findings.iter().enumerate() {
        let place = place("findings", at, &entry.id);
        parts.findings.extend(finding(
            gathered,
            &place,
            entry,
            parts.organisation.as_ref(),
        ));
    }
    for (at, entry) in document.priorities.iter().enumerate() {
        let place = place("priorities", at, &entry.id);
        let known = document.findings.iter().map(|f| f.id.as_str());
        gathered.declared(
            format!("{place}.finding"),
            ("finding", &entry.finding),
            known,
        );
        parts
            .priorities
            .extend(priority(gathered, &place, entry, themes));
    }
    for (at, entry) in document.actions.iter().enumerate() {
        let place = place("actions", at, &entry.id);
        let known = document.priorities.iter().map(|p| p.id.as_str());
        gathered.declared(
            format!("{place}.priority"),
            ("priority", &entry.priority),
            known,
        );
        let chain = action::chain(&parts, entry);
        parts
            .actions
            .extend(action::action(gathered, &place, entry, &chain));
    }
    parts
}

/// Place of an entry, with its name where it has one.
fn place(list: &str, at: usize, id: &str) -> String {
    match id.parse::<EntryId>() {
        Ok(id) => format!("{list}[{at}] ({id})"),
        Err(_) => format!("{list}[{at}]"),
    }
}

fn names(gathered: &mut Gathered, document: &Document) {
    let findings = document.findings.iter().map(|f| f.id.as_str());
    let priorities = document.priorities.iter().map(|p| p.id.as_str());
    let actions = document.actions.iter().map(|a| a.id.as_str());
    let of = |list: &'static str| move |(at, id)| (format!("{list}[{at}].id"), id);
    gathered.distinct(findings.enumerate().map(of("findings")));
    gathered.distinct(priorities.enumerate().map(of("priorities")));
    gathered.distinct(actions.enumerate().map(of("actions")));
}

fn theme_set(gathered: &mut Gathered, id: &str) -> Option<&'static ThemeSet> {
    let id: ThemeSetId = gathered.name("themes", id)?;
    let known = ThemeSet::builtin().iter().map(|set| set.id().as_str());
    gathered.declared("themes", ("theme set", id.as_str()), known);
    ThemeSet::named(&id)
}

fn day(gathered: &mut Gathered, place: &str, day: &Day) -> Option<NaiveDate> {
    if day.0.is_empty() {
        gathered.add(place, ProblemKind::Missing { wants: DAY });
        return None;
    }
    let read = day.0.parse().ok();
    if read.is_none() {
        let message = format!("wants {DAY}");
        gathered.add(place, ProblemKind::Entry { message });
    }
    read
}

/// Notes a day that is before one that must come first.
fn in_order(
    gathered: &mut Gathered,
    place: &str,
    day: NaiveDate,
    first: (NaiveDate, &'static str),
) {
    if day < first.0 {
        gathered.add(place, ProblemKind::TooEarly { what: first.1 });
    }
}

fn event(gathered: &mut Gathered, place: &str, entry: &EventEntry) -> Option<ResultsEvent> {
    let date = day(gathered, &format!("{place}.date"), &entry.date);
    if entry.people == 0 {
        let wants = "1 or more people";
        gathered.add(format!("{place}.people"), ProblemKind::OutOfRange { wants });
    }
    if entry.asked.is_empty() {
        let wants = "what people were asked";
        gathered.add(format!("{place}.asked"), ProblemKind::Missing { wants });
    }
    for (at, asked) in entry.asked.iter().enumerate() {
        gathered.words(format!("{place}.asked[{at}]"), asked);
    }
    Some(ResultsEvent {
        date: date?,
        people: entry.people,
        asked: entry.asked.clone(),
    })
}

/// What an entry says was measured, by item, measure or series: place, and the three of them.
type Named<'a> = (&'a str, [&'a Option<String>; 3]);

/// What was measured; notes more than one thing.
fn measured(gathered: &mut Gathered, (place, named): Named<'_>) -> Option<Measured> {
    if named.iter().filter(|name| name.is_some()).count() > 1 {
        let because = "one of item, measure and series says what was measured";
        gathered.add(place, ProblemKind::Misplaced { because });
        return None;
    }
    let [item, measure, series] = named.map(Option::as_deref);
    if let Some(item) = item {
        return gathered
            .name(format!("{place}.item"), item)
            .map(Measured::Item);
    }
    if let Some(measure) = measure {
        return gathered
            .name(format!("{place}.measure"), measure)
            .map(Measured::Measure);
    }
    gathered
        .name(format!("{place}.series"), series?)
        .map(Measured::Series)
}

fn finding(
    gathered: &mut Gathered,
    place: &str,
    entry: &FindingEntry,
    plan: Option<&OrganisationId>,
) -> Option<PlanFinding> {
    let id = gathered.name(format!("{place}.id"), &entry.id);
    gathered.words(format!("{place}.said"), &entry.said);
    let instrument = gathered.name(format!("{place}.instrument"), &entry.instrument);
    let wave = gathered.name(format!("{place}.wave"), &entry.wave);
    let own = entry.organisation.as_deref();
    let own = own.and_then(|id| gathered.name(format!("{place}.organisation"), id));
    let named = [&entry.item, &entry.measure, &entry.series];
    if named.iter().all(|name| name.is_none()) {
        let wants = "an item, a measure or a series";
        gathered.add(place, ProblemKind::Missing { wants });
    }
    let measured = measured(gathered, (place, named));
    Some(PlanFinding {
        id: id?,
        said: entry.said.clone(),
        instrument: instrument?,
        wave: wave?,
        measured: measured?,
        organisation: own.or_else(|| plan.cloned()),
    })
}

fn priority(
    gathered: &mut Gathered,
    place: &str,
    entry: &PriorityEntry,
    themes: Option<&[Theme]>,
) -> Option<Priority> {
    let id = gathered.name(format!("{place}.id"), &entry.id);
    gathered.words(format!("{place}.title"), &entry.title);
    let chosen = day(gathered, &format!("{place}.chosen"), &entry.chosen);
    let theme = entry.theme.as_deref();
    if let (Some(theme), Some(themes)) = (theme, themes) {
        let known = themes.iter().map(|theme| theme.id().as_str());
        gathered.declared(format!("{place}.theme"), ("theme", theme), known);
    }
    Some(Priority {
        id: id?,
        finding: entry.finding.parse().ok()?,
        title: entry.title.clone(),
        chosen: chosen?,
        theme: theme.and_then(|theme| theme.parse().ok()),
    })
}
