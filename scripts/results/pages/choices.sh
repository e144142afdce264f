# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name plans=()
  for name in hard_or_soft dntm babi dntm_babi dntm_babi_curriculum; do
    planned "choices/$name"
    plans+=("$plan")
  done
  /usr/bin/python3 "$here/choices.py" "${plans[@]/%//runs.csv}" "$predictions"
  for plan in "${plans[@]}"; do all_numbers; done
}
