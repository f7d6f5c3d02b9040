//! What is planted is found: intervals cover, false discoveries stay below their level, funnels flag at their rates.
//!
//! Each replicates a survey a thousand times from fixed seeds and holds what came out; README.md beside says what that was.
//! Far too long for every run of the tests: `cargo test -p poet --test integration recovery -- --ignored --nocapture`.

use std::ops::RangeInclusive;

use draw::Draw;
use poet::benchmark::estimate::Interval;

mod adjusted;
mod discovery;
mod draw;
mod drivers;
mod intervals;
mod places;
mod survey;

const REPLICATIONS: u64 = 1_000;

/// What 95 % intervals are to cover: the level, and about three standard errors of a thousand replications.
const NOMINAL: RangeInclusive<f64> = 0.93..=0.97;

/// What intervals cover that promise 95 % or more for every truth, and so more on average.
const CONSERVATIVE: RangeInclusive<f64> = 0.95..=1.0;

/// How often something happened.
#[derive(Clone, Copy, Default)]
struct Rate {
    happened: u64,
    of: u64,
}

impl Rate {
    fn add(&mut self, happened: bool) {
        self.happened += u64::from(happened);
        self.of += 1;
    }

    fn share(self) -> f64 {
        self.happened as f64 / self.of as f64
    }

    /// Prints the rate and holds it.
    fn hold(self, what: &str, wanted: &RangeInclusive<f64>) {
        let share = self.share();
        println!("{what:48} {:6.2} % of {:>7}", 100.0 * share, self.of);
        assert!(
            wanted.contains(&share),
            "{what}: {share} is not in {wanted:?}"
        );
    }
}

/// How often the interval of `replicate` holds the truth that stands beside it; absent ones are left out.
fn coverage(seed: u64, replicate: impl Fn(&mut Draw) -> Option<(Interval, f64)>) -> Rate {
    let mut rate = Rate::default();
    for replication in 0..REPLICATIONS {
        let mut draw = Draw::new(seed * 1_000_000 + replication);
        if let Some((interval, truth)) = replicate(&mut draw) {
            rate.add(interval.contains(truth));
        }
    }
    assert!(
        rate.of > REPLICATIONS * 9 / 10,
        "{} of them had an interval",
        rate.of
    );
    rate
}
