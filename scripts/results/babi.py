#!/usr/bin/python3
"""babi.py PAPER.csv BANDS.csv BABI.csv NAME=EXPORT.csv ...: runs on bAbI beside the paper's table.

Reads the exported numbers (`memnet export`) of the runs of each column, writes BABI.csv (a row for each task and seed),
and prints Markdown. A column of single tasks has a run for each task and seed; a joint one has all tasks in one run."""
import csv
import re
import statistics
import sys

FAILED = 5  # percent of questions wrong, above which a task counts as failed
ATTENTION = ("hop0_supported", "hop1_supported", "hop2_supported", "all_found", "right_unsupported")


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def rows_of(column, path):
    """Yields a row for each subtask of each run: errors, and how often hops attend to supporting facts, in percent."""
    runs = {}
    for line in read(path):
        run = runs.setdefault(line["run"], {"train": {}, "subtasks": {}})
        if line["kind"] == "train" and line["metric"] == "errors":
            run["train"][float(line["sequences"])] = float(line["value"])
        if line["kind"] == "questions":
            subtask, metric = line["metric"].split("/")
            run["subtasks"].setdefault(subtask, {})[metric] = float(line["value"])
    for name, run in sorted(runs.items()):
        for subtask, metrics in run["subtasks"].items():
            yield {"column": column, "task": int(subtask.split("-")[0]),
                   "seed": int(re.search(r"-s(\d+)-", name).group(1)),
                   "error": 100 * metrics["error_rate"], "training_error": 100 * run["train"][max(run["train"])],
                   **{metric: 100 * metrics[metric] if metric in metrics else "" for metric in ATTENTION}}


def chosen(rows):
    """Returns the row of the seed with the lowest training error, as the paper chooses; of equals the first."""
    return min(rows, key=lambda row: (row["training_error"], row["seed"]))


def spread(numbers):
    return f"{statistics.median(numbers):.1f} [{min(numbers):.1f}, {max(numbers):.1f}]"


def table(head, lines):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()


def main(paper_path, bands_path, csv_path, *exports):
    paper = {int(row["task"]): row for row in read(paper_path)}
    columns = {}
    for argument in exports:
        name, path = argument.split("=", 1)
        columns[name] = list(rows_of(name, path))
    everything = [row for rows in columns.values() for row in rows]
    with open(csv_path, "w", newline="") as file:
        writer = csv.DictWriter(file, everything[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: f"{value:.6g}" if isinstance(value, float) else value for key, value in row.items()}
                         for row in everything)

    best, middle = {}, {}  # of each column with all tasks: the mean over tasks
    for name, rows in columns.items():
        tasks = sorted({row["task"] for row in rows})
        of = {task: [row for row in rows if row["task"] == task] for task in tasks}
        seeds = len({row["seed"] for row in rows})
        print(f"### {name}\n\nPercent of test questions wrong, {seeds} seeds: of the seed with the lowest training "
              "error, and the median [lowest, highest] of all.\n")
        has_paper = name in paper[1]
        picked = {task: chosen(of[task])["error"] for task in tasks}
        medians = {task: statistics.median(row["error"] for row in of[task]) for task in tasks}
        lines = [[str(task), paper[task][name] if has_paper else "", f"{picked[task]:.1f}",
                  spread([row["error"] for row in of[task]])] for task in tasks]
        if len(tasks) == len(paper):
            best[name], middle[name] = statistics.mean(picked.values()), statistics.mean(medians.values())
            means = [float(row[name]) for row in paper.values()] if has_paper else []
            lines.append(["**mean**", f"{statistics.mean(means):.1f}" if means else "", f"{best[name]:.1f}",
                          f"{middle[name]:.1f}"])
            lines.append([f"**failed (> {FAILED} %)**", str(sum(x > FAILED for x in means)) if means else "",
                          str(sum(x > FAILED for x in picked.values())),
                          str(sum(x > FAILED for x in medians.values()))])
        table(["task", "paper", "lowest training error", "all seeds"], lines)

    for name in ("memn2n", "joint", "memn2n_told", "memory_network"):
        if name not in columns:
            continue
        print(f"### Where {name} attends\n\nHow often the largest weight of a hop is at a supporting fact, how often "
              "every supporting fact has the largest weight of some hop, and how many right answers are given while "
              "none has; medians over seeds, in percent.\n")
        rows = columns[name]
        lines = []
        for task in sorted({row["task"] for row in rows}):
            of = [row for row in rows if row["task"] == task]
            lines.append([str(task)] + [f"{statistics.median(row[metric] for row in of):.1f}"
                                        for metric in ("error",) + ATTENTION])
        table(["task", "wrong", "hop 0", "hop 1", "hop 2", "all facts", "right by luck"], lines)

    print("### Beside what was expected\n")
    found = {}
    for name in best:
        first = [row["error"] for row in columns[name] if row["task"] == 1]
        found[f"{name}: seeds of task 1 with at most 1 % wrong"] = sum(error <= 1 for error in first) / len(first)
        found[f"{name}: mean error of the seeds with the lowest training error"] = best[name]
    if "joint" in columns:
        seeds = sorted({row["seed"] for row in columns["joint"]})
        means = [statistics.mean(row["error"] for row in columns["joint"] if row["seed"] == seed) for seed in seeds]
        found["joint: mean error of a seed (median)"] = statistics.median(means)
        print(f"Mean error of each joint seed: {', '.join(f'{mean:.1f}' for mean in means)} %.\n")
    lines = []
    for band in read(bands_path):
        value, medians = found.get(band["what"]), None
        if " > " in band["what"]:
            worse, better = band["what"].split(" > ")
            if worse in best and better in best:
                value, medians = best[worse] - best[better], middle[worse] - middle[better]
        shown = "not run" if value is None else f"{value:.2f}" + ("" if medians is None else f" ({medians:.2f})")
        verdict = "" if value is None else "yes" if float(band["low"]) <= value <= float(band["high"]) else "no"
        lines.append([band["what"], f"{band['low']} to {band['high']}", shown, verdict, band["source"]])
    table(["what", "expected", "found", "as expected", "source"], lines)
    print("A `>` is the difference of the means over tasks, of the seeds with the lowest training error, as the paper "
          "compares them, and in brackets of the medians of all seeds.")
    if "joint" in columns:
        print("Three joint seeds are few: task 16 is either learned or not.")


if __name__ == "__main__":
    main(*sys.argv[1:])
