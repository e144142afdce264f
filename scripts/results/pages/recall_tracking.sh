# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned recall_tracking/recall_tracking
  printf '![right answers of each memory on each task](recall_tracking.svg)\n\n'
  memnet figure "$plan" --panel matrix --metric bit_accuracy_2x --force --other-build \
    -o "$root/results/recall_tracking.svg" >/dev/null
  /usr/bin/python3 "$here/recall_tracking.py" "$plan/runs.csv" "$predictions"
  all_numbers "$plan"
}
