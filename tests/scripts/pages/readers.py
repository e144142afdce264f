"""What was expected of readers, for page_claims.py."""
SEEDS = {"attention": 5, "baselines": 5, "names": 5, "others": 3}
FEW = 2
ADDITIVE, IMPATIENT = "attentive_reader additive | softmax", "impatient_reader additive | softmax"


def expected_results():
    """Returns the rows of each experiment but for the seed, as they were expected."""
    def row(scheme, right, **others):
        return {"task": "cloze", "scheme": scheme, "right_answers_1x": right, "right_answers_1.5x": right,
                "right_answers_2x": right, **others}

    attention = [row(scheme, 1.0, weight_on_facts=0.95) for scheme in
                 (ADDITIVE, "attentive_reader general | softmax", IMPATIENT, "impatient_reader general | softmax")]
    return {"attention": attention,
            "baselines": [row("attentive_reader", 0.13, reads=reads) for reads in ("summary", "nothing")],
            "names": [row("attentive_reader", right, new_names=new) for new, right in (("yes", 0.14), ("no", 0.3))],
            "others": [row("memn2n dot | softmax", 0.99), row("lstm", 0.3)]}


BROKEN = {
    "R1": ("attention", {"scheme": [ADDITIVE]}, {"right_answers_1x": 0.9}),
    "R2": ("baselines", {"reads": ["summary"]}, {"right_answers_1x": 0.9}),
    "R3": ("attention", {"scheme": ["attentive_reader general | softmax"]}, {"right_answers_1x": 0.9}),
    "R4": ("attention", {"scheme": [IMPATIENT]}, {"right_answers_1x": 0.9}),
    "R5": ("attention", {"scheme": [ADDITIVE]}, {"weight_on_facts": 0.5}),
    "R6": ("names", {"new_names": ["no"]}, {"right_answers_1x": 0.15}),
    "R7": ("others", {"scheme": ["lstm"]}, {"right_answers_1x": 0.7}),
}
ALSO = {"R1": ["R3", "R4"]}
TEXTS = ("| `lstm` | 30.0, 30.0, 30.0 % | 30.0 % | 30.0 % | - |",)
