#!/usr/bin/env bash
# scripts/results/make.sh PAGE ...: trains the runs of these pages that neither RUNS, the folder of the runs, nor a bank
# in results/banks has, on all cores (up to fifteen minutes for a page on two), and writes results/PAGE.md. PAGE is a
# folder of experiments/ whose results results/README.md lists; associative_recall_fresh has seeds that were not looked
# at when the recipe was sought; performance trains nothing, and measures for a minute, in which nothing else should run.
# Pages of planned comparisons (such as capacity, dnc_parts, needle) train nothing, and show what is there; they need the
# packages of the group `results` in packages.txt. The matrix and bAbI have scripts of their own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${RUNS:-$root/runs/results}
memnet() { "$root/run" "$@"; }

# The comment at the head of an experiment.
head_of() { sed -n '/^#/!q; s/^# //p' "$1"; }

# compared EXPERIMENT.ini OPTION ...: prints the tables of memnet compare. Runs of other builds count where a bank has
# them. 4: a seed has diverged, which is a result too.
compared() { (cd "$root" && memnet compare "$@" --other-build) || (($? == 4)); }

# folder_in TABLES: the folder of the plan that these tables are of.
folder_in() { sed -n 's/^All numbers: \(.*\)\/compare\.csv,.*/\1/p' <<<"$1"; }

# table EXPERIMENT.ini SEEDS FOLDER OPTION ...: trains what neither a run file nor a bank has, and prints the table of the
# runs. Sets `plan`, the folder of the plan.
table() {
  local tables
  tables=$(compared "$1" --seeds "$2" --out "$3" "${@:4}")
  plan=$(folder_in "$tables")
  plans+=("$plan")
  printf '`%s`: %s\n\n' "${1#"$root/"}${4:+ ${*:4}}" "$(head_of "$1")"
  (cd "$root" && memnet table "$plan" --other-build)
  printf '\n'
}

# planned FOLDER/NAME OPTION ...: the runs that are there of experiments/FOLDER/NAME.ini, from run files and banks; trains
# nothing, since the plan may take hours. Prints what is compared, and how many of the runs are there. Sets `plan`, the
# folder of the plan, which it adds to `plans`, and `predictions`. If no run is there, or the released files that the plan
# needs are not, that folder has an empty runs.csv.
planned() {
  local experiment=experiments/$1.ini out=$runs/${1%/*} options=("${@:2}") tables there
  predictions=$root/docs/predictions/${1%/*}.md
  tables=$out/$(basename "$1").txt
  mkdir -p "$out"
  printf '`%s`: %s\n\n' "$experiment" "$(head_of "$root/$experiment")"
  if compared "$experiment" --no-training --out "$out" "${options[@]}" >"$tables" 2>"$tables.errors"; then
    cat "$tables.errors" >&2
    plan=$(folder_in "$(<"$tables")")
    there="$(($(wc -l <"$plan/runs.csv") - 1)) of $(grep -c '^\[.*-s[0-9]' "$plan/plan.ini")"
  elif grep -qE 'no run has ended yet|some tuning runs are missing|there is no such folder; expected one of the released' \
    "$tables.errors"; then
    sed '/no run has ended yet\|some tuning runs are missing/d' "$tables.errors" >&2
    plan=$out/$(basename "$1")-none
    mkdir -p "$plan"
    printf 'task,scheme,seed\n' >"$plan/runs.csv"
    there=none
  else
    cat "$tables.errors" >&2
    return 1
  fi
  plans+=("$plan")
  printf 'Runs that are there: %s.' "$there"
  [[ ${there% of *} == "${there#* of }" ]] ||
    printf ' `memnet compare %s` trains the others.' "${experiment}${options:+ ${options[*]}}"
  printf '\n\n'
}

# drawn PLAN NAME TITLE OPTION ...: draws results/NAME.svg by `memnet figure PLAN OPTION ...`, and prints the picture, if a
# run of the plan is there.
drawn() {
  (($(wc -l <"$1/runs.csv") > 1)) || return 0
  printf '![%s](%s.svg)\n\n' "$3" "$2"
  (cd "$root" && memnet figure "$1" "${@:4}" --force --other-build -o "results/$2.svg" >/dev/null)
}

# all_numbers PLAN ...: prints the tables of memnet compare for plans that are planned().
all_numbers() {
  local name plan
  for plan in "$@"; do
    name=$(basename "$plan")
    [[ $name != *-none ]] || continue
    printf '## All numbers of %s\n\n```text\n' "${name%-*}"
    sed '/^All numbers: /d' "$(dirname "$plan")/${name%-*}.txt"
    printf '```\n\n'
  done
}

# page NAME: prints a page. pages/NAME.sh, if there is one, sets other seeds, or defines what else the page has.
page() {
  local name=$1 seeds=1..5 plans=()
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
