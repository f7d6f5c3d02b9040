//! The parts of the page, in their order.

use maud::Markup;

use super::super::changed::Changed;
use super::super::drivers::what_goes_with;
use super::super::sheet::Part;
use super::NationalReport;

impl NationalReport<'_> {
    pub(super) fn parts(&self) -> Vec<Part> {
        let named = Part::named;
        let mut parts = Vec::new();
        parts.extend(named(
            "stands-out",
            "What stands out",
            Some(self.stands_out()),
        ));
        parts.extend(named("varies", "How much places vary", self.varies()));
        parts.extend(named(
            "places",
            "Where places stand on each question",
            self.places(),
        ));
        parts.extend(named("changed", "What has changed", self.has_changed()));
        parts.extend(named(
            "like-with-like",
            "Like with like",
            self.like_with_like(),
        ));
        parts.extend(named(
            "goes-with",
            "What goes with better lives",
            what_goes_with(self.driven.as_ref(), &self.labelled),
        ));
        parts.extend(named(
            "method",
            "How to read these figures",
            Some(self.method()),
        ));
        parts
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
