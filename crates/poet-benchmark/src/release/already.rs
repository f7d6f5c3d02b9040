//! What an earlier release shows.

use std::collections::BTreeSet;

use poet_core::{ItemId, OrganisationId, PointCode};
use serde::Deserialize;

use super::cover::{Kept, Part};
use super::{Benchmark, Figure, Preset, Released, ShareFigure};
use crate::suppression::Line;
use crate::{Error, Origin};

/// What an earlier release of the same people shows, so that another can be made beside it.
///
/// Holds people, shares and means as they were shown, by which another release is known to be of the same people.
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

#[derive(Clone, Debug, Deserialize)]
struct Cell {
    base: Figure<u64>,
    points: Vec<Figure<Told>>,
    missing: Vec<Figure<u64>>,
    favourable: Figure<Told>,
    neutral: Figure<Told>,
    unfavourable: Figure<Told>,
}

/// People, and their share of the base.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Told {
    people: Option<u64>,
    share: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Measure {
    pub(super) all: Figure<Mean>,
    pub(super) places: Vec<Figure<Mean>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Mean {
    people: u64,
    #[serde(rename = "mean")]
    value: f64,
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
        let point = |point: &super::PointFigure| Told {
            people: point.people,
            share: point.share,
        };
        let side = |side: Figure<ShareFigure>| {
            side.map(|side| Told {
                people: side.people,
                share: Some(side.share),
            })
        };
        let cell = |cell: &super::ItemCell| Cell {
            base: cell.base,
            points: cell.points.iter().map(|p| p.as_ref().map(point)).collect(),
            missing: cell.missing.clone(),
            favourable: side(cell.favourable),
            neutral: side(cell.neutral),
            unfavourable: side(cell.unfavourable),
        };
        let mean = |figure: &Figure<super::MeanFigure>| {
            figure.map(|mean| Mean {
                people: mean.people,
                value: mean.mean,
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

impl Already {
    /// Whether all that is shown here would be shown of `own`, which keeps nothing back.
    pub(super) fn could_be(&self, own: &Self) -> bool {
        let place = |(own, shown): (&Place, &Place)| {
            own.id == shown.id && agrees(own.respondents, shown.respondents, u64::eq)
        };
        let item = |(own, shown): (&Item, &Item)| own.agrees(shown);
        let measure = |(own, shown): (&Measure, &Measure)| own.agrees(shown);
        self.places.len() == own.places.len()
            && self.items.len() == own.items.len()
            && self.measures.len() == own.measures.len()
            && agrees(own.respondents, self.respondents, u64::eq)
            && own.places.iter().zip(&self.places).all(place)
            && own.items.iter().zip(&self.items).all(item)
            && own.measures.iter().zip(&self.measures).all(measure)
    }
}

/// Whether a figure is what is shown, where it is.
fn agrees<T>(own: Figure<T>, shown: Figure<T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (own, shown) {
        (Figure::Shown(own), Figure::Shown(shown)) => same(&own, &shown),
        (own, Figure::Absent(_)) => matches!(own, Figure::Absent(_)),
        (_, Figure::Withheld(_)) => true,
        (_, Figure::Shown(_)) => false,
    }
}

/// Whether two numbers are one, but for what is lost where one is read from text.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}

impl Told {
    fn is_same(&self, other: &Self) -> bool {
        let share = match (self.share, other.share) {
            (Some(one), Some(other)) => is_same(one, other),
            (one, other) => one == other,
        };
        self.people == other.people && share
    }
}

impl Measure {
    fn agrees(&self, shown: &Self) -> bool {
        // What is told with fewer decimals than it would be says less, and the people are told either way.
        let same = |own: &Mean, shown: &Mean| {
            own.people == shown.people
                && (own.decimals != shown.decimals || is_same(own.value, shown.value))
        };
        let places = self.places.iter().zip(&shown.places);
        let mut all = places.chain([(&self.all, &shown.all)]);
        all.all(|(own, shown)| agrees(*own, *shown, same))
    }
}

impl Cell {
    fn agrees(&self, shown: &Self) -> bool {
        let told = |own: Figure<Told>, shown: Figure<Told>| agrees(own, shown, Told::is_same);
        let mut points = self.points.iter().zip(&shown.points);
        let mut missing = self.missing.iter().zip(&shown.missing);
        agrees(self.base, shown.base, u64::eq)
            && self.points.len() == shown.points.len()
            && points.all(|(own, shown)| told(*own, *shown))
            && missing.all(|(own, shown)| agrees(*own, *shown, u64::eq))
            && told(self.favourable, shown.favourable)
            && told(self.neutral, shown.neutral)
            && told(self.unfavourable, shown.unfavourable)
    }
}

impl Item {
    fn agrees(&self, shown: &Self) -> bool {
        let mut places = self.places.iter().zip(&shown.places);
        self.id == shown.id
            && self.option == shown.option
            && self.all.agrees(&shown.all)
            && places.all(|(own, shown)| own.agrees(shown))
    }

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
        let points = (0..).map(Part::Point).zip(self.points.iter());
        let points = points.map(|(part, point)| (part, point.is_withheld()));
        // A way of not answering is of everybody's alone; with one of them kept back, all of them are.
        let silent = self.missing.iter().map(Figure::is_withheld);
        let silent = silent.map(|withheld| (Part::Silent, withheld));
        let sides = [
            (Part::Base, self.base.is_withheld()),
            (Part::Favourable, self.favourable.is_withheld()),
            (Part::Neutral, self.neutral.is_withheld()),
            (Part::Unfavourable, self.unfavourable.is_withheld()),
        ];
        let all = points.chain(silent).chain(sides);
        let kept = all.filter(|(_, withheld)| *withheld);
        kept.map(|(part, _)| part).collect()
    }
}
