//! `poet comments`.

use poet::benchmark::progress::CommentThemes;
use poet::domain::Directory;
use poet::domain::participation::{Comments, ParticipationError, ThemeSet};
use poet::export::Tables;
use poet::{Findings, Policy, Settings};

use crate::args::{self, TableFormat};
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};

pub(crate) fn run(args: &args::Comments) -> Result<Outcome, Failure> {
    let themes = themes(&args.themes)?;
    let file = Input(args.file.clone());
    let comments = match Comments::from_json(&themes, &file.read()?) {
        Ok(comments) => comments,
        Err(error @ ParticipationError::Problems { .. }) => {
            eprintln!("poet: {file}: {error}");
            return Ok(Outcome::WantsALook);
        }
        Err(error) => return Err(file.failure(&error)),
    };
    let mut counted = CommentThemes::new(&themes).map_err(Failure::call)?;
    for comment in &comments {
        counted.add(comment).map_err(Failure::call)?;
    }
    let findings = Findings::new(counted.tally(), &Settings::default());
    let released = Policy::of(args.policy.into()).apply(&findings);
    let directory = Directory::default();
    let tables = Tables::new(&released, counted.tally().instrument(), &directory);
    let tables = tables.map_err(Failure::call)?;
    let output = args.output.as_deref();
    match args.format {
        TableFormat::Comparisons => write_to(output, |out| tables.write_comparisons(out)),
        TableFormat::Answers => write_to(output, |out| tables.write_answers(out)),
        TableFormat::Json => write_to(output, |out| tables.write_json(out)),
    }?;
    Ok(Outcome::Done)
}

/// A set that comes with the command, or that of a file.
fn themes(named: &str) -> Result<ThemeSet, Failure> {
    let known = named.parse().ok().and_then(|id| ThemeSet::named(&id));
    if let Some(themes) = known {
        return Ok(themes.clone());
    }
    let file = Input(named.into());
    if !file.0.is_file() {
        let names: Vec<_> = ThemeSet::builtin()
            .iter()
            .map(|set| set.id().as_str())
            .collect();
        let next = format!(
            "name one of {}, or a TOML file of your own",
            names.join(", ")
        );
        return Err(Failure::call("no such set of themes").next(next));
    }
    ThemeSet::from_toml(&file.read()?).map_err(|error| file.failure(&error))
}
