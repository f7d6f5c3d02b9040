//! Scales that answers to an item can stand on: its own, and those that it falls onto.

use super::Side;
use crate::instrument::{Instrument, ItemKind, Point, Scale};

/// A scale that answers can stand on, and where each of their own points falls.
#[derive(Clone, Debug)]
pub(super) struct Footing {
    pub(super) scale: Scale,
    pub(super) points: Vec<u8>,
}

impl Footing {
    /// The scales that the answers to an item can stand on, the finest first.
    ///
    /// Takes the collapses that any of `declaring` declares for its scale. Options of a tick-all item do not fall
    /// together: who ticked two of them would count twice.
    pub(super) fn all(side: Side<'_>, declaring: &[&Instrument]) -> Vec<Self> {
        let Some(own) = side.item.scale() else {
            return Vec::new();
        };
        let points = own.points().iter().zip(0..).map(|(_, at)| at).collect();
        let mut all = vec![Self {
            scale: own.clone(),
            points,
        }];
        if matches!(side.item.kind(), ItemKind::Choice(_)) {
            all.extend(declaring.iter().flat_map(|of| fallen(side, of)));
        }
        all[1..].sort_by_key(|footing| std::cmp::Reverse(footing.scale.points().len()));
        all
    }

    /// Whether both stand on the same scale: the same name, and the same points read and scored alike.
    pub(super) fn is_with(&self, other: &Self) -> bool {
        self.scale.id() == other.scale.id() && alike(&self.scale, &other.scale)
    }

    /// Whether answers stand where they were given.
    pub(super) fn is_own(&self, side: Side<'_>) -> bool {
        side.item
            .scale()
            .is_some_and(|own| own.id() == self.scale.id())
    }

    /// The finest footing that all have in common, one for each of them.
    pub(super) fn common(all: &[Vec<Self>]) -> Option<Vec<Self>> {
        let (first, rest) = all.split_first()?;
        first.iter().find_map(|candidate| {
            let same = |of: &Vec<Self>| of.iter().find(|f| f.is_with(candidate)).cloned();
            let mut chosen = vec![candidate.clone()];
            chosen.extend(rest.iter().map(same).collect::<Option<Vec<_>>>()?);
            Some(chosen)
        })
    }
}

/// Where the answers to an item fall by what one instrument declares.
fn fallen(side: Side<'_>, declaring: &Instrument) -> Vec<Footing> {
    let straight = side
        .item
        .scale()
        .and_then(|own| side.instrument.scale(own.id().as_str()));
    let declared = straight.and_then(|own| {
        let there = declaring.scale(own.id().as_str())?;
        alike(own, there).then_some(there)
    });
    let collapses = declared.map_or(&[][..], Scale::collapses).iter();
    let onto = |collapse: &crate::Collapse| {
        let scale = declaring.scale(collapse.to().as_str())?;
        Some(Footing {
            scale: match side.entry.reversed {
                true => scale.reversed(),
                false => scale.clone(),
            },
            points: collapse.points().to_vec(),
        })
    };
    collapses.filter_map(onto).collect()
}

/// Whether two scales offer the same points, read and scored alike.
pub(super) fn alike(one: &Scale, other: &Scale) -> bool {
    let same = |(a, b): (&Point, &Point)| {
        (a.code(), a.reading(), a.score()) == (b.code(), b.reading(), b.score())
    };
    one.points().len() == other.points().len() && one.points().iter().zip(other.points()).all(same)
}
