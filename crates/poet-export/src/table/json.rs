//! The released benchmark whole, with the words that people read beside it.

use std::io::Write;

use poet_benchmark::release::Benchmark;
use poet_core::{
    InstrumentKey, ItemId, Language, MeasureId, Missing, OrganisationId, PointCode, Reading,
    SectionId, SectionRole,
};
use serde::Serialize;

use super::Beside;
use crate::Error;
use crate::labelled::{Labelled, missing_code};

/// Version of the form written here; the benchmark inside has a version of its own.
pub(super) const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    labels: Labels<'a>,
    benchmark: &'a Benchmark,
    #[serde(flatten)]
    beside: Beside<'a>,
}

/// Words in one language, keyed as the benchmark keys its figures.
#[derive(Serialize)]
struct Labels<'a> {
    language: &'a Language,
    instrument: &'a InstrumentKey,
    title: &'a str,
    licence: &'a str,
    note: &'a str,
    organisations: Vec<Named<'a, OrganisationId>>,
    sections: Vec<SectionLabel<'a>>,
    items: Vec<ItemLabel<'a>>,
    measures: Vec<Named<'a, MeasureId>>,
    missing: Vec<MissingLabel>,
}

#[derive(Serialize)]
struct Named<'a, I> {
    id: &'a I,
    label: &'a str,
}

#[derive(Serialize)]
struct SectionLabel<'a> {
    id: &'a SectionId,
    role: SectionRole,
    label: &'a str,
}

#[derive(Serialize)]
struct ItemLabel<'a> {
    item: &'a ItemId,
    option: Option<&'a PointCode>,
    section: &'a SectionId,
    label: &'a str,
    text: &'a str,
    option_label: Option<&'a str>,
    points: Vec<PointLabel<'a>>,
}

#[derive(Serialize)]
struct PointLabel<'a> {
    code: &'a PointCode,
    label: &'a str,
    reading: Reading,
}

#[derive(Serialize)]
struct MissingLabel {
    id: &'static str,
    label: String,
}

pub(super) fn write(
    labelled: &Labelled<'_>,
    beside: Beside<'_>,
    mut writer: impl Write,
) -> Result<(), Error> {
    let document = Document {
        format: FORMAT,
        labels: labels(labelled),
        benchmark: labelled.benchmark,
        beside,
    };
    // Whole before it is written: a figure is a few bytes, and there are very many.
    let json = serde_json::to_vec(&document)?;
    writer.write_all(&json)?;
    writeln!(writer)?;
    writer.flush()?;
    Ok(())
}

fn labels<'a>(labelled: &'a Labelled<'a>) -> Labels<'a> {
    let instrument = labelled.instrument;
    let places = labelled.benchmark.places.iter();
    let sections = instrument.sections().iter();
    let measures = instrument.measures().iter();
    Labels {
        language: &labelled.language,
        instrument: instrument.key(),
        title: labelled.words(instrument.title()),
        licence: instrument.licence(),
        note: instrument.note(),
        organisations: places
            .map(|place| Named {
                id: &place.id,
                label: labelled.name(&place.id),
            })
            .collect(),
        sections: sections
            .map(|section| SectionLabel {
                id: section.id(),
                role: section.role(),
                label: labelled.words(section.title()),
            })
            .collect(),
        items: items(labelled),
        measures: measures
            .map(|measure| Named {
                id: measure.id(),
                label: labelled.words(measure.title()),
            })
            .collect(),
        missing: Missing::ALL
            .into_iter()
            .map(|missing| MissingLabel {
                id: missing_code(missing),
                label: missing.to_string(),
            })
            .collect(),
    }
}

fn items<'a>(labelled: &'a Labelled<'a>) -> Vec<ItemLabel<'a>> {
    let columns = labelled.columns();
    let item = |column: crate::labelled::LabelledItem<'a>| {
        let points = column.scale().map_or(&[][..], |scale| scale.points());
        ItemLabel {
            item: column.item.id(),
            option: column.option.map(poet_core::Point::code),
            section: column.section.id(),
            label: labelled.words(column.item.label()),
            text: labelled.words(column.item.text()),
            option_label: column.option.map(|option| labelled.words(option.label())),
            points: points
                .iter()
                .map(|point| PointLabel {
                    code: point.code(),
                    label: labelled.words(point.label()),
                    reading: point.reading(),
                })
                .collect(),
        }
    };
    columns.map(item).collect()
}
