//! Peers, partners and norm sets for every instrument, from what is released alone.

use poet::benchmark::norm::{NormComparison, NormSet};
use poet::benchmark::peers::{Partners, PeerComparison, PeerGroup, Profiles};
use poet::export::{CouncilReport, Tables};
use poet::{Catalogue, Findings, Policy, Settings, Tally};
use poet_testkit::synth::{Survey, Truth};

#[test]
fn every_instrument_has_peers_partners_and_a_norm_in_its_report() {
    for instrument in Catalogue::builtin().iter() {
        let survey = Survey::new(instrument, Truth::of(instrument), 11).unwrap();
        let mut tally = Tally::new(instrument).unwrap();
        let mut table = survey.table(0..3_000).unwrap();
        table.route();
        tally.add_table(&table).unwrap();
        let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
        let (place, directory) = (&survey.places()[0].id, survey.directory());

        let mut report = CouncilReport::new(&released, instrument, &directory, place).unwrap();
        let profiles = Profiles::new(&released, instrument).unwrap();
        // An instrument that asks nothing about people has no places that are alike.
        let group = PeerGroup::nearest(&profiles, place, 5)
            .or_else(|_| PeerGroup::of_kind(&released, &directory, place))
            .unwrap();
        let peers = [PeerComparison::new(&released, instrument, &group).unwrap()];
        report = report.peers(&peers[0]).unwrap();
        let partners = Partners::new(&released, instrument, place);
        if let Ok(partners) = &partners {
            report = report.partners(partners).unwrap();
        }
        let norm = NormSet::new(&released, Vec::new());
        let read = NormSet::from_json(&norm.to_json().unwrap()).unwrap();
        assert_eq!(read, norm, "{}", instrument.key());
        let against = NormComparison::new(&released, instrument, place, &read).unwrap();
        report = report.norm(&against).unwrap();

        let mut page = Vec::new();
        report.write(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("Against places like yours") && page.contains("Against the norm"));
        assert!(!page.contains("NaN") && !page.contains("<script"));
        let mut json = Vec::new();
        let tables = Tables::new(&released, instrument, &directory).unwrap();
        tables.peers(&peers).write_json(&mut json).unwrap();
        assert!(
            String::from_utf8(json)
                .unwrap()
                .contains("\"peers\":[{\"group\"")
        );
    }
}
