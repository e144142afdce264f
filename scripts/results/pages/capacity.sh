# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned capacity/setting1 >/dev/null
  cat "$here/capacity_preface.md"
  memnet ls "$plan" --json --other-build | /usr/bin/python3 "$here/capacity.py"
  # The drawing names the file of the other lines as it is given.
  (cd "$root" && memnet figure "$plan" --panel grid --metric loss_per_step --force --other-build \
    --beside results/published/capacity.csv -o results/capacity.svg >/dev/null)
}
