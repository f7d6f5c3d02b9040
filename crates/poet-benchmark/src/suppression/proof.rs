use super::network::{Access, Network, Way};
use super::rule::Need;

/// Figure to be protected, and what shows that it is.
pub(super) struct Claim {
    pub(super) arc: u32,
    pub(super) need: Need,
    /// Arcs through which its value could move as far as needed.
    pub(super) witness: Vec<u32>,
}

/// What a figure still lacks when everything withheld has been used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Lack {
    Up(u64),
    Down(u64),
    Either(u64),
}

impl Claim {
    pub(super) fn new(arc: u32, need: Need) -> Self {
        Self {
            arc,
            need,
            witness: Vec::new(),
        }
    }

    /// Looks for a witness among the withheld arcs and leaves it in `witness`; `false` if there is none.
    pub(super) fn prove(
        &self,
        network: &mut Network,
        access: &[Access],
        witness: &mut Vec<u32>,
    ) -> bool {
        self.measure(network, access, witness).is_none()
    }

    /// Withholds the cheapest arcs that protect the figure; `false` if none do.
    pub(super) fn secure(&mut self, network: &mut Network, access: &mut [Access]) -> bool {
        let (mut witness, mut path, mut other) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(lack) = self.measure(network, access, &mut witness) {
            let paid = match lack {
                Lack::Up(missing) => self.pay(network, access, (Way::Up, missing), &mut path),
                Lack::Down(missing) => self.pay(network, access, (Way::Down, missing), &mut path),
                Lack::Either(missing) => {
                    let down = self.pay(network, access, (Way::Down, missing), &mut other);
                    let up = self.pay(network, access, (Way::Up, missing), &mut path);
                    if down.is_some_and(|down| up.is_none_or(|up| down < up)) {
                        std::mem::swap(&mut path, &mut other);
                    }
                    up.or(down)
                }
            };
            if paid.is_none() {
                return false;
            }
            for &arc in &path {
                access[arc as usize] = Access::Withheld;
            }
        }
        self.witness = witness;
        true
    }

    /// Moves the figure as far as it needs and the withheld arcs let it; the arcs moved are left in `witness`.
    fn measure(
        &self,
        network: &mut Network,
        access: &[Access],
        witness: &mut Vec<u32>,
    ) -> Option<Lack> {
        let Need {
            up: least_up,
            down: least_down,
            width,
        } = self.need;
        witness.clear();
        // First down as far as the least rise leaves to be done: lowering a figure takes fewer paths than raising it.
        let wanted = least_down.max(width.saturating_sub(least_up));
        let mut down = self.move_by(network, access, (Way::Down, wanted), witness);
        if down < least_down {
            return Some(Lack::Down(least_down - down));
        }
        let up = self.move_by(
            network,
            access,
            (Way::Up, least_up.max(width.saturating_sub(down))),
            witness,
        );
        if up < least_up {
            return Some(Lack::Up(least_up - up));
        }
        if up + down < width && down == wanted {
            down = self.move_by(network, access, (Way::Down, width - up), witness);
        }
        if up + down < width {
            return Some(Lack::Either(width - up - down));
        }
        witness.sort_unstable();
        witness.dedup();
        None
    }

    fn move_by(
        &self,
        network: &mut Network,
        access: &[Access],
        (way, wanted): (Way, u64),
        witness: &mut Vec<u32>,
    ) -> u64 {
        network.flow().reset();
        let moved = network.push(access, self.arc, way, wanted);
        witness.extend(network.flow().differing());
        moved
    }

    /// Cheapest path that moves the figure further than the withheld arcs alone do.
    fn pay(
        &self,
        network: &mut Network,
        access: &[Access],
        (way, missing): (Way, u64),
        path: &mut Vec<u32>,
    ) -> Option<u64> {
        network.flow().reset();
        let limit = match way {
            Way::Up => self.need.up.max(self.need.width),
            Way::Down => self.need.down.max(self.need.width),
        };
        let open = network.push(access, self.arc, way, limit);
        let left = match way {
            Way::Up => missing.min(network.flow().lacking(self.arc).saturating_sub(open)),
            Way::Down => missing.min(network.flow().count(self.arc) - open),
        };
        if left == 0 {
            None
        } else {
            network.cheapest(access, (self.arc, way, left), path)
        }
    }
}
