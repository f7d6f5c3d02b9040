//! `poet plan`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use poet::benchmark::progress::{Movement, Subject};
use poet::domain::participation::{Action, ActionPlan, ParticipationError, Remeasurement};
use poet::export::YouSaid;
use poet::{Policy, Settings, Tally};

use crate::args::{PageFormat, People, PlanCommand, PlanReport, SurveyFile};
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey::{self, Survey};

pub(crate) fn run(command: &PlanCommand) -> Result<Outcome, Failure> {
    match command {
        PlanCommand::Check { file } => check(&Input(file.clone())),
        PlanCommand::Report(args) => report(args),
    }
}

fn read(file: &Input) -> Result<Result<ActionPlan, ParticipationError>, Failure> {
    let text = file.read()?;
    Ok(match text.trim_start().starts_with('{') {
        true => ActionPlan::from_json(&text),
        false => ActionPlan::from_toml(&text),
    })
}

/// Problems of the file are what was asked for, so they go to standard output.
fn check(file: &Input) -> Result<Outcome, Failure> {
    let (found, outcome) = match read(file)? {
        Ok(plan) => {
            let [findings, priorities, actions] = [
                plan.findings().len(),
                plan.priorities().len(),
                plan.actions().len(),
            ];
            let counts = format!("findings {findings}, priorities {priorities}, actions {actions}");
            (
                format!("{file}: the plan is sound; {counts}"),
                Outcome::Done,
            )
        }
        Err(error @ ParticipationError::Problems { .. }) => {
            (format!("{file}: {error}"), Outcome::WantsALook)
        }
        Err(error) => return Err(file.failure(&error)),
    };
    write_to(None, |out| {
        std::io::Write::write_fmt(out, format_args!("{found}\n"))
    })?;
    Ok(outcome)
}

fn report(args: &PlanReport) -> Result<Outcome, Failure> {
    let file = Input(args.file.clone());
    let plan = read(&file)?.map_err(|error| {
        let next = "`poet plan check FILE` lists the problems";
        file.failure(&error).next(next)
    })?;
    let as_at = survey::day("--as-at", &args.as_at)?;
    let directory = survey::directory(args.organisations.as_deref())?;
    let mut page = YouSaid::new(&plan, as_at).directory(&directory);
    let mut outcome = Outcome::Done;
    if let (Some(before), Some(after)) = (&args.before, &args.after) {
        let actions = actions(&plan, args)?;
        let [before, after] = waves(&plan, &actions, args, [before, after])?;
        for (action, again) in actions {
            match movement(&plan, (action, again), [&before, &after]) {
                Ok(movement) => {
                    let released = Policy::of(args.policy.into()).apply_movement(&movement);
                    page = page.moved(action.id(), released);
                }
                Err(error) => {
                    eprintln!("poet: action {}: {error}", action.id());
                    outcome = Outcome::WantsALook;
                }
            }
        }
    }
    let output = args.output.as_deref();
    match args.format {
        PageFormat::Html => write_to(output, |out| page.write_html(out)),
        PageFormat::Text => write_to(output, |out| page.write_text(out)),
    }?;
    Ok(outcome)
}

type Measured<'a> = (&'a Action, &'a Remeasurement);

/// Actions that were measured again over the pair of waves that the files are of.
fn actions<'a>(plan: &'a ActionPlan, args: &PlanReport) -> Result<Vec<Measured<'a>>, Failure> {
    let actions = plan.actions().iter();
    let all: Vec<Measured<'a>> = actions
        .filter_map(|a| Some((a, a.measured_again()?)))
        .collect();
    let pair = |again: &Remeasurement| [again.before().to_string(), again.after().to_string()];
    let mut pairs: BTreeSet<_> = all.iter().map(|(_, again)| pair(again)).collect();
    if !args.waves.is_empty() {
        pairs.retain(|pair| pair[..] == args.waves[..]);
    }
    match pairs.pop_first() {
        None => Err(Failure::call(
            "the plan measures nothing again over these waves",
        )),
        Some(_) if !pairs.is_empty() => {
            let next = "say which with --waves BEFORE,AFTER";
            Err(Failure::call("the plan measures over several pairs of waves").next(next))
        }
        Some(one) => Ok(all
            .into_iter()
            .filter(|(_, again)| pair(again) == one)
            .collect()),
    }
}

/// Both waves, counted.
fn waves(
    plan: &ActionPlan,
    actions: &[Measured<'_>],
    args: &PlanReport,
    files: [&PathBuf; 2],
) -> Result<[Tally; 2], Failure> {
    let named = actions
        .iter()
        .filter_map(|(action, _)| plan.finding_of(action));
    let mut named: BTreeSet<String> = named.map(|f| f.instrument().to_string()).collect();
    let instrument = match (&args.instrument, named.pop_first()) {
        (Some(instrument), _) => instrument.clone(),
        (None, Some(only)) if named.is_empty() => only,
        _ => {
            return Err(Failure::call("the plan names several instruments")
                .next("say which with --instrument"));
        }
    };
    let after = args.instrument_after.as_ref().unwrap_or(&instrument);
    Ok([count(files[0], &instrument)?, count(files[1], after)?])
}

fn count(file: &Path, instrument: &str) -> Result<Tally, Failure> {
    Survey::new(&SurveyFile {
        file: Some(file.to_owned()),
        instrument: instrument.to_owned(),
        wording: None,
        mapping: None,
        by: None,
        one_organisation: None,
        threads: None,
        people: People::default(),
    })?
    .counted()
}

fn movement(
    plan: &ActionPlan,
    (action, again): Measured<'_>,
    [before, after]: [&Tally; 2],
) -> Result<Movement, poet::benchmark::Error> {
    let finding = plan.finding_of(action);
    let subject = Subject {
        measured: again.measured(),
        organisation: finding.and_then(|finding| finding.organisation()),
    };
    Movement::new(before, after, subject, &Settings::default())
}
