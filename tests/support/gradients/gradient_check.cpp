#include "tests/support/gradients/gradient_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

Var place(Tape& tape, const Input& input) {
  const Matrix& first = input.examples.front();
  const int batch = static_cast<int>(input.examples.size());
  const Var x = input.variable ? tape.leaf(first.rows(), first.cols(), batch)
                               : tape.constant(first.rows(), first.cols(), batch, 0);
  for (int b = 0; b < batch; ++b) std::ranges::copy(input.examples[static_cast<std::size_t>(b)].numbers(), x.value(b));
  return x;
}

std::vector<Var> place(Tape& tape, std::span<const Input> inputs) {
  std::vector<Var> vars;
  for (const Input& input : inputs) vars.push_back(place(tape, input));
  return vars;
}

Var project(std::span<const Var> outputs, Covector covector) {
  const Op op("project", outputs, "**");
  const Var y = op.make("1");
  int numbers = 0;
  for (const Var x : outputs) numbers += x.size() * op.batch();
  Scalar* c = op.allocate(numbers);
  RandomStream stream(1, "covector");
  for (int i = 0; i < numbers; ++i)
    c[i] = covector == Covector::ones ? Scalar(1) : static_cast<Scalar>(stream.normal());
  const std::span<const Var> kept = op.keep(outputs);
  const Scalar* weight = c;
  for (int b = 0; b < op.batch(); ++b) {
    *y.value(b) = 0;
    for (const Var x : kept)
      for (int i = 0; i < x.size(); ++i) *y.value(b) += *weight++ * x.value(b)[i];
  }
  op.pullback([=] {
    const Scalar* weight = c;
    for (int b = 0; b < y.batch(); ++b)
      for (const Var x : kept)
        for (int i = 0; i < x.size(); ++i) x.adjoint(b)[i] += *weight++ * *y.adjoint(b);
  });
  return y;
}

double batch_sum(Var x) {
  double sum = 0;
  for (int i = 0; i < x.numbers(); ++i) sum += static_cast<double>(x.value()[i]);
  return sum;
}

Gradients pull_back(const Function& f, std::span<const Input> inputs, Covector covector, double noise) {
  Tape tape;
  const std::vector<Var> vars = place(tape, inputs);
  RandomStream stream(2, "noise");
  Gradients gradients;
  for (std::size_t i = 0; i < vars.size(); ++i) {
    const Matrix& like = inputs[i].examples.front();
    gradients.emplace_back(inputs[i].examples.size(), Matrix(like.rows(), like.cols()));
    if (!inputs[i].variable) continue;
    for (int n = 0; n < vars[i].numbers(); ++n) vars[i].adjoint()[n] = static_cast<Scalar>(noise * stream.normal());
  }
  std::vector<Matrix> before;
  for (const Var x : vars) {
    before.emplace_back(x.numbers(), 1);
    if (x.needs_gradient()) std::copy_n(x.adjoint(), x.numbers(), before.back().numbers().data());
  }

  tape.backward(project(f(vars), covector));

  for (std::size_t i = 0; i < vars.size(); ++i) {
    if (!inputs[i].variable) continue;
    for (int b = 0; b < vars[i].batch(); ++b)
      for (int n = 0; n < vars[i].size(); ++n)
        gradients[i][static_cast<std::size_t>(b)].numbers()[static_cast<std::size_t>(n)] =
            vars[i].adjoint(b)[n] - before[i](b * vars[i].size() + n);
  }
  return gradients;
}

void compare(Verdict& verdict, const std::string& name, std::span<Scalar> numbers, std::span<const Scalar> gradient,
             const std::function<double()>& value) {
  constexpr double kLongStep = 1e-4, kShorterSteps[] = {1e-5, 1e-6}, kSmallError = 1e-7;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Scalar here = numbers[i];
    const auto at = [&](double step) {
      numbers[i] = static_cast<Scalar>(here + step);
      return value();
    };
    // Four points also cancel the third derivative, so the step can be so large that rounding errors are negligible.
    const auto differences = [&](double step) {
      const double near_by = at(step) - at(-step), further = at(2 * step) - at(-2 * step);
      return (8 * near_by - further) / (12 * step);
    };
    const double size = std::abs(value());
    const double computed = static_cast<double>(gradient[i]);
    const auto error_of = [&](double expected) {
      const double scale = std::max({std::abs(computed), std::abs(expected), 1e-4 * std::max(1.0, size)});
      return std::abs(computed - expected) / scale;
    };
    // If the function or its slope jumps, such as topk where another slot becomes one of the K largest, or relu at 0, a
    // long step may cross the jump; a short one rarely does, but has larger rounding errors. So the closest counts; a
    // wrong gradient is far from all.
    double expected = differences(kLongStep);
    for (const double step : kShorterSteps) {
      if (error_of(expected) <= kSmallError) break;
      const double closer = differences(step);
      if (error_of(closer) < error_of(expected)) expected = closer;
    }
    const double error = error_of(expected);
    at(0);
    if (error <= verdict.error) continue;
    verdict.error = std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
    verdict.where =
        fmt::format("gradient by {}[{}]: the pullback gives {}, differences give {}", name, i, computed, expected);
  }
}

Verdict check_gradient(const Function& f, std::vector<Input> inputs, Covector covector) {
  const Gradients gradients = pull_back(f, inputs, covector);
  const auto value = [&] {
    Tape tape;
    return batch_sum(project(f(place(tape, inputs)), covector));
  };
  Verdict verdict;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].variable) continue;
    for (std::size_t b = 0; b < inputs[i].examples.size(); ++b)
      compare(verdict, inputs[i].name, inputs[i].examples[b].numbers(), gradients[i][b].numbers(), value);
  }
  return verdict;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
