"""What was expected of the estimators of hard attention, for page_claims.py."""
import needle

PREDICTIONS = "choices"
SEEDS = dict.fromkeys(("estimators", "baselines"), 10)
FEW = 3


def spelled(scheme):
    return scheme.replace("|", " | ")


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    estimators = [{"task": "needle", "scheme": spelled(scheme), "pairs": pairs, "solved": int(scheme != needle.HARDEST),
                   "right_answers_1x": 0.9, "gradient_variance": ""}
                  for scheme in (needle.SOFT, *needle.WITH_SLOPE, needle.HARDEST) for pairs in needle.PAIRS]
    baselines = [{"task": "needle", "scheme": spelled(scheme), "baseline": baseline, "pairs": pairs,
                  "solved": int(baseline != "none"), "right_answers_1x": 0.9, "gradient_variance": variance}
                 for scheme in (needle.SAMPLE, needle.LEARNED)
                 for baseline, variance in zip(needle.BASELINES, (3.0, 2.0, 1.0)) for pairs in needle.PAIRS]
    return {"estimators": estimators, "baselines": baselines}


BROKEN = {
    "C1": ("baselines", {"baseline": ["average"], "pairs": ["32"]}, {"gradient_variance": 4.0}),
    "C2": ("baselines", {"baseline": ["none"], "pairs": ["128"]}, {"solved": 1}),
    "C3": ("estimators", {"scheme": [spelled(needle.SOFT)], "pairs": ["128"]}, {"solved": 0}),
    "C4": ("estimators", {"scheme": [spelled(needle.HARDEST)], "pairs": ["8"]}, {"solved": 1}),
}
TEXTS = ("| `argmax` | 0/10, 90 % |", "| `sample`, none | 0/10, 90 %, 3 |")
