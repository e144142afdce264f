# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned adding/vanishing
  printf '![seeds that solve the task, by the distance of the numbers](adding.svg)\n\n'
  memnet figure "$plan" --panel grid --metric solved --force --other-build -o "$root/results/adding.svg" >/dev/null
  all_numbers "$plan"
}
