//! Numbers that are the same on every machine and in every version.

/// Generator of one stream of numbers.
///
/// Owned by this crate, so that a survey's bytes do not change when a library does.
///
/// # Source
///
/// Steele, Lea and Flood (2014), `SplitMix64`, OOPSLA 2014, doi:10.1145/2660193.2660195.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

/// What a stream is for; streams of different use never share numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// A place and its mix of people.
    Place = 1,
    /// One response.
    Row = 2,
    /// What is spoiled in one row.
    Mess = 3,
    /// How one place differs in one item.
    PlaceItem = 4,
    /// What one response has beside its answers.
    Beside = 5,
    /// One case of a file of cases.
    Case = 6,
    /// One story.
    Story = 7,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The stream of `at`, which depends on nothing but the three arguments.
    pub(crate) fn new(seed: u64, stream: Stream, at: u64) -> Self {
        let seed = Self(seed).next();
        let stream = Self(seed ^ stream as u64).next();
        Self(Self(stream.wrapping_add(at.wrapping_mul(GOLDEN))).next())
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A share, 0 included and 1 not.
    pub(crate) fn share(&mut self) -> f64 {
        /// Steps of 2^-53, the finest that all lie on the grid of `f64`.
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.next() >> 11) as f64 * STEP
    }

    /// A standard normal deviate, by the transform of Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.share()));
        radius * libm::cos(std::f64::consts::TAU * self.share())
    }

    /// A position below `len`, which is at least 1.
    pub(crate) fn below(&mut self, len: usize) -> usize {
        // The bias of the product is under len / 2^53.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share times a length lies in 0..len"
        )]
        let at = (self.share() * len as f64) as usize;
        at.min(len.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        // Reference output for seed 1234567 of Vigna's splitmix64.c, as listed by Rosetta Code.
        let mut rng = Rng(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected.map(|_| rng.next()), expected);
    }

    #[test]
    fn normal_deviates_have_mean_nought_and_variance_one() {
        let n = 100_000_u32;
        let mut rng = Rng::new(1, Stream::Row, 0);
        let deviates: Vec<f64> = (0..n).map(|_| rng.normal()).collect();
        let mean = deviates.iter().sum::<f64>() / f64::from(n);
        let variance = deviates.iter().map(|d| d * d).sum::<f64>() / f64::from(n);
        // Five standard errors: 1 / sqrt(n) of the mean, sqrt(2 / n) of the variance.
        let error = f64::from(n).sqrt().recip();
        assert!(mean.abs() < 5.0 * error, "{mean}");
        assert!(
            (variance - 1.0).abs() < 5.0 * error * 2_f64.sqrt(),
            "{variance}"
        );
    }

    #[test]
    fn streams_differ_by_seed_use_and_position() {
        let first = |seed, stream, at| Rng::new(seed, stream, at).next();
        let numbers = [
            first(1, Stream::Row, 0),
            first(2, Stream::Row, 0),
            first(1, Stream::Mess, 0),
            first(1, Stream::Row, 1),
        ];
        for (i, a) in numbers.iter().enumerate() {
            assert!(!numbers[..i].contains(a));
        }
    }
}
