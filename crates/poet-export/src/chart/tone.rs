//! Colours by meaning; hatching and place say the same again.

/// Side of a bar on which answers stand.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Side {
    /// Counts against; left, hatched.
    Unfavourable,
    /// Neither; across the middle.
    Neutral,
    /// Counts towards the headline; right.
    Favourable,
}

/// How strong an answer is within its side.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Strength {
    /// Next to the middle.
    Light,
    /// Between.
    Medium,
    /// Outermost.
    Strong,
}

/// Colour of one answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Tone {
    /// Side of the bar.
    pub(crate) side: Side,
    /// Strength within the side.
    pub(crate) strength: Strength,
}

impl Tone {
    /// Tone of the answer at `rank` of `of` on its side, the strongest first.
    pub(crate) fn ranked(side: Side, rank: usize, of: usize) -> Self {
        let strength = match (rank, of) {
            (0, _) => Strength::Strong,
            (rank, of) if rank + 1 == of => Strength::Light,
            _ => Strength::Medium,
        };
        Self { side, strength }
    }

    /// Name of the tone in the style sheet.
    pub(crate) fn class(self) -> &'static str {
        match (self.side, self.strength) {
            (Side::Unfavourable, Strength::Strong) => "u3",
            (Side::Unfavourable, Strength::Medium) => "u2",
            (Side::Unfavourable, Strength::Light) => "u1",
            (Side::Neutral, Strength::Strong) => "m3",
            (Side::Neutral, Strength::Medium) => "m2",
            (Side::Neutral, Strength::Light) => "m1",
            (Side::Favourable, Strength::Light) => "f1",
            (Side::Favourable, Strength::Medium) => "f2",
            (Side::Favourable, Strength::Strong) => "f3",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Side, Tone};

    #[test]
    fn the_outermost_answer_is_the_strongest() {
        let classes = |of| -> Vec<_> {
            (0..of)
                .map(|rank| Tone::ranked(Side::Favourable, rank, of).class())
                .collect()
        };
        assert_eq!(classes(1), ["f3"]);
        assert_eq!(classes(2), ["f3", "f1"]);
        assert_eq!(classes(3), ["f3", "f2", "f1"]);
    }
}
