# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned needle/baselines
  local baselines=$plan
  planned needle/estimators
  /usr/bin/python3 "$here/needle.py" "$plan/runs.csv" "$baselines/runs.csv" "$root/docs/predictions/choices.md"
  all_numbers
  plan=$baselines
  all_numbers
}
