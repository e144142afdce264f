# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() { table "$root/experiments/associative_recall/ntm.ini" 101..108 "$runs/associative_recall_fresh"; }
