"""Runs the job by each engine in turn, holds the answers against each other and prints times, ratios and memory.

usage: compare.py POET FOLDER PEOPLE ROUNDS
"""

import json
import os
import statistics
import subprocess
import sys
import time

from job import HEAD, ITEMS, OUTCOMES

INSTRUMENT = "adult-holders@2014"
TOLERANCE = 1e-9


def timed(command):
    """Wall seconds and peak memory in MiB of one process."""
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        sys.exit(f"{command[0]} ended with {status}")
    return seconds, usage.ru_maxrss / 1024


def ours(poet, survey, answer):
    command = [poet, "benchmark", survey, "--instrument", INSTRUMENT, "--policy", "internal",
               "--format", "json", "--output", answer]
    return timed(command)


def theirs(engine, survey, answer):
    _, peak = timed([sys.executable, os.path.join(os.path.dirname(__file__), "job.py"), engine, survey, answer])
    with open(answer, encoding="utf-8") as file:
        return json.load(file)["seconds"], peak


def answers_of_ours(path):
    """Our answer in the form of the others."""
    with open(path, encoding="utf-8") as file:
        released = json.load(file)["benchmark"]
    places = [place["id"] for place in released["places"]]
    found = {}
    for item in released["items"]:
        if item["item"] in ITEMS:
            for place, cell in zip(places, item["places"]):
                own, rest = cell["favourable"]["shown"], cell["against_rest"]["shown"]
                test = rest["test"]["shown"]
                found[place, item["item"]] = {
                    "x": own["people"], "n": cell["base"]["shown"], "share": own["share"],
                    "lower": own["lower"], "upper": own["upper"],
                    "difference": rest["difference"]["value"], "z": test["z"], "p": test["p"],
                    "adjusted_p": test["adjusted_p"],
                }
    index = next(m for m in released["measures"] if m["measure"] == "outcome_index")
    means = {place: mean["shown"]["mean"] for place, mean in zip(places, index["places"])}
    return released["respondents"]["shown"], found, means


def answers_of_theirs(path):
    with open(path, encoding="utf-8") as file:
        answer = json.load(file)
    found = {(row["organisation"], row["item"]): row for row in answer["items"]}
    return answer["people"], found, answer["index"]


def hold(name, ours, theirs):
    """Ends the run where the answers differ."""
    if ours[0] != theirs[0] or ours[1].keys() != theirs[1].keys() or ours[2].keys() != theirs[2].keys():
        sys.exit(f"{name} answers about other people or places than ours")
    # Items of the two that every small p value adjusts in the same family: ours has more items, so a larger family.
    for key, own in ours[1].items():
        for figure in ("x", "n", "share", "lower", "upper", "difference", "z", "p"):
            if abs(own[figure] - theirs[1][key][figure]) > TOLERANCE:
                sys.exit(f"{name} differs at {key} {figure}: {theirs[1][key][figure]}, ours {own[figure]}")
    for place, mean in ours[2].items():
        if abs(mean - theirs[2][place]) > TOLERANCE:
            sys.exit(f"{name} differs in the outcome index of {place}")


def main(poet, folder, people, rounds):
    survey = os.path.join(folder, f"survey-{people}.csv")
    if not os.path.exists(survey):
        items = ",".join(["need_group", "age_band", *ITEMS])
        subprocess.run([poet, "synth", "--instrument", INSTRUMENT, "--people", people, "--organisations", "152",
                        "--items", items, "--output", survey], check=True)
    with open(survey, encoding="utf-8") as file:
        header = file.readline().strip().split(",")
    if header != HEAD + ITEMS:
        sys.exit(f"the survey has other columns than the job: {header}")
    answer = {name: os.path.join(folder, f"{name}.json") for name in ("ours", "polars", "duckdb")}
    runs = {name: [] for name in answer}
    for _ in range(int(rounds)):
        runs["ours"].append(ours(poet, survey, answer["ours"]))
        for engine in ("polars", "duckdb"):
            runs[engine].append(theirs(engine, survey, answer[engine]))
    own = answers_of_ours(answer["ours"])
    for engine in ("polars", "duckdb"):
        hold(engine, own, answers_of_theirs(answer[engine]))
    size = os.path.getsize(survey) / 1e6
    print(f"{people} people, {len(header)} columns, {size:.0f} MB, {rounds} rounds; the three answers agree")
    for name, measured in runs.items():
        seconds, peak = zip(*measured)
        ratios = [theirs / mine for (theirs, _), (mine, _) in zip(measured, runs["ours"])]
        print(f"{name:7} {statistics.median(seconds):7.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})"
              f"  {max(peak):6.0f} MiB  {statistics.median(ratios):5.1f} times ours")


if __name__ == "__main__":
    main(*sys.argv[1:])
