//! Quantiles of a list of values.

/// Quantile of sorted values, linear between neighbours; `level` from 0 to 1, at least one value.
///
/// # Source
///
/// Hyndman and Fan (1996), Am. Stat. 50:361-365, doi:10.1080/00031305.1996.10473566, type 7.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position in the list"
)]
pub(crate) fn quantile(sorted: &[f64], level: f64) -> f64 {
    let position = level * (sorted.len() as f64 - 1.0);
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - position.floor()) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::quantile;

    /// R 4.5, `quantile(c(1, 2, 4, 8), c(0, 0.1, 0.5, 1), type = 7)`.
    #[test]
    fn quantiles_are_of_type_7() {
        let at = |level| quantile(&[1.0, 2.0, 4.0, 8.0], level);
        for (level, wanted) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (1.0, 8.0)] {
            assert!((at(level) - wanted).abs() < 1e-15, "{level}");
        }
    }
}
