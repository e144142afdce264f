# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  local name
  for name in parity64_rnn parity64_repeat parity64_ponder; do
    table "$root/experiments/pondering/$name.ini" 1..5 "$runs/pondering"
  done
  planned pondering/tau
  local tau=$plan
  planned pondering/pointer_chase
  /usr/bin/python3 "$here/pondering.py" "${plans[@]/%//runs.csv}" "$predictions"
  drawn "$tau" pondering 'wrong answers by the penalty: the median of the seeds, and from the worst to the best' \
    --panel grid --metric error_rate
  all_numbers "${plans[@]:3}"
  printf '## The numbers that are not 0 anywhere in the vector, as in Graves (2016)\n\n'
  table "$root/experiments/pondering/parity64_repeat.ini" 1..5 "$runs/pondering" --task.first no
}
