"""Whole answer distributions: scipy, and the definition where it has none."""

import itertools
import math

import numpy
from scipy.stats import mannwhitneyu, rankdata, t

from form import absent, ok, two_sided, z_of


def mann_whitney(x, y):
    if not x or not y:
        return absent("u", "superiority", status="undefined_empty_sample")
    both = numpy.array(x + y, float)
    ties = len(set(both.tolist())) < len(both)
    u = float(rankdata(both)[: len(x)].sum() - len(x) * (len(x) + 1) / 2)
    found = {"u": u, "superiority": u / (len(x) * len(y)), "ties": ties}
    if len(set(both.tolist())) == 1:
        return absent("z", "p_value", **found)
    n = len(both)
    tied = sum(k**3 - k for k in numpy.unique(both, return_counts=True)[1].astype(float))
    sd = math.sqrt(len(x) * len(y) / 12 * (n + 1 - tied / (n * (n - 1))))
    off = u - len(x) * len(y) / 2
    z, corrected = off / sd, math.copysign(max(abs(off) - 0.5, 0), off) / sd
    by_scipy = lambda **how: float(mannwhitneyu(x, y, alternative="two-sided", **how).pvalue)
    assert math.isclose(by_scipy(method="asymptotic", use_continuity=False), two_sided(z), rel_tol=1e-9)
    found |= ok(z=z, p_value=two_sided(z), z_cc=corrected, p_value_cc=two_sided(corrected))
    if not ties:
        found["p_exact"] = by_scipy(method="exact")
    return found


def mann_whitney_table(counts_1, counts_2):
    answers = [list(itertools.chain.from_iterable([at] * k for at, k in enumerate(c))) for c in (counts_1, counts_2)]
    found = mann_whitney(*answers)
    return {key: value for key, value in found.items() if key in ("u", "superiority", "z", "p_value", "status")}


def ridit(counts, reference_counts):
    total = sum(reference_counts)
    if total == 0:
        return absent("ridit", "mean_ridit")
    below = numpy.cumsum([0, *reference_counts[:-1]])
    scores = (below + numpy.array(reference_counts) / 2) / total
    if sum(counts) == 0:
        return absent("mean_ridit", ridit=scores)
    return ok(ridit=scores, mean_ridit=float(scores @ numpy.array(counts)) / sum(counts))


def ordinal_summary(counts, positive, negative, confidence=0.95):
    n = sum(counts)
    if n == 0:
        return absent("net", "mean", n=0, status="undefined_no_respondents")
    answers = numpy.repeat(numpy.arange(1, len(counts) + 1), counts).astype(float)
    share = lambda points: sum(counts[point - 1] for point in points) / n
    up, down = share(positive), share(negative)
    net, mean = up - down, answers.mean()
    se = math.sqrt(max(0.0, up + down - net * net) / n)
    half = z_of(confidence) * se
    found = ok(n=n, p_positive=up, p_negative=down, net=net, net_se=se, net_lower=max(-1.0, net - half),
               net_upper=min(1.0, net + half), mean=mean,
               median=next(k for k in range(1, len(counts) + 1) if 2 * sum(counts[:k]) >= n))
    if n == 1:
        return found | absent("sd", "mean_lower", "mean_upper")
    sd = answers.std(ddof=1)
    half = t.ppf((1 + confidence) / 2, n - 1) * sd / math.sqrt(n)
    return found | {"sd": sd, "mean_lower": mean - half, "mean_upper": mean + half}


def of_samples(rng):
    fixed = [([], []), ([], [1, 2]), ([1], []), ([1], [2]), ([2], [2]), ([3, 3, 3], [3, 3]), ([1, 2, 3], [4, 5, 6]),
             ([4, 5, 6], [1, 2, 3]), ([1], [1, 2, 3, 4, 5, 6, 7, 8]), ([-1.5, 0.0, 2.25], [0.5, 1.0]),
             ([1, 2], [1, 2]), ([5, 1, 3], [2])]
    drawn = [([rng.randint(1, 5) for _ in range(a)], [rng.randint(1, 5) for _ in range(b)])
             for a, b in [(8, 5), (40, 60), (3, 300)]]
    for a, b in [(4, 9), (9, 4), (14, 20), (2, 40)]:
        values = rng.sample(range(1000), a + b)
        drawn.append(([v / 8 for v in values[:a]], [v / 8 for v in values[a:]]))
    return [{"x": x, "y": y} for x, y in fixed + drawn]


def rows(rng):
    fixed = [([0, 0, 0], [1, 2, 3]), ([1, 2, 3], [0, 0, 0]), ([0, 5, 0], [0, 9, 0]), ([1, 0], [0, 1]), ([7], [9]),
             ([0, 0, 4, 6, 0], [10, 10, 0, 10, 10]), ([5, 0, 0], [0, 0, 5])]
    drawn = [([rng.randint(0, a) for _ in range(k)], [rng.randint(0, b) for _ in range(k)])
             for k, a, b in [(5, 30, 900), (3, 9, 9), (7, 60, 60), (10, 4, 4), (5, 200, 4000)]]
    return fixed + drawn


def of_table(rng):
    return [{"counts_1": first, "counts_2": second} for first, second in rows(rng)]


def of_ridit(rng):
    return [{"counts": first, "reference_counts": second} for first, second in rows(rng)]


def of_summary(rng):
    fixed = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0], [9, 0, 0, 0, 0], [0, 0, 9, 0, 0], [0, 0, 0, 0, 9],
             [1, 1, 1, 1, 1], [1, 0, 0, 0, 1], [1, 1, 0, 1, 1], [5, 0, 0, 0, 5]]
    drawn = [[rng.randint(0, most) for _ in range(5)] for most in (3, 20, 200, 2000)]
    for counts in fixed + drawn:
        level = rng.choice([0.95, 0.998])
        yield {"counts": counts, "positive": [4, 5], "negative": [1, 2], "confidence": level}
    yield {"counts": [3, 8, 2], "positive": [3], "negative": [1], "confidence": 0.95}


FAMILIES = {
    "mann_whitney": (mann_whitney, of_samples),
    "mann_whitney_table": (mann_whitney_table, of_table),
    "ridit": (ridit, of_ridit),
    "ordinal_summary": (ordinal_summary, of_summary),
}
