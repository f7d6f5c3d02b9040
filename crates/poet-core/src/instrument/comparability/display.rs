//! A comparison as a list for people.

use std::fmt;

use super::{
    Comparability, ItemComparison, ItemVerdict, MeasureComparison, MeasureVerdict, Reworded,
};

impl fmt::Display for Reworded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Question => "the question is in other words",
            Self::Answers => "the answers are in other words",
            Self::Required => "only one of them wants an answer from everyone",
        })
    }
}

impl fmt::Display for Comparability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = (self.first.key(), self.second.key());
        writeln!(f, "{first} and {second}")?;
        if let Some(barrier) = &self.barrier {
            writeln!(f, "\n{barrier}")?;
        }
        let comparable = self.items.iter().filter(|i| i.verdict.is_comparable());
        let both = self
            .items
            .iter()
            .filter(|i| i.first.is_some() && i.second.is_some());
        let (comparable, both) = (comparable.count(), both.count());
        writeln!(
            f,
            "\nQuestions: {both} in both, {comparable} of them answered alike"
        )?;
        for item in &self.items {
            writeln!(f, "  {item}")?;
        }
        if !self.measures.is_empty() {
            writeln!(f, "\nMeasures")?;
        }
        self.measures
            .iter()
            .try_for_each(|measure| writeln!(f, "  {measure}"))
    }
}

impl fmt::Display for ItemComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.verdict {
            ItemVerdict::Unchanged => "unchanged",
            ItemVerdict::Reworded => "reworded",
            ItemVerdict::Collapsed { .. } => "collapsed",
            ItemVerdict::Changed(_) => "CHANGED",
            ItemVerdict::OnlyFirst => "only first",
            ItemVerdict::OnlySecond => "only second",
        };
        let name = match (&self.first, &self.second) {
            (Some(first), Some(second)) if first != second => format!("{first} -> {second}"),
            (Some(id), _) | (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        };
        write!(f, "{state:12} {name}")?;
        let mut reasons: Vec<String> = self.reworded.iter().map(ToString::to_string).collect();
        match &self.verdict {
            ItemVerdict::Collapsed { onto } => reasons.insert(0, format!("comparable on `{onto}`")),
            ItemVerdict::Changed(changes) => {
                reasons.extend(changes.iter().map(ToString::to_string));
            }
            _ => {}
        }
        match reasons.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", reasons.join("; ")),
        }
    }
}

impl fmt::Display for MeasureComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.measure;
        match &self.verdict {
            MeasureVerdict::Unchanged => write!(f, "{:12} {id}", "unchanged"),
            MeasureVerdict::Rule => write!(f, "{:12} {id}: another rule", "CHANGED"),
            MeasureVerdict::Items(items) => {
                let items: Vec<_> = items.iter().map(AsRef::as_ref).collect();
                write!(f, "{:12} {id}: differs in {}", "CHANGED", items.join(", "))
            }
            MeasureVerdict::OnlyFirst => write!(f, "{:12} {id}", "only first"),
            MeasureVerdict::OnlySecond => write!(f, "{:12} {id}", "only second"),
        }
    }
}
