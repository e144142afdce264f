# shellcheck shell=bash disable=SC2034,SC2154 # scripts that source it set and use the variables
# What the pages about bAbI share. Sets `columns`, the arguments of babi.py; requires `root`, `data`, `runs` and `new`,
# a folder for what is being written.
memnet() { "$root/run" "$@"; }

every_task="task.tasks=$(seq -s, 1 20)"
columns=()
# column NAME EXPERIMENT ARGUMENTS...: trains what is missing, and exports it.
column() {
  local name=$1 experiment=$root/experiments/babi/$2.ini
  # 4: a seed has diverged, which is a result too.
  memnet compare "$experiment" --task.data "$data" --expect.errors 0 --evaluate.traces 1 --out "$runs/$name" --quiet \
    "${@:3}" >/dev/null || (($? == 4))
  memnet export "$runs/$name"/babi-* --out "$new/$name.csv"
  columns+=("$name=$new/$name.csv")
}
