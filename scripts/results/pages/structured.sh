# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
# The plans about bAbI need the released files; runs/en is the folder en, or a link to it.
tables() {
  local name
  for name in parents scores trees; do planned "structured/$name"; done
  for name in two_facts three_facts; do planned "structured/$name" --task.data runs/en; done
  /usr/bin/python3 "$here/structured.py" "${plans[@]/%//runs.csv}" "$predictions" \
    "$here/structured_paper.csv"
  all_numbers "${plans[@]}"
}
