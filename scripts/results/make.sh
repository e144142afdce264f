#!/usr/bin/env bash
# scripts/results/make.sh PAGE ...: trains the runs of these pages that are missing, on all cores (up to fifteen minutes
# for a page on two; capacity takes half an hour), and writes results/PAGE.md from the run files. RUNS is the folder of
# the runs. PAGE is a folder of experiments/ whose results results/README.md lists; associative_recall_fresh has seeds
# that were not looked at when the recipe was sought; performance trains nothing, and measures for a minute, in which
# nothing else should run. The matrix and bAbI have scripts of their own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${RUNS:-$root/runs/results}
memnet() { "$root/run" "$@"; }

# The comment at the head of an experiment.
head_of() { sed -n '/^#/!q; s/^# //p' "$1"; }

# train EXPERIMENT.ini OPTION ...: trains what is missing. 4: a seed has diverged, which is a result too.
train() { memnet compare "$@" --quiet >/dev/null || (($? == 4)); }

# table EXPERIMENT.ini SEEDS FOLDER: trains, and prints the table of the runs.
table() {
  train "$1" --seeds "$2" --out "$3"
  printf '`%s`: %s\n\n' "${1#"$root/"}" "$(head_of "$1")"
  memnet table "$3"
  printf '\n'
}

# planned FOLDER/NAME: the runs that are there of experiments/FOLDER/NAME.ini, from run files and banks; trains nothing,
# since the plan may take hours. Prints what is compared, and how many of the runs are there. Sets `plan`, the folder of
# the plan, and `predictions`.
planned() {
  local experiment=experiments/$1.ini out=$runs/${1%/*}
  predictions=$root/docs/predictions/${1%/*}.md
  mkdir -p "$out"
  plan=$(cd "$root" && memnet compare "$experiment" --no-training --other-build --out "$out" 2>/dev/null |
    tee "$out/$(basename "$1").txt" | sed -n 's/^All numbers: \(.*\)\/compare\.csv,.*/\1/p')
  printf '`%s`: %s\n\n' "$experiment" "$(head_of "$root/$experiment")"
  printf 'Runs that are there: %s of %s. `memnet compare %s` trains the others.\n\n' \
    "$(($(wc -l <"$plan/runs.csv") - 1))" "$(grep -c '^\[.*-s[0-9]' "$plan/plan.ini")" "$experiment"
}

# all_numbers: prints the tables of memnet compare for `plan`.
all_numbers() {
  local name
  name=$(basename "$plan")
  printf '## All numbers of %s\n\n```text\n' "${name%-*}"
  sed '/^All numbers: /d' "$(dirname "$plan")/${name%-*}.txt"
  printf '```\n\n'
}

# page NAME: prints a page. pages/NAME.sh, if there is one, sets other seeds, or defines what else the page has.
page() {
  local name=$1 seeds=1..5
  tables() {
    local experiment
    for experiment in "$root/experiments/$name"/*.ini; do
      table "$experiment" "$seeds" "$runs/$name/$(basename "$experiment" .ini)"
    done
  }
  more() { :; }
  # shellcheck source=/dev/null
  [[ ! -f $here/pages/$name.sh ]] || source "$here/pages/$name.sh"
  printf '# %s\n\nWritten by `scripts/results/make.sh %s`.\n\n' "$name" "$name"
  tables
  more
}

for name in "$@"; do
  if [[ ! -d $root/experiments/$name && ! -f $here/pages/$name.sh ]]; then
    printf 'make.sh: there is no page %s; take a folder of experiments/, or a file of scripts/results/pages/\n' "$name" >&2
    exit 2
  fi
  page "$name" >"$root/results/$name.md.new"
  mv "$root/results/$name.md.new" "$root/results/$name.md"
done
