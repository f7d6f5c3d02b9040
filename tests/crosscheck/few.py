"""Takes three short cases of every family: two with figures, one that has none if there is one.

usage: few.py CASES.json FEW.json
"""

import json
import sys


def chosen(cases):
    by_length = sorted(cases, key=lambda case: (len(json.dumps(case)), case["id"]))
    sound = [case for case in by_length if case["expected"].get("status") == "ok"]
    # The shortest have the edges, one further on has ordinary numbers.
    ordinary = sound[len(sound) // 2]
    absent = [case for case in by_length if case["expected"].get("status") != "ok"]
    picked = {case["id"]: case for case in [*absent[:1], sound[0], ordinary, *sound[1:]] if case}
    return sorted(list(picked.values())[:3], key=lambda case: case["id"])


def main(source, out):
    with open(source, encoding="utf-8") as file:
        whole = json.load(file)
    families = list(dict.fromkeys(case["family"] for case in whole["cases"]))
    few = [case for name in families for case in chosen([c for c in whole["cases"] if c["family"] == name])]
    lines = ",\n".join("    " + json.dumps(case) for case in few)
    with open(out, "w", encoding="utf-8") as file:
        file.write(f'{{\n  "schema": "{whole["schema"]}",\n  "cases": [\n{lines}\n  ]\n}}\n')
    print(f"{len(few)} cases of {len(families)} families: {out}")


if __name__ == "__main__":
    main(*sys.argv[1:])
