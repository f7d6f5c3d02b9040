//! What the colours of a chart stand for.

use maud::{Markup, html};

use super::Tone;

/// One entry of a legend.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// Colour; none for answers that stand together since their parts are withheld.
    pub(crate) tone: Option<Tone>,
    /// What it stands for.
    pub(crate) words: String,
    /// Language of the words, where it is not that of the page.
    pub(crate) lang: Option<String>,
}

/// A legend in the order of the bars.
pub(crate) fn legend(keys: &[Key]) -> Markup {
    html! {
        ul.legend {
            @for key in keys {
                li lang=[key.lang.as_deref()] {
                    span class={ "swatch " (key.tone.map_or("split", Tone::class)) } {}
                    (key.words)
                }
            }
        }
    }
}
