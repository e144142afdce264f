# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  table "$root/experiments/transformers/sort.ini" 1..5 "$runs/transformers/sort"
  plans=()
  local name copies=()
  for name in copy_by_length copy_learned copy_relative copy_none; do
    planned "transformers/$name"
    copies+=("$plan/runs.csv")
  done
  planned transformers/recall_tracking
  local own=$plan/runs.csv ours=("${plans[@]}") expected=$predictions
  planned recall_tracking/recall_tracking >/dev/null
  /usr/bin/python3 "$here/transformers.py" "$expected" "$own" "$plan/runs.csv" "${copies[@]}"
  for plan in "${copies[@]%/runs.csv}"; do
    name=$(basename "$plan")
    name=${name%-*}
    drawn "$plan" "transformers_$name" "who copies further than trained: sequences without an error over length, $name" \
      --panel lengths
  done
  all_numbers "${ours[@]}"
}
