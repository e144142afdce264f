#!/usr/bin/python3
"""pondering.py RNN REPEAT PONDER TAU POINTER PREDICTIONS.md: prints what was expected of thinking longer beside what was
found. The first five are the runs.csv of the experiments."""
import pathlib
import statistics
import sys

import claims
from claims import Difference, Results

RIGHT = "bit_accuracy_1x"  # the fraction of right answers; an episode of parity64 has one
SOLVED = 0.98
UPDATES = 100_000
PARITY_SEEDS, POINTER_SEEDS = 5, 3
REPEATS = ("repeat:2", "repeat:3")


class Pondering:
    def __init__(self, rnn, repeat, ponder, tau, pointer):
        self.rnn, self.repeat, self.ponder = (Results(path, by=("task",)) for path in (rnn, repeat, ponder))
        self.tau, self.pointer = (Results(path, by=("cell",)) for path in (tau, pointer))
        self.penalties = sorted((cell for cell, in self.tau.cells), key=penalty_of)

    def exact(self, cell):
        return self.pointer.values(cell, "exact_1x")


def penalty_of(cell):
    return float(cell.split(":")[1].split(",")[0])


def right(results, *cell):
    return results.values(*cell, RIGHT)


def solving(results, *cell):
    return [seed for seed, share in right(results, *cell).items() if share >= SOLVED]


def percent(shares):
    return ", ".join(f"{100 * share:.1f}" for share in shares) + " %" if shares else "no runs"


def updates(results, *cell):
    """Returns the updates of the solving seeds until 99 % of an evaluation were right; all updates if that never came."""
    needed = {**results.values(*cell, "sequences"), **results.values(*cell, "criterion")}
    return [needed[seed] / 128 for seed in solving(results, *cell)]


def one_step_fails(of):
    shares = right(of.rnn, "parity64")
    verdict = claims.at_most(sum(share >= 0.75 for share in shares.values()), len(shares), 0, PARITY_SEEDS)
    return verdict, f"right answers of each seed: {percent(shares.values())}"


def two_steps_do(of):
    needed = updates(of.repeat, "parity64")
    verdict = claims.enough(sum(n <= UPDATES for n in needed), of.repeat.seeds("parity64"), 4, PARITY_SEEDS)
    return verdict, (f"right answers of each seed: {percent(right(of.repeat, 'parity64').values())}; updates of the solving "
                     f"ones: {', '.join(f'{n:,.0f}' for n in needed)}")


def halting_does(of):
    shares, steps = right(of.ponder, "parity64"), of.ponder.values("parity64", "inner_steps")
    meeting = [seed for seed in shares if shares[seed] >= SOLVED and steps[seed] < 3]
    text = ", ".join(f"{100 * shares[seed]:.1f} % with {steps[seed]:.2f}" for seed in shares)
    return claims.enough(len(meeting), len(shares), 3, PARITY_SEEDS), f"right answers and inner steps of each seed: {text}"


def penalty_decides(of):
    count = {cell: (len(solving(of.tau, cell)), of.tau.seeds(cell)) for cell in of.penalties}
    text = ", ".join(f"{cell} {solved}/{seeds}" for cell, (solved, seeds) in count.items())
    if any(seeds < PARITY_SEEDS for _, seeds in count.values()):
        return "open", text
    large, small = (next(n for cell, (n, _) in count.items() if penalty_of(cell) == tau) for tau in (0.1, 0.001))
    return "holds" if large <= 1 and small >= large + 2 else "refuted", f"seeds that solve it: {text}"


def fixed_is_faster(of):
    fixed, by_penalty = updates(of.repeat, "parity64"), {cell: updates(of.tau, cell) for cell in of.penalties}
    found = {cell: statistics.median(needed) for cell, needed in by_penalty.items() if needed}
    if not fixed or not found:
        return "open", "no seed solves it"
    best = min(found, key=found.get)
    text = f"median updates: repeat:2 {statistics.median(fixed):,.0f}, {best} {found[best]:,.0f} ({len(by_penalty[best])} seeds)"
    complete = of.repeat.seeds("parity64") == PARITY_SEEDS and all(of.tau.seeds(cell) == PARITY_SEEDS for cell in of.penalties)
    return ("open" if not complete else "holds" if statistics.median(fixed) < found[best] else "refuted"), text


def more_steps_help(of):
    found = {cell: Difference(of.exact(cell), of.exact("none")) for cell in REPEATS}
    return (claims.all_of(difference.is_above(0.05) for difference in found.values()),
            "; ".join(f"{cell} − none: {difference.text()}" for cell, difference in found.items()))


def halting_is_no_better(of):
    best = max(REPEATS, key=lambda cell: claims.mean(of.exact(cell).values()))
    found = {cell: Difference(of.exact(cell), of.exact(best)) for cell, in of.pointer.cells if cell.startswith("ponder")}
    verdicts = ["holds" if d.high <= 0.05 else "refuted" if d.low > 0.05 else "open" for d in found.values()]
    return claims.all_of(verdicts), "; ".join(f"{cell} − {best}: {d.text()}" for cell, d in found.items())


CLAIMS = {"P1": one_step_fails, "P2": two_steps_do, "P3": halting_does, "P4": penalty_decides, "P5": fixed_is_faster,
          "P6": more_steps_help, "P7": halting_is_no_better}


def print_penalties(of):
    print("What the penalty of adaptive computation time does to parity64 (the picture has the median of the seeds, and a\n"
          "band from the worst to the best):\n\n![wrong answers by the penalty](pondering.svg)\n\n"
          "| penalty | solved | right answers of each seed | inner steps of each seed | median updates to solve it |\n"
          "|---|---|---|---|---|")
    for cell in of.penalties:
        steps, needed = of.tau.values(cell, "inner_steps").values(), updates(of.tau, cell)
        print(f"| {penalty_of(cell):g} | {len(solving(of.tau, cell))}/{of.tau.seeds(cell)} | "
              f"{percent(right(of.tau, cell).values())} | {', '.join(f'{s:.2f}' for s in steps)} | "
              f"{f'{statistics.median(needed):,.0f}' if needed else '-'} |")
    print()


def print_pointers(of):
    print("Following pointers, exact sequences at the trained length:\n\n"
          "| inner steps | exact, mean | of each seed | inner steps taken |\n|---|---|---|---|")
    for cell, in of.pointer.cells:
        exact, steps = of.exact(cell), of.pointer.values(cell, "inner_steps")
        taken = f"{claims.mean(steps.values()):.2f}" if steps else cell.removeprefix("repeat:").replace("none", "1")
        print(f"| {cell} | {100 * claims.mean(exact.values()):.1f} % | {percent(exact.values())} | {taken} |")
    print()


def main(*paths):
    of, predictions = Pondering(*paths[:5]), pathlib.Path(paths[5])
    claims.print_verdicts(claims.predicted_claims(predictions), {number: decide(of) for number, decide in CLAIMS.items()})
    print_penalties(of)
    print_pointers(of)


if __name__ == "__main__":
    main(*sys.argv[1:])
