//! How the figures came about, and what may not be concluded from them.

use maud::{Markup, html};
use poet_benchmark::Scope;
use poet_core::{Asks, Respondent};

use super::super::method::{marks, origin, protection};
use super::NationalReport;
use crate::number::{fixed, people};

/// Works that the methods come from.
const REFERENCES: [&str; 8] = [
    "Wilson (1927), J. Am. Stat. Assoc. 22:209-212, doi:10.1080/01621459.1927.10502953",
    "Cochran (1977), Sampling Techniques, 3rd edition, sections 2.8 and 3.2, ISBN 0-471-16240-X",
    "Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x",
    "Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970",
    "Larsen and Merlo (2005), Am. J. Epidemiol. 161:81-88, doi:10.1093/aje/kwi017",
    "Pinheiro and Bates (1995), J. Comput. Graph. Stat. 4:12-35, doi:10.1080/10618600.1995.10474663",
    "DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188, doi:10.1016/0197-2456(86)90046-2",
    "Laird and Louis (1989), J. Educ. Stat. 14:29-46, doi:10.3102/10769986014001029",
];

impl NationalReport<'_> {
    pub(super) fn method(&self) -> Markup {
        html! {
            h3 { "What may be concluded" }
            (self.caveats())
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
        html! {
            ul {
                @if instrument.asks() == Asks::Change {
                    li {
                        "Outcomes are " strong { "change that people perceive" }
                        ". There was no control group and nobody was asked before the budget began, so the figures do not "
                        "show what the budget caused."
                    }
                }
                @if !instrument.note().is_empty() { li { (instrument.note()) } }
                li { (self.stands_for()) }
                @if instrument.respondent() != Respondent::Other {
                    li {
                        "Places differ in who answered: age, needs, how the budget is held, and whether somebody helped to fill "
                        "in the form. Where the page does not say otherwise, places are not adjusted for that."
                    }
                }
                li { "No difference found is not the same as no difference." }
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
                li { "Intervals are " (whole(method.confidence)) "% intervals. Of a share: " (method.share_interval) "." }
                li { "Funnels: " (method.funnel) ". A place on a limit is inside; the outer limits are looked at first." }
                li {
                    "Widening where places differ by more than chance: " (method.overdispersion) ". φ is the mean squared distance "
                    "from the target in standard errors, about 1 by chance alone; τ² is the variance between places. Both are told "
                    "whether or not limits are widened."
                }
                li { "How much places vary: " (method.between_places) ". ICC is the part of the variation that lies between places." }
                li { "Shrunk shares: " (method.shrinkage) "." }
                li { "Ranks: " (method.ranks) "." }
                li {
                    "Only places whose figures are shown are in a target, a variance or a rank. The target holds each place itself; "
                    "a comparison with everyone else, in a place's own report, leaves it out. The two answer different questions."
                }
                li {
                    strong { (people(method.tests as u64)) " tests" } " of one place against everyone else were made, over "
                    (family) ", at a false discovery rate of " (whole(method.false_discovery_level)) "% ("
                    (method.false_discovery) "). They stand in the reports of the places and in the tables."
                }
            }
            p { "References:" }
            ul { @for reference in REFERENCES { li { (reference) } } }
        }
    }
}
