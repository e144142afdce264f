#!/usr/bin/env bash
# run.sh MEMNET: makes reports of small runs with this program and tests them in a browser. Exits with 77 (skipped) if
# there is no browser, or no Playwright to control it.
set -euo pipefail
memnet=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() { echo "skipped: $*"; exit 77; }
CHROMIUM=$(command -v chromium) || skip "there is no chromium (package chromium)"
command -v node >/dev/null || skip "there is no node (package nodejs)"
command -v npm >/dev/null || skip "there is no npm (package npm)"
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.lock-of-these"; then
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || skip "npm cannot get playwright-core"
  cp "$here/package-lock.json" "$here/node_modules/.lock-of-these"
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
small=(--task.bits=4 --task.max_length=5 --model.controller.size=24 --train.batch=8 --train.log_every=200
  --evaluate.every=1000 --evaluate.lengths=1x,2x --evaluate.sequences=20 --evaluate.final_sequences=50 --quiet)
(
  cd "$scratch"
  "$memnet" run "${small[@]}" --model.slots=12 --model.width=8 --train.sequences=4000 --evaluate.trace_every=1000 \
    --out one >/dev/null
  "$memnet" report one/* -o run.html
  "$memnet" run --task babi --model memn2n --model.slots=10 --train.sequences=3200 --evaluate.every=1600 \
    --evaluate.trace_every=1600 --evaluate.sequences=20 --evaluate.final_sequences=50 --quiet --out story >/dev/null
  "$memnet" report story/* -o story.html
  "$memnet" figure story/* --panel weightings -o story-weightings.svg
  "$memnet" compare "${small[@]}" --train.sequences=2000 \
    --addressing='ntm,content,lstm,cosine | softmax | gate | shift:1 | shift:2 | sharpen | sharpen' \
    --ntm.model.slots=12 --ntm.model.width=8 --seeds=1..2 --out many >/dev/null
  "$memnet" report many/compare-* -o plan.html
  for panel in episode weightings curves lengths; do "$memnet" figure one/* --panel $panel -o "run-$panel.svg"; done
  for panel in matrix curves lengths; do "$memnet" figure many/compare-* --panel $panel -o "plan-$panel.svg"; done
)
export CHROMIUM RUN_REPORT="$scratch/run.html" STORY_REPORT="$scratch/story.html" PLAN_REPORT="$scratch/plan.html" FIGURES="$scratch"

node --test "$here/report.test.mjs"
