#!/usr/bin/python3
"""dnc_parts.py PARTS.csv LINKS.csv PREDICTIONS.md: prints what was expected of the parts of a DNC beside what was found."""
import pathlib
import sys

import claims
from claims import Difference, Results

DNC = "dnc"
WITHOUT_LINKS = "dnc cosine:1|softmax / cosine:1|softmax|allocate"
WITHOUT_ALLOCATION = "dnc cosine:1|softmax|links / cosine:1|softmax"
MASKS = "dnc cosine:1,mask|softmax|links / cosine:1,mask|softmax|allocate"
WIPE = "dnc cosine:1|softmax|links / cosine:1|softmax|allocate:wipe"
SHARP = "dnc cosine:1|softmax|links:sharp / cosine:1|softmax|allocate"
ALL_THREE = "dnc cosine:1,mask|softmax|links:sharp / cosine:1,mask|softmax|allocate:wipe"
TASKS = ("copy", "repeat_copy", "associative_recall", "key_value", "reuse")

# What each claim compares: task, column, one scheme, the other.
COMPARED = {
    "D1": ("key_value", "exact_1x", MASKS, DNC),
    "D2": ("reuse", "exact_2x", WIPE, DNC),
    "D3": ("repeat_copy", "exact_2x", SHARP, DNC),
    "D4": ("copy", "exact_2x", DNC, WITHOUT_LINKS),
    "D5": ("key_value", "exact_1x", DNC, WITHOUT_LINKS),
    "D6": ("copy", "exact_1x", DNC, WITHOUT_ALLOCATION),
    "D7": ("reuse", "exact_1x", DNC, WITHOUT_ALLOCATION),
    "D8": (TASKS, "exact_1x", ALL_THREE, DNC),
}
LINKS, SHIFTS = "dnc cosine:1|softmax|links", "dnc cosine:1|softmax|gate|shift:1|sharpen"
BOTH = "dnc cosine:1|softmax|links|gate|shift:1|sharpen"


def mean_by_seed(results, tasks, scheme, column):
    """Returns the mean over the tasks for each seed that has all of them."""
    values = [results.values(task, scheme, column) for task in tasks]
    seeds = set.intersection(*(set(of) for of in values))
    return {seed: claims.mean(of[seed] for of in values) for seed in seeds}


def difference(results, tasks, column, one, other):
    tasks = (tasks,) if isinstance(tasks, str) else tasks
    return Difference(*(mean_by_seed(results, tasks, scheme, column) for scheme in (one, other)))


def decide(number, found):
    """Returns the verdict, and the p value of what would contradict the claim."""
    if number == "D5":
        return found.is_within(0.1), max(found.p_beyond(-0.1), found.p_below(0.1))
    if number == "D8":
        return found.is_above(-0.05), found.p_beyond(-0.05)
    return found.is_positive(), found.p()


def links_or_shifts(results):
    print("## Links or shifts\n\nExact sequences at twice the length, mean over seeds, and the difference of links and"
          " shifts.\n\n| task | written | links | shifts | both | links − shifts |\n|---|---|---|---|---|---|")
    for tasks in (("copy", "repeat_copy"), ("reverse",)):
        for write, written in (("tape", "side by side"), ("content", "scattered")):
            values = {s: mean_by_seed(results, tasks, f"{s} / {write}", "exact_2x") for s in (LINKS, SHIFTS, BOTH)}
            means = {s: claims.mean(of.values()) for s, of in values.items()}
            found = Difference(values[LINKS], values[SHIFTS])
            if write == "content":
                expected, verdict = "links > shifts", found.is_positive()
            elif tasks == ("reverse",):
                expected, verdict = "within 10 points", found.is_within(0.1)
            else:
                expected, verdict = "shifts ≥ links", Difference.negative(found).is_positive()
            together = means[BOTH] >= max(means[LINKS], means[SHIFTS]) - 0.1
            both = f"{claims.percent(means[BOTH], 0)}{'' if together else ' (more than 10 points below the better one)'}"
            print(f"| {', '.join(tasks)} | {written} | {claims.percent(means[LINKS], 0)} | {claims.percent(means[SHIFTS], 0)} | {both} "
                  f"| {found.text()}; expected {expected}: **{verdict}** |")
    print()


def main(parts, links, predictions):
    results = Results(parts)
    found = {number: difference(results, *compared) for number, compared in COMPARED.items()}
    decided = {number: decide(number, found[number]) for number in found}
    corrected = dict(zip(decided, claims.holm([p for _, p in decided.values()])))
    claims.print_claims(results, claims.predicted_claims(pathlib.Path(predictions)), {
        number: (verdict, f"{found[number].text()}; p = {corrected[number]:.2g}")
        for number, (verdict, _) in decided.items()})
    links_or_shifts(Results(links))


if __name__ == "__main__":
    main(*sys.argv[1:])
