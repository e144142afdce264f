"""What was expected of feed-forward attention, for page_claims.py."""
import feed_forward
from feed_forward import BOUNDED, EPOCH, LONG, TABLE

SEEDS = {"table": 5, "long": 3}
FEW, EARLY = 2, {"F2"}  # two of three seeds are enough
FREE = feed_forward.FREE.replace("|", " | ")
PUBLISHED = {"add": (1, 1, 1, 1, 2, 3), "multiply": (1, 2, 4, 2, 15, 6)}


def row(scheme, operation, shortest, epochs, weight):
    return {"task": "adding", "scheme": scheme, "operation": operation, "distance": str(shortest // 2), "solved": 1,
            "sequences": epochs * EPOCH, "criterion": epochs * EPOCH, "weight_on_facts": weight}


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    table, long = [], []
    for operation, epochs in PUBLISHED.items():
        for shortest, needed in zip(TABLE + LONG, epochs):
            rows = table if shortest in TABLE else long
            rows.append(row(BOUNDED, operation, shortest, needed, feed_forward.bound(shortest) / 2))
            if shortest in TABLE:
                rows.append(row(FREE, operation, shortest, needed, 0.9))
                rows.append(row("ff_mean", operation, shortest, 1 if operation == "add" else 20, ""))
    return {"table": table, "long": long}


BROKEN = {
    "F1": ("table", {"scheme": [BOUNDED], "operation": ["multiply"], "distance": ["50"]}, {"criterion": 5 * EPOCH}),
    "F2": ("long", {"operation": ["add"], "distance": ["2500"]}, {"criterion": "", "solved": 0, "sequences": 15 * EPOCH}),
    "F3": ("table", {"scheme": ["ff_mean"], "operation": ["add"], "distance": ["25"]}, {"criterion": 3 * EPOCH}),
    "F4": ("table", {"scheme": ["ff_mean"], "operation": ["multiply"], "distance": ["500"]}, {"criterion": EPOCH}),
    "F5": ("table", {"scheme": [BOUNDED], "operation": ["add"], "distance": ["25"]}, {"weight_on_facts": 0.5}),
    "F6": ("table", {"scheme": [FREE], "operation": ["add"], "distance": ["250"]}, {"weight_on_facts": 0.0}),
}
HIDDEN = {"F2": (("long", {"operation": ["multiply"], "distance": ["2500"]},
                  {"criterion": "", "solved": 0, "sequences": 15 * EPOCH}), "multiply 5000: > 15, > 15, > 15;")}
TEXTS = ("| add, `ff_attention` | 1, 5/5 (1) |", "| bound, 2 e² / (2 e² + T − 2) | 23.54 % |")
