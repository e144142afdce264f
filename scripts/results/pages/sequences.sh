# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name
  for name in addition scores scan places places_lookup places_scan; do planned "sequences/$name"; done
  /usr/bin/python3 "$here/sequences.py" "${plans[@]/%//runs.csv}" "$predictions" "$here/scan_paper.csv"
  for name in scores places places_lookup; do
    plan=$(printf '%s\n' "${plans[@]}" | grep "/$name-")
    drawn "$plan" "sequences_$name" "sequences without an error over length: $name" --panel lengths
  done
  all_numbers "${plans[@]}"
}
