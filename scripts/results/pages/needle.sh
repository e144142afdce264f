# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned needle/estimators
  planned needle/baselines
  /usr/bin/python3 "$here/needle.py" "${plans[@]/%//runs.csv}" "$root/docs/predictions/choices.md"
  all_numbers "${plans[@]}"
}
