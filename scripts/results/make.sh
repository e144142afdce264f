#!/usr/bin/env bash
# scripts/results/make.sh FOLDER ...: trains the runs of these experiments that are missing, on all cores (up to fifteen
# minutes for a folder on two), and writes results/FOLDER.md from the run files. RUNS is the folder of the runs. FOLDER
# is one of experiments/ whose results results/README.md lists; associative_recall_fresh has seeds that were not looked
# at when the recipe was sought. The matrix and bAbI have scripts of their own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
runs=${RUNS:-$root/runs/results}
memnet() { "$root/run" "$@"; }

# The comment at the head of an experiment.
head_of() { sed -n '/^#/!q; s/^# //p' "$1"; }

# table EXPERIMENT.ini SEEDS FOLDER: trains, and prints the table of the runs.
table() {
  # 4: a seed has diverged, which is a result too.
  memnet compare "$1" --seeds "$2" --out "$3" --quiet >/dev/null || (($? == 4))
  printf '`%s`: %s\n\n' "${1#"$root/"}" "$(head_of "$1")"
  memnet table "$3"
  printf '\n'
}

page() {
  local task=${1%_fresh} seeds=1..5 experiment
  [[ $task == copy || $task == stacks ]] && seeds=1..10
  [[ $task == dnc || $task == one_shot ]] && seeds=1..3
  printf '# %s\n\nWritten by `scripts/results/make.sh %s`.\n\n' "$1" "$1"
  if [[ $1 == *_fresh ]]; then
    table "$root/experiments/$task/ntm.ini" 101..108 "$runs/$1"
    return
  fi
  for experiment in "$root/experiments/$task"/*.ini; do
    table "$experiment" $seeds "$runs/$task/$(basename "$experiment" .ini)"
  done
  if [[ $task == stacks ]]; then
    printf 'Single strings of every length from 2 to 59, nothing trained (`memnet eval RUN --lengths 2,3,...,59 '
    printf -- '--task.symbols_per_episode 0 --sequences 5`):\n\n'
    printf '| seed | mean accuracy over n = 2..59 |\n|---|---|\n'
    for seed in {1..10}; do
      memnet eval "$runs"/stacks/counting/counting-stack_rnn-s"$seed"-* --lengths "$(seq -s, 2 59)" \
        --task.symbols_per_episode 0 --sequences 5 |
        awk -v s="$seed" '/^ +[0-9]+ +[0-9.]+ /{n++; right += 1 - $3 / 100} END{printf "| %s | %.4f |\n", s, right / n}'
    done
    printf '\nFor comparison, not measured here: the program of Joulin & Mikolov (github.com/facebookarchive/Stack-RNN), '
    printf 'trained\nwith four seeds of its own, has 0.9986, 0.2247, 1.0000 and 0.9999. Below, in gray, how it learns '
    printf '(what its numbers\nare: [stack_rnn_training.csv](published/stack_rnn_training.csv)).\n\n'
    printf '![loss by training sequences](stacks_training.svg)\n'
    memnet figure "$runs"/stacks/counting/counting-???????? --panel curves --metric loss --force \
      --beside "$root/results/published/stack_rnn_training.csv" -o "$root/results/stacks_training.svg" >/dev/null
  fi
  if [[ $task == one_shot ]]; then
    printf 'Accuracy by the number of the instance of a class, from 1 to 10 (guessing gives 20 %%):\n\n'
    printf '| seed | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |\n|---|---|---|---|---|---|---|---|---|---|---|\n'
    for seed in {1..3}; do
      memnet show "$runs"/one_shot/mann/one_shot-mann-s"$seed"-* |
        awk -v s="$seed" '/^ +instance-/{row = row sprintf(" %.1f %% |", 100 - $3)} END{print "| " s " |" row}'
    done
    printf '\n'
  fi
  if [[ $task == copy ]]; then
    printf 'Fifty times the trained length in a larger memory, nothing trained (`memnet eval RUN --lengths 1000 '
    printf -- '--model.slots 1024 --sequences 100`):\n\n```\n'
    for run in "$runs/$task/ntm/$task"-*; do memnet eval "$run" --lengths 1000 --model.slots 1024 --sequences 100; done
    printf '```\n'
  fi
  if [[ $task == repeat_copy ]]; then
    printf 'More repeats than trained, 20 of each sequence (`memnet eval RUN --lengths 5,10 --task.repeats 20`):\n\n```\n'
    for run in "$runs/$task/ntm/$task"-*; do memnet eval "$run" --lengths 5,10 --task.repeats 20 --sequences 200; done
    printf '```\n'
  fi
}

for task in "$@"; do
  page "$task" >"$root/results/$task.md.new"
  mv "$root/results/$task.md.new" "$root/results/$task.md"
done
