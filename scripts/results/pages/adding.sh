# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned adding/vanishing
  drawn "$plan" adding 'seeds that solve the task, by the distance of the numbers' --panel grid --metric solved
  all_numbers "$plan"
}
