//! What several editions have in common, gathered question by question.

use std::collections::BTreeMap;

use super::footing::{Footing, alike};
use super::matching::Matching;
use super::trend::{changed, stand};
use super::{
    Change, Comparability, Incomparable, ItemVerdict, LeftOut, MeasureVerdict, Member, Pool, Side,
    Taken,
};
use crate::instrument::check::Gathered;
use crate::instrument::document::{Document, ItemEntry, MeasureEntry, ScaleEntry, SectionEntry};
use crate::instrument::{Instrument, Scale};
use crate::{Edition, InstrumentId, InstrumentKey, ScaleId};

/// What is common, gathered question by question.
pub(super) struct Common<'a> {
    instruments: &'a [&'a Instrument],
    sides: Vec<Vec<Side<'a>>>,
    /// The first edition matched with each.
    matchings: Vec<Matching<'a>>,
    /// Position in the first edition, the name of the pooled scale, and what is taken of each edition.
    taken: Vec<(usize, Option<ScaleId>, Vec<Taken>)>,
    scales: BTreeMap<String, (Scale, ScaleEntry)>,
    left_out: Vec<LeftOut>,
}

impl<'a> Common<'a> {
    pub(super) fn new(instruments: &'a [&'a Instrument]) -> Self {
        let with_first = |other: &&'a Instrument| Matching::of(instruments[0], other);
        Self {
            instruments,
            sides: instruments.iter().map(|i| Side::all(i)).collect(),
            matchings: instruments.iter().map(with_first).collect(),
            taken: Vec::new(),
            scales: BTreeMap::new(),
            left_out: Vec::new(),
        }
    }

    /// Whether no question was taken.
    pub(super) fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Takes the question at a position of the first edition, or notes why not.
    pub(super) fn take(&mut self, at: usize) {
        let taken = self.partners(at).and_then(|partners| self.stand(&partners));
        match taken {
            Ok((scale, taken)) => self.taken.push((at, scale, taken)),
            Err(reason) => self.left_out.push(LeftOut {
                item: self.sides[0][at].item.id().clone(),
                reason,
            }),
        }
    }

    /// Positions of the same question in every edition.
    fn partners(&self, at: usize) -> Result<Vec<usize>, Incomparable> {
        let own = self.sides[0][at];
        let partner = |(matching, sides): (&Matching<'a>, &Vec<Side<'a>>)| {
            let not_asked = |sides: &[Side<'a>]| Incomparable::NotAsked {
                item: own.item.id().clone(),
                instrument: sides[0].instrument.key().clone(),
            };
            let other = matching.second(at).ok_or_else(|| not_asked(sides))?;
            match matching.compare(at, other).verdict {
                ItemVerdict::Changed(changes) => Err(changed(own, sides[other], changes)),
                _ => Ok(other),
            }
        };
        self.matchings
            .iter()
            .zip(&self.sides)
            .map(partner)
            .collect()
    }

    /// The scale that a question stands on in every edition.
    fn stand(&mut self, partners: &[usize]) -> Result<(Option<ScaleId>, Vec<Taken>), Incomparable> {
        let sides: Vec<_> = self
            .sides
            .iter()
            .zip(partners)
            .map(|(s, &at)| s[at])
            .collect();
        let chosen = stand(&sides, self.instruments)?;
        let scale = chosen.first().map(|footing| footing.scale.id().clone());
        if let Some(footing) = chosen.first() {
            self.take_scale(footing, &sides)?;
        }
        let taken = partners.iter().enumerate().map(|(of, &item)| {
            let footing = chosen.get(of);
            let fallen = footing.filter(|footing| !footing.is_own(sides[of]));
            let own = sides[of].item.scale().map(|own| own.id().clone());
            Taken {
                item,
                points: footing
                    .map(|footing| footing.points.clone())
                    .unwrap_or_default(),
                collapsed_from: fallen.and(own),
            }
        });
        Ok((scale, taken.collect()))
    }

    /// Adds the scale of a footing in the words of the first edition that has it. A name stands for one scale in a pool.
    fn take_scale(&mut self, footing: &Footing, sides: &[Side<'a>]) -> Result<(), Incomparable> {
        let straight = match sides[0].entry.reversed {
            true => footing.scale.reversed(),
            false => footing.scale.clone(),
        };
        let id = straight.id().to_string();
        if let Some((known, _)) = self.scales.get(&id) {
            let other = *sides.last().unwrap_or(&sides[0]);
            return match alike(known, &straight) {
                true => Ok(()),
                false => Err(changed(sides[0], other, vec![Change::Points])),
            };
        }
        let has = |i: &&&Instrument| i.scale(&id).is_some_and(|own| alike(own, &straight));
        let having = self.instruments.iter().find(has);
        if let Some(entry) = having.and_then(|i| i.document().scales.get(&id)) {
            let collapse = BTreeMap::new();
            let entry = ScaleEntry {
                collapse,
                ..entry.clone()
            };
            self.scales.insert(id, (straight, entry));
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Pool, Incomparable> {
        let measures = self.measures();
        let document = self.document(&measures);
        let instrument = Instrument::new(document, Gathered::default());
        let instrument = instrument.map_err(Incomparable::Pooled)?;
        let members = self
            .instruments
            .iter()
            .enumerate()
            .map(|(of, member)| Member {
                instrument: (*member).clone(),
                items: self
                    .taken
                    .iter()
                    .map(|(_, _, taken)| taken[of].clone())
                    .collect(),
                measures: measures.iter().map(|positions| positions[of]).collect(),
            });
        Ok(Pool {
            instrument,
            members: members.collect(),
            left_out: self.left_out,
        })
    }

    /// Positions in every edition of the measures that stay: all their questions do, on the scale that they were answered on.
    fn measures(&self) -> Vec<Vec<usize>> {
        let first = self.instruments[0];
        let compared: Vec<_> = self
            .instruments
            .iter()
            .map(|i| Comparability::between(first, i))
            .collect();
        let staying = first.measures().iter().filter(|measure| {
            let unchanged = |c: &Comparability| {
                let found = c.measures().iter().find(|m| m.measure == *measure.id());
                found.is_some_and(|m| m.verdict == MeasureVerdict::Unchanged)
            };
            compared.iter().all(unchanged)
        });
        let positions = |id| {
            let in_each = self.instruments.iter();
            in_each
                .map(|i| i.measures().iter().position(|m| m.id() == id))
                .collect()
        };
        staying
            .filter_map(|measure| positions(measure.id()))
            .collect()
    }

    fn document(&self, measures: &[Vec<usize>]) -> Document {
        let first = self.instruments[0].document();
        let key = self.key();
        let kept = |at: usize| self.taken.iter().find(|(item, _, _)| *item == at);
        let scales = self.scales.iter();
        let scales = scales
            .map(|(id, (_, entry))| (id.clone(), entry.clone()))
            .collect();
        let mut at = 0;
        let mut sections = Vec::new();
        for section in &first.sections {
            let mut items = Vec::new();
            for entry in &section.items {
                items.extend(kept(at).map(|(_, scale, _)| ItemEntry {
                    scale: scale.as_ref().map(ToString::to_string),
                    ..entry.clone()
                }));
                at += 1;
            }
            if !items.is_empty() {
                sections.push(SectionEntry {
                    items,
                    ..section.clone()
                });
            }
        }
        Document {
            id: key.id.to_string(),
            edition: key.edition.to_string(),
            licence: self.joined(Instrument::licence),
            source: self.joined(Instrument::source),
            note: self.note(),
            scales,
            sections,
            measures: measures
                .iter()
                .map(|of| MeasureEntry::clone(&first.measures[of[0]]))
                .collect(),
            ..first.clone()
        }
    }

    /// `pool-adult-holders@2013/2014`; shorter where that is too long for a name.
    fn key(&self) -> InstrumentKey {
        let mut ids: Vec<_> = self
            .instruments
            .iter()
            .map(|i| i.key().id.as_str())
            .collect();
        let mut editions: Vec<_> = self
            .instruments
            .iter()
            .map(|i| i.edition().as_str())
            .collect();
        for names in [&mut ids, &mut editions] {
            names.sort_unstable();
            names.dedup();
        }
        let id = match ids[..] {
            [id] => format!("pool-{id}"),
            _ => "pool".to_owned(),
        };
        let [earliest, latest] = [editions[0], editions[editions.len() - 1]];
        let all: Option<Edition> = editions.join("/").parse().ok();
        let ends = || format!("{earliest}-to-{latest}").parse().ok();
        let any = || self.instruments[0].edition().clone();
        let own = || self.instruments[0].key().id.clone();
        InstrumentKey {
            id: id.parse::<InstrumentId>().unwrap_or_else(|_| own()),
            edition: all.or_else(ends).unwrap_or_else(any),
        }
    }

    /// What the editions say, each once.
    fn joined(&self, of: fn(&Instrument) -> &str) -> String {
        let mut said: Vec<&str> = Vec::new();
        for text in self.instruments.iter().map(|i| of(i)) {
            if !text.is_empty() && !said.contains(&text) {
                said.push(text);
            }
        }
        said.join("; ")
    }

    /// The notes of the editions, then which they are and what fell onto which scale.
    fn note(&self) -> String {
        let editions = self.instruments.iter();
        let editions: Vec<_> = editions
            .map(|i| format!("{} (content {:.12})", i.key(), i.hash()))
            .collect();
        let mut notes = vec![self.joined(Instrument::note)];
        notes.retain(|note| !note.is_empty());
        notes.push(format!("Pooled from {}.", editions.join(" and ")));
        for (at, scale, taken) in &self.taken {
            let item = self.sides[0][*at].item.id();
            for (instrument, taken) in self.instruments.iter().zip(taken) {
                if let (Some(from), Some(onto)) = (&taken.collapsed_from, scale) {
                    let key = instrument.key();
                    notes.push(format!(
                        "{item}: answers to {key} fall from {from} onto {onto}."
                    ));
                }
            }
        }
        notes.join(" ")
    }
}
