"""Reads the files of a run or a comparison, and compares them with those of another."""
import csv

import h5py
import numpy

from bits.renames import match

# Options, versions, times and the machine are no results.
NOT_COMPARED = ["/config*", "/provenance*", "/timing*", "/@format_version", "*/seconds_per_sequence*"]
OF_THE_FORMAT = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"}  # HDF5 keeps dimension scales with these


def is_compared(name):
    return not any(match(pattern, name) for pattern in NOT_COMPARED)


def contents_of(path):
    """Returns datasets by '/group/name' and attributes by '/group@name'. An attribute that is text is None: its text is
    not compared, but its presence is."""
    found = {}

    def read(name, item):
        name = f"/{name}"
        if isinstance(item, h5py.Dataset):
            is_text = h5py.check_string_dtype(item.dtype)
            found[name] = numpy.asarray(item.asstr()[()], dtype=object) if is_text else numpy.asarray(item[()])
        for attribute in item.attrs.keys() - OF_THE_FORMAT:
            value = numpy.asarray(item.attrs[attribute])
            found[f"{name}@{attribute}"] = value if value.dtype.kind in "biuf" else None

    with h5py.File(path) as file:
        read("", file)
        file.visititems(read)
    return {name: value for name, value in found.items() if is_compared(name)}


def is_number(text):
    try:
        float(text or "0")
    except ValueError:
        return False
    return True


def columns_of(path):
    """Returns the columns of numbers in a file of comma-separated values, as they are written, by '/file/column'."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {f"/{path.name}/{name}": [row[name] for row in rows] for name in rows[0]}
    return {name: numpy.array(cells, dtype=object) for name, cells in columns.items()
            if is_compared(name) and all(map(is_number, cells))}


def lines_of_files(folder):
    """Returns the lines of each file in a folder, by '/file'."""
    return {f"/{file.name}": numpy.array(file.read_text().splitlines(), dtype=object) for file in folder.iterdir()}


def bits_of(array):
    return array if array.dtype == object else numpy.ascontiguousarray(array).view(f"u{array.dtype.itemsize}")


def difference(old, new):
    """Returns a description of the first difference of two values: shape, type, or a number. Returns '' if they are the
    same."""
    if old is None or new is None:
        return "" if old is new else "is text in one, and numbers in the other"
    if old.shape != new.shape:
        return f"has shape {old.shape} and {new.shape}"
    if old.dtype != new.dtype:
        return f"has type {old.dtype} and {new.dtype}"
    differs = bits_of(old).ravel() != bits_of(new).ravel()
    if not differs.any():
        return ""
    at = int(differs.argmax())
    index = list(map(int, numpy.unravel_index(at, old.shape)))
    values = [str(array.ravel()[at]) for array in (old, new)]
    if values[0] == values[1]:  # NaNs with different bits
        values = [hex(bits_of(array).ravel()[at]) for array in (old, new)]
    return f"{index or ''}: {values[0]} and {values[1]}; {differs.sum()} of {differs.size} differ"


def differences(old, new, renames):
    """Returns a line for each name that is not the same in both, those of training first; and a line for each that only
    the new one has."""
    old = renames.contents(old)
    lines, additions = [], []
    for name in sorted(old.keys() | new.keys(), key=lambda name: (not name.startswith(("/train/", "/state/")), name)):
        if name not in new:
            lines.append(f"{name} is missing")
        elif name not in old:
            if not renames.is_added(name):
                additions.append(f"{name} was added")
        elif text := difference(old[name], new[name]):
            lines.append(f"{name} {text}")
    return lines, additions
