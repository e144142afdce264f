#!/usr/bin/python3
"""pondering.py RNN REPEAT PONDER TAU POINTER PREDICTIONS.md: prints what was expected of thinking longer beside what was
found. The first five are the runs.csv of the experiments."""
import math
import pathlib
import statistics
import sys

import claims
from claims import Difference, Results, percent, percents

RIGHT = "right_answers_1x"  # the fraction of right answers; an episode of parity64 has one
SOLVED = 0.98
UPDATES = 100_000
PARITY_SEEDS, POINTER_SEEDS = 5, 3
PENALTIES = tuple(f"ponder:{penalty},10" for penalty in ("0.0003", "0.001", "0.003", "0.01", "0.03", "0.1"))  # of tau.ini
SMALL, LARGE = "ponder:0.001,10", "ponder:0.1,10"
NO_STEPS, REPEATS, HALTING = "none", ("repeat:2", "repeat:3"), ("ponder:0.001", "ponder:0.01", "ponder:0.1")


class Pondering:
    def __init__(self, rnn, repeat, ponder, tau, pointer):
        self.rnn, self.repeat, self.ponder = (Results(path, by=("task",)) for path in (rnn, repeat, ponder))
        self.tau, self.pointer = (Results(path, by=("cell",)) for path in (tau, pointer))

    def exact(self, cell):
        return self.pointer.values(cell, "exact_1x")


def right(results, *cell):
    return results.values(*cell, RIGHT)


def solving(results, *cell):
    return [seed for seed, share in right(results, *cell).items() if share >= SOLVED]


def updates(results, *cell):
    """Returns the updates of the solving seeds until 99 % of an evaluation were right; all updates if that never came."""
    needed = {**results.values(*cell, "sequences"), **results.values(*cell, "criterion")}
    return [needed[seed] / 128 for seed in solving(results, *cell)]


def one_step_fails(of):
    count = of.rnn.meeting("parity64", RIGHT, meets=lambda share: share >= 0.75)
    return (claims.at_most(*count, 0, PARITY_SEEDS),
            f"right answers of each seed: {percents(right(of.rnn, 'parity64').values())}")


def two_steps_do(of):
    needed = updates(of.repeat, "parity64")
    verdict = claims.enough(sum(n <= UPDATES for n in needed), of.repeat.seeds("parity64"), 4, PARITY_SEEDS)
    return verdict, (f"right answers of each seed: {percents(right(of.repeat, 'parity64').values())}; updates of the solving "
                     f"ones: {', '.join(f'{n:,.0f}' for n in needed) or '-'}")


def halting_does(of):
    shares, steps = right(of.ponder, "parity64"), of.ponder.values("parity64", "inner_steps")
    meeting = [seed for seed in shares if shares[seed] >= SOLVED and steps.get(seed, math.inf) < 3]
    text = ", ".join(f"{percent(shares[seed])} with {f'{steps[seed]:.2f}' if seed in steps else '-'}" for seed in shares)
    return (claims.enough(len(meeting), of.ponder.seeds("parity64"), 3, PARITY_SEEDS),
            f"right answers and inner steps of each seed: {text or 'no runs'}")


def penalty_decides(of):
    count = {cell: (len(solving(of.tau, cell)), of.tau.seeds(cell)) for cell in PENALTIES}
    large, small = (claims.possible(*count[cell], PARITY_SEEDS) for cell in (LARGE, SMALL))
    complete = "holds" if all(seeds >= PARITY_SEEDS for _, seeds in count.values()) else "open"
    verdict = claims.all_of([claims.at_most(*count[LARGE], 1, PARITY_SEEDS), claims.more(small, large, 2), complete])
    return verdict, "seeds that solve it: " + ", ".join(f"{cell} {n}/{seeds}" for cell, (n, seeds) in count.items())


def fixed_is_faster(of):
    fixed, by_penalty = updates(of.repeat, "parity64"), {cell: updates(of.tau, cell) for cell in PENALTIES}
    found = {cell: statistics.median(needed) for cell, needed in by_penalty.items() if needed}
    if not fixed or not found:
        return "open", f"seeds that solve it: repeat:2 {len(fixed)}, all penalties {sum(map(len, by_penalty.values()))}"
    best = min(found, key=found.get)
    text = f"median updates: repeat:2 {statistics.median(fixed):,.0f}, {best} {found[best]:,.0f} ({len(by_penalty[best])} seeds)"
    fewest = min(of.repeat.seeds("parity64"), *(of.tau.seeds(cell) for cell in PENALTIES))
    verdict = "holds" if statistics.median(fixed) < found[best] else "refuted"
    return claims.when_complete(verdict, fewest, PARITY_SEEDS), text


def more_steps_help(of):
    found = {cell: Difference(of.exact(cell), of.exact(NO_STEPS)) for cell in REPEATS}
    return (claims.all_of(difference.mean_is_at_least(0.05, POINTER_SEEDS) for difference in found.values()),
            "; ".join(f"{cell} − {NO_STEPS}: {difference.text()}" for cell, difference in found.items()))


def halting_is_no_better(of):
    """A penalty is not above the better one of two numbers if it is not above one of them."""
    found = {cell: {repeat: Difference(of.exact(cell), of.exact(repeat)) for repeat in REPEATS} for cell in HALTING}
    verdicts = [claims.any_of(difference.mean_is_at_most(0.05, POINTER_SEEDS) for difference in by_repeat.values())
                for by_repeat in found.values()]
    best = max(REPEATS, key=lambda cell: sum(of.exact(cell).values()))
    return claims.all_of(verdicts), "; ".join(f"{cell} − {best}: {found[cell][best].text()}" for cell in HALTING)


CLAIMS = {"P1": one_step_fails, "P2": two_steps_do, "P3": halting_does, "P4": penalty_decides, "P5": fixed_is_faster,
          "P6": more_steps_help, "P7": halting_is_no_better}


def print_penalties(of):
    print("What the penalty of adaptive computation time does to parity64:\n\n"
          "| penalty | solved | right answers of each seed | inner steps of each seed | median updates to solve it |\n"
          "|---|---|---|---|---|")
    for cell in PENALTIES:
        steps, needed = of.tau.values(cell, "inner_steps").values(), updates(of.tau, cell)
        print(f"| {cell.removeprefix('ponder:').removesuffix(',10')} | {len(solving(of.tau, cell))}/{of.tau.seeds(cell)} | "
              f"{percents(right(of.tau, cell).values())} | {', '.join(f'{s:.2f}' for s in steps) or '-'} | "
              f"{f'{statistics.median(needed):,.0f}' if needed else '-'} |")
    print()


def print_pointers(of):
    print("Following pointers, exact sequences at the trained length:\n\n"
          "| inner steps | exact, mean | of each seed | inner steps taken |\n|---|---|---|---|")
    for cell in (NO_STEPS, *REPEATS, *HALTING):
        exact, steps = of.exact(cell), of.pointer.values(cell, "inner_steps").values()
        fixed = {NO_STEPS: "1", **{repeat: repeat.removeprefix("repeat:") for repeat in REPEATS}}
        taken = f"{claims.mean(steps):.2f}" if steps else fixed.get(cell, "-")
        print(f"| {cell} | {percent(claims.mean(exact.values()))} | {percents(exact.values())} | {taken} |")
    print()


def main(*paths):
    of, predictions = Pondering(*paths[:5]), pathlib.Path(paths[5])
    claims.print_verdicts(claims.predicted_claims(predictions), {number: decide(of) for number, decide in CLAIMS.items()})
    print_penalties(of)
    print_pointers(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
