#!/usr/bin/python3
"""readers.py ATTENTION BASELINES NAMES OTHERS PREDICTIONS.md: prints what was expected of readers beside what was found. The
first four are the runs.csv of the experiments."""
import pathlib
import sys

import claims
from claims import Difference, Results

RIGHT = "bit_accuracy_1x"  # the fraction of right answers
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


def percent(shares):
    return ", ".join(f"{100 * share:.1f}" for share in shares) + " %" if shares else "no runs"


def attention_answers(of):
    shares = of.right(ADDITIVE).values()
    return claims.enough(sum(share >= 0.98 for share in shares), len(shares), SEEDS, SEEDS), percent(shares)


def without_it_not(of):
    found = {reads: Difference(of.right(ADDITIVE), of.baselines.values(reads, RIGHT)) for reads in WITHOUT}
    return (claims.all_of(difference.is_above(0.2) for difference in found.values()),
            "; ".join(f"attentive − {reads}: {difference.text()}" for reads, difference in found.items()))


def scores_are_alike(of):
    found = Difference(of.right(BILINEAR), of.right(ADDITIVE))
    return found.is_within(0.02), f"bilinear − additive: {found.text()}"


def patience_does_not_matter(of):
    found = Difference(of.right(IMPATIENT), of.right(ADDITIVE))
    return found.is_within(0.02), f"impatient − attentive: {found.text()}"


def head_finds_the_fact(of):
    weights = of.attention.values(ADDITIVE, "weight_on_facts").values()
    text = f"weight on the fact, of each seed: {percent(weights)}"
    if len(weights) < SEEDS:
        return "open", text
    return "holds" if claims.mean(weights) >= 0.9 else "refuted", text


def names_can_be_guessed(of):
    new, same = (of.names.values(names, RIGHT) for names in ("yes", "no"))
    found = Difference(same, new)
    text = f"the same names − new ones: {found.text()}; new names: {percent(new.values())}"
    if min(len(new), len(same)) < SEEDS:
        return "open", text
    at_chance = "holds" if abs(claims.mean(new.values()) - BY_CHANCE) <= 0.03 else "refuted"
    return claims.all_of([found.is_above(0.05), at_chance]), text


def facts_or_words(of):
    facts, words = of.others.values("memn2n dot|softmax", RIGHT).values(), of.others.values("lstm", RIGHT).values()
    verdicts = [claims.enough(sum(share >= 0.98 for share in facts), len(facts), 2, OTHER_SEEDS),
                claims.at_most(sum(share > 0.6 for share in words), len(words), 0, OTHER_SEEDS)]
    return claims.all_of(verdicts), f"memn2n: {percent(facts)}; lstm: {percent(words)}"


CLAIMS = {"R1": attention_answers, "R2": without_it_not, "R3": scores_are_alike, "R4": patience_does_not_matter,
          "R5": head_finds_the_fact, "R6": names_can_be_guessed, "R7": facts_or_words}


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
        longer = [f"{100 * results.mean(cell, f'bit_accuracy_{multiple}x'):.1f} %" for multiple in ("1.5", "2")]
        weights = results.values(cell, "weight_on_facts").values()
        print(f"| {name} | {percent(results.values(cell, RIGHT).values())} | {' | '.join(longer)} | "
              f"{f'{100 * claims.mean(weights):.1f} %' if weights else '-'} |".replace("|softmax", "\\|softmax"))
    print()


def main(*paths):
    of, predictions = Readers(*paths[:4]), pathlib.Path(paths[4])
    claims.print_verdicts(claims.predicted_claims(predictions), {number: decide(of) for number, decide in CLAIMS.items()})
    print_table(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
