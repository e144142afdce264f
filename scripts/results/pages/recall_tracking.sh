# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned recall_tracking/recall_tracking
  drawn "$plan" recall_tracking 'right answers of each memory on each task' --panel matrix --metric right_answers_2x
  /usr/bin/python3 "$here/recall_tracking.py" "$plan/runs.csv" "$predictions"
  all_numbers "$plan"
}
