//! Where marks and words stand.

use maud::{Markup, PreEscaped, html};

use super::wrap::{estimate, wrap};
use super::{Described, Label};
use crate::number::fixed;

/// A drawing that grows downwards.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    body: String,
    height: f64,
}

/// Type of the labels in pixels.
const LABEL: f64 = 15.0;
/// Type of the words below a label.
const SMALL: f64 = 13.0;

impl Canvas {
    /// Room in pixels on the narrowest page: a phone of 320 pixels less its margins.
    const NARROWEST: f64 = 286.0;

    pub(super) fn height(&self) -> f64 {
        self.height
    }

    pub(super) fn skip(&mut self, pixels: f64) {
        self.height += pixels;
    }

    pub(super) fn draw(&mut self, marks: &Markup) {
        self.body.push_str(&marks.0);
    }

    /// Words left and right on one line.
    pub(super) fn ends(&mut self, left: &str, right: &str) {
        self.height += 17.0;
        let y = px(self.height - 4.0);
        self.draw(&html! {
            text class="axis" x="0" y=(y) { (left) }
            text class="axis end" x="100%" y=(y) { (right) }
        });
    }

    /// A label on the left and short words on the right of its first line.
    pub(super) fn head(&mut self, label: &Label, right: &str, class: &str) {
        let room = Self::NARROWEST - estimate(right, LABEL) - 10.0;
        let top = self.height + 15.0;
        let lines = wrap(&label.words, room, LABEL);
        for (at, line) in lines.iter().enumerate() {
            let y = px(top + 19.0 * at as f64);
            self.draw(&html! {
                text class="label" x="0" y=(y) lang=[label.lang.as_deref()] { (line) }
            });
        }
        if !right.is_empty() {
            self.draw(&html! {
                text class={ (class) " end" } x="100%" y=(px(top)) { (right) }
            });
        }
        self.height += 19.0 * lines.len() as f64 + 1.0;
    }

    /// A figure on the right of a strip of this height, which is not moved past.
    pub(super) fn beside(&mut self, figure: &str, height: f64) {
        let y = px(self.height + height / 2.0 + 5.5);
        self.draw(&html! {
            text class="figure end" x="100%" y=(y) { (figure) }
        });
    }

    /// Small words over the whole width.
    pub(super) fn line(&mut self, words: &str, class: &str) {
        for line in wrap(words, Self::NARROWEST, SMALL) {
            self.height += 17.0;
            self.draw(&html! {
                text class={ "line " (class) } x="0" y=(px(self.height - 4.0)) { (line) }
            });
        }
    }

    /// An empty frame with the reason why nothing is drawn in it.
    pub(super) fn note(&mut self, words: &str, width: f64, height: f64) {
        let top = self.height;
        self.draw(&html! {
            rect class="none" x="0.5" y=(px(top + 0.5)) width=(at(width - 0.002)) height=(px(height - 1.0)) {}
            text class="line" x="8" y=(px(top + height / 2.0 + 4.5)) { (words) }
        });
        self.height = top + height;
    }

    /// What was drawn, to be laid over another drawing.
    pub(super) fn into_marks(self) -> Markup {
        PreEscaped(self.body)
    }

    /// The finished drawing.
    pub(super) fn finish(self, described: &Described, defs: &Markup) -> Markup {
        let (title, text) = (
            format!("{}-title", described.id),
            format!("{}-text", described.id),
        );
        html! {
            svg.chart role="img" aria-labelledby=(title) aria-describedby=(text) width="100%" height=(px(self.height)) {
                title id=(title) { (described.title) }
                desc id=(text) { (described.text) }
                (defs)
                (PreEscaped(self.body))
            }
        }
    }
}

/// A coordinate across the page: a fraction of the width as a percentage.
pub(super) fn at(fraction: f64) -> String {
    format!("{}%", trimmed(fraction * 100.0))
}

/// A coordinate down the page.
pub(super) fn px(pixels: f64) -> String {
    trimmed(pixels)
}

fn trimmed(value: f64) -> String {
    let text = fixed(value, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_two_decimals_at_most() {
        assert_eq!(at(1.0 / 3.0), "33.33%");
        assert_eq!(at(-0.000_001), "0%");
        assert_eq!(px(100.0), "100");
        assert_eq!(px(2.5), "2.5");
    }

    #[test]
    fn every_word_is_escaped() {
        let mut canvas = Canvas::default();
        let label = Label {
            words: "<b>&\"".to_owned(),
            lang: None,
        };
        canvas.head(&label, "<i>", "n");
        canvas.beside("<u>", 10.0);
        let described = Described {
            id: "a".to_owned(),
            title: "<t>".to_owned(),
            text: "<d>".to_owned(),
        };
        let svg = canvas.finish(&described, &html! {}).into_string();
        for raw in ["<b>", "<i>", "<u>", "<t>", "<d>"] {
            assert!(!svg.contains(raw), "{raw}");
        }
    }
}
