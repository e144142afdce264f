# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
tables() {
  planned feed_forward/table
  planned feed_forward/long
  /usr/bin/python3 "$here/feed_forward.py" "${plans[@]/%//runs.csv}" "$predictions"
  all_numbers "${plans[@]}"
}
