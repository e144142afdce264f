# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
seeds=1..10
more() {
  printf 'Fifty times the trained length in a larger memory, nothing trained (`memnet eval RUN --lengths 1000 '
  printf -- '--model.slots 1024 --sequences 100`):\n\n```\n'
  for run in "$runs"/copy/ntm/copy-*; do memnet eval "$run" --lengths 1000 --model.slots 1024 --sequences 100; done
  printf '```\n'
}
