#!/usr/bin/python3
"""transformers.py PREDICTIONS.md RECALL.csv OTHERS.csv COPY.csv LEARNED.csv RELATIVE.csv NONE.csv: prints what was expected of
Transformers beside what was found. All but the first are the runs.csv of the experiments; OTHERS.csv has the memories that
recall and state tracking were measured with before."""
import math
import pathlib
import statistics
import sys

import claims
from claims import Difference, Results, percent
from recall_tracking import ATTENTION, SCHEMES

POSITIONS = ("sinusoidal", "learned", "relative", "none")  # in the order of the files of copies
FORMS = ("causal_transformer", "transformer")
MOVING = ("queue", "location_attention", "ntm")
TRACKING = ("parity", "group", "modular")
TASKS = ("mqar", "key_value", "selective_copy", *TRACKING)
RIGHT = "exact_{}"  # the fraction of sequences without an error, by length
RECALLED = "right_answers_2x"


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

    def possible_mean(self, network, length, positions="sinusoidal"):
        return claims.possible_mean(self.right(network, positions, length).values())


def added_positions_end(of):
    verdicts, texts = [], []
    for form in FORMS:
        for positions in ("sinusoidal", "learned"):
            shares = of.right(form, positions, "2x").values()
            far = sum(share > 0.05 for share in shares)
            verdicts.append(claims.at_most(far, of.solved(form, positions)[1], 0))
            texts.append(f"{form}, {positions}: at most {percent(max(shares, default=math.nan), 0)}")
    return claims.all_of(verdicts), "; ".join(texts)


def distances_reach_further(of):
    found = Difference(*(of.right("causal_transformer", positions, "1.5x") for positions in ("relative", "sinusoidal")))
    return claims.when_complete(found.is_positive(), found.seeds), found.text()


def no_positions(form, decide, bound):
    def claim(of):
        count, seeds = of.solved(form, "none")
        return decide(count, seeds, bound), f"solved {count}/{seeds}"
    return claim


def is_larger(one, other):
    """Returns whether one possible_mean() is larger than another."""
    return "holds" if one[0] > other[1] else "refuted" if one[1] <= other[0] else "open"


def what_moves_goes_further(of):
    cells = [(form, positions) for form in FORMS for positions in POSITIONS]
    verdicts = [is_larger(of.possible_mean(network, "2x"), of.possible_mean(form, "2x", positions))
                for network in MOVING for form, positions in cells]
    known = [mean for form, positions in cells if not math.isnan(mean := of.mean(form, "2x", positions))]
    text = f"best Transformer {percent(max(known, default=math.nan), 0)}; " + ", ".join(
        f"{network} {percent(of.mean(network, '2x'), 0)}" for network in MOVING)
    return claims.all_of(verdicts), text


def content_is_no_better(of):
    least, largest = of.possible_mean("rnnsearch", "2x")
    verdict = "holds" if largest <= 0.05 else "refuted" if least > 0.05 else "open"
    return verdict, f"{percent(of.mean('rnnsearch', '2x'), 0)} of the sequences"


def recalls(of):
    def shares(results, scheme):
        return results.values("mqar", scheme, RECALLED).values()

    count, seeds = of.recall.solved("mqar", "causal_transformer")
    own = shares(of.recall, "causal_transformer")
    others = {scheme: shares(of.others, scheme) for scheme in SCHEMES if scheme != ATTENTION}
    verdicts = [is_larger(claims.possible_mean(own), claims.possible_mean(other)) for other in others.values()]
    means = {scheme: claims.mean(other) for scheme, other in others.items() if other}
    best = max(means, key=means.get, default=None)
    text = f"solved {count}/{seeds}; {percent(claims.mean(own), 0)}"
    if best:
        text += f", and {best.replace('|', ' ')} {percent(means[best], 0)}"
    if (complete := sum(len(other) >= claims.SEEDS for other in others.values())) < len(others):
        text += f"; {complete} of the {len(others)} memories are complete"
    return claims.all_of([claims.enough(count, seeds, 8), *verdicts]), text


def does_not_track(of):
    count = {task: of.recall.solved(task, "causal_transformer") for task in TRACKING}
    return (claims.all_of(claims.at_most(*found, 1) for found in count.values()),
            "solved: " + ", ".join(f"{task} {solved}/{seeds}" for task, (solved, seeds) in count.items()))


CLAIMS = {"X1": added_positions_end, "X2": distances_reach_further, "X3": no_positions("causal_transformer", claims.enough, 5),
          "X4": no_positions("transformer", claims.at_most, 0), "X5": what_moves_goes_further, "X6": content_is_no_better,
          "X7": recalls, "X8": does_not_track}


def mark(of, form, positions):
    """Returns the mark of a cell; "?" while missing seeds could change it."""
    def mark_of(twice):
        if len(twice) <= 1:
            return "-"
        median = statistics.median(twice)
        return "+" if median >= 0.9 else "o" if len(twice) >= 8 and median < 0.5 else "~"
    shares = of.right(form, positions, "2x")
    solving = of.copies[positions].solving("copy", form)
    return claims.mark_of([shares[seed] for seed in solving], of.solved(form, positions)[1], mark_of)


def row(of, network, positions):
    count, seeds = of.solved(network, positions)
    lengths = " | ".join(percent(of.mean(network, length, positions), 0) for length in ("1x", "1.5x", "2x", "4x"))
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
          f"| | {' | '.join(TASKS)} |\n|---|{'---|' * len(TASKS)}")
    cells = [f"{'/'.join(map(str, of.recall.solved(*cell)))}, {percent(of.recall.mean(*cell, RECALLED), 0)}"
             for cell in ((task, "causal_transformer") for task in TASKS)]
    print(f"| causal_transformer | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
