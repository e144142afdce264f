#!/usr/bin/env bash
# results/make.sh [RUNS]: writes results/README.md anew, every figure from the run files. Runs what is not there yet:
# twenty seeds, about five minutes on one core.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-$here/../runs/results}
for experiment in ntm lstm; do
  "$here/../run" run "$here/../experiments/copy/$experiment.ini" --seeds 1..10 --out "$runs" --quiet >/dev/null
done
{
  cat "$here/preface.md"
  "$here/../run" table "$runs"
} >"$here/README.md.new"
mv "$here/README.md.new" "$here/README.md"
