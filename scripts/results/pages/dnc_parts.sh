# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned dnc_parts/links_or_shifts
  planned dnc_parts/parts
  /usr/bin/python3 "$here/dnc_parts.py" "${plans[1]}/runs.csv" "${plans[0]}/runs.csv" "$predictions"
  all_numbers "${plans[1]}" "${plans[0]}"
}
