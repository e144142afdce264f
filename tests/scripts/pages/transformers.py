"""What was expected of Transformers, for page_claims.py."""
import transformers

SEEDS = dict.fromkeys(("recall", "others", "sinusoidal", "learned", "relative", "none"), 10)
FEW = 3
FORMS, RECALLED = transformers.FORMS, transformers.RECALLED


def arguments(paths, predictions, root):
    return [predictions, *paths]


def copies(network, half_more=0.1, twice=0.0, solved=1):
    return {"task": "copy", "scheme": network, "solved": solved, "exact_1x": float(solved), "exact_1.5x": half_more,
            "exact_2x": twice, "exact_4x": 0.0, "parameters": 100_000, "state_bytes": 2048}


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    sinusoidal = [copies(network) for network in (*FORMS, "rnnsearch additive | softmax")]
    sinusoidal += [copies(network, 1.0, 0.9) for network in ("ntm_stay", "queue", "location_attention")]
    others = [{"task": "mqar", "scheme": scheme.replace("|", " | "), RECALLED: 1.0 if scheme == "content" else 0.9}
              for scheme in transformers.SCHEMES]
    recall = [{"task": task, "scheme": "causal_transformer", "solved": int(task not in transformers.TRACKING),
               RECALLED: 0.99} for task in transformers.TASKS]
    return {"recall": recall, "others": others, "sinusoidal": sinusoidal,
            "learned": [copies(form) for form in FORMS], "relative": [copies(form, 0.5, 0.2) for form in FORMS],
            "none": [copies(FORMS[0], 0.7, 0.6), copies(FORMS[1], 0.0, 0.0, 0)]}


BROKEN = {
    "X1": ("sinusoidal", {"scheme": ["transformer"]}, {"exact_2x": 0.1}),
    "X2": ("relative", {"scheme": ["causal_transformer"]}, {"exact_1.5x": 0.05}),
    "X3": ("none", {"scheme": ["causal_transformer"]}, {"solved": 0}),
    "X4": ("none", {"scheme": ["transformer"]}, {"solved": 1}),
    "X5": ("sinusoidal", {"scheme": ["queue"]}, {"exact_2x": 0.5}),
    "X6": ("sinusoidal", {"scheme": ["rnnsearch additive | softmax"]}, {"exact_2x": 0.2}),
    "X7": ("others", {"scheme": ["dnc"]}, {RECALLED: 0.995}),
    "X8": ("recall", {"task": ["parity"]}, {"solved": 1}),
}
HIDDEN = {"X7": (("others", {"scheme": ["lstm"]}, {RECALLED: ""}), "7 of the 8 memories are complete")}
TEXTS = ("| causal_transformer | sinusoidal | o o | 10/10 | 100 % | 10 % | 0 % | 0 % | 100,000 | 2,048 |",
         "| causal_transformer | none | ~ ~ | 10/10 |", "| transformer | none | - - | 0/10 |",
         "| causal_transformer | 10/10, 99 % |")
FEW_TEXTS = ("| causal_transformer | sinusoidal | o ? | 3/3 |", "| transformer | none | - ? | 0/3 |")
