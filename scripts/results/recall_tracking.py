#!/usr/bin/python3
"""recall_tracking.py RUNS.csv PREDICTIONS.md: prints what was expected of recall and tracking beside what was found."""
import pathlib
import statistics
import sys

import claims
from claims import Difference, Results

DELTA_2 = "delta_net location|l2 / location|l2|delta:2"
ATTENTION = "content"
LINEAR = ("linear", "delta_net", "gated_delta_net", DELTA_2)
SCHEMES = ("lstm", "ntm", "dnc", "stack", *LINEAR, ATTENTION)
RECALL, TRACKING = ("mqar", "key_value"), ("parity", "group", "modular")
MEASURE = "right_answers_2x"  # the fraction of right answers, which are words or bits
NAMES = {"group (S3)": "group", "delta, strengths to 2": DELTA_2, "attention over everything seen": ATTENTION}


def mark(results, task, scheme):
    solving, seeds = len(results.solving(task, scheme)), results.seeds(task, scheme)
    if (0 < solving < seeds) if seeds < claims.SEEDS else (2 <= solving < 8):
        return "?"
    if solving < 2:
        return "-"
    return "++" if statistics.median(results.values(task, scheme, "right_answers_4x").values()) >= 0.9 else "+-"


def over(results, tasks, scheme):
    return claims.mean(results.mean(task, scheme, MEASURE) for task in tasks)


def in_words(values):
    return ", ".join(f"{name} {claims.percent(value, 0)}" for name, value in values.items())


def shown(scheme):
    return next((name for name, of in NAMES.items() if of == scheme), scheme)


def by_scheme(results, tasks):
    return {shown(scheme): over(results, tasks, scheme) for scheme in SCHEMES}


def mirror_images(results):
    correlation = claims.rank_correlation(list(by_scheme(results, RECALL).values()),
                                          list(by_scheme(results, TRACKING).values()))
    verdict = "holds" if correlation < -0.3 else "refuted" if correlation > 0.3 else "open"
    return verdict, f"rank correlation {correlation:+.2f} over {len(SCHEMES)} memories"


def paired(task, one, other):
    def decide(results):
        found = Difference(*(results.values(task, scheme, MEASURE) for scheme in (one, other)))
        return found.is_positive(), found.text()
    return decide


def no_delta_tracks(results):
    count = {shown(s): results.solved("group", s) for s in LINEAR}
    verdict = claims.all_of(claims.at_most(*of, 0) for of in count.values())
    return verdict, "solved: " + ", ".join(f"{name} {solved}/{seeds}" for name, (solved, seeds) in count.items())


def attention_is_extreme(results):
    recall = by_scheme(results, ("mqar",))
    solved = sum(len(results.solving(task, ATTENTION)) for task in TRACKING)
    holds = recall[shown(ATTENTION)] == max(recall.values()) and solved == 0
    return "holds" if holds else "refuted", f"mqar: {in_words(recall)}; its seeds solve {solved} tracking runs"


def lstm_is_extreme(results):
    tracking, recall = by_scheme(results, TRACKING), by_scheme(results, ("mqar",))
    lowest = min((name for name in recall if name != "stack"), key=recall.get)
    holds = tracking["lstm"] == max(tracking.values()) and lowest == "lstm"
    return "holds" if holds else "refuted", f"tracking: {in_words(tracking)}; lowest on mqar but for the stack: {lowest}"


def state_bytes(results, scheme):
    """Returns the bytes of the state over all tasks, at the largest trained length."""
    found = [value for of, by in results.cells if by == scheme for value in results.values(of, by, "state_bytes").values()]
    return "-" if not found else "–".join(f"{value:,.0f}" for value in sorted({min(found), max(found)}))


CLAIMS = {"T1": mirror_images, "T2": paired("parity", DELTA_2, "delta_net"), "T3": no_delta_tracks,
          "T4": paired("mqar", "delta_net", "linear"), "T5": attention_is_extreme, "T6": lstm_is_extreme}


def main(runs, predictions):
    results, predictions = Results(runs), pathlib.Path(predictions)
    claims.print_claims(results, claims.predicted_claims(predictions), {n: decide(results) for n, decide in CLAIMS.items()})
    expected = claims.predicted_table(predictions)
    rows, columns = (list(dict.fromkeys(key[i] for key in expected)) for i in (0, 1))
    print("A cell has the expected mark, the found one, the seeds that solve the task, and the right answers at twice the\n"
          "trained length, mean over seeds. Marks: at least 8 of 10 seeds solve the task, and the median right answers at\n"
          "four times the length are at least 90 % (`++`) or fewer (`+-`); `?` fewer seeds solve it; `-` at most one.\n"
          f"[What was expected](../docs/predictions/{predictions.name}).\n\n| memory | {' | '.join(columns)} | bytes of state |\n"
          f"|---|{'---|' * len(columns)}---|")
    for row in rows:
        cells = []
        for column in columns:
            task, scheme = NAMES.get(column, column), NAMES.get(row, row)
            found, wanted = mark(results, task, scheme), expected[row, column].replace(" ", "")
            arrow = "=" if found == wanted else "**→**"
            solved = f"{len(results.solving(task, scheme))}/{results.seeds(task, scheme)}"
            cells.append(f"{wanted} {arrow} {found}, {solved}, {claims.percent(results.mean(task, scheme, MEASURE), 0)}")
        print(f"| {row} | {' | '.join(cells)} | {state_bytes(results, NAMES.get(row, row))} |")
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
