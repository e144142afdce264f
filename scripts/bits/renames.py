"""Names that differ between the old and the new build."""
import pathlib
import re

SECTIONS = ("option", "scheme", "value", "hdf5")
NOTHING = "-"  # the other side has no such name


def match(pattern, name):
    """Matches a whole name with a pattern, in which '*' stands for any text."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", "(.*)"), name)


def lines_of(path):
    """Returns the lines of a text file without comments and empty lines."""
    lines = (line.strip() for line in pathlib.Path(path).read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class Renames:
    """The pairs `old = new` of a file of renames, by section."""

    def __init__(self, path):
        self.pairs = {section: [] for section in SECTIONS}
        section = None
        for line in lines_of(path):
            old, equals, new = line.partition(" = ")
            if line.startswith("["):
                section = line.strip("[]")
            elif equals and section in SECTIONS:
                self.pairs[section].append((old.strip(), new.strip()))
            else:
                raise ValueError(f"{path}: expected 'old = new' below one of {SECTIONS}, not '{line}'")

    def rename(self, section, name):
        """Returns the new name, or the name itself. Each '*' becomes the text that it matches in the old name."""
        for old, new in self.pairs[section]:
            if old != NOTHING and (found := match(old, name)):
                texts = iter(found.groups())
                return re.sub(r"\*", lambda _: next(texts), new)
        return name

    def options(self, options):
        """Returns the options as the new build spells them. A value that is a list is renamed part by part."""
        renamed = {}
        for option, value in options.items():
            values = value.split(",")
            if option.endswith("addressing"):
                values = [self.rename("scheme", v) for v in values]
            values = [self.rename("value", f"{option} {v}").removeprefix(f"{option} ") for v in values]
            renamed[self.rename("option", option)] = ",".join(values)
        renamed.pop(NOTHING, None)
        return renamed

    def contents(self, old):
        """Returns the contents of a file of the old build with the names of the new one."""
        renamed = {}
        for name, value in old.items():
            new = self.rename("hdf5", name)
            if new in renamed:
                raise ValueError(f"two names become {new}; one is {name}")
            if new != NOTHING:
                renamed[new] = value
        return renamed

    def is_added(self, name):
        """Returns whether the name is listed as one that only the new build writes."""
        return any(old == NOTHING and match(new, name) for old, new in self.pairs["hdf5"])
