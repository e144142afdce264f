"""What was expected of captions, for page_claims.py."""
import captions

SEEDS = {"soft": 5, "patches": 5, "summary": 5, "in_order": 5, "estimators": 3, "reinforce": 3, "doubly": 5}
FEW = 2
SLOPES = [f"show_attend_tell additive | {name}" for name in ("straight_through", "gumbel:1", "straight_through_gumbel:1")]
SOFT, ARGMAX = "show_attend_tell additive | softmax", "show_attend_tell additive | argmax"


def row(scheme, right, places=0.5, **cell):
    return {"task": "glyphs", "scheme": scheme, **cell, "right_answers_1x": right, "right_places": places, "exact_1x": right}


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    estimators = [row(scheme.replace("|", " | "), 0.99 if soft_until == "0.5" and "argmax" not in scheme else 0.2,
                      soft_until=soft_until) for scheme, soft_until in captions.HARD]
    reinforce = [row("show_attend_tell additive | sample", 0.2 + 0.2 * sum((baseline != "none", bonus != "0", soft != "0")),
                     baseline=baseline, entropy_bonus=bonus, soft=soft) for baseline, bonus, soft in captions.PARTS]
    doubly = [row(SOFT, 0.99, places, caption=caption, doubly_stochastic=weight) for caption, weight, places in
              (("all", "0", 0.97), ("all", "1", 0.97), ("row", "0", 0.97), ("row", "1", 0.6))]
    return {"soft": [row(SOFT, 0.995, 0.97)],
            "patches": [row(SOFT, 0.3, encoder="words"), row(SOFT, 0.97, encoder="recurrent")],
            "summary": [row("show_and_tell", 0.3)], "in_order": [row("show_and_tell", 0.4)],
            "estimators": estimators, "reinforce": reinforce, "doubly": doubly}


BROKEN = {
    "S1": ("soft", {}, {"right_places": 0.5}),
    "S2": ("patches", {"encoder": ["words"]}, {"right_answers_1x": 0.7}),
    "S3": ("patches", {"encoder": ["recurrent"]}, {"right_answers_1x": 0.8}),
    "S4": ("summary", {}, {"right_answers_1x": 0.7}),
    "S5": ("estimators", {"soft_until": ["0.5"]}, {"right_answers_1x": 0.9}),
    "S6": ("estimators", {"soft_until": ["0.5"], "scheme": SLOPES[1:2]}, {"right_answers_1x": 0.1}),
    "S7": ("estimators", {"soft_until": ["0"], "scheme": [ARGMAX]}, {"right_answers_1x": 0.95}),
    "S8": ("reinforce", {"baseline": ["average"]}, {"right_answers_1x": 0.1}),
    "S9": ("reinforce", {"entropy_bonus": ["0.002"]}, {"right_answers_1x": 0.1}),
    "S10": ("reinforce", {"soft": ["0.5"]}, {"right_answers_1x": 0.1}),
    "S11": ("doubly", {"caption": ["all"], "doubly_stochastic": ["1"]}, {"right_places": 0.8}),
    "S12": ("doubly", {"caption": ["row"], "doubly_stochastic": ["1"]}, {"right_places": 1.0}),
}
TEXTS = ("has 39.6 % of\nthe words right", "| `gumbel:1, begins softly` | 99.0 % (99.0 to 99.0) |")
