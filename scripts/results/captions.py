#!/usr/bin/python3
"""captions.py SOFT SUMMARY ESTIMATORS REINFORCE DOUBLY PREDICTIONS.md: prints what was expected of captions beside what was
found. The first five are the runs.csv of the experiments."""
import pathlib
import sys

import claims
from claims import Difference, Results

RIGHT, PLACES = "bit_accuracy_1x", "right_places"
SEEDS, REINFORCE_SEEDS = 5, 3
HARDEST = "show_attend_tell additive|argmax"
BAG = 0.396  # right words of the best answer that knows how often each letter occurs, and the right words before


class Captions:
    def __init__(self, soft, summary, estimators, reinforce, doubly):
        self.soft = Results(soft, by=("encoder",))
        self.summary = Results(summary, by=("encoder",))
        self.estimators = Results(estimators, by=("scheme",))
        self.reinforce = Results(reinforce, by=("baseline", "entropy_bonus", "soft"))
        self.doubly = Results(doubly, by=("caption", "doubly_stochastic"))

    def hard(self):
        """Returns the ways to train hard attention: a name, its results, its cell and how many seeds it should have."""
        return ([(shown(scheme), self.estimators, (scheme,), SEEDS) for (scheme,) in self.estimators.cells
                 if scheme != HARDEST]
                + [(f"sample ({', '.join(cell)})", self.reinforce, cell, REINFORCE_SEEDS) for cell in self.reinforce.cells])


def shown(scheme):
    return scheme.split("|")[-1]


def percent(share):
    return f"{100 * share:.1f} %" if share == share else "-"


def complete(results, *cells, seeds=SEEDS):
    return all(results.seeds(*cell) >= seeds for cell in cells)


def reads_and_looks(of):
    words, places = of.soft.values("conv", RIGHT), of.soft.values("conv", PLACES)
    count = sum(words[seed] >= 0.99 and places.get(seed, 0) >= 0.95 for seed in words)
    text = ", ".join(f"{percent(words[seed])} / {percent(places.get(seed, float('nan')))}" for seed in words)
    return claims.enough(count, len(words), 4, SEEDS), f"right words / right places of each seed: {text}"


def convolutions_help(of):
    difference = Difference(of.soft.values("conv", RIGHT), of.soft.values("words", RIGHT))
    verdict = difference.is_positive() if complete(of.soft, ("conv",), ("words",)) else "open"
    return verdict, f"right words, conv − patches: {difference.text()}"


def summary_forgets_places(of):
    shares = of.summary.values("conv", RIGHT)
    verdict = claims.at_most(sum(share > 0.6 for share in shares.values()), len(shares), 0, SEEDS)
    return verdict, f"right words of each seed: {', '.join(percent(share) for share in shares.values())}"


def order_helps_the_summary(of):
    better = Difference(of.summary.values("recurrent", RIGHT), of.summary.values("conv", RIGHT))
    worse = Difference(of.soft.values("conv", RIGHT), of.summary.values("recurrent", RIGHT))
    whole = complete(of.summary, ("conv",), ("recurrent",)) and complete(of.soft, ("conv",))
    verdict = claims.all_of(difference.is_positive() for difference in (better, worse)) if whole else "open"
    return verdict, f"right words: GRU − mean {better.text()}; soft attention − GRU {worse.text()}"


def hard_is_near(of):
    ways = of.hard()
    if not ways or not complete(of.soft, ("conv",)) or any(results.seeds(*cell) < seeds for _, results, cell, seeds in ways):
        return "open", "some runs are missing"
    best, name = max((results.mean(*cell, RIGHT), name) for name, results, cell, _ in ways)
    lost = of.soft.mean("conv", RIGHT) - best
    return "holds" if lost <= 0.02 else "refuted", f"the best is {name}: {percent(best)}, {100 * lost:.1f} points less"


def argmax_does_not(of):
    shares = of.estimators.values(HARDEST, RIGHT)
    verdict = claims.at_most(sum(share > 0.9 for share in shares.values()), len(shares), 0, SEEDS)
    return verdict, f"right words of each seed: {', '.join(percent(share) for share in shares.values())}"


def contrast(of, part):
    """Returns the difference of right words that one part of the code makes, over all cells of the others, by seed."""
    def mean_where(value):
        cells = [cell for cell in of.reinforce.cells if cell[part] == value]
        by_cell = [of.reinforce.values(*cell, RIGHT) for cell in cells]
        seeds = set.intersection(*map(set, by_cell)) if by_cell else ()
        return {seed: claims.mean(values[seed] for values in by_cell) for seed in seeds}
    values = sorted({cell[part] for cell in of.reinforce.cells}, key=lambda value: value not in ("none", "0"))
    return Difference(mean_where(values[1]), mean_where(values[0])) if len(values) == 2 else Difference({}, {})


def part_helps(part, name):
    def decide(of):
        difference = contrast(of, part)
        whole = complete(of.reinforce, *of.reinforce.cells, seeds=REINFORCE_SEEDS) and difference.seeds >= REINFORCE_SEEDS
        return difference.is_positive() if whole else "open", f"right words with {name} − without: {difference.text()}"
    return decide


def doubly_changes(caption, rule):
    def decide(of):
        difference = Difference(of.doubly.values(caption, "1", PLACES), of.doubly.values(caption, "0", PLACES))
        whole = complete(of.doubly, (caption, "0"), (caption, "1"))
        return rule(difference) if whole else "open", f"right places, weight 1 − weight 0: {difference.text()}"
    return decide


CLAIMS = {"S1": reads_and_looks, "S2": convolutions_help, "S3": summary_forgets_places, "S4": order_helps_the_summary,
          "S5": hard_is_near, "S6": argmax_does_not, "S7": part_helps(0, "a baseline"),
          "S8": part_helps(1, "an entropy bonus"), "S9": part_helps(2, "soft batches"),
          "S10": doubly_changes("all", lambda difference: difference.is_within(0.02)),
          "S11": doubly_changes("row", lambda difference: Difference.negative(difference).is_positive())}


def print_table(head, rows):
    """Prints rows (name, results, cell): means over seeds, and the least and the most right words."""
    print(f"| {head} | right words (least to most) | whole captions | right places | seeds |\n|---|---|---|---|---|")
    for name, results, cell in rows:
        shares = list(results.values(*cell, RIGHT).values())
        spread = f" ({100 * min(shares):.1f} to {100 * max(shares):.1f})" if shares else ""
        print(f"| {name} | {percent(claims.mean(shares))}{spread} | {percent(results.mean(*cell, 'exact_1x'))} | "
              f"{percent(results.mean(*cell, PLACES))} | {results.seeds(*cell)} |")
    print()


def main(*paths):
    of, predicted = Captions(*paths[:5]), claims.predicted_claims(pathlib.Path(paths[5]))
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: decide(of) for number, decide in CLAIMS.items()})
    print(f"The best answer that knows how often each letter occurs, and the right words before, has {percent(BAG)} of the\n"
          "words right.\n")
    print_table("model", [(f"soft attention on {name}", of.soft, (cell,)) for name, cell in
                          (("convolutions", "conv"), ("patches", "words"))]
                + [(f"Show and Tell, {name}", of.summary, (cell,)) for name, cell in
                   (("mean of convolutions", "conv"), ("a GRU over patches", "recurrent"))])
    print_table("hard attention by", [(f"`{shown(scheme)}`", of.estimators, (scheme,)) for (scheme,) in of.estimators.cells])
    print_table("baseline, entropy bonus, soft batches",
                [(", ".join(cell), of.reinforce, cell) for cell in of.reinforce.cells])
    print_table("caption, weight of doubly stochastic attention",
                [(", ".join(cell), of.doubly, cell) for cell in of.doubly.cells])


if __name__ == "__main__":
    main(*sys.argv[1:])
