#!/usr/bin/env bash
# scripts/results/babi.sh DATA [RUNS]: runs what is missing of the paper's table on bAbI, with the released files in the
# folder DATA (en), and writes babi.md, babi.csv and babi_compare.txt from the runs. All of it takes about forty minutes
# on two idle cores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${1:?"usage: scripts/results/babi.sh DATA [RUNS]; DATA is the folder of the released files, such as en"}
root=$here/../..
runs=${2:-$root/runs/babi}
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
# shellcheck source=scripts/results/babi_columns.sh
source "$here/babi_columns.sh"

for name in memn2n pe_ls pe bow; do column $name $name --grid "$every_task" --seeds 1..10; done
column joint joint --seeds 1..5
column joint_3_hops joint --seeds 1..3 --model.random_noise 0
column joint_2_hops joint --seeds 1..3 --model.random_noise 0 --model.hops 2
column joint_1_hop joint --seeds 1..3 --model.random_noise 0 --model.hops 1
column lstm lstm --grid "$every_task" --seeds 1..2
column ntm ntm --grid "task.tasks=1,2,4,11,15" --seeds 1..3

{
  cat "$here/babi_preface.md"
  /usr/bin/python3 "$here/babi.py" "$here/babi_paper.csv" "$here/babi_bands.csv" "$new/babi.csv" "${columns[@]}"
} >"$new/babi.md"
memnet compare "$root/experiments/babi/compare.ini" --task.data "$data" --out "$runs/compare" |
  sed '/^All numbers: /d' >"$new/babi_compare.txt"
mv "$new"/babi.md "$new"/babi.csv "$new"/babi_compare.txt "$root/results/"
