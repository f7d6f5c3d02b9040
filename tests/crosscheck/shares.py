"""One share or two: statsmodels where it has the method, else the cited formula."""

import math

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from form import absent, ok, two_sided, z_of

LEVELS = [0.95, 0.998, 0.9, 0.99]


def refused(x, n):
    return x < 0 or n < 0 or x > n or not math.isfinite(x + n)


def limits(x, n, confidence):
    """Wilson's limits by statsmodels, exact at the ends."""
    low, high = proportion_confint(x, n, alpha=1 - confidence, method="wilson")
    return (0.0 if x == 0 else max(low, 0.0)), (1.0 if x == n else min(high, 1.0))


def wilson_ci(x, n, confidence=0.95):
    if refused(x, n):
        return absent("lower", "upper")
    if n == 0:
        return absent("p", "lower", "upper", status="undefined_no_respondents")
    low, high = limits(x, n, confidence)
    return ok(p=x / n, lower=low, upper=high)


def wilson_cc_ci(x, n, confidence=0.95):
    """Newcombe (1998), Statist. Med. 17:857-872, method 4."""
    if refused(x, n) or n == 0:
        return absent("lower", "upper")
    z, p, q = z_of(confidence), x / n, 1 - x / n
    below = z * math.sqrt(z * z - 2 - 1 / n + 4 * p * (n * q + 1)) if x > 0 else 0
    above = z * math.sqrt(z * z + 2 - 1 / n + 4 * p * (n * q - 1)) if x < n else 0
    low = 0.0 if x == 0 else max(0.0, (2 * n * p + z * z - 1 - below) / (2 * (n + z * z)))
    high = 1.0 if x == n else min(1.0, (2 * n * p + z * z + 1 + above) / (2 * (n + z * z)))
    return ok(lower=low, upper=high)


def clopper_pearson_ci(x, n, confidence=0.95):
    if refused(x, n) or n == 0:
        return absent("lower", "upper")
    low, high = proportion_confint(x, n, alpha=1 - confidence, method="beta")
    return ok(lower=0.0 if x == 0 else low, upper=1.0 if x == n else high)


def rag_vs_benchmark(x, n, benchmark):
    if n == 0:
        return absent(band="not_compared")
    (low, high), (outer_low, outer_high) = limits(x, n, 0.95), limits(x, n, 0.998)
    if benchmark < outer_low:
        band = "higher_99_8"
    elif benchmark > outer_high:
        band = "lower_99_8"
    elif benchmark < low:
        band = "higher_95"
    elif benchmark > high:
        band = "lower_95"
    else:
        band = "similar"
    return ok(band=band, lower_95=low, upper_95=high, lower_99_8=outer_low, upper_99_8=outer_high)


def newcombe_diff_ci(x1, n1, x2, n2, confidence=0.95):
    if n1 == 0 or n2 == 0 or refused(x1, n1) or refused(x2, n2):
        return absent("difference", "lower", "upper")
    low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff", alpha=1 - confidence)
    return ok(difference=x1 / n1 - x2 / n2, lower=max(low, -1.0), upper=min(high, 1.0))


def two_prop_z(x1, n1, x2, n2):
    if n1 == 0 or n2 == 0 or refused(x1, n1) or refused(x2, n2):
        return absent("z", "p_value")
    shares = {"p1": x1 / n1, "p2": x2 / n2}
    if x1 + x2 in (0, n1 + n2):
        return absent("z", "p_value", **shares, status="degenerate_no_variation")
    z, p = proportions_ztest([x1, x2], [n1, n2])
    return ok(**shares, z=z, p_value=p)


def org_vs_rest(x_org, n_org, x_all, n_all, confidence=0.95):
    x_rest, n_rest = x_all - x_org, n_all - n_org
    figures = ("z", "p_value", "difference", "lower", "upper")
    if refused(x_org, n_org) or refused(x_rest, n_rest):
        return absent(*figures)
    if n_rest == 0:
        return absent(*figures, x_rest=x_rest, n_rest=n_rest, p_org=x_org / n_org, p_rest=None,
                      status="undefined_empty_comparator")
    if n_org == 0:
        return absent(*figures)
    test = two_prop_z(x_org, n_org, x_rest, n_rest)
    between = newcombe_diff_ci(x_org, n_org, x_rest, n_rest, confidence)
    found = {
        "x_rest": x_rest, "n_rest": n_rest, "p_org": x_org / n_org, "p_rest": x_rest / n_rest,
        **{key: test[key] for key in ("z", "p_value")},
        **{key: between[key] for key in ("difference", "lower", "upper")},
        "status": test["status"],
    }
    wrong = two_prop_z(x_org, n_org, x_all, n_all)["z"]
    if wrong is not None and abs(wrong - test["z"]) > 1e-6:
        found["not_this_z_including_self"] = wrong
    return found


def pairs(rng, count):
    for _ in range(count):
        n = rng.choice([rng.randint(1, 30), rng.randint(30, 300), rng.randint(300, 60_000)])
        yield rng.randint(0, n), n


def singles(rng):
    fixed = [(0, 1), (1, 1), (0, 40), (40, 40), (1, 2), (1, 60_000), (59_999, 60_000), (10, 20)]
    for x, n in fixed + list(pairs(rng, 8)):
        yield {"x": x, "n": n, "confidence": rng.choice(LEVELS)}


def of_wilson(rng):
    yield from singles(rng)
    for x, n in [(0.445, 1), (0.2, 0.7), (7.25, 7.25), (0.0, 3.7), (120.7, 341.2)]:
        yield {"x": x, "n": n, "confidence": 0.95}
    for x, n in [(0, 0), (-1, 5), (6, 5), (2, -3)]:
        yield {"x": x, "n": n, "confidence": 0.95}


def of_benchmark(rng):
    for x, n in [(0, 12), (12, 12), (3, 3)]:
        for benchmark in (0.0, 0.3, 1.0):
            yield {"x": x, "n": n, "benchmark": benchmark}
    for x, n in pairs(rng, 8):
        yield {"x": x, "n": n, "benchmark": round(rng.random(), 2)}
    yield {"x": 0, "n": 0, "benchmark": 0.5}


def doubles(rng):
    fixed = [(0, 7, 0, 9), (7, 7, 9, 9), (7, 7, 0, 9), (1, 1, 0, 1), (5, 9, 50, 90), (0, 0, 4, 9), (4, 9, 0, 0)]
    drawn = [(*first, *second) for first, second in zip(pairs(rng, 8), pairs(rng, 8))]
    return [dict(zip(("x1", "n1", "x2", "n2"), four)) for four in fixed + drawn]


def of_newcombe(rng):
    return [{**four, "confidence": rng.choice(LEVELS)} for four in doubles(rng)]


def of_rest(rng):
    for x, n in [(40, 60), (0, 60), (60, 60)]:
        for more_x, more_n in [(0, 0), (0, 50), (50, 50), (2000, 3000)]:
            yield {"x_org": x, "n_org": n, "x_all": x + more_x, "n_all": n + more_n, "confidence": 0.95}
    for (x, n), (more_x, more_n) in zip(pairs(rng, 5), pairs(rng, 5)):
        yield {"x_org": x, "n_org": n, "x_all": x + more_x, "n_all": n + more_n, "confidence": 0.998}
    yield {"x_org": 5, "n_org": 9, "x_all": 4, "n_all": 20, "confidence": 0.95}
    yield {"x_org": 5, "n_org": 9, "x_all": 7, "n_all": 8, "confidence": 0.95}
    yield {"x_org": 5, "n_org": 9, "x_all": 20, "n_all": 20, "confidence": 0.95}
    yield {"x_org": 0, "n_org": 0, "x_all": 7, "n_all": 8, "confidence": 0.95}


FAMILIES = {
    "wilson_ci": (wilson_ci, of_wilson),
    "wilson_cc_ci": (wilson_cc_ci, singles),
    "clopper_pearson_ci": (clopper_pearson_ci, singles),
    "rag_vs_benchmark": (rag_vs_benchmark, of_benchmark),
    "newcombe_diff_ci": (newcombe_diff_ci, of_newcombe),
    "two_prop_z": (two_prop_z, doubles),
    "org_vs_rest": (org_vs_rest, of_rest),
}
