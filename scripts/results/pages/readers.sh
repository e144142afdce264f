# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name
  for name in attention baselines names others; do
    planned readers/$name
  done
  /usr/bin/python3 "$here/readers.py" "${plans[@]/%//runs.csv}" "$predictions"
  all_numbers "${plans[@]}"
}
