#include "memnet/models/objective.hpp"

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// What comes from a step on, for each example: [1], constants.
struct ToCome {
  Var loss;     // of the answers
  Var answers;  // the number of scored answers
};

// Returns this for every step, and behind it zeros for steps that do not exist.
std::span<const ToCome> sum_from_behind(std::span<const Var> losses, const Batch& batch) {
  Tape& tape = losses[0].tape();
  const std::size_t T = losses.size();
  const std::span<ToCome> all = tape.arena().allocate_array<ToCome>(T + 1);
  for (ToCome& step : all) step = {tape.constant(1, 1, batch.size, 0), tape.constant(1, 1, batch.size, 0)};
  for (std::size_t t = T; t-- > 0;)
    for (int b = 0; b < batch.size; ++b) {
      *all[t].loss.value(b) = *all[t + 1].loss.value(b) + *losses[t].value(b);
      const Scalar answers = *batch.mask[t].value(b) * static_cast<Scalar>(batch.targets[t].rows());
      *all[t].answers.value(b) = *all[t + 1].answers.value(b) + answers;
    }
  return all;
}

// Returns the loss to come minus the baseline, but for the prediction of the model: [1], a constant.
Var above_baseline(const ToCome& to_come, const Baseline& baseline) {
  const int B = to_come.loss.batch(), K = baseline.samples;
  const Var above = to_come.loss.tape().constant(1, 1, B, 0);
  for (int b = 0; b < B; ++b) {
    const Scalar own = *to_come.loss.value(b);
    Scalar expected = static_cast<Scalar>(baseline.per_answer) * *to_come.answers.value(b);
    if (baseline.leave_one_out) {
      Scalar others = -own;
      for (int k = b - b % K; k < b - b % K + K; ++k) others += *to_come.loss.value(k);
      expected += others / static_cast<Scalar>(K - 1);
    }
    *above.value(b) = own - expected;
  }
  return above;
}

// Returns 1 for the examples with scored answers to come, and 0 for the others: [1].
Var is_open(const ToCome& to_come) {
  const Var open = to_come.answers.tape().constant(1, 1, to_come.answers.batch(), 0);
  for (int b = 0; b < open.batch(); ++b) *open.value(b) = *to_come.answers.value(b) > 0 ? 1 : 0;
  return open;
}

}  // namespace

Objective make_objective(std::span<const Var> losses, Var sum_of_losses, const Batch& batch, const Baseline& baseline) {
  Tape& tape = sum_of_losses.tape();
  const std::span<const Tape::Term> terms = tape.terms();
  if (terms.empty()) return {sum_of_losses};
  using Kind = Tape::Term::Kind;
  const std::span<const ToCome> all = sum_from_behind(losses, batch);
  const std::span<Var> parts = tape.arena().allocate_array<Var>(terms.size() + 1);
  parts[0] = sum_of_losses;
  double auxiliary = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto& [kind, step, value] = terms[i];
    const ToCome& to_come = all[std::min(static_cast<std::size_t>(step), losses.size())];
    Var& part = parts[i + 1];
    if (kind == Kind::loss) {
      part = hadamard(is_open(to_come), value);
      for (int b = 0; b < batch.size; ++b) auxiliary += static_cast<double>(*part.value(b));
    } else if (kind == Kind::prediction) {
      const Var error = gaussian_loss(value, above_baseline(to_come, baseline), is_open(to_come));
      part = baseline.fits_predictions ? error : tape.stop_gradient(error);
    } else {
      Var above = above_baseline(to_come, baseline);
      if (i + 1 < terms.size() && terms[i + 1].kind == Kind::prediction)
        above = subtract(above, tape.stop_gradient(terms[i + 1].value));
      // With the cost -log p_z, the gradient of this is `above` times that of log p_z.
      part = hadamard(subtract(tape.constant(1, 1, 1, 0), above), value);
    }
  }
  return {sum(parts), auxiliary};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
