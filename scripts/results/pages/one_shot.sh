# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
seeds=1..3
more() {
  printf 'Accuracy by the number of the instance of a class, from 1 to 10 (guessing gives 20 %%):\n\n'
  printf '| seed | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |\n|---|---|---|---|---|---|---|---|---|---|---|\n'
  for seed in {1..3}; do
    memnet show "$runs"/one_shot/mann/one_shot-mann-s"$seed"-* |
      awk -v s="$seed" '/^ +instance-/{row = row sprintf(" %.1f %% |", 100 - $3)} END{print "| " s " |" row}'
  done
  printf '\n'
}
