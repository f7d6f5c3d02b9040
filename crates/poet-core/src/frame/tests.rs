use proptest::prelude::*;

use super::*;

fn frame(sampling: Sampling) -> Frame {
    Frame::new("ascs-core@2020-21".parse().unwrap(), sampling)
}

fn place(id: &str) -> OrganisationId {
    id.parse().unwrap()
}

fn stratum(id: &str) -> StratumId {
    id.parse().unwrap()
}

#[test]
fn forms_returned_are_at_most_those_sent_and_those_at_most_the_people() {
    let ten = FrameCount::of(10);
    assert!(ten.with_sent(10).is_ok() && ten.with_returned(10).is_ok());
    assert_eq!(ten.with_sent(11), Err(Error::FrameSent));
    assert_eq!(ten.with_returned(11), Err(Error::FrameReturned));
    let five = ten.with_sent(5).unwrap();
    assert_eq!(five.with_returned(6), Err(Error::FrameReturned));
    let all = five.with_returned(5).unwrap();
    assert_eq!(all.with_sent(4), Err(Error::FrameReturned));
    assert_eq!(
        (all.eligible(), all.sent(), all.returned()),
        (10, Some(5), Some(5))
    );
}

#[test]
fn a_stratum_stands_once_and_an_organisation_is_counted_in_one_way() {
    let mut frame = frame(Sampling::Random);
    let (north, south) = (place("north"), place("south"));
    let (one, two) = (stratum("1"), stratum("2"));
    let ten = FrameCount::of(10);
    frame.add(&north, Some(&one), ten).unwrap();
    frame.add(&north, Some(&two), ten).unwrap();
    frame.add(&south, None, ten).unwrap();
    let before = frame.clone();
    let organisation = north.clone();
    assert_eq!(
        frame.add(&north, Some(&one), FrameCount::of(3)),
        Err(Error::FrameTwice { organisation })
    );
    let organisation = north.clone();
    assert_eq!(
        frame.add(&north, None, ten),
        Err(Error::FrameStrata { organisation })
    );
    let organisation = south.clone();
    assert_eq!(
        frame.add(&south, Some(&one), ten),
        Err(Error::FrameStrata { organisation })
    );
    let organisation = south.clone();
    assert_eq!(
        frame.add(&south, None, ten),
        Err(Error::FrameTwice { organisation })
    );
    assert_eq!(frame, before);
    assert_eq!(frame.organisations().collect::<Vec<_>>(), [&north, &south]);
    let strata: Vec<_> = frame.strata(&north).map(|(name, _)| name).collect();
    assert_eq!(strata, [Some(&one), Some(&two)]);
    assert_eq!((frame.remove(&north), frame.remove(&north)), (2, 0));
    assert_eq!(frame.total(&north), None);
    assert_eq!(frame.strata(&north).count(), 0);
}

#[test]
fn a_total_is_known_as_far_as_every_part_is() {
    let mut frame = frame(Sampling::Random);
    let (north, south) = (place("north"), place("south"));
    let (one, two) = (stratum("1"), stratum("2"));
    let sent = FrameCount::of(40).with_sent(30).unwrap();
    let returned = sent.with_returned(12).unwrap();
    frame.add(&north, Some(&one), returned).unwrap();
    frame.add(&north, Some(&two), returned).unwrap();
    frame.add(&south, Some(&one), returned).unwrap();
    frame.add(&south, Some(&two), sent).unwrap();
    let north = frame.total(&north).unwrap();
    assert_eq!(
        (north.eligible, north.sent, north.returned),
        (80, Some(60), Some(24))
    );
    assert_eq!(frame.response_rate(&north), Some(0.4));
    let south = frame.total(&south).unwrap();
    assert_eq!(
        (south.eligible, south.sent, south.returned),
        (80, Some(60), None)
    );
    assert_eq!(frame.response_rate(&south), None);
    let both: FrameTotal = [north, south].into_iter().sum();
    assert_eq!(
        (both.eligible, both.sent, both.returned),
        (160, Some(120), None)
    );
}

#[test]
fn everybody_is_asked_where_everybody_is_and_nobody_else_is_taken_to_be() {
    let total = |returned| FrameTotal {
        eligible: 50,
        sent: None,
        returned: Some(returned),
    };
    let rate = |sampling, returned| frame(sampling).response_rate(&total(returned));
    assert_eq!(rate(Sampling::Everybody, 20), Some(0.4));
    assert_eq!(rate(Sampling::Everybody, 50), Some(1.0));
    assert_eq!(rate(Sampling::Everybody, 51), None);
    assert_eq!(rate(Sampling::Random, 20), None);
    assert_eq!(rate(Sampling::Volunteers, 20), None);
    let none_sent = FrameTotal {
        eligible: 5,
        sent: Some(0),
        returned: Some(0),
    };
    assert_eq!(frame(Sampling::Random).response_rate(&none_sent), None);
    let fewer = FrameTotal {
        sent: Some(40),
        ..total(20)
    };
    assert_eq!(frame(Sampling::Everybody).sent(&fewer), Some(40));
}

#[test]
fn a_file_is_held_to_the_same_rules() {
    let read = |strata: &str| {
        let text = format!(
            r#"{{"instrument":"ascs-core@2020-21","wave":"2020","sampling":"random","strata":[{strata}]}}"#
        );
        serde_json::from_str::<Frame>(&text)
            .map(|frame| serde_json::to_string(&frame).unwrap() == text)
    };
    let row = r#"{"organisation":"north","stratum":"1","eligible":10,"sent":5,"returned":2}"#;
    assert!(read(row).unwrap(), "what is read is written as it was");
    assert!(read(r#"{"organisation":"north","eligible":10}"#).unwrap());
    let refused = |strata: &str| read(strata).unwrap_err().to_string();
    assert!(refused(&format!("{row},{row}")).starts_with("organisation north has a stratum twice"));
    let more = r#"{"organisation":"north","eligible":10,"sent":11}"#;
    assert!(refused(more).starts_with("more forms were sent"));
    let more = r#"{"organisation":"north","eligible":10,"sent":4,"returned":5}"#;
    assert!(refused(more).starts_with("more forms were returned"));
    assert!(read(r#"{"organisation":"north","eligible":-1}"#).is_err());
}

#[test]
fn a_frame_knows_its_wave_its_instrument_and_how_people_were_asked() {
    let frame = frame(Sampling::Volunteers);
    assert_eq!(frame.wave(), None);
    let frame = frame.in_wave("2014-spring".parse().unwrap());
    assert_eq!(frame.wave().map(WaveId::as_str), Some("2014-spring"));
    assert_eq!(frame.instrument().to_string(), "ascs-core@2020-21");
    assert_eq!(frame.sampling(), Sampling::Volunteers);
}

/// A count that keeps its promise.
fn count() -> impl Strategy<Value = FrameCount> {
    let known = prop::option::of(0.0..=1.0_f64);
    (any::<u32>(), known.clone(), known).prop_map(|(eligible, sent, returned)| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a count"
        )]
        let part = |of: u32, share: f64| (f64::from(of) * share) as u32;
        let mut count = FrameCount::of(eligible);
        if let Some(share) = sent {
            count = count.with_sent(part(eligible, share)).unwrap();
        }
        if let Some(share) = returned {
            let most = count.sent().unwrap_or(eligible);
            count = count.with_returned(part(most, share)).unwrap();
        }
        count
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        counts in prop::collection::btree_map((0..4_u8, prop::option::of(0..3_u8)), count(), 0..9),
    ) {
        let mut frame = frame(Sampling::Everybody);
        for ((at, within), count) in counts {
            let within = within.map(|within| stratum(&format!("s{within}")));
            // An organisation that is counted in the other way is refused.
            let _ = frame.add(&place(&format!("place-{at}")), within.as_ref(), count);
        }
        let json = serde_json::to_string(&frame).unwrap();
        let read: Frame = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &frame);
        let all = frame.organisations().filter_map(|id| frame.total(id)).sum::<FrameTotal>();
        prop_assert!(all.sent.is_none_or(|sent| sent <= all.eligible));
        prop_assert!(all.returned.is_none_or(|returned| returned <= frame.sent(&all).unwrap_or(all.eligible)));
        if let Some(rate) = frame.response_rate(&all) {
            prop_assert!((0.0..=1.0).contains(&rate));
        }
    }
}
