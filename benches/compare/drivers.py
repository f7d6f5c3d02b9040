"""14 outcomes by 12 conditions with 6 covariates: 168 logistic models by ours and by statsmodels, on one file.

statsmodels fits GLM Binomial twice: on the rows as they are, which is how it is used, and on rows folded by numpy into
patterns with frequency weights, which is how it is made fast. Both are one process, reading not counted; ours is one
process as well, its reading, which folds, named beside. Where the rows are many, those as they are are fitted for some of the
models only, spread over all, and the time is scaled up: the line says so.

usage: drivers.py DRIVER_FITS FOLDER PEOPLE ROUNDS
"""

import csv
import os
import re
import statistics
import subprocess
import sys
import time

import numpy
import pandas
import statsmodels
import statsmodels.api as sm

OUTCOMES, CONDITIONS = 14, 12
# Levels of the six covariates: age band, need group, mode, help, sex, area.
LEVELS = [4, 5, 5, 3, 2, 2]
CLUSTERS = 152
TOLERANCE = 1e-8
# Rows as they are: all 168 models up to so many rows altogether.
ROWS_AS_THEY_ARE = 8_000_000


def survey(path, people):
    """A survey of which the truth is known, some answers missing."""
    rng = numpy.random.default_rng(2014)
    cluster = rng.integers(0, CLUSTERS, people)
    place = rng.normal(0, 0.3, CLUSTERS)[cluster]
    covariates = [rng.integers(0, levels, people) for levels in LEVELS]
    slope = sum(rng.normal(0, 0.15) * c for c in covariates)
    expit = lambda eta: 1 / (1 + numpy.exp(-eta))
    draw = lambda eta: (rng.random(people) < expit(eta)).astype(float)
    conditions = [draw(rng.normal(0, 0.4) + 0.3 * slope + place) for _ in range(CONDITIONS)]
    effect = rng.normal(0.15, 0.15, (OUTCOMES, CONDITIONS))
    outcomes = []
    for own in effect:
        total = sum(b * c for b, c in zip(own, conditions))
        outcomes.append(draw(rng.normal(-0.5, 0.4) + slope + place + total))
    for column in outcomes + conditions:
        column[rng.random(people) < 0.03] = numpy.nan
    frame = pandas.DataFrame(
        {f"outcome_{at:02}": c for at, c in enumerate(outcomes)}
        | {f"condition_{at:02}": c for at, c in enumerate(conditions)}
        | {f"covariate_{at}": c for at, c in enumerate(covariates)} | {"cluster": cluster})
    answers = [name for name in frame if name.startswith(("outcome", "condition"))]
    frame[answers] = frame[answers].astype("Int8")
    frame.to_csv(path, index=False)


def read(path):
    frame = pandas.read_csv(path)
    columns = lambda kind: {name: frame[name].to_numpy(float) for name in frame if name.startswith(kind)}
    return columns("outcome"), columns("condition"), columns("covariate")


def fit(y, x, weights=None):
    # Its errors are those of the step before the last: at its own tolerance of 1e-8 some are 2e-8 off.
    found = sm.GLM(y, x, family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-11)
    return found.params, found.bse


def as_they_are(y, condition, covariates):
    whole = ~(numpy.isnan(y) | numpy.isnan(condition))
    x = numpy.column_stack([numpy.ones(whole.sum()), *(c[whole] for c in covariates), condition[whole]])
    return fit(y[whole], x)


def folded(y, condition, codes, patterns):
    """Counts of each pattern by one pass over the rows; the covariates are one code a row, made once."""
    whole = ~(numpy.isnan(y) | numpy.isnan(condition))
    code = (codes[whole] * 2 + condition[whole].astype(numpy.int64)) * 2 + y[whole].astype(numpy.int64)
    counts = numpy.bincount(code, minlength=4 * len(patterns))
    held = numpy.flatnonzero(counts)
    x = numpy.column_stack([numpy.ones(len(held)), patterns[held // 4], held // 2 % 2])
    return fit((held % 2).astype(float), x, counts[held])


def theirs(data, way, pairs):
    """Seconds for these models, and their coefficients with errors."""
    outcomes, conditions, covariates = data
    covariates = list(covariates.values())
    started = time.perf_counter()
    if way == "folded":
        codes = numpy.zeros(len(covariates[0]), numpy.int64)
        for levels, column in zip(LEVELS, covariates):
            codes = codes * levels + column.astype(numpy.int64)
        patterns = numpy.stack(numpy.unravel_index(numpy.arange(numpy.prod(LEVELS)), LEVELS), 1)
        one = lambda y, c: folded(y, c, codes, patterns)
    else:
        one = lambda y, c: as_they_are(y, c, covariates)
    found = {(y, c): one(outcomes[y], conditions[c]) for y, c in pairs}
    return time.perf_counter() - started, found


def ours(program, path):
    """Seconds of reading and of fitting, and coefficients with errors."""
    run = subprocess.run([program, path], check=True, capture_output=True, text=True)
    reading, fitting = map(float, re.findall(r"in ([0-9.]+) s", run.stderr))
    found = {}
    for row in csv.DictReader(run.stdout.splitlines()):
        if row["method"] != "MaximumLikelihood":
            sys.exit(f"{row['outcome']} by {row['condition']} was fitted by {row['method']}")
        both = found.setdefault((row["outcome"], row["condition"]), ([], []))
        both[0].append(float(row["coefficient"]))
        both[1].append(float(row["error"]))
    return reading, fitting, found


def hold(way, own, other):
    """Largest difference; ends the run where the answers differ."""
    worst = 0.0
    for pair, figures in other.items():
        for mine, its in zip(own[pair], figures):
            if len(mine) != len(its):
                sys.exit(f"statsmodels {way} has other terms at {pair}")
            worst = max(worst, float(numpy.abs(numpy.array(mine) - its).max()))
    if worst > TOLERANCE:
        sys.exit(f"statsmodels {way} differs by {worst}")
    return worst


def main(program, folder, people, rounds):
    people, rounds = int(people), int(rounds)
    path = os.path.join(folder, f"drivers-{people}.csv")
    if not os.path.exists(path):
        survey(path, people)
    started = time.perf_counter()
    data = read(path)
    reading = time.perf_counter() - started
    pairs = [(y, c) for y in data[0] for c in data[1]]
    few = pairs[:: max(1, len(pairs) * people // ROWS_AS_THEY_ARE)]
    runs = {"ours": [], "folded": [], "as they are": []}
    for _ in range(rounds):
        own_reading, seconds, own = ours(program, path)
        runs["ours"].append(seconds)
        worst = 0.0
        for way, asked in (("folded", pairs), ("as they are", few)):
            seconds, found = theirs(data, way, asked)
            worst = max(worst, hold(way, own, found))
            runs[way].append(seconds * len(pairs) / len(asked))
    print(f"{people} people, {len(pairs)} models, {rounds} rounds, statsmodels {statsmodels.__version__}; "
          f"largest difference of a coefficient or error {worst:.1e}")
    print(f"reading: ours {own_reading:.3f} s with folding, pandas {reading:.3f} s; below without")
    notes = {"ours": "one thread", "folded": "statsmodels on patterns with frequency weights, folded by numpy",
             "as they are": f"statsmodels on the rows, {len(few)} of {len(pairs)} models, scaled" if few != pairs
             else "statsmodels on the rows"}
    for name, seconds in runs.items():
        ratio = statistics.median(t / mine for t, mine in zip(seconds, runs["ours"]))
        print(f"{name:12} {statistics.median(seconds):9.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})"
              f"  {ratio:7.1f} times ours   {notes[name]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
