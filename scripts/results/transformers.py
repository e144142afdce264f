#!/usr/bin/python3
"""transformers.py PREDICTIONS.md RECALL.csv OTHERS.csv COPY.csv LEARNED.csv RELATIVE.csv NONE.csv: prints what was expected of
Transformers beside what was found. All but the first are the runs.csv of the experiments; OTHERS.csv has the memories that
recall and state tracking were measured with before."""
import pathlib
import statistics
import sys

import claims
from claims import Difference, Results

POSITIONS = ("sinusoidal", "learned", "relative", "none")  # in the order of the files of copies
FORMS = ("causal_transformer", "transformer")
MOVING = ("queue", "location_attention", "ntm")
TRACKING = ("parity", "group", "modular")
RIGHT = "exact_{}"  # the fraction of sequences without an error, by length
RECALLED = "bit_accuracy_2x"


class Networks(Results):
    """Results by task and network alone: of "rnnsearch additive|softmax", rnnsearch; of the scheme ntm_stay, ntm."""

    def __init__(self, path):
        super().__init__(path)
        cells = {(task, scheme.split(" ")[0].removesuffix("_stay")): rows for (task, scheme), rows in self.cells.items()}
        self.cells.clear()
        self.cells.update(cells)


class Found:
    def __init__(self, recall, others, copies):
        self.recall, self.others = Networks(recall), Results(others)
        self.copies = {positions: Networks(path) for positions, path in zip(POSITIONS, copies)}

    def right(self, network, positions, length):
        """Returns by seed the share of sequences without an error. A network without positions is in the first file."""
        return self.copies[positions].values("copy", network, RIGHT.format(length))

    def solved(self, network, positions="sinusoidal"):
        return self.copies[positions].solved("copy", network)

    def mean(self, network, length, positions="sinusoidal"):
        return claims.mean(self.right(network, positions, length).values())


def percent(value):
    return "no runs" if value != value else f"{100 * value:.0f} %"


def at_most(values, bound, all_seeds=claims.SEEDS):
    """Returns whether no seed has more than the bound."""
    if any(value > bound for value in values):
        return "refuted"
    return "holds" if len(values) >= all_seeds else "open"


def added_positions_end(of):
    cells = [(form, positions) for form in FORMS for positions in ("sinusoidal", "learned")]
    values = {cell: list(of.right(*cell, "2x").values()) for cell in cells}
    return (claims.all_of(at_most(found, 0.05) for found in values.values()),
            "; ".join(f"{form}, {positions}: at most {percent(max(found, default=float('nan')))}"
                      for (form, positions), found in values.items()))


def distances_reach_further(of):
    found = Difference(*(of.right("causal_transformer", positions, "1.5x") for positions in ("relative", "sinusoidal")))
    return found.is_positive() if found.seeds else "open", found.text()


def no_positions(form, decide, bound):
    def claim(of):
        count, seeds = of.solved(form, "none")
        return decide(count, seeds, bound), f"solved {count}/{seeds}"
    return claim


def what_moves_goes_further(of):
    best = {(form, positions): of.mean(form, "2x", positions) for form in FORMS for positions in POSITIONS}
    means = {network: of.mean(network, "2x") for network in MOVING}
    complete = all(of.copies[positions].seeds("copy", form) >= claims.SEEDS for form, positions in best) and all(
        of.copies["sinusoidal"].seeds("copy", network) >= claims.SEEDS for network in MOVING)
    largest = max((value for value in best.values() if value == value), default=float("nan"))
    text = f"best Transformer {percent(largest)}; " + ", ".join(f"{n} {percent(value)}" for n, value in means.items())
    if not complete:
        return "open", text
    return "holds" if min(means.values()) > largest else "refuted", text


def content_is_no_better(of):
    mean, seeds = of.mean("rnnsearch", "2x"), of.copies["sinusoidal"].seeds("copy", "rnnsearch")
    verdict = "open" if seeds < claims.SEEDS else "holds" if mean <= 0.05 else "refuted"
    return verdict, f"{percent(mean)} of the sequences"


def recalls(of):
    count, seeds = of.recall.solved("mqar", "causal_transformer")
    own = of.recall.mean("mqar", "causal_transformer", RECALLED)
    memories = [scheme for task, scheme in of.others.cells if task == "mqar" and scheme != "content"]
    others = {scheme: of.others.mean("mqar", scheme, RECALLED) for scheme in memories}
    best = max(others, key=others.get, default=None)
    text = f"solved {count}/{seeds}; {percent(own)}" + (f", and {best} {percent(others[best])}" if best else "")
    verdict = claims.enough(count, seeds, 8)
    if best is None or seeds < claims.SEEDS:
        return "refuted" if verdict == "refuted" else "open", text
    return claims.all_of([verdict, "holds" if own > others[best] else "refuted"]), text


def does_not_track(of):
    count = {task: of.recall.solved(task, "causal_transformer") for task in TRACKING}
    return (claims.all_of(claims.at_most(*found, 1) for found in count.values()),
            "solved: " + ", ".join(f"{task} {solved}/{seeds}" for task, (solved, seeds) in count.items()))


CLAIMS = {"X1": added_positions_end, "X2": distances_reach_further, "X3": no_positions("causal_transformer", claims.enough, 5),
          "X4": no_positions("transformer", claims.at_most, 0), "X5": what_moves_goes_further, "X6": content_is_no_better,
          "X7": recalls, "X8": does_not_track}


def mark(of, form, positions):
    count, seeds = of.solved(form, positions)
    if seeds == 0:
        return "?"
    if count <= 1:
        return "-"
    results = of.copies[positions]
    twice = [results.values("copy", form, RIGHT.format("2x"))[seed] for seed in results.solving("copy", form)]
    median = statistics.median(twice)
    return "+" if median >= 0.9 else "o" if count >= 0.8 * seeds and median < 0.5 else "~"


def row(of, network, positions):
    count, seeds = of.solved(network, positions)
    lengths = " | ".join(percent(of.mean(network, length, positions)) for length in ("1x", "1.5x", "2x", "4x"))
    results = of.copies[positions]
    costs = " | ".join(f"{cost:,.0f}" if (cost := results.mean("copy", network, name)) == cost else "-"
                       for name in ("parameters", "state_bytes"))
    return f"{count}/{seeds} | {lengths} | {costs} |"


def main(predictions, recall, others, *copies):
    of, predictions = Found(recall, others, copies), pathlib.Path(predictions)
    claims.print_verdicts(claims.predicted_claims(predictions), {number: decide(of) for number, decide in CLAIMS.items()})
    print("Copy: the expected mark and the found one, the seeds that solve it, the sequences without an error by length (mean\n"
          "over seeds), parameters, and bytes of the state that is laid out.\n\n"
          "| network | positions | expected, found | solved | 1x | 1.5x | 2x | 4x | parameters | state |\n"
          f"|{'---|' * 10}")
    for (network, positions), wanted in claims.predicted_table(predictions).items():
        print(f"| {network} | {positions} | {wanted} {mark(of, network, positions)} | {row(of, network, positions)}")
    for network in (*MOVING, "rnnsearch"):
        print(f"| {network} | | | {row(of, network, 'sinusoidal')}")
    print("\nRecall and state tracking: the seeds that solve a task, and the right answers at twice the trained length.\n\n"
          f"| | {' | '.join(task for task, _ in of.recall.cells)} |\n|---|{'---|' * len(of.recall.cells)}")
    cells = [f"{'/'.join(map(str, of.recall.solved(*cell)))}, {percent(of.recall.mean(*cell, RECALLED))}"
             for cell in list(of.recall.cells)]
    print(f"| causal_transformer | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
