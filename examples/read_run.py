#!/usr/bin/env python3
"""Prints what a run learned and where its heads looked, with h5py alone: read_run.py runs/NAME/run.h5"""
import sys

import h5py

with h5py.File(sys.argv[1]) as run:
    print(run.attrs["name"], "is", run.attrs["status"])
    for name in ("task", "model", "model.addressing", "seed"):
        if name in run["config"].attrs:
            print(f"  {name} = {run['config'].attrs[name]}")

    loss = run["train/loss"]
    if len(loss) > 0:
        print(f"loss {loss[0]:.3f} -> {loss[-1]:.3f} {loss.attrs['units']}")

    if "sweep" in run:  # it is measured when training has ended
        sweep = run["sweep"]
        for length, wrong in zip(sweep["length"], sweep["errors"]):
            print(f"  length {length:.0f}: {wrong:.2f} wrong answers per sequence")

    for number, trace in run.get("trace", {}).items():
        if not isinstance(trace, h5py.Group):  # the words of a task
            continue

        def print_weighting(name, values):
            if values.attrs.get("role") == "weighting":  # [step, slot] or [step, place], for any head
                print(f"episode {number}: {name} is largest at {values.attrs['axis']}", *values[:].argmax(axis=1))

        trace.visititems(print_weighting)
