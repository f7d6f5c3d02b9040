//! What stands against figures of what goes with what.

use maud::{Markup, html};
use poet_benchmark::drivers::DriverWarning;
use poet_benchmark::release::DriverPair;

use super::layout::listed;
use crate::driven::{Driven, adjusted, is_found};

/// Warnings in the order in which they are told.
const WARNINGS: [DriverWarning; 4] = [
    DriverWarning::FewEvents,
    DriverWarning::Separated,
    DriverWarning::NotClustered,
    DriverWarning::FewPlaces,
];

/// A line for each warning with the conditions concerned; nothing where there is none.
pub(super) fn warned(driven: &Driven<'_>, pairs: &[DriverPair]) -> Option<Markup> {
    let lines: Vec<Markup> = WARNINGS
        .into_iter()
        .filter_map(|warning| line(driven, pairs, warning))
        .collect();
    (!lines.is_empty()).then(|| html! { @for line in lines { p.note { (line) } } })
}

fn line(driven: &Driven<'_>, pairs: &[DriverPair], warning: DriverWarning) -> Option<Markup> {
    let has = |pair: &&DriverPair| adjusted(pair).is_some_and(|a| a.warnings.contains(&warning));
    let shown = pairs.iter().filter(|pair| adjusted(pair).is_some()).count();
    let concerned: Vec<&DriverPair> = pairs.iter().filter(has).collect();
    let found = concerned.iter().filter(|pair| is_found(pair));
    let mut named: Vec<Markup> = found
        .map(|pair| html! { "\u{201c}" (driven.condition(pair)) "\u{201d}" })
        .collect();
    match concerned.len() - named.len() {
        0 => {}
        1 => named.push(html! { "1 condition without a difference found" }),
        others => named.push(html! { (others) " conditions without a difference found" }),
    }
    let what = words(warning)?;
    (!concerned.is_empty()).then(|| {
        html! {
            strong { (what) } " This concerns "
            @if concerned.len() == shown { "every condition here: " }
            (listed(&named, "and")) "."
        }
    })
}

/// A warning in plain words.
fn words(warning: DriverWarning) -> Option<&'static str> {
    Some(match warning {
        DriverWarning::FewEvents => {
            "Few people gave the rarer answer, so these figures are rough and could easily have come out otherwise."
        }
        DriverWarning::FewPlaces => {
            "There are fewer than 30 places, so the ranges are likely to be too narrow."
        }
        DriverWarning::NotClustered => {
            "There are fewer than 10 places, so the ranges do not allow for people of one place being alike, and may be too \
             narrow."
        }
        DriverWarning::Separated => {
            "Everybody of some group gave the same answer, so these figures are cautious ones (Firth's method), and their \
             ranges do not allow for people of one place being alike."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::page::plain_text;
    use super::*;
    use crate::driven::tests::{CAUSAL, instrument, released};

    fn said(counts: [usize; 4]) -> String {
        let released = released(counts);
        let driven = Driven::new(&released, instrument()).unwrap();
        warned(&driven, &released.pairs).map_or_else(String::new, |note| plain_text(&note))
    }

    #[test]
    fn a_warning_names_the_conditions_that_it_concerns() {
        let found = said([70, 30, 40, 60]);
        assert!(found.contains("There are fewer than 10 places"), "{found}");
        assert!(found.contains("every condition here: \u{201c}"), "{found}");
        let none = said([51, 49, 50, 50]);
        assert!(
            none.contains("1 condition without a difference found"),
            "{none}"
        );
        assert_eq!(
            said([70, 3, 40, 60]),
            "",
            "nothing is shown to be warned of"
        );
    }

    #[test]
    fn that_everybody_of_a_group_said_the_same_is_told() {
        let found = said([70, 0, 40, 60]);
        assert!(found.contains("Firth's method"), "{found}");
    }

    #[test]
    fn no_warning_says_that_one_thing_comes_of_another() {
        for words in WARNINGS.map(|warning| words(warning).unwrap().to_lowercase()) {
            assert!(CAUSAL.iter().all(|word| !words.contains(word)), "{words}");
        }
    }
}
