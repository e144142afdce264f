#!/usr/bin/python3
"""feed_forward.py TABLE LONG PREDICTIONS.md: prints what was expected of feed-forward attention beside what was found, and
beside table 1 of Raffel & Ellis (2015), which is in PREDICTIONS.md. The first two are the runs.csv of the experiments."""
import math
import pathlib
import statistics
import sys

import claims
from claims import Results

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

    def epochs(self, scheme, operation, shortest):
        """Returns the epochs of each seed until it was solved; infinity if it never was."""
        results, key = self.cell(scheme, operation, shortest)
        needed = results.values(*key, "criterion")
        return [needed.get(seed, math.inf) / EPOCH for seed in results.values(*key, "solved")]

    def weights(self, scheme, operation, shortest):
        results, key = self.cell(scheme, operation, shortest)
        return list(results.values(*key, "weight_on_facts").values())

    def within(self, scheme, operation, shortest, needed, seeds):
        """Returns the verdict on: so many of the seeds are solved within twice the published epochs."""
        most = 2 * float(self.published[f"{operation}, {scheme}", str(shortest)])
        found = self.epochs(scheme, operation, shortest)
        return claims.enough(sum(epochs <= most for epochs in found), len(found), needed, seeds)


def bound(length):
    """Returns the most weight that a bounded score can give to two of `length` steps."""
    return 2 * math.exp(2) / (2 * math.exp(2) + length - 2)


def in_words(epochs):
    return ", ".join("never" if math.isinf(n) else f"{n:g}" for n in epochs) if epochs else "no runs"


def all_within(of, scheme, operations, lengths, needed, seeds):
    cells = [(operation, shortest) for operation in operations for shortest in lengths]
    verdict = claims.all_of(of.within(scheme, *cell, needed, seeds) for cell in cells)
    return verdict, "epochs of each seed: " + "; ".join(
        f"{operation} {shortest}: {in_words(of.epochs(scheme, operation, shortest))}" for operation, shortest in cells)


def attention_solves(of):
    return all_within(of, BOUNDED, OPERATIONS, TABLE, 4, SEEDS)


def and_beyond(of):
    return all_within(of, BOUNDED, OPERATIONS, LONG, 2, LONG_SEEDS)


def mean_adds(of):
    return all_within(of, MEAN, ("add",), TABLE, 4, SEEDS)


def mean_multiplies_late(of):
    found = {scheme: of.epochs(scheme, "multiply", 1000) for scheme in (MEAN, BOUNDED)}
    text = "; ".join(f"{scheme}: {in_words(epochs)}" for scheme, epochs in found.items())
    if any(len(epochs) < SEEDS for epochs in found.values()):
        return "open", text
    late, early = (statistics.median(epochs) for epochs in found.values())
    return "holds" if late > early else "refuted", f"epochs of each seed: {text}"


def bounded_does_not_look(of):
    cells = [(operation, shortest) for operation in OPERATIONS for shortest in TABLE + LONG]
    weights = {cell: of.weights(BOUNDED, *cell) for cell in cells}
    text = "largest weight on the two steps: " + ", ".join(
        f"{operation} {shortest}: {100 * max(weights[operation, shortest]):.2f} % of at most {100 * bound(shortest):.2f} %"
        for operation, shortest in cells if weights[operation, shortest])
    holds = all(weight <= bound(shortest) for (_, shortest), of_cell in weights.items() for weight in of_cell) and all(
        weight < 0.02 for operation in OPERATIONS for weight in weights[operation, 1000])
    if not holds:
        return "refuted", text
    complete = all(len(weights[operation, shortest]) >= (LONG_SEEDS if shortest in LONG else SEEDS)
                   for operation, shortest in cells)
    return "holds" if complete else "open", text


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
                epochs = of.epochs(scheme, operation, shortest)
                median = statistics.median(epochs) if epochs else math.nan
                text = "-" if not epochs else "never" if math.isinf(median) else f"{median:g}"
                solved = f", {sum(map(math.isfinite, epochs))}/{len(epochs)}" if epochs else ""
                published = of.published.get((f"{operation}, {scheme}", str(shortest)))
                cells.append(text + solved + (f" ({published})" if published else ""))
            print(f"| {operation}, `{scheme}` | {' | '.join(cells)} |".replace("|softmax", "\\|softmax"))
    print("\nWeight on the two marked steps, mean over the seeds; the bound of a bounded score is 2 e² / (2 e² + T − 2) at T0 steps,\n"
          "the largest it can be for any length of the cell.\n\n"
          f"| | {' | '.join(map(str, lengths))} |\n|---|{'---|' * len(lengths)}\n"
          f"| bound, 2 e² / (2 e² + T − 2) | {' | '.join(f'{100 * bound(shortest):.2f} %' for shortest in lengths)} |\n"
          f"| of a mean | {' | '.join(f'{200 / shortest:.2f} %' for shortest in lengths)} |")
    for operation in OPERATIONS:
        for scheme in (BOUNDED, FREE):
            cells = [of.weights(scheme, operation, shortest) for shortest in lengths]
            texts = [f"{100 * claims.mean(weights):.2f} %" if weights else "-" for weights in cells]
            print(f"| {operation}, `{scheme}` | {' | '.join(texts)} |".replace("|softmax", "\\|softmax"))
    print()


def main(table, long, predictions):
    path = pathlib.Path(predictions)
    of = FeedForward(table, long, claims.predicted_table(path))
    claims.print_verdicts(claims.predicted_claims(path), {number: decide(of) for number, decide in CLAIMS.items()})
    print_table(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
