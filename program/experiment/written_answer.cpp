#include "program/experiment/written_answer.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/models/decoding.hpp"
#include "program/experiment/trace_episode.hpp"

namespace memnet {
namespace {

// Returns an episode with this source, in the form that the model reads, to be answered by so many steps.
Episode episode_of(const Experiment& experiment, std::span<const int> source, std::span<const int> answer, int steps) {
  Episode episode;
  episode.assign_context(steps);
  for (const int word : source) episode.context.add_word(word);
  for (std::size_t t = 0; t < answer.size(); ++t)
    episode.targets(0, static_cast<int>(t)) = static_cast<Scalar>(answer[t]);
  episode.score_answers();
  if (experiment.model->input_form() == InputForm::sequence)
    context_to_sequence(episode, experiment.task->spec().words);
  return episode;
}

void refuse_diverged() {
  fail(ErrorKind::data, "the model's answer is not finite; its run has diverged, train it again");
}

}  // namespace

WrittenAnswer answer_source(const Experiment& experiment, std::span<const int> source, int most_steps, int beam) {
  const Episode episode = episode_of(experiment, source, {}, most_steps);
  Tape tape;
  tape.bind(experiment.params);
  const Batch batch = make_batch(tape, {&episode, 1}, experiment.model->input_form());
  WrittenAnswer written;
  if (const Decoder* decoder = experiment.model->decoder(); decoder != nullptr) {
    const Answer answer = decode(*decoder, tape, batch, {&most_steps, 1}, {.width = beam}).front();
    if (!std::isfinite(answer.nats)) refuse_diverged();
    written.words.assign(answer.words.begin(), answer.words.end());
    written.has_ended = answer.has_ended;
    return written;
  }
  const std::span<const Var> logits = experiment.model->forward(tape, batch);
  for (const int step : episode.context.answered_at) {
    const Var z = logits[static_cast<std::size_t>(step)];
    if (!kernels::all_finite(z.value(), z.rows())) refuse_diverged();
    const int word = static_cast<int>(std::max_element(z.value(), z.value() + z.rows()) - z.value());
    written.has_ended = word == 0;
    if (written.has_ended) break;
    written.words.push_back(word);
  }
  return written;
}

double cost_of_answer(const Experiment& experiment, std::span<const int> source, std::span<const int> right) {
  const int end = experiment.task->spec().answers_end ? 1 : 0;
  const Episode episode = episode_of(experiment, source, right, static_cast<int>(right.size()) + end);
  Tape tape;
  tape.bind(experiment.params);
  const Batch batch = make_batch(tape, {&episode, 1}, experiment.model->input_form());
  return static_cast<double>(*answer_loss(experiment.model->forward(tape, batch), batch).value());
}

RunRecord::Trace trace_answer(const Experiment& experiment, std::span<const int> source, const WrittenAnswer& answer) {
  const int steps = static_cast<int>(answer.words.size()) + (answer.has_ended ? 1 : 0);
  const Episode episode = episode_of(experiment, source, answer.words, std::max(steps, 1));
  return trace_episode(*experiment.task, *experiment.model, experiment.params, episode);
}

}  // namespace memnet
