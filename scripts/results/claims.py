"""What the pages of planned comparisons share: the results of their runs, and the rules that decide their claims.

A page has the predictions of docs/predictions/NAME.md, which were written before the runs, beside what was found. Results
are rows of the runs.csv that `memnet compare` writes.
"""
import csv
import math
import re
from collections import defaultdict

from scipy import stats

CONFIDENCE = 0.95
SEEDS = 10  # of every plan


class Results:
    """The runs of a comparison by the columns that name a cell: task and scheme ("cosine|softmax"), or others; and in each
    cell by seed."""

    def __init__(self, path, by=("task", "scheme")):
        self.cells = defaultdict(dict)
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.cells[tuple(row[column].replace(" | ", "|") for column in by)][int(row["seed"])] = row

    def values(self, *cell_and_column):
        """Returns the values of a column by seed, values("copy", "ntm", "score"); without the seeds that have none."""
        *cell, column = cell_and_column
        rows = self.cells.get(tuple(cell), {})
        return {seed: float(row[column]) for seed, row in sorted(rows.items()) if row.get(column, "") != ""}

    def solving(self, *cell):
        """Returns the seeds that solve the task."""
        return [seed for seed, solved in self.values(*cell, "solved").items() if solved]

    def seeds(self, *cell):
        return len(self.cells.get(tuple(cell), {}))

    def solved(self, *cell):
        """Returns how many seeds solve the task, and how many there are."""
        return len(self.solving(*cell)), self.seeds(*cell)

    def meeting(self, *cell_and_column, meets):
        """Returns how many seeds have a value that meets a condition, and how many there are; a seed that diverged has
        none."""
        return sum(map(meets, self.values(*cell_and_column).values())), self.seeds(*cell_and_column[:-1])

    def mean(self, *cell_and_column):
        return mean(self.values(*cell_and_column).values())


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else math.nan


def percent(share, digits=1):
    return "-" if math.isnan(share) else f"{100 * share:.{digits}f} %"


def percents(shares, digits=1):
    """Returns several shares with one sign at the end."""
    texts = [percent(share, digits).removesuffix(" %") for share in shares]
    return ", ".join(texts) + " %" if texts else "no runs"


class Difference:
    """A difference that is paired by seed: its mean, its 95 % interval of Student's t, and the p value of no difference."""

    def __init__(self, one, other):
        self.pairs = [one[seed] - other[seed] for seed in sorted(one.keys() & other.keys())]
        self.mean = mean(self.pairs)
        self.seeds = len(self.pairs)
        self.low, self.high = -math.inf, math.inf
        if self.seeds < 2:
            return
        self.error = stats.sem(self.pairs)
        half = self.error * stats.t.ppf((1 + CONFIDENCE) / 2, self.seeds - 1)
        self.low, self.high = self.mean - half, self.mean + half

    def p_beyond(self, bound):
        """Returns the p value of the hypothesis that the difference is at most `bound`."""
        if self.seeds < 2:
            return 1.0
        if self.error == 0:  # every seed has the same difference: the exact test by signs
            return 0.5**self.seeds if self.mean > bound else 1.0
        return float(stats.t.sf((self.mean - bound) / self.error, self.seeds - 1))

    def p_below(self, bound):
        """Returns the p value of the hypothesis that the difference is at least `bound`."""
        return Difference.negative(self).p_beyond(-bound)

    def p(self):
        return min(1.0, 2 * min(self.p_beyond(0), self.p_below(0)))

    @staticmethod
    def negative(difference):
        return Difference({i: -x for i, x in enumerate(difference.pairs)}, dict.fromkeys(range(difference.seeds), 0.0))

    def is_positive(self):
        """Returns whether the interval decides that it is above 0: "holds", "refuted" or "open"."""
        return "holds" if self.low > 0 else "refuted" if self.high < 0 else "open"

    def is_within(self, bound):
        """Returns whether the interval decides that it is within -bound and bound."""
        if -bound < self.low and self.high < bound:
            return "holds"
        return "refuted" if self.low > bound or self.high < -bound else "open"

    def is_above(self, bound):
        """Returns whether the interval decides that it is above the bound."""
        return "holds" if self.low > bound else "refuted" if self.high < bound else "open"

    def mean_is_at_least(self, bound, all_seeds):
        """Returns whether its mean over all seeds is; a difference of shares lies within -1 and 1."""
        total, missing = sum(self.pairs), max(0, all_seeds - self.seeds)
        low, high = (total - missing) / all_seeds, (total + missing) / all_seeds
        return "holds" if low >= bound else "refuted" if high < bound else "open"

    def mean_is_at_most(self, bound, all_seeds):
        return Difference.negative(self).mean_is_at_least(-bound, all_seeds)

    def text(self):
        """Returns it in points of percent, with its interval."""
        if self.seeds == 0:
            return "no runs"
        interval = "" if self.seeds < 2 else f" [{100 * self.low:+.0f}, {100 * self.high:+.0f}]"
        return f"{100 * self.mean:+.1f}{interval} points, {self.seeds} seeds"


def holm(p_values):
    """Returns the p values with Holm's correction over all of them."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    corrected, largest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        corrected[i] = largest
    return corrected


def share_difference(one, of_one, other, of_other):
    """Returns the difference of two shares with its 95 % interval (Newcombe 1998), and the p value of Fisher's test."""
    if not of_one or not of_other:
        return math.nan, -math.inf, math.inf, 1.0
    a, b = (stats.binomtest(*counts).proportion_ci(CONFIDENCE, "wilson") for counts in ((one, of_one), (other, of_other)))
    p, q = one / of_one, other / of_other
    low = p - q - math.hypot(p - a.low, b.high - q)
    high = p - q + math.hypot(a.high - p, q - b.low)
    return p - q, low, high, float(stats.fisher_exact([[one, of_one - one], [other, of_other - other]])[1])


def rank_correlation(x, y):
    return float(stats.spearmanr(x, y)[0])


def published_rows(path):
    """Returns the rows of a CSV file that begins with comments."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def predicted_claims(path):
    """Returns the claims of a page of predictions, by id: lines "- **ID, claim.** rule" or rows "| ID, claim | ...  |"."""
    text = path.read_text(encoding="utf-8")
    claims = re.findall(r"^(?:- \*\*|\| )([A-Z]\d+), ([^|*]*?)\.?(?:\*\*| \|)", text, re.M)
    return {number: " ".join(claim.split()) for number, claim in claims}


def predicted_table(path):
    """Returns the first table of a page of predictions that has marks: by row and column, as written."""
    table, head = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            if table:
                break
            continue
        cells = [cell.strip().strip("`").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if head is None:
            head = cells
        elif not set(line) <= set("|-"):
            table.update({(cells[0].replace(" | ", "|"), column): cell for column, cell in zip(head[1:], cells[1:])})
    return table


def print_claims(results, claims, verdicts):
    """Prints the verdict on each claim. `verdicts` has for each number the verdict and the figures that decide it."""
    if (fewest := min(map(len, results.cells.values()), default=0)) < SEEDS:
        print(f"Some cells have only {fewest} of {SEEDS} seeds, so these verdicts are those so far: an interval of three\n"
              f"seeds can exclude 0 where no test of three seeds can.\n")
    print_verdicts(claims, verdicts)


def print_verdicts(claims, verdicts):
    print("| claim | verdict | what decides it |\n|---|---|---|")
    for number, claim in claims.items():
        verdict, figures = verdicts[number]
        print(f"| {number}, {claim} | **{verdict}** | {figures} |")
    print()


def possible(count, of, all_seeds=SEEDS):
    """Returns the fewest and the most of all seeds that can be meant if `count` of those that are there, `of`, are."""
    return count, count + max(0, all_seeds - of)


def enough(count, of, needed, all_seeds=SEEDS):
    """Returns whether `count` of `of` seeds decide that at least `needed` of all seeds are meant."""
    fewest, most = possible(count, of, all_seeds)
    return "holds" if fewest >= needed else "refuted" if most < needed else "open"


def at_most(count, of, bound, all_seeds=SEEDS):
    """Returns whether they decide that at most `bound` of all seeds are."""
    return opposite(enough(count, of, bound + 1, all_seeds))


def more(one, other, by=1):
    """Returns whether one possible() count is larger than another, by at least `by`."""
    return "holds" if one[0] - other[1] >= by else "refuted" if one[1] - other[0] < by else "open"


def possible_mean(shares, all_seeds=SEEDS):
    """Returns the least and the largest mean over all seeds that these shares of some seeds leave possible."""
    shares = list(shares)
    return sum(shares) / all_seeds, (sum(shares) + max(0, all_seeds - len(shares))) / all_seeds


def when_complete(verdict, seeds, all_seeds=SEEDS):
    """Returns the verdict of an interval or of a mean if all seeds are there, since others can change it."""
    return verdict if seeds >= all_seeds else "open"


def mark_of(shares, seeds, mark, all_seeds=SEEDS):
    """Returns the mark of a cell, mark(shares of the solving seeds); "?" while missing seeds could change it."""
    missing = max(0, all_seeds - seeds)
    marks = {mark([*shares, *[share] * solving]) for solving in range(missing + 1) for share in (0.0, 1.0)}
    return marks.pop() if len(marks) == 1 else "?"


def opposite(verdict):
    return {"holds": "refuted", "refuted": "holds"}.get(verdict, verdict)


def all_of(verdicts):
    """Returns the verdict on a claim that has several parts, which is open if it has none yet."""
    verdicts = list(verdicts)
    if "refuted" in verdicts:
        return "refuted"
    return "open" if "open" in verdicts or not verdicts else "holds"


def any_of(verdicts):
    """Returns the verdict on a claim of which one part is enough."""
    return opposite(all_of(map(opposite, verdicts)))
