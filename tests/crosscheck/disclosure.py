"""What may leave: definitions in exact integers, bounds by scipy's linear programme."""

from fractions import Fraction

import numpy
from scipy.optimize import linprog

from form import absent, ok


def hidden(count, threshold, zeros):
    return 0 < count < threshold or (count == 0 and zeros == "hide")


def sdc_primary(threshold, zeros="show", counts=None, x=None, n=None):
    if counts is not None:
        return ok(suppressed=[hidden(c, threshold, zeros) for c in counts])
    return ok(percentage_suppressed=any(hidden(c, threshold, zeros) for c in (x, n - x, n)))


def nearest(count, base):
    return (2 * count + base) // (2 * base) * base


def sdc_round(base, counts=None, x=None, n=None):
    if counts is not None:
        return ok(rounded=[nearest(c, base) for c in counts], rounded_total=nearest(sum(counts), base))
    top, bottom = nearest(x, base), nearest(n, base)
    if bottom == 0:
        return absent("percentage", rounded_x=top, rounded_n=0)
    return ok(rounded_x=top, rounded_n=bottom, percentage=top / bottom)


def sdc_attack(table, suppressed, threshold):
    """A table with both margins is a network, so the bounds of the programme are whole numbers."""
    rows, columns = len(table), len(table[0])
    lines = numpy.zeros((rows + columns, len(suppressed)))
    known = numpy.zeros(rows + columns)
    for at, (i, j) in enumerate(suppressed):
        for line in (i, rows + j):
            lines[line, at] = 1
            known[line] += table[i][j]
    reach = [[], []]
    for at in range(len(suppressed)):
        for side, sign in zip(reach, (1, -1)):
            goal = numpy.zeros(len(suppressed))
            goal[at] = sign
            side.append(round(sign * linprog(goal, A_eq=lines, b_eq=known, method="highs").fun))
    low, high = reach
    primary = [at for at, (i, j) in enumerate(suppressed) if 0 < table[i][j] < threshold]
    wide = lambda at: high[at] - low[at] + 1 >= threshold and high[at] >= threshold
    return ok(low=low, high=high, primary=primary, safe=all(low[at] < high[at] for at in primary),
              safe_interval=all(low[at] < high[at] and wide(at) for at in primary))


def sdc_differencing(x_all, n_all, x_rest, n_rest, threshold):
    x, n = x_all - x_rest, n_all - n_rest
    small = lambda count: 0 < count < threshold
    return ok(recovered_x=x, recovered_n=n, leaks=small(x) or small(n))


def sdc_percent_leak(percentage, n, dp):
    scale = 10**dp
    wanted = Fraction(str(percentage)) * scale
    half_up = lambda value: (2 * value.numerator + value.denominator) // (2 * value.denominator)
    found = [x for x in range(n + 1) if n and half_up(Fraction(100 * scale * x, n)) == wanted]
    return ok(candidates=found, unique=len(found) == 1)


def sdc_dominance(contributions, n, k_percent, p_percent):
    if any(c < 0 for c in contributions):
        return absent("nk_sensitive", "p_sensitive")
    ranked = sorted((Fraction(str(c)) for c in contributions), reverse=True)
    total = sum(ranked)
    if total == 0:
        return ok(nk_sensitive=False, p_sensitive=False)
    return ok(nk_sensitive=100 * sum(ranked[:n]) > Fraction(str(k_percent)) * total,
              p_sensitive=100 * (total - sum(ranked[:2])) < Fraction(str(p_percent)) * ranked[0])


def of_primary(rng):
    for zeros in ("show", "hide"):
        for threshold in (5, 10):
            yield {"counts": [0, 1, threshold - 1, threshold, threshold + 1], "threshold": threshold, "zeros": zeros}
        for x, n in [(0, 0), (0, 4), (0, 9), (9, 9), (4, 9), (5, 9), (5, 10), (95, 100), (96, 100), (3, 4)]:
            yield {"x": x, "n": n, "threshold": 5, "zeros": zeros}
    yield {"counts": [], "threshold": 5, "zeros": "show"}
    yield {"counts": [0, 1, 2], "threshold": 1, "zeros": "show"}


def of_round(rng):
    for base in (3, 5, 10, 1):
        yield {"counts": [rng.randint(0, 200) for _ in range(6)], "base": base}
    yield {"counts": [0, 2, 3, 7, 8, 12, 13], "base": 5}
    yield {"counts": [5, 15, 25, 35, 45], "base": 10}
    yield {"counts": [], "base": 5}
    for x, n in [(0, 2), (0, 0), (2, 2), (1, 3), (48, 97), (97, 97), (5, 1000)]:
        yield {"x": x, "n": n, "base": 5}


def of_attack(rng):
    yield {"table": [[3, 20, 30], [25, 40, 10]], "suppressed": [], "threshold": 5}
    yield {"table": [[3, 20], [25, 40]], "suppressed": [[0, 0]], "threshold": 5}
    yield {"table": [[3, 20], [25, 40]], "suppressed": [[0, 0], [0, 1], [1, 0], [1, 1]], "threshold": 5}
    yield {"table": [[3, 1], [2, 4]], "suppressed": [[0, 0], [0, 1], [1, 0], [1, 1]], "threshold": 5}
    yield {"table": [[0, 9], [9, 0]], "suppressed": [[0, 0], [0, 1], [1, 0], [1, 1]], "threshold": 5}
    for rows, columns, hide in [(3, 3, 0.5), (4, 5, 0.5), (6, 5, 0.6), (3, 4, 0.8), (5, 5, 0.4)]:
        table = [[rng.choice([rng.randint(0, 9), rng.randint(0, 90)]) for _ in range(columns)] for _ in range(rows)]
        cells = [[i, j] for i in range(rows) for j in range(columns) if rng.random() < hide]
        yield {"table": table, "suppressed": cells, "threshold": rng.choice([5, 10])}


def of_differencing(rng):
    for x, n in [(0, 0), (0, 4), (0, 5), (0, 50), (4, 50), (5, 50), (46, 50), (45, 50), (50, 50), (2, 3), (5, 10)]:
        yield {"x_all": 500 + x, "n_all": 900 + n, "x_rest": 500, "n_rest": 900, "threshold": 5}


def of_leak(rng):
    for percentage, n, dp in [(0, 40, 0), (100, 40, 0), (50, 1, 0), (50, 2, 0), (1, 3, 0), (13, 8, 0), (12.5, 8, 1),
                              (12, 8, 0), (0.1, 1000, 1), (33.33, 3, 2), (0, 0, 0), (0, 300, 0), (99, 200, 0)]:
        yield {"percentage": percentage, "n": n, "dp": dp}


def of_dominance(rng):
    rule = {"n": 2, "k_percent": 85, "p_percent": 10}
    for amounts in [[], [0, 0], [5], [5, 5], [100, 0, 0], [50, 35, 15], [50, 35.5, 14.5], [100, 90, 10], [100, 90, 9.99],
                    [1] * 20, [5, -1]]:
        yield {"contributions": amounts, **rule}
    for size in (4, 9, 30):
        yield {"contributions": [round(rng.expovariate(1e-4), 2) for _ in range(size)], "n": 3, "k_percent": 75,
               "p_percent": 15}


FAMILIES = {
    "sdc_primary": (sdc_primary, of_primary),
    "sdc_round": (sdc_round, of_round),
    "sdc_attack": (sdc_attack, of_attack),
    "sdc_differencing": (sdc_differencing, of_differencing),
    "sdc_percent_leak": (sdc_percent_leak, of_leak),
    "sdc_dominance": (sdc_dominance, of_dominance),
}
