"""What was expected of the reach of read heads, for page_claims.py."""
import reach

SEEDS = {"runs": 10}
FEW = 3
TASKS = ("copy", "reverse", "associative_recall", "stride_copy", "repeat_copy")
HEADS = (*reach.WITHOUT_CONTENT, "content", "ntm", "ntm_stay")


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    def solves(task, scheme):
        if task in ("reverse", "associative_recall"):
            return scheme == "ntm"
        return scheme != "content"

    return {"runs": [{"task": task, "scheme": scheme.replace("|", " | "), "solved": int(solves(task, scheme)),
                      "exact_2x": 1.0, "exact_4x": 0.2 if scheme == "ntm" else 1.0, "exact_6x": 0.95 if scheme == "tape" else 1.0}
                     for task in TASKS for scheme in HEADS]}


BROKEN = {
    "R1": ("runs", {"task": ["reverse"], "scheme": ["ntm"]}, {"exact_4x": 0.6}),
    "R2": ("runs", {"task": ["reverse"], "scheme": ["ntm_stay"]}, {"solved": 1}),
    "R3": ("runs", {"task": ["copy"], "scheme": ["tape"]}, {"exact_6x": 0.5}),
    "R4": ("runs", {"task": ["copy"], "scheme": ["window"]}, {"exact_6x": 0.92}),
    "R5": ("runs", {"task": ["associative_recall"], "scheme": ["tape"]}, {"solved": 1}),
}
