# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name
  for name in addition scores scan places places_lookup places_scan; do planned "sequences/$name"; done
  /usr/bin/python3 "$here/sequences.py" "${plans[@]/%//runs.csv}" "$predictions" "$here/scan_paper.csv"
  for name in scores places places_lookup; do
    plan=$(printf '%s\n' "${plans[@]}" | grep "/$name-")
    (($(wc -l <"$plan/runs.csv") > 1)) || continue
    printf '![sequences without an error over length: %s](sequences_%s.svg)\n\n' "$name" "$name"
    (cd "$root" && memnet figure "$plan" --panel lengths --force --other-build -o "results/sequences_$name.svg" >/dev/null)
  done
  all_numbers "${plans[@]}"
}
