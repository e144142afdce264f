# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  train "$root/experiments/capacity/setting1.ini" --out "$runs/capacity"
  cat "$here/capacity_preface.md"
  memnet ls "$runs/capacity" --json | /usr/bin/python3 "$here/capacity.py"
  memnet figure "$runs"/capacity/setting1-* --panel grid --metric loss_per_step --force \
    --beside "$root/results/published/capacity.csv" -o "$root/results/capacity.svg" >/dev/null
}
