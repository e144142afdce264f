# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # make.sh sets and uses the variables
seeds=1..10
more() {
  printf 'Single strings of every length from 2 to 59, nothing trained (`memnet eval RUN --lengths 2,3,...,59 '
  printf -- '--task.symbols_per_episode 0 --sequences 5`):\n\n'
  printf '| seed | mean accuracy over n = 2..59 |\n|---|---|\n'
  for seed in {1..10}; do
    memnet eval "$runs"/stacks/counting/counting-stack_rnn-s"$seed"-* --lengths "$(seq -s, 2 59)" \
      --task.symbols_per_episode 0 --sequences 5 |
      awk -v s="$seed" '/^ +[0-9]+ +[0-9.]+ /{n++; right += 1 - $3 / 100} END{printf "| %s | %.4f |\n", s, right / n}'
  done
  printf '\nFor comparison, not measured here: the program of Joulin & Mikolov (github.com/facebookarchive/Stack-RNN), '
  printf 'trained\nwith four seeds of its own, has 0.9986, 0.2247, 1.0000 and 0.9999. Below, in gray, how it learns '
  printf '(what its numbers\nare: [stack_rnn_training.csv](published/stack_rnn_training.csv)).\n\n'
  printf '![loss by training sequences](stacks_training.svg)\n'
  (cd "$root" && memnet figure "$runs"/stacks/counting/counting-???????? --panel curves --metric loss --force \
    --beside results/published/stack_rnn_training.csv -o results/stacks_training.svg >/dev/null)
}
