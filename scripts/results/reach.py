#!/usr/bin/python3
"""reach.py RUNS.csv PREDICTIONS.md: prints what was expected of the reach of read heads beside what was found."""
import pathlib
import statistics
import sys

import claims
from claims import Results

WINDOWS = ("window", "window:both|softmax")
WITHOUT_CONTENT = (*WINDOWS, "tape")
NAMES = {"recall": "associative_recall", "stride copy": "stride_copy",
         "repeat copy": "repeat_copy", "window:step|softmax": "window"}  # the stages, and the scheme that they are


def mark(results, task, scheme):
    """Returns the mark of a cell; "?" if there are too few seeds to tell."""
    solving, seeds = results.solving(task, scheme), results.seeds(task, scheme)
    if seeds == 0:
        return "?"
    if claims.enough(len(solving), seeds, 8) != "holds" and not (seeds < 10 and len(solving) == seeds):
        return "-" if len(solving) <= 1 and (seeds >= 10 or not solving) else "?"
    far = results.values(task, scheme, "exact_4x")
    median = statistics.median(far[seed] for seed in solving)
    return "+" if median >= 0.9 else "o" if median < 0.5 else "~"


def at(results, task, scheme, column):
    """Returns the values of the seeds that solve the task."""
    values = results.values(task, scheme, column)
    return [values[seed] for seed in results.solving(task, scheme)]


def is_complete(results, tasks, schemes):
    return all(results.seeds(task, scheme) >= claims.SEEDS for task in tasks for scheme in schemes)


def of_solving(values):
    return claims.percents(sorted(values), 0) if values else "no seed solves it"


def content_breaks(results):
    far = at(results, "reverse", "ntm", "exact_4x")
    if not far:
        return "open", of_solving(far)
    verdict = "refuted" if max(far) >= 0.5 else "holds" if is_complete(results, ["reverse"], ["ntm"]) else "open"
    return verdict, f"exact at 4x, each solving seed: {of_solving(far)}"


def content_makes_learnable(results):
    count = {s: results.solved("reverse", s)
             for s in ("ntm", "tape", "window:both|softmax", "ntm_stay")}
    others = [scheme for scheme in count if scheme != "ntm"]
    found = [claims.share_difference(*count["ntm"], *count[other]) for other in others]
    corrected = claims.holm([p for *_, p in found])
    solved, seeds = count["ntm"]
    if any(solved + claims.SEEDS - seeds <= count[other][0] for other in others):  # no difference can become positive
        verdict = "refuted"
    else:
        verdict = "holds" if min(d for d, *_ in found) > 0 and max(corrected) < 0.05 else "open"
    if not all(seeds for _, seeds in count.values()):
        return "open", "some runs are missing"
    text = "; ".join(f"{100 * d:+.0f} [{100 * low:+.0f}, {100 * high:+.0f}] points to {other.split('|')[0]}, p = {p:.2g}"
                     for other, (d, low, high, _), p in zip(others, found, corrected))
    solved = ", ".join(f"{scheme.split('|')[0]} {solved}/{seeds}" for scheme, (solved, seeds) in count.items())
    return verdict, f"seeds that solve reverse: {solved}; {text}"


def movement_holds(results):
    far = [value for task in ("copy", "reverse") for s in WITHOUT_CONTENT for value in at(results, task, s, "exact_6x")]
    if not far:
        return "open", of_solving(far)
    kept = sum(value >= 0.9 for value in far)
    verdict = "holds" if kept >= 0.8 * len(far) else "refuted"
    return (verdict if is_complete(results, ("copy", "reverse"), WITHOUT_CONTENT) else "open",
            f"{kept} of {len(far)} solving seeds of window:step, window:both and tape on copy and reverse keep 90 % at 6x")


def windows_are_steadier(results):
    least = {s: min(at(results, "copy", s, "exact_6x"), default=None) for s in WITHOUT_CONTENT}
    text = ", ".join(f"{s.split('|')[0]} {'-' if least[s] is None else f'{100 * least[s]:.0f} %'}" for s in least)
    if None in least.values():
        return "open", text
    # More seeds can only make the least smaller.
    if any(least[s] == 0 for s in WINDOWS):
        verdict = "refuted"
    elif not is_complete(results, ["copy"], WITHOUT_CONTENT):
        verdict = "open"
    else:
        verdict = "holds" if all(least[s] > least["tape"] for s in WINDOWS) else "refuted"
    return verdict, f"least exact at 6x: {text}"


def recall_needs_both(results):
    task = "associative_recall"
    count = {s: results.solved(task, s) for s in (*WITHOUT_CONTENT, "content", "ntm")}
    verdict = claims.all_of([claims.enough(*count["ntm"], 8),
                             *(claims.at_most(*count[s], 1) for s in count if s != "ntm")])
    return verdict, "solved: " + ", ".join(f"{s.split('|')[0]} {solved}/{seeds}" for s, (solved, seeds) in count.items())


CLAIMS = {"R1": content_breaks, "R2": content_makes_learnable, "R3": movement_holds, "R4": windows_are_steadier,
          "R5": recall_needs_both}


def main(runs, predictions):
    results, predictions = Results(runs), pathlib.Path(predictions)
    claims.print_claims(results, claims.predicted_claims(predictions), {n: decide(results) for n, decide in CLAIMS.items()})
    print("A cell has the expected mark, the found one, the seeds that solve the task, and the median of the exact\n"
          "sequences of those at four times the length. Marks: `+` at least 8 of 10 seeds solve the task, and the median is\n"
          "at least 90 %; `~` from 50 to 90 %; `o` below 50 %; `?` 2 to 7 seeds solve it; `-` at most one.\n"
          f"[What was expected](../docs/predictions/{predictions.name}).\n")
    expected = claims.predicted_table(predictions)
    rows, columns = (list(dict.fromkeys(key[i] for key in expected)) for i in (0, 1))
    print(f"| read head | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for row in rows:
        cells = []
        for column in columns:
            task, scheme = NAMES.get(column, column), NAMES.get(row, row)
            found, far = mark(results, task, scheme), at(results, task, scheme, "exact_4x")
            arrow = "=" if found == expected[row, column] else "**→**"
            median = f", {100 * statistics.median(far):.0f} %" if far else ""
            cells.append(f"{expected[row, column]} {arrow} {found}, {len(far)}/{results.seeds(task, scheme)}{median}")
        print(f"| {row.split('|')[0]} | {' | '.join(cells)} |")
    print()
    print_parts(results)


PARTS = {"window": "window", "window:both|softmax": "window, both ways", "tape": "shift", "content": "content",
         "ntm": "content, gate, shift", "ntm_stay": "content, gate, shift that begins still"}
FACTORS = (2, 4, 6)


def print_parts(results):
    print("Which part of an address generalizes: of the runs that solve their task, over all five tasks, those that keep\n"
          "at least 90 % exact sequences beyond the trained length.\n")
    print(f"| read head | made of | {' | '.join(f'{factor}x' for factor in FACTORS)} |\n|---|---|{'---|' * len(FACTORS)}")
    tasks = dict.fromkeys(task for task, _ in results.cells)
    for scheme, parts in PARTS.items():
        far = {factor: [x for task in tasks for x in at(results, task, scheme, f"exact_{factor}x")] for factor in FACTORS}
        kept = [f"{sum(x >= 0.9 for x in values)}/{len(values)}" for values in far.values()]
        name = next((name for name, called in NAMES.items() if called == scheme), scheme)
        print(f"| {name.split('|')[0]} | {parts} | {' | '.join(kept)} |")
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
