"""Makes cases for every family of the conformance format, by implementations that are not ours.

usage: cases.py OUT.json [GIVEN.json]

With a file of given cases, every reference is first held against them; where one differs, nothing is written.
"""

import json
import random
import sys
import warnings

import disclosure
import drivers
import form
import funnels
import ordinal
import places
import shares
import tables
import weights

SEED = 20_240_229
FAMILIES = {}
for group in (shares, tables, drivers, funnels, weights, ordinal, places, disclosure):
    FAMILIES |= group.FAMILIES


def hold(path):
    """Cases on which a reference and the file differ, in words."""
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    names = {case["family"] for case in given["cases"]}
    if names != FAMILIES.keys():
        sys.exit(f"other families than the file has: {sorted(names ^ FAMILIES.keys())}")
    wrong = []
    for case in given["cases"]:
        reference, _ = FAMILIES[case["family"]]
        found = form.plain(reference(**case["input"]))
        for key, wanted in case["expected"].items():
            if key in found and not form.close(found[key], wanted, case["tolerance"]):
                wrong.append(f"{case['id']} {key}: given {wanted}, reference {found[key]}")
        wrong += [f"{case['id']} {key}: no reference" for key in case["expected"].keys() - found.keys()]
    return wrong, len(given["cases"])


def main(out, given=None):
    warnings.simplefilter("ignore")
    if given:
        wrong, count = hold(given)
        print(f"{count} given cases, {len(wrong)} differences", *wrong, sep="\n")
        if wrong:
            sys.exit(1)
    cases = []
    for family, (reference, inputs) in FAMILIES.items():
        drawn = list(inputs(random.Random(f"{SEED} {family}")))
        cases += [form.case(family, at, given, reference(**given)) for at, given in enumerate(drawn, 1)]
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"schema": "poet-conformance/1", "cases": cases}, file, indent=None)
    print(f"{len(cases)} cases of {len(FAMILIES)} families, seed {SEED}: {out}")


if __name__ == "__main__":
    main(*sys.argv[1:])
