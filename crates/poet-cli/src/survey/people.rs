//! What is done for the sake of the people in a file.

use poet::domain::{PseudonymKey, ResponseId};
use poet::import::Intake;

use crate::args::People;
use crate::failure::Failure;
use crate::files::Input;

/// Pseudonyms, and who is left out.
pub(super) fn with_people(mut intake: Intake, args: &People) -> Result<Intake, Failure> {
    if let Some(path) = &args.pseudonym_key {
        let file = Input(path.clone());
        let bytes = file.bytes()?;
        let key = PseudonymKey::new(bytes.trim_ascii_end()).map_err(|error| {
            let next =
                "`openssl rand -hex 32` makes one; keep it where nobody finds it beside the data";
            file.failure(&error).next(next)
        })?;
        intake = intake.with_pseudonyms(key);
    }
    if let Some(path) = &args.erased {
        let file = Input(path.clone());
        let text = file.read()?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let ids: Result<Vec<ResponseId>, _> = lines.map(str::parse).collect();
        intake = intake.without(ids.map_err(|error| file.failure(&error))?);
    }
    if let Some(day) = &args.as_at {
        intake = intake.as_at(self::day("--as-at", day)?);
    }
    Ok(intake)
}

/// A day of the command line.
pub(crate) fn day<T: std::str::FromStr>(flag: &str, text: &str) -> Result<T, Failure> {
    let wants = || Failure::call(format!("{flag}: wants a day such as 2014-12-31"));
    text.parse().map_err(|_| wants())
}
