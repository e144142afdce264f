#!/usr/bin/python3
"""matrix.py MATRIX.csv HYPOTHESES.csv: prints the expected beside the found results of the first matrix, as Markdown.

MATRIX.csv is the compare.csv of `memnet compare experiments/matrix.ini`; HYPOTHESES.csv is docs/hypotheses.csv, which
was written before the runs."""
import csv
import sys

SEEDS = 10


def mark(row):
    """Returns the result of a cell as a mark of docs/hypotheses.md."""
    solved, twice = int(row["solved"]), float(row["exact_2x"] or "nan")
    if solved >= 8:
        return "+" if twice >= 0.5 else "o"
    return "?" if solved >= 2 else "-"


def shown(row, expected):
    if int(row["done"]) < SEEDS:
        return f"{row['solved']}/{row['done']} so far"
    found = mark(row)
    arrow = "=" if found == expected else "**→**"
    return f"{expected} {arrow} {found}, {row['solved']}/{row['done']}, {100 * float(row['exact_2x']):.0f} %"


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def position(row):
    return row["task"], row["scheme"], row["write_mode"]


def main(matrix, hypotheses):
    rows = {position(row): row for row in read(matrix)}
    expected = {}
    for row in read(hypotheses):
        for scheme in filter(None, (row["scheme"], row["renamed_scheme"])):
            expected[row["task"], scheme, row["write_mode"]] = row["expected"]
    tasks = list(dict.fromkeys(task for task, _, _ in rows))
    for title, mode in (("Without a memory", ""), ("Append: each item gets the next slot", "append"),
                        ("Learned: heads choose where to write", "learned")):
        print(f"\n### {title}\n\n| scheme | {' | '.join(tasks)} |\n|---|{'---|' * len(tasks)}")
        for scheme in dict.fromkeys(scheme for _, scheme, of in rows if of == mode):
            cells = [shown(rows[task, scheme, mode], expected[task, scheme, mode]) for task in tasks]
            name = scheme.replace("|", "\\|")
            print(f"| {name} | {' | '.join(cells)} |")
    whole = [key for key, row in rows.items() if int(row["done"]) == SEEDS]
    agreed = sum(mark(rows[key]) == expected[key] for key in whole)
    runs = sum(int(row["done"]) for row in rows.values())
    print(f"\n{runs} runs. Of {len(whole)} cells with all seeds, {agreed} are as expected.")


if __name__ == "__main__":
    main(*sys.argv[1:])
