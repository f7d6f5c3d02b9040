//! What an earlier release shows.

use std::collections::BTreeSet;

use poet_core::{ItemId, OrganisationId, PointCode};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cover::{Kept, Part};
use super::{Benchmark, Figure, Preset, Released};
use crate::suppression::Line;
use crate::{Error, Origin};

/// What an earlier release of the same people shows, so that another can be made beside it.
///
/// Holds which figures were shown, not what they are, but for how many people answered.
///
/// # Examples
///
/// ```
/// use poet_benchmark::release::{Already, Policy};
/// use poet_benchmark::{Error, Findings, Settings, tally::Tally};
/// use poet_core::Catalogue;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let findings = Findings::new(&Tally::new(instrument)?, &Settings::default());
/// let already = Already::from(&Policy::nhs_sub_national().apply(&findings));
/// assert!(Policy::ascs().apply_beside(&findings, &already).is_ok());
/// let stricter = Policy::strict().apply_beside(&findings, &already);
/// assert_eq!(stricter.unwrap_err(), Error::ShownBefore { shown: 8, wanted: 10 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
pub struct Already {
    pub(super) origin: Origin,
    pub(super) release: Note,
    pub(super) respondents: Figure<u64>,
    pub(super) places: Vec<Place>,
    pub(super) items: Vec<Item>,
    pub(super) measures: Vec<Measure>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Note {
    pub(super) policy: Preset,
    pub(super) threshold: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Place {
    pub(super) id: OrganisationId,
    pub(super) respondents: Figure<u64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Item {
    #[serde(rename = "item")]
    pub(super) id: ItemId,
    pub(super) option: Option<PointCode>,
    all: Cell,
    places: Vec<Cell>,
}

type Any = Figure<IgnoredAny>;

#[derive(Clone, Debug, Deserialize)]
struct Cell {
    base: Any,
    points: Vec<Any>,
    missing: Vec<Any>,
    favourable: Any,
    neutral: Any,
    unfavourable: Any,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Measure {
    pub(super) all: Figure<Mean>,
    pub(super) places: Vec<Figure<Mean>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Mean {
    pub(super) decimals: Option<u32>,
}

/// A file as [`poet_export`](https://docs.rs/poet-export) writes it.
#[derive(Deserialize)]
struct File {
    benchmark: Already,
}

impl Already {
    /// Reads a released benchmark from the JSON that the export writes.
    ///
    /// # Errors
    ///
    /// [`Error::EarlierFile`] where it is none.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(json).map_err(|error| Error::EarlierFile {
            message: error.to_string(),
        })?;
        let found = file.benchmark;
        let lines = found.places.len();
        let fits = found.items.iter().all(|item| item.places.len() == lines);
        match fits && found.measures.iter().all(|m| m.places.len() == lines) {
            true => Ok(found),
            false => Err(Error::EarlierFile {
                message: "items and organisations do not go together".to_owned(),
            }),
        }
    }

    /// Lines of which the number of respondents is kept back.
    pub(super) fn lines(&self) -> Vec<Line> {
        let places = self.places.iter().map(|place| &place.respondents);
        let lines = (0..).map(Line::Row).zip(places);
        let all = [(Line::Total, &self.respondents)];
        let withheld = lines.chain(all).filter(|(_, figure)| figure.is_withheld());
        withheld.map(|(line, _)| line).collect()
    }

    /// What is kept back of each item.
    pub(super) fn kept(&self) -> Vec<Kept> {
        self.items.iter().map(Item::kept).collect()
    }
}

impl From<&Released<Benchmark>> for Already {
    fn from(released: &Released<Benchmark>) -> Self {
        let any = |figure: bool| match figure {
            true => Figure::Withheld(super::Withheld::Confidential),
            false => Figure::Shown(IgnoredAny),
        };
        let cell = |cell: &super::ItemCell| Cell {
            base: any(cell.base.is_withheld()),
            points: cell.points.iter().map(|p| any(p.is_withheld())).collect(),
            missing: cell.missing.iter().map(|m| any(m.is_withheld())).collect(),
            favourable: any(cell.favourable.is_withheld()),
            neutral: any(cell.neutral.is_withheld()),
            unfavourable: any(cell.unfavourable.is_withheld()),
        };
        let mean = |figure: &Figure<super::MeanFigure>| {
            figure.map(|mean| Mean {
                decimals: mean.decimals,
            })
        };
        Self {
            origin: released.origin.clone(),
            release: Note {
                policy: released.release.policy,
                threshold: released.release.threshold,
            },
            respondents: released.respondents,
            places: (released.places.iter())
                .map(|place| Place {
                    id: place.id.clone(),
                    respondents: place.respondents,
                })
                .collect(),
            items: (released.items.iter())
                .map(|item| Item {
                    id: item.item.clone(),
                    option: item.option.clone(),
                    all: cell(&item.all),
                    places: item.places.iter().map(cell).collect(),
                })
                .collect(),
            measures: (released.measures.iter())
                .map(|measure| Measure {
                    all: mean(&measure.all),
                    places: measure.places.iter().map(mean).collect(),
                })
                .collect(),
        }
    }
}

impl Item {
    fn kept(&self) -> Kept {
        let places = (0..).map(Line::Row).zip(&self.places);
        let lines = places.chain([(Line::Total, &self.all)]);
        lines
            .flat_map(|(line, cell)| cell.kept().into_iter().map(move |part| (line, part)))
            .collect()
    }
}

impl Cell {
    fn kept(&self) -> BTreeSet<Part> {
        let points = (0..).map(Part::Point).zip(&self.points);
        // A way of not answering is of everybody's alone; with one of them kept back, all of them are.
        let silent = self.missing.iter().map(|missing| (Part::Silent, missing));
        let sides = [
            (Part::Base, &self.base),
            (Part::Favourable, &self.favourable),
            (Part::Neutral, &self.neutral),
            (Part::Unfavourable, &self.unfavourable),
        ];
        let all = points.chain(silent).chain(sides);
        let kept = all.filter(|(_, figure)| figure.is_withheld());
        kept.map(|(part, _)| part).collect()
    }
}
