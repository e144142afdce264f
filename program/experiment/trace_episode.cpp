#include "program/experiment/trace_episode.hpp"

#include <algorithm>

namespace memnet {

RunRecord::Trace trace_episode(const Task& task, const Model& model, const Params& params, const Episode& episode) {
  Tape tape;
  tape.trace(true);
  tape.bind(params);
  const Batch batch = make_batch(tape, std::span(&episode, 1), model.input_form());
  const std::span<const Var> logits = model.forward(tape, batch);

  RunRecord::Trace trace;
  if (!episode.story.empty() && episode.answers == TargetKind::word) trace.story = story_text(task, episode);
  const int steps = batch.steps();
  const auto add = [&](const char* name, const char* axis, std::span<const Var> values) {
    if (values.empty()) return;
    trace.panels.push_back({name, axis, Matrix(values[0].rows(), steps)});
    for (int t = 0; t < steps; ++t)
      std::copy_n(values[static_cast<std::size_t>(t)].value(), values[0].rows(),
                  trace.panels.back().numbers.column(t).begin());
  };
  const bool words = batch.answers == TargetKind::word;
  add("inputs", "channel", batch.inputs);
  add("targets", words ? "" : "bit", batch.targets);
  add("mask", "", batch.mask);
  add("outputs", words ? "word" : "bit", logits);
  Matrix& answer = trace.panels.back().numbers;
  for (int t = 0; t < steps; ++t) to_probabilities(batch.answers, answer.column(t));
  for (const Tape::Mark& mark : tape.marks()) {
    auto panel = std::ranges::find(trace.panels, mark.name, &RunRecord::Trace::Panel::name);
    if (panel == trace.panels.end()) {
      trace.panels.push_back({mark.name, mark.axis, Matrix(mark.value.size(), steps)});
      panel = trace.panels.end() - 1;
    }
    std::copy_n(mark.value.value(), mark.value.size(), panel->numbers.column(mark.step).begin());
  }
  return trace;
}

}  // namespace memnet
