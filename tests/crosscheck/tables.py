"""Tables of counts and many tests at once: scipy, statsmodels, exact integer arithmetic."""

import math
from fractions import Fraction

import numpy
from scipy.stats import chi2, chi2_contingency
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from form import absent, ok


def chi2_2x2(table):
    figures = ("chi2", "p_value", "chi2_yates", "p_value_yates")
    cells = numpy.array(table, float)
    if 0 in cells.sum(0) or 0 in cells.sum(1):
        return absent(*figures, status="undefined_empty_margin")
    plain = chi2_contingency(cells, correction=False)
    yates = chi2_contingency(cells, correction=True)
    (a, b), (c, d) = table
    margins = math.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    return ok(chi2=plain.statistic, df=1, p_value=plain.pvalue, chi2_yates=yates.statistic, p_value_yates=yates.pvalue,
              min_expected=plain.expected_freq.min(), phi=(a * d - b * c) / margins)


def chi2_rxc(table):
    cells = numpy.array(table, float)
    cells = cells[cells.sum(1) > 0][:, cells.sum(0) > 0]
    if min(cells.shape) < 2:
        return absent("chi2", "df", "p_value", "min_expected", "cramers_v")
    test = chi2_contingency(cells, correction=False)
    spread = cells.sum() * (min(cells.shape) - 1)
    return ok(chi2=test.statistic, df=test.dof, p_value=test.pvalue, min_expected=test.expected_freq.min(),
              cramers_v=math.sqrt(test.statistic / spread))


def fisher_exact(table):
    (a, b), (c, d) = table
    row, other, column = a + b, c + d, a + c
    odds = a * d / (b * c) if b * c else (math.inf if a * d else None)
    if 0 in (row, other, column, b + d):
        return absent(p_two_sided=1.0, p_less=1.0, p_greater=1.0, odds_ratio=odds, status="degenerate_empty_margin")
    first, last = max(0, column - other), min(row, column)
    ways = {k: math.comb(row, k) * math.comb(other, column - k) for k in range(first, last + 1)}
    total, own = sum(ways.values()), ways[a]
    near = Fraction(1, 10_000_000)
    as_rare = sum(w for w in ways.values() if w <= own * (1 + near))
    tied = sum(w for w in ways.values() if abs(w - own) <= own * near)
    share = lambda w: float(Fraction(w, total))
    return ok(p_two_sided=share(as_rare), p_less=share(sum(w for k, w in ways.items() if k <= a)),
              p_greater=share(sum(w for k, w in ways.items() if k >= a)),
              mid_p_two_sided=share(Fraction(as_rare) - Fraction(tied, 2)), odds_ratio=odds)


def mantel_haenszel(strata, confidence=0.95):
    """Odds ratio, its interval, the test and Breslow-Day by statsmodels; correction limited as R limits it."""
    tables = [numpy.array(t, float) for t in strata if sum(map(sum, t)) >= 2]
    deviation = sum((t[0, 0] - t[0].sum() * t[:, 0].sum() / t.sum() for t in tables), 0.0)
    variance = sum(t[0].sum() * t[1].sum() * t[:, 0].sum() * t[:, 1].sum() / t.sum() ** 2 / (t.sum() - 1)
                   for t in tables)
    if variance == 0:
        return absent("chi2", "p_value", "chi2_corrected", "p_value_corrected", "odds_ratio", "lower", "upper")
    test = lambda off: (abs(deviation) - off) ** 2 / variance
    plain, corrected = test(0), test(min(0.5, abs(deviation)))
    found = ok(chi2=plain, p_value=chi2.sf(plain, 1), chi2_corrected=corrected, p_value_corrected=chi2.sf(corrected, 1))
    if all(sum(t[i, j] * t[1 - i, 1 - j] for t in tables) > 0 for i, j in [(0, 0), (0, 1)]):
        whole = StratifiedTable(tables)
        low, high = whole.oddsratio_pooled_confint(alpha=1 - confidence)
        found |= {"odds_ratio": whole.oddsratio_pooled, "lower": low, "upper": high}
        if len(tables) > 1 and all((t.sum(0) > 0).all() and (t.sum(1) > 0).all() for t in tables):
            same = whole.test_equal_odds(adjust=False)
            found |= {"breslow_day": same.statistic, "breslow_day_p": same.pvalue}
    return found


def bh_adjust(p_values):
    known = [p for p in p_values if p is not None]
    found = {"m": len(known)}
    for name, method in [("bh", "fdr_bh"), ("holm", "holm"), ("bonferroni", "bonferroni"), ("by", "fdr_by")]:
        adjusted = iter(multipletests(known, method=method)[1].tolist() if known else [])
        found[name] = [None if p is None else min(1.0, next(adjusted)) for p in p_values]
    rejected = sum(p is not None and p <= 0.05 for p in found["bh"])
    return ok(**found, bh_rejects_at_0_05=rejected)


def four(rng, most):
    return [[rng.randint(0, most), rng.randint(0, most)] for _ in range(2)]


def of_2x2(rng):
    fixed = [[[5, 5], [5, 5]], [[0, 5], [5, 0]], [[1, 0], [0, 1]], [[0, 3], [0, 9]], [[3, 9], [0, 0]], [[1, 1], [1, 0]],
             [[45, 105], [1600, 2400]], [[3, 0], [0, 0]]]
    return [{"table": t} for t in fixed + [four(rng, most) for most in (4, 4, 4, 12, 12, 40, 40, 900, 5000)]]


def of_rxc(rng):
    fixed = [[[0, 0, 0], [1, 2, 3], [3, 2, 2]], [[1, 0, 3], [3, 0, 2]], [[1, 2, 3], [0, 0, 0]], [[4, 4], [4, 4]],
             [[7, 0, 0], [0, 8, 0], [0, 0, 9]], [[0, 0], [0, 0]], [[3, 0], [5, 0]], [[1, 2, 3]], [[1], [2]]]
    drawn = [[[rng.randint(0, most) for _ in range(columns)] for _ in range(rows)]
             for rows, columns, most in [(2, 5, 9), (3, 4, 20), (5, 5, 60), (12, 5, 300), (152, 5, 40)]]
    return [{"table": t} for t in fixed + drawn]


def of_strata(rng):
    # In the last two the correction is larger than the deviation; an odds ratio that is not finite has no interval.
    fixed = [[[[3, 2], [1, 4]], [[0, 0], [0, 1]], [[5, 5], [4, 6]]], [[[2, 3], [4, 1]]], [[[1, 0], [0, 0]]], [],
             [[[0, 5], [5, 0]], [[0, 2], [3, 1]]], [[[5, 0], [3, 2]], [[4, 0], [1, 3]]],
             [[[0, 4], [0, 6]], [[3, 5], [6, 2]]], [[[5, 5], [5, 5]], [[5, 5], [5, 6]]], [[[5, 5], [5, 5]]]]
    drawn = [[four(rng, most) for _ in range(waves)] for waves, most in [(2, 30), (3, 12), (5, 200), (8, 60), (3, 3)]]
    return [{"strata": s, "confidence": rng.choice([0.95, 0.998])} for s in fixed + drawn]


def of_p_values(rng):
    fixed = [[], [None], [None, 0.04, None, 0.01], [0.03] * 6, [0.0, 0.0, 1.0], [1.0], [0.05, 0.05],
             [0.01, 0.02, 0.03, 0.04, 0.05], [1e-320, 1e-10]]
    drawn = []
    for size in (7, 25, 120):
        p_values = [round(rng.random() ** 3, 4) for _ in range(size)]
        drawn += [p_values, [p if rng.random() > 0.2 else None for p in p_values]]
    return [{"p_values": p} for p in fixed + drawn]


FAMILIES = {
    "chi2_2x2": (chi2_2x2, of_2x2),
    "chi2_rxc": (chi2_rxc, of_rxc),
    "fisher_exact": (fisher_exact, of_2x2),
    "mantel_haenszel": (mantel_haenszel, of_strata),
    "bh_adjust": (bh_adjust, of_p_values),
}
