//! Tallies of several editions as one.

use std::collections::BTreeMap;

use poet_core::{Member, Pool, Taken};

use super::block::Block;
use super::layout::{ColumnSlots, Layout};
use super::{Cells, Tally};
use crate::Error;

impl Tally {
    /// Tallies of the editions of a pool as one tally of what they have in common.
    ///
    /// Counts are carried over point by point, through the collapse where one is declared, and sums of the measures that
    /// stay as they are: what comes out is what counting the same people by the pooled instrument would give. An edition
    /// may come in several tallies, or in none.
    ///
    /// Not to be published beside its editions: a release protects what it holds, and an edition taken from the pool tells
    /// what the other keeps back. Either the pool leaves, or the editions do.
    ///
    /// # Errors
    ///
    /// [`Error::NotInPool`] where a tally is of no edition of the pool; [`Error::PublishedTally`] where one is of
    /// published figures; [`Error::Scoring`] where the measures that stay cannot be compiled.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::tally::Tally;
    /// use poet_core::{Answer, Catalogue, Pool, Response};
    ///
    /// let holders = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
    /// let mut wave = Tally::new(holders)?;
    /// wave.add(
    ///     &Response::new("r-1".parse()?, "E08000035".parse()?)
    ///         .with("dignity".parse()?, Answer::Choice("1".parse()?)),
    /// )?;
    /// let pool = Pool::new(&[holders, holders])?;
    /// let both = Tally::pooled(&pool, &[&wave, &wave])?;
    /// assert_eq!(both.people(), Some(2));
    /// assert_eq!(both.instrument(), pool.instrument());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pooled(pool: &Pool, tallies: &[&Self]) -> Result<Self, Error> {
        let mut pooled = Self::new(pool.instrument())?;
        for tally in tallies {
            let Some(member) = pool.member(tally.instrument().hash()) else {
                return Err(Error::NotInPool {
                    found: tally.instrument().key().clone(),
                    pool: pool.instrument().key().clone(),
                });
            };
            let Cells::Counted(blocks) = &tally.cells else {
                return Err(Error::PublishedTally);
            };
            let carry = Carry {
                member,
                from: &tally.layout,
                to: &pooled.layout,
                pool,
            };
            let carried: BTreeMap<_, _> = blocks
                .iter()
                .map(|(name, block)| (name.clone(), carry.block(block)))
                .collect();
            pooled.absorb(carried)?;
        }
        Ok(pooled)
    }
}

/// How the figures of one edition come into a pool.
struct Carry<'a> {
    member: &'a Member,
    from: &'a Layout,
    to: &'a Layout,
    pool: &'a Pool,
}

impl Carry<'_> {
    fn block(&self, block: &Block) -> Block {
        let mut carried = Block::new(self.to);
        carried.people = block.people;
        for (at, taken) in self.member.items().iter().enumerate() {
            self.item(at, taken, block, &mut carried);
        }
        for (to, &from) in self.to.measures().iter().zip(self.member.measures()) {
            let from = self.from.measures()[from];
            // The same rule over as many items has as many slots.
            let sums = &block.sums[from.first..from.first + from.len()];
            carried.sums[to.first..to.first + to.len()].copy_from_slice(sums);
        }
        carried
    }

    fn item(&self, at: usize, taken: &Taken, block: &Block, carried: &mut Block) {
        let columns = self.pool.instrument().columns_of(at);
        let own = self.member.instrument().columns_of(taken.item);
        for (column, own) in columns.zip(own) {
            let (to, from) = (&self.to.columns()[column], &self.from.columns()[own]);
            let is_tick = self.pool.instrument().columns()[column].option().is_some();
            let points = match is_tick {
                true => &[],
                false => taken.points.as_slice(),
            };
            for slot in 0..from.len() {
                carried.counts[to.first + onto(slot, points, from, to)] +=
                    block.counts[from.first + slot];
            }
        }
    }
}

/// The slot of a pooled column that a slot of an edition's column falls onto: points by the collapse, then the ways of not
/// answering as they are.
fn onto(slot: usize, points: &[u8], from: &ColumnSlots, to: &ColumnSlots) -> usize {
    match slot.checked_sub(from.points) {
        Some(missing) => to.points + missing,
        None => points.get(slot).map_or(slot, |&point| usize::from(point)),
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Instrument, Missing, Response};
    use proptest::prelude::*;

    use super::*;
    use crate::findings::tests::printed_percentages;

    /// Two editions: `life` has seven answers, then five; `hours` allows more in the second.
    fn editions() -> [Instrument; 2] {
        let point = |code: usize, reading: &str, score: i32| {
            format!(
                "{{ code = \"{code}\", label = {{ en = \"{score} of it\" }}, reading = \"{reading}\", score = {score} }}"
            )
        };
        let scale = |readings: &[&str]| {
            let points = readings.iter().zip(1..).zip((0..).map(|at| 9 - at));
            let points: Vec<_> = points
                .map(|((reading, code), score)| point(code, reading, score))
                .collect();
            points.join(", ")
        };
        let (good, neutral, bad) = ("favourable", "neutral", "unfavourable");
        let seven = scale(&[good, good, neutral, neutral, bad, bad, bad]);
        let five = scale(&[good, neutral, neutral, bad, bad]);
        let edition = |edition: &str, life: &str, most: u32| {
            let text = format!(
                r#"
                format = 1
                id = "trial"
                edition = "{edition}"
                title = {{ en = "Trial" }}
                asks = "state"
                respondent = "user"
                licence = "CC0"
                [scales.seven]
                points = [{seven}]
                collapse.five = {{ points = {{ 1 = "1", 2 = "1", 3 = "2", 4 = "3", 5 = "4", 6 = "5", 7 = "5" }} }}
                [scales.five]
                points = [{five}]
                [scales.ways]
                points = [{{ code = "a", label = {{ en = "A" }} }}, {{ code = "b", label = {{ en = "B" }} }}]
                [[sections]]
                id = "main"
                role = "outcomes"
                title = {{ en = "Main" }}
                items = [
                    {{ id = "ways", kind = "tick_all", scale = "ways", series = "s/ways", text = {{ en = "Ways?" }} }},
                    {{ id = "hours", kind = "number", max = {most}, text = {{ en = "Hours?" }} }},
                    {{ id = "life", kind = "choice", scale = "{life}", series = "s/life", text = {{ en = "Life?" }} }},
                    {{ id = "help", kind = "choice", scale = "five", series = "s/help", text = {{ en = "Help?" }},
                       ask_if = {{ item = "ways", any_of = ["a"] }} }},
                    {{ id = "care", kind = "choice", scale = "five", series = "s/care", text = {{ en = "Care?" }} }},
                ]
                [[measures]]
                id = "life"
                kind = "mean"
                title = {{ en = "Life" }}
                items = ["life", "care"]
                [[measures]]
                id = "support"
                kind = "mean"
                title = {{ en = "Support" }}
                items = ["help", "care"]
                "#
            );
            Instrument::from_toml(&text).unwrap_or_else(|error| panic!("{error}"))
        };
        [edition("1", "seven", 9), edition("2", "five", 10)]
    }

    /// One person's answers: place, stratum, ticks, and codes of `life` (to be read by the edition), `help`, `care`.
    type Person = (u8, Option<u8>, Vec<&'static str>, [Option<usize>; 3]);

    fn person(most: usize) -> impl Strategy<Value = Person> {
        let point = |most: usize| prop::option::of(1..=most);
        let ticks = prop::sample::subsequence(vec!["a", "b"], 0..=2);
        let codes =
            (point(most), point(5), point(5)).prop_map(|(life, help, care)| [life, help, care]);
        (0..2_u8, prop::option::of(0..2_u8), ticks, codes)
    }

    fn people(most: usize) -> impl Strategy<Value = Vec<Person>> {
        prop::collection::vec(person(most), 0..10)
    }

    /// A response of a person, with the answer to `life` at the position that `fall` gives it.
    fn response((place, stratum, ticks, codes): &Person, fall: &[usize]) -> Response {
        let mut response = Response::new(
            "r".parse().unwrap(),
            format!("place-{place}").parse().unwrap(),
        );
        if let Some(stratum) = stratum {
            response = response.in_stratum(format!("s-{stratum}").parse().unwrap());
        }
        let ticks = ticks.iter().map(|tick| tick.parse().unwrap()).collect();
        response = response.with("ways".parse().unwrap(), Answer::Ticks(ticks));
        let [life, help, care] = codes;
        let life = life.map(|code| fall[code - 1]);
        for (item, code) in [("life", life), ("help", *help), ("care", *care)] {
            let answer = match code {
                Some(code) => Answer::Choice(code.to_string().parse().unwrap()),
                None => Answer::Missing(Missing::DontKnow),
            };
            response = response.with(item.parse().unwrap(), answer);
        }
        response
    }

    const AS_GIVEN: [usize; 7] = [1, 2, 3, 4, 5, 6, 7];
    const FALLEN: [usize; 7] = [1, 1, 2, 3, 4, 5, 5];

    fn tally(instrument: &Instrument, people: &[Person], fall: &[usize]) -> Tally {
        let mut tally = Tally::new(instrument).unwrap();
        for person in people {
            tally.add(&response(person, fall)).unwrap();
        }
        tally
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pooling_gives_what_counting_by_the_pooled_instrument_gives(a in people(7), b in people(5)) {
            let [first, second] = editions();
            let pool = Pool::new(&[&first, &second]).unwrap();
            let (one, other) = (tally(&first, &a, &AS_GIVEN), tally(&second, &b, &AS_GIVEN));
            let pooled = Tally::pooled(&pool, &[&one, &other]).unwrap();
            let mut counted = tally(pool.instrument(), &a, &FALLEN);
            counted.merge(&tally(pool.instrument(), &b, &AS_GIVEN)).unwrap();
            prop_assert_eq!(pooled.to_json().unwrap(), counted.to_json().unwrap());
            prop_assert_eq!(pooled.people(), Some((a.len() + b.len()) as u64));
        }

        #[test]
        fn pooling_commutes_with_merging(a in people(7), b in people(7), c in people(5)) {
            let [first, second] = editions();
            let pool = Pool::new(&[&first, &second]).unwrap();
            let [one, other] = [&a, &b].map(|people| tally(&first, people, &AS_GIVEN));
            let last = tally(&second, &c, &AS_GIVEN);
            let mut merged = one.clone();
            merged.merge(&other).unwrap();
            let before = Tally::pooled(&pool, &[&merged, &last]).unwrap();
            let mut after = Tally::pooled(&pool, &[&last]).unwrap();
            after.merge(&Tally::pooled(&pool, &[&other]).unwrap()).unwrap();
            after.merge(&Tally::pooled(&pool, &[&one]).unwrap()).unwrap();
            prop_assert_eq!(before.to_json().unwrap(), after.to_json().unwrap());
            let apart = Tally::pooled(&pool, &[&other, &last, &one]).unwrap();
            prop_assert_eq!(before, apart);
        }
    }

    #[test]
    fn what_changed_stays_out_of_the_pool() {
        let [first, second] = editions();
        let pool = Pool::new(&[&first, &second]).unwrap();
        let items: Vec<_> = pool
            .instrument()
            .items()
            .iter()
            .map(|i| i.id().as_str())
            .collect();
        assert_eq!(items, ["ways", "life", "help", "care"]);
        let measures: Vec<_> = pool
            .instrument()
            .measures()
            .iter()
            .map(|m| m.id().as_str())
            .collect();
        assert_eq!(measures, ["support"]);
    }

    #[test]
    fn a_tally_of_another_instrument_or_of_printed_figures_stays_out() {
        let [first, second] = editions();
        let pool = Pool::new(&[&first, &first]).unwrap();
        let stranger = Tally::new(&second).unwrap();
        let error = Tally::pooled(&pool, &[&stranger]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "tally is of trial@2, which is no edition of pool-trial@1"
        );
        let printed = printed_percentages();
        let pool = Pool::new(&[printed.instrument()]).unwrap();
        assert_eq!(
            Tally::pooled(&pool, &[&printed]).unwrap_err(),
            Error::PublishedTally
        );
    }

    /// What the documentation warns of: three who got worse in one edition, from the pool and the other.
    #[test]
    fn a_pool_beside_its_editions_tells_what_they_keep_back() {
        use crate::release::Policy;
        use crate::{Findings, Settings};
        let key = "adult-holders@2014".parse().unwrap();
        let holders = Catalogue::builtin().get(&key).unwrap();
        let wave = |worse: usize| {
            let mut tally = Tally::new(holders).unwrap();
            let counts = [
                ("a", "1", 50),
                ("a", "5", worse),
                ("b", "1", 40),
                ("b", "5", 20),
            ];
            for (place, point, people) in counts {
                let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
                let answer = Answer::Choice(point.parse().unwrap());
                let response = response.with("dignity".parse().unwrap(), answer);
                (0..people).for_each(|_| tally.add(&response).unwrap());
            }
            tally
        };
        let worse = |tally: &Tally| {
            let released = Policy::strict().apply(&Findings::new(tally, &Settings::default()));
            let mut items = released.items.iter();
            let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
            dignity.places[0].points[4]
                .shown()
                .and_then(|point| point.people)
        };
        let (first, second) = (wave(3), wave(12));
        let pool = Pool::new(&[holders, holders]).unwrap();
        let both = Tally::pooled(&pool, &[&first, &second]).unwrap();
        assert_eq!(
            [worse(&first), worse(&second), worse(&both)],
            [None, Some(12), Some(15)]
        );
    }
}
