//! `poet synth`.

use std::io::Write;

use poet::domain::{Directory, ItemId};
use poet_testkit::synth::{Beside, Csv, Places, Survey, Truth};

use crate::args::{AnswerForm, Synth};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey;

pub(crate) fn run(args: &Synth) -> Result<Outcome, Failure> {
    let instrument = survey::instrument(&args.instrument)?;
    let mut truth = Truth::of(&instrument);
    if let Places::Drawn { count, .. } = &mut truth.places {
        *count = args.organisations;
    }
    if args.beside {
        truth.beside = Beside::usual();
    }
    let synthetic = Survey::new(&instrument, truth, args.seed).map_err(Failure::call)?;
    let mut csv = match args.answers {
        AnswerForm::Codes => Csv::codes(),
        AnswerForm::Labels => Csv::labels(),
    };
    if !args.items.is_empty() {
        let items: Result<Vec<ItemId>, _> = args.items.iter().map(|item| item.parse()).collect();
        csv = csv.items(items.map_err(Failure::call)?);
    }
    write_to(args.output.as_deref(), |out| {
        synthetic.write_csv(0..args.people, out, &csv)
    })?;
    if let Some(path) = &args.save_organisations {
        write_to(Some(path), |out| {
            write_organisations(&synthetic.directory(), out)
        })?;
    }
    Ok(Outcome::Done)
}

/// Names of places hold letters and spaces only, so nothing wants quoting.
fn write_organisations(directory: &Directory, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "code,name")?;
    directory
        .iter()
        .try_for_each(|place| writeln!(out, "{},{}", place.id, place.name))
}
