"""What was expected of structured attention, for page_claims.py."""
from structured import STORIES, at_depth

SEEDS = {"parents": 5, "scores": 5, "trees": 3, "two_facts": 5, "three_facts": 5}
FEW = 2


def arguments(paths, predictions, root):
    return [*paths, predictions, root / "scripts" / "results" / "structured_paper.csv"]


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    def parents(*shares, **cell):
        return {"task": "prefix_infix", "scheme": "structured", **cell, **dict(zip(map(at_depth, "234"), shares))}

    def stories(*tasks):
        return [{"task": "babi", "scheme": "memn2n dot | softmax", "tasks": task, "chain": chain, "right_answers_1x": 0.9,
                 "facts_found": facts} for task in tasks for chain, facts in (("no", 0.4), ("yes", 0.6))]

    assert set(STORIES) == {"2", "3", "11", "14", "16"}
    return {"parents": [parents(0.06, 0.04, 0.03, attention="none"), parents(0.6, 0.4, 0.1, attention="simple"),
                        parents(0.97, 0.8, 0.5, attention="structured")],
            "scores": [parents(0.9, 0.5, 0.2, attention="simple"), parents(0.98, 0.8, 0.5, attention="structured")],
            "trees": [parents(0.97, 0.8, 0.5, projective=projective, one_root=one_root)
                      for projective in ("yes", "no") for one_root in ("yes", "no")],
            "two_facts": stories("2", "11", "14"), "three_facts": stories("3", "16")}


BROKEN = {
    "K1": ("parents", {"attention": ["simple"]}, {at_depth("2"): 0.05}),
    "K2": ("parents", {"attention": ["structured"]}, {at_depth("2"): 0.9}),
    "K3": ("parents", {"attention": ["none"]}, {at_depth("2"): 0.55}),
    "K4": ("parents", {"attention": ["structured"]}, {at_depth("4"): 0.95}),
    "K5": ("scores", {"attention": ["simple"]}, {at_depth("2"): 0.5}),
    "K6": ("trees", {"projective": ["no"], "one_root": ["no"]}, {at_depth("2"): 0.8}),
    "K7": ("two_facts", {"chain": ["yes"]}, {"right_answers_1x": 0.2}),
    "K8": ("two_facts", {"chain": ["yes"]}, {"facts_found": 0.1}),
}
TEXTS = ("| structured | bounded | 97.0 % (99.2) | 80.0 % (87.0) | 50.0 % (64.5) |",
         "| 2, two facts | 90.0 % (87.3) | 40.0 % (46.8) | 90.0 % (84.7) | 60.0 % (81.8) |")
