#!/usr/bin/python3
"""sample.py RESULTS RUNS plan|page [DATA]: compares the tables of RESULTS with runs of another build.

plan  prints what to train, a line each: folder in RUNS, experiment, arguments of 'memnet compare'
page  prints, as Markdown, the published numbers beside those of the runs in RUNS/FOLDER.json ('memnet ls --json'), and
      how likely so large a difference is if nothing but chance is different

A sample is three seeds of each table, the lowest ones. Where that would take more than an hour, cells are drawn with
the seed of DRAW: ten of the matrix with all ten seeds, and twelve of the bAbI table, whose data are in the folder DATA.
"""
import csv
import itertools
import json
import pathlib
import random
import re
import shlex
import statistics
import sys
from collections import namedtuple

from claims import holm

DRAW = 13
SEEDS = 3
ROW = re.compile(r"^\| (\d+) \| \w+ \| \d+ \| [\d.]+ \| ([\d.]+)( %)? \|", re.M)

# A table or cell: its name; its runs: folder in RUNS, experiment, arguments that train it, and whether a run belongs to
# it; the metric, and its value in a run; the published values, and the build that they are of.
Cell = namedtuple("Cell", "table folder experiment arguments belongs metric value published build")


def seeds_from(first):
    return ["--seeds", f"{first}..{first + SEEDS - 1}"]


def solved(run):
    return float(run["solved"] == "yes")


def page_cells(results):
    """Yields the tables of the pages that make.sh writes: of each, the first column of numbers after the seconds."""
    for page in sorted(results.glob("*.md")):
        for section in re.split(r"^(?=`experiments/)", page.read_text(), flags=re.M)[1:]:
            experiment = re.match(r"`experiments/(.*?)`", section)[1]
            build = re.search(r"^Builds: \d+ runs by (.*)", section, re.M)
            groups = re.split(r"^### ", section, flags=re.M)[1:]
            for group in groups:
                name = group.split("\n")[0]
                rows = [(int(seed), float(value) / (100 if percent else 1)) for seed, value, percent in ROW.findall(group)]
                metric = re.search(r"\| seconds \| (.*?) \|", group)[1]
                field = "excess_bits" if metric.startswith("bits above") else "errors"
                yield Cell(f"{page.stem}: {name}", f"{page.stem}/{pathlib.Path(experiment).stem}", experiment,
                           seeds_from(min(rows)[0]), lambda run, name=name, alone=len(groups) == 1: alone or run["name"].startswith(name + "-s"),
                           metric, lambda run, field=field: run[field], [value for _, value in rows],
                           build[1] if build else "bits 1")


def capacity_cells(results):
    """Yields the cells of the second table of capacity.md: seeds that retrieve all values."""
    lines = [line.replace("\\|", "/OR/").split(" | ") for line in (results / "capacity.md").read_text().split("\n")]
    sizes = []
    for line in lines:
        if line[0] == "| feature map and rule":
            sizes = [size.removeprefix("S = ") for size in line[1:] if size.startswith("S = ")]
        for size, cell in zip(sizes, line[1:]):
            if not re.fullmatch(r"\d+/\d+", cell):
                continue
            solving, seeds = map(int, cell.split("/"))
            scheme = line[0].strip("|` ").replace("/OR/", "|")
            yield Cell(f"capacity: {size} keys, `{scheme}`".replace("|", "\\|"), "capacity", "capacity/setting1.ini",
                       seeds_from(1), lambda run, key=(scheme, size): (run["scheme"], str(run["options"]["task.keys"])) == key,
                       "seeds that solve", solved, [1.0] * solving + [0.0] * (seeds - solving), "-")


def matrix_cells(results):
    with open(results / "matrix.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in random.Random(DRAW).sample(rows, 10):
        name = " ".join(part for part in (row["task"], row["scheme"], row["write_mode"]) if part)
        renamed = re.sub("^ntm-(gate|shift|sharpen)$", r"ntm_no_\1", row["scheme"])
        arguments = ["--task", row["task"], "--addressing", renamed] + (["--write-mode", row["write_mode"]] if row["write_mode"] else [])
        solving, done = int(row["solved"]), int(row["done"])
        yield Cell(f"matrix: {name}".replace("|", "\\|"), "matrix/" + re.sub("[^a-z0-9]+", "_", name), "matrix.ini",
                   arguments, lambda run: True, "seeds that solve", solved,
                   [1.0] * solving + [0.0] * (done - solving), "bits 1")


def babi_cells(results, data):
    with open(results / "babi.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    table = sorted({(row["column"], int(row["task"])) for row in rows if "joint" not in row["column"]})
    for column, task in random.Random(DRAW).sample(table, 12):
        values = [float(row["error"]) for row in rows if (row["column"], row["task"]) == (column, str(task))]
        arguments = seeds_from(1) + ["--task.data", str(pathlib.Path(data).resolve()), "--task.tasks", str(task)]
        yield Cell(f"babi: {column}, task {task}", f"babi/{column}_{task}", f"babi/{column}.ini", arguments,
                   lambda run: True, "wrong answers, %", lambda run: 100 * run["errors"], values, "bits 1")


def probability(a, b):
    """Returns the two-sided probability of a difference of mean ranks as large as that of a and b: all divisions of
    their values into two groups of these sizes count alike (the exact test of Mann and Whitney, ties in the middle)."""
    values = sorted(a + b)
    rank = {value: values.index(value) + (values.count(value) - 1) / 2 for value in values}
    ranks = [rank[value] for value in b + a]
    middle = sum(ranks) / len(ranks)

    def distance(chosen):
        return abs(sum(chosen) - middle * len(b))

    distances = [distance(group) for group in itertools.combinations(ranks, len(b))]
    seen = distance(ranks[:len(b)])
    return sum(d >= seen - 1e-9 for d in distances) / len(distances)


def show(values, metric):
    if metric == "seeds that solve":
        return f"{sum(values):.0f}/{len(values)}"
    return f"{statistics.median(values):.3g} [{min(values):.3g}, {max(values):.3g}] of {len(values)}"


def page(cells, runs):
    of_folder, tested = {}, []
    for cell in cells:
        path = runs / f"{cell.folder}.json"
        if path not in of_folder:
            of_folder[path] = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        values = [cell.value(run) for run in of_folder[path] if run["status"] == "finished" and cell.belongs(run)]
        if values:
            tested.append((cell, values, probability(cell.published, values)))
    corrected = holm([p for _, _, p in tested])
    smaller = sum(p < 0.05 for _, _, p in tested)
    print(f"{len(tested)} tables and cells were trained again. p < 0.05 in {smaller} of them; after Holm's correction for "
          f"{len(tested)} tests in {sum(p < 0.05 for p in corrected)}.\n")
    print("| table or cell | metric | published | sample | p | Holm | build of the published |\n" + "|---" * 7 + "|")
    for (cell, values, p), all_p in zip(tested, corrected):
        print(f"| {cell.table} | {cell.metric} | {show(cell.published, cell.metric)} | {show(values, cell.metric)} | {p:.3f} "
              f"| {all_p:.2f} | {cell.build} |")


def main(results, runs, what, data=None):
    results, runs = pathlib.Path(results), pathlib.Path(runs)
    cells = [*page_cells(results), *capacity_cells(results), *matrix_cells(results), *(babi_cells(results, data) if data else [])]
    if what == "page":
        page(cells, runs)
        return
    planned = {(cell.folder, cell.experiment, shlex.join(cell.arguments)) for cell in cells}
    for line in sorted(planned):
        print("\t".join(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
