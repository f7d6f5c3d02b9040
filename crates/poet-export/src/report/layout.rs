//! Pieces that every part of the page is made of.

use maud::{Markup, html};
use poet_benchmark::release::Figure;

use crate::number::per_cent;

/// Height in pixels that a chart may have, so that it stands on one page of A4 with its caption.
const PAGE: f64 = 860.0;

/// Rows parted into as few charts of equal length as fit on a page each.
pub(super) fn panels<T: Clone>(rows: &[T], row: f64) -> Vec<Vec<T>> {
    let most = std::iter::successors(Some(1_usize), |n| Some(n + 1))
        .take_while(|&n| n as f64 * row <= PAGE)
        .last()
        .unwrap_or(1);
    let charts = rows.len().div_ceil(most).max(1);
    let each = rows.len().div_ceil(charts).max(1);
    rows.chunks(each).map(<[T]>::to_vec).collect()
}

/// A table that scrolls inside its own frame where the page is narrow.
pub(super) fn wide_table(caption: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        section.scroll aria-label=(caption) tabindex="0" {
            table.wide {
                caption { span { (caption) } }
                thead { (head) }
                tbody { (body) }
            }
        }
    }
}

/// A table that fits on a phone.
pub(super) fn narrow_table(caption: &Markup, head: &Markup, body: &Markup) -> Markup {
    html! {
        table {
            caption { (caption) }
            thead { (head) }
            tbody { (body) }
        }
    }
}

/// A figure, or its mark.
pub(super) fn cell<T>(figure: &Figure<T>, show: impl Fn(&T) -> String) -> Markup {
    match figure {
        Figure::Shown(shown) => html! { td { (show(shown)) } },
        hidden => html! { td.mark { (hidden.mark().unwrap_or_default()) } },
    }
}

/// A share of a figure, or its mark.
pub(super) fn share_cell<T>(figure: &Figure<T>, share: impl Fn(&T) -> f64) -> Markup {
    cell(figure, |shown| per_cent(share(shown)))
}

/// Why a figure is not shown, in words with its mark.
pub(super) fn why<T>(figure: &Figure<T>) -> String {
    let mark = figure.mark().unwrap_or_default();
    match figure {
        Figure::Shown(_) => String::new(),
        Figure::Withheld(_) => format!("Withheld to protect people {mark}"),
        Figure::Absent(why) => {
            let words = why.to_string();
            format!("{} {mark}", words.trim_end_matches('.'))
        }
    }
}

/// Things one after the other: `a`, `a and b`, `a, b and c`.
pub(super) fn listed(things: &[Markup], last: &str) -> Markup {
    html! {
        @for (at, thing) in things.iter().enumerate() {
            @if at > 0 && at + 1 == things.len() { " " (last) " " } @else if at > 0 { ", " }
            (thing)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_share_their_rows_evenly() {
        let sizes = |rows: usize, row: f64| -> Vec<usize> {
            let rows: Vec<usize> = (0..rows).collect();
            panels(&rows, row).iter().map(Vec::len).collect()
        };
        assert_eq!(sizes(15, 52.0), [15]);
        assert_eq!(sizes(20, 52.0), [10, 10]);
        assert_eq!(sizes(1, 2000.0), [1]);
        assert!(sizes(0, 52.0).is_empty());
    }

    #[test]
    fn lists_read_as_a_sentence() {
        let thing = |t: &str| html! { (t) };
        let text = |things: &[Markup]| listed(things, "and").into_string();
        assert_eq!(text(&[]), "");
        assert_eq!(text(&[thing("a"), thing("b")]), "a and b");
        assert_eq!(text(&[thing("a"), thing("b"), thing("<")]), "a, b and &lt;");
    }
}
