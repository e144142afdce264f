#!/usr/bin/env bash
# same_bits.sh MEMNET: scripts/same_bits finds no difference between a program and itself, and names each number that
# differs after a change. Skipped (77) without h5py.
set -euo pipefail
memnet=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
/usr/bin/python3 -c 'import h5py' 2>/dev/null || { echo "h5py is not there (package python3-h5py)"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# expect CODE ARGUMENTS... -- TEXTS...: same_bits ends with this exit code, and prints these texts.
expect() {
  local code=$1 arguments=() found=0
  shift
  while [[ $1 != -- ]]; do arguments+=("$1"); shift; done
  shift
  "$root/scripts/same_bits" --show 99 --renames "$scratch/renames" "${arguments[@]}" >"$scratch/output" 2>&1 || found=$?
  [[ $found == "$code" ]] || { echo "'${arguments[*]}' gave $found, expected $code:"; cat "$scratch/output"; exit 1; }
  for text in "$@"; do
    grep -qF -- "$text" "$scratch/output" ||
      { echo "'${arguments[*]}' does not print '$text':"; cat "$scratch/output"; exit 1; }
  done
}

touch "$scratch/renames"
expect 0 "$memnet" "$memnet" --only model-lstm -- "model-lstm                   same" "2 same"
expect 2 "$memnet" "$memnet" --only none_of_them -- "no configuration is called none_of_them"
expect 2 "$memnet" "$scratch" -- "there is no program"

# Another option changes the numbers, and they are named.
expect 1 "$memnet" "$memnet" --only 'model-lstm|compare' --new-option train.learning_rate=0.002 -- \
  "DIFFERS   NEW ran: memnet run --seed=7" "/state/parameters/output/weights [0, 0]: " \
  "/train/learning_rate [0]: 0.001 and 0.002; 4 of 4 differ" "/compare.csv/right_answers_1x [0]: "

# So does another file of results: what is missing, and what was added.
cat >"$scratch/renames" <<'END'
[hdf5]
/train/loss = /train/cost
/train/er* = /train/er*_now
/sweep/loss = -
- = /sweep/*
END
expect 1 "$memnet" "$memnet" --only model-lstm -- \
  "/train/cost is missing" "/train/loss was added" "/train/errors_now is missing"

# What the new build alone has is named, but is no difference.
cat >"$scratch/renames" <<'END'
[hdf5]
/sweep/loss = -
END
expect 0 "$memnet" "$memnet" --only model-lstm -- \
  "additions" "names are new, and all others the same" "/sweep/loss was added" "1 same, 1 additions"
expect 1 "$memnet" "$memnet" --only model-lstm --new-option train.learning_rate=0.002 -- \
  "DIFFERS" "/sweep/loss was added"
cat >"$scratch/renames" <<'END'
[hdf5]
/sweep/* = -
- = /sweep/*
END
expect 0 "$memnet" "$memnet" --only model-lstm --new-option evaluate.final_sequences=24 -- "2 same"

# Options and values are spelled as the new build has them.
cat >"$scratch/renames" <<'END'
[option]
train.learning_rate = train.step_size
END
expect 1 "$memnet" "$memnet" --only memn2n-stages -- "FAILS" "NEW: exit code 2" "unknown option train.step_size"
cat >"$scratch/renames" <<'END'
[value]
model lstm = gru
END
expect 1 "$memnet" "$memnet" --only model-lstm -- "--model=gru" "/state/parameters/controller/"
: >"$scratch/renames"

# A configuration that only the new build accepts is skipped; an entry that no configuration uses is an error.
cat >"$scratch/old" <<END
#!/bin/sh
case "\$*" in *--model=gru*) exit 2 ;; esac
exec "$memnet" "\$@"
END
chmod +x "$scratch/old"
cat >"$scratch/list" <<'END'
$tiny = train.sequences=8 model=lstm
task-{task}: $tiny task={task}
gru: $tiny model=gru
END
expect 1 "$scratch/old" "$memnet" --configurations "$scratch/list" --only 'task-copy|gru' -- \
  "task-copy                    same" "gru                          skipped   OLD refuses its options" \
  "no configuration uses model: ntm" "no configuration uses stages of addressing: cosine"
