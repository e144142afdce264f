#include "program/experiment/trace_episode.hpp"

#include <algorithm>

namespace memnet {

RunRecord::Trace trace_episode(const Task& task, const Model& model, const Params& params, const Episode& episode,
                               std::span<RandomStream> choices) {
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params);
  if (!choices.empty()) tape.choose({.way = Choosing::Way::drawn, .streams = choices});
  const Batch batch = make_batch(tape, std::span(&episode, 1), model.input_form());
  const std::span<const Var> logits = model.forward(tape, batch);

  RunRecord::Trace trace;
  const TargetKindEntry& kind = entry_of(episode.answers);
  if (episode.context.has_questions() && kind.one_word) trace.story = story_text(task, episode);
  // A story is a source too for a model that looks at its words.
  const bool looks_at_words = std::ranges::any_of(tape.traced(), [](const Tape::Traced& traced) {
    return traced.role == TracedRole::weighting && traced.axis == TracedAxis::place;
  });
  if (!episode.context.empty() && (looks_at_words || !episode.context.has_questions()) && kind.one_word) {
    trace.source = source_text(task, episode.context);
    Matrix words(1, static_cast<int>(episode.context.answered_at.size()));
    for (int i = 0; i < words.cols(); ++i)
      words(0, i) = episode.targets(0, episode.context.answered_at[static_cast<std::size_t>(i)]);
    trace.target = answer_text(task, words);
  }
  if (const TaskSpec spec = task.spec(); spec.has_images()) trace.image = image_of(spec, episode.context);
  const int steps = batch.steps();
  const auto add = [&](const char* name, TracedRole role, TracedAxis axis, std::span<const Var> values) {
    if (values.empty()) return;
    trace.panels.push_back({{"", name, TracedKind::task, role, axis}, Matrix(values[0].rows(), steps)});
    for (int t = 0; t < steps; ++t)
      std::copy_n(values[static_cast<std::size_t>(t)].value(), values[0].rows(),
                  trace.panels.back().numbers.column(t).begin());
  };
  add("inputs", TracedRole::input, TracedAxis::channel, batch.inputs);
  add("targets", TracedRole::target, kind.targets, batch.targets);
  add("mask", TracedRole::mask, TracedAxis::single, batch.mask);
  add("outputs", TracedRole::output, kind.answers, logits);
  Matrix& answer = trace.panels.back().numbers;
  for (int t = 0; t < steps; ++t) kind.to_probabilities(answer.column(t));
  for (const Tape::Traced& traced : tape.traced()) {
    if (traced.role == TracedRole::self_attention) {  // whole, with columns of its own
      trace.panels.push_back({traced, Matrix(traced.value.rows(), traced.value.cols())});
      std::copy_n(traced.value.value(), traced.value.size(), trace.panels.back().numbers.numbers().begin());
      continue;
    }
    auto panel = std::ranges::find(trace.panels, traced.path(), &RunRecord::Trace::Panel::path);
    if (panel == trace.panels.end()) {
      trace.panels.push_back({traced, Matrix(traced.value.size(), steps)});
      panel = trace.panels.end() - 1;
      if (traced.axis == TracedAxis::place) panel->across = model.places_across();
    }
    std::copy_n(traced.value.value(), traced.value.size(), panel->numbers.column(traced.step).begin());
  }
  return trace;
}

}  // namespace memnet
