//! How the figures came about, and what may not be concluded from them.

use maud::{Markup, html};
use poet_benchmark::Scope;
use poet_benchmark::release::{Benchmark, Preset, Source};
use poet_core::{Asks, Respondent, SectionRole, Wave};

use super::CouncilReport;
use super::layout::narrow_table;
use crate::labelled::Labelled;
use crate::number::{fixed, people};

/// Works that the methods come from.
const REFERENCES: [&str; 7] = [
    "Wilson (1927), J. Am. Stat. Assoc. 22:209-212, doi:10.1080/01621459.1927.10502953",
    "Cochran (1977), Sampling Techniques, 3rd edition, sections 2.8 and 3.2, ISBN 0-471-16240-X",
    "Newcombe (1998), Statist. Med. 17:873-890, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    "Student (1908), Biometrika 6:1-25, doi:10.1093/biomet/6.1.1",
    "Fisher (1922), J. R. Stat. Soc. 85:87-94, doi:10.2307/2340521",
    "Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, sections 4.2 and 4.4, doi:10.1002/0471445428",
    "Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x",
];

/// Marks of figures that are not shown, and what they stand for.
const MARKS: [(&str, &str); 4] = [
    (
        "[c]",
        "Withheld: of few people, or would give away a figure of few people. Not to be read as nought.",
    ),
    (
        "[w]",
        "Nobody answered, so there is no share. A count of 0 is shown as 0.",
    ),
    ("[x]", "Not published by the source."),
    (
        "[z]",
        "Does not apply, such as a test where nothing varies or an answer outside the base.",
    ),
];

impl CouncilReport<'_> {
    pub(super) fn method(&self) -> Markup {
        html! {
            h3 { "What may be concluded" }
            (self.caveats())
            h3 { "Bases" }
            p {
                "Each share is of the people who gave an answer that counts to that question. Not applicable, don't know, prefer "
                "not to say, not answered and not asked are five different things; each is counted, none is in a base. "
                "An answer outside the scale's base, such as “never tried”, is counted and not in the base. In questions "
                "with several answers the base is everybody who was asked."
            }
            h3 { "Protecting people" }
            (protection(self.benchmark()))
            (marks())
            h3 { "Statistics" }
            (self.statistics())
            h3 { "Where the figures come from" }
            (origin(&self.labelled, self.wave))
        }
    }

    fn caveats(&self) -> Markup {
        let instrument = self.instrument();
        let has = |role| instrument.sections().iter().any(|s| s.role() == role);
        // What the project's own family of instruments is read with says nothing of somebody else's survey.
        let of_support = instrument.respondent() != Respondent::Other;
        html! {
            ul {
                @if instrument.asks() == Asks::Change {
                    li {
                        "Outcomes are " strong { "change that people perceive" }
                        ". There was no control group and nobody was asked before the budget began, so the figures do not "
                        "show what the budget caused."
                    }
                } @else if !of_support {
                    li { "Answers tell how things were when people were asked, and not what made them so." }
                } @else {
                    li { "Outcomes are how things are now, not change, and not what any support caused." }
                }
                @if !instrument.note().is_empty() { li { (instrument.note()) } }
                li { (self.stands_for()) }
                @if has(SectionRole::Process) && has(SectionRole::Outcomes) {
                    li {
                        "The same people told of the process and of the outcomes, at the same time. Where the two go together, "
                        "that is an association."
                    }
                }
                @if of_support {
                    li {
                        "Places differ in who answered: age, needs, how the budget is held, and whether somebody helped to fill in "
                        "the form. The comparison with everyone else is not adjusted for that"
                        @if self.benchmark().case_mix.is_some() { ", but where it says “like with like”" }
                        "."
                    }
                    li {
                        "Editions that ask for change and editions that ask how things are now cannot be put in one trend line: "
                        "the questions changed between 2015 and 2017. This edition is " (instrument.edition()) "."
                    }
                } @else {
                    li {
                        "Places differ in who answered and in how people were asked. The comparison here is not adjusted for that."
                    }
                }
                li {
                    "No difference found is not the same as no difference. The comparison says beside it how large a difference "
                    "would probably have been found: four times in five, by one test at 5%. Counting all tests it takes a "
                    "somewhat larger one."
                }
            }
        }
    }

    fn statistics(&self) -> Markup {
        let method = &self.benchmark().method;
        let whole = |share: f64| fixed(share * 100.0, 1).trim_end_matches(".0").to_owned();
        let family = match method.family {
            Scope::WholeTable => "all questions of all organisations",
            Scope::EachOrganisation => "all questions of one organisation at a time",
        };
        html! {
            ul {
                li { "Intervals are " (whole(method.confidence)) "% intervals. Of a share: " (method.share_interval)
                    ". Of a difference: " (method.difference_interval) ". Of a mean: " (method.mean_interval) "." }
                li {
                    "The organisation is left out of what it is compared with. The test is a pooled z test, or Fisher's exact test "
                    "where the smallest expected count is under 5; the p value has no say in the choice."
                }
                li {
                    strong { (people(method.tests as u64)) " tests were made" } ", over " (family)
                    ". “Higher” and “lower” are said at a false discovery rate of " (whole(method.false_discovery_level)) "% ("
                    (method.false_discovery) "): of all such statements about 1 in " (fixed(1.0 / method.false_discovery_level, 0))
                    " is expected to be wrong. That is why an interval can leave out 0 and still no difference is reported."
                }
                li { "Differences that would probably have been found: " (method.detectable_difference) "." }
                @if let Some(weighting) = self.weighting() { li { (weighting) } }
                li {
                    "Favourable, neutral and unfavourable answers are those the questionnaire declares. Net balance is the favourable "
                    "less the unfavourable share, in percentage points."
                }
            }
            p { "References:" }
            ul { @for reference in REFERENCES { li { (reference) } } }
        }
    }
}

/// Marks of figures that are not shown.
pub(super) fn marks() -> Markup {
    narrow_table(
        &html! { "Marks" },
        &html! { tr { th scope="col" { "Mark" } th.words scope="col" { "Meaning" } } },
        &html! { @for (mark, meaning) in MARKS { tr { th scope="row" { (mark) } td.words { (meaning) } } } },
    )
}

/// What was done to protect people.
pub(super) fn protection(benchmark: &Benchmark) -> Markup {
    let note = &benchmark.release;
    html! {
        @match (note.source, note.policy) {
            (Source::Published, _) => p {
                "The percentages and bases were published by somebody else, who rounded and protected them. They are shown "
                "as printed. Intervals, differences and tests are worked out here from the printed figures, so they carry "
                "the publisher's rounding; printed percentages need not add up to 100."
            },
            (Source::Counted, Preset::Internal) => p {
                strong { "Nothing is withheld or rounded. " } "The page is for staff who may see the answers; not for publication."
            },
            (Source::Counted, _) => p {
                "Counts of 1 to " (note.threshold - 1) " people are withheld, and so is every other figure that would give them away: "
                "totals, groups of answers, the comparison with everyone else. "
                @if note.rounded_to > 1 { "Counts are rounded to the nearest " (note.rounded_to) ". " }
                @if let Some(decimals) = note.share_decimals {
                    "Percentages have " (decimals.saturating_sub(2)) " decimal; differences are rounded after they are worked out, "
                    "so they can be 0.1 off the difference of the shares shown. "
                }
                (people(note.withheld as u64)) " figures of all organisations are withheld. "
                "How many did not answer is released for everyone together only."
            },
        }
    }
}

/// What the figures were worked out from and by.
pub(super) fn origin(labelled: &Labelled<'_>, wave: Option<&Wave>) -> Markup {
    let origin = &labelled.benchmark.origin;
    let instrument = labelled.instrument;
    html! {
        ul {
            li { "Questionnaire: " (origin.instrument) ", content hash " span.hash { (origin.hash) } }
            @if !instrument.source().is_empty() { li { "Source of its topics: " (instrument.source()) } }
            li { "Licence of its wording: " (instrument.licence()) }
            li { "Worked out with: poet-benchmark " (origin.library) }
            @if let Some(wave) = wave { li { "Round of fieldwork: " (wave.id()) } }
        }
    }
}
