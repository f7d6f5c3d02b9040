"""Funnels, standardisation, counts: scipy's distributions under the published formulas."""

import math

import numpy
from scipy.stats import binom, chi2

from form import absent, ok, two_sided, z_of
from shares import limits as wilson

LEVELS = {"95": 0.95, "99_8": 0.998}


def score_limits(target, n, spread=0.0):
    s = math.sqrt(target * (1 - target) / n + spread)
    return {key: (max(0.0, target - z_of(level) * s), min(1.0, target + z_of(level) * s)) for key, level in LEVELS.items()}


def funnel_prop_limits(target, n):
    """Spiegelhalter (2005), Statist. Med. 24:1185-1202, appendix A.1.1."""
    if n <= 0 or not 0 <= target <= 1:
        return absent(*(f"{kind}_{side}_{key}" for kind in ("score", "exact") for side in ("lower", "upper") for key in LEVELS))
    found = {}
    for key, (low, high) in score_limits(target, n).items():
        found |= {f"score_lower_{key}": low, f"score_upper_{key}": high}
        for side, q in (("lower", (1 - LEVELS[key]) / 2), ("upper", (1 + LEVELS[key]) / 2)):
            upto = lambda r: float(binom.cdf(r, n, target)) if r >= 0 else 0.0
            r = next(r for r in range(max(0, int(binom.ppf(q, n, target)) - 2), n + 1) if upto(r) >= q)
            limit = (r - (upto(r) - q) / (upto(r) - upto(r - 1))) / n
            found[f"exact_{side}_{key}"] = min(1.0, max(0.0, limit))
    return ok(**found)


def funnel_prop_significance(x, n):
    held = [at for at in range(len(n)) if n[at] > 0]
    if not held:
        return absent(target=None, bands=["no_data"] * len(n))
    target = sum(x[at] for at in held) / sum(n[at] for at in held)
    bands = []
    for own, base in zip(x, n):
        band = "within" if base else "no_data"
        for key in LEVELS if base else ():
            low, high = score_limits(target, base)[key]
            share = own / base
            if share < low and not math.isclose(share, low):
                band = f"low_{key}"
            elif share > high and not math.isclose(share, high):
                band = f"high_{key}"
        bands.append(band)
    return ok(target=target, bands=bands)


def exact_poisson(observed, confidence):
    tail = (1 - confidence) / 2
    return (chi2.ppf(tail, 2 * observed) / 2 if observed else 0.0), chi2.ppf(1 - tail, 2 * observed + 2) / 2


def funnel_ratio_limits(expected):
    figures = [f"{side}_{key}" for key in LEVELS for side in ("lower", "upper")]
    if expected <= 0:
        return absent(*figures)
    return ok(**dict(zip(figures, [end / expected for level in LEVELS.values() for end in exact_poisson(expected, level)])))


def phi_and_tau(z, weight):
    size, phi = len(z), float((z * z).mean())
    tau = (size * phi - (size - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    return phi, (0.0 if size * phi < size - 1 else tau)


def overdispersion(x, n, winsorise=0.1):
    """Spiegelhalter (2005), Statist. Med. 24:1185-1202."""
    held, places = [at for at in range(len(n)) if n[at] > 0], len(n)
    if len(held) < 2 or sum(x) in (0, sum(n)):
        return absent("phi_plain", "tau2_plain", "phi_arcsine", "tau2_arcsine")
    x, n = (numpy.array([v[at] for at in held], float) for v in (x, n))
    target = x.sum() / n.sum()
    angle = math.asin(math.sqrt(target))
    s, arc = numpy.sqrt(target * (1 - target) / n), 1 / (2 * numpy.sqrt(n))
    z, turned = (x / n - target) / s, (numpy.arcsin(numpy.sqrt(x / n)) - angle) / arc
    cut = lambda v: numpy.clip(v, numpy.quantile(v, winsorise), numpy.quantile(v, 1 - winsorise))
    phi, tau = phi_and_tau(cut(z), s**-2)
    raw_phi, raw_tau = phi_and_tau(z, s**-2)
    arc_phi, arc_tau = phi_and_tau(cut(turned), arc**-2)
    limits = []
    for base in sorted(set(n.astype(int).tolist()))[:3]:
        row, own = {"n": base}, target * (1 - target) / base
        for key, level in LEVELS.items():
            q = z_of(level)
            wide, many = q * math.sqrt(own + tau), q * math.sqrt(own * max(1.0, phi))
            turn = q * math.sqrt(1 / (4 * base) + arc_tau)
            row |= {
                f"plain_lower_{key}": max(0.0, target - wide), f"plain_upper_{key}": min(1.0, target + wide),
                f"arcsine_lower_{key}": math.sin(max(0.0, angle - turn)) ** 2,
                f"arcsine_upper_{key}": math.sin(min(math.pi / 2, angle + turn)) ** 2,
                f"mult_lower_{key}": max(0.0, target - many), f"mult_upper_{key}": min(1.0, target + many),
            }
        limits.append(row)
    found = ok(target=target, phi_plain=phi, tau2_plain=tau, phi_plain_unwinsorised=raw_phi, tau2_plain_unwinsorised=raw_tau,
               phi_arcsine=arc_phi, tau2_arcsine=arc_tau, overdispersed_plain=bool(len(x) * phi > len(x) - 1), limits=limits)
    # Whether a place without answers still has a place in the list has two readings.
    return found | {"z_plain": z} if len(held) == places else found


def direct_standardised_proportion(x, n, weights, confidence=0.95):
    figures = ("p", "variance", "n_eff", "lower", "upper")
    used = [at for at in range(len(n)) if weights[at] != 0]
    if not used or any(n[at] == 0 or weights[at] < 0 or x[at] > n[at] for at in used):
        return absent(*figures)
    x, n, w = (numpy.array([v[at] for at in used], float) for v in (x, n, weights))
    share, w = x / n, w / w.sum()
    p = 1.0 if (x == n).all() else float(w @ share)
    variance = float((w**2) @ (share * (1 - share) / n))
    base = n.sum() if variance == 0 or p in (0.0, 1.0) else p * (1 - p) / variance
    low, high = wilson(p * base, base, confidence)
    return ok(p=p, variance=variance, n_eff=base, lower=low, upper=high)


def byar(observed, z):
    """Breslow and Day (1987), Statistical Methods in Cancer Research II, 69."""
    end = lambda o, sign: o * (1 - 1 / (9 * o) + sign * z / (3 * math.sqrt(o))) ** 3
    return (end(observed, -1) if observed else None), end(observed + 1, 1)


def dsr(x, n, std_pop, multiplier=100_000.0):
    """Dobson and others (1991), Statist. Med. 10:457-462."""
    figures = ("lower_95", "upper_95", "lower_99_8", "upper_99_8")
    observed = sum(x)
    if observed < 10 or any(base <= 0 for base in n):
        return absent(*figures)
    x, n, w = numpy.array(x, float), numpy.array(n, float), numpy.array(std_pop, float)
    w = w / w.sum()
    rate, spread = multiplier * (w @ (x / n)), math.sqrt((w**2) @ (x / n**2) / observed)
    ends = [rate + multiplier * spread * (end - observed) for level in LEVELS.values() for end in byar(observed, z_of(level))]
    return ok(observed=observed, rate=rate, **dict(zip(figures, ends)))


def byar_count_ci(observed, confidence=0.95):
    if observed < 0:
        return absent("lower", "upper")
    (low, high), (exact_low, exact_high) = byar(observed, z_of(confidence)), exact_poisson(observed, confidence)
    rule = "byar" if observed >= 10 else "exact"
    used = (low, high) if rule == "byar" else (exact_low, exact_high)
    found = ok(byar_upper=high, exact_lower=exact_low, exact_upper=exact_high, lower=used[0], upper=used[1], rule=rule)
    # Nothing is divided by a count of 0, so that Byar's lower limit of it has two readings.
    return found if observed == 0 else found | {"byar_lower": low if low >= 0 else None}


def indirect_standardised(x, n, ref_x, ref_n):
    observed = sum(x)
    rates = [a / b if b else 0.0 for a, b in zip(ref_x, ref_n)]
    expected = sum(base * rate for base, rate in zip(n, rates))
    if expected == 0:
        return absent("ratio", "adjusted_proportion", "z_binomial", "p_binomial")
    crude, ratio = sum(ref_x) / sum(ref_n), observed / expected
    variance = sum(base * rate * (1 - rate) for base, rate in zip(n, rates))
    found = ok(observed=observed, expected=expected, ratio=ratio, adjusted_proportion=ratio * crude, reference_crude=crude,
               exceeds_one=ratio * crude > 1)
    z = (observed - expected) / math.sqrt(variance) if variance else None
    found |= {"z_binomial": z, "p_binomial": None if z is None else two_sided(z)}
    if z is None:
        del found["status"]
    for key, level in LEVELS.items():
        ends = byar(observed, z_of(level)) if observed >= 10 else exact_poisson(observed, level)
        found |= {f"ratio_lower_{key}": ends[0] / expected, f"ratio_upper_{key}": ends[1] / expected}
    return found


def of_limits(rng):
    for target, n in [(0.5, 1), (0.0, 20), (1.0, 20), (0.001, 3), (0.999, 3), (0.80642448, 2), (0.80642448, 3), (0.5, 0)]:
        yield {"target": target, "n": n}
    for _ in range(12):
        yield {"target": round(rng.random(), 3), "n": rng.choice([rng.randint(1, 20), rng.randint(20, 4000)])}


def places(rng, count, spread, most=120):
    n = [rng.randint(5, most) for _ in range(count)]
    share = [1 / (1 + math.exp(-rng.gauss(0.4, spread))) for _ in n]
    return [sum(rng.random() < p for _ in range(base)) for base, p in zip(n, share)], n


def of_bands(rng):
    fixed = [([5], [10]), ([0, 0], [10, 20]), ([10, 20], [10, 20]), ([5, 0, 3], [10, 0, 10]), ([0, 0], [0, 0]), ([], []),
             # Of 100 people each, and a place on a limit whose distance is no float.
             ([50, 50, 60, 40, 66, 34], [100] * 6), ([1, 9, 5], [10, 10, 10])]
    for x, n in fixed + [places(rng, 12, 0.3), places(rng, 40, 0.8), places(rng, 152, 0.5)]:
        yield {"x": x, "n": n}


def of_ratio(rng):
    return [{"expected": e} for e in [0, -1, 0.01, 0.5, 1, 2.5, 5, 9.99, 15, 20, 30, 250.75, 3000, 80_000]]


def of_overdispersion(rng):
    fixed = [([5] * 12, [10] * 12), ([0] * 11, [9] * 11), ([9] * 11, [9] * 11), ([0, 10], [10, 10]),
             ([0, 9] + [5] * 10, [9, 9] + [10] * 10), ([3, 0, 7, 6], [10, 0, 10, 12])]
    for x, n in fixed + [places(rng, 10, 0.0), places(rng, 10, 1.0), places(rng, 40, 0.6), places(rng, 152, 0.3, 60)]:
        yield {"x": x, "n": n, "winsorise": 0.1}
    x, n = places(rng, 25, 0.7)
    yield {"x": x, "n": n, "winsorise": 0.0}
    yield {"x": x, "n": n, "winsorise": 0.2}


def of_direct(rng):
    fixed = [([3], [10], [1]), ([0, 0], [10, 5], [1, 2]), ([10, 5], [10, 5], [1, 2]), ([3, 0], [10, 0], [1, 1]),
             ([3, 4], [10, 9], [1, 0]), ([0, 5], [10, 5], [1, 1]), ([3, 4], [10, 9], [0, 0]), ([3, 4], [10, 9], [1, -1]),
             ([1, 1], [1, 1], [0.5, 0.5]), ([3, 0], [10, 0], [1, 0]), ([11, 3], [10, 9], [1, 1])]
    for size in (3, 6, 20):
        n = [rng.randint(1, 90) for _ in range(size)]
        fixed.append(([rng.randint(0, base) for base in n], n, [round(rng.random() * 900, 1) for _ in n]))
    return [{"x": x, "n": n, "weights": w, "confidence": rng.choice([0.95, 0.998])} for x, n, w in fixed]


def of_dsr(rng):
    yield {"x": [4, 5], "n": [100, 200], "std_pop": [10, 20], "multiplier": 100.0}
    yield {"x": [5, 5], "n": [100, 200], "std_pop": [10, 20], "multiplier": 100.0}
    yield {"x": [15], "n": [100], "std_pop": [7], "multiplier": 1.0}
    yield {"x": [15, 0, 9], "n": [100, 40, 70], "std_pop": [7, 0, 3], "multiplier": 1000.0}
    for size in (4, 19):
        n = [rng.randint(300, 9000) for _ in range(size)]
        yield {"x": [rng.randint(0, 90) for _ in n], "n": n, "std_pop": [rng.randint(500, 9000) for _ in n],
               "multiplier": 100_000.0}


def of_byar(rng):
    for observed in [0, 1, 2, 3, 9, 10, 11, 65, 1045, 250_000]:
        for confidence in (0.95, 0.998):
            yield {"observed": observed, "confidence": confidence}
    yield {"observed": -1, "confidence": 0.95}


def of_indirect(rng):
    ref = {"ref_x": [400, 900, 1500], "ref_n": [1000, 1500, 2000]}
    for x, n in [([0, 0, 0], [10, 10, 10]), ([9, 9, 9], [9, 9, 9]), ([1, 5, 4], [3, 9, 8]), ([0, 0, 0], [0, 0, 0]),
                 ([3, 0, 0], [9, 0, 0]), ([200, 300, 420], [400, 500, 600])]:
        yield {"x": x, "n": n, **ref}
    yield {"x": [0, 0], "n": [9, 9], "ref_x": [0, 0], "ref_n": [50, 50]}
    yield {"x": [2, 3], "n": [9, 9], "ref_x": [50, 50], "ref_n": [50, 50]}


FAMILIES = {
    "funnel_prop_limits": (funnel_prop_limits, of_limits),
    "funnel_prop_significance": (funnel_prop_significance, of_bands),
    "funnel_ratio_limits": (funnel_ratio_limits, of_ratio),
    "overdispersion": (overdispersion, of_overdispersion),
    "direct_standardised_proportion": (direct_standardised_proportion, of_direct),
    "dsr": (dsr, of_dsr),
    "byar_count_ci": (byar_count_ci, of_byar),
    "indirect_standardised": (indirect_standardised, of_indirect),
}
