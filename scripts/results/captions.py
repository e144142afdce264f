#!/usr/bin/python3
"""captions.py SOFT PATCHES SUMMARY SUMMARY_IN_ORDER ESTIMATORS REINFORCE DOUBLY PREDICTIONS.md: prints what was expected of
captions beside what was found. All but the last are the runs.csv of the experiments."""
import itertools
import math
import pathlib
import re
import sys

import claims
from claims import Difference, Results, percent, percents

RIGHT, PLACES = "right_answers_1x", "right_places"
SEEDS, HARD_SEEDS = 5, 3
SOFT, SUMMARY = ("show_attend_tell additive|softmax",), ("show_and_tell",)
SAMPLE, HARDEST = "show_attend_tell additive|sample", "show_attend_tell additive|argmax"
ESTIMATORS = ("sample", "straight_through", "gumbel:1", "straight_through_gumbel:1", "argmax")
HARD = tuple((f"show_attend_tell additive|{name}", soft_until) for name in ESTIMATORS for soft_until in ("0", "0.5"))
PARTS = tuple(itertools.product(("none", "average"), ("0", "0.002"), ("0", "0.5")))  # of REINFORCE
PLAIN = PARTS[0]  # its runs are those of `sample` that does not begin softly


class Captions:
    def __init__(self, soft, patches, summary, in_order, estimators, reinforce, doubly):
        self.soft, self.summary, self.in_order = (Results(path, by=("scheme",)) for path in (soft, summary, in_order))
        self.patches = Results(patches, by=("encoder",))
        self.estimators = Results(estimators, by=("scheme", "soft_until"))
        self.reinforce = Results(reinforce, by=("baseline", "entropy_bonus", "soft"))
        self.doubly = Results(doubly, by=("caption", "doubly_stochastic"))

    def hard(self):
        """Returns the ways to train hard attention: a name, its results and its cell."""
        return ([(name_of(cell), self.estimators, cell) for cell in HARD if cell[0] != HARDEST]
                + [(f"sample ({', '.join(cell)})", self.reinforce, cell) for cell in PARTS if cell != PLAIN])


def name_of(cell):
    return cell[0].split("|")[-1] + (", begins softly" if cell[1] != "0" else "")


def of_each_seed(results, *cell):
    return f"right words of each seed: {percents(results.values(*cell, RIGHT).values())}"


def bag_of(predictions):
    """Returns the right words of the best answer that knows how often letters occur, as the predictions have them."""
    text = " ".join(predictions.read_text(encoding="utf-8").split())
    return re.search(r"how often each letter occurs, and the right words before, has ([\d.]+ %)", text)[1]


def complete(results, *cells, seeds=SEEDS):
    return bool(cells) and all(results.seeds(*cell) >= seeds for cell in cells)


def difference(one, other, column=RIGHT):
    """Returns the difference of two cells, each its results and its name, by seed."""
    return Difference(*(results.values(*cell, column) for results, cell in (one, other)))


def reads_and_looks(of):
    words, places = of.soft.values(*SOFT, RIGHT), of.soft.values(*SOFT, PLACES)
    count = sum(words[seed] >= 0.99 and places.get(seed, 0) >= 0.95 for seed in words)
    text = ", ".join(f"{percent(words[seed])} / {percent(places.get(seed, math.nan))}" for seed in words)
    return (claims.enough(count, of.soft.seeds(*SOFT), 4, SEEDS),
            f"right words / right places of each seed: {text or 'no runs'}")


def none_above(bound, results, *cell, seeds=SEEDS):
    return claims.at_most(*results.meeting(*cell, RIGHT, meets=lambda share: share > bound), 0, seeds)


def is_positive(differences):
    return claims.all_of(claims.when_complete(found.is_positive(), found.seeds, SEEDS) for found in differences)


def places_are_needed(of):
    lost = difference((of.soft, SOFT), (of.patches, ("words",)))
    verdict = claims.all_of([none_above(0.6, of.patches, "words"), is_positive([lost])])
    return verdict, f"{of_each_seed(of.patches, 'words')}; convolutions − patches {lost.text()}"


def order_tells_places(of):
    count = of.patches.meeting("recurrent", RIGHT, meets=lambda share: share >= 0.95)
    return claims.enough(*count, 4, SEEDS), of_each_seed(of.patches, "recurrent")


def summaries_forget(of):
    lost = [difference((of.soft, SOFT), (results, SUMMARY)) for results in (of.summary, of.in_order)]
    few = [none_above(0.6, results, *SUMMARY) for results in (of.summary, of.in_order)]
    return (claims.all_of([*few, is_positive(lost)]),
            f"right words, soft attention − Show and Tell: mean {lost[0].text()}; GRU {lost[1].text()}")


def hard_is_near(of):
    ways = of.hard()
    if not complete(of.soft, SOFT) or any(not complete(results, cell, seeds=HARD_SEEDS) for _, results, cell in ways):
        return "open", "some runs are missing"
    best, name = max((mean, name) for name, results, cell in ways if (mean := results.mean(*cell, RIGHT)) == mean)
    lost = of.soft.mean(*SOFT, RIGHT) - best
    return ("holds" if lost <= 0.02 else "refuted",
            f"the best is {name}: {percent(best)}, {100 * lost:.1f} points below soft attention")


def beginning_softly_helps(of):
    schemes = [scheme for scheme, soft_until in HARD if soft_until != "0" and scheme not in (HARDEST, SAMPLE)]
    found = [difference((of.estimators, (scheme, "0.5")), (of.estimators, (scheme, "0"))) for scheme in schemes]
    verdicts = [claims.when_complete("holds" if helped.mean > 0 else "refuted", helped.seeds, HARD_SEEDS)
                for helped in found]
    return (claims.all_of(verdicts),
            "; ".join(f"{name_of((scheme, '0'))} {helped.text()}" for scheme, helped in zip(schemes, found)))


def argmax_does_not(of):
    return none_above(0.9, of.estimators, HARDEST, "0", seeds=HARD_SEEDS), of_each_seed(of.estimators, HARDEST, "0")


def part_helps(part, name):
    def decide(of):
        def mean_where(value):
            by_cell = [of.reinforce.values(*cell, RIGHT) for cell in PARTS if cell[part] == value]
            seeds = set.intersection(*map(set, by_cell))
            return {seed: claims.mean(values[seed] for values in by_cell) for seed in seeds}
        without, with_it = dict.fromkeys(cell[part] for cell in PARTS)
        helped = Difference(mean_where(with_it), mean_where(without))
        return (claims.when_complete(helped.is_positive(), helped.seeds, HARD_SEEDS),
                f"right words with {name} − without: {helped.text()}")
    return decide


def doubly_changes(caption, rule):
    def decide(of):
        changed = difference((of.doubly, (caption, "1")), (of.doubly, (caption, "0")), PLACES)
        return (claims.when_complete(rule(changed), changed.seeds, SEEDS),
                f"right places, weight 1 − weight 0: {changed.text()}")
    return decide


CLAIMS = {"S1": reads_and_looks, "S2": places_are_needed, "S3": order_tells_places, "S4": summaries_forget,
          "S5": hard_is_near, "S6": beginning_softly_helps, "S7": argmax_does_not,
          "S8": part_helps(0, "a baseline"), "S9": part_helps(1, "an entropy bonus"), "S10": part_helps(2, "soft batches"),
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
    of, predictions = Captions(*paths[:7]), pathlib.Path(paths[7])
    predicted = claims.predicted_claims(predictions)
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: decide(of) for number, decide in CLAIMS.items()})
    print(f"The best answer that knows how often each letter occurs, and the right words before, has {bag_of(predictions)} of\n"
          "the words right.\n")
    print_table("model", [("soft attention on convolutions", of.soft, SOFT),
                          ("soft attention on patches as they are", of.patches, ("words",)),
                          ("soft attention on patches read by a GRU", of.patches, ("recurrent",)),
                          ("Show and Tell, mean of convolutions", of.summary, SUMMARY),
                          ("Show and Tell, a GRU over patches", of.in_order, SUMMARY)])
    print_table("hard attention by", [(f"`{name_of(cell)}`", of.estimators, cell) for cell in HARD])
    print_table("`sample`: baseline, entropy bonus, soft batches (with the first, the runs are those of `sample` above)",
                [(", ".join(cell), of.reinforce, cell) for cell in PARTS])
    print_table("caption, weight of doubly stochastic attention",
                [(", ".join(cell), of.doubly, cell) for cell in of.doubly.cells])


if __name__ == "__main__":
    main(*sys.argv[1:])
