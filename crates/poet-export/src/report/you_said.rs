//! What people said, and what was done about it.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use poet_benchmark::release::{Audience, MovementResult, Released};
use poet_core::participation::{Action, ActionPlan, Priority, Stage, Standing, Status};
use poet_core::{Directory, EntryId};

use super::layout::narrow_table;
use super::moved;
use super::page::{INTERNAL_STYLE, STYLE};
use crate::Error;
use crate::number::people;

/// "You said, we did": a plan brought back to the people who were asked, in plain words, as a web page or as text.
///
/// Tells for each finding what people said, what was chosen, who does what by when, where it is, who was told, and what
/// the next wave showed. What is dated after the day of the page is left out. The page holds no script and loads
/// nothing.
///
/// # Examples
///
/// ```
/// use poet_core::participation::ActionPlan;
/// use poet_export::YouSaid;
///
/// let plan = ActionPlan::from_toml(r#"
///     format = 1
///     title = "After the survey of 2014"
///     findings = [{ id = "amount", said = "We do not know how much money there is.",
///         instrument = "adult-holders@2014", wave = "2014", item = "amount_known" }]
/// "#)?;
/// let mut text = Vec::new();
/// YouSaid::new(&plan, "2014-12-31".parse()?).write_text(&mut text)?;
/// let text = String::from_utf8(text)?;
/// assert!(text.contains("You said: We do not know how much money there is.\n  Nobody has chosen to work on this yet."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct YouSaid<'a> {
    plan: &'a ActionPlan,
    as_at: NaiveDate,
    directory: Option<&'a Directory>,
    movements: BTreeMap<EntryId, Released<MovementResult>>,
}

/// One thing that is told of an action: what it is about, and the words.
type Told = (&'static str, String);

impl<'a> YouSaid<'a> {
    /// A plan as it stands at the end of a day.
    pub fn new(plan: &'a ActionPlan, as_at: NaiveDate) -> Self {
        Self {
            plan,
            as_at,
            directory: None,
            movements: BTreeMap::new(),
        }
    }

    /// Names of organisations; their codes where nothing is said.
    pub fn directory(self, directory: &'a Directory) -> Self {
        let directory = Some(directory);
        Self { directory, ..self }
    }

    /// What the measure of an action did between the waves before and after it; not told where nothing is said.
    pub fn moved(mut self, action: &EntryId, movement: Released<MovementResult>) -> Self {
        self.movements.insert(action.clone(), movement);
        self
    }

    /// Writes the web page.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where the writer fails.
    pub fn write_html(&self, mut writer: impl Write) -> Result<(), Error> {
        writer.write_all(self.page().into_string().as_bytes())?;
        writer.flush()?;
        Ok(())
    }

    /// Writes the same as text.
    ///
    /// # Errors
    ///
    /// As [`YouSaid::write_html`].
    pub fn write_text(&self, mut writer: impl Write) -> Result<(), Error> {
        if self.is_internal() {
            writeln!(writer, "NOT FOR PUBLICATION\n")?;
        }
        writeln!(writer, "{}\n{}", self.plan.title(), self.subtitle())?;
        for line in self.events() {
            writeln!(writer, "\n{line}")?;
        }
        for chains in self.findings() {
            writeln!(writer, "\nYou said: {}", chains[0].finding.said())?;
            let mut before = None;
            for chain in &chains {
                if let Some(priority) = chain.priority
                    && before.replace(priority.id()) != Some(priority.id())
                {
                    writeln!(writer, "  We chose: {}", self.chosen(priority))?;
                }
                self.write_chain(chain, &mut writer)?;
            }
        }
        if !self.movements.is_empty() {
            writeln!(writer, "\n{}", moved::CAUTION)?;
        }
        writer.flush()?;
        Ok(())
    }

    fn write_chain(&self, chain: &Standing<'_>, writer: &mut impl Write) -> Result<(), Error> {
        let Some(action) = chain.action else {
            writeln!(writer, "  {}", chain.stage.words())?;
            return Ok(());
        };
        writeln!(writer, "  We do: {}", action.title())?;
        for (about, words) in self.told(chain, action) {
            writeln!(writer, "    {about}: {words}")?;
        }
        Ok(())
    }

    fn page(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "poet-export " (env!("CARGO_PKG_VERSION")) };
                    title { "You said, we did: " (self.plan.title()) }
                    style { (PreEscaped(STYLE)) @if self.is_internal() { (PreEscaped(INTERNAL_STYLE)) } }
                }
                body {
                    a.skip href="#main" { "Skip to what you said" }
                    @if self.is_internal() {
                        aside.internal aria-label="Not for publication" {
                            p { strong { "Not for publication." } " Nothing is withheld on this page." }
                        }
                    }
                    header {
                        p.kicker { "You said, we did" }
                        h1 { (self.plan.title()) }
                        p.subtitle { (self.subtitle()) }
                        @for line in self.events() { p { (line) } }
                    }
                    main #main {
                        @for (at, chains) in self.findings().iter().enumerate() {
                            (self.finding(at + 1, chains))
                        }
                        @if !self.movements.is_empty() {
                            section aria-labelledby="caution" {
                                h2 id="caution" { "What the numbers do not show" }
                                p { (moved::CAUTION) }
                            }
                        }
                    }
                    footer {
                        p {
                            "Made with POET as code " (env!("CARGO_PKG_VERSION"))
                            ", which is not affiliated with In Control or Lancaster University."
                        }
                    }
                }
            }
        }
    }

    /// One finding: what people said, what was chosen, and a table for each action.
    fn finding(&self, at: usize, chains: &[Standing<'_>]) -> Markup {
        let id = format!("said-{at}");
        let mut before: Option<&EntryId> = None;
        html! {
            section aria-labelledby=(id) {
                h2 id=(id) { "You said: " (chains[0].finding.said()) }
                @for chain in chains {
                    @if let Some(priority) = chain.priority && before.replace(priority.id()) != Some(priority.id()) {
                        p { strong { "We chose: " } (self.chosen(priority)) }
                    }
                    @match chain.action {
                        Some(action) => (self.action(chain, action)),
                        None => p.notice { (chain.stage.words()) },
                    }
                }
            }
        }
    }

    fn action(&self, chain: &Standing<'_>, action: &Action) -> Markup {
        let caption = html! { "We do: " (action.title()) };
        let head = html! { tr { th scope="col" { "What" } th.words scope="col" { "Answer" } } };
        let body = html! {
            @for (about, words) in self.told(chain, action) {
                tr { th scope="row" { (about) } td.words { (words) } }
            }
        };
        narrow_table(&caption, &head, &body)
    }

    /// What is told of an action.
    fn told(&self, chain: &Standing<'_>, action: &Action) -> Vec<Told> {
        let mut told: Vec<Told> = vec![
            ("Who does it", action.owner().to_owned()),
            ("By when", date(action.due())),
            ("Where it is", self.stage(chain, action)),
        ];
        let back = action
            .told()
            .iter()
            .filter(|told| told.date() <= self.as_at);
        told.extend(back.map(|back| {
            let words = format!("{}, on {}: {}", back.whom(), date(back.date()), back.how());
            ("Who was told", words)
        }));
        if action
            .measured_again()
            .is_some_and(|again| again.date() <= self.as_at)
            && let Some(movement) = self.movements.get(action.id())
        {
            told.push((
                "What people said when we asked again",
                moved::sentence(movement),
            ));
        }
        told
    }

    fn stage(&self, chain: &Standing<'_>, action: &Action) -> String {
        let mut words = chain.stage.words().to_owned();
        if let Some(Status::Dropped { reason }) = action.history().at(self.as_at)
            && chain.stage == Stage::Dropped
        {
            words = format!("{words} Why: {reason}");
        }
        match chain.days_overdue {
            0 => words,
            1 => format!("{words} It is 1 day late."),
            days => format!("{words} It is {} days late.", people(days)),
        }
    }

    fn chosen(&self, priority: &Priority) -> String {
        let theme = priority
            .theme()
            .and_then(|theme| self.plan.themes()?.theme(theme));
        match theme {
            Some(theme) => format!("{} ({})", priority.title(), theme.title().english()),
            None => priority.title().to_owned(),
        }
    }

    fn subtitle(&self) -> String {
        let day = date(self.as_at);
        match self.plan.organisation() {
            Some(id) => {
                let name = self
                    .directory
                    .map_or(id.as_str(), |directory| directory.name(id));
                format!("{name}. How things stood on {day}.")
            }
            None => format!("How things stood on {day}."),
        }
    }

    fn events(&self) -> Vec<String> {
        let past = self
            .plan
            .events()
            .iter()
            .filter(|event| event.date() <= self.as_at);
        past.map(|event| {
            let asked = event.asked().join(" ");
            let came = match event.people() {
                1 => "1 person".to_owned(),
                many => format!("{} people", people(many.into())),
            };
            format!(
                "{came} talked about it on {}. We asked: {asked}",
                date(event.date())
            )
        })
        .collect()
    }

    /// Chains by finding, in the order of the plan.
    fn findings(&self) -> Vec<Vec<Standing<'a>>> {
        let standing = self.plan.standing(self.as_at);
        let findings = standing.chunk_by(|one, two| one.finding.id() == two.finding.id());
        findings.map(<[_]>::to_vec).collect()
    }

    fn is_internal(&self) -> bool {
        let mut movements = self.movements.values();
        movements.any(|movement| movement.audience == Audience::Internal)
    }
}

/// A day as people write it: `12 June 2014`.
fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
