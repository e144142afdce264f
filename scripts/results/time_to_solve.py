"""How long a run took until it solved its task; of a run that never did, that it takes longer than it was given."""
import statistics
from typing import NamedTuple


class Time(NamedTuple):
    sequences: float
    solved: bool  # if not, the run needs more sequences than these

    def text(self, unit, digits=None):
        """Returns it in a unit of so many sequences: "3" or "> 10"."""
        number = self.sequences / unit
        return ("" if self.solved else "> ") + (f"{number:g}" if digits is None else f"{number:.{digits}f}")


def times(results, *cell):
    """Returns the time of each run, by seed."""
    solved, given = results.values(*cell, "criterion"), results.values(*cell, "sequences")
    return {seed: Time(solved.get(seed, given[seed]), seed in solved) for seed in given}


def in_order(found):
    """Returns times from the shortest on; runs that did not solve the task are later than all others."""
    return sorted(found, key=lambda time: (not time.solved, time.sequences))


def median(found):
    ordered = in_order(found)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return Time(statistics.mean(time.sequences for time in middle), all(time.solved for time in middle))


def is_sooner(one, other):
    """Returns whether a time is shorter than another: "holds", "refuted" or, where what they were given hides it, "open"."""
    if one.sequences < other.sequences:
        return "holds" if one.solved else "open"
    if one.sequences == other.sequences and one.solved and not other.solved:
        return "holds"
    return "refuted" if other.solved else "open"


def solved_within(found, most):
    """Returns how many are solved within `most` sequences, and of how many that is known."""
    found = list(found)
    return (sum(time.solved and time.sequences <= most for time in found),
            sum(time.solved or time.sequences >= most for time in found))
