//! Whom the organisation can learn from.

use maud::{Markup, html};
use poet_benchmark::Absent;
use poet_benchmark::peers::{NoPartner, Partner, Partners, Practice, WeakFinding, Weakness};

use super::CouncilReport;
use super::layout::{listed, wide_table};
use super::rest::interval;
use crate::number::{p_value, per_cent, points, size};

/// Most differences in practice that a sentence names; the rest stand in the JSON.
const NAMED: usize = 4;

/// Most findings that are told in words, those farthest below the rest; the table has all.
const TOLD: usize = 6;

impl CouncilReport<'_> {
    /// Whom to learn from, or why nobody can be named; nothing where that was not asked.
    pub(super) fn learning(&self) -> Option<Markup> {
        Some(match self.beside.partners? {
            Ok(partners) => self.learning_from(partners),
            Err(why) => html! {
                p { "No place is named to learn from: " (no_place(why, self.name())) }
            },
        })
    }

    fn learning_from(&self, partners: &Partners) -> Markup {
        html! {
            @if !self.compares_at_all() {
                p { (self.too_few()) }
            } @else if partners.findings.is_empty() {
                p {
                    "No question has a favourable share that is credibly lower here than elsewhere, so nothing is named to learn about. "
                    "That does not say that nothing could be better."
                }
            } @else {
                p {
                    "Where the favourable share here is credibly lower than elsewhere or unusually low among places, these are the places that are credibly better "
                    "and most like " (self.name()) " in who people are and how their budgets are held. Their numbers cannot say what they "
                    "do well; their people can. "
                }
                @for finding in told(partners) { (self.weak(finding)) }
                @if partners.findings.len() > TOLD {
                    p { "These are the " (TOLD) " of " (partners.findings.len()) " questions farthest below everyone else; the table has all." }
                }
                (self.partner_table(partners))
                (learning_notes(partners))
            }
        }
    }

    /// A finding and its partners, a line each.
    pub(super) fn learning_lines(&self, finding: &WeakFinding) -> Vec<Markup> {
        let first = html! { (self.item_name(&finding.item)) ": " (shortfall(finding)) };
        let partners = finding.partners.iter().map(|partner| self.partner(partner));
        let none = finding.none.map(|none| html! { (reason(none)) });
        [first].into_iter().chain(partners).chain(none).collect()
    }

    fn weak(&self, finding: &WeakFinding) -> Markup {
        html! {
            h3 { (self.item_name(&finding.item)) }
            p { (shortfall(finding)) }
            @if let Some(none) = finding.none {
                p { (reason(none)) }
            } @else {
                ul { @for partner in &finding.partners { li { (self.partner(partner)) } } }
            }
        }
    }

    fn partner(&self, partner: &Partner) -> Markup {
        let (named, more) = partner.differs.split_at(partner.differs.len().min(NAMED));
        let mut named: Vec<Markup> = named.iter().map(|found| self.practice(found)).collect();
        if !more.is_empty() {
            named.push(html! { (more.len()) " more" });
        }
        html! {
            strong { (self.name_of(&partner.id)) } ": " (per_cent(partner.share)) ", "
            (size(partner.difference.value)) " points more than here (plausibly " (size(partner.difference.lower)) " to "
            (size(partner.difference.upper)) "). "
            @match (partner.conditions, named.is_empty()) {
                (0, _) => "Neither place shows enough of the process to compare it.",
                (of, true) => {
                    "On the " (of) " questions about the process and the planning, no difference was found."
                },
                (of, false) => {
                    "Of " (of) " questions about the process and the planning, people answer otherwise there on "
                    (listed(&named, "and")) "."
                },
            }
        }
    }

    fn practice(&self, found: &Practice) -> Markup {
        let word = if found.difference.value > 0.0 {
            "more"
        } else {
            "fewer"
        };
        html! {
            (self.item_name(&found.item)) " (" (size(found.difference.value)) " points " (word) " favourable)"
        }
    }

    fn partner_table(&self, partners: &Partners) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th.words scope="col" { "Place" }
                th scope="col" { "How unlike (0 to 1)" }
                th scope="col" { "There" }
                th scope="col" { "Here" }
                th scope="col" { "Difference in points" }
                th scope="col" { "Interval" }
                th scope="col" { "p, places counted" }
            }
        };
        let rows = partners.findings.iter().flat_map(|finding| {
            let partners = finding.partners.iter();
            partners.map(move |partner| (finding, partner))
        });
        let body = html! {
            @for (finding, partner) in rows {
                tr {
                    th scope="row" { (self.item_name(&finding.item)) }
                    td.words { (self.name_of(&partner.id)) }
                    td { (crate::number::fixed(partner.distance, 2)) }
                    td { (per_cent(partner.share)) }
                    td { (finding.own.shown().map_or_else(String::new, per_cent)) }
                    td { (points(partner.difference.value)) }
                    td { (interval(&partner.difference)) }
                    td { (p_value(partner.adjusted_p)) }
                }
            }
        };
        wide_table("Places to learn from, by question", &head, &body)
    }
}

/// The findings farthest below the rest, in the order of the form.
fn told(partners: &Partners) -> Vec<&WeakFinding> {
    let shortfall = |finding: &&WeakFinding| finding.against_rest.value;
    let mut findings: Vec<(usize, &WeakFinding)> = partners.findings.iter().enumerate().collect();
    findings.sort_by(|(_, a), (_, b)| shortfall(a).total_cmp(&shortfall(b)));
    findings.truncate(TOLD);
    findings.sort_by_key(|(at, _)| *at);
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// How far a finding is below the rest, and how many places were looked at.
fn shortfall(finding: &WeakFinding) -> Markup {
    let places = |count: usize| if count == 1 { "place" } else { "places" };
    html! {
        @if let Some(own) = finding.own.shown() { (per_cent(own)) " here, " }
        (size(finding.against_rest.value)) " points below everyone else"
        @if finding.weak.contains(&Weakness::LowOnFunnel) {
            ", under the range that chance and the usual spread of places explain"
        }
        ". "
        (finding.looked_at) " other " (places(finding.looked_at)) " were looked at"
        @if finding.left_out > 0 {
            ", " (finding.left_out) " could not be, since they do not show these figures"
        }
        "; " (finding.better) " "
        @if finding.better == 1 { "is" } @else { "are" }
        " credibly better"
        @if finding.better > finding.partners.len() { ", of which these are most alike" }
        "."
    }
}

/// Why it cannot be told which places are like this one.
fn no_place(why: Absent, name: &str) -> String {
    match why {
        Absent::EmptyComparator => format!(
            "too little of who answered, or of how budgets are held, is shown in {name} or elsewhere to tell which places are like it. \
             That does not say that there is nobody to learn from."
        ),
        Absent::Degenerate => format!(
            "in what is shown of who answered and of how budgets are held, all places are alike, so none is more like {name} than \
             another."
        ),
        why => why.to_string(),
    }
}

fn reason(none: NoPartner) -> &'static str {
    match none {
        NoPartner::OwnNotShown => {
            "The figures here are not shown, so no place can be held against them."
        }
        NoPartner::NobodyToLookAt => "No other place shows its figures on this question.",
        _ => "None of them is credibly better, so none is named.",
    }
}

fn learning_notes(partners: &Partners) -> Markup {
    let likeness = &partners.likeness;
    html! {
        p.note {
            "How like places are is told by " (likeness.variables) " shares of answers about people and their budgets, each with the same "
            "weight; 0 is alike, 1 is the place farthest away. "
            @if likeness.left_out > 0 { (likeness.left_out) " places show too little of that and are left out. " }
            "Everything here follows from released figures. False discoveries are controlled over the places looked at for a question, "
            "and over the questions about the process for a place; intervals allow for that."
        }
        p.note {
            "What a better place does differently is an association: it need not be what makes it better. And places that stand out "
            "among many stand out partly by chance, so a gap is likely to be somewhat smaller than it looks."
        }
    }
}
