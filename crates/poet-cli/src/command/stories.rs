//! `poet stories`.

use std::path::PathBuf;

use poet::benchmark::progress::StoryChanges;
use poet::export::{Concerns, Tables};
use poet::import::StoryIntake;
use poet::{Findings, Policy, Settings};

use crate::args::{CountedFormat, Stories};
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey;

pub(crate) fn run(args: &Stories) -> Result<Outcome, Failure> {
    let mut changes =
        StoryChanges::new(survey::day("--as-at", &args.as_at)?).map_err(Failure::call)?;
    let mut intake = StoryIntake::default();
    each(&args.pages, |file| {
        intake
            .read_stories(file.open()?)
            .map_err(|error| file.failure(&error))
    })?;
    each(&args.replies, |file| {
        intake
            .read_replies(file.open()?)
            .map_err(|error| file.failure(&error))
    })?;
    let found = intake.finish();
    changes.add_all(&found.stories).map_err(Failure::call)?;
    let wants_a_look = found.report.wants_a_look();
    if wants_a_look || found.report.stories.repeated + found.report.replies.repeated > 0 {
        eprint!("{}", found.report);
    }
    let directory = survey::directory(args.organisations.as_deref())?;
    let findings = Findings::new(changes.tally(), &Settings::default());
    let released = Policy::of(args.policy.into()).apply(&findings);
    let instrument = changes.tally().instrument();
    let tables = Tables::new(&released, instrument, &directory).map_err(Failure::call)?;
    let output = args.output.as_deref();
    match args.format {
        CountedFormat::Text => write_to(output, |out| {
            Concerns::new(&released, &directory).write(out)
        }),
        CountedFormat::Comparisons => write_to(output, |out| tables.write_comparisons(out)),
        CountedFormat::Answers => write_to(output, |out| tables.write_answers(out)),
        CountedFormat::Json => write_to(output, |out| tables.write_json(out)),
    }?;
    Ok(match wants_a_look {
        true => Outcome::WantsALook,
        false => Outcome::Done,
    })
}

fn each(
    pages: &[PathBuf],
    mut read: impl FnMut(&Input) -> Result<(), Failure>,
) -> Result<(), Failure> {
    pages.iter().try_for_each(|page| read(&Input(page.clone())))
}
