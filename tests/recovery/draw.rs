//! Draws that are the same every time.

/// Stream of random numbers.
///
/// Steele, Lea and Flood (2014), `SplitMix64`, doi:10.1145/2660193.2660195.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1, neither of them.
    pub(super) fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Whole number from `low` to `high`, both of them.
    pub(super) fn whole(&mut self, low: u32, high: u32) -> u32 {
        let spread = u64::from(high - low) + 1;
        low + u32::try_from(self.next() % spread).unwrap()
    }

    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// How many of `n` it happens to.
    pub(super) fn binomial(&mut self, n: u32, chance: f64) -> u32 {
        (0..n).map(|_| u32::from(self.happens(chance))).sum()
    }

    /// Standard normal, by Box and Muller (1958), doi:10.1214/aoms/1177706645.
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Place in `shares`, which sum to 1.
    pub(super) fn point(&mut self, shares: &[f64]) -> usize {
        let at = self.unit();
        let upto = shares.iter().scan(0.0, |sum, share| {
            *sum += share;
            Some(*sum)
        });
        upto.take_while(|upto| *upto < at)
            .count()
            .min(shares.len() - 1)
    }
}
