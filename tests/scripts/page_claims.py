#!/usr/bin/python3
"""page_claims.py: each page of planned comparisons decides its claims by their rules.

All hold on results as they were expected, each is refuted by results that break its rule, and with few or no seeds it is
open. Skipped (77) without scipy. pages/NAME.py has the results for scripts/results/NAME.py:

SEEDS              of each experiment
expected_results() the rows of each experiment, without seeds
BROKEN             for each claim an experiment, chosen cells, and values of them that refute it, and the claims in ALSO
HIDDEN             the same for what leaves a claim open, and a text that is in the page then
FEW, EARLY         a number of seeds, and the claims that hold with so many
TEXTS, FEW_TEXTS   texts that are in the page, and in that of few seeds
PREDICTIONS        the file of predictions, if it has another name
arguments()        those of the script, if they are not the results and the predictions
"""
import csv
import importlib.util
import io
import pathlib
import re
import sys
import tempfile
from contextlib import redirect_stdout

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "scripts" / "results"))


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Page:
    def __init__(self, path):
        self.name, self.rows = path.stem, loaded(f"rows_of_{path.stem}", path)
        self.script = importlib.import_module(path.stem)

    def extra(self, name, default):
        return getattr(self.rows, name, default)

    def changed(self, experiment, chosen, values):
        """Returns the expected results, but for these values of the chosen rows of an experiment."""
        results = self.rows.expected_results()
        rows = [row for row in results[experiment] if all(row[key] in among for key, among in chosen.items())]
        assert rows, (self.name, experiment, chosen)
        for row in rows:
            row.update(values)
        return results

    def printed(self, results, seeds=None, diverged=False):
        """Returns what the script prints of these results, with so many seeds, of which the last has diverged or not."""
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for experiment, rows in results.items():
                paths.append(pathlib.Path(folder) / f"{experiment}.csv")
                most = self.rows.SEEDS[experiment]
                write(paths[-1], rows, most if seeds is None else min(seeds, most), diverged)
            printed = io.StringIO()
            with redirect_stdout(printed):
                self.script.main(*self.arguments(list(map(str, paths))))
        assert not re.search(r"\bnan\b", printed.getvalue()), printed.getvalue()
        return printed.getvalue()

    def arguments(self, paths):
        predictions = str(ROOT / "docs" / "predictions" / f"{self.extra('PREDICTIONS', self.name)}.md")
        of = self.extra("arguments", lambda paths, predictions, root: [*paths, predictions])
        return map(str, of(paths, predictions, ROOT))

    def verdicts(self, results, *options):
        return dict(re.findall(r"^\| ([A-Z]\d+), .*?\| \*\*(\w+)\*\* \|", self.printed(results, *options), re.M))

    def expect(self, why, found, **others):
        """Requires that all claims hold, but for others."""
        wanted = {**dict.fromkeys(self.script.CLAIMS, "holds"), **others}
        wrong = {claim: found.get(claim) for claim in wanted if found.get(claim) != wanted[claim]}
        assert found == wanted, (self.name, why, wrong)


def write(path, rows, seeds, diverged):
    always = ["task", "scheme", "seed", "diverged", "solved", "sequences"]
    columns = list(dict.fromkeys([*always, *(key for row in rows for key in row)]))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in rows:
            for seed in range(seeds):
                if diverged and seed + 1 == seeds:  # such a run has no numbers
                    row = {key: value for key, value in row.items() if isinstance(value, str)} | {"solved": 0, "diverged": 1}
                writer.writerow({**row, "seed": 501 + seed})


def check(page):
    expected, rows = page.rows.expected_results(), page.rows
    assert set(rows.BROKEN) == set(page.script.CLAIMS), page.name
    page.expect("as expected", page.verdicts(expected))
    opened = {claim: "open" for claim in page.script.CLAIMS if claim not in page.extra("EARLY", ())}
    page.expect("few seeds", page.verdicts(expected, rows.FEW), **opened)
    page.expect("no seeds", page.verdicts(expected, 0), **dict.fromkeys(page.script.CLAIMS, "open"))
    for claim, change in rows.BROKEN.items():
        others = page.extra("ALSO", {}).get(claim, ())
        page.expect(f"{claim} is broken", page.verdicts(page.changed(*change)),
                    **dict.fromkeys([claim, *others], "refuted"))
    for claim, (change, text) in page.extra("HIDDEN", {}).items():
        results = page.changed(*change)
        page.expect(f"{claim} is hidden", page.verdicts(results), **{claim: "open"})
        assert text in page.printed(results), (page.name, text)
    # What is missing, or has diverged, refutes nothing that was expected, and has no number.
    page.printed(expected, 1)
    page.printed(expected, None, True)
    for experiment in expected:
        for there in ([], expected[experiment][:-1], expected[experiment][1:]):
            found = page.verdicts({**expected, experiment: there})
            assert "refuted" not in found.values(), (page.name, experiment, found)
            assert there or "open" in found.values(), (page.name, experiment, found)
    for texts, seeds in (("TEXTS", None), ("FEW_TEXTS", rows.FEW)):
        text = page.printed(expected, seeds)
        for part in page.extra(texts, ()):
            assert part in text, f"{page.name}: {part}\nis not in\n{text}"


def main():
    try:
        import scipy  # noqa: F401
    except ModuleNotFoundError as error:
        print(f"{error} (package python3-scipy)")
        sys.exit(77)
    for path in sorted((HERE / "pages").glob("*.py")):
        check(Page(path))


if __name__ == "__main__":
    main()
