#!/usr/bin/env bash
# results/matrix.sh: writes results/matrix.md, what was expected of the first matrix beside what happened. Both come from
# files: docs/hypotheses.csv, written before the matrix was run, and results/matrix.csv, which `memnet compare
# experiments/matrix.ini` writes from its runs (as compare.csv).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

awk -F, -v OFS=, '
  # What a cell came to, in the marks of docs/hypotheses.md.
  function mark(solved, twice) { return solved >= 8 ? (twice >= 0.5 ? "+" : "o") : solved >= 2 ? "?" : "-" }

  FNR == 1 { file++; if (file == 2) for (i = 1; i <= NF; i++) column[$i] = i; next }
  file == 1 { expected[$1, $2, $3] = $4; next }
  {
    task = $column["task"]; scheme = $column["scheme"]; mode = $column["write_mode"]
    if (!(task in has_task)) { has_task[task]; tasks[++task_count] = task }
    if (!(scheme in has_scheme)) { has_scheme[scheme]; schemes[++scheme_count] = scheme }
    done[task, scheme, mode] = $column["done"] + 0
    solved[task, scheme, mode] = $column["solved"] + 0
    twice[task, scheme, mode] = $column["exact_2x"] + 0
    total += $column["done"]
  }

  function cell(task, scheme, mode,    key, got) {
    key = task SUBSEP scheme SUBSEP mode
    if (!(key in done)) return "|"
    if (done[key] < 10) return sprintf(" %s/%d so far |", solved[key], done[key])
    got = mark(solved[key], twice[key])
    compared++
    if (got == expected[key]) agreed++
    return sprintf(" %s%s%s, %d/%d, %.0f %% |", expected[key], got == expected[key] ? " = " : " **→** ", got, solved[key], done[key], 100 * twice[key])
  }
  function table(title, mode,    i, t, name, line) {
    printf "\n### %s\n\n| scheme |", title
    for (t = 1; t <= task_count; t++) printf " %s |", tasks[t]
    printf "\n|---|"
    for (t = 1; t <= task_count; t++) printf "---|"
    printf "\n"
    for (i = 1; i <= scheme_count; i++) {
      line = ""
      for (t = 1; t <= task_count; t++) line = line cell(tasks[t], schemes[i], mode)
      if (line ~ /^\|*$/) continue
      name = schemes[i]
      gsub(/\|/, "\\|", name)
      printf "| %s |%s\n", name, line
    }
  }
  END {
    print "# The first matrix: expected and found\n"
    print "Written by `results/matrix.sh` from [matrix.csv](matrix.csv), which comes from the runs of"
    print "`experiments/matrix.ini`, and from [hypotheses.csv](../docs/hypotheses.csv), which was written before they were run"
    print "([why](../docs/hypotheses.md)). No number here was typed.\n"
    print "In each cell: expected → found (bold where they differ), how many of the seeds solve, and how many of the sequences of"
    print "twice the trained length are right in every bit (mean over seeds). `+` solves (at least 8 of 10 seeds) and has half of them"
    print "exact at twice the length; `o` solves, and is lost there; `?` 2 to 7 seeds solve; `-` at most one."
    table("Without a memory", "")
    table("Append: each item gets the next slot", "append")
    table("Learned: heads choose where to write", "learned")
    printf "\n%d runs. Of %d cells, %d are as expected.\n", total, compared, agreed
  }
' "$here/../docs/hypotheses.csv" "$here/matrix.csv" >"$here/matrix.md.new"
if [[ -f $here/matrix_surprises.md ]]; then
  { echo; cat "$here/matrix_surprises.md"; } >>"$here/matrix.md.new"
fi
mv "$here/matrix.md.new" "$here/matrix.md"
