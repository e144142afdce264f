#!/usr/bin/env bash
# scripts/results/memory_network.sh DATA [RUNS]: runs what is missing of memory networks that are told the supporting facts
# of bAbI, beside one that is not, with the released files in the folder DATA (en), and writes memory_network.md and
# memory_network.csv from the runs. All of it takes about five minutes on two idle cores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${1:?"usage: scripts/results/memory_network.sh DATA [RUNS]; DATA is the folder of the released files, such as en"}
root=$here/../..
runs=${2:-$root/runs/memory_network}
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
# shellcheck source=scripts/results/babi_columns.sh
source "$here/babi_columns.sh"

column memn2n memn2n --grid "$every_task" --seeds 1..5
column memn2n_told memn2n --grid "$every_task" --seeds 1..5 --model.supervision 1
column memory_network memory_network --grid "$every_task" --seeds 1..5

{
  cat "$here/memory_network_preface.md"
  /usr/bin/python3 "$here/babi.py" "$here/babi_paper.csv" "$here/memory_network_bands.csv" "$new/memory_network.csv" \
    "${columns[@]}"
} >"$new/memory_network.md"
mv "$new"/memory_network.md "$new"/memory_network.csv "$root/results/"
