# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned reach/reach
  /usr/bin/python3 "$here/reach.py" "$plan/runs.csv" "$predictions"
  drawn "$plan" reach 'share of exact sequences over length' --panel lengths
  all_numbers "$plan"
}
