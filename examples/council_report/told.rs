//! What may leave: released figures, and the tables and pages that are made of them.

use std::fs::{self, File};
use std::io::BufWriter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use poet::benchmark::drivers::Drivers;
use poet::benchmark::estimate::Confidence;
use poet::benchmark::peers::{Partners, PeerComparison, PeerGroup, Profiles};
use poet::benchmark::priorities::{Importance, Priorities};
use poet::benchmark::release::{Benchmark, Changes, DriverBenchmark, Scales};
use poet::benchmark::waves::{Round, Waves};
use poet::domain::{Directory, OrganisationId, Wave};
use poet::export::{ChangeTables, CouncilReport, DriverTable, NationalReport, ScaleTable, Tables};
use poet::{Findings, Instrument, Policy, Released, Settings};

use crate::Failure;
use crate::people::{Asked, People};
use crate::rounds::Fieldwork;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// Places that one is held against, those most like it.
const PEERS: usize = 8;

/// Everything about all places that has passed disclosure control.
pub(crate) struct AllPlaces {
    pub(crate) benchmark: Released<Benchmark>,
    pub(crate) conditions: Released<DriverBenchmark>,
    pub(crate) changes: Released<Changes>,
    pub(crate) scales: Released<Scales>,
    /// The place where most people answered.
    pub(crate) largest: OrganisationId,
}

impl AllPlaces {
    pub(crate) fn released(
        asked: &Asked,
        people: &People,
        (wave, earlier): (&Wave, &[Fieldwork]),
    ) -> Result<Self, Failure> {
        let (policy, settings) = (Policy::ascs(), Settings::default());
        let findings = Findings::new(&people.tally, &settings);
        let findings = findings.with_case_mix(&people.by_group, &asked.alike, None)?;
        let largest = findings.places().iter().max_by_key(|place| place.people);
        let tally = &people.tally;
        let rounds = earlier
            .iter()
            .map(|Fieldwork { wave, tally }| Round { wave, tally });
        let rounds: Vec<Round<'_>> = rounds.chain([Round { wave, tally }]).collect();
        let conditions = Drivers::new(&people.conditions, Confidence::P95, THREADS)?;
        Ok(Self {
            largest: largest.ok_or("nobody answered")?.id.clone(),
            benchmark: policy.apply(&findings),
            conditions: policy.apply_drivers(&conditions),
            changes: policy.apply_waves(&Waves::new(&rounds, &settings)?),
            scales: policy.apply_scales(&asked.scorer, &people.scales, Confidence::P95),
        })
    }
}

/// One place held against others, worked out from what is released of all.
pub(crate) struct OnePlace {
    /// Those most like it in who people are.
    peers: Released<PeerComparison>,
    /// Whom it can learn from.
    partners: Released<Partners>,
    /// What it may act on.
    priorities: Released<Priorities>,
}

impl OnePlace {
    pub(crate) fn of(all: &AllPlaces, instrument: &Instrument) -> Result<Self, Failure> {
        let (released, place) = (&all.benchmark, &all.largest);
        let group = PeerGroup::nearest(&Profiles::new(released, instrument)?, place, PEERS)?;
        let importance = Importance::of(&all.conditions);
        Ok(Self {
            peers: PeerComparison::new(released, instrument, &group)?,
            partners: Partners::new(released, instrument, place)?,
            priorities: Priorities::new(released, instrument, place, &importance)?,
        })
    }
}

/// A folder with the files of one audience.
pub(crate) struct Shelf<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) instrument: &'a Instrument,
    pub(crate) directory: &'a Directory,
    pub(crate) wave: &'a Wave,
}

impl Shelf<'_> {
    /// What a statistician takes: method, n, test, adjustment, and the reason of every absence.
    pub(crate) fn tables(&self, all: &AllPlaces, one: &OnePlace) -> Result<(), Failure> {
        let tables = Tables::new(&all.benchmark, self.instrument, self.directory)?
            .peers(std::slice::from_ref(&one.peers))
            .partners(std::slice::from_ref(&one.partners))
            .priorities(std::slice::from_ref(&one.priorities));
        tables.write_answers(self.create("answers.csv")?)?;
        tables.write_comparisons(self.create("comparisons.csv")?)?;
        tables.write_places(self.create("places.csv")?)?;
        tables.write_variation(self.create("variation.csv")?)?;
        tables.write_json(self.create("benchmark.json")?)?;
        DriverTable::new(&all.conditions, self.instrument)?
            .write_json(self.create("drivers.json")?)?;
        ChangeTables::new(&all.changes, self.instrument, self.directory)?
            .write_json(self.create("changes.json")?)?;
        ScaleTable::new(&all.scales, self.instrument)?.write_json(self.create("scales.json")?)?;
        fs::write(
            self.path("partners.json"),
            serde_json::to_vec(&one.partners)?,
        )?;
        Ok(())
    }

    /// What a councillor reads of one place; answers with what stands out there.
    pub(crate) fn page_of_one(
        &self,
        all: &AllPlaces,
        one: &OnePlace,
    ) -> Result<Vec<String>, Failure> {
        let (instrument, directory) = (self.instrument, self.directory);
        let page = CouncilReport::new(&all.benchmark, instrument, directory, &all.largest)?
            .wave(self.wave)
            .changes(&all.changes)?
            .drivers(&all.conditions)?
            .peers(&one.peers)?
            .partners(&one.partners)?
            .priorities(&one.priorities)?;
        page.write(self.create("report.html")?)?;
        Ok(page.what_stands_out())
    }

    /// What everybody reads of all places together.
    pub(crate) fn page_of_all(&self, all: &AllPlaces) -> Result<(), Failure> {
        NationalReport::new(&all.benchmark, self.instrument, self.directory)?
            .wave(self.wave)
            .changes(&all.changes)?
            .drivers(&all.conditions)?
            .scales(&all.scales)?
            .write(self.create("all-places.html")?)?;
        Ok(())
    }

    /// Where a file stands.
    pub(crate) fn path(&self, what: &str) -> PathBuf {
        let name = self.instrument.key().id.as_str();
        self.folder.join(format!("{name}-{what}"))
    }

    pub(crate) fn create(&self, what: &str) -> Result<BufWriter<File>, Failure> {
        Ok(BufWriter::new(File::create(self.path(what))?))
    }
}
