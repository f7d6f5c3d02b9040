//! The families that are built.

use serde_json::Value;

use super::{
    adjust, disclosure,
    fault::{Fault, nulls},
    ordinal, several, share, table,
};

/// A method under the name that case files give it.
pub(super) struct Family {
    pub(super) name: &'static str,
    /// Outputs that are null when the input is refused.
    pub(super) figures: &'static [&'static str],
    pub(super) method: fn(&Value) -> Result<Value, Fault>,
}

/// Every family that is built, by the file that runs it.
const GROUPS: &[&[Family]] = &[
    adjust::FAMILIES,
    disclosure::FAMILIES,
    ordinal::FAMILIES,
    several::FAMILIES,
    share::FAMILIES,
    table::FAMILIES,
];

impl Family {
    /// Every family that is built.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        GROUPS.iter().copied().flatten()
    }

    /// The family called `name`, if it is built.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|family| family.name == name)
    }

    /// Output for `input`: figures, or nulls with the status of the refusal.
    ///
    /// An error says what is malformed.
    pub(super) fn run(&self, input: &Value) -> Result<Value, String> {
        match (self.method)(input) {
            Err(Fault::Malformed { field, wanted }) => Err(format!("`{field}` wants {wanted}")),
            Err(Fault::Refused(status)) => Ok(nulls(self.figures, status)),
            Ok(output) => Ok(output),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::Family;

    /// What the conventions of the families say about the edges, beyond the given cases.
    const EDGES: &str = r#"[
        ["wilson_ci", {"x": 0, "n": 0, "confidence": 0.95}, "undefined_no_respondents"],
        ["wilson_ci", {"x": 3, "n": 2, "confidence": 0.95}, "error_invalid_input"],
        ["wilson_ci", {"x": -1, "n": 2, "confidence": 0.95}, "error_invalid_input"],
        ["wilson_ci", {"x": 0, "n": -2, "confidence": 0.95}, "error_invalid_input"],
        ["wilson_ci", {"x": 1, "n": "Infinity", "confidence": 0.95}, "error_invalid_input"],
        ["wilson_ci", {"x": 1, "n": 2, "confidence": 1.0}, "error_invalid_input"],
        ["newcombe_diff_ci", {"x1": 0, "n1": 0, "x2": 1, "n2": 2}, "undefined_no_respondents"],
        ["two_prop_z", {"x1": 5, "n1": 5, "x2": 2, "n2": 2}, "degenerate_no_variation"],
        ["two_prop_z", {"x1": 0, "n1": 5, "x2": 0, "n2": 0}, "undefined_no_respondents"],
        ["org_vs_rest", {"x_org": 2, "n_org": 5, "x_all": 1, "n_all": 9}, "error_invalid_input"],
        ["org_vs_rest", {"x_org": 2, "n_org": 5, "x_all": 3, "n_all": 4}, "error_invalid_input"],
        ["org_vs_rest", {"x_org": 2, "n_org": 5, "x_all": 7, "n_all": 9}, "error_invalid_input"],
        ["org_vs_rest", {"x_org": 5, "n_org": 5, "x_all": 9, "n_all": 9}, "degenerate_no_variation"],
        ["org_vs_rest", {"x_org": 0, "n_org": 0, "x_all": 7, "n_all": 9}, "undefined_no_respondents"],
        ["fisher_exact", {"table": [[1, -1], [2, 3]]}, "error_invalid_input"],
        ["chi2_2x2", {"table": [[1.5, 1], [2, 3]]}, "error_invalid_input"],
        ["bh_adjust", {"p_values": [null, 1.5]}, "error_invalid_input"],
        ["bh_adjust", {"p_values": [null]}, "ok"],
        ["ordinal_summary", {"counts": [1, -1], "positive": [2], "negative": [1]}, "error_invalid_input"],
        ["ordinal_summary", {"counts": [1, 1], "positive": [3], "negative": [1]}, "error_invalid_input"],
        ["ordinal_summary", {"counts": [0, 1], "positive": [2], "negative": [1]}, "ok"],
        ["sdc_primary", {"x": 5, "n": 4, "threshold": 5, "zeros": "show"}, "error_invalid_input"],
        ["sdc_primary", {"counts": [1, -2], "threshold": 5, "zeros": "hide"}, "error_invalid_input"],
        ["sdc_round", {"counts": [4], "base": 0}, "error_invalid_input"],
        ["sdc_round", {"x": 1, "n": 2, "base": 5}, "undefined_no_respondents"],
        ["sdc_attack", {"table": [[1, 2]], "suppressed": [[0, 2]], "threshold": 5}, "error_invalid_input"],
        ["sdc_attack", {"table": [[1, 2], [1]], "suppressed": [[0, 0]], "threshold": 5}, "error_invalid_input"],
        ["sdc_attack", {"table": [[1, 2]], "suppressed": [], "threshold": 5}, "ok"],
        ["sdc_percent_leak", {"percentage": 33.3, "n": 0, "dp": 1}, "ok"],
        ["sdc_percent_leak", {"percentage": 133, "n": 12, "dp": 0}, "error_invalid_input"],
        ["sdc_differencing", {"x_all": 1, "n_all": 9, "x_rest": 2, "n_rest": 8, "threshold": 5}, "error_invalid_input"],
        ["sdc_dominance", {"contributions": [5, -1], "n": 2, "k_percent": 85, "p_percent": 10}, "error_invalid_input"],
        ["byar_count_ci", {"observed": -1, "confidence": 0.95}, "error_invalid_input"],
        ["byar_count_ci", {"observed": 0, "confidence": 0.998}, "ok"],
        ["direct_standardised_proportion", {"x": [1, 0], "n": [2, 0], "weights": [1, 1]}, "undefined_empty_stratum"],
        ["direct_standardised_proportion", {"x": [1, 0], "n": [2, 0], "weights": [1, 0]}, "ok"],
        ["direct_standardised_proportion", {"x": [1], "n": [2], "weights": [0]}, "undefined_no_weight"],
        ["direct_standardised_proportion", {"x": [1], "n": [2], "weights": [-1]}, "error_invalid_input"],
        ["direct_standardised_proportion", {"x": [3], "n": [2], "weights": [1]}, "error_invalid_input"],
        ["direct_standardised_proportion", {"x": [1, 1], "n": [2, 2], "weights": [1]}, "error_invalid_input"],
        ["dsr", {"x": [9], "n": [90], "std_pop": [1], "multiplier": 1000}, "undefined_count_below_10"],
        ["dsr", {"x": [19, 0], "n": [90, 0], "std_pop": [1, 1], "multiplier": 1000}, "undefined_empty_stratum"],
        ["indirect_standardised", {"x": [0], "n": [5], "ref_x": [0], "ref_n": [9]}, "undefined_zero_expected"],
        ["indirect_standardised", {"x": [1], "n": [5], "ref_x": [0], "ref_n": [0]}, "undefined_empty_stratum"],
        ["indirect_standardised", {"x": [5], "n": [5], "ref_x": [9], "ref_n": [9]}, "ok"],
        ["sdc_dominance", {"contributions": [], "n": 2, "k_percent": 85, "p_percent": 10}, "ok"]
    ]"#;

    #[test]
    fn what_is_undefined_or_wrong_has_its_status() {
        for (name, input, status) in
            serde_json::from_str::<Vec<(String, Value, String)>>(EDGES).unwrap()
        {
            let output = Family::named(&name).unwrap().run(&input).unwrap();
            assert_eq!(output["status"], status, "{name} {input}: {output}");
        }
    }

    #[test]
    fn a_case_that_lacks_a_field_is_malformed() {
        let error = Family::named("wilson_ci")
            .unwrap()
            .run(&Value::Null)
            .unwrap_err();
        assert_eq!(error, "`x` wants a number");
    }
}
