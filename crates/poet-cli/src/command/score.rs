//! `poet score`.

use std::io::Write;

use poet::Scorer;
use poet::import::Batch;
use poet::scoring::{Score, Standing};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::files::Output;
use crate::survey::Survey;

const HEADER: [&str; 9] = [
    "response_id",
    "organisation",
    "measure",
    "version",
    "value",
    "absent",
    "answered",
    "minimum",
    "of",
];

pub(crate) fn run(args: &args::Score) -> Result<Outcome, Failure> {
    let survey = Survey::new(&args.survey)?;
    let scorer = Scorer::new(&survey.instrument).map_err(Failure::call)?;
    eprintln!("poet: scores of single people are not for publication");
    let mut out = csv::Writer::from_writer(Output::create(args.output.as_deref())?);
    let begun = out.write_record(HEADER);
    let ((mut out, written), report) = survey.each((out, begun), |(out, written), batch| {
        if written.is_ok() {
            *written = write_batch(out, &scorer, batch);
        }
    })?;
    let written = written.and_then(|()| Ok(out.flush()?));
    written.map_err(|error| out.get_ref().failure(&error))?;
    Ok(match report.faulty() {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    })
}

fn write_batch(
    out: &mut csv::Writer<impl Write>,
    scorer: &Scorer,
    batch: Batch<'_>,
) -> csv::Result<()> {
    let scores = scorer
        .score_table(batch.table)
        .map_err(std::io::Error::other)?;
    for (at, row) in batch.table.rows().enumerate() {
        for measure in 0..scorer.instrument().measures().len() {
            if let Some(score) = scorer.read(&scores, measure, at) {
                write_score(out, [row.id(), row.organisation().as_str()], &score)?;
            }
        }
    }
    Ok(())
}

fn write_score(
    out: &mut csv::Writer<impl Write>,
    head: [&str; 2],
    score: &Score,
) -> csv::Result<()> {
    let (value, absent) = match score.standing {
        Standing::Value(value) => (value.to_string(), String::new()),
        Standing::Absent(why) => (String::new(), why.to_string()),
    };
    let numbers = [score.answered, score.minimum, score.of].map(|n| n.to_string());
    let [answered, minimum, of] = numbers.each_ref().map(String::as_str);
    let [id, organisation] = head;
    let (measure, version) = (score.measure.as_str(), score.version.to_string());
    out.write_record([
        id,
        organisation,
        measure,
        &version,
        &value,
        &absent,
        answered,
        minimum,
        of,
    ])
}
