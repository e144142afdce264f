#!/usr/bin/python3
"""feed_forward.py TABLE LONG PREDICTIONS.md: prints what was expected of feed-forward attention beside what was found, and
beside table 1 of Raffel & Ellis (2015), which is in PREDICTIONS.md. The first two are the runs.csv of the experiments."""
import math
import pathlib
import statistics
import sys

import claims
import time_to_solve
from claims import Results, percent

EPOCH = 100_000  # sequences
SEEDS, LONG_SEEDS = 5, 3
BOUNDED, FREE, MEAN = "ff_attention", "ff_attention salience:free|softmax", "ff_mean"
OPERATIONS = ("add", "multiply")
TABLE, LONG = (50, 100, 500, 1000), (5000, 10000)


class FeedForward:
    def __init__(self, table, long, published):
        self.table, self.long = (Results(path, by=("scheme", "operation", "distance")) for path in (table, long))
        self.published = published

    def cell(self, scheme, operation, shortest):
        """Returns the results that have a cell, and its key. The option is half of the smallest length."""
        return (self.long if shortest in LONG else self.table), (scheme, operation, str(shortest // 2))

    def times(self, scheme, operation, shortest):
        """Returns the time of each seed until it was solved."""
        results, key = self.cell(scheme, operation, shortest)
        return list(time_to_solve.times(results, *key).values())

    def weights(self, scheme, operation, shortest):
        results, key = self.cell(scheme, operation, shortest)
        return list(results.values(*key, "weight_on_facts").values())

    def within(self, scheme, operation, shortest, needed, seeds):
        """Returns the verdict on: so many of the seeds are solved within twice the published epochs."""
        most = 2 * float(self.published[f"{operation}, {scheme}", str(shortest)])
        count = time_to_solve.solved_within(self.times(scheme, operation, shortest), most * EPOCH)
        return claims.enough(*count, needed, seeds)


def bound(length):
    """Returns the most weight that a bounded score can give to two of `length` steps."""
    return 2 * math.exp(2) / (2 * math.exp(2) + length - 2)


def in_words(times):
    return ", ".join(time.text(EPOCH) for time in times) or "no runs"


def all_within(of, scheme, operations, lengths, needed, seeds):
    cells = [(operation, shortest) for operation in operations for shortest in lengths]
    verdict = claims.all_of(of.within(scheme, *cell, needed, seeds) for cell in cells)
    return verdict, "epochs of each seed: " + "; ".join(
        f"{operation} {shortest}: {in_words(of.times(scheme, operation, shortest))}" for operation, shortest in cells)


def attention_solves(of):
    return all_within(of, BOUNDED, OPERATIONS, TABLE, 4, SEEDS)


def and_beyond(of):
    return all_within(of, BOUNDED, OPERATIONS, LONG, 2, LONG_SEEDS)


def mean_adds(of):
    return all_within(of, MEAN, ("add",), TABLE, 4, SEEDS)


def mean_multiplies_late(of):
    """Both have the same budget, and what is not solved counts as later than all others."""
    found = {scheme: of.times(scheme, "multiply", 1000) for scheme in (MEAN, BOUNDED)}
    text = "; ".join(f"{scheme}: {in_words(times)}" for scheme, times in found.items())
    late, early = (statistics.median(time.sequences if time.solved else math.inf for time in times) if times else math.nan
                   for times in found.values())
    verdict = "holds" if late > early else "refuted"
    return claims.when_complete(verdict, min(map(len, found.values())), SEEDS), f"epochs of each seed: {text}"


def bounded_does_not_look(of):
    cells = [(operation, shortest) for operation in OPERATIONS for shortest in TABLE + LONG]
    weights = {cell: of.weights(BOUNDED, *cell) for cell in cells}
    text = ", ".join(
        f"{operation} {shortest}: {percent(max(weights[operation, shortest]), 2)} of at most {percent(bound(shortest), 2)}"
        for operation, shortest in cells if weights[operation, shortest]) or "no runs"
    holds = all(weight <= bound(shortest) for (_, shortest), of_cell in weights.items() for weight in of_cell) and all(
        weight < 0.02 for operation in OPERATIONS for weight in weights[operation, 1000])
    if not holds:
        return "refuted", f"largest weight on the two steps: {text}"
    complete = all(len(weights[operation, shortest]) >= (LONG_SEEDS if shortest in LONG else SEEDS)
                   for operation, shortest in cells)
    return "holds" if complete else "open", f"largest weight on the two steps: {text}"


def free_looks(of):
    verdicts, texts = [], []
    for operation in OPERATIONS:
        for shortest in (500, 1000):
            weights = of.weights(FREE, operation, shortest)
            looking = sum(weight > bound(shortest) for weight in weights)
            verdicts.append(claims.enough(looking, len(weights), 4, SEEDS))
            texts.append(f"{operation} {shortest}: {looking}/{len(weights)}")
    return claims.all_of(verdicts), "seeds above the bound: " + ", ".join(texts)


CLAIMS = {"F1": attention_solves, "F2": and_beyond, "F3": mean_adds, "F4": mean_multiplies_late, "F5": bounded_does_not_look,
          "F6": free_looks}


def print_table(of):
    lengths = TABLE + LONG
    print("Epochs of 100,000 sequences until at least 99 % of 1,000 sequences of the largest length are right: the median of\n"
          "the seeds, how many of them are solved, and, in brackets, what is published (of one run at the best of four rates,\n"
          "until all are right; or the right answers after 100 epochs).\n\n"
          f"| | {' | '.join(map(str, lengths))} |\n|---|{'---|' * len(lengths)}")
    for operation in OPERATIONS:
        for scheme in (BOUNDED, FREE, MEAN):
            cells = []
            for shortest in lengths:
                times = of.times(scheme, operation, shortest)
                text = time_to_solve.median(times).text(EPOCH) if times else "-"
                solved = f", {sum(time.solved for time in times)}/{len(times)}" if times else ""
                published = of.published.get((f"{operation}, {scheme}", str(shortest)))
                cells.append(text + solved + (f" ({published})" if published else ""))
            print(f"| {operation}, `{scheme}` | {' | '.join(cells)} |".replace("|softmax", "\\|softmax"))
    print("\nWeight on the two marked steps, mean over the seeds; the bound of a bounded score is 2 e² / (2 e² + T − 2) at T0 steps,\n"
          "the largest it can be for any length of the cell.\n\n"
          f"| | {' | '.join(map(str, lengths))} |\n|---|{'---|' * len(lengths)}\n"
          f"| bound, 2 e² / (2 e² + T − 2) | {' | '.join(percent(bound(shortest), 2) for shortest in lengths)} |\n"
          f"| of a mean | {' | '.join(percent(2 / shortest, 2) for shortest in lengths)} |")
    for operation in OPERATIONS:
        for scheme in (BOUNDED, FREE):
            cells = [of.weights(scheme, operation, shortest) for shortest in lengths]
            texts = [percent(claims.mean(weights), 2) for weights in cells]
            print(f"| {operation}, `{scheme}` | {' | '.join(texts)} |".replace("|softmax", "\\|softmax"))
    print()


def main(table, long, predictions):
    path = pathlib.Path(predictions)
    of = FeedForward(table, long, claims.predicted_table(path))
    claims.print_verdicts(claims.predicted_claims(path), {number: decide(of) for number, decide in CLAIMS.items()})
    print_table(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
