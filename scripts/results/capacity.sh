#!/usr/bin/env bash
# scripts/results/capacity.sh [RUNS]: trains the runs of experiments/capacity/setting1.ini that are missing (all of them:
# about an hour of one core), and writes capacity.md and capacity.svg from the run files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${1:-$root/runs/capacity}
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# 4: a cell has diverged, which is a result too.
"$root/run" compare "$root/experiments/capacity/setting1.ini" --out "$runs" --quiet >/dev/null || (($? == 4))
{
  cat "$here/capacity_preface.md"
  "$root/run" ls "$runs" --json | /usr/bin/python3 "$here/capacity.py"
} >"$new/capacity.md"
"$root/run" figure "$runs"/setting1-* --panel grid --metric loss_per_step --beside "$root/results/published/capacity.csv" \
  -o "$new/capacity.svg"
mv "$new"/capacity.* "$root/results/"
