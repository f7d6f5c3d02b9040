//! How the rows of a file are told apart by organisation, where whoever reads it says so.

use poet_core::{Instrument, ItemKind, OrganisationId, fold, nearest};

use super::{Also, Evidence, Guessed, Mapping, Use};
use crate::Error;

/// How the rows of a file are told apart by organisation. It goes before what a mapping or the header says.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_import::{Intake, Places};
/// use std::num::NonZeroUsize;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let file = "Dignity,Need group\nbetter,Older people\nworse,Mental health\n";
/// let by_need = Intake::new(instrument).places(Places::Column("Need group".to_owned()));
/// let responses = by_need.read(file.as_bytes(), NonZeroUsize::MIN)?;
/// let names: Vec<_> = responses.table.organisations().iter().map(|o| o.as_str()).collect();
/// assert_eq!(names, ["Older people", "Mental health"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Places {
    /// By the column of this name, or the item of this id: as it stands there, or by the labels of the answers where it
    /// is a choice, which is an item still.
    Column(String),
    /// Not at all: every row belongs to this organisation.
    One(OrganisationId),
}

impl Mapping {
    /// Tells the rows apart by `places` and by nothing else.
    pub(crate) fn tell_apart(
        &mut self,
        places: &Places,
        instrument: &Instrument,
        explained: &mut [Guessed],
    ) -> Result<(), Error> {
        match places {
            Places::Column(name) => {
                let at = self.place_column(name)?;
                self.without_places(Evidence::Taken, explained);
                self.choose(at, instrument, explained)
            }
            Places::One(id) => {
                self.without_places(Evidence::Call, explained);
                self.organisation = Some(id.clone());
                Ok(())
            }
        }
    }

    /// Position of the column of this header or item.
    fn place_column(&self, name: &str) -> Result<usize, Error> {
        let find = |same: &dyn Fn(&str) -> bool| self.columns.iter().position(|c| same(&c.header));
        let of_item = || {
            let is = |role: &Use| matches!(role, Use::Item { item, .. } if item.as_str() == name);
            self.columns.iter().position(|c| is(&c.role))
        };
        find(&|header| header == name)
            .or_else(of_item)
            .or_else(|| find(&|header| fold(header) == fold(name)))
            .ok_or_else(|| Error::NoSuchColumn {
                name: name.to_owned(),
                nearest: nearest(name, self.columns.iter().map(|c| c.header.as_str()))
                    .map(str::to_owned),
            })
    }

    /// Lets no column tell places apart any longer, for this reason.
    fn without_places(&mut self, why: Evidence, explained: &mut [Guessed]) {
        self.organisation = None;
        for (column, explained) in self.columns.iter_mut().zip(explained) {
            if column.role == Use::Organisation {
                column.role = Use::Ignored;
                explained.evidence = why;
                explained.used_as = explained.used_as.take().filter(|_| why == Evidence::Taken);
            }
            if column.also == Some(Also::Organisation) {
                column.also = None;
                explained.used_as = Some(column.used_as());
            }
        }
    }

    fn choose(
        &mut self,
        at: usize,
        instrument: &Instrument,
        explained: &mut [Guessed],
    ) -> Result<(), Error> {
        let column = &mut self.columns[at];
        if let Use::Item { item, .. } = &column.role {
            let kind = instrument.item(item.as_str()).map(poet_core::Item::kind);
            if !matches!(kind, Some(ItemKind::Choice(_))) {
                return Err(Error::WrongKind {
                    item: item.clone(),
                    wants: Also::WANTS,
                });
            }
            column.also = Some(Also::Organisation);
        } else {
            column.role = Use::Organisation;
        }
        explained[at].used_as = Some(column.used_as());
        explained[at].evidence = Evidence::Call;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;

    fn told(header: &[&str], places: &Places) -> Result<(Mapping, Vec<String>), Error> {
        let key = "adult-holders@2014".parse().unwrap();
        let holders = Catalogue::builtin().get(&key).unwrap();
        let mut guess = Mapping::guess(holders, header);
        guess
            .mapping
            .tell_apart(places, holders, &mut guess.columns)?;
        let lines = guess.columns.iter().map(ToString::to_string).collect();
        Ok((guess.mapping, lines))
    }

    fn column(name: &str) -> Places {
        Places::Column(name.to_owned())
    }

    #[test]
    fn one_column_tells_places_apart_and_a_choice_is_an_item_still() {
        let header = ["Council", "Need group", "Town"];
        let (mapping, lines) = told(&header, &column("need_group")).unwrap();
        assert_eq!(mapping.columns[0].role, Use::Ignored);
        assert_eq!(mapping.columns[1].also, Some(Also::Organisation));
        assert_eq!(
            lines[..2],
            [
                "column 1 \"Council\": kept out, another column is organisation",
                "column 2 \"Need group\": item need_group and organisation, as asked for",
            ]
        );
        for name in ["Town", "TOWN"] {
            let (mapping, lines) = told(&header, &column(name)).unwrap();
            assert_eq!(mapping.columns[2].role, Use::Organisation);
            assert_eq!(mapping.columns[1].also, None);
            assert_eq!(lines[2], "column 3 \"Town\": organisation, as asked for");
        }
    }

    #[test]
    fn all_rows_may_be_of_one_place() {
        let one = Places::One("Leeds".parse().unwrap());
        let (mapping, lines) = told(&["Council", "Dignity"], &one).unwrap();
        assert_eq!(mapping.organisation, Some("Leeds".parse().unwrap()));
        assert_eq!(mapping.columns[0].role, Use::Ignored);
        assert_eq!(lines[0], "column 1 \"Council\": nothing, as asked for");
    }

    #[test]
    fn what_cannot_tell_places_apart_is_said() {
        let error = told(&["Council", "Comments"], &column("Councel")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the header has no column \"Councel\", nearest is \"Council\""
        );
        let error = told(&["Council", "used_for"], &column("used_for")).unwrap_err();
        assert!(matches!(error, Error::WrongKind { .. }), "{error}");
    }
}
