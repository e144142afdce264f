"""What was expected of thinking longer, for page_claims.py."""
import pondering

SEEDS = {"rnn": 5, "repeat": 5, "ponder": 5, "tau": 5, "pointer": 3}
FEW = 2


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    def parity(right, criterion="", **others):
        return {"task": "parity64", "scheme": "machine", "solved": int(right > 0.9), "sequences": 12_800_000,
                "criterion": criterion, "right_answers_1x": right, **others}

    tau = [{**(parity(0.5, inner_steps=1.0) if cell == pondering.LARGE else parity(0.99, 9_000_000, inner_steps=2.5)),
            "cell": cell} for cell in pondering.PENALTIES]
    pointer = [{"task": "pointer_chase", "scheme": "ntm", "cell": cell, "exact_1x": 0.1 if cell == "none" else 0.4}
               for cell in ("none", *pondering.REPEATS, *pondering.HALTING)]
    return {"rnn": [parity(0.55)], "repeat": [parity(0.99, 6_000_000)], "ponder": [parity(0.99, 9_000_000, inner_steps=2.0)],
            "tau": tau, "pointer": pointer}


BROKEN = {
    "P1": ("rnn", {}, {"right_answers_1x": 0.8}),
    "P2": ("repeat", {}, {"criterion": 12_800_100}),
    "P3": ("ponder", {}, {"inner_steps": 5.0}),
    "P4": ("tau", {"cell": [pondering.SMALL]}, {"right_answers_1x": 0.5}),
    "P5": ("tau", {"cell": ["ponder:0.0003,10"]}, {"criterion": 1_000_000}),
    "P6": ("pointer", {"cell": ["repeat:2"]}, {"exact_1x": 0.12}),
    "P7": ("pointer", {"cell": ["ponder:0.01"]}, {"exact_1x": 0.9}),
}
ALSO = {"P2": ["P5"]}
TEXTS = ("| 0.01 | 5/5 | 99.0, 99.0, 99.0, 99.0, 99.0 % | 2.50, 2.50, 2.50, 2.50, 2.50 | 70,312 |",
         "| none | 10.0 % | 10.0, 10.0, 10.0 % | 1 |")
