# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name plans=()
  for name in parity64_rnn parity64_repeat parity64_ponder; do
    table "$root/experiments/pondering/$name.ini" 1..5 "$runs/pondering"
    plans+=("$plan")
  done
  printf 'The same with the numbers that are not 0 anywhere in the vector, which is harder:\n\n'
  table "$root/experiments/pondering/parity64_repeat.ini" 1..5 "$runs/pondering" --task.first no
  for name in tau pointer_chase; do
    planned "pondering/$name"
    plans+=("$plan")
  done
  (cd "$root" && memnet figure "${plans[3]}" --panel grid --metric error_rate --force --other-build \
    -o results/pondering.svg >/dev/null)
  /usr/bin/python3 "$here/pondering.py" "${plans[@]/%//runs.csv}" "$predictions"
  for plan in "${plans[@]:3}"; do all_numbers; done
}
