//! Nodes at which a bell-shaped curve is summed.

use std::f64::consts::PI;

/// A node with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) at: f64,
    /// Weight for a curve under `exp(-x^2)`.
    pub(super) weight: f64,
}

/// Nodes of the Gauss-Hermite rule, from high to low.
///
/// # Source
///
/// Roots of the Hermite polynomials by Newton's method from the starting values of Stroud and
/// Secrest (1966), Gaussian Quadrature Formulas, as in Press and others (1992), Numerical Recipes, 4.5.
pub(super) fn gauss_hermite(count: u32) -> Vec<Node> {
    let n = f64::from(count);
    let half = count.div_ceil(2);
    let mut upper: Vec<Node> = Vec::new();
    for index in 0..half {
        let node = newton(count, start(n, index, &upper));
        upper.push(node);
    }
    let mirrored = upper.iter().rev().skip((count % 2) as usize);
    let lower: Vec<Node> = mirrored
        .map(|node| Node {
            at: -node.at,
            weight: node.weight,
        })
        .collect();
    upper.extend(lower);
    upper
}

/// First guess of a root, from those above it.
fn start(n: f64, index: u32, above: &[Node]) -> f64 {
    let back = |by: usize| above[above.len() - by].at;
    match index {
        0 => (2.0 * n + 1.0).sqrt() - 1.855_75 * (2.0 * n + 1.0).powf(-1.0 / 6.0),
        1 => back(1) - 1.14 * n.powf(0.426) / back(1),
        2 => 1.86 * back(1) - 0.86 * back(2),
        3 => 1.91 * back(1) - 0.91 * back(2),
        _ => 2.0 * back(1) - back(2),
    }
}

fn newton(count: u32, start: f64) -> Node {
    const STEPS: usize = 20;
    let mut at = start;
    for _ in 0..STEPS {
        let (height, slope) = hermite(count, at);
        let step = height / slope;
        at -= step;
        if step.abs() <= 1e-15 * at.abs().max(1.0) {
            break;
        }
    }
    let (_, slope) = hermite(count, at);
    Node {
        at,
        weight: 2.0 / (slope * slope),
    }
}

/// Orthonormal Hermite polynomial of this degree with its slope.
fn hermite(count: u32, at: f64) -> (f64, f64) {
    let (mut height, mut before) = (PI.powf(-0.25), 0.0);
    for degree in 1..=count {
        let degree = f64::from(degree);
        let next = at * (2.0 / degree).sqrt() * height - ((degree - 1.0) / degree).sqrt() * before;
        (height, before) = (next, height);
    }
    (height, (2.0 * f64::from(count)).sqrt() * before)
}

#[cfg(test)]
mod tests {
    use super::gauss_hermite;

    /// Abramowitz and Stegun (1964), table 25.10.
    #[test]
    fn the_published_nodes_come_out() {
        let five = gauss_hermite(5);
        let wanted = [
            (2.020_182_870_456_086, 0.019_953_242_059_046),
            (0.958_572_464_613_819, 0.393_619_323_152_241),
            (0.0, 0.945_308_720_482_942),
        ];
        for (node, (at, weight)) in five.iter().zip(wanted) {
            assert!((node.at - at).abs() < 1e-14, "{node:?}");
            assert!((node.weight - weight).abs() < 1e-14, "{node:?}");
        }
        assert_eq!(five.len(), 5);
        assert!((five[4].at + five[0].at).abs() < 1e-15);
    }

    /// Moments of the normal curve: 1, 1/2, 3/4 and 15/8 times the square root of pi.
    #[test]
    fn polynomials_are_summed_exactly() {
        for count in [25, 81] {
            let nodes = gauss_hermite(count);
            for (power, moment) in [(0, 1.0), (2, 0.5), (4, 0.75), (6, 1.875), (7, 0.0)] {
                let sum: f64 = nodes.iter().map(|n| n.weight * n.at.powi(power)).sum();
                let wanted = moment * std::f64::consts::PI.sqrt();
                assert!((sum - wanted).abs() < 1e-12, "{count} {power}: {sum}");
            }
        }
    }
}
