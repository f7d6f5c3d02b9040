"""Another implementation of routing, checks and scores, tested by the cases of `poet cases`: survey_cases.py FILE.json

Nothing here is POET's: it is what a form builder or a case-management system may have of its own, in small.
"""
import datetime
import decimal
import json
import sys


def fault(item, kind, value, scale):
    """What is wrong with an answer that is no reason without one."""
    wants = {"choice": "choice", "tick_all": "ticks"}.get(item["kind"], item["kind"])
    if kind != wants:
        return "wrong_kind"
    if wants in ("choice", "ticks"):
        codes = [point["code"] for point in scale["points"]]
        given = [value] if wants == "choice" else value
        return None if all(code in codes for code in given) else "unknown_point"
    read = {"date": datetime.date.fromisoformat, "text": str}.get(wants, decimal.Decimal)
    low, high = ((read(str(item[end])) if end in item else None) for end in ("min", "max"))
    value = read(value)
    places = {"number": item.get("decimals", 0), "money": 2}.get(wants)
    exact = places is None or value == round(value, places)
    inside = (low is None or low <= value) and (high is None or value <= high)
    return None if wants == "text" or (exact and inside) else "out_of_range"


def met(condition, answers):
    """Whether a question is asked; `answers` holds what counts as answered so far."""
    if "all" in condition:
        return all(met(part, answers) for part in condition["all"])
    if "any" in condition:
        return any(met(part, answers) for part in condition["any"])
    if "not" in condition:
        return not met(condition["not"], answers)
    if "answered" in condition:
        return condition["answered"] in answers
    value = answers.get(condition["item"], [])
    return any(code in value for code in condition["any_of"])


def score(measure, items, scales, answers):
    values = []
    for name in measure["items"]:
        points = [p for p in scales[items[name]["scale"]]["points"] if p.get("reading") != "outside"]
        chosen = [p for p in points if p["code"] in answers.get(name, [])]
        if not chosen:
            continue
        turned = items[name].get("reversed", False)
        if measure["kind"] == "favourable_share":
            values.append(chosen[0].get("reading") == ("unfavourable" if turned else "favourable"))
            continue
        low, high = min(p["score"] for p in points), max(p["score"] for p in points)
        points_of = low + high - chosen[0]["score"] if turned else chosen[0]["score"]
        values.append(100 * (points_of - low) / (high - low) if measure["kind"] == "mean" else points_of)
    of = len(measure["items"])
    least = measure.get("minimum", "all" if measure["kind"] == "sum" else "half")
    least = {"all": of, "half": (of + 1) // 2}.get(least, least)
    absent = "nothing_answered" if not values else "too_few_answered" if len(values) < least else None
    total = None if absent else sum(values) if measure["kind"] == "sum" else sum(values) / len(values)
    return dict(measure=measure["id"], value=total, absent=absent, answered=len(values), minimum=least, of=of)


def run(instrument, response):
    scales = instrument["scales"]
    items = {item["id"]: item for section in instrument["sections"] for item in section["items"]}
    findings = [(name, "unknown_item") for name in response["answers"] if name not in items]
    answers, past, aside = {}, [], []
    for name, item in items.items():
        (kind, value), = (response["answers"].get(name) or {"missing": "not_answered"}).items()
        wrong = fault(item, kind, value, scales.get(item.get("scale"))) if kind != "missing" else None
        asked = "ask_if" not in item or met(item["ask_if"], answers)
        says_something = wrong is None and value not in ("not_answered", "not_asked")
        if wrong:
            findings.append((name, wrong))
        elif kind == "ticks" and len(set(value)) < len(value):
            findings.append((name, "duplicate_tick"))
        if not asked:
            past.append(name)
            if says_something:
                aside.append(name)
                findings.append((name, "routed_past"))
        elif not wrong and item.get("required") and value == "not_answered":
            findings.append((name, "missing_required"))
        elif not wrong and kind != "missing":
            answers[name] = value if kind == "ticks" else [value]
    scores = [score(measure, items, scales, answers) for measure in instrument.get("measures", [])]
    return findings, past, aside, scores


def same(expected, found):
    near = lambda a, b: a == b or None not in (a, b) and abs(a - b) <= 1e-9 * max(1, abs(a))
    return near(expected["value"], found["value"]) and {**expected, "value": 0} == {**found, "value": 0}


def main(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    assert cases["schema"] == "poet-survey-cases/1", cases["schema"]
    failed = 0
    for case in cases["cases"]:
        findings, past, aside, scores = run(cases["instrument"], case["response"])
        expected = case["expected"]
        good = (
            findings == [(finding["item"], finding["kind"]) for finding in expected["findings"]]
            and past == expected["not_asked"]
            and aside == expected["set_aside"]
            and len(scores) == len(expected["scores"])
            and all(map(same, expected["scores"], scores))
        )
        if not good:
            failed += 1
            print("failed", case["id"], case["covers"])
    print(f"{len(cases['cases'])} cases, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
