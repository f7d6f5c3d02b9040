"""The form of cases, and what the references share."""

import math
from statistics import NormalDist

# How far a number may be off, by family: as the given cases have it.
EXACT = {"rel": 1e-8, "abs": 1e-12}
CLOSED = {"rel": 1e-9, "abs": 1e-12}
TOLERANCE = {
    "logistic": {"rel": 1e-6, "abs": 1e-8},
    "firth": {"rel": 1e-5, "abs": 1e-7},
    "funnel_ratio_limits": CLOSED,
    "raking": {"rel": 1e-7, "abs": 1e-9},
    "cronbach_alpha": {"rel": 1e-7, "abs": 1e-7},
    "omega_three_items": {"rel": 1e-6, "abs": 1e-12},
    "proportional_odds": {"rel": 2e-4, "abs": 1e-5},
    "random_intercept_logit": {"rel": 2e-4, "abs": 2e-5},
    "eb_shrinkage": CLOSED,
    "expected_rank": CLOSED,
    "nearest_neighbours": CLOSED,
    "xmr": CLOSED,
}


def z_of(confidence):
    """Two-sided normal quantile of a confidence level."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def two_sided(z):
    return math.erfc(abs(z) / math.sqrt(2))


def ok(**figures):
    return {**figures, "status": "ok"}


def absent(*figures, **others):
    """Figures that do not exist. The status stands only where the convention or a given case names it."""
    return {**dict.fromkeys(figures), **others}


def plain(value):
    """A value as the files write it: numbers of Python, infinity as a text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if math.isnan(value):
        raise ValueError("a reference gave no number")
    return float(value)


def case(family, number, given, expected):
    return {
        "id": f"{family}-own-{number:03}",
        "family": family,
        "input": plain(given),
        "expected": plain(expected),
        "tolerance": TOLERANCE.get(family, EXACT),
    }


def close(got, wanted, tolerance):
    """Whether a value is as the pass rule of the format wants it."""
    if isinstance(got, bool) or isinstance(wanted, bool):
        return got is wanted
    if isinstance(got, (int, float)) and isinstance(wanted, (int, float)):
        return abs(got - wanted) <= tolerance["abs"] + tolerance["rel"] * abs(wanted)
    if isinstance(got, list) and isinstance(wanted, list):
        return len(got) == len(wanted) and all(close(g, w, tolerance) for g, w in zip(got, wanted))
    if isinstance(got, dict) and isinstance(wanted, dict):
        return got.keys() == wanted.keys() and all(close(got[k], wanted[k], tolerance) for k in wanted)
    return got == wanted
