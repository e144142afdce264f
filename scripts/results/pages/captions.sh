# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name
  for name in soft patches summary summary_in_order estimators reinforce doubly; do planned "captions/$name"; done
  /usr/bin/python3 "$here/captions.py" "${plans[@]/%//runs.csv}" "$predictions"
  all_numbers "${plans[@]}"
}
