#!/usr/bin/env bash
# scripts/pictures/make.sh: trains the first comparison and, once more with snapshots, one of its runs, and takes the
# pictures of their reports that the README shows. Needs the packages of the groups `run` and `browser` in packages.txt.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$here/../..
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

(cd "$root/tests/browser" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
memnet=("$root/run" compare "$root/experiments/quick.ini" --quiet)
"${memnet[@]}" --out "$scratch/all" >/dev/null
"${memnet[@]}" --task copy --addressing ntm --seeds 1 --evaluate.trace_every 1000 --evaluate.traces 1 \
  --out "$scratch/one" >/dev/null
"$root/run" report "$scratch"/all/quick-* -o "$scratch/comparison.html"
"$root/run" report "$scratch"/one/copy-* -o "$scratch/run.html"
CHROMIUM=$(command -v chromium) REPORTS=$scratch PICTURES=$root/docs/pictures node "$here/take.mjs"
