use proptest::prelude::*;

use super::*;

fn share(x: f64, n: f64, population: f64) -> Stratum {
    Stratum::share(x, n, population).unwrap()
}

fn figure(strata: &[(f64, f64, f64)]) -> Stratified {
    let strata: Vec<_> = strata.iter().map(|&(x, n, of)| share(x, n, of)).collect();
    stratified(&strata).unwrap()
}

/// STATISTICS.md section 3: n 10 (2, 2, 6) of 100 and n 5 (3, 1, 1) of 100.
#[test]
fn the_council_of_two_strata_comes_out_to_the_digit() {
    let expected = [
        (2.0, 3.0, "40", "26.47814192876834"),
        (2.0, 1.0, "20", "22.77314207569961"),
        (6.0, 1.0, "40", "24.401803212057917"),
    ];
    for (one, other, per_cent, margin) in expected {
        let found = figure(&[(one, 10.0, 100.0), (other, 5.0, 100.0)]);
        assert_eq!((100.0 * found.estimate()).to_string(), per_cent);
        // Sixteen digits are all that a double holds.
        let digits = |text: &str| format!("{:.14}", text.parse::<f64>().unwrap());
        let found = (100.0 * found.margin.unwrap()).to_string();
        assert_eq!(digits(&found), digits(margin));
    }
}

/// Worked out from the formula in Python with exact fractions (`fractions.Fraction`) and 40 digits for the root
/// (`decimal`), for strata drawn by `random.seed(20201)`.
#[test]
fn random_strata_come_out_as_worked_out_in_fractions() {
    type Case<'a> = (&'a [(f64, f64, f64)], f64, f64);
    let cases: [Case<'_>; 6] = [
        (
            &[(152.0, 236.0, 653.0)],
            0.644_067_796_610_169_4,
            0.048_919_612_819_979_294,
        ),
        (
            &[
                (6.0, 12.0, 30.0),
                (43.0, 177.0, 1013.0),
                (171.0, 231.0, 799.0),
            ],
            0.462_846_676_256_934_1,
            0.038_018_989_628_490_756,
        ),
        (
            &[
                (45.0, 103.0, 3467.0),
                (85.0, 234.0, 1661.0),
                (12.0, 22.0, 694.0),
                (130.0, 136.0, 3427.0),
            ],
            0.624_112_630_207_984_1,
            0.042_123_921_486_158_16,
        ),
        (
            &[
                (0.0, 2.0, 1761.0),
                (142.0, 250.0, 600.0),
                (75.0, 207.0, 1550.0),
                (8.0, 24.0, 3403.0),
            ],
            0.278_469_720_567_662_56,
            0.090_337_448_990_805_85,
        ),
        (
            &[(138.0, 154.0, 2074.0), (0.0, 71.0, 406.0)],
            0.749_403_016_338_500_3,
            0.038_903_840_784_085_306,
        ),
        (
            &[(109.0, 288.0, 1755.0), (132.0, 239.0, 2832.0)],
            0.485_793_744_236_258,
            0.042_169_038_698_037_18,
        ),
    ];
    for (strata, estimate, margin) in cases {
        let found = figure(strata);
        assert!((found.estimate() - estimate).abs() < 1e-14, "{strata:?}");
        assert!((found.margin.unwrap() - margin).abs() < 1e-15, "{strata:?}");
        let population: f64 = strata.iter().map(|s| s.2).sum();
        assert!((found.total - estimate * population).abs() < 1e-9);
        assert_eq!(found.population.to_bits(), population.to_bits());
    }
}

/// Scores 24, 16, 20, 11, 9 of 40 people and 18, 22, 7 of 25, in Python with exact fractions: means 16 and 15 2/3,
/// variances 38.5 and 60 1/3.
#[test]
fn a_mean_is_weighted_as_a_share_is() {
    let one = Stratum::mean(16.0, Some(38.5_f64.sqrt()), 5.0, 40.0).unwrap();
    let other = Stratum::mean(47.0 / 3.0, Some((181.0 / 3.0_f64).sqrt()), 3.0, 25.0).unwrap();
    let found = stratified(&[one, other]).unwrap();
    assert!((found.estimate() - 15.871_794_871_794_872).abs() < 1e-13);
    assert!((found.margin.unwrap() - 4.456_358_065_257_511).abs() < 1e-13);
    assert_eq!(one.population().to_bits(), 40.0_f64.to_bits());
}

#[test]
fn numbers_that_are_no_stratum_are_errors() {
    let counts = |x, n, of| Stratum::share(x, n, of).unwrap_err();
    assert_eq!(counts(3.0, 2.0, 9.0), Error::Count { x: 3.0, n: 2.0 });
    assert!(matches!(counts(f64::NAN, 2.0, 9.0), Error::Count { .. }));
    assert!(matches!(counts(0.0, -1.0, 9.0), Error::Count { .. }));
    let beyond = Error::Population {
        n: 5.0,
        population: 4.5,
    };
    assert_eq!(counts(1.0, 5.0, 4.5), beyond);
    assert!(matches!(
        counts(1.0, 5.0, f64::NAN),
        Error::Population { .. }
    ));
    assert!(matches!(counts(1.0, 5.0, 1e300), Error::Population { .. }));
    assert!(matches!(counts(1.0, 1e300, 1e301), Error::Base { n } if n > 1e299));
    assert!(Stratum::share(5.0, 5.0, 5.0).is_ok() && Stratum::share(0.0, 0.0, 0.0).is_ok());
    let mean = |mean, deviation| Stratum::mean(mean, deviation, 3.0, 9.0);
    assert_eq!(mean(f64::NAN, None), Err(Error::Value { at: 0 }));
    assert_eq!(mean(1.0, Some(f64::INFINITY)), Err(Error::Value { at: 0 }));
    assert!(mean(-4.0, Some(2.0)).is_ok());
    assert!(matches!(
        Stratum::mean(1.0, None, f64::NAN, 9.0),
        Err(Error::Base { .. })
    ));
}

#[test]
fn what_cannot_be_worked_out_is_absent_with_its_reason() {
    let of = |strata: &[Stratum]| stratified(strata);
    assert_eq!(of(&[]), Err(Absent::NoAnswers));
    assert_eq!(of(&[share(0.0, 0.0, 0.0)]), Err(Absent::NoAnswers));
    assert_eq!(of(&[share(0.0, 0.0, 9.0)]), Err(Absent::NoAnswers));
    let filled = share(2.0, 4.0, 9.0);
    assert_eq!(
        of(&[filled, share(0.0, 0.0, 1.0)]),
        Err(Absent::EmptyStratum)
    );
    // Where nobody could answer, nobody is missed.
    assert_eq!(of(&[filled, share(0.0, 0.0, 0.0)]), of(&[filled]));
    // One person who stands for two says nothing of how people differ; one who stands for one is all there is.
    let margin = |strata: &[Stratum]| of(strata).map(|found| found.margin);
    assert_eq!(
        margin(&[filled, share(1.0, 1.0, 2.0)]),
        Ok(Err(Absent::TooFewAnswers))
    );
    let alone = margin(&[filled, share(1.0, 1.0, 1.0)]).unwrap().unwrap();
    // 1.96 sqrt(0.25 / 3 * 81 * (1 - 4 / 9)) / 10.
    assert!((alone - 0.196 * 3.75_f64.sqrt()).abs() < 1e-15);
    assert_eq!(margin(&[share(4.0, 4.0, 9.0)]), Ok(Err(Absent::Degenerate)));
    assert_eq!(margin(&[share(0.0, 4.0, 9.0)]), Ok(Err(Absent::Degenerate)));
    let same = Stratum::mean(7.0, Some(0.0), 4.0, 9.0).unwrap();
    assert_eq!(margin(&[same]), Ok(Err(Absent::Degenerate)));
    let lone = Stratum::mean(7.0, Some(3.0), 1.0, 9.0).unwrap();
    assert_eq!(margin(&[lone]), Ok(Err(Absent::TooFewAnswers)));
}

#[test]
fn a_part_of_a_stratum_is_as_large_as_among_those_who_answered() {
    assert_eq!(part_of_stratum(100.0, 3.0, 12.0), Ok(25.0));
    assert_eq!(part_of_stratum(100.0, 0.0, 12.0), Ok(0.0));
    assert_eq!(part_of_stratum(100.0, 0.0, 0.0), Err(Absent::EmptyStratum));
}

/// People of a stratum, of whom some answered and some of those said yes.
fn counts() -> impl Strategy<Value = (f64, f64, f64)> {
    (1..5_000_u32, 0.0..=1.0_f64, 0.0..=1.0_f64).prop_map(|(population, answered, yes)| {
        let population = f64::from(population);
        let n = (population * answered).ceil().clamp(1.0, population);
        ((n * yes).floor(), n, population)
    })
}

proptest! {
    #[test]
    fn the_estimate_lies_between_the_least_and_the_largest_share(
        counts in prop::collection::vec(counts(), 1..6),
    ) {
        let found = figure(&counts);
        let shares = || counts.iter().map(|(x, n, _)| x / n);
        let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        prop_assert!(low - 1e-12 <= found.estimate() && found.estimate() <= high + 1e-12);
        if let Ok(margin) = found.margin {
            // Nobody is further than half the scale from the middle, and one stratum of two people is the worst.
            prop_assert!((0.0..=Stratified::OFFICIAL_Z * 0.5).contains(&margin));
        }
    }

    #[test]
    fn the_margin_is_nought_where_everybody_answered(
        counts in prop::collection::vec((0..50_u32, 1..50_u32), 1..6),
    ) {
        let all: Vec<_> = counts
            .iter()
            .map(|&(x, n)| (f64::from(x.min(n)), f64::from(n), f64::from(n)))
            .collect();
        let found = figure(&all);
        prop_assert_eq!(found.margin, Ok(0.0));
        let people: f64 = all.iter().map(|c| c.0).sum();
        prop_assert!((found.total - people).abs() < 1e-9);
    }

    #[test]
    fn a_stratum_told_as_scores_of_nought_and_one_is_that_of_the_share((x, n, population) in counts()) {
        let mean = x / n;
        let deviation = (n > 1.0).then(|| (n * mean * (1.0 - mean) / (n - 1.0)).sqrt());
        let scores = stratified(&[Stratum::mean(mean, deviation, n, population).unwrap()]).unwrap();
        let people = figure(&[(x, n, population)]);
        prop_assert!((scores.estimate() - people.estimate()).abs() < 1e-12);
        match (scores.margin, people.margin) {
            (Ok(one), Ok(other)) => prop_assert!((one - other).abs() < 1e-9),
            (one, other) => prop_assert_eq!(one, other),
        }
    }
}
