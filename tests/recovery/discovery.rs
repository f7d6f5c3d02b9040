//! False discoveries among many tests of which it is known who differs.

use poet::benchmark::compare::{Adjustment, Table, adjust, fisher, two_proportion};
use poet::benchmark::estimate::Proportion;

use super::REPLICATIONS;
use super::draw::Draw;

const LEVEL: f64 = 0.05;

/// Share of the discoveries that are false, on average, and of the true differences that are found.
///
/// Of `tests` tests, the first `true_ones` have a difference of 25 points.
fn rates(seed: u64, adjustment: Adjustment, [tests, true_ones]: [usize; 2]) -> (f64, f64) {
    let (mut wrong, mut power) = (0.0, 0.0);
    for replication in 0..REPLICATIONS {
        let mut draw = Draw::new(seed * 1_000_000 + replication);
        let p_values: Vec<_> = (0..tests)
            .map(|at| p_value(&mut draw, at < true_ones))
            .collect();
        let found = adjust(&p_values, adjustment).unwrap().adjusted;
        let found: Vec<_> = found
            .iter()
            .map(|p| p.is_some_and(|p| p <= LEVEL))
            .collect();
        let [right, all] =
            [&found[..true_ones], &found[..]].map(|f| f.iter().filter(|f| **f).count() as f64);
        wrong += (all - right) / all.max(1.0);
        power += right / (true_ones as f64).max(1.0);
    }
    let n = REPLICATIONS as f64;
    (wrong / n, power / n)
}

/// Of a test by the rule of the benchmark: Fisher's where the smallest expected count is under 5.
fn p_value(draw: &mut Draw, differs: bool) -> Option<f64> {
    let base = draw.between(0.1, 0.7);
    let own = if differs { base + 0.25 } else { base };
    let (n, m) = (draw.whole(15, 120), draw.whole(300, 900));
    let (x, y) = (draw.binomial(n, own), draw.binomial(m, base));
    let pooled = f64::from(x + y) / f64::from(n + m);
    if f64::from(n) * pooled.min(1.0 - pooled) < 5.0 {
        return Some(fisher(Table::new([x, n - x], [y, m - y])).two_sided);
    }
    let [own, rest] = [(x, n), (y, m)].map(|(x, n)| Proportion::of_people(x, n - x).unwrap());
    two_proportion(own, rest).ok().map(|test| test.p)
}

#[test]
#[ignore = "a thousand families of tests each"]
fn false_discoveries_stay_at_or_below_their_level() {
    let by = [
        ("Benjamini-Hochberg", Adjustment::BenjaminiHochberg),
        ("Benjamini-Yekutieli", Adjustment::BenjaminiYekutieli),
        ("Holm", Adjustment::Holm),
    ];
    for (seed, (name, adjustment)) in (1..).zip(by) {
        for true_ones in [0, 20, 60] {
            let (wrong, power) = rates(seed * 10 + true_ones as u64, adjustment, [100, true_ones]);
            println!(
                "{name:20} 100 tests, {true_ones:2} true: {:5.2} % false, {:5.1} % of the true ones found",
                100.0 * wrong,
                100.0 * power
            );
            assert!(wrong <= LEVEL, "{name}, {true_ones} true: {wrong}");
        }
    }
}
