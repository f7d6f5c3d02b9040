//! The sums of each measure, from a table of responses.

use poet_core::ResponseTable;

use super::CrossProducts;
use crate::compiled::{Compiled, Packed};
use crate::{Error, Scorer};

/// Sums of every measure of an instrument over the people who answered all of its items.
///
/// Points are those that scoring adds up. It is whole numbers alone, and merges in any order to the same bits.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, ResponseTable};
/// use poet_scoring::{Scorer, reliability::ScaleSums};
///
/// let instrument = Catalogue::builtin().get(&"ascs-core@2020-21".parse()?)?;
/// let scorer = Scorer::new(instrument)?;
/// let mut sums = ScaleSums::new(&scorer)?;
/// sums.add_table(&scorer, &ResponseTable::new(instrument))?;
/// assert_eq!((sums.products(0).items(), sums.products(0).people()), (8, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScaleSums {
    measures: Vec<(CrossProducts, ScaleEnds)>,
}

/// People at either end of a measure and of its items, of those who answered every item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScaleEnds {
    /// People with the least sum that there can be.
    pub floor: u64,
    /// People with the largest.
    pub ceiling: u64,
    /// People at the least and at the largest point of each item.
    pub items: Vec<[u64; 2]>,
}

impl ScaleSums {
    /// Nobody yet.
    ///
    /// # Errors
    ///
    /// [`Error::ScaleItems`] for a measure of too many items.
    pub fn new(scorer: &Scorer) -> Result<Self, Error> {
        let empty = |compiled: &Compiled| {
            let items = compiled.columns.len();
            let ends = ScaleEnds {
                floor: 0,
                ceiling: 0,
                items: vec![[0; 2]; items],
            };
            Ok((CrossProducts::new(items)?, ends))
        };
        Ok(Self {
            measures: scorer
                .measures()
                .iter()
                .map(empty)
                .collect::<Result<_, _>>()?,
        })
    }

    /// Adds the rows of a routed table that answered every item of a measure.
    ///
    /// # Errors
    ///
    /// As [`Scorer::score_table`]; [`Error::ScaleItems`] where the sums are those of another scorer, and as
    /// [`CrossProducts::add`].
    pub fn add_table(&mut self, scorer: &Scorer, table: &ResponseTable) -> Result<(), Error> {
        scorer.check_table(table)?;
        self.check(scorer.measures().len())?;
        for (compiled, (products, ends)) in scorer.measures().iter().zip(&mut self.measures) {
            add_measure(compiled, table, (products, ends))?;
        }
        Ok(())
    }

    /// Adds the people of other sums of the same instrument.
    ///
    /// # Errors
    ///
    /// As [`CrossProducts::merge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.check(other.measures.len())?;
        for ((products, ends), (more, beside)) in self.measures.iter_mut().zip(&other.measures) {
            products.merge(more)?;
            ends.floor += beside.floor;
            ends.ceiling += beside.ceiling;
            for (own, more) in ends.items.iter_mut().zip(&beside.items) {
                own[0] += more[0];
                own[1] += more[1];
            }
        }
        Ok(())
    }

    fn check(&self, measures: usize) -> Result<(), Error> {
        if measures == self.measures.len() {
            return Ok(());
        }
        Err(Error::ScaleItems {
            found: measures,
            wanted: self.measures.len(),
        })
    }

    /// Sums and products of a measure's items.
    ///
    /// # Panics
    ///
    /// Where the instrument has no measure at `measure`.
    pub fn products(&self, measure: usize) -> &CrossProducts {
        &self.measures[measure].0
    }

    /// People at the ends of a measure.
    ///
    /// # Panics
    ///
    /// Where the instrument has no measure at `measure`.
    pub fn ends(&self, measure: usize) -> &ScaleEnds {
        &self.measures[measure].1
    }
}

fn add_measure(
    compiled: &Compiled,
    table: &ResponseTable,
    (products, ends): (&mut CrossProducts, &mut ScaleEnds),
) -> Result<(), Error> {
    let columns: Vec<_> = compiled
        .columns
        .iter()
        .map(|&(column, at)| (table.column(column), &compiled.lookups[at]))
        .collect();
    let largest: Vec<i32> = columns.iter().map(|(_, lookup)| lookup.largest()).collect();
    let mut points = vec![0; columns.len()];
    'rows: for row in 0..table.len() {
        for (point, (codes, lookup)) in points.iter_mut().zip(&columns) {
            let one = Packed(lookup.of(codes[row]));
            if one.answered() == 0 {
                continue 'rows;
            }
            *point = i32::try_from(one.units()).unwrap_or(i32::MAX);
        }
        products.add(&points)?;
        ends.add(&points, &largest);
    }
    Ok(())
}

impl ScaleEnds {
    fn add(&mut self, points: &[i32], largest: &[i32]) {
        self.floor += u64::from(points.iter().all(|&p| p == 0));
        self.ceiling += u64::from(points == largest);
        for ((own, &point), &largest) in self.items.iter_mut().zip(points).zip(largest) {
            own[0] += u64::from(point == 0);
            own[1] += u64::from(point == largest);
        }
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue, Response};

    use super::*;

    const ITEMS: [&str; 8] = ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"];

    fn table(scorer: &Scorer, people: &[(&str, usize)]) -> ResponseTable {
        let mut table = ResponseTable::new(scorer.instrument());
        for (at, &(code, items)) in people.iter().enumerate() {
            let id = format!("r-{at}").parse().unwrap();
            let mut response = Response::new(id, "North".parse().unwrap());
            for item in &ITEMS[..items] {
                let answer = Answer::Choice(code.parse().unwrap());
                response = response.with(item.parse().unwrap(), answer);
            }
            table.push(&response).unwrap();
        }
        table.route();
        table
    }

    #[test]
    fn complete_cases_alone_are_counted_and_the_ends_are_told() {
        let key = "ascs-core@2020-21".parse().unwrap();
        let scorer = Scorer::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let people = [("1", 8), ("1", 7), ("4", 8), ("2", 8), ("1", 8)];
        let whole = {
            let mut sums = ScaleSums::new(&scorer).unwrap();
            sums.add_table(&scorer, &table(&scorer, &people)).unwrap();
            sums
        };
        assert_eq!(whole.products(0).people(), 4);
        // The code 1 is the best answer and has the most points.
        let ends = whole.ends(0);
        assert_eq!((ends.floor, ends.ceiling, ends.items[7]), (1, 2, [1, 2]));
        let mut halves = ScaleSums::new(&scorer).unwrap();
        halves
            .add_table(&scorer, &table(&scorer, &people[2..]))
            .unwrap();
        let mut first = ScaleSums::new(&scorer).unwrap();
        first
            .add_table(&scorer, &table(&scorer, &people[..2]))
            .unwrap();
        halves.merge(&first).unwrap();
        assert_eq!(halves, whole);
    }
}
