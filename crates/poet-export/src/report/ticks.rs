//! Questions where people tick all that apply.

use maud::{Markup, html};
use poet_benchmark::release::Figure;
use poet_core::Item;

use super::CouncilReport;
use super::judged::range;
use super::layout::{cell, share_cell, why, wide_table};
use crate::chart::{Bar, Bars, Described};
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

impl<'a> CouncilReport<'a> {
    /// Every tick-all question; nothing where there is none.
    pub(super) fn several_answers(&self) -> Option<Markup> {
        let items = self.instrument().items().iter();
        let questions: Vec<(&Item, Vec<LabelledItem<'a>>)> = items
            .map(|item| (item, self.options(item)))
            .filter(|(_, options)| !options.is_empty())
            .collect();
        (!questions.is_empty()).then(|| {
            html! {
                p {
                    "People could tick all that apply, so shares need not add up to 100%. The base is everybody who was asked; "
                    "somebody who ticked nothing is in it."
                }
                @for (item, options) in &questions {
                    h3 lang=[self.lang(item.text())] { (self.labelled.words(item.text())) }
                    (self.ticks(item, options))
                }
            }
        })
    }

    fn options(&self, item: &Item) -> Vec<LabelledItem<'a>> {
        let columns = self.labelled.columns();
        columns
            .filter(|column| column.option.is_some() && column.item.id() == item.id())
            .collect()
    }

    fn ticks(&self, item: &Item, options: &[LabelledItem<'a>]) -> Markup {
        let rows: Vec<Bar> = options.iter().filter_map(|o| self.tick_bar(o)).collect();
        let said = rows.iter().map(|row| {
            let why = row.share.as_ref().err().unwrap_or(&row.figure);
            format!("{}: {why}.", row.label.words)
        });
        let said: Vec<String> = said.collect();
        html! {
            figure {
                figcaption { "Share of the people asked in " (self.name()) " who ticked each answer" }
                (Bars { rows }.draw(&Described {
                    id: format!("ticks-{}", item.id()),
                    title: format!("{} in {}", self.labelled.words(item.label()), self.name()),
                    text: said.join(" "),
                }))
            }
            (self.ticks_table(item, options))
        }
    }

    fn tick_bar(&self, option: &LabelledItem<'a>) -> Option<Bar> {
        let figure = &self.own(option).favourable;
        Some(Bar {
            label: self.label(option.option?.label()),
            figure: match figure {
                Figure::Shown(share) => per_cent(share.share),
                hidden => hidden.mark().unwrap_or_default().to_owned(),
            },
            share: match figure {
                Figure::Shown(share) => Ok(share.share),
                hidden => Err(why(hidden)),
            },
        })
    }

    fn ticks_table(&self, item: &Item, options: &[LabelledItem<'a>]) -> Markup {
        let caption = format!(
            "{}: everybody who was asked",
            self.labelled.words(item.label())
        );
        let head = html! {
            tr {
                th scope="col" { "Answer" }
                th scope="col" { "Asked here (n)" }
                th scope="col" { "Ticked here" }
                th scope="col" { "Plausible range" }
                th scope="col" { "Everyone who answered, this organisation included" }
            }
        };
        let body = html! {
            @for option in options {
                @let own = self.own(option);
                tr {
                    th scope="row" {
                        @if let Some(point) = option.option { (self.labelled.words(point.label())) }
                    }
                    (cell(&own.base, |base| people(*base)))
                    (share_cell(&own.favourable, |share| share.share))
                    (cell(&own.favourable, range))
                    (share_cell(&option.result.all.favourable, |share| share.share))
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}
