use super::flow::UNBOUNDED;
use super::network::{Access, Network, Way};
use super::{Error, Figure, Pattern, Table};

/// Values of a figure that are consistent with everything shown: each whole number from `low` to `high`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Interval {
    /// Smallest value.
    pub low: u64,
    /// Largest value; absent if nothing bounds it.
    pub high: Option<u64>,
}

/// What somebody can derive who knows all figures that a pattern shows.
///
/// A table is a network of flows: the flow of a figure can go up or down by exactly as much as can be sent around it
/// through figures that are withheld too. Integer flows make the bounds exact, and every whole number between is
/// possible.
///
/// # Source
///
/// Cox (1995), Network models for complementary cell suppression, J. Am. Stat. Assoc. 90:1453-1462; Ahuja, Magnanti and
/// Orlin (1993), Network Flows, Prentice Hall (flows in residual networks).
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Bounds, Interval, Role, Rule, Table, Terms, Tree, Zeros, protect};
///
/// let mut tree = Tree::new();
/// let better = tree.add(tree.root(), Role::Part)?;
/// let worse = tree.add(tree.root(), Role::Part)?;
/// let table = Table::new(tree, &[[20, 2], [30, 9], [25, 12]])?;
/// let pattern = protect(&table, Rule::new(3, Zeros::Show), &Terms::default())?;
/// let mut bounds = Bounds::new(&table, &pattern)?;
/// for figure in table.figures().filter(|&figure| pattern.withholds(figure)) {
///     assert_ne!(bounds.of(figure)?.high, Some(2));
/// }
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
pub struct Bounds<'a> {
    table: &'a Table,
    network: Network,
    access: Vec<Access>,
}

impl<'a> Bounds<'a> {
    /// Bounds of the figures of `table` under `pattern`.
    ///
    /// # Errors
    ///
    /// [`Error::PatternShape`] if the pattern was made for a table of another shape.
    pub fn new(table: &'a Table, pattern: &Pattern) -> Result<Self, Error> {
        let access: Vec<Access> = pattern
            .iter()
            .map(|status| {
                if status.is_withheld() {
                    Access::Withheld
                } else {
                    Access::Pinned
                }
            })
            .collect();
        let wanted = (table.rows() + 1) * table.tree().size();
        if access.len() != wanted {
            return Err(Error::PatternShape {
                found: access.len(),
                wanted,
            });
        }
        let order: Vec<usize> = (0..=table.rows()).collect();
        Ok(Self {
            table,
            network: Network::new(table, &order),
            access,
        })
    }

    /// Bounds of one figure; of a shown one, its value.
    ///
    /// # Errors
    ///
    /// [`Error::LineUnknown`] or [`Error::NodeUnknown`] if the table has no such figure.
    pub fn of(&mut self, figure: Figure) -> Result<Interval, Error> {
        let index = self.table.index(figure)?;
        let arc = u32::try_from(index).unwrap_or(u32::MAX);
        let count = self.network.flow().count(arc);
        if self.access[index] != Access::Withheld {
            return Ok(Interval {
                low: count,
                high: Some(count),
            });
        }
        let [up, down] = [Way::Up, Way::Down].map(|way| {
            self.network.flow().reset();
            self.network.push(&self.access, arc, way, UNBOUNDED)
        });
        let high = (up != UNBOUNDED).then(|| count + up);
        Ok(Interval {
            low: count - down,
            high,
        })
    }
}
