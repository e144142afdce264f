# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
# shown COMMAND ...: the command and what it prints, its own path left out.
shown() {
  printf '```\n$ memnet %s\n' "$*"
  (cd "$root" && memnet "$@")
  printf '```\n\n'
}
tables() {
  cat "$here/performance_preface.md"
  printf 'Processor: %s.\n\n' "$(sed -n '/^model name/{s/.*: //p;q}' /proc/cpuinfo)"
  shown --version
  printf '## Speed\n\n'
  shown bench experiments/copy/ntm.ini
  shown bench experiments/copy/lstm.ini
  printf '## Where the time of a step goes\n\n'
  shown bench experiments/copy/ntm.ini --profile
  printf '## Cost over length, slots and batch\n\n![time and memory of a step](performance.svg)\n\n'
  shown bench experiments/copy/ntm.ini --scaling -o results/performance.svg
}
