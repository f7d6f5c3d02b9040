//! The families that are built.

use serde_json::Value;

use super::{
    adjust, disclosure,
    fault::{Fault, nulls},
    ordinal, peers, places, regression, scale, several, share, table, trend, weight,
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
    peers::FAMILIES,
    places::FAMILIES,
    scale::FAMILIES,
    regression::FAMILIES,
    several::FAMILIES,
    share::FAMILIES,
    table::FAMILIES,
    weight::FAMILIES,
    trend::FAMILIES,
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
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::Family;
    use crate::conformance::run;

    /// The format, as other people's test suites read it.
    const PAGE: &str = include_str!("../../conformance.md");

    /// What the conventions of the families say about the edges, beyond the given cases.
    const EDGES: &str = r#"[
        ["kish", {"weight": []}, "undefined_no_respondents"],
        ["kish", {"weight": [0, 0]}, "undefined_no_respondents"],
        ["kish", {"weight": [1, 0]}, "ok"],
        ["kish", {"weight": [1, -1]}, "error_invalid_input"],
        ["kish", {"weight": [1, "Infinity"]}, "error_invalid_input"],
        ["weighted_proportion", {"y": [], "weight": []}, "undefined_no_respondents"],
        ["weighted_proportion", {"y": [null], "weight": [1]}, "undefined_no_respondents"],
        ["weighted_proportion", {"y": [1, 0], "weight": [0, 0]}, "undefined_no_respondents"],
        ["weighted_proportion", {"y": [1, null], "weight": [1, 9]}, "ok"],
        ["weighted_proportion", {"y": [1, 0], "weight": [1]}, "error_invalid_input"],
        ["weighted_proportion", {"y": [1, 0], "weight": [1, -1]}, "error_invalid_input"],
        ["fpc", {"x": 0, "n": 0, "N": 9}, "undefined_no_respondents"],
        ["fpc", {"x": 3, "n": 9, "N": 8}, "error_invalid_input"],
        ["fpc", {"x": 10, "n": 9, "N": 12}, "error_invalid_input"],
        ["fpc", {"x": 1, "n": 1, "N": 1}, "ok"],
        ["fpc", {"x": 1, "n": 1, "N": 5}, "ok"],
        ["raking", {"rows": {"x": ["a"], "y": ["u"]}, "base_weight": [1], "margins": {"x": {"a": 5}, "y": {"u": 6}}}, "error_margins_disagree"],
        ["raking", {"rows": {"x": ["a"]}, "base_weight": [1], "margins": {"x": {"a": 5, "b": 1}}}, "error_no_respondents_at_level"],
        ["raking", {"rows": {"x": ["a"]}, "base_weight": [1], "margins": {"x": {"a": 5, "b": 0}}}, "ok"],
        ["raking", {"rows": {"x": ["a", "c"]}, "base_weight": [1, 1], "margins": {"x": {"a": 5}}}, "error_level_without_target"],
        ["raking", {"rows": {"x": ["a"]}, "base_weight": [-1], "margins": {"x": {"a": 5}}}, "error_invalid_input"],
        ["raking", {"rows": {"x": ["a"]}, "base_weight": [1], "margins": {"x": {"a": -5}}}, "error_invalid_input"],
        ["weight_trimming", {"weight": [1, 2], "lower": 0, "upper": 3}, "ok"],
        ["weight_trimming", {"weight": [1, 2], "lower": 3, "upper": 1}, "error_invalid_input"],
        ["weight_trimming", {"weight": [], "lower": 0, "upper": 3}, "undefined_no_respondents"],
        ["weight_trimming", {"weight": [0.1, 0.1], "lower": 0.5, "upper": 3}, "infeasible"],
        ["sample_size_moe", {"N": 1, "margin": 0.05}, "ok"],
        ["sample_size_moe", {"N": 0, "margin": 0.05}, "undefined_no_respondents"],
        ["sample_size_moe", {"N": 10, "margin": 0}, "error_invalid_input"],
        ["sample_size_moe", {"N": 10, "margin": 0.05, "p": 1.5}, "error_invalid_input"],
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
        ["anova_icc", {"x": [3], "n": [9]}, "undefined_too_few_groups"],
        ["anova_icc", {"x": [3, 0], "n": [9, 0]}, "undefined_too_few_groups"],
        ["anova_icc", {"x": [0, 1], "n": [1, 1]}, "undefined_too_few_groups"],
        ["anova_icc", {"x": [9, 4], "n": [9, 4]}, "undefined_no_variation"],
        ["anova_icc", {"x": [10, 4], "n": [9, 4]}, "error_invalid_input"],
        ["eb_shrinkage", {"estimate": [null, 0.5], "se": [0.1, 0]}, "undefined_no_estimates"],
        ["eb_shrinkage", {"estimate": [0.5], "se": [-0.1]}, "error_invalid_input"],
        ["eb_shrinkage", {"estimate": [0.5], "se": [0.1]}, "ok"],
        ["expected_rank", {"estimate": [], "se": []}, "ok"],
        ["expected_rank", {"estimate": [0.5, 0.5], "se": [0, 0]}, "ok"],
        ["funnel_prop_limits", {"target": 0.5, "n": 0}, "undefined_no_respondents"],
        ["funnel_prop_limits", {"target": 1.5, "n": 3}, "error_invalid_input"],
        ["funnel_prop_limits", {"target": 1.0, "n": 3}, "ok"],
        ["funnel_prop_significance", {"x": [0, 0], "n": [0, 0]}, "undefined_no_respondents"],
        ["funnel_prop_significance", {"x": [0, 0], "n": [0, 5]}, "ok"],
        ["funnel_prop_significance", {"x": [6], "n": [5]}, "error_invalid_input"],
        ["funnel_prop_significance", {"x": [6], "n": [5, 3]}, "error_invalid_input"],
        ["funnel_ratio_limits", {"expected": 0}, "undefined"],
        ["funnel_ratio_limits", {"expected": -2}, "undefined"],
        ["latent_icc_mor", {"variance": -0.1, "intercept": 0}, "error_invalid_input"],
        ["latent_icc_mor", {"variance": 0, "intercept": 0}, "ok"],
        ["overdispersion", {"x": [0, 0], "n": [4, 9], "winsorise": 0.1}, "degenerate_no_variation"],
        ["overdispersion", {"x": [0], "n": [0], "winsorise": 0.1}, "undefined_no_respondents"],
        ["overdispersion", {"x": [2], "n": [4], "winsorise": 0.1}, "ok"],
        ["overdispersion", {"x": [2], "n": [4], "winsorise": 0.7}, "error_invalid_input"],
        ["random_intercept_logit", {"x": [2], "n": [4]}, "undefined_too_few_groups"],
        ["random_intercept_logit", {"x": [4, 3], "n": [4, 3]}, "degenerate_no_variation"],
        ["logistic", {"columns": {}, "y": []}, "undefined_no_respondents"],
        ["logistic", {"columns": {"x": [1, 2]}, "y": [0, 2]}, "error_invalid_input"],
        ["logistic", {"columns": {"x": [1, 2, 3]}, "y": [0, 1]}, "error_invalid_input"],
        ["logistic", {"columns": {"x": ["Infinity", 2]}, "y": [0, 1]}, "error_invalid_input"],
        ["logistic", {"columns": {"x": [1, 2]}, "y": [1, 1]}, "ml_estimate_does_not_exist"],
        ["separation", {"columns": {"x": [null, 2]}, "y": [1, null]}, "undefined_no_respondents"],
        ["separation", {"columns": {"x": [1, 1]}, "y": [1, 0]}, "ok"],
        ["firth", {"columns": {}, "y": []}, "undefined_no_respondents"],
        ["firth", {"columns": {"x": [1, 2]}, "y": [1, 1]}, "ok"],
        ["proportional_odds", {"columns": {"x": [1, 2]}, "y": [3, 3]}, "degenerate_no_variation"],
        ["proportional_odds", {"columns": {"x": [1, 2]}, "y": [1, 2]}, "ml_estimate_does_not_exist"],
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
        ["sdc_dominance", {"contributions": [], "n": 2, "k_percent": 85, "p_percent": 10}, "ok"],
        ["cochran_armitage", {"x": [1, 2], "n": [2, 3]}, "ok"],
        ["cochran_armitage", {"x": [1, 2], "n": [2, 3], "scores": null}, "ok"],
        ["cochran_armitage", {"x": [], "n": []}, "undefined_too_few_waves"],
        ["cochran_armitage", {"x": [0, 0, 0], "n": [0, 0, 0]}, "undefined_too_few_waves"],
        ["cochran_armitage", {"x": [2, 3, 4], "n": [2, 3, 4]}, "degenerate_no_variation"],
        ["cochran_armitage", {"x": [0, 0, 0], "n": [2, 0, 4]}, "degenerate_no_variation"],
        ["cochran_armitage", {"x": [1, 2], "n": [3, 4], "scores": [5, 5]}, "degenerate_no_variation"],
        ["cochran_armitage", {"x": [1, 2], "n": [3]}, "error_invalid_input"],
        ["cochran_armitage", {"x": [1, 2], "n": [3, 4], "scores": [1, 2, 3]}, "error_invalid_input"],
        ["cochran_armitage", {"x": [1, 5], "n": [3, 4]}, "error_invalid_input"],
        ["cochran_armitage", {"x": [-1, 2], "n": [3, 4]}, "error_invalid_input"],
        ["cochran_armitage", {"x": [1, 2], "n": [3, 4], "scores": [0, "Infinity"]}, "error_invalid_input"],
        ["mantel_haenszel", {"strata": []}, "undefined_empty_margin"],
        ["mantel_haenszel", {"strata": [[[1, 0], [0, 0]]]}, "undefined_empty_margin"],
        ["mantel_haenszel", {"strata": [[[4, 0], [5, 0]], [[0, 0], [3, 3]]]}, "undefined_empty_margin"],
        ["mantel_haenszel", {"strata": [[[4, 1], [5, 2]], [[0, 0], [1, 0]]]}, "ok"],
        ["mantel_haenszel", {"strata": [[[4, 0], [0, 2]]]}, "ok"],
        ["mantel_haenszel", {"strata": [[[4, -1], [5, 2]]]}, "error_invalid_input"],
        ["mantel_haenszel", {"strata": [[[4, 1.5], [5, 2]]]}, "error_invalid_input"],
        ["mantel_haenszel", {"strata": [[[4, 1], [5, 2]]], "confidence": 1}, "error_invalid_input"],
        ["xmr", {"values": []}, "undefined_too_few_points"],
        ["xmr", {"values": [3], "screen_outliers": true}, "undefined_too_few_points"],
        ["xmr", {"values": [3, 3], "screen_outliers": true}, "ok"],
        ["xmr", {"values": [3, "NaN"], "screen_outliers": false}, "error_invalid_input"],
        ["nearest_neighbours", {"variables": [[1], [2]], "target": 2, "k": 1}, "error_invalid_input"],
        ["nearest_neighbours", {"variables": [[1], [2]], "target": 0, "k": -1}, "error_invalid_input"],
        ["nearest_neighbours", {"variables": [[1], [2]], "target": 0, "k": 5}, "ok"],
        ["nearest_neighbours", {"variables": [[1], [2, 3]], "target": 0, "k": 1}, "error_invalid_input"],
        ["nearest_neighbours", {"variables": [[1], ["NaN"]], "target": 0, "k": 1}, "error_invalid_input"],
        ["nearest_neighbours", {"variables": [[1], [1]], "target": 0, "k": 1}, "degenerate_no_variation"],
        ["nearest_neighbours", {"variables": [[1]], "target": 0, "k": 1}, "undefined_empty_comparator"]
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

    /// Families named in the page: the first cell of their row.
    fn named_in_the_page() -> Vec<&'static str> {
        let row = |line: &'static str| line.strip_prefix("| `")?.split_once("` |");
        let (_, families) = PAGE.split_once("\n## Families\n").unwrap();
        families
            .lines()
            .filter_map(|line| Some(row(line)?.0))
            .collect()
    }

    #[test]
    fn the_page_names_exactly_the_families_that_are_built() {
        let named: BTreeSet<_> = named_in_the_page().into_iter().collect();
        let built: BTreeSet<_> = Family::all().map(|family| family.name).collect();
        assert_eq!(named, built);
        assert_eq!(named.len(), named_in_the_page().len(), "one row each");
    }

    #[test]
    fn the_file_in_the_page_passes() {
        let (_, file) = PAGE.split_once("```json\n").unwrap();
        let (file, _) = file.split_once("```").unwrap();
        let report = run(file).unwrap();
        assert!(report.is_good(), "{report}");
        assert_eq!(report.total().passed, 1);
    }
}
