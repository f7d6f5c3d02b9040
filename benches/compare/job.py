"""The job of the comparison, done by Polars or DuckDB.

Reads a survey with one row a person, checks every answer, counts each point of each item in each organisation, works
out the outcome index of each person and its mean by organisation, and holds each organisation's favourable share
against the rest: Wilson's interval, difference, pooled z, Benjamini and Hochberg over the whole table. It is spared
the search for response ids that stand twice, which our side does as well.

usage: job.py polars|duckdb SURVEY.csv ANSWER.json
"""

import json
import math
import resource
import sys
import time
from statistics import NormalDist

PROCESS = [
    "information", "assessment", "amount", "restrictions",
    "planning_support", "getting_support", "changing_support", "managing_money",
]
OUTCOMES = [
    "dignity", "quality_of_life", "independence", "arranging_support", "mental_health",
    "control", "safety", "family", "paid_supporters", "friends", "self_esteem",
    "physical_health", "community", "where_to_live", "paid_job",
]
ITEMS = PROCESS + OUTCOMES
POINTS = range(1, 6)
HEAD = ["response_id", "organisation", "mode", "help", "need_group", "age_band"]
MINIMUM = 8
# Ways of not answering, as the file writes them beside an empty cell.
MISSING = ["", "not applicable", "don't know", "prefer not to say", "not asked"]


def by_polars(path):
    import polars as pl

    schema = {name: pl.String for name in HEAD} | {name: pl.Int8 for name in ITEMS}
    rows = pl.scan_csv(path, schema=schema, null_values=MISSING)
    sound = pl.all_horizontal(
        [pl.col(i).is_null() | pl.col(i).is_between(1, 5) for i in ITEMS]
        + [pl.col("organisation").is_not_null(), pl.col("response_id").is_not_null()]
        + [pl.col("mode").is_null() | pl.col("mode").is_in(["post", "online", "telephone", "face_to_face", "review"])]
        + [pl.col("help").is_null() | pl.col("help").is_in(["alone", "with_help", "by_proxy"])]
        + [pl.col("need_group").is_null() | pl.col("need_group").is_in(list("12345"))]
        + [pl.col("age_band").is_null() | pl.col("age_band").is_in(list("1234"))]
    )
    answered = pl.sum_horizontal([pl.col(i).is_not_null().cast(pl.Int16) for i in OUTCOMES])
    units = pl.sum_horizontal([(5 - pl.col(i).cast(pl.Int16)).fill_null(0) for i in OUTCOMES])
    index = pl.when(answered >= MINIMUM).then(25.0 * units / answered)
    counts = [(pl.col(i) == k).sum().alias(f"{i}.{k}") for i in ITEMS for k in POINTS]
    table = (
        rows.filter(sound)
        .with_columns(index=index)
        .group_by("organisation")
        .agg(*counts, pl.len().alias("people"), pl.col("index").mean())
        .sort("organisation")
        .collect(engine="streaming")
    )
    return table.to_dicts()


def by_duckdb(path):
    import duckdb

    # One answer a person: what comes out needs no order.
    duckdb.execute("set preserve_insertion_order = false")
    columns = {name: "VARCHAR" for name in HEAD} | {name: "TINYINT" for name in ITEMS}
    answered = " + ".join(f"({i} is not null)::int" for i in OUTCOMES)
    units = " + ".join(f"coalesce(5 - {i}, 0)" for i in OUTCOMES)
    counts = ", ".join(f'count(*) filter ({i} = {k}) as "{i}.{k}"' for i in ITEMS for k in POINTS)
    missing = ", ".join("'" + text.replace("'", "''") + "'" for text in MISSING)
    sound = " and ".join(
        [f"({i} is null or {i} between 1 and 5)" for i in ITEMS]
        + ["organisation is not null", "response_id is not null"]
        + ["(mode is null or mode in ('post', 'online', 'telephone', 'face_to_face', 'review'))"]
        + ["(help is null or help in ('alone', 'with_help', 'by_proxy'))"]
        + ["(need_group is null or need_group in ('1', '2', '3', '4', '5'))"]
        + ["(age_band is null or age_band in ('1', '2', '3', '4'))"]
    )
    table = duckdb.sql(f"""
        with sound as (
            select * from read_csv('{path}', header = true, columns = {columns}, nullstr = [{missing}])
            where {sound}
        ), scored as (
            select *, {answered} as answered, {units} as units from sound
        )
        select organisation, count(*) as people, {counts},
            avg(case when answered >= {MINIMUM} then 25.0::double * units / answered end) as index
        from scored group by organisation order by organisation
    """)
    names = table.columns
    return [dict(zip(names, row)) for row in table.fetchall()]


def wilson(x, n, z):
    p, z2 = x / n, z * z
    middle, half = p + z2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def compare(table):
    z = NormalDist().inv_cdf(0.975)
    found = []
    for item in ITEMS:
        own = [(row[f"{item}.1"] + row[f"{item}.2"], sum(row[f"{item}.{k}"] for k in POINTS)) for row in table]
        x_all, n_all = map(sum, zip(*own))
        for row, (x, n) in zip(table, own):
            (lower, upper), rest = wilson(x, n, z), (x_all - x, n_all - n)
            p, q, pooled = x / n, rest[0] / rest[1], x_all / n_all
            score = (p - q) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / rest[1]))
            found.append({
                "organisation": row["organisation"], "item": item, "x": x, "n": n, "share": p,
                "lower": lower, "upper": upper, "difference": p - q, "z": score,
                "p": math.erfc(abs(score) / math.sqrt(2)),
            })
    ranked = sorted(found, key=lambda row: -row["p"])
    least = 1.0
    for at, row in enumerate(ranked):
        least = min(least, row["p"] * len(ranked) / (len(ranked) - at))
        row["adjusted_p"] = least
    return found


def main(engine, survey, answer):
    started = time.perf_counter()
    table = {"polars": by_polars, "duckdb": by_duckdb}[engine](survey)
    found = compare(table)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    means = {row["organisation"]: row["index"] for row in table}
    people = sum(row["people"] for row in table)
    with open(answer, "w", encoding="utf-8") as out:
        json.dump({"seconds": seconds, "peak_kib": peak, "people": people, "items": found, "index": means}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
