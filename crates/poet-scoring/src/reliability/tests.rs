//! Figures of a whole scale against those of another program.

use super::{CrossProducts, alpha, alpha_if_left_out, item_analysis, omega};

/// Five items, 40 people, drawn from one factor with loadings 0.8 to 0.4 (R 4.2.2, seed 4).
const PEOPLE: [[i32; 5]; 40] = [
    [4, 4, 3, 3, 4],
    [3, 2, 2, 3, 1],
    [5, 3, 5, 3, 3],
    [2, 2, 3, 2, 4],
    [4, 3, 5, 5, 3],
    [3, 2, 4, 2, 5],
    [2, 1, 1, 2, 1],
    [3, 2, 3, 2, 4],
    [5, 5, 4, 4, 5],
    [3, 4, 2, 4, 4],
    [3, 2, 4, 5, 3],
    [3, 2, 4, 3, 3],
    [3, 3, 2, 3, 3],
    [3, 3, 1, 1, 5],
    [4, 4, 2, 5, 5],
    [3, 3, 4, 3, 2],
    [4, 5, 4, 3, 4],
    [3, 2, 3, 4, 2],
    [3, 4, 1, 2, 3],
    [4, 3, 4, 2, 2],
    [4, 5, 5, 3, 3],
    [4, 3, 4, 3, 4],
    [3, 4, 3, 4, 3],
    [5, 4, 5, 2, 4],
    [4, 4, 3, 5, 5],
    [3, 1, 2, 2, 1],
    [4, 5, 3, 4, 4],
    [5, 4, 4, 4, 3],
    [2, 1, 2, 3, 4],
    [4, 3, 5, 4, 3],
    [3, 3, 4, 2, 2],
    [4, 5, 3, 4, 4],
    [2, 3, 4, 3, 3],
    [2, 2, 3, 1, 3],
    [4, 4, 3, 3, 2],
    [2, 3, 3, 2, 2],
    [3, 2, 2, 2, 3],
    [3, 3, 3, 5, 3],
    [2, 4, 1, 1, 2],
    [2, 2, 4, 4, 3],
];

fn sums() -> CrossProducts {
    let mut sums = CrossProducts::new(5).unwrap();
    for row in PEOPLE {
        sums.add(&row).unwrap();
    }
    sums
}

fn near(found: &[f64], wanted: &[f64], tolerance: f64) {
    assert_eq!(found.len(), wanted.len());
    for (a, b) in found.iter().zip(wanted) {
        assert!(
            (a - b).abs() <= tolerance,
            "{found:?} instead of {wanted:?}"
        );
    }
}

/// `psych` 2.2.9: `alpha(X)` and `alpha.ci`, to the digits printed.
#[test]
fn alpha_and_its_items_are_those_of_psych() {
    let found = alpha(&sums()).unwrap();
    near(
        &[found.alpha, found.standard_error],
        &[0.702_779_314_159_292, 0.075_377_014_135_252_2],
        1e-14,
    );
    let limits = found.limits(0.95).unwrap();
    near(
        &[limits.lower, limits.upper],
        &[0.527_307_7, 0.826_799_4],
        5e-8,
    );
    let left_out: Vec<f64> = alpha_if_left_out(&sums())
        .unwrap()
        .iter()
        .map(|left| left.alpha.unwrap())
        .collect();
    near(
        &left_out,
        &[
            0.578_084_714_548_803,
            0.630_155_126_749_905,
            0.691_183_218_616_847,
            0.670_950_468_540_83,
            0.693_687_427_547_687,
        ],
        1e-14,
    );
    let items = item_analysis(&sums()).unwrap();
    let with_rest: Vec<f64> = items.iter().filter_map(|item| item.with_rest).collect();
    near(
        &with_rest,
        &[
            0.683_289_786_851_048,
            0.513_172_403_714_53,
            0.374_456_165_160_172,
            0.420_171_783_440_315,
            0.361_073_461_508_265,
        ],
        1e-14,
    );
    let deviations: Vec<f64> = items.iter().map(|item| item.deviation).collect();
    near(
        &deviations[..2],
        &[0.911_465_430_375_3, 1.150_250_808_770_38],
        1e-13,
    );
}

/// The least squares off the diagonal by `optim` in R, from the loadings of `psych` 2.2.9's
/// `fa(fm = "minres")`, which themselves are right to 4e-6 only.
#[test]
fn omega_of_more_than_three_items_has_the_loadings_of_minres() {
    let found = omega(&sums()).unwrap();
    let by_psych = [
        0.902_875_511_965,
        0.652_465_937_287,
        0.472_843_585_387,
        0.470_739_882_893,
        0.423_271_896_064,
    ];
    near(&found.loadings, &by_psych, 1e-5);
    near(&[found.omega], &[0.731_475_064_005_87], 1e-9);
}
