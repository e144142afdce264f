#!/usr/bin/env bash
# scripts/results/make.sh [RUNS]: trains the runs that are missing, on all cores (about fifteen minutes on two), and
# writes results/README.md from the run files. The matrix has a script of its own, matrix.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${1:-$root/runs/results}
memnet() { "$root/run" "$@"; }

# The comment at the head of an experiment.
head_of() { sed -n '/^#/!q; s/^# //p' "$1"; }

{
  cat "$here/preface.md"
  for task in copy repeat_copy associative_recall dynamic_ngrams priority_sort; do
    seeds=1..5
    [[ $task == copy ]] && seeds=1..10
    printf '## %s\n\n' "$task"
    for experiment in "$root/experiments/$task"/*.ini; do
      name=$(basename "$experiment" .ini)
      # 4: a seed has diverged, which is a result too.
      memnet compare "$experiment" --seeds $seeds --out "$runs/$task/$name" --quiet >/dev/null || (($? == 4))
      printf '`experiments/%s/%s.ini`: %s\n\n' "$task" "$name" "$(head_of "$experiment")"
      memnet table "$runs/$task/$name"
    done
    if [[ $task == associative_recall ]]; then
      printf 'Seeds that were not looked at when the recipe was sought:\n\n'
      fresh=$runs/$task/ntm_fresh
      memnet compare "$root/experiments/$task/ntm.ini" --seeds 101..108 --out "$fresh" --quiet >/dev/null || (($? == 4))
      memnet table "$fresh"
    fi
    if [[ $task == repeat_copy ]]; then
      printf 'More repeats than trained, 20 of each sequence (`memnet eval RUN --lengths 5,10 --task.repeats 20`):\n\n'
      printf '```\n'
      for run in "$runs/$task/ntm/$task"-*; do memnet eval "$run" --lengths 5,10 --task.repeats 20 --sequences 200; done
      printf '```\n\n'
    fi
  done
} >"$root/results/README.md.new"
mv "$root/results/README.md.new" "$root/results/README.md"
