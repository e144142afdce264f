# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned dnc_parts/links_or_shifts
  local links=$plan
  planned dnc_parts/parts
  /usr/bin/python3 "$here/dnc_parts.py" "$plan/runs.csv" "$links/runs.csv" "$predictions"
  all_numbers
  plan=$links
  all_numbers
}
