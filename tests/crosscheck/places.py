"""Variation between places, neighbours and series: the cited formula, quadrature by numpy."""

import math

import numpy
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

from form import absent, ok, two_sided, z_of


def cochran_armitage(x, n, scores=None):
    scores = list(range(len(n))) if scores is None else scores
    held = [at for at in range(len(n)) if n[at] > 0]
    if len(held) < 2:
        return absent("z", "p_value", status="undefined_too_few_waves")
    x, n, s = (numpy.array([v[at] for at in held], float) for v in (x, n, scores))
    p = x.sum() / n.sum()
    spread = n @ s**2 - (n @ s) ** 2 / n.sum()
    if p in (0.0, 1.0) or spread == 0:
        return absent("z", "p_value")
    z = float(s @ (x - n * p) / math.sqrt(p * (1 - p) * spread))
    return ok(z=z, chi2=z * z, p_value=two_sided(z))


def latent_icc_mor(variance, intercept=0.0):
    """Larsen and Merlo (2005), Am. J. Epidemiol. 161:81-88."""
    if variance < 0:
        return absent("icc", "mor")
    half = z_of(0.95) * math.sqrt(variance)
    return ok(icc=variance / (variance + math.pi**2 / 3), mor=math.exp(math.sqrt(2 * variance) * norm.ppf(0.75)),
              range_95_lower=expit(intercept - half), range_95_upper=expit(intercept + half))


def anova_icc(x, n):
    """Donner (1986), Int. Stat. Rev. 54:67-82."""
    held = [at for at in range(len(n)) if n[at] > 0]
    x, n = (numpy.array([v[at] for at in held], float) for v in (x, n))
    k, total = len(held), n.sum()
    if k < 2 or total == k or x.sum() in (0, total):
        return absent("icc")
    share, within = x / n, x * (1 - x / n)
    msb = (n * (share - x.sum() / total) ** 2).sum() / (k - 1)
    msw = within.sum() / (total - k)
    n0 = (total - (n**2).sum() / total) / (k - 1)
    icc = (msb - msw) / (msb + (n0 - 1) * msw)
    return ok(msb=msb, msw=msw, n0=n0, icc=icc, icc_truncated=max(0.0, icc), deff=1 + (n0 - 1) * max(0.0, icc))


def random_intercept_logit(x, n):
    """Pinheiro and Bates (1995), J. Comput. Graph. Stat. 4:12-35; 81 nodes."""
    held = [at for at in range(len(n)) if n[at] > 0]
    x, n = (numpy.array([v[at] for at in held], float) for v in (x, n))
    nodes, weights = numpy.polynomial.hermite.hermgauss(81)
    log_weights = numpy.log(weights) + nodes**2

    def height(free):
        mean, sd = free[0], abs(free[1])
        u = numpy.zeros(len(n))
        for _ in range(60):
            share = expit(mean + sd * u)
            step = (sd * (x - n * share) - u) / (sd * sd * n * share * (1 - share) + 1)
            u += numpy.clip(step, -2, 2)
        share = expit(mean + sd * u)
        width = 1 / numpy.sqrt(sd * sd * n * share * (1 - share) + 1)
        at = u[:, None] + math.sqrt(2) * width[:, None] * nodes
        eta = mean + sd * at
        log_f = x[:, None] * eta - n[:, None] * numpy.logaddexp(0, eta) - at**2 / 2 - 0.5 * math.log(2 * math.pi)
        return -(numpy.logaddexp.reduce(log_f + log_weights, axis=1) + numpy.log(math.sqrt(2) * width)).sum()

    crude = x.sum() / n.sum()
    start = math.log(crude / (1 - crude))
    fits = [minimize(height, [start, sd], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000})
            for sd in (0.1, 0.7)]
    best = min(fits, key=lambda fit: fit.fun)
    latent = latent_icc_mor(best.x[1] ** 2)
    return ok(intercept=best.x[0], variance=best.x[1] ** 2, log_likelihood=-best.fun, icc=latent["icc"], mor=latent["mor"])


def eb_shrinkage(estimate, se):
    """DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188."""
    held = [(y, s) for y, s in zip(estimate, se) if y is not None and s]
    if not held:
        return absent("mu", "tau2")
    y, s = numpy.array(held, float).T
    w = s**-2
    if len(y) < 2:
        return ok(mu=y[0], tau2=0.0)
    q = float(w @ (y - w @ y / w.sum()) ** 2)
    tau2 = max(0.0, (q - (len(y) - 1)) / (w.sum() - w @ w / w.sum()))
    star = 1 / (s**2 + tau2)
    mu, b = star @ y / star.sum(), s**2 / (s**2 + tau2)
    found = ok(q=q, tau2=tau2, i2=max(0.0, (q - (len(y) - 1)) / q) if q else 0.0, mu=mu, mu_se=star.sum() ** -0.5)
    if len(held) == len(estimate):
        found |= {"shrinkage": b, "shrunk": b * mu + (1 - b) * y}
    return found


def expected_rank(estimate, se):
    above = lambda i, j: norm.cdf((estimate[i] - estimate[j]) / math.hypot(se[i], se[j]))
    places = range(len(estimate))
    return ok(expected_rank=[1 + sum(float(above(j, i)) for j in places if j != i) for i in places])


def nearest_neighbours(variables, target, k):
    x = numpy.array(variables, float)
    x = x[:, x.std(0) > 0]
    x = (x - x.mean(0)) / x.std(0)
    far = numpy.sqrt(((x - x[target]) ** 2).sum(1))
    others = [at for at in range(len(x)) if at != target]
    ranked = sorted(others, key=lambda at: (round(far[at], 12), at))[:k]
    widest = max(far[at] for at in others)
    if widest == 0:
        return {"neighbours": ranked}
    return ok(neighbours=ranked, rebased_distance=[far[at] / widest for at in ranked])


def xmr(values, screen_outliers=True):
    if len(values) < 2:
        return absent("mean_range", "lower", "upper")
    v = numpy.array(values, float)
    ranges = numpy.abs(numpy.diff(v))
    mean_range = ranges.mean()
    if screen_outliers and mean_range > 0:
        mean_range = ranges[ranges < 3.267 * mean_range].mean()
    mean = v[0] if not ranges.any() else v.mean()
    low, high = mean - 2.66 * mean_range, mean + 2.66 * mean_range
    return ok(mean=mean, mean_range=mean_range, lower=low, upper=high,
              outside=[at for at in range(len(v)) if v[at] < low or v[at] > high], short_series=len(v) < 13)


def counts(rng, places, spread, most=60):
    n = [rng.randint(8, most) for _ in range(places)]
    share = [1 / (1 + math.exp(-rng.gauss(0.4, spread))) for _ in n]
    return {"x": [sum(rng.random() < p for _ in range(base)) for base, p in zip(n, share)], "n": n}


def of_trend(rng):
    for x, n, scores in [([5, 5, 5], [10, 10, 10], [0, 1, 2]), ([0, 0, 0], [9, 8, 7], [0, 1, 2]), ([9, 8], [9, 8], [0, 1]),
                         ([4, 0], [9, 0], [0, 1]), ([0, 0], [0, 0], [0, 1]), ([4], [9], [0]), ([2, 7, 0, 9], [10, 10, 0, 10], [0, 1, 2, 3]),
                         ([3, 5, 9], [10, 12, 11], [2014, 2016, 2023]), ([9, 5, 3], [11, 12, 10], [0, 0.5, 4]), ([3, 4], [9, 9], [1, 1])]:
        yield {"x": x, "n": n, "scores": scores}
    for waves in (3, 6, 12):
        n = [rng.randint(50, 900) for _ in range(waves)]
        yield {"x": [rng.randint(base // 3, base // 2) for base in n], "n": n, "scores": list(range(waves))}
    yield {"x": [3, 6, 8], "n": [10, 12, 11]}


def of_latent(rng):
    for variance, intercept in [(0.0, 0.0), (0.0, 1.3), (1e-9, 0.2), (0.5, -2.0), (3.0, 0.0), (40.0, 1.0), (-0.1, 0.0)]:
        yield {"variance": variance, "intercept": intercept}


def of_anova(rng):
    for x, n in [([5, 5], [10, 10]), ([0, 10], [10, 10]), ([0, 0], [10, 10]), ([10, 8], [10, 8]), ([4], [9]), ([1, 0, 1], [1, 1, 1]),
                 ([4, 0, 6], [9, 0, 8]), ([0, 1], [2, 1]), ([5, 5, 5, 5], [10, 10, 10, 10])]:
        yield {"x": x, "n": n}
    yield from (counts(rng, *how) for how in [(6, 0.4), (40, 0.2), (152, 0.6)])


def of_intercept(rng):
    yield {"x": [20, 20, 20, 20, 20, 20], "n": [40, 40, 40, 40, 40, 40]}
    yield {"x": [0, 4, 20, 31], "n": [20, 20, 20, 32]}
    yield {"x": [12, 0, 25, 9], "n": [20, 0, 40, 30]}
    yield {"x": [1, 0, 2, 0, 3, 1, 0, 2, 4, 1], "n": [40, 50, 60, 30, 45, 52, 41, 38, 60, 20]}
    yield from (counts(rng, *how) for how in [(12, 0.5), (40, 0.25), (30, 1.0), (152, 0.4, 25), (60, 0.3, 6)] if how[-1] != 6)
    n = [rng.randint(1, 4) for _ in range(120)]
    share = [1 / (1 + math.exp(-rng.gauss(0.0, 1.2))) for _ in n]
    yield {"x": [sum(rng.random() < p for _ in range(base)) for base, p in zip(n, share)], "n": n}


def of_shrinkage(rng):
    for estimate, se in [([0.5], [0.1]), ([], []), ([0.5, 0.5, 0.5], [0.1, 0.2, 0.05]), ([0.1, 0.9], [0.01, 0.02]),
                         ([0.5, None, 0.7], [0.1, 0.1, 0.1]), ([0.5, 0.4, 0.7], [0.1, 0.0, 0.1]), ([0.4, 0.6], [0.3, 0.3]),
                         ([-1.0, 0.0, 2.0], [0.5, 0.4, 0.9])]:
        yield {"estimate": estimate, "se": se}
    for size in (8, 60, 152):
        se = [round(rng.uniform(0.02, 0.12), 4) for _ in range(size)]
        yield {"estimate": [round(rng.gauss(0.62, math.hypot(s, 0.05)), 4) for s in se], "se": se}


def of_rank(rng):
    for estimate, se in [([0.4], [0.1]), ([0.5, 0.5], [0.1, 0.1]), ([0.5] * 5, [0.1, 0.2, 0.3, 0.1, 0.1]), ([1.0, 0.0], [0.001, 0.001]),
                         ([0.3, 0.3, 0.9], [0.2, 0.05, 0.01]), ([0.3, 0.6], [0.0, 0.1])]:
        yield {"estimate": estimate, "se": se}
    for size in (10, 152):
        yield {"estimate": [round(rng.gauss(0.6, 0.08), 4) for _ in range(size)], "se": [round(rng.uniform(0.01, 0.1), 4) for _ in range(size)]}


def of_neighbours(rng):
    yield {"variables": [[1.0], [2.0]], "target": 0, "k": 1}
    yield {"variables": [[1.0], [2.0], [0.0], [2.0], [0.0]], "target": 0, "k": 3}
    yield {"variables": [[1.0, 7.0], [2.0, 7.0], [4.0, 7.0]], "target": 2, "k": 5}
    yield {"variables": [[1.0, 5.0], [1.0, 5.0], [3.0, 1.0], [1.0, 5.0]], "target": 1, "k": 3}
    yield {"variables": [[1e6, 0.001], [2e6, 0.002], [3e6, 0.009]], "target": 0, "k": 2}
    for size, width in [(12, 2), (40, 6), (152, 10)]:
        rows = [[round(rng.gauss(0, 1), 3) for _ in range(width)] for _ in range(size)]
        yield {"variables": rows, "target": rng.randrange(size), "k": 10}


def of_series(rng):
    for values in [[], [5.0], [5.0, 5.0], [5.0, 7.0], [5.0] * 15, [0.1] * 14, [1, 1, 1, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1],
                   [60.0, 62.0, 58.0, 61.0, 60.0, 95.0, 61.0, 60.0, 59.0, 62.0, 61.0, 60.0, 58.0]]:
        for screen in (True, False):
            yield {"values": values, "screen_outliers": screen}
    for size in (12, 13, 40):
        yield {"values": [round(rng.gauss(60, 3), 2) for _ in range(size)], "screen_outliers": True}


FAMILIES = {
    "cochran_armitage": (cochran_armitage, of_trend),
    "latent_icc_mor": (latent_icc_mor, of_latent),
    "anova_icc": (anova_icc, of_anova),
    "random_intercept_logit": (random_intercept_logit, of_intercept),
    "eb_shrinkage": (eb_shrinkage, of_shrinkage),
    "expected_rank": (expected_rank, of_rank),
    "nearest_neighbours": (nearest_neighbours, of_neighbours),
    "xmr": (xmr, of_series),
}
