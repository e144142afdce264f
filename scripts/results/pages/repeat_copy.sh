# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
more() {
  printf 'More repeats than trained, 20 of each sequence (`memnet eval RUN --lengths 5,10 --task.repeats 20`):\n\n```\n'
  for run in "$runs"/repeat_copy/ntm/repeat_copy-*; do memnet eval "$run" --lengths 5,10 --task.repeats 20 --sequences 200; done
  printf '```\n'
}
