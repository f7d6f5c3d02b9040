"""Weights, known populations, planning and scales: the cited formula, with numpy and scipy."""

import math

import numpy
from scipy.stats import f as f_distribution

from form import absent, ok, z_of
from shares import limits as wilson


def kish(weight):
    """Kish (1965), Survey Sampling, 11.7."""
    kept = [w for w in weight if w != 0]
    if not kept or any(w < 0 or not math.isfinite(w) for w in weight):
        return absent("n_eff", "deff")
    total, squares = math.fsum(kept), math.fsum(w * w for w in kept)
    return ok(n=len(kept), n_eff=total**2 / squares, deff=len(kept) * squares / total**2, sum=total)


def weighted_proportion(y, weight, confidence=0.95):
    rows = [(a, w) for a, w in zip(y, weight) if a is not None]
    if any(w < 0 for w in weight) or not any(w > 0 for _, w in rows):
        return absent("p", "n_eff", "lower", "upper")
    base = kish([w for _, w in rows])
    p = math.fsum(a * w for a, w in rows) / base["sum"]
    if all(a == 1 for a, w in rows if w > 0):
        p = 1.0
    low, high = wilson(p * base["n_eff"] if p < 1 else base["n_eff"], base["n_eff"], confidence)
    return ok(p=p, n=base["n"], n_eff=base["n_eff"], lower=low, upper=high)


def raking(rows, base_weight, margins):
    """Deming and Stephan (1940), Ann. Math. Stat. 11:427-444."""
    totals = [sum(targets.values()) for targets in margins.values()]
    unmet = [1 for name, targets in margins.items() if set(rows[name]) - targets.keys()
             or any(share > 0 and level not in rows[name] for level, share in targets.items())]
    if unmet or max(totals) - min(totals) > 1e-9 * max(totals) or any(w < 0 for w in base_weight):
        return absent("weight")
    weight = numpy.array(base_weight, float)
    groups = [[(numpy.array([v == level for v in rows[name]]), target) for level, target in targets.items()]
              for name, targets in margins.items()]
    for _ in range(20_000):
        before = weight.copy()
        for at, target in (pair for group in groups for pair in group):
            if weight[at].sum() > 0:
                weight[at] *= target / weight[at].sum()
        if numpy.abs(weight - before).max() <= 1e-14 * weight.max():
            break
    if any(abs(weight[at].sum() - target) > 1e-9 * max(target, 1) for group in groups for at, target in group):
        return {"converged": False, "weight": None, "status": "error_not_converged"}
    found = ok(converged=True, weight=weight)
    if weight.min() > 0:
        found |= {"n_eff_kish": weight.sum() ** 2 / (weight**2).sum(), "max_over_min": weight.max() / weight.min()}
    return found


def weight_trimming(weight, lower, upper):
    """R survey's trimWeights, as of 4.5."""
    def one_pass(w, never):
        now = (w < lower) | (w > upper)
        never = never | now
        trimmed = numpy.clip(w, lower, upper)
        if never.all():
            return (None, never) if abs(trimmed.sum() - w.sum()) > 1e-12 * w.sum() else (trimmed, never)
        trimmed[~never] += (w - trimmed).sum() / (~never).sum()
        return trimmed, never

    w = numpy.array(weight, float)
    never = numpy.zeros(len(w), bool)
    once, never = one_pass(w, never)
    strict = once
    while strict is not None and ((strict < lower) | (strict > upper)).any():
        strict, never = one_pass(strict, never)
    if strict is None:
        return absent("strict", status="infeasible")
    return ok(one_pass=once, strict=strict, total=w.sum())


def fpc(x, n, N, confidence=0.95):
    if n > N or x > n or x < 0:
        return absent("lower", "upper")
    if n == 0:
        return absent("p", "lower", "upper")
    p = x / n
    found = {"p": p, "se_srs": math.sqrt((1 - n / N) * p * (1 - p) / (n - 1))} if n > 1 else {"p": p}
    if n == N:
        return ok(**found, n_fpc=None, lower=p, upper=p)
    base = n * (N - 1) / (N - n)
    low, high = wilson(base if x == n else p * base, base, confidence)
    return ok(**found, n_fpc=base, lower=low, upper=high)


def sample_size_moe(N, margin, confidence=0.95, p=0.5):
    z = z_of(confidence)
    if N < 1:
        return absent("n_needed")
    if N == 1:
        return ok(n_needed=1, moe_at_n=0.0)
    start = z * z * p * (1 - p) / margin**2
    n = min(N, math.ceil(start / (1 + (start - 1) / N)))
    moe = lambda base: z * math.sqrt(p * (1 - p) / base * (N - base) / (N - 1))
    found = ok(n_needed=n, moe_at_n=moe(n))
    # Half of an odd population is no number of people.
    return found if N % 2 else found | {"moe_at_half_population": moe(N // 2)}


def alpha_of(v):
    k = len(v)
    return k / (k - 1) * (1 - numpy.trace(v) / v.sum())


def cronbach_alpha(items, confidence=0.95):
    """Cronbach (1951); Feldt (1965), Psychometrika 30:357-370; Duhachek and Iacobucci (2004), J. Appl. Psychol. 89:792-808."""
    rows = numpy.array([row for row in items if None not in row], float)
    if rows.ndim < 2 or rows.shape[1] < 2:
        return absent("alpha", **({"status": "undefined_too_few_items"} if rows.ndim == 2 else {}))
    if len(rows) < 2:
        return absent("alpha")
    moving = [at for at in range(rows.shape[1]) if rows[:, at].std() > 0]
    if not moving:
        return absent("alpha", status="undefined_no_variance")
    n, k = len(rows), len(moving)
    if k < 2:
        return absent("alpha")
    v = numpy.cov(rows[:, moving].T)
    if v.sum() <= 1e-12 * numpy.trace(v):
        return absent("alpha", status="undefined_no_variance")
    alpha, r = alpha_of(v), numpy.corrcoef(rows[:, moving].T)
    mean_r = (r.sum() - k) / (k * (k - 1))
    quantile = lambda q: float(f_distribution.ppf(q, n - 1, (n - 1) * (k - 1)))
    tail, ones, total = (1 - confidence) / 2, numpy.ones(k), v.sum()
    trace, square = numpy.trace(v), v @ v
    spread = 2 * k**2 / ((k - 1) ** 2 * total**3)
    spread *= total * (numpy.trace(square) + trace**2) - 2 * trace * (ones @ square @ ones)
    left = [[b for b in range(k) if b != a] for a in range(k)]
    found = ok(n=n, k=k, dropped_items=[at for at in range(rows.shape[1]) if at not in moving], alpha=alpha,
               alpha_standardised=k * mean_r / (1 + (k - 1) * mean_r), mean_r=mean_r,
               feldt_lower=1 - (1 - alpha) * quantile(1 - tail), feldt_upper=1 - (1 - alpha) * quantile(tail),
               se_duhachek=math.sqrt(spread / n),
               alpha_if_deleted=[alpha_of(v[numpy.ix_(b, b)]) for b in left] if k > 2 else None)
    if found["alpha_if_deleted"]:
        # Two items that undo each other have no total to be a part of.
        found["alpha_if_deleted"] = [a if math.isfinite(a) else None for a in found["alpha_if_deleted"]]
    if len(moving) < rows.shape[1] and k > 2:
        # Whether an item that was left out still has a place in the list has two readings.
        del found["alpha_if_deleted"]
    return found


def omega_three_items(r12, r13, r23):
    """McDonald (1999), Test Theory, 6."""
    if min(r12, r13, r23) == 0 or r12 * r13 * r23 < 0:
        return absent("omega", status="undefined_sign")
    # As the convention has it, each by its own root: all positive, also where two correlations are negative.
    loads = [math.sqrt(r12 * r13 / r23), math.sqrt(r12 * r23 / r13), math.sqrt(r13 * r23 / r12)]
    if max(abs(load) for load in loads) > 1 + 1e-12:
        return absent("omega")
    common = sum(loads) ** 2
    return ok(loadings=loads, omega=common / (common + sum(1 - load * load for load in loads)))


def of_kish(rng):
    for weight in [[], [0, 0], [5], [0, 5], [1, 0, 1], [1e-9, 1e-9], [1e12, 1], [1, -1], [3, 3, 3, 3, 0]]:
        yield {"weight": weight}
    for size in (10, 200):
        yield {"weight": [round(rng.lognormvariate(0, 0.6), 4) for _ in range(size)]}


def of_weighted(rng):
    fixed = [([], []), ([None], [1.0]), ([1], [2.5]), ([0], [2.5]), ([0, 0, 0], [1.0, 2.0, 0.5]), ([1, 1], [0.3, 0.3]),
             ([1, 0, None], [1.0, 1.0, 9.0]), ([1, 0, 1], [1.0, 1.0, 0.0]), ([1, 0], [0, 0]), ([1, 0], [1, -1]),
             ([1, 0, 1, 0], [1, 1, 1, 1])]
    for size in (12, 150):
        y = [None if rng.random() < 0.1 else rng.randint(0, 1) for _ in range(size)]
        fixed.append((y, [round(rng.lognormvariate(0, 0.5), 4) for _ in y]))
    return [{"y": y, "weight": w, "confidence": rng.choice([0.95, 0.998])} for y, w in fixed]


def of_raking(rng):
    two = {"x": ["a", "a", "b", "b"], "y": ["u", "v", "u", "v"]}
    even = [1, 1, 1, 1]
    for margins in [{"x": {"a": 60, "b": 40}, "y": {"u": 30, "v": 70}}, {"x": {"a": 60, "b": 40}, "y": {"u": 30, "v": 60}},
                    {"x": {"a": 60, "b": 30, "c": 10}, "y": {"u": 30, "v": 70}}, {"x": {"a": 100}, "y": {"u": 30, "v": 70}},
                    {"x": {"a": 0.6, "b": 0.4}, "y": {"u": 0.3, "v": 0.7}}, {"x": {"a": 2, "b": 2}, "y": {"u": 2, "v": 2}}]:
        yield {"rows": two, "base_weight": even, "margins": margins}
    yield {"rows": two, "base_weight": [1, 2, 3, 4], "margins": {"x": {"a": 1000.0, "b": 1.0}, "y": {"u": 500.5, "v": 500.5}}}
    yield {"rows": {"x": ["a"]}, "base_weight": [3], "margins": {"x": {"a": 50.0}}}
    rows = {name: [rng.choice(levels) for _ in range(90)] for name, levels in
            [("sex", "FM"), ("age", ["18-64", "65-84", "85+"]), ("group", "pqrs")]}
    margins = {"sex": {"F": 520.0, "M": 480.0}, "age": {"18-64": 400.0, "65-84": 350.0, "85+": 250.0},
               "group": {"p": 180.0, "q": 120.0, "r": 300.0, "s": 400.0}}
    yield {"rows": rows, "base_weight": [1] * 90, "margins": margins}
    yield {"rows": rows, "base_weight": [round(rng.uniform(0.5, 3), 3) for _ in range(90)], "margins": margins}


def of_trimming(rng):
    for weight, lower, upper in [([1, 1, 1, 5, 2], 0, 3), ([1, 1, 1], 0, 3), ([1, 1, 2, 9], 0, 3), ([0.1, 1, 1, 4], 0.5, 3),
                                 ([2.9, 2.9, 1, 3.5], 0, 3), ([5, 5, 5], 0, 3), ([4, 2], 0, 3), ([0.1, 0.1], 0.5, 3),
                                 ([1, 1, 1, 1, 10], 0, 2.8), ([3, 3, 3], 0, 3), ([0.2, 2.9, 2.95, 1, 3.4], 0.5, 3)]:
        yield {"weight": weight, "lower": lower, "upper": upper}
    yield {"weight": [round(rng.lognormvariate(0, 0.7), 4) for _ in range(60)], "lower": 0.3, "upper": 2.5}


def of_fpc(rng):
    for x, n, size in [(3, 9, 9), (0, 9, 9), (9, 9, 9), (0, 9, 10), (9, 9, 10), (1, 1, 1), (1, 1, 50), (0, 0, 10), (3, 9, 8),
                       (20, 40, 10**9), (20, 40, 41), (120, 300, 1000), (7, 20, 400)]:
        yield {"x": x, "n": n, "N": size, "confidence": rng.choice([0.95, 0.998])}


def of_moe(rng):
    for size, margin in [(1, 0.05), (2, 0.05), (10, 0.05), (1000, 0.05), (101, 0.05), (1000, 0.5), (10**8, 0.01), (400, 0.001),
                         (5000, 0.1), (384, 0.05)]:
        yield {"N": size, "margin": margin, "confidence": 0.95}
    yield {"N": 2000, "margin": 0.04, "confidence": 0.99}


def of_alpha(rng):
    def scale(people, items, shared, gaps=0.0):
        rows = []
        for _ in range(people):
            own = rng.gauss(0, shared)
            row = [min(5, max(1, round(3 + own + rng.gauss(0, 1)))) for _ in range(items)]
            rows.append([None if rng.random() < gaps else v for v in row])
        return rows

    fixed = [[], [[1, 2]], [[1, 2], [2, 1]], [[1, 2], [2, 3]], [[1], [2]], [[3, 1, 3], [3, 2, 1], [3, 5, 4]],
             [[3, 1], [3, 2], [3, 5]], [[2, 2], [2, 2]], [[1, 1], [2, 2], [3, 3]], [[1, 5, 2], [5, 1, 3], [3, 3, 1], [2, 4, 5]],
             [[None, 1], [2, None]], [[1, 2, None], [2, 2, 3], [3, 4, 5], [5, 4, 4], [None, 1, 1]]]
    for items in fixed + [scale(40, 3, 1.0), scale(150, 15, 0.7), scale(80, 6, 0.0), scale(90, 8, 0.8, 0.05)]:
        yield {"items": items, "confidence": rng.choice([0.95, 0.9])}


def of_omega(rng):
    for r in [(0.5, 0.5, 0.5), (0.3, 0.4, 0.5), (0.9, 0.9, 0.2), (0.0, 0.3, 0.3), (-0.5, -0.5, 0.5), (0.5, -0.5, -0.5),
              (-0.5, -0.5, -0.5), (0.64, 0.48, 0.75), (0.8, 0.5, 0.4), (0.01, 0.02, 0.03), (0.7, 0.7, 0.49)]:
        yield dict(zip(("r12", "r13", "r23"), r))


FAMILIES = {
    "raking": (raking, of_raking),
    "weight_trimming": (weight_trimming, of_trimming),
    "kish": (kish, of_kish),
    "weighted_proportion": (weighted_proportion, of_weighted),
    "fpc": (fpc, of_fpc),
    "sample_size_moe": (sample_size_moe, of_moe),
    "cronbach_alpha": (cronbach_alpha, of_alpha),
    "omega_three_items": (omega_three_items, of_omega),
}
