#!/usr/bin/python3
"""choices.py HARD_OR_SOFT DNTM BABI DNTM_BABI CURRICULUM PREDICTIONS.md: prints what was expected of hard choices in memory
networks and machines beside what was found. All but the last are the runs.csv of the experiments."""
import pathlib
import sys

import claims
from claims import Difference, Results, percent

SOFT, HARDEST = "content", "cosine|argmax"  # the scheme `content` is cosine | softmax
ESTIMATORS = ("cosine|sample:learned", "cosine|straight_through", "cosine|straight_through_gumbel:1")
TASKS, WRITING = ("copy", "associative_recall", "key_value"), ("append", "learned")
DNTM, DISCRETE = "dntm", "dntm cosine:1|avoid|sample:learned"
TOLD, UNTOLD = "memory_network", ("sample:learned", "straight_through", "straight_through_gumbel:1", "argmax")
STORIES = ("1", "2", "4")


class Choices:
    def __init__(self, hard_or_soft, dntm, babi, dntm_babi, curriculum):
        self.hard_or_soft = Results(hard_or_soft, by=("task", "scheme", "write_mode"))
        self.dntm = Results(dntm)
        self.babi, self.dntm_babi, self.curriculum = (Results(path, by=("scheme", "tasks"))
                                                      for path in (babi, dntm_babi, curriculum))


def wrong(results, scheme, story):
    """Returns the share of wrong answers by seed."""
    return {seed: 1 - right for seed, right in results.values(scheme, story, "right_answers_1x").items()}


def mean_wrong(results, scheme):
    """Returns the mean over the stories, for each seed that has all of them."""
    by_story = [wrong(results, scheme, story) for story in STORIES]
    return {seed: claims.mean(of[seed] for of in by_story) for seed in set.intersection(*map(set, by_story))}


def writing_is_harder(of):
    count = {mode: [of.hard_or_soft.solved(task, scheme, mode) for task in TASKS for scheme in ESTIMATORS]
             for mode in WRITING}
    text = ", ".join(f"{mode} {sum(n for n, _ in cells)}/{sum(seeds for _, seeds in cells)}"
                     for mode, cells in count.items())
    append, learned = (tuple(map(sum, zip(*(claims.possible(*cell) for cell in count[mode])))) for mode in WRITING)
    return claims.more(append, learned), f"solved: {text}"


def soft_is_never_worse(of):
    verdicts, ahead, complete = [], [], 0
    for task in TASKS:
        for mode in WRITING:
            soft = of.hard_or_soft.solved(task, SOFT, mode)
            for scheme in (*ESTIMATORS, HARDEST):
                hard = of.hard_or_soft.solved(task, scheme, mode)
                verdicts.append(claims.opposite(claims.more(claims.possible(*hard), claims.possible(*soft), 5)))
                complete += min(soft[1], hard[1]) >= claims.SEEDS
                if hard[0] > soft[0]:
                    ahead.append(f"{task}, {mode}: {scheme.split('|')[1]} {hard[0]}/{hard[1]}, soft {soft[0]}/{soft[1]}")
    text = "; ".join(ahead) or "no estimator solves more seeds than soft attention"
    if complete < len(verdicts):
        text += f"; {complete} of the {len(verdicts)} cells are complete"
    return claims.all_of(verdicts), text


def discrete_fails_on_recall(of):
    count = {task: of.dntm.solved(task, DISCRETE) for task in ("copy", "associative_recall")}
    text = "solved: " + ", ".join(f"{task} {n}/{seeds}" for task, (n, seeds) in count.items())
    copies, recalls = (claims.possible(*found) for found in count.values())
    return claims.all_of([claims.more(copies, recalls), claims.at_most(*count["associative_recall"], 2)]), text


def facts_help(of):
    schemes = [f"memn2n dot|{name}" for name in UNTOLD]
    told = {story: claims.mean(wrong(of.babi, TOLD, story).values()) for story in STORIES}
    best = {story: min((claims.mean(wrong(of.babi, scheme, story).values()), scheme) for scheme in schemes)
            for story in STORIES}
    text = "; ".join(f"task {story}: {percent(told[story])} wrong, not told at best {percent(best[story][0])} "
                     f"({best[story][1].split('|')[1]})" for story in STORIES)
    holds = all(told[story] < best[story][0] for story in STORIES) and all(told[story] <= 0.01 for story in ("1", "4"))
    fewest = min(len(wrong(of.babi, scheme, story)) for scheme in (TOLD, *schemes) for story in STORIES)
    return claims.when_complete("holds" if holds else "refuted", fewest), text


def curriculum_recovers(of):
    soft, hard, begun = (mean_wrong(results, scheme) for results, scheme in
                         ((of.dntm_babi, DNTM), (of.dntm_babi, DISCRETE), (of.curriculum, DISCRETE)))
    found = [Difference(hard, soft), Difference(hard, begun)]
    return claims.all_of(claims.when_complete(difference.is_positive(), difference.seeds) for difference in found), (
        f"wrong answers: hard − soft {found[0].text()}; hard − with curriculum {found[1].text()}")


CLAIMS = {"C5": writing_is_harder, "C6": soft_is_never_worse, "C7": discrete_fails_on_recall, "C8": facts_help,
          "C9": curriculum_recovers}


def print_machines(of):
    columns = [(task, mode) for task in TASKS for mode in WRITING]
    print("Exact sequences at the trained length, mean over seeds, and the seeds that solve the task.\n\n"
          f"| heads choose by | {' | '.join(f'{task}, {mode}' for task, mode in columns)} |\n|---|{'---|' * len(columns)}")
    for scheme in (SOFT, *ESTIMATORS, HARDEST):
        cells = []
        for task, mode in columns:
            n, seeds = of.hard_or_soft.solved(task, scheme, mode)
            cells.append(f"{percent(of.hard_or_soft.mean(task, scheme, mode, 'exact_1x'), 0)}, {n}/{seeds}")
        print(f"| `{'softmax' if scheme == SOFT else scheme.split('|')[1]}` | {' | '.join(cells)} |")
    print("\nThe Dynamic NTM, the same numbers:\n\n| heads choose by | copy | associative recall |\n|---|---|---|")
    for scheme in dict.fromkeys(scheme for _, scheme in of.dntm.cells):
        cells = [f"{percent(of.dntm.mean(task, scheme, 'exact_1x'), 0)}, {n}/{seeds}"
                 for task in ("copy", "associative_recall") for n, seeds in [of.dntm.solved(task, scheme)]]
        print(f"| `{scheme.split('|')[-1] if '|' in scheme else 'softmax'}` | {' | '.join(cells)} |")
    print()


def print_stories(of):
    print("Wrong answers about stories of bAbI, mean over seeds (least to most):\n\n"
          f"| model | {' | '.join(f'task {story}' for story in STORIES)} | seeds |\n|---|{'---|' * (len(STORIES) + 1)}")
    rows = [(scheme.replace("memn2n dot|", "memn2n, "), of.babi, scheme)
            for scheme in dict.fromkeys(scheme for scheme, _ in of.babi.cells)]
    rows += [("dntm, soft", of.dntm_babi, DNTM), ("dntm, sample:learned", of.dntm_babi, DISCRETE),
             ("dntm, sample:learned, begins softly", of.curriculum, DISCRETE)]
    for name, results, scheme in rows:
        cells = []
        for story in STORIES:
            shares = list(wrong(results, scheme, story).values())
            cells.append(f"{percent(claims.mean(shares))} ({100 * min(shares):.1f} to {100 * max(shares):.1f})"
                         if shares else "-")
        print(f"| {name} | {' | '.join(cells)} | {min(results.seeds(scheme, story) for story in STORIES)} |")
    print()


def main(*paths):
    of, predicted = Choices(*paths[:5]), claims.predicted_claims(pathlib.Path(paths[5]))
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: decide(of) for number, decide in CLAIMS.items()})
    print_machines(of)
    print_stories(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
