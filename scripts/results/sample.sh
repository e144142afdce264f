#!/usr/bin/env bash
# scripts/results/sample.sh [DATA]: trains a sample of every table of results/ with this build, about two processor
# hours, and writes results/sample.md, which says whether the published numbers still hold. Needed after a change of
# bits. DATA is the folder of the released bAbI files; without it those tables are left out. RUNS is the folder of the
# runs; what is there already is not trained again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${RUNS:-$root/runs/sample}
sample() { /usr/bin/python3 "$here/sample.py" "$root/results" "$runs" "$@"; }

sample plan ${1:+"$1"} | while IFS=$'\t' read -r folder experiment arguments; do
  # 4: a seed has diverged, which is a result too. The banks hold the runs of other builds.
  eval "$root/run" compare "$root/experiments/$experiment" "$arguments" --banks "''" --out "$runs/$folder" --quiet \
    </dev/null >/dev/null || (($? == 4))
  "$root/run" ls "$runs/$folder" --json >"$runs/$folder.json"
done
{
  printf '# A sample of every table, trained again\n\nWritten by `scripts/results/sample.sh`: three seeds of each table, '
  printf 'and of those that take above an hour\nsome cells, drawn by a stated seed ([sample.py](../scripts/results/sample.py)). '
  printf 'Medians and ranges; p is that of the exact\nrank test. The build of the sample: %s.\n\n' "$("$root/run" --version | sed -n 2p)"
  sample page ${1:+"$1"}
} >"$root/results/sample.md.new"
mv "$root/results/sample.md.new" "$root/results/sample.md"
