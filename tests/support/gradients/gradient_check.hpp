// Checks pullbacks against numerical differences.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/matrix.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// An argument of the function under test: one example that broadcasts, or one for each example of the batch.
struct Input {
  std::string name;
  std::vector<Matrix> examples;
  bool variable = true;  // false: a constant, which gets no gradient
};
using Function = std::function<std::vector<Var>(std::span<const Var>)>;

// Puts an input on the tape, as a leaf if it is variable, as a constant otherwise. Returns the value.
Var place(Tape& tape, const Input& input);
std::vector<Var> place(Tape& tape, std::span<const Input> inputs);

// The numbers by which the outputs of a function are multiplied, before they are summed to the one number that is
// differentiated.
enum class Covector {
  random,  // finds all errors; always use it
  ones,  // for a test that shows what it misses: a weighting sums to 1, so its gradient is 0 even with a wrong pullback
};

// outputs, each [*,*] -> [1]: the sum of covector times outputs
Var project(std::span<const Var> outputs, Covector covector = Covector::random);

// Returns the gradients of the projected outputs as the pullbacks compute them: for each input, one matrix for each of
// its examples (zeros for a constant). The adjoints start with `noise` times random numbers, which are subtracted
// again: so a pullback that overwrites an adjoint instead of adding to it is found.
using Gradients = std::vector<std::vector<Matrix>>;
Gradients pull_back(const Function& f, std::span<const Input> inputs, Covector covector = Covector::random,
                    double noise = 1);

// The error of a gradient. For each number it is the difference between the results of the pullback and of numerical
// differences, divided by the larger of the two; but by no less than 1e-4 (or 1e-4 of the function's value, if that is
// larger), because below that the numerical differences consist of rounding errors.
struct Verdict {
  double error = 0;   // the largest; infinite if anything was not finite
  std::string where;  // "gradient by w[3]: the pullback gives 0.25, differences give 0.5"
};

// Compares a gradient with numerical differences of `value`, and updates `verdict`. Each call of `value` must read
// `numbers` again.
void compare(Verdict& verdict, const std::string& name, std::span<Scalar> numbers, std::span<const Scalar> gradient,
             const std::function<double()>& value);

// Compares the gradients that the pullbacks of a function compute with numerical differences. Returns the largest
// error.
Verdict check_gradient(const Function& f, std::vector<Input> inputs, Covector covector = Covector::random);

// Returns the sum over the batch, as a plain number.
double batch_sum(Var x);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
