#!/usr/bin/python3
"""captions.py SOFT PATCHES SUMMARY SUMMARY_IN_ORDER ESTIMATORS REINFORCE DOUBLY PREDICTIONS.md: prints what was expected of
captions beside what was found. All but the last are the runs.csv of the experiments."""
import pathlib
import sys

import claims
from claims import Difference, Results

RIGHT, PLACES = "bit_accuracy_1x", "right_places"
SEEDS, HARD_SEEDS = 5, 3
SOFT, SUMMARY = ("show_attend_tell additive|softmax",), ("show_and_tell",)
SAMPLE, HARDEST = "show_attend_tell additive|sample", "show_attend_tell additive|argmax"
BAG = 0.396  # right words of the best answer that knows how often each letter occurs, and the right words before


class Captions:
    def __init__(self, soft, patches, summary, in_order, estimators, reinforce, doubly):
        self.soft, self.summary, self.in_order = (Results(path, by=("scheme",)) for path in (soft, summary, in_order))
        self.patches = Results(patches, by=("encoder",))
        self.estimators = Results(estimators, by=("scheme", "soft_until"))
        self.reinforce = Results(reinforce, by=("baseline", "entropy_bonus", "soft"))
        self.doubly = Results(doubly, by=("caption", "doubly_stochastic"))

    def hard(self):
        """Returns the ways to train hard attention: a name, its results and its cell."""
        return ([(name_of(cell), self.estimators, cell) for cell in self.estimators.cells if cell[0] != HARDEST]
                + [(f"sample ({', '.join(cell)})", self.reinforce, cell) for cell in self.reinforce.cells])


def name_of(cell):
    return cell[0].split("|")[-1] + (", begins softly" if cell[1] != "0" else "")


def percent(share):
    return f"{100 * share:.1f} %" if share == share else "-"


def of_each_seed(results, *cell):
    return ", ".join(percent(share) for share in results.values(*cell, RIGHT).values()) or "no runs"


def complete(results, *cells, seeds=SEEDS):
    return bool(cells) and all(results.seeds(*cell) >= seeds for cell in cells)


def difference(one, other, column=RIGHT):
    """Returns the difference of two cells, each its results and its name, by seed."""
    return Difference(*(results.values(*cell, column) for results, cell in (one, other)))


def reads_and_looks(of):
    words, places = of.soft.values(*SOFT, RIGHT), of.soft.values(*SOFT, PLACES)
    count = sum(words[seed] >= 0.99 and places.get(seed, 0) >= 0.95 for seed in words)
    text = ", ".join(f"{percent(words[seed])} / {percent(places.get(seed, float('nan')))}" for seed in words)
    return claims.enough(count, len(words), 4, SEEDS), f"right words / right places of each seed: {text or 'no runs'}"


def places_are_needed(of):
    lost = difference((of.soft, SOFT), (of.patches, ("words",)))
    few = claims.at_most(sum(share > 0.6 for share in of.patches.values("words", RIGHT).values()),
                         of.patches.seeds("words"), 0, SEEDS)
    whole = complete(of.soft, SOFT) and complete(of.patches, ("words",))
    verdict = claims.all_of([few, lost.is_positive() if whole else "open"])
    return verdict, f"right words of each seed: {of_each_seed(of.patches, 'words')}; convolutions − patches {lost.text()}"


def order_tells_places(of):
    shares = of.patches.values("recurrent", RIGHT)
    return (claims.enough(sum(share >= 0.95 for share in shares.values()), len(shares), 4, SEEDS),
            f"right words of each seed: {of_each_seed(of.patches, 'recurrent')}")


def summaries_forget(of):
    lost = [difference((of.soft, SOFT), (results, SUMMARY)) for results in (of.summary, of.in_order)]
    most = [share for results in (of.summary, of.in_order) for share in results.values(*SUMMARY, RIGHT).values()]
    few = claims.at_most(sum(share > 0.6 for share in most), len(most), 0, 2 * SEEDS)
    whole = all(complete(results, cell) for results, cell in
                ((of.soft, SOFT), (of.summary, SUMMARY), (of.in_order, SUMMARY)))
    verdict = claims.all_of([few, *(lost_by.is_positive() if whole else "open" for lost_by in lost)])
    return verdict, f"right words, soft attention − Show and Tell: mean {lost[0].text()}; GRU {lost[1].text()}"


def hard_is_near(of):
    ways = of.hard()
    if not complete(of.soft, SOFT) or any(not complete(results, cell, seeds=HARD_SEEDS) for _, results, cell in ways):
        return "open", "some runs are missing"
    best, name = max((results.mean(*cell, RIGHT), name) for name, results, cell in ways)
    lost = of.soft.mean(*SOFT, RIGHT) - best
    return ("holds" if lost <= 0.02 else "refuted",
            f"the best is {name}: {percent(best)}, {100 * lost:.1f} points below soft attention")


def beginning_softly_helps(of):
    schemes = [scheme for scheme, soft_until in of.estimators.cells
               if soft_until != "0" and scheme not in (HARDEST, SAMPLE)]
    found = [difference((of.estimators, (scheme, "0.5")), (of.estimators, (scheme, "0"))) for scheme in schemes]
    whole = complete(of.estimators, *of.estimators.cells, seeds=HARD_SEEDS) and len(of.estimators.cells) == 10
    verdict = "open" if not whole else "holds" if all(helped.mean > 0 for helped in found) else "refuted"
    return verdict, "; ".join(f"{name_of((scheme, '0'))} {helped.text()}" for scheme, helped in zip(schemes, found))


def argmax_does_not(of):
    cell = (HARDEST, "0")
    shares = of.estimators.values(*cell, RIGHT)
    return (claims.at_most(sum(share > 0.9 for share in shares.values()), len(shares), 0, HARD_SEEDS),
            f"right words of each seed: {of_each_seed(of.estimators, *cell)}")


def part_helps(part, without, name):
    def decide(of):
        def mean_where(is_without):
            by_cell = [of.reinforce.values(*cell, RIGHT) for cell in of.reinforce.cells
                       if (cell[part] == without) == is_without]
            seeds = set.intersection(*map(set, by_cell)) if by_cell else ()
            return {seed: claims.mean(values[seed] for values in by_cell) for seed in seeds}
        helped = Difference(mean_where(False), mean_where(True))
        whole = complete(of.reinforce, *of.reinforce.cells, seeds=HARD_SEEDS) and len(of.reinforce.cells) == 8
        return helped.is_positive() if whole else "open", f"right words with {name} − without: {helped.text()}"
    return decide


def doubly_changes(caption, rule):
    def decide(of):
        changed = difference((of.doubly, (caption, "1")), (of.doubly, (caption, "0")), PLACES)
        whole = complete(of.doubly, (caption, "0"), (caption, "1"))
        return rule(changed) if whole else "open", f"right places, weight 1 − weight 0: {changed.text()}"
    return decide


CLAIMS = {"S1": reads_and_looks, "S2": places_are_needed, "S3": order_tells_places, "S4": summaries_forget,
          "S5": hard_is_near, "S6": beginning_softly_helps, "S7": argmax_does_not,
          "S8": part_helps(0, "none", "a baseline"), "S9": part_helps(1, "0", "an entropy bonus"),
          "S10": part_helps(2, "0", "soft batches"),
          "S11": doubly_changes("all", lambda changed: changed.is_within(0.02)),
          "S12": doubly_changes("row", lambda changed: Difference.negative(changed).is_positive())}


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
    of, predicted = Captions(*paths[:7]), claims.predicted_claims(pathlib.Path(paths[7]))
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: decide(of) for number, decide in CLAIMS.items()})
    print(f"The best answer that knows how often each letter occurs, and the right words before, has {percent(BAG)} of the\n"
          "words right.\n")
    print_table("model", [("soft attention on convolutions", of.soft, SOFT),
                          ("soft attention on patches as they are", of.patches, ("words",)),
                          ("soft attention on patches read by a GRU", of.patches, ("recurrent",)),
                          ("Show and Tell, mean of convolutions", of.summary, SUMMARY),
                          ("Show and Tell, a GRU over patches", of.in_order, SUMMARY)])
    print_table("hard attention by", [(f"`{name_of(cell)}`", of.estimators, cell) for cell in of.estimators.cells])
    print_table("`sample`: baseline, entropy bonus, soft batches",
                [(", ".join(cell), of.reinforce, cell) for cell in of.reinforce.cells])
    print_table("caption, weight of doubly stochastic attention",
                [(", ".join(cell), of.doubly, cell) for cell in of.doubly.cells])


if __name__ == "__main__":
    main(*sys.argv[1:])
