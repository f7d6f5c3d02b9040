//! Whether the questions of each measure belong together.

use maud::{Markup, html};
use poet_benchmark::release::{AlphaFigure, Figure, Scale, ScaleFigure, Scales};

use super::super::layout::{listed, wide_table};
use super::NationalReport;
use crate::number::{fixed, people, per_cent};

/// Alpha from which questions are commonly said to go together well enough to be summed.
///
/// # Source
///
/// Nunnally (1978), Psychometric Theory, second edition: 0.7 for figures about groups.
const TOGETHER: f64 = 0.7;

/// Alpha above which questions may ask the same thing twice.
///
/// # Source
///
/// Streiner (2003), J. Pers. Assess. 80:99-103, `doi:10.1207/S15327752JPA8001_18`.
const THE_SAME: f64 = 0.9;

/// Share of people at an end of a measure above which it has little room there.
///
/// # Source
///
/// Terwee et al. (2007), J. Clin. Epidemiol. 60:34-42, doi:10.1016/j.jclinepi.2006.03.012.
const CROWDED: f64 = 0.15;

impl NationalReport<'_> {
    /// Whether the questions of each measure belong together; nothing where that was not asked.
    pub(super) fn belongs_together(&self) -> Option<Markup> {
        let scales = self.scales?;
        let several = |scale: &&Scale| scale.items.len() > 1;
        let measures: Vec<&Scale> = scales.measures.iter().filter(several).collect();
        (!measures.is_empty()).then(|| {
            html! {
                p {
                    "A summary score adds up several questions. That makes sense only where people who answer one of them favourably "
                    "tend to answer the others so too. " strong { "Alpha" } " says how far they do, from 0, not at all, to 1, all alike; "
                    "from about 0.7 on, questions are commonly said to go together well enough to compare groups by their sum."
                }
                ul { @for scale in &measures { li { (self.said_of(scale)) } } }
                (self.measure_table(&measures))
                (self.question_table(&measures))
                (notes(scales))
            }
        })
    }

    /// What one measure is good for, in a sentence.
    fn said_of(&self, scale: &Scale) -> Markup {
        let of = scale.items.len();
        html! {
            strong { (self.measure_name(scale)) } ": "
            @match &scale.alpha {
                ScaleFigure::Shown(alpha) => {
                    "alpha " (fixed(alpha.value, 2)) " (plausibly " (fixed(alpha.lower, 2)) " to " (fixed(alpha.upper, 2)) "). Its "
                    (alpha.items) " questions " (judged(alpha)) "."
                    (self.weaker(scale, alpha))
                    (crowded(scale))
                },
                hidden => { "of its " (of) " questions that cannot be told. " (told(hidden, |_| String::new())) },
            }
        }
    }

    /// Questions without which the measure would hold together better.
    fn weaker(&self, scale: &Scale, alpha: &AlphaFigure) -> Markup {
        let better = |without: f64| without - alpha.value > 0.005;
        let items = scale.items.iter();
        let weaker: Vec<Markup> = items
            .filter(|item| item.alpha_if_left_out.shown().is_some_and(better))
            .map(|item| html! { (self.question(item.item.as_str())) })
            .collect();
        html! {
            @if !weaker.is_empty() {
                " It would hold together better without " (listed(&weaker, "or")) ", which need not make that a worse question: "
                "it may ask about something of its own."
            }
        }
    }

    fn measure_table(&self, measures: &[&Scale]) -> Markup {
        let head = html! {
            tr {
                th.words scope="col" { "Summary score" }
                th scope="col" { "Questions" }
                th scope="col" { "Answered all (n)" }
                th.words scope="col" { "Alpha (95% interval)" }
                th.words scope="col" { "Omega" }
                th scope="col" { "Mean correlation" }
                th scope="col" { "At the lowest sum" }
                th scope="col" { "At the highest sum" }
            }
        };
        let body = html! {
            @for scale in measures {
                tr {
                    th.words scope="row" { (self.measure_name(scale)) }
                    td { (scale.items.len()) }
                    td { (counted(&scale.people, |n| people(*n))) }
                    td.words { (told(&scale.alpha, interval)) }
                    td.words { (told(&scale.omega, |omega| fixed(*omega, 2))) }
                    td { (told(&scale.alpha, |alpha| fixed(alpha.mean_correlation, 2))) }
                    td { (counted(&scale.floor, |share| per_cent(*share))) }
                    td { (counted(&scale.ceiling, |share| per_cent(*share))) }
                }
            }
        };
        wide_table(
            "How far the questions of each summary score go together",
            &head,
            &body,
        )
    }

    fn question_table(&self, measures: &[&Scale]) -> Markup {
        let head = html! {
            tr {
                th.words scope="col" { "Summary score" }
                th.words scope="col" { "Question" }
                th.words scope="col" { "With the sum of the others" }
                th.words scope="col" { "Alpha without it" }
            }
        };
        let body = html! {
            @for scale in measures {
                @for item in &scale.items {
                    tr {
                        th.words scope="row" { (self.measure_name(scale)) }
                        td.words { (self.question(item.item.as_str())) }
                        td.words { (told(&item.with_rest, |r| fixed(*r, 2))) }
                        td.words { (told(&item.alpha_if_left_out, |alpha| fixed(*alpha, 2))) }
                    }
                }
            }
        };
        wide_table(
            "How far each question goes with the others of its score",
            &head,
            &body,
        )
    }

    fn measure_name(&self, scale: &Scale) -> String {
        let measure = self.instrument().measure(&scale.measure);
        measure.map_or_else(
            || scale.measure.to_string(),
            |measure| self.labelled.words(measure.title()).to_owned(),
        )
    }

    fn question(&self, id: &str) -> String {
        let item = self.instrument().item(id);
        item.map_or_else(
            || id.to_owned(),
            |item| self.labelled.words(item.label()).to_owned(),
        )
    }
}

fn judged(alpha: &AlphaFigure) -> &'static str {
    match alpha.value {
        value if value < TOGETHER => {
            "go together too loosely for their sum to say much; read them one by one"
        }
        value if value > THE_SAME => {
            "go together so closely that some may ask the same thing twice"
        }
        _ => "go together well enough to be added up",
    }
}

/// Where many people are at an end of the measure.
fn crowded(scale: &Scale) -> Markup {
    let at = |end: &Figure<f64>| end.shown().filter(|share| *share > CROWDED);
    html! {
        @if let Some(share) = at(&scale.floor) {
            " " (per_cent(share)) " of people are at its lowest sum already, so that it can hardly show that things got worse for them."
        }
        @if let Some(share) = at(&scale.ceiling) {
            " " (per_cent(share)) " of people are at its highest sum already, so that it can hardly show that things got better for them."
        }
    }
}

fn interval(alpha: &AlphaFigure) -> String {
    let [value, lower, upper] = [alpha.value, alpha.lower, alpha.upper].map(|end| fixed(end, 2));
    format!("{value} ({lower} to {upper})")
}

/// A figure about a scale, or why there is none.
fn told<T>(figure: &ScaleFigure<T>, show: impl Fn(&T) -> String) -> String {
    match figure {
        ScaleFigure::Shown(figure) => show(figure),
        ScaleFigure::Withheld(_) => "Withheld to protect people [c]".to_owned(),
        ScaleFigure::Absent(why) => format!("{} [z]", why.to_string().trim_end_matches('.')),
    }
}

/// A count or a share, or its mark.
fn counted<T>(figure: &Figure<T>, show: impl Fn(&T) -> String) -> String {
    match figure {
        Figure::Shown(figure) => show(figure),
        hidden => hidden.mark().unwrap_or_default().to_owned(),
    }
}

fn notes(scales: &Scales) -> Markup {
    let method = &scales.method;
    html! {
        p.note {
            "That questions go together does not show that they ask the right thing, or all of it; and alpha is higher the more "
            "questions there are. Figures are of " (method.cases) ", who need not be like those who left one out."
        }
        p.note {
            "Alpha: " (method.alpha) ", interval at " (fixed(100.0 * method.confidence, 1).trim_end_matches(".0")) "% by "
            (method.interval) ", standard error by " (method.standard_error) ". Omega, the same question asked without taking all "
            "questions for equally good: " (method.omega) ". The mark of 0.7 is Nunnally's (1978); of 0.9, Streiner's (2003), "
            "doi:10.1207/S15327752JPA8001_18; of 15% at an end, Terwee's and others' (2007), doi:10.1016/j.jclinepi.2006.03.012. "
            "They are habits, not laws."
        }
    }
}
