//! The parts of the page, in their order.

use maud::Markup;

use super::super::changed::Changed;
use super::super::drivers::what_goes_with;
use super::super::sheet::Part;
use super::NationalReport;

impl NationalReport<'_> {
    pub(super) fn parts(&self) -> Vec<Part> {
        let goes_with = what_goes_with(self.driven.as_ref(), &self.labelled);
        let told = [
            ("stands-out", "What stands out", Some(self.stands_out())),
            ("goes-with", "What goes with better lives", goes_with),
            ("changed", "What has changed", self.has_changed()),
            ("varies", "How much places vary", self.varies()),
            (
                "places",
                "Where places stand on each question",
                self.places(),
            ),
            ("like-with-like", "Like with like", self.like_with_like()),
            (
                "together",
                "Do the questions of a measure belong together",
                self.belongs_together(),
            ),
            ("method", "How to read these figures", Some(self.method())),
        ];
        told.into_iter()
            .filter_map(|(id, title, body)| Part::named(id, title, body))
            .collect()
    }

    /// What changed since earlier waves, where there are any.
    fn has_changed(&self) -> Option<Markup> {
        let changed = Changed {
            changes: self.changes?,
            labelled: &self.labelled,
            name: "all places together",
            place: None,
        };
        Some(changed.part())
    }
}
