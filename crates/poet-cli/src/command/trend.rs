//! `poet trend`.

use poet::Policy;
use poet::benchmark::waves::Round;
use poet::export::ChangeTables;

use crate::args::{SurveyFile, Trend, TrendFormat};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Fieldwork};

pub(crate) fn run(args: &Trend) -> Result<Outcome, Failure> {
    let survey = SurveyFile {
        file: None,
        instrument: args.instrument.clone().unwrap_or_default(),
        wording: None,
        mapping: None,
        by: args.by.clone(),
        one_organisation: args.one_organisation.clone(),
        threads: args.threads,
        people: args.people.clone(),
    };
    if let [alone] = &args.waves[..] {
        let off = format!("--wave {alone}: the only round, wants two or more");
        return Err(Failure::call(off).next("give --wave once for each round"));
    }
    let read = |text: &String| Fieldwork::read("--wave", text, &survey);
    let rounds: Vec<Fieldwork> = args.waves.iter().map(read).collect::<Result<_, _>>()?;
    let borrowed: Vec<Round<'_>> = rounds
        .iter()
        .map(|Fieldwork { wave, tally }| Round { wave, tally })
        .collect();
    let changes = Policy::of(args.policy.into()).apply_waves(&survey::waves(&borrowed)?);
    let latest = changes.waves.last();
    let latest =
        latest.and_then(|latest| rounds.iter().find(|round| *round.wave.id() == latest.id));
    let Some(latest) = latest else {
        return Err(Failure::call("no round"));
    };
    let directory = survey::directory(args.organisations.as_deref())?;
    let tables = ChangeTables::new(&changes, latest.tally.instrument(), &directory);
    let tables = tables.map_err(Failure::call)?;
    write_to(args.output.as_deref(), |out| match args.format {
        TrendFormat::Changes => tables.write_changes(out),
        TrendFormat::Shares => tables.write_shares(out),
        TrendFormat::Json => tables.write_json(out),
    })?;
    Ok(Outcome::Done)
}
