//! A small survey without chance: the same people every time.

use poet_benchmark::release::{Benchmark, Policy, Released};
use poet_benchmark::tally::Tally;
use poet_benchmark::{Findings, Settings};
use poet_core::{
    Answer, Catalogue, Directory, Frame, FrameCount, Instrument, ItemKind, Missing, Organisation,
    OrganisationId, OrganisationKind, PublishedItem, PublishedPoint, PublishedTable, Response,
    ResponseTable, Sampling, StratumId,
};

/// The built-in instrument of this key.
pub(crate) fn instrument(key: &str) -> &'static Instrument {
    Catalogue::builtin().get(&key.parse().unwrap()).unwrap()
}

/// An organisation by its number.
pub(crate) fn place(number: usize) -> OrganisationId {
    format!("E08{number:06}").parse().unwrap()
}

/// Organisations `0..count` with names.
pub(crate) fn directory(count: usize) -> Directory {
    let named = |number: usize| Organisation {
        id: place(number),
        name: format!("Council {}", NAMES[number % NAMES.len()]),
        kind: OrganisationKind::Council,
        region: None,
        ons: None,
        ods: None,
    };
    (0..count).map(named).collect()
}

const NAMES: [&str; 5] = [
    "Ashfield",
    "Barrow & Hythe",
    "Caldermouth",
    "Denwick",
    "Eastmere",
];

/// Released figures of organisations of the given sizes.
pub(crate) fn released(
    instrument: &Instrument,
    sizes: &[usize],
    policy: Policy,
) -> Released<Benchmark> {
    released_with(instrument, sizes, policy, |_, _, response| response)
}

/// People of organisations of the given sizes, others in each round of fieldwork.
pub(crate) fn tally(instrument: &Instrument, sizes: &[usize], round: usize) -> Tally {
    let mut table = ResponseTable::new(instrument);
    for (number, &people) in sizes.iter().enumerate() {
        for person in 0..people {
            let response = response(instrument, number, person + 1_000 * round);
            table.push(&response).unwrap();
        }
    }
    table.route();
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&table).unwrap();
    tally
}

/// As [`released`], with each person's response changed.
pub(crate) fn released_with(
    instrument: &Instrument,
    sizes: &[usize],
    policy: Policy,
    change: impl Fn(usize, usize, Response) -> Response,
) -> Released<Benchmark> {
    let mut table = ResponseTable::new(instrument);
    for (number, &people) in sizes.iter().enumerate() {
        for person in 0..people {
            let response = change(number, person, response(instrument, number, person));
            table.push(&response).unwrap();
        }
    }
    table.route();
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&table).unwrap();
    policy.apply(&Findings::new(&tally, &Settings::default()))
}

/// As [`released`], each organisation in two strata of five and of three times as many people as answered, all of whom
/// were asked, or came forward.
pub(crate) fn framed(
    instrument: &Instrument,
    sizes: &[usize],
    policy: Policy,
    sampling: Sampling,
) -> Released<Benchmark> {
    let mut tally = Tally::new(instrument).unwrap();
    let mut frame = Frame::new(instrument.key().clone(), sampling);
    for (number, &people) in sizes.iter().enumerate() {
        for (within, times) in [(0, 5), (1, 3)] {
            let stratum: StratumId = format!("{within}").parse().unwrap();
            let own = (0..people).filter(|person| person % 2 == within);
            let eligible = u32::try_from(own.clone().count() * times).unwrap();
            let count = FrameCount::of(eligible).with_sent(eligible).unwrap();
            frame.add(&place(number), Some(&stratum), count).unwrap();
            for person in own {
                let response = response(instrument, number, person).in_stratum(stratum.clone());
                tally.add(&response).unwrap();
            }
        }
    }
    policy.apply(&Findings::with_frame(&tally, &Settings::default(), &frame).unwrap())
}

/// One person: answers lean by organisation and by question.
fn response(instrument: &Instrument, number: usize, person: usize) -> Response {
    let mut chance = Chance((number as u64) << 32 | person as u64);
    let id = format!("r-{number}-{person}").parse().unwrap();
    let mood = chance.next();
    let mut response = Response::new(id, place(number));
    for (at, item) in instrument.items().iter().enumerate() {
        let lean = Chance((number * 1009 + at) as u64).next() - 0.5;
        let hard = Chance(at as u64 + 7).next() - 0.5;
        let draw =
            (0.55 * chance.next() + 0.45 * mood + 0.22 * lean + 0.35 * hard).clamp(0.0, 0.999);
        if let Some(answer) = answer(item.kind(), draw, &mut chance) {
            response = response.with(item.id().clone(), answer);
        }
    }
    response
}

fn answer(kind: &ItemKind, draw: f64, chance: &mut Chance) -> Option<Answer> {
    let missing = chance.next();
    if missing < 0.1 {
        let way = Missing::ALL[part(missing * 10.0, 4)];
        return Some(Answer::Missing(way));
    }
    match kind {
        ItemKind::Choice(scale) => {
            let points = scale.points();
            let at = part(draw, points.len());
            Some(Answer::Choice(points[at].code().clone()))
        }
        ItemKind::TickAll(scale) => {
            let ticked = scale.points().iter().filter(|_| chance.next() < 0.35);
            Some(Answer::Ticks(ticked.map(|p| p.code().clone()).collect()))
        }
        _ => None,
    }
}

/// Which of `parts` equal parts of 0 to 1 holds `share`.
fn part(share: f64, parts: usize) -> usize {
    let ends = (1..parts).map(|end| end as f64 / parts as f64);
    ends.filter(|end| share >= *end).count()
}

/// Splitmix64.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// The next number from 0 to 1.
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Somebody else's published percentages, for three organisations.
pub(crate) fn published(instrument: &Instrument) -> Released<Benchmark> {
    let mut table = PublishedTable::new(instrument);
    for number in 0..3 {
        let figures = table.place(&place(number), poet_core::Extent::Organisation);
        for (at, item) in instrument.items().iter().enumerate() {
            let Some(scale) = item.scale() else { continue };
            let count = scale.points().len();
            let points = (0..count).map(|point| PublishedPoint {
                percent: Some(percent(number, at, point, count).into()),
                ..PublishedPoint::default()
            });
            figures.items.insert(
                at,
                PublishedItem {
                    respondents: Some(if at % 7 == 3 { 40 } else { 290 }),
                    points: points.collect(),
                },
            );
        }
    }
    let tally = Tally::from_published(&table).unwrap();
    Policy::ascs().apply(&Findings::new(&tally, &Settings::default()))
}

/// Whole percentages that add up to 100.
fn percent(number: usize, item: usize, point: usize, count: usize) -> u32 {
    let even = 100 / count;
    let extra = 100 - even * count;
    let shift = (number * 7 + item) % (even / 2).max(1);
    let first = if point == 0 { extra + shift } else { 0 };
    let last = if point + 1 == count { shift } else { 0 };
    u32::try_from(even + first - last).unwrap()
}
