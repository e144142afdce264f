// Is a gradient right? Pullbacks, held against differences of values.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/matrix.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// An argument of a function under test: one example that broadcasts, or one for each example of the batch.
struct Input {
  std::string name;
  std::vector<Matrix> examples;
  bool variable = true;  // false: a constant, which gets no gradient
};
using Function = std::function<std::vector<Var>(std::span<const Var>)>;

// Puts an input on the tape: a leaf if it is variable, a constant otherwise.
Var place(Tape& tape, const Input& input);
std::vector<Var> place(Tape& tape, std::span<const Input> inputs);

// What the outputs of a function are multiplied by, number by number, to make the one number that is differentiated.
// Random numbers, always. Ones are here to show what they cannot see: a weighting sums to one, whatever its pullback
// says.
enum class Covector { random, ones };

// outputs, each [*,*] -> [1]: the sum of covector times outputs
Var project(std::span<const Var> outputs, Covector covector = Covector::random);

// What the pullbacks say: the gradient of the projected outputs by each input, one matrix for each of its examples
// (zeros for a constant). They start from buffers that hold `noise` times random numbers, which is taken out again.
using Gradients = std::vector<std::vector<Matrix>>;
Gradients pull_back(const Function& f, std::span<const Input> inputs, Covector covector = Covector::random,
                    double noise = 1);

// How wrong a gradient is. The error of one number is the distance between what pullback and differences say, by the
// larger of the two; both count as no smaller than 1e-4 (or 1e-4 of the function's value, where that is larger), since
// below that the differences are made of rounding.
struct Verdict {
  double error = 0;   // the largest; infinite if anything was not finite
  std::string where;  // "gradient by w[3]: the pullback says 0.25, differences say 0.5"
};

// Takes into `verdict` what the differences of `value` say of a gradient. `value` has to read `numbers` anew each time.
void compare(Verdict& verdict, const std::string& name, std::span<Scalar> numbers, std::span<const Scalar> gradient,
             const std::function<double()>& value);

Verdict check_gradient(const Function& f, std::vector<Input> inputs, Covector covector = Covector::random);

// The sum over the batch, as a number outside the tape.
double batch_sum(Var x);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
