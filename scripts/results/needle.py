#!/usr/bin/python3
"""needle.py ESTIMATORS BASELINES PREDICTIONS.md: prints what was expected of the estimators of hard attention, where one
slot has to be found, beside what was found. The first two are the runs.csv of the experiments."""
import math
import pathlib
import sys

import claims
from claims import Results, percent

PAIRS = ("8", "32", "128")
SAMPLE, LEARNED = "memn2n dot|sample", "memn2n dot|sample:learned"
SOFT, HARDEST = "memn2n dot|softmax", "memn2n dot|argmax"
WITH_SLOPE = ("memn2n dot|straight_through", "memn2n dot|gumbel:1", "memn2n dot|straight_through_gumbel:1")
BASELINES = ("none", "average", "leave_one_out")


class Needle:
    def __init__(self, estimators, baselines):
        self.estimators = Results(estimators, by=("scheme", "pairs"))
        self.baselines = Results(baselines, by=("scheme", "baseline", "pairs"))


def shown(scheme):
    return scheme.split("|")[1]


def baselines_lower_the_variance(of):
    verdicts, texts = [], []
    for pairs in PAIRS:
        means = [of.baselines.mean(SAMPLE, baseline, pairs, "gradient_variance") for baseline in BASELINES]
        fewest = min(of.baselines.seeds(SAMPLE, baseline, pairs) for baseline in BASELINES)
        falls = means[0] > means[1] > means[2]
        verdicts.append("open" if fewest < claims.SEEDS else "holds" if falls else "refuted")
        texts.append(f"{pairs} pairs: {' → '.join('-' if math.isnan(mean) else f'{mean:.2g}' for mean in means)}")
    return claims.all_of(verdicts), "; ".join(texts)


def many_need_a_baseline(of):
    none, best = (of.baselines.solved(SAMPLE, baseline, "128") for baseline in ("none", "leave_one_out"))
    text = f"solved with 128 pairs: no baseline {none[0]}/{none[1]}, leaving one out {best[0]}/{best[1]}"
    if min(none[1], best[1]) < claims.SEEDS:
        return "open", text
    return "holds" if none[0] < best[0] and none[0] <= claims.SEEDS / 2 else "refuted", text


def slopes_teach(of):
    asked = [(scheme, pairs, 8) for scheme in WITH_SLOPE for pairs in ("8", "32")] + [(SOFT, pairs, 10) for pairs in PAIRS]
    count = {(scheme, pairs): of.estimators.solved(scheme, pairs) for scheme, pairs, _ in asked}
    verdict = claims.all_of(claims.enough(*count[scheme, pairs], needed) for scheme, pairs, needed in asked)
    return verdict, ", ".join(f"{shown(scheme)} {pairs}: {n}/{seeds}" for (scheme, pairs), (n, seeds) in count.items())


def argmax_does_not(of):
    count = {pairs: of.estimators.solved(HARDEST, pairs) for pairs in PAIRS}
    verdict = claims.all_of(claims.at_most(*of_pairs, 0) for of_pairs in count.values())
    return verdict, ", ".join(f"{pairs} pairs: {n}/{seeds}" for pairs, (n, seeds) in count.items())


CLAIMS = {"C1": baselines_lower_the_variance, "C2": many_need_a_baseline, "C3": slopes_teach, "C4": argmax_does_not}


def print_table(rows):
    """Prints the rows (name, cell of PAIRS[i] -> results and cell)."""
    print(f"| estimator | {' | '.join(f'{pairs} pairs' for pairs in PAIRS)} |\n"
          f"|---|{'---|' * len(PAIRS)}")
    for name, results, cell in rows:
        cells = []
        for pairs in PAIRS:
            solving, seeds = results.solved(*cell, pairs)
            variance = results.mean(*cell, pairs, "gradient_variance")
            cells.append(f"{solving}/{seeds}, {percent(results.mean(*cell, pairs, 'right_answers_1x'), 0)}"
                         + (f", {variance:.2g}" if variance == variance else ""))
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def main(estimators, baselines, predictions):
    of, predicted = Needle(estimators, baselines), claims.predicted_claims(pathlib.Path(predictions))
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: decide(of) for number, decide in CLAIMS.items()})
    print("A cell has the seeds that solve the task, the right answers (mean over seeds), and, where choices are drawn, the\n"
          "variance that they give to the gradient: its mean over training, of networks that have learned different things.\n"
          "For one and the same network every baseline lowers it (tests/laws/estimator_laws.cpp).\n")
    schemes = dict.fromkeys(scheme for scheme, _ in of.estimators.cells)
    print_table([(f"`{shown(scheme)}`", of.estimators, (scheme,)) for scheme in schemes])
    print("Estimators by the cost of what was drawn, with two samples of every episode, by baseline:\n")
    print_table([(f"`{shown(scheme)}`, {baseline}", of.baselines, (scheme, baseline))
                 for scheme in (SAMPLE, LEARNED) for baseline in BASELINES])


if __name__ == "__main__":
    main(*sys.argv[1:])
