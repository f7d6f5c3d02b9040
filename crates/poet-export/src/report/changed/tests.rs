use super::*;

fn wave(opens: &str, closes: &str) -> WaveNote {
    use poet_benchmark::release::Policy;
    use poet_benchmark::tally::Tally;
    use poet_benchmark::waves::{Round, Waves};
    use poet_core::{Catalogue, Wave};
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let key = instrument.key().clone();
    let of = |id: &str, opens: &str, closes: &str| {
        let (opens, closes) = (opens.parse().unwrap(), closes.parse().unwrap());
        Wave::new(id.parse().unwrap(), key.clone(), opens, closes).unwrap()
    };
    let waves = [
        of("one", opens, closes),
        of("other", "2020-01-01", "2020-01-01"),
    ];
    let nobody = Tally::new(instrument).unwrap();
    let rounds = waves.each_ref().map(|wave| Round {
        wave,
        tally: &nobody,
    });
    let waves = Waves::new(&rounds, &poet_benchmark::Settings::default()).unwrap();
    Policy::ascs().apply_waves(&waves).waves[0].clone()
}

#[test]
fn a_round_is_dated_as_short_as_it_can_be() {
    assert_eq!(date(&wave("2013-03-04", "2013-03-28")), "Mar 2013");
    assert_eq!(date(&wave("2013-03-04", "2013-05-02")), "Mar to May 2013");
    assert_eq!(
        date(&wave("2013-11-04", "2014-01-02")),
        "Nov 2013 to Jan 2014"
    );
}
