"""Reads the list of configurations, one on each line."""
import dataclasses
import itertools
import re
import shlex

from bits.renames import lines_of


@dataclasses.dataclass
class Configuration:
    """The options of both builds, and differences of the new build that must not change a bit."""

    name: str
    command: str = "run"
    options: dict = dataclasses.field(default_factory=dict)
    new_options: dict = dataclasses.field(default_factory=dict)
    new_is_interrupted: bool = False


def parse(name, words):
    """Returns a configuration from the words of its line."""
    made = Configuration(name)
    for word in words:
        option, equals, value = word.partition("=")
        if equals and option.startswith("new:"):
            made.new_options[option.removeprefix("new:")] = value
        elif equals:
            made.options[option] = value
        elif word == "compare":
            made.command = word
        elif word == "new:interrupted":
            made.new_is_interrupted = True
        else:
            raise ValueError(f"configuration {name}: expected option=value, compare or new:interrupted, not '{word}'")
    return made


def read_configurations(path, tables):
    """Returns the configurations of a list. A line is repeated for each entry of the tables that it names in braces."""
    macros, made = {}, {}
    for line in lines_of(path):
        macro = re.fullmatch(r"(\$\w+) = (.*)", line)
        text = re.sub(r"\$\w+", lambda used: macros[used[0]], macro[2] if macro else line)
        if macro:
            macros[macro[1]] = text
            continue
        named = sorted(set(re.findall(r"\{(.*?)\}", text)))
        for entries in itertools.product(*(tables.get(table, []) for table in named)):
            one = text
            for table, entry in zip(named, entries):
                one = one.replace("{" + table + "}", entry)
            name, _, words = one.partition(": ")
            if name in made:
                raise ValueError(f"{path}: two configurations are called {name}")
            made[name] = parse(name, shlex.split(words))
    return list(made.values())


STAGES = "stages of addressing"  # the table of 'memnet list' whose heading has no option


def unused_entries(tables, configurations):
    """Returns the entries of the tables that no configuration uses: as the value of an option, or in a pipeline."""
    given = {table: set() for table in tables}
    for configuration in configurations:
        for option, value in configuration.options.items():
            given.setdefault(option, set()).add(value.split(":")[0])  # an argument stands behind a colon
            if option.endswith("addressing"):
                given[STAGES] |= {re.split("[:(]", stage)[0].strip() for stage in re.split(r"\|(?![^(]*\))", value)}
    return [f"{table}: {name}" for table, names in tables.items() for name in names if name not in given[table]]
