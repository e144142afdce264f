#!/usr/bin/python3
"""readers.py ATTENTION BASELINES NAMES OTHERS PREDICTIONS.md: prints what was expected of readers beside what was found. The
first four are the runs.csv of the experiments."""
import pathlib
import sys

import claims
from claims import Difference, Results, percent, percents

RIGHT = "right_answers_1x"  # the fraction of right answers
SEEDS, OTHER_SEEDS = 5, 3
ADDITIVE, BILINEAR = "attentive_reader additive|softmax", "attentive_reader general|softmax"
IMPATIENT = "impatient_reader additive|softmax"
WITHOUT = ("summary", "nothing")
BY_CHANCE = 1 / 7  # one of the entities, but for the one that the question names


class Readers:
    def __init__(self, attention, baselines, names, others):
        self.attention, self.others = (Results(path, by=("scheme",)) for path in (attention, others))
        self.baselines, self.names = Results(baselines, by=("reads",)), Results(names, by=("new_names",))

    def right(self, scheme):
        return self.attention.values(scheme, RIGHT)


def attention_answers(of):
    count = of.attention.meeting(ADDITIVE, RIGHT, meets=lambda share: share >= 0.98)
    return claims.enough(*count, SEEDS, SEEDS), percents(of.right(ADDITIVE).values())


def without_it_not(of):
    found = {reads: Difference(of.right(ADDITIVE), of.baselines.values(reads, RIGHT)) for reads in WITHOUT}
    return (claims.all_of(claims.when_complete(difference.is_above(0.2), difference.seeds, SEEDS)
                          for difference in found.values()),
            "; ".join(f"attentive − {reads}: {difference.text()}" for reads, difference in found.items()))


def within_two_points(scheme, name):
    def decide(of):
        found = Difference(of.right(scheme), of.right(ADDITIVE))
        return claims.when_complete(found.is_within(0.02), found.seeds, SEEDS), f"{name}: {found.text()}"
    return decide


def head_finds_the_fact(of):
    weights = of.attention.values(ADDITIVE, "weight_on_facts").values()
    verdict = "holds" if claims.mean(weights) >= 0.9 else "refuted"
    return claims.when_complete(verdict, len(weights), SEEDS), f"weight on the fact, of each seed: {percents(weights)}"


def names_can_be_guessed(of):
    new, same = (of.names.values(names, RIGHT) for names in ("yes", "no"))
    found = Difference(same, new)
    at_chance = "holds" if abs(claims.mean(new.values()) - BY_CHANCE) <= 0.03 else "refuted"
    return (claims.all_of([claims.when_complete(found.is_above(0.05), found.seeds, SEEDS),
                           claims.when_complete(at_chance, len(new), SEEDS)]),
            f"the same names − new ones: {found.text()}; new names: {percents(new.values())}")


def facts_or_words(of):
    facts, words = ("memn2n dot|softmax", RIGHT), ("lstm", RIGHT)
    verdicts = [claims.enough(*of.others.meeting(*facts, meets=lambda share: share >= 0.98), 2, OTHER_SEEDS),
                claims.at_most(*of.others.meeting(*words, meets=lambda share: share > 0.6), 0, OTHER_SEEDS)]
    return (claims.all_of(verdicts), f"memn2n: {percents(of.others.values(*facts).values())}; "
                                     f"lstm: {percents(of.others.values(*words).values())}")


CLAIMS = {"R1": attention_answers, "R2": without_it_not, "R3": within_two_points(BILINEAR, "bilinear − additive"),
          "R4": within_two_points(IMPATIENT, "impatient − attentive"), "R5": head_finds_the_fact,
          "R6": names_can_be_guessed, "R7": facts_or_words}


def print_table(of):
    rows = [(f"`{scheme}`", of.attention, scheme) for scheme, in of.attention.cells]
    rows += [(f"attentive reader of the {'summary' if reads == 'summary' else 'question alone'}", of.baselines, reads)
             for reads, in of.baselines.cells]
    rows += [(f"of the question alone, {'new names' if names == 'yes' else 'the same names'}", of.names, names)
             for names, in of.names.cells]
    rows += [(f"`{scheme}`", of.others, scheme) for scheme, in of.others.cells]
    print("Right answers at the largest trained length, of each seed, at 1.5 and 2 times that length in the mean, and the\n"
          "weight that heads give to the fact that was asked for.\n\n"
          "| model | right | 1.5x | 2x | weight on the fact |\n|---|---|---|---|---|")
    for name, results, cell in rows:
        longer = [percent(results.mean(cell, f"right_answers_{multiple}x")) for multiple in ("1.5", "2")]
        weights = results.values(cell, "weight_on_facts").values()
        print(f"| {name} | {percents(results.values(cell, RIGHT).values())} | {' | '.join(longer)} | "
              f"{percent(claims.mean(weights))} |".replace("|softmax", "\\|softmax"))
    print()


def main(*paths):
    of, predictions = Readers(*paths[:4]), pathlib.Path(paths[4])
    claims.print_verdicts(claims.predicted_claims(predictions), {number: decide(of) for number, decide in CLAIMS.items()})
    print_table(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
