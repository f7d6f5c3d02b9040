use super::Error;
use super::attacker::{Fact, Relation};

/// Unknowns that hang together by facts, and the facts, which name unknowns by their place among the members.
pub(super) type Component = (Vec<usize>, Vec<Fact>);

/// Splits the facts into groups that have no unknown in common: each can be solved by itself.
pub(super) fn components(unknowns: usize, facts: &[Fact]) -> Result<Vec<Component>, Error> {
    let mut leader: Vec<usize> = (0..unknowns).collect();
    for fact in facts {
        for pair in fact.terms.windows(2) {
            let (one, other) = (find(&mut leader, pair[0].0), find(&mut leader, pair[1].0));
            leader[one.max(other)] = one.min(other);
        }
    }
    let mut group_of = vec![usize::MAX; unknowns];
    let mut place = vec![0; unknowns];
    let mut groups: Vec<Component> = Vec::new();
    for (unknown, place) in place.iter_mut().enumerate() {
        let first = find(&mut leader, unknown);
        if group_of[first] == usize::MAX {
            group_of[first] = groups.len();
            groups.push((Vec::new(), Vec::new()));
        }
        let members = &mut groups[group_of[first]].0;
        *place = members.len();
        members.push(unknown);
    }
    for fact in facts {
        let Some(&(unknown, _)) = fact.terms.first() else {
            holds(fact)?;
            continue;
        };
        let terms = fact
            .terms
            .iter()
            .map(|&(unknown, times)| (place[unknown], times))
            .collect();
        groups[group_of[find(&mut leader, unknown)]]
            .1
            .push(Fact { terms, ..*fact });
    }
    Ok(groups)
}

/// Leader of a group, with the way to it cut short.
fn find(leader: &mut [usize], mut unknown: usize) -> usize {
    while leader[unknown] != unknown {
        leader[unknown] = leader[leader[unknown]];
        unknown = leader[unknown];
    }
    unknown
}

/// Whether a fact about nothing is true.
fn holds(fact: &Fact) -> Result<(), Error> {
    let true_of_nobody = match fact.relation {
        Relation::Equal => fact.number == 0,
        Relation::AtMost => fact.number >= 0,
        Relation::AtLeast => fact.number <= 0,
    };
    if true_of_nobody {
        Ok(())
    } else {
        Err(Error::Contradiction)
    }
}
