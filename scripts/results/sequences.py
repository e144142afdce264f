#!/usr/bin/python3
"""sequences.py ADDITION SCORES SCAN PLACES PLACES_LOOKUP PLACES_SCAN PREDICTIONS.md PUBLISHED.csv: prints what was expected
of encoder-decoders beside what was found. The first six are the runs.csv of the experiments, which may have any of their
runs; PUBLISHED is scripts/results/scan_paper.csv."""
import math
import pathlib
import statistics
import sys

import claims
import time_to_solve
from claims import Results, percent, percents

SOLVED = 0.99
FEWEST = 3      # seeds of each cell that decide a claim about means
EPOCH = 45_000  # sums of the Keras example
RECURRENT, ATTENTION = ("seq2seq", "rnnsearch")
NO_HEAD, LUONG = "none", "luong"
SCORES, KINDS = ("dot", "general", "additive", "location"), ("softmax", "local:monotonic,3", "local:predicted,3")
SCORED_TASKS = ("copy", "reverse", "bigram_flip")
CONTENT, WALK, BOTH = "scaled_dot|softmax", "window:step|softmax", "window:both|softmax"
WITHOUT_CONTENT = ("tape", WALK, BOTH, "window:both|sparsemax")
HEADS = (CONTENT, "tape", "ntm", *WITHOUT_CONTENT[1:], "scaled_dot|softmax|mix(window:step|softmax)")
ORDERS = ("forward", "learned")
SPLITS = ("simple", "length", "turn_left", "jump")
SEEN, UNSEEN = "exact_of_seen-phrases", "exact_of_unseen-phrase"

# The tables of memnet leave out what a preset has, and name what has a name.
SPELLED = {"luong": "luong general|softmax", "luong location": "luong location|softmax",
           "rnnsearch": "rnnsearch additive|softmax", "rnnsearch window": f"rnnsearch {WALK}",
           "rnnsearch scaled_dot|softmax|mix(window)": "rnnsearch scaled_dot|softmax|mix(window:step|softmax)"}


class Cells(Results):
    """Results whose schemes are spelled as in the experiments: the heads alone, or the models alone."""

    def __init__(self, path, by, shown):
        super().__init__(path, by)
        at, cells = by.index("scheme"), {}
        for cell, rows in self.cells.items():
            scheme = shown(SPELLED.get(cell[at], cell[at]))
            cells[(*cell[:at], scheme, *cell[at + 1:])] = rows
        self.cells.clear()
        self.cells.update(cells)

    def worst(self, *cells):
        """Returns the fewest seeds of these cells."""
        return min(self.seeds(*cell) for cell in cells)


def model_of(scheme):
    return scheme.split(" ")[0]


def head_of(scheme):
    return scheme.split(" ", 1)[-1]


class Sequences:
    def __init__(self, addition, scores, scan, places, lookup, places_scan):
        self.addition = Cells(addition, ("scheme",), model_of)
        self.scores = Cells(scores, ("task", "scheme"), head_of)
        self.scan = Cells(scan, ("scheme", "split"), model_of)
        self.places_scan = Cells(places_scan, ("scheme", "encoding_order"), head_of)
        copied = Cells(places, ("task", "scheme", "encoding_order"), head_of)
        looked = Cells(lookup, ("scheme", "reversed", "encoding_order"), head_of)
        # By head, order of the encodings and column of the table of predictions.
        self.places = copied
        cells = {(head, order, task): rows for (task, head, order), rows in copied.cells.items()}
        cells |= {(head, order, "lookup, reversed" if reverse == "yes" else "lookup"): rows
                  for (head, reverse, order), rows in looked.cells.items()}
        self.places.cells.clear()
        self.places.cells.update(cells)


def unless_few(seeds, holds):
    """Returns the verdict on a claim that no number of seeds is named for."""
    return claims.when_complete("holds" if holds else "refuted", seeds, FEWEST)


MODELS = (RECURRENT, LUONG, ATTENTION)


def epochs(time):
    return time.text(EPOCH, 1)


def attention_adds_sooner(of):
    found = {model: time_to_solve.times(of.addition, model).values() for model in MODELS}
    seeds = min(map(len, found.values()))
    if seeds == 0:
        return "open", "no runs of some models"
    medians = {model: time_to_solve.median(times) for model, times in found.items()}
    text = ", ".join(f"{model} {epochs(median)}" for model, median in medians.items())
    verdict = claims.all_of(time_to_solve.is_sooner(medians[model], medians[RECURRENT]) for model in (ATTENTION, LUONG))
    return claims.when_complete(verdict, seeds, FEWEST), f"median epochs until it is solved: {text}; seeds: {seeds}"


def all_add(of):
    least = {model: min(of.addition.values(model, "right_answers_1x").values(), default=math.nan) for model in MODELS}
    seeds = of.addition.worst(*((model,) for model in MODELS))
    text = ", ".join(f"{model} {percent(share)}" for model, share in least.items())
    if any(share < SOLVED for share in least.values()):
        return "refuted", f"characters right on the worst seed: {text}"
    return unless_few(seeds, True), f"characters right on the worst seed: {text}; seeds: {seeds}"


def counts(of, scores, kind, tasks):
    """Returns how many seeds solve these tasks, and of how many, with each of the scores."""
    return {(task, score): of.scores.solved(task, f"{score}|{kind}") for task in tasks for score in scores}


def in_words(count):
    return ", ".join(f"{score} {task} {n}/{seeds}" for (task, score), (n, seeds) in count.items())


def walking_windows_do_not_reverse(of):
    kind = KINDS[1]
    reverse, copy = counts(of, SCORES, kind, ("reverse",)), counts(of, SCORES[:3], kind, ("copy",))
    verdicts = [claims.at_most(*found, 0) for found in reverse.values()] + [claims.enough(*found, 8)
                                                                           for found in copy.values()]
    return claims.all_of(verdicts), f"solved: {in_words(copy | reverse)}"


def predicted_windows_do_both(of):
    count = counts(of, SCORES[:3], KINDS[2], ("copy", "reverse"))
    return claims.all_of(claims.enough(*found, 8) for found in count.values()), f"solved: {in_words(count)}"


def whole_source_at_the_trained_length(of):
    count = counts(of, SCORES[:3], KINDS[0], ("copy", "reverse"))
    far = {cell: of.scores.mean(cell[0], f"{cell[1]}|softmax", "exact_3x") for cell in count}
    verdicts = [claims.enough(*found, 8) for found in count.values()]
    verdicts += [unless_few(count[cell][1], far[cell] < 0.5) for cell in count]
    text = ", ".join(f"{score} {task} {percent(share)}" for (task, score), share in far.items())
    return claims.all_of(verdicts), f"solved: {in_words(count)}; right at 3x: {text}"


def location_knows_no_new_places(of):
    cells = [(task, "location|softmax") for task in ("copy", "reverse")]
    shares = [share for cell in cells for share in of.scores.values(*cell, "exact_2x").values()]
    text = f"largest share right at 2x: {percent(max(shares, default=math.nan))}"
    return claims.at_most(sum(share > 0 for share in shares), of.scores.worst(*cells), 0), text


def scan_mean(of, model, split, column="exact_1x"):
    return of.scan.mean(model, split, column)


def scan_is_as_published(of):
    of_model = {model: {split: scan_mean(of, model, split) for split in SPLITS} for model in (RECURRENT, ATTENTION)}
    seeds = of.scan.worst(*((model, split) for model in of_model for split in SPLITS))
    holds = all(share["simple"] >= 0.95 and share["jump"] <= 0.05 and share["length"] <= 0.22
                and share["turn_left"] > share["jump"] for share in of_model.values())
    text = "; ".join(f"{model}: " + ", ".join(f"{split} {percent(share[split])}" for split in SPLITS)
                     for model, share in of_model.items())
    return unless_few(seeds, holds), f"{text}; seeds: {seeds}"


def length_is_about_a_phrase(of):
    shares = {model: [scan_mean(of, model, "length", column) for column in (SEEN, UNSEEN)]
              for model in (RECURRENT, ATTENTION)}
    seeds = min(len(of.scan.values(model, "length", UNSEEN)) for model in shares)
    text = "; ".join(f"{model}: without {percent(seen)}, with {percent(unseen)}"
                     for model, (seen, unseen) in shares.items())
    holds = all(unseen <= 0.02 and seen > unseen for seen, unseen in shares.values())
    return unless_few(seeds, holds), f"right of the commands without and with an unseen phrase: {text}; seeds: {seeds}"


def far_of_solving(of, head, order, column):
    """Returns the share right at four times the length of each seed that solves the task."""
    shares = of.places.values(head, order, column, "exact_4x")
    return [shares[seed] for seed in of.places.solving(head, order, column)]


def windows_reach_far(of):
    def far(heads):
        return [share for head in heads for order in ORDERS for task in ("copy", "lookup")
                for share in far_of_solving(of, head, order, task)]
    without, content = far(WITHOUT_CONTENT), far((CONTENT,))
    kept, fell = (sum(share >= 0.9 for share in shares) for shares in (without, content))
    text = f"solving seeds with 90 % at 4x: without content {kept} of {len(without)}, content {fell} of {len(content)}"
    seeds = of.places.worst(*((head, order, task) for head in (*WITHOUT_CONTENT, CONTENT) for order in ORDERS
                              for task in ("copy", "lookup")))
    if not without or not content:
        return "open", text
    return unless_few(seeds, kept >= 0.8 * len(without) and fell <= 0.2 * len(content)), text


def windows_fail_all_or_nothing(of):
    shares = [share for head in ("tape", BOTH)
              for share in of.places.values(head, "forward", "reverse", "exact_1x").values()]
    between = sum(0.1 <= share <= 0.9 for share in shares)
    return claims.at_most(between, len(shares), 2, 20), f"{between} of {len(shares)} seeds have 10 to 90 % right"


def learned_order_reverses(of):
    learned, forward = (of.places.solved(WALK, order, "reverse") for order in ("learned", "forward"))
    verdict = claims.all_of([claims.enough(*learned, 8), claims.at_most(*forward, 1)])
    return verdict, f"solved: learned order {learned[0]}/{learned[1]}, forward {forward[0]}/{forward[1]}"


def no_head_helps_with_the_phrase(of):
    cells = [(head, order) for head in HEADS for order in ORDERS]
    shares = {cell: of.places_scan.mean(*cell, UNSEEN) for cell in cells}
    seeds = min(len(of.places_scan.values(*cell, UNSEEN)) for cell in cells)
    known = [cell for cell in cells if not math.isnan(shares[cell])]
    if not known:
        return "open", "no runs"
    best = max(known, key=shares.get)
    text = f"most, of {best[0].replace('|', ' ')}, {best[1]}: {percent(shares[best])}; seeds: {seeds}"
    return unless_few(seeds, shares[best] <= 0.03), text


CLAIMS = {"S1": attention_adds_sooner, "S2": all_add, "S3": walking_windows_do_not_reverse,
          "S4": predicted_windows_do_both, "S5": whole_source_at_the_trained_length, "S6": location_knows_no_new_places,
          "S7": scan_is_as_published, "S8": length_is_about_a_phrase, "S9": windows_reach_far,
          "S10": windows_fail_all_or_nothing, "S11": learned_order_reverses, "S12": no_head_helps_with_the_phrase}


def cell(text):
    """Returns text for a cell of a table, in which a bar would end it."""
    return text.replace("|", "\\|")


def print_head(*titles):
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")


def print_addition(of):
    print(f"## Addition\n\nEpochs are {EPOCH:,} sums, as many as the Keras example has in all; there, 99 % of the characters\n"
          "are right after 100 epochs. Solved: 99 % of the sums without a wrong character.\n")
    print_head("model", "seeds that solve it", "epochs of each seed until it is solved", "characters right", "sums right")
    for model in MODELS:
        solved, seeds = of.addition.solved(model)
        found = time_to_solve.times(of.addition, model).values()
        spelled = ", ".join(map(epochs, time_to_solve.in_order(found))) or "-"
        print(f"| {model} | {solved}/{seeds} | {spelled} | {percent(of.addition.mean(model, 'right_answers_1x'))} | "
              f"{percent(of.addition.mean(model, 'exact_1x'))} |")
    print()


def print_scores(of):
    print("## Scores over the whole source, and in a window\n\nSeeds that solve the task, and the sequences right at one, two "
          "and three times the trained length, mean over\nseeds.\n")
    print_head("head", *SCORED_TASKS)
    for kind in KINDS:
        for score in SCORES:
            head = f"{score}|{kind}"
            cells = []
            for task in SCORED_TASKS:
                solved, seeds = of.scores.solved(task, head)
                far = percents(of.scores.mean(task, head, f"exact_{times}x") for times in (1, 2, 3))
                cells.append(f"{solved}/{seeds}: {far}")
            print(f"| `{cell(head)}` | {' | '.join(cells)} |")
    print()


def published_of(path):
    """Returns the published percentages by name, split and whether the length is told."""
    return {(row["name"], row["split"], row["told"] == "yes"): float(row["percent"]) for row in claims.published_rows(path)}


def print_scan(of, published):
    columns = [("simple", False), ("length", False), ("length", True), ("turn_left", False), ("jump", False)]
    print("## SCAN\n\nThe commands of the test that are right as a whole, mean over seeds (least to most); told: "
          "the same\nwhere the length of each answer is given. 16 commands make an update here, one in the "
          "publication.\n")
    print_head("model", *(f"{split}{', told' if told else ''}" for split, told in columns), "seeds")
    for name in dict.fromkeys(name for name, *_ in published):
        found = [published.get((name, split, told)) for split, told in columns]
        print(f"| {name} (published) | {' | '.join('-' if share is None else f'{share:g} %' for share in found)} | 5 |")
    for model in (RECURRENT, ATTENTION):
        cells = []
        for split, told in columns:
            shares = list(of.scan.values(model, split, f"exact{'_told_length' if told else ''}_of_all").values())
            cells.append(f"{percent(claims.mean(shares))} ({100 * min(shares):.1f} to {100 * max(shares):.1f})"
                         if shares else "-")
        seeds = sorted({of.scan.seeds(model, split) for split in SPLITS})
        print(f"| {model} | {' | '.join(cells)} | {'–'.join(map(str, seeds))} |")
    print("\nThe split by length in two parts: of its 3,920 commands, 776 have only phrases that training shows, and 3,144 "
          "have\none that it does not show.\n")
    print_parts(of.scan, [((model, "length"), model) for model in (RECURRENT, ATTENTION)])


def print_parts(results, rows):
    """Prints how the parts of the test by length were answered, for the cells of `rows`, which have names."""
    columns = [f"exact{told}_of_{part}" for part in ("all", "seen-phrases", "unseen-phrase") for told in ("", "_told_length")]
    print_head("", *(f"{part}{told}" for part in ("all", "seen phrases", "unseen phrase") for told in ("", ", told")), "seeds")
    for of, name in rows:
        shares = [percent(results.mean(*of, column)) for column in columns]
        print(f"| {name} | {' | '.join(shares)} | {results.seeds(*of)} |")
    print()


def mark(of, head, order, column):
    """Returns the mark of a cell of the table of predictions; "?" while missing seeds could change it."""
    def mark_of(shares):
        if len(shares) <= 1:
            return "-"
        return "+" if (median := statistics.median(shares)) >= 0.9 else "o" if median < 0.5 else "~"
    return claims.mark_of(far_of_solving(of, head, order, column), of.places.seeds(head, order, column), mark_of)


def print_places(of, expected):
    columns = list(dict.fromkeys(column for _, column in expected))
    expected = {(*row.replace("`", "").split(", "), column): wanted for (row, column), wanted in expected.items()}
    print("## Content against location\n\nA cell has the expected mark (where there is one), the found one, the seeds that "
          "solve the task, and the median of\nthe sequences that those have right at four times the trained length.\n")
    print_head("head, order of the encodings", *columns)
    for head in HEADS:
        for order in ORDERS:
            cells = []
            for column in columns:
                found, wanted = mark(of, head, order, column), expected.get((head, order, column))
                solved, seeds = of.places.solved(head, order, column)
                far = far_of_solving(of, head, order, column)
                arrow = "" if wanted is None else f"{wanted} = " if wanted == found else f"{wanted} **→** "
                cells.append(f"{arrow}{found}, {solved}/{seeds}" + (f", {percent(statistics.median(far))}" if far else ""))
            print(f"| `{cell(head)}`, {order} | {' | '.join(cells)} |")
    print("\nThe same heads on SCAN, percent of the test by length that is right, mean over seeds:\n")
    print_parts(of.places_scan, [((head, order), f"`{cell(head)}`, {order}") for head in HEADS for order in ORDERS])


def main(*paths):
    of, predictions = Sequences(*paths[:6]), pathlib.Path(paths[6])
    predicted = claims.predicted_claims(predictions)
    print(f"A claim about means, for which no number of seeds is named, is decided from {FEWEST} seeds of each cell on.\n")
    claims.print_verdicts({number: predicted[number] for number in CLAIMS},
                          {number: (verdict, cell(text)) for number, (verdict, text) in
                           ((number, decide(of)) for number, decide in CLAIMS.items())})
    print_addition(of)
    print_scores(of)
    print_scan(of, published_of(paths[7]))
    print_places(of, claims.predicted_table(predictions))


if __name__ == "__main__":
    main(*sys.argv[1:])
