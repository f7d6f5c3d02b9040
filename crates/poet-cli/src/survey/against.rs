//! Places and standards that an organisation is held against.

use std::path::Path;

use poet::Released;
use poet::benchmark::norm::{NormComparison, NormSet};
use poet::benchmark::peers::{
    Partners, PeerComparison, PeerGroup, Profiles, StandardComparison, Standards,
};
use poet::benchmark::priorities::{Importance, Priorities};
use poet::benchmark::release::{Benchmark, DriverBenchmark};
use poet::benchmark::{Absent, Error};
use poet::domain::{Directory, Instrument, OrganisationId};
use poet::export::CouncilReport;

use crate::args::{Against, PeersOf};
use crate::failure::Failure;
use crate::files::Input;

/// What to do about a standard that is none.
const STANDARD: &str = "a standard is an item and a share from 0 to 1 (CSV: columns item and share), of a question whose answers have a \
                        good and a bad side";

/// Released figures with what it takes to hold their places against others.
pub(crate) struct Held<'a> {
    pub(crate) released: &'a Released<Benchmark>,
    pub(crate) instrument: &'a Instrument,
    pub(crate) directory: &'a Directory,
    pub(crate) against: &'a Against,
}

/// What is told of one organisation beside the benchmark.
pub(crate) struct Beside {
    peers: Option<Released<PeerComparison>>,
    standards: Option<Released<StandardComparison>>,
    /// Or why no place is near.
    partners: Result<Released<Partners>, Absent>,
    norm: Option<Released<NormComparison>>,
    priorities: Option<Released<Priorities>>,
}

impl Beside {
    /// The report with all of it.
    pub(crate) fn told<'a>(
        &'a self,
        mut report: CouncilReport<'a>,
    ) -> Result<CouncilReport<'a>, Failure> {
        if let Some(peers) = &self.peers {
            report = report.peers(peers).map_err(Failure::call)?;
        }
        if let Some(standards) = &self.standards {
            report = report.standards(standards).map_err(Failure::call)?;
        }
        report = match &self.partners {
            Ok(partners) => report.partners(partners).map_err(Failure::call)?,
            Err(why) => report.no_partners(*why),
        };
        if let Some(norm) = &self.norm {
            report = report.norm(norm).map_err(Failure::call)?;
        }
        if let Some(priorities) = &self.priorities {
            report = report.priorities(priorities).map_err(Failure::call)?;
        }
        Ok(report)
    }
}

impl Held<'_> {
    /// Everything that is told of one organisation.
    pub(crate) fn beside(
        &self,
        organisation: &OrganisationId,
        norm: Option<&Path>,
        drivers: Option<&Released<DriverBenchmark>>,
    ) -> Result<Beside, Failure> {
        let standards = standards(self.against, self.instrument)?;
        Ok(Beside {
            peers: self.peers(organisation)?,
            standards: self.standards(organisation, &standards)?,
            partners: self.partners(organisation)?,
            norm: norm.map(|path| self.norm(organisation, path)).transpose()?,
            priorities: drivers
                .map(|found| self.priorities(organisation, found))
                .transpose()?,
        })
    }

    /// The organisation against its peers, where they are named.
    pub(crate) fn peers(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Option<Released<PeerComparison>>, Failure> {
        let Some(peers) = &self.against.peers else {
            return Ok(None);
        };
        let group = match peers {
            PeersOf::Region => PeerGroup::of_region(self.released, self.directory, organisation),
            PeersOf::Kind => PeerGroup::of_kind(self.released, self.directory, organisation),
            PeersOf::Chosen(ids) => PeerGroup::chosen(self.released, organisation, ids),
            PeersOf::Neighbours(k) => Profiles::new(self.released, self.instrument)
                .and_then(|profiles| PeerGroup::nearest(&profiles, organisation, k.get())),
        };
        let group = group.map_err(|error| {
            let next = "`--organisations FILE` tells regions and kinds of organisations";
            Failure::call(format!("--peers: {error}")).next(next)
        })?;
        let found = PeerComparison::new(self.released, self.instrument, &group);
        found.map(Some).map_err(Failure::call)
    }

    /// Whom the organisation can learn from, or why no place is near.
    fn partners(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Result<Released<Partners>, Absent>, Failure> {
        match Partners::new(self.released, self.instrument, organisation) {
            Ok(partners) => Ok(Ok(partners)),
            Err(Error::Absent(why)) => Ok(Err(why)),
            Err(error) => Err(Failure::call(error)),
        }
    }

    /// What the organisation may act on, where it is known what goes with outcomes.
    fn priorities(
        &self,
        organisation: &OrganisationId,
        drivers: &Released<DriverBenchmark>,
    ) -> Result<Released<Priorities>, Failure> {
        let importance = Importance::of(drivers);
        let found = Priorities::new(self.released, self.instrument, organisation, &importance);
        found.map_err(Failure::call)
    }

    /// The organisation against the norm set of a file.
    fn norm(
        &self,
        organisation: &OrganisationId,
        path: &Path,
    ) -> Result<Released<NormComparison>, Failure> {
        let norm = norm_set(path)?;
        let found = NormComparison::new(self.released, self.instrument, organisation, &norm);
        found.map_err(Failure::call)
    }

    /// The organisation against standards, where there are any.
    pub(crate) fn standards(
        &self,
        organisation: &OrganisationId,
        standards: &Standards,
    ) -> Result<Option<Released<StandardComparison>>, Failure> {
        if standards.is_empty() {
            return Ok(None);
        }
        let found =
            StandardComparison::new(self.released, self.instrument, organisation, standards);
        found.map(Some).map_err(Failure::call)
    }
}

/// The norm set of a file.
pub(crate) fn norm_set(path: &Path) -> Result<NormSet, Failure> {
    let file = Input(path.to_owned());
    NormSet::from_json(&file.read()?).map_err(|error| file.failure(&error))
}

/// The standards of the command line and of its file.
pub(crate) fn standards(args: &Against, instrument: &Instrument) -> Result<Standards, Failure> {
    let mut standards = Standards::default();
    if let Some(path) = &args.standards {
        let file = Input(path.clone());
        let mut rows = csv::Reader::from_reader(file.open()?);
        for (at, row) in rows.deserialize::<(String, f64)>().enumerate() {
            let place = format!("{file}: row {}", at + 2);
            let off = |error: &(dyn std::error::Error + 'static)| {
                Failure::file(&place, error).next(STANDARD)
            };
            let (item, share) = row.map_err(|error| off(&error))?;
            let with = standards.with(instrument, item.trim(), share);
            standards = with.map_err(|error| off(&error))?;
        }
        if standards.is_empty() {
            let nothing = std::io::Error::other("no standard in it");
            return Err(file.failure(&nothing).next(STANDARD));
        }
    }
    for text in &args.standard {
        let call = |error: &dyn std::fmt::Display| {
            Failure::call(format!("--standard {text}: {error}")).next(STANDARD)
        };
        let (item, share) = text
            .split_once('=')
            .ok_or_else(|| call(&"no `=`, wants such as dignity=0.6"))?;
        let share: f64 = share.trim().parse().map_err(|error| call(&error))?;
        let with = standards.with(instrument, item.trim(), share);
        standards = with.map_err(|error| call(&error))?;
    }
    Ok(standards)
}
