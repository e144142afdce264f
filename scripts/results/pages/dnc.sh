# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
seeds=1..3
