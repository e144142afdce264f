#!/usr/bin/env bash
# scripts/results/matrix.sh [RUNS]: trains the runs of the first matrix that are missing (all of them: about an hour on
# two cores), and writes three files from the runs: matrix.csv; matrix.txt, the tables that memnet compare prints; and
# matrix.md, the expected beside the found results.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${1:-$root/runs/matrix}
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# 4: a cell has diverged, which is a result too.
"$root/run" compare "$root/experiments/matrix.ini" --out "$runs" >"$new/matrix.txt" || (($? == 4))
cp "$(sed -n 's/^All numbers: \(.*compare\.csv\),.*/\1/p' "$new/matrix.txt")" "$new/matrix.csv"
sed -i '/^All numbers: /d' "$new/matrix.txt"
{
  cat "$here/matrix_preface.md"
  /usr/bin/python3 "$here/matrix.py" "$new/matrix.csv" "$root/docs/hypotheses.csv"
} >"$new/matrix.md"
mv "$new"/matrix.* "$root/results/"
