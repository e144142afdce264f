#!/usr/bin/python3
"""structured.py PARENTS SCORES TREES TWO_FACTS THREE_FACTS PREDICTIONS.md PUBLISHED.csv: prints what was expected of
structured attention, in an encoder and over hops, beside what was found. The first five are the runs.csv of the
experiments; PUBLISHED is scripts/results/structured_paper.csv."""
import pathlib
import sys

import claims
from claims import Difference, Results, percent, percents

SEEDS, TREE_SEEDS = 5, 3
ATTENTIONS = ("none", "simple", "structured")
DEPTHS = ("2", "3", "4")
STORIES = {"2": "two facts", "11": "two facts", "14": "two facts", "3": "three facts", "16": "three facts"}
RIGHT, FACTS = "right_answers_1x", "facts_found"


def at_depth(depth):
    """Returns the column of a depth, which is a multiple of the largest depth in training, 3."""
    return f"before_error_{round(int(depth) / 3, 2):g}x"


class Structured:
    def __init__(self, parents, scores, trees, two_facts, three_facts):
        self.parents = {"bounded": Results(parents, by=("attention",)), "free": Results(scores, by=("attention",))}
        self.trees = Results(trees, by=("projective", "one_root"))
        self.hops = {}  # by story and chain: the rows by seed
        for path in (two_facts, three_facts):
            self.hops.update(Results(path, by=("tasks", "chain")).cells)

    def before_error(self, attention, depth="2", scores="bounded"):
        """Returns the share of the target before the first error, by seed."""
        return self.parents[scores].values(attention, at_depth(depth))

    def of_tree(self, projective, one_root):
        return self.trees.values(projective, one_root, at_depth("2"))

    def of_hops(self, story, chain, column):
        rows = self.hops.get((story, chain), {})
        return {seed: float(row[column]) for seed, row in sorted(rows.items()) if row.get(column)}


def decided(differences, rule, seeds=SEEDS):
    """Returns whether a rule holds for all of these differences, once all seeds are there."""
    return claims.all_of(claims.when_complete(rule(difference), difference.seeds, seeds) for difference in differences)


def of_each_seed(shares):
    return f"before the first error, of each seed: {percents(shares.values())}"


def differences(of, one, other, column):
    """Returns the difference of a column on each story, and of its mean over all stories, chain - softmax, by seed."""
    found = {story: Difference(of.of_hops(story, one, column), of.of_hops(story, other, column)) for story in STORIES}

    def mean_over_stories(chain):
        by_story = [of.of_hops(story, chain, column) for story in STORIES]
        seeds = set.intersection(*map(set, by_story))
        return {seed: claims.mean(values[seed] for values in by_story) for seed in seeds}

    return found, Difference(mean_over_stories(one), mean_over_stories(other))


def more_structure_is_better(of):
    found = {f"{better} − {worse}": Difference(of.before_error(better), of.before_error(worse))
             for worse, better in zip(ATTENTIONS, ATTENTIONS[1:])}
    return (decided(found.values(), Difference.is_positive),
            "; ".join(f"{name}: {difference.text()}" for name, difference in found.items()))


def trees_translate(of):
    count = of.parents["bounded"].meeting("structured", at_depth("2"), meets=lambda share: share >= 0.95)
    return claims.enough(*count, 4, SEEDS), of_each_seed(of.before_error("structured"))


def nothing_does_not(of):
    count = of.parents["bounded"].meeting("none", at_depth("2"), meets=lambda share: share >= 0.5)
    return claims.at_most(*count, 0, SEEDS), of_each_seed(of.before_error("none"))


def trees_go_deeper(of):
    found = {depth: Difference(*(of.before_error(attention, depth) for attention in ("structured", "simple")))
             for depth in ("3", "4")}
    count = of.parents["bounded"].meeting("structured", at_depth("4"), meets=lambda share: share >= 0.9)
    text = "; ".join(f"structured − simple at depth {depth}: {found[depth].text()}" for depth in found)
    return (claims.all_of([claims.at_most(*count, 0, SEEDS), decided(found.values(), Difference.is_positive)]),
            f"{text}; structured at depth 4, of each seed: {percents(of.before_error('structured', '4').values())}")


def a_softmax_needs_free_scores(of):
    def gains(attention):
        free, bounded = of.before_error(attention, scores="free"), of.before_error(attention)
        return {seed: free[seed] - bounded[seed] for seed in sorted(free.keys() & bounded.keys())}

    simple, structured = gains("simple"), gains("structured")
    found = {"simple, free − bounded": Difference(simple, dict.fromkeys(simple, 0.0)),
             "that of simple − that of structured": Difference(simple, structured)}
    return (decided(found.values(), Difference.is_positive),
            "; ".join(f"{name}: {difference.text()}" for name, difference in found.items()))


def the_kind_of_tree_matters_little(of):
    default = of.of_tree("yes", "yes")
    found = {f"projective = {projective}, one_root = {root}": Difference(of.of_tree(projective, root), default)
             for projective, root in (("yes", "no"), ("no", "yes"), ("no", "no"))}
    return (decided(found.values(), lambda difference: difference.is_within(0.05), TREE_SEEDS),
            "; ".join(f"{name}: {difference.text()}" for name, difference in found.items()))


def over_stories(column, rule):
    def decide(of):
        found, mean = differences(of, "yes", "no", column)
        text = "; ".join(f"task {story}: {difference.text()}" for story, difference in found.items())
        return decided([mean], rule), f"mean over tasks, chain − softmax: {mean.text()}; {text}"
    return decide


CLAIMS = {"K1": more_structure_is_better, "K2": trees_translate, "K3": nothing_does_not, "K4": trees_go_deeper,
          "K5": a_softmax_needs_free_scores, "K6": the_kind_of_tree_matters_little,
          "K7": over_stories(RIGHT, lambda difference: difference.is_within(0.05)),
          "K8": over_stories(FACTS, lambda difference: difference.is_above(0.05))}


def published_of(path):
    """Returns the published percentages, as they are written, by what they are of: the column `of`, a model, and a place."""
    return {(row["of"], row["model"], row["place"]): row["percent"] for row in claims.published_rows(path)}


def print_parents(of, published):
    print("Share of the target before its first error, by depth; depth 4 is deeper than all of training. In brackets\n"
          "the published numbers (Kim et al. 2017: trained on depths 2 to 4, other expressions and sizes):\n\n"
          "| attention | scores | depth 2 | depth 3 | depth 4 |\n|---|---|---|---|---|")
    for scores, results in of.parents.items():
        for attention, in results.cells:
            cells = []
            for depth in DEPTHS:
                paper = f" ({published['target', attention, depth]})" if scores == "bounded" else ""
                cells.append(percent(claims.mean(of.before_error(attention, depth, scores).values())) + paper)
            print(f"| {attention} | {scores} | {' | '.join(cells)} |")
    print()


def print_hops(of, published):
    print("Hops over stories, means over seeds: right answers, and questions of which all supporting facts have the\n"
          "largest weight of some hop. In brackets the published numbers (Kim et al. 2017: MemN2N, and the chain with\n"
          "scores of pairs; the best of 20 seeds on validation):\n\n"
          "| task | softmax: right | facts | chain: right | facts |\n|---|---|---|---|---|")
    for story in STORIES:
        cells = [f"{percent(claims.mean(of.of_hops(story, chain, column).values()))} ({published[name, model, story]})"
                 for model, chain in (("softmax", "no"), ("chain", "yes"))
                 for name, column in (("answers", RIGHT), ("facts", FACTS))]
        print(f"| {story}, {STORIES[story]} | {' | '.join(cells)} |")
    print()


def main(*paths):
    of, published = Structured(*paths[:5]), published_of(paths[6])
    claims.print_verdicts(claims.predicted_claims(pathlib.Path(paths[5])),
                          {name: decide(of) for name, decide in CLAIMS.items()})
    print_parents(of, published)
    print_hops(of, published)


if __name__ == "__main__":
    main(*sys.argv[1:])
