//! Several rounds of fieldwork from files.

use std::path::PathBuf;

use poet::benchmark::waves::{OverlapSign, Round, Waves};
use poet::domain::Wave;
use poet::{Instrument, Settings, Tally};

use super::{Survey, day};
use crate::args::SurveyFile;
use crate::failure::Failure;

const NEXT: &str =
    "name days, edition and file, such as 2013-03-04..2013-03-28:adult-holders@2013=2013.csv";

/// One round of fieldwork, counted.
pub(crate) struct Fieldwork {
    pub(crate) wave: Wave,
    pub(crate) tally: Tally,
}

impl Fieldwork {
    /// Reads the file of a round as `survey` reads its own, but for words and columns, which are those of an edition; `flag` is where it stands in the command line.
    pub(crate) fn read(flag: &str, text: &str, survey: &SurveyFile) -> Result<Self, Failure> {
        let off = |what: &str| Failure::call(format!("{flag} {text}: {what}")).next(NEXT);
        let (when, file) = text.split_once('=').ok_or_else(|| off("no `=`"))?;
        let (days, named) = match when.split_once(':') {
            Some((days, named)) => (days, Some(named.to_owned())),
            None => (when, None),
        };
        let own = !survey.instrument.is_empty();
        let instrument = named.or_else(|| own.then(|| survey.instrument.clone()));
        let survey = Survey::new(&SurveyFile {
            file: Some(PathBuf::from(file)),
            instrument: instrument.ok_or_else(|| off("no edition"))?,
            wording: None,
            mapping: None,
            ..survey.clone()
        })?;
        let tally = survey.counted()?;
        Ok(Self {
            wave: wave(flag, days, tally.instrument())?,
            tally,
        })
    }
}

/// The round of these days, named after them.
pub(crate) fn wave(flag: &str, days: &str, instrument: &Instrument) -> Result<Wave, Failure> {
    let (opens, closes) = days.split_once("..").unwrap_or((days, days));
    let id = match opens == closes {
        true => opens.to_owned(),
        false => format!("{opens}/{closes}"),
    };
    let flag = &format!("{flag} {days}");
    let (opens, closes) = (day(flag, opens)?, day(flag, closes)?);
    let id = id.parse().map_err(Failure::call)?;
    let wave = Wave::new(id, instrument.key().clone(), opens, closes);
    wave.map_err(|error| Failure::call(format!("{flag}: {error}")))
}

/// Follows every question through rounds, and tells whoever has the files what to look at.
pub(crate) fn waves(rounds: &[Round<'_>]) -> Result<Waves, Failure> {
    let waves = Waves::new(rounds, &Settings::default()).map_err(Failure::call)?;
    for broken in waves.breaks() {
        let since = broken.since.as_ref();
        let extent = since.map_or_else(
            || "not followed".to_owned(),
            |since| format!("followed since {since}"),
        );
        eprintln!("poet: {} is {extent}: {}", broken.item, broken.reason);
    }
    for held in waves.held() {
        eprintln!(
            "poet: round {wave} is left out: it was open at the same time as {by} and no count of it is above that of {by}, so \
             everybody in it may be in {by} too; if they are other people, give each round the dates on which its own were \
             asked",
            wave = held.wave,
            by = held.by
        );
    }
    for overlap in waves.overlaps() {
        let (earlier, later) = (&overlap.earlier, &overlap.later);
        match overlap.sign {
            OverlapSign::Dates => {
                eprintln!(
                    "poet: rounds {earlier} and {later} were open at the same time: people may be in both"
                );
            }
            OverlapSign::Counts => eprintln!(
                "poet: every count of {earlier} is within {later}: where the file of {later} was added to that of {earlier}, \
                 say from which day on its people were asked"
            ),
        }
    }
    Ok(waves)
}
