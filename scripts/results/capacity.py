#!/usr/bin/python3
"""memnet ls RUNS --json | capacity.py: prints what runs on the task capacity can retrieve, as Markdown tables."""
import collections
import json
import math
import random
import statistics
import sys

HALF = 0.5
RESAMPLES = 2000


def loss_of_query(run):
    """Returns |v - y|^2 / 2 of a query, the mean over all; infinity for a run that diverged."""
    if run["status"] == "diverged":
        return math.inf
    return run["loss_per_step"]


def bound(rank, keys):
    return max(0.0, (1 - rank / keys) / 2)


def largest_solved(seeds, sizes):
    """Returns the largest size up to which at least half of the seeds solve every size; 0 if there is none."""
    reached = 0
    for size in sizes:
        if sum(seed[size] for seed in seeds) < HALF * len(seeds):
            break
        reached = size
    return reached


def interval(seeds, sizes):
    """Returns the 95 % interval of largest_solved() by resampling the seeds."""
    draw = random.Random(1)
    found = sorted(largest_solved(draw.choices(seeds, k=len(seeds)), sizes) for _ in range(RESAMPLES))
    return found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES) - 1]


def row(first, cells):
    print(f"| {first} | {' | '.join(cells)} |")


def main():
    runs = []
    for line in sys.stdin:
        run = json.loads(line)
        run["keys"] = int(run["options"]["task.keys"])
        run["rank"] = int(run["options"]["model.slots"])
        if run["status"] in ("finished", "diverged"):
            runs.append(run)
    sizes = sorted({run["keys"] for run in runs})
    rank = runs[0]["rank"]
    losses, solved = collections.defaultdict(list), collections.defaultdict(lambda: collections.defaultdict(dict))
    for run in runs:
        losses[run["scheme"], run["keys"]].append(loss_of_query(run))
        solved[run["scheme"]][run["seed"]][run["keys"]] = run["solved"] == "yes"
    head = "|---" * (len(sizes) + 1) + "|"

    print("## Loss of a query, median over seeds\n")
    row("feature map and rule", [f"S = {size}" for size in sizes])
    print(head)
    for scheme in solved:
        cells = [losses[scheme, size] for size in sizes]
        row(f"`{scheme}`".replace("|", "\\|"), [f"{statistics.median(cell):.4f}" if cell else "-" for cell in cells])
    row(f"bound, p = {rank}", [f"{bound(rank, size):.4f}" for size in sizes])
    row(f"bound, p = {rank + 1}", [f"{bound(rank + 1, size):.4f}" for size in sizes])

    print("\n## Seeds that retrieve all values, and up to which size half of them do\n")
    row("feature map and rule", [*(f"S = {size}" for size in sizes), "half, 95 %"])
    print(head + "---|")
    for scheme, seeds in solved.items():
        whole = [seed for seed in seeds.values() if len(seed) == len(sizes)]
        cells = [[seed[size] for seed in seeds.values() if size in seed] for size in sizes]
        low, high = interval(whole, sizes) if whole else (0, 0)
        reached = f"{largest_solved(whole, sizes)} ({low}-{high})" if whole else "-"
        row(f"`{scheme}`".replace("|", "\\|"), [*(f"{sum(cell)}/{len(cell)}" for cell in cells), reached])

    below = [sum(loss_of_query(run) < bound(p, run["keys"]) for run in runs) for p in (rank, rank + 1)]
    diverged = sum(run["status"] == "diverged" for run in runs)
    print(f"\n{len(runs)} runs, of which {diverged} diverged. {below[0]} are below the bound of p = {rank}, {below[1]} below that of p = {rank + 1}.")


if __name__ == "__main__":
    main()
