# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
# The plans about bAbI need the released files; runs/en is the folder en, or a link to it.
tables() {
  local name
  for name in hard_or_soft dntm; do planned "choices/$name"; done
  for name in babi dntm_babi dntm_babi_curriculum; do planned "choices/$name" --task.data runs/en; done
  /usr/bin/python3 "$here/choices.py" "${plans[@]/%//runs.csv}" "$predictions"
  all_numbers "${plans[@]}"
}
