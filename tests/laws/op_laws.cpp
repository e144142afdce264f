// The laws of primitives: every line of ops/table.def has to keep all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>
#include <utility>

#include "memnet/base/error.hpp"
#include "tests/support/gradients/op_inputs.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void PrintTo(const OpEntry& entry, std::ostream* out) { *out << entry.name; }

namespace {

constexpr double kExact = 1e-12;  // for numbers that are the same sums in another order

class OpLaws : public testing::TestWithParam<OpEntry> {
 protected:
  const OpCheck check = GetParam().check();
  RandomStream stream{3, GetParam().name};
  // The number of choices of arguments that hold a batch.
  const unsigned choices = 1u << check.arguments.size();
};

INSTANTIATE_TEST_SUITE_P(Ops, OpLaws, testing::ValuesIn(all_ops()),
                         [](const auto& info) { return std::string(info.param.name); });

void expect_close(std::span<const Scalar> got, std::span<const Scalar> expected, double tolerance,
                  const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], tolerance * std::max(1.0, std::abs(expected[i]))) << what << ", number " << i;
}

// The primitive gives what its naive reference gives.
void expect_value(const OpCheck& check, std::span<const Input> inputs) {
  Tape tape;
  const std::vector<Var> outputs = check.apply(place(tape, inputs));
  for (int b = 0; b < outputs.front().batch(); ++b) {
    const OpCheck::Values expected = check.reference(example(inputs, static_cast<std::size_t>(b)));
    ASSERT_EQ(outputs.size(), expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      EXPECT_EQ(outputs[k].rows(), expected[k].rows());
      EXPECT_EQ(outputs[k].cols(), expected[k].cols());
      expect_close({outputs[k].value(b), static_cast<std::size_t>(outputs[k].size())}, expected[k].numbers(), kExact,
                   fmt::format("{}: output {} of example {}", check.name, k, b));
    }
  }
}

// Inputs of unusual size: the right value, or an Error that begins with the name of the primitive.
void expect_value_or_error(const OpCheck& check, std::span<const Input> inputs) {
  try {
    expect_value(check, inputs);
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with(std::string(check.name) + ": ")) << error.what();
  }
}

void expect_gradient(const OpCheck& check, const Function& f, const std::vector<Input>& inputs) {
  const Verdict verdict = check_gradient(f, inputs);
  EXPECT_LE(verdict.error, check.tolerance) << check.name << ": " << verdict.where;
}

bool all_finite(std::span<const Scalar> numbers) {
  for (const Scalar x : numbers)
    if (!std::isfinite(x)) return false;
  return true;
}

TEST_P(OpLaws, ItsNameIsThatOfTheTable) { EXPECT_STREQ(check.name, GetParam().name); }

TEST_P(OpLaws, ValueEqualsTheReference) {
  for (unsigned batched = 0; batched < choices; ++batched)
    expect_value(check, sample_inputs(check, check.sizes, stream, batched));
}

TEST_P(OpLaws, GradientEqualsDifferences) {
  for (unsigned batched = 0; batched < choices; ++batched)
    expect_gradient(check, check.apply, sample_inputs(check, check.sizes, stream, batched));
}

TEST_P(OpLaws, ConstantsLeaveTheOtherGradientsAlone) {
  const std::vector<Input> inputs = sample_inputs(check, check.sizes, stream, choices - 1);
  const Gradients all = pull_back(check.apply, inputs);
  for (unsigned constant = 1; constant < choices; ++constant) {
    std::vector<Input> some = inputs;
    bool any_variable = false;
    for (std::size_t i = 0; i < some.size(); ++i) {
      if ((constant >> i & 1u) != 0) some[i].variable = false;
      any_variable |= some[i].variable;
    }
    if (!any_variable) {
      Tape tape;
      for (const Var y : check.apply(place(tape, some))) EXPECT_FALSE(y.needs_gradient());
      continue;
    }
    const Gradients gradients = pull_back(check.apply, some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (!some[i].variable) continue;
      for (std::size_t b = 0; b < some[i].examples.size(); ++b)
        expect_close(gradients[i][b].numbers(), all[i][b].numbers(), kExact,
                     fmt::format("{}: gradient by {} with constants {:b}", check.name, some[i].name, constant));
    }
  }
}

TEST_P(OpLaws, DataGetNoGradient) {
  std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
  for (Input& input : inputs) input.variable = true;
  const Gradients gradients = pull_back(check.apply, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!is_data(check.arguments[i].domain)) continue;
    for (const Scalar g : gradients[i][0].numbers())
      EXPECT_EQ(g, 0) << check.name << ": gradient by " << inputs[i].name;
  }
}

TEST_P(OpLaws, GradientsAreAddedToWhatIsThere) {
  for (unsigned batched = 0; batched < choices; ++batched) {
    const std::vector<Input> inputs = sample_inputs(check, check.sizes, stream, batched);
    const Gradients clean = pull_back(check.apply, inputs, Covector::random, 0);
    const Gradients noisy = pull_back(check.apply, inputs, Covector::random, 100);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      for (std::size_t b = 0; b < inputs[i].examples.size(); ++b)
        expect_close(noisy[i][b].numbers(), clean[i][b].numbers(), 1000 * kExact,
                     fmt::format("{}: gradient by {}", check.name, inputs[i].name));
  }
}

// f(x, x): the same value twice, wherever two arguments have the same shape; also with all letters alike, where more
// do.
TEST_P(OpLaws, OneValueForTwoArguments) {
  for (const Sizes& sizes : {check.sizes, all_letters(check, 3)})
    for (std::size_t i = 0; i < check.arguments.size(); ++i)
      for (std::size_t j = i + 1; j < check.arguments.size(); ++j) {
        std::vector<Input> inputs = sample_inputs(check, sizes, stream, choices - 1);
        const Matrix &x = inputs[i].examples.front(), &y = inputs[j].examples.front();
        if (x.rows() != y.rows() || x.cols() != y.cols() || !inputs[i].variable || !inputs[j].variable) continue;
        // A value of a narrower domain is a real number too.
        if (check.arguments[i].domain == Domain::real) std::swap(inputs[i].examples, inputs[j].examples);
        inputs.erase(inputs.begin() + static_cast<std::ptrdiff_t>(j));
        const Function same = [&](std::span<const Var> vars) {
          std::vector<Var> all(vars.begin(), vars.end());
          all.insert(all.begin() + static_cast<std::ptrdiff_t>(j), all[i]);
          return check.apply(all);
        };
        try {
          expect_gradient(check, same, inputs);
        } catch (const Error& error) {
          EXPECT_TRUE(std::string(error.what()).starts_with(std::string(check.name) + ": ")) << error.what();
        }
      }
}

TEST_P(OpLaws, SizeOne) { expect_value_or_error(check, sample_inputs(check, all_letters(check, 1), stream)); }

TEST_P(OpLaws, OneRowOrColumnTooMany) {
  for (std::size_t i = 0; i < check.arguments.size(); ++i)
    for (const bool row : {true, false}) {
      std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
      inputs[i].examples = {sample_argument(check, check.sizes, i, stream, row ? 1 : 0, row ? 0 : 1)};
      expect_value_or_error(check, inputs);
    }
}

TEST_P(OpLaws, BatchesOfDifferentSize) {
  if (check.arguments.size() < 2) return;
  std::vector<Input> inputs = sample_inputs(check, check.sizes, stream, 1, 2);
  inputs[1] = sample_inputs(check, check.sizes, stream, 2, 3)[1];
  EXPECT_THROW(expect_value(check, inputs), Error);
  expect_value_or_error(check, inputs);
}

TEST_P(OpLaws, StressStaysFiniteAndRight) {
  for (const OpCheck::Stress& stress : check.stress) {
    std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
    OpCheck::Values values = example(inputs, 0);
    stress.change(values);
    for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i].examples = {values[i]};
    Tape tape;
    const std::vector<Var> outputs = check.apply(place(tape, inputs));
    const OpCheck::Values expected = check.reference(values);
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const std::span<const Scalar> y{outputs[k].value(), static_cast<std::size_t>(outputs[k].size())};
      EXPECT_TRUE(all_finite(y)) << check.name << ": " << stress.what;
      if (all_finite(expected[k].numbers()))  // naive loops overflow where the primitive must not
        expect_close(y, expected[k].numbers(), 1e-9, fmt::format("{} with {}: output {}", check.name, stress.what, k));
    }
    const Gradients gradients = pull_back(check.apply, inputs);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      EXPECT_TRUE(all_finite(gradients[i][0].numbers()))
          << check.name << ": gradient by " << inputs[i].name << " with " << stress.what;
  }
}

bool finite_for(const OpCheck& check, std::span<const Input> inputs) {
  Tape tape;
  return std::ranges::all_of(check.apply(place(tape, inputs)), [](Var y) {
    return all_finite({y.value(), static_cast<std::size_t>(y.numbers())});
  });
}

bool reference_is_finite(const OpCheck& check, std::span<const Input> inputs) {
  return std::ranges::all_of(check.reference(example(inputs, 0)),
                             [](const Matrix& y) { return all_finite(y.numbers()); });
}

// A NaN that a primitive hides makes a diverged network look like a bad one. Sharpening and entmax did so.
TEST_P(OpLaws, ANanReachesTheOutput) {
  std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
  for (std::size_t i = 0; i < inputs.size(); ++i)  // a mask of 0 hides everything
    if (check.arguments[i].domain == Domain::bits) std::ranges::fill(inputs[i].examples[0].numbers(), Scalar(1));
  for (Input& input : inputs)
    for (int at = 0; at < input.examples[0].size() && input.variable; ++at) {
      Scalar& number = input.examples[0].numbers()[static_cast<std::size_t>(at)];
      const Scalar before = std::exchange(number, std::numeric_limits<Scalar>::quiet_NaN());
      EXPECT_TRUE(!finite_for(check, inputs) || reference_is_finite(check, inputs))
          << check.name << ": number " << at << " of " << input.name;
      number = before;
    }
}

// Arguments whose squares overflow or underflow: a finite value is the right one. (The cosine of large vectors was 0.)
TEST_P(OpLaws, HugeAndTinyNumbersGiveTheRightValueOrOverflow) {
  const Scalar huge = 8 * std::sqrt(std::numeric_limits<Scalar>::max());
  for (const Scalar factor : {huge, 1 / huge})
    for (std::size_t i = 0; i < check.arguments.size(); ++i) {
      const Domain domain = check.arguments[i].domain;
      if (is_data(domain) || domain == Domain::unit || domain == Domain::simplex) continue;
      std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
      for (Scalar& number : inputs[i].examples[0].numbers()) number *= factor;
      if (finite_for(check, inputs) && reference_is_finite(check, inputs)) expect_value(check, inputs);
      if (factor > 1) continue;
      for (const std::vector<Matrix>& gradient : pull_back(check.apply, inputs))
        EXPECT_TRUE(all_finite(gradient[0].numbers())) << check.name << ": tiny " << inputs[i].name;
    }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
