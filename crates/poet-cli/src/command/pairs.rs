//! `poet pairs`.

use poet::Policy;
use poet::benchmark::pairs::PairedCounts;
use poet::benchmark::release::{Audience, Figure, PairMatrix, Preset};
use poet::domain::{self, ItemId, PairCount, PointCode};

use crate::args::{PairBy, Pairs, SurveyFile};
use crate::failure::{Failure, Outcome};
use crate::files::Output;
use crate::survey::Survey;

const HEADER: [&str; 7] = [
    "audience",
    "holder_item",
    "holder_point",
    "carer_item",
    "carer_point",
    "pairs",
    "mark",
];

/// Stands for all points of a side.
const ALL: &str = "all";

pub(crate) fn run(args: &Pairs) -> Result<Outcome, Failure> {
    let item: ItemId = args.item.parse().map_err(Failure::call)?;
    let carer_item = args.carer_item.as_ref().unwrap_or(&args.item);
    let carer_item: ItemId = carer_item.parse().map_err(Failure::call)?;
    let [holders, carers] = sides(args);
    let holders = Survey::new(&holders)?.read()?.table;
    let carers = Survey::new(&carers)?.read()?.table;
    let pairs = match args.by {
        PairBy::Household => domain::Pairs::by_household(&holders, &carers),
        PairBy::Budget => domain::Pairs::by_budget(&holders, &carers),
    };
    tell("holders", pairs.holders());
    tell("carers", pairs.carers());
    let counts = PairedCounts::new(&pairs, (&holders, &item), (&carers, &carer_item));
    let counts = counts.map_err(Failure::call)?;
    let released = Policy::of(Preset::from(args.policy)).apply_pairs(&counts);
    let mut out = csv::Writer::from_writer(Output::create(args.output.as_deref())?);
    let written = write(&mut out, &released).and_then(|()| Ok(out.flush()?));
    written.map_err(|error| out.get_ref().failure(&error))?;
    Ok(Outcome::Done)
}

/// The two files, read alike.
fn sides(args: &Pairs) -> [SurveyFile; 2] {
    let side = |file: &std::path::PathBuf, instrument: &String, mapping| SurveyFile {
        file: Some(file.clone()),
        instrument: instrument.clone(),
        wording: None,
        mapping,
        by: None,
        one_organisation: None,
        threads: None,
        people: args.people.clone(),
    };
    [
        side(&args.holders, &args.instrument, args.mapping.clone()),
        side(
            &args.carers,
            &args.carer_instrument,
            args.carer_mapping.clone(),
        ),
    ]
}

/// Tells whoever has the files how many found each other; it is in no output.
fn tell(side: &str, count: PairCount) {
    let PairCount {
        paired,
        unpaired,
        ambiguous,
        unlinked,
    } = count;
    eprintln!(
        "poet: {side}: {paired} paired, {unpaired} without a counterpart, {ambiguous} with several on one side, {unlinked} \
         that belong to nothing known"
    );
}

fn write(out: &mut csv::Writer<Output>, matrix: &PairMatrix) -> csv::Result<()> {
    out.write_record(HEADER)?;
    let audience = match matrix.audience {
        Audience::Public => "public",
        Audience::Internal => "not for publication",
    };
    let mut line = |holder: &str, carer: &str, figure: Figure<u64>| {
        let pairs = figure.shown().map(|n| n.to_string()).unwrap_or_default();
        out.write_record([
            audience,
            matrix.holder_item.as_str(),
            holder,
            matrix.carer_item.as_str(),
            carer,
            &pairs,
            figure.mark().unwrap_or_default(),
        ])
    };
    let carers = || matrix.carer_points.iter().map(PointCode::as_str);
    for (row, holder) in matrix.holder_points.iter().enumerate() {
        for (figure, carer) in matrix.cells[row].iter().zip(carers()) {
            line(holder.as_str(), carer, *figure)?;
        }
        line(holder.as_str(), ALL, matrix.holder_totals[row])?;
    }
    for (figure, carer) in matrix.carer_totals.iter().zip(carers()) {
        line(ALL, carer, *figure)?;
    }
    line(ALL, ALL, matrix.answered)
}
