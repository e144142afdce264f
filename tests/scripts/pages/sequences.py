"""What was expected of encoder-decoders, for page_claims.py."""
import sequences

NAMES = {"luong general|softmax": "luong", "luong location|softmax": "luong location",
         f"rnnsearch {sequences.WALK}": "rnnsearch window"}
WINDOWS = sequences.WITHOUT_CONTENT
SEEDS = {"addition": 5, "scores": 10, "scan": 5, "places": 10, "lookup": 10, "places_scan": 5}
FEW, EARLY = 3, {"S1", "S2", "S7", "S8", "S9", "S12"}


def named(scheme):
    return NAMES.get(scheme, scheme)


def arguments(paths, predictions, root):
    return [*paths, predictions, root / "scripts" / "results" / "scan_paper.csv"]


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    addition = [{"scheme": model, "sequences": 900_000, "solved": 1, "criterion": 45_000 * epochs, "exact_1x": 0.995,
                 "right_answers_1x": 0.999}
                for model, epochs in (("seq2seq", 20), ("luong", 10), ("rnnsearch additive | softmax", 3))]
    scores = []
    for task in sequences.SCORED_TASKS:
        for kind in sequences.KINDS:
            for score in sequences.SCORES:
                solves = score != "location" and not ("monotonic" in kind and task == "reverse")
                scores.append({"task": task, "scheme": named(f"luong {score}|{kind}"), "solved": int(solves),
                               "exact_1x": float(solves), "exact_2x": 0.0 if score == "location" else 0.3, "exact_3x": 0.1})
    scan = [{"scheme": model, "split": split, "solved": 0, "exact_1x": share, "exact_of_all": share,
             "exact_told_length_of_all": share, "exact_of_seen-phrases": 0.6, "exact_of_unseen-phrase": 0.001}
            for model in ("seq2seq", "rnnsearch additive | softmax")
            for split, share in (("simple", 0.99), ("length", 0.15), ("turn_left", 0.8), ("jump", 0.01))]
    places = []
    for head in sequences.HEADS:
        for order in sequences.ORDERS:
            for task in ("copy", "reverse", "lookup, no", "lookup, yes"):
                walks_wrong = head == sequences.WALK and order == "forward" and task == "reverse"
                places.append({"task": task, "scheme": named(f"rnnsearch {head}"), "encoding_order": order,
                               "solved": int(not walks_wrong), "exact_1x": float(not walks_wrong),
                               "exact_4x": float(head in WINDOWS)})
    lookup = [{**row, "task": "lookup", "reversed": row["task"][8:]} for row in places if row["task"].startswith("lookup")]
    places = [row for row in places if not row["task"].startswith("lookup")]
    places_scan = [{"scheme": named(f"rnnsearch {head}"), "encoding_order": order, "exact_of_unseen-phrase": 0.01}
                   for head in sequences.HEADS for order in sequences.ORDERS]
    return {"addition": addition, "scores": scores, "scan": scan, "places": places, "lookup": lookup,
            "places_scan": places_scan}


BROKEN = {
    "S1": ("addition", {"scheme": ["luong"]}, {"criterion": 45_000 * 30}),
    "S2": ("addition", {"scheme": ["seq2seq"]}, {"right_answers_1x": 0.98}),
    "S3": ("scores", {"task": ["reverse"], "scheme": ["luong dot|local:monotonic,3"]}, {"solved": 1}),
    "S4": ("scores", {"task": ["copy"], "scheme": ["luong general|local:predicted,3"]}, {"solved": 0}),
    "S5": ("scores", {"task": ["reverse"], "scheme": ["luong additive|softmax"]}, {"exact_3x": 0.7}),
    "S6": ("scores", {"task": ["copy"], "scheme": ["luong location"]}, {"exact_2x": 0.01}),
    "S7": ("scan", {"split": ["jump"]}, {"exact_1x": 0.2}),
    "S8": ("scan", {"split": ["length"], "scheme": ["seq2seq"]}, {"exact_of_unseen-phrase": 0.05}),
    "S9": ("lookup", {"reversed": ["no"]}, {"exact_4x": 0.95}),
    "S10": ("places", {"task": ["reverse"], "scheme": ["rnnsearch tape"]}, {"solved": 0, "exact_1x": 0.5}),
    "S11": ("places", {"task": ["reverse"], "scheme": ["rnnsearch window"], "encoding_order": ["forward"]},
            {"solved": 1, "exact_1x": 1.0}),
    "S12": ("places_scan", {"scheme": ["rnnsearch ntm"]}, {"exact_of_unseen-phrase": 0.05}),
}
HIDDEN = {"S1": (("addition", {"scheme": ["luong"]}, {"solved": 0, "criterion": "", "sequences": 45_000 * 15}), "> 15.0")}
TEXTS = ("| LSTM, the best over all splits (published) | 99.7 % | 13.8 % | 23.6 % | 90 % | 0.08 % | 5 |",
         "| luong | 5/5 | 10.0, 10.0,", "| `dot\\|softmax` | 10/10: 100.0, 30.0, 10.0 % |",
         "| `tape`, forward | + = +, 10/10, 100.0 % |",
         f"| `{sequences.WALK}`, forward | + = +, 10/10, 100.0 % | - = -, 0/10 |".replace("|softmax", "\\|softmax"))
FEW_TEXTS = ("| `tape`, forward | + **→** ?, 3/3, 100.0 % |",)
