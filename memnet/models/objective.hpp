// The objective: what a batch is trained by. It is the loss of the answers, and what the model put on the tape besides:
// auxiliary losses, and choices that pass no gradient (Tape::terms()).
//
// A choice z made in step t with the probability p_z is trained by what it costs (REINFORCE: Williams 1992): with L
// the loss of the answers from step t on, and a baseline b that does not depend on z,
//   gradient of the mean of L  =  mean of (L - b) (gradient of log p_z)  +  mean of the gradient of L with z fixed
// The baseline is what is expected of L: the nearer it is, the lower the variance. It is the sum of
//   per_answer times the number of answers that are scored from step t on,
//   the mean of L in the other samples of the same episode, with leave_one_out (Kool, van Hoof & Welling 2019), and
//   the prediction of the model, if there is one, which is fitted by its squared error.
#pragma once

#include <span>

#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct Baseline {
  double per_answer = 0;  // nats
  int samples = 1;        // a batch has so many samples of each episode, side by side
  bool leave_one_out = false;
  bool fits_predictions = true;
};

struct Objective {
  Var value;             // [1] of each example; its gradient trains, its number has no meaning where choices are made
  double auxiliary = 0;  // the sum of auxiliary losses over the examples, in nats
};
// Returns the objective for the losses [1] of the answers of each step, and their sum over steps. Without terms on the
// tape it is that sum itself. Auxiliary losses of steps behind the last scored answer of an example do not count. A
// batch has one example, or a whole number of samples of each episode.
Objective make_objective(std::span<const Var> losses, Var sum_of_losses, const Batch& batch, const Baseline& baseline);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
