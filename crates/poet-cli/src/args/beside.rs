//! What the command line says of places that an organisation is held against.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as Flags, ValueEnum};
use poet::domain::OrganisationId;

use super::Compared;

/// Peers and standards that organisations are held against.
#[derive(Clone, Debug, Flags)]
pub(crate) struct Against {
    /// Places to compare with beside everyone else: `region`, `kind`, `neighbours:N` for the N places most like it in who
    /// people are and how budgets are held, or codes parted by commas.
    #[arg(long, value_name = "PEERS")]
    pub(crate) peers: Option<PeersOf>,
    /// Favourable share that a question should reach, such as dignity=0.6; may be given several times.
    #[arg(long, value_name = "ITEM=SHARE")]
    pub(crate) standard: Vec<String>,
    /// Standards from a file (CSV with columns item and share).
    #[arg(long, value_name = "FILE")]
    pub(crate) standards: Option<PathBuf>,
}

/// Which places are peers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PeersOf {
    Region,
    Kind,
    Neighbours(NonZeroUsize),
    Chosen(Vec<OrganisationId>),
}

impl FromStr for PeersOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "region" => Ok(Self::Region),
            None if text == "kind" => Ok(Self::Kind),
            Some(("neighbours", count)) => {
                let count = count.parse();
                count
                    .map(Self::Neighbours)
                    .map_err(|_| "wants a number of places, such as neighbours:10".to_owned())
            }
            _ => {
                let codes = text.split(',').map(|code| code.trim().parse());
                let codes: Result<Vec<OrganisationId>, _> = codes.collect();
                codes.map(Self::Chosen).map_err(|error| error.to_string())
            }
        }
    }
}

/// Whom an organisation can learn from.
#[derive(Debug, Flags)]
pub(crate) struct Partners {
    #[command(flatten)]
    pub(crate) compared: Compared,
    /// Organisation that looks for partners, by its code in the data.
    #[arg(long, value_name = "CODE")]
    pub(crate) organisation: String,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = InWords::Text)]
    pub(crate) format: InWords,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Words for people, or every figure for machines.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum InWords {
    /// Sentences, a line each.
    Text,
    /// JSON: every figure.
    Json,
}

#[cfg(test)]
mod tests {
    use super::PeersOf;

    #[test]
    fn peers_are_named_by_a_word_a_number_or_codes() {
        assert_eq!("region".parse(), Ok(PeersOf::Region));
        let Ok(PeersOf::Neighbours(ten)) = "neighbours:10".parse() else {
            panic!("ten neighbours");
        };
        assert_eq!(ten.get(), 10);
        let two = ["E08000034", "E08000035"].map(|code| code.parse().unwrap());
        assert_eq!(
            "E08000034, E08000035".parse(),
            Ok(PeersOf::Chosen(two.to_vec()))
        );
        assert!("neighbours:0".parse::<PeersOf>().is_err());
        assert!("neighbours:few".parse::<PeersOf>().is_err());
    }
}
