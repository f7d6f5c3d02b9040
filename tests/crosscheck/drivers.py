"""Regression: statsmodels for likelihood fits, scipy's linear programme for separation, own Newton steps for Firth."""

import math

import numpy
import statsmodels.api
from scipy.optimize import brentq, linprog, minimize
from scipy.special import expit
from scipy.stats import chi2

from form import absent, ok, two_sided, z_of


def design(columns, y, intercept):
    """Complete rows only: terms, matrix and outcome."""
    whole = [at for at in range(len(y)) if y[at] is not None and all(c[at] is not None for c in columns.values())]
    terms = (["(intercept)"] if intercept else []) + list(columns)
    parts = ([[1.0] * len(whole)] if intercept else []) + [[float(c[at]) for at in whole] for c in columns.values()]
    return terms, numpy.array(parts).T.reshape(len(whole), len(terms)), numpy.array([float(y[at]) for at in whole])


def without_aliases(terms, x):
    """Terms that add something to those before them."""
    kept = []
    for at in range(len(terms)):
        if numpy.linalg.matrix_rank(x[:, [*kept, at]]) > len(kept):
            kept.append(at)
    return [terms[at] for at in kept], x[:, kept]


def programme(goal, rows, least):
    sides = -numpy.full(len(rows), least)
    return linprog(-goal, A_ub=-rows, b_ub=sides, bounds=[(-1e3, 1e3) if least else (-1, 1)] * len(goal), method="highs")


def kind_of_separation(x, y):
    """Konis (2007)."""
    if x.shape[1] == 0:
        return "none"
    scaled = x / numpy.abs(x).max(0)
    rows = (2 * y - 1)[:, None] * scaled
    if programme(numpy.zeros(x.shape[1]), rows, 1.0).status == 0:
        return "complete"
    return "quasi" if -programme(rows.sum(0), rows, 0.0).fun > 1e-7 else "none"


def only_direction(x, y):
    """Direction in which the likelihood never falls, if there is one only."""
    rows = (2 * y - 1)[:, None] * x
    flat = [row for row in rows if -programme(row, rows, 0.0).fun < 1e-7]
    *_, rank_one = numpy.linalg.svd(numpy.array(flat)) if flat else (None,)
    if rank_one is None or numpy.linalg.matrix_rank(numpy.array(flat)) != x.shape[1] - 1:
        return None
    direction = rank_one[-1]
    return direction * numpy.sign((rows @ direction).sum())


def separation(columns, y, intercept):
    terms, x, y = design(columns, y, intercept)
    kind = kind_of_separation(x, y)
    found = {"separated": kind != "none", "separation": kind}
    if kind == "none":
        return ok(**found)
    if kind == "quasi" and (direction := only_direction(x, y)) is not None:
        signs = {term: "+" if b > 0 else "-" for term, b in zip(terms, direction) if abs(b) > 1e-9}
        # Whether the intercept belongs to the diverging set has two readings.
        if "(intercept)" not in signs:
            found["infinite_terms"] = signs
    return {**found, "status": "ml_estimate_does_not_exist"}


def maximum(x, y, offset):
    if x.shape[1] == 0:
        eta = offset
        return float((y * eta - numpy.logaddexp(0, eta)).sum()), None
    model = statsmodels.api.GLM(y, x, family=statsmodels.api.families.Binomial(), offset=offset)
    fit = model.fit(tol=1e-13, maxiter=200)
    return fit.llf, fit


def profile(best, spread, free, height):
    """Both roots of twice the drop in likelihood against the chi-squared quantile."""
    drop = lambda value: 2 * (height - free(value)) - chi2.ppf(0.95, 1)
    ends = []
    for sign in (-1, 1):
        step = spread
        while drop(best + sign * step) < 0:
            step *= 1.6
        ends.append(brentq(drop, *sorted((best, best + sign * step)), xtol=1e-11, rtol=1e-13))
    return ends


def logistic(columns, y, intercept=True, confidence=0.95):
    terms, x, y = design(columns, y, intercept)
    if not len(y):
        return absent("coef", "se")
    terms, x = without_aliases(terms, x)
    kind = kind_of_separation(x, y)
    if kind != "none":
        return absent("coef", separation=kind, status="ml_estimate_does_not_exist")
    nothing = numpy.zeros(len(y))
    height, fit = maximum(x, y, nothing)
    # statsmodels takes its errors from the weights of one step before the last.
    weight = fit.fittedvalues * (1 - fit.fittedvalues)
    coef, se = fit.params, numpy.sqrt(numpy.diag(numpy.linalg.inv(x.T @ (weight[:, None] * x))))
    half = z_of(confidence) * se
    found = ok(separation=kind, terms=terms, coef=coef, se=se, z=coef / se, p_value=[two_sided(z) for z in coef / se],
               odds_ratio=numpy.exp(coef), or_lower=numpy.exp(coef - half), or_upper=numpy.exp(coef + half),
               log_likelihood=height, n=len(y), events=int(y.sum()))
    ends = []
    for at in range(len(terms)):
        rest = numpy.delete(x, at, 1)
        ends.append(profile(coef[at], se[at], lambda value: maximum(rest, y, value * x[:, at])[0], height))
    found |= {"profile_coef_lower": [low for low, _ in ends], "profile_coef_upper": [high for _, high in ends]}
    if intercept:
        empty, _ = maximum(numpy.ones((len(y), 1)), y, nothing)
        df = len(terms) - 1
        gain = 2 * (height - empty)
        found |= {"log_likelihood_null": empty, "lr_chi2": gain, "lr_df": df, "mcfadden_r2": 1 - height / empty,
                  "lr_p_value": chi2.sf(gain, df) if df else None}
    return found


def penalised(b, x, y):
    eta = x @ b
    share = expit(eta)
    information = x.T @ ((share * (1 - share))[:, None] * x)
    return float((y * eta - numpy.logaddexp(0, eta)).sum()) + 0.5 * numpy.linalg.slogdet(information)[1], information


def firth_fit(x, y, fixed=None):
    """Firth (1993), Biometrika 80:27-38; Heinze and Schemper (2002), Statist. Med. 21:2409-2419."""
    free = [at for at in range(x.shape[1]) if fixed is None or at != fixed[0]]
    b = numpy.zeros(x.shape[1])
    if fixed is not None:
        b[fixed[0]] = fixed[1]
    for _ in range(2000):
        height, information = penalised(b, x, y)
        share = expit(x @ b)
        weight = share * (1 - share)
        hat = weight * numpy.einsum("ij,jk,ik->i", x, numpy.linalg.inv(information), x)
        score = x.T @ (y - share + hat * (0.5 - share))
        if numpy.abs(score[free]).max(initial=0) < 1e-11:
            break
        step = numpy.linalg.solve(information[numpy.ix_(free, free)], score[free])
        scale = min(1.0, 5 / max(numpy.abs(step).max(), 1e-300))
        while True:
            trial = b.copy()
            trial[free] += scale * step
            if penalised(trial, x, y)[0] >= height - 1e-12 or scale < 1e-9:
                break
            scale /= 2
        b = trial
    return b, penalised(b, x, y)


def firth(columns, y, intercept=True, confidence=0.95):
    terms, x, y = design(columns, y, intercept)
    b, (height, information) = firth_fit(x, y)
    se = numpy.sqrt(numpy.diag(numpy.linalg.inv(information)))
    ends = [profile(b[at], se[at], lambda value: firth_fit(x, y, (at, value))[1][0], height) for at in range(len(b))]
    return ok(terms=terms, coef=b, se=se, odds_ratio=numpy.exp(b), penalised_log_likelihood=height,
              separation_of_ml=kind_of_separation(x, y), profile_coef_lower=[low for low, _ in ends],
              profile_coef_upper=[high for _, high in ends])


def proportional_odds(columns, y, confidence=0.95):
    """McCullagh (1980), J. R. Stat. Soc. B 42:109-142, with the spread from numeric second differences."""
    x = numpy.array([columns[name] for name in columns], float).T
    levels = sorted(set(y))
    place = numpy.array([levels.index(answer) for answer in y])
    cuts = len(levels) - 1

    def thresholds(free):
        return numpy.cumsum([free[0], *numpy.exp(free[1:cuts])])

    def of_raw(raw):
        theta = numpy.concatenate([[-numpy.inf], raw[:cuts], [numpy.inf]])
        slope = x @ raw[cuts:]
        chance = expit(theta[place + 1] - slope) - expit(theta[place] - slope)
        return -numpy.log(numpy.maximum(chance, 1e-300)).sum()

    def raw_of(free):
        return numpy.concatenate([thresholds(free), free[cuts:]])

    shares = numpy.cumsum([numpy.mean(place == k) for k in range(cuts)])
    start = numpy.log(shares / (1 - shares))
    free = numpy.concatenate([[start[0]], numpy.log(numpy.diff(start)), numpy.zeros(x.shape[1])])
    for _ in range(4):
        free = minimize(lambda f: of_raw(raw_of(f)), free, method="BFGS", options={"gtol": 1e-9}).x
    raw = raw_of(free)
    size = 1e-4
    units = numpy.eye(len(raw)) * size
    second = [[(of_raw(raw + a + b) - of_raw(raw + a - b) - of_raw(raw - a + b) + of_raw(raw - a - b)) / (4 * size**2)
               for a in units] for b in units]
    se = numpy.sqrt(numpy.diag(numpy.linalg.inv(second)))[cuts:]
    return ok(coef=raw[cuts:], se=se, odds_ratio=numpy.exp(raw[cuts:]), thresholds=raw[:cuts],
              log_likelihood=-of_raw(raw))


def drawn(rng, n, slopes, binary=()):
    """Columns and an outcome that depends on them."""
    columns = {}
    for at in range(len(slopes)):
        column = [rng.randint(0, 1) if at in binary else round(rng.gauss(0, 1), 3) for _ in range(n)]
        columns[f"x{at}"] = column
    slope = lambda row: sum(b * c[row] for b, c in zip(slopes, columns.values()))
    chance = [1 / (1 + math.exp(-slope(row))) for row in range(n)]
    return columns, [int(rng.random() < p) for p in chance]


def of_logistic(rng):
    base = {"intercept": True, "confidence": 0.95}
    for n, slopes, binary in [(60, [0.7], [0]), (200, [0.5, -0.4, 0.0], [1]), (500, [0.2] * 6, [0, 2, 4])]:
        columns, y = drawn(rng, n, slopes, binary)
        yield {"columns": columns, "y": y, **base}
    columns, y = drawn(rng, 150, [0.8, -0.5])
    yield {"columns": columns, "y": y, "intercept": True, "confidence": 0.998}
    gaps = {name: [v if rng.random() > 0.1 else None for v in column] for name, column in columns.items()}
    yield {"columns": gaps, "y": [v if rng.random() > 0.05 else None for v in y], **base}
    # Scales a thousand times apart, an alias, a constant column, another order.
    far = {"small": [v / 1000 for v in columns["x0"]], "large": [1000 * v + 50_000 for v in columns["x1"]]}
    yield {"columns": far, "y": y, **base}
    yield {"columns": {**columns, "twice": [2 * v - 1 for v in columns["x0"]]}, "y": y, **base}
    yield {"columns": {"same": [3] * len(y), **columns}, "y": y, **base}
    yield {"columns": dict(reversed(columns.items())), "y": y, **base}
    yield {"columns": columns, "y": y, "intercept": False, "confidence": 0.95}
    yield {"columns": {}, "y": [0, 1], **base}
    yield {"columns": {}, "y": [1] * 3 + [0] * 997, **base}
    # Separated, and an outcome that never varies.
    yield {"columns": {"x": [1, 2, 3, 4, 5, 6]}, "y": [0, 0, 0, 1, 1, 1], **base}
    yield {"columns": {"x": [1, 1, 1, 0, 0, 0, 0]}, "y": [1, 1, 1, 0, 1, 0, 1], **base}
    yield {"columns": {"x": [1, 2, 3, 4]}, "y": [1, 1, 1, 1], **base}


def of_separation(rng):
    base = {"intercept": True}
    yield {"columns": {"x": [1, 2, 3, 4, 5, 6]}, "y": [0, 0, 0, 1, 1, 1], **base}
    yield {"columns": {"x": [6, 5, 4, 3, 2, 1]}, "y": [0, 0, 0, 1, 1, 1], **base}
    yield {"columns": {"x": [1, 2, 3, 3, 4, 5]}, "y": [0, 0, 0, 1, 1, 1], **base}
    yield {"columns": {"x": [1, 2, 3, 4, 3, 4, 5, 6]}, "y": [0, 0, 0, 0, 1, 1, 1, 1], **base}
    yield {"columns": {"x": [1] * 4 + [0] * 9}, "y": [1] * 4 + [0, 1, 0] * 3, **base}
    yield {"columns": {"x": [1] * 4 + [0] * 9}, "y": [0] * 4 + [0, 1, 0] * 3, **base}
    yield {"columns": {"x": [0] * 5 + [1] * 9}, "y": [0] * 5 + [0, 1, 0] * 3, **base}
    yield {"columns": {"x": [1] * 5 + [0] * 5}, "y": [1] * 5 + [0] * 5, **base}
    yield {"columns": {"x": [1, 2, 3, 4]}, "y": [1, 1, 1, 1], **base}
    yield {"columns": {}, "y": [1, 0, 1], **base}
    # Neither column alone separates, both together do.
    corners = [(a, b) for a in range(5) for b in range(5)]
    both = {"x": [a for a, _ in corners], "z": [b for _, b in corners]}
    yield {"columns": both, "y": [int(a + b > 4.5) for a, b in corners], **base}
    yield {"columns": both, "y": [int(a + b > 4 or (a + b == 4 and a % 2)) for a, b in corners], **base}
    for n, slopes, binary in [(40, [0.6, 0.3], [1]), (400, [0.2] * 5, [0, 1])]:
        columns, y = drawn(rng, n, slopes, binary)
        yield {"columns": columns, "y": y, **base}
    columns, y = drawn(rng, 120, [0.4, -0.4])
    yield {"columns": {name: [1e4 * v for v in c] for name, c in columns.items()}, "y": y, **base}


def of_firth(rng):
    base = {"intercept": True, "confidence": 0.95}
    yield {"columns": {"x": [1, 2, 3, 4, 5, 6]}, "y": [0, 0, 0, 1, 1, 1], **base}
    yield {"columns": {"x": [1] * 4 + [0] * 9}, "y": [1] * 4 + [0, 1, 0] * 3, **base}
    yield {"columns": {"x": [1] * 6 + [0] * 12}, "y": [0] * 6 + [0, 1] * 6, **base}
    yield {"columns": {}, "y": [1, 1, 1, 1, 0], **base}
    yield {"columns": {}, "y": [1] * 8, **base}
    yield {"columns": {"x": [1, 2, 3, 4, 5]}, "y": [1] * 5, **base}
    for n, slopes, binary in [(25, [0.9], [0]), (60, [0.7, -0.6, 0.2], [1]), (200, [0.3] * 4, [0, 3])]:
        columns, y = drawn(rng, n, slopes, binary)
        yield {"columns": columns, "y": y, **base}
    yield {"columns": {"x": [rng.randint(0, 1) for _ in range(150)]}, "y": [1, 1] + [0] * 148, **base}


def of_odds(rng):
    for n, slopes, points in [(200, [0.8], 5), (300, [0.5, -0.7], 3), (250, [0.6, 0.0, -0.3], 4), (150, [0.4], 2)]:
        columns, _ = drawn(rng, n, slopes, [0])
        slope = [sum(b * c[row] for b, c in zip(slopes, columns.values())) for row in range(n)]
        noise = [math.log(u / (1 - u)) for u in (rng.random() for _ in range(n))]
        cuts = [-1.5 + 3 * k / (points - 1) for k in range(points - 1)]
        yield {"columns": columns, "y": [1 + sum(s + e > cut for cut in cuts) for s, e in zip(slope, noise)]}
    # A point that nobody chose.
    columns, _ = drawn(rng, 200, [0.5], [])
    noisy = [v + rng.gauss(0, 2) for v in columns["x0"]]
    yield {"columns": columns, "y": [1 + (v > -1) + 2 * (v > 0) + (v > 2) for v in noisy]}


FAMILIES = {
    "logistic": (logistic, of_logistic),
    "separation": (separation, of_separation),
    "firth": (firth, of_firth),
    "proportional_odds": (proportional_odds, of_odds),
}
