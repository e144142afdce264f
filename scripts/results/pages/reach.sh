# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned reach/reach
  /usr/bin/python3 "$here/reach.py" "$plan/runs.csv" "$predictions"
  printf '![share of exact sequences over length](reach.svg)\n\n'
  memnet figure "$plan" --panel lengths --force --other-build -o "$root/results/reach.svg" >/dev/null
  all_numbers "$plan"
}
