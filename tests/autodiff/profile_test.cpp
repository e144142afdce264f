// Profiles: what belongs to which line.
#include "memnet/autodiff/profile.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Pass = Profile::Pass;

Profile::Line line_of(const Profile& profile, std::string_view name, Pass pass) {
  for (const Profile::Line& line : profile.lines())
    if (line.name == name && line.pass == pass) return line;
  ADD_FAILURE() << "there is no line " << name;
  return {};
}

double sum_of_flops(const Profile& profile) {
  double sum = 0;
  for (const Profile::Line& line : profile.lines()) sum += line.flops;
  return sum;
}

constexpr int kRows = 5, kCols = 3, kBatch = 4, kSteps = 2;

// Computes y = tanh(W x + b) for several inputs, and the gradients of W and b.
void learn(Tape& tape) {
  Params params;
  const Param W = params.add("W", kRows, kCols, Init::constant(1)), b = params.add("b", kRows, 1, Init::constant(1));
  params.initialize(1);
  std::vector<Scalar> gradient(params.values().size());
  tape.bind(params, gradient);
  Var sum = tape.constant(kRows, 1, kBatch, 0);
  for (int t = 0; t < kSteps; ++t) sum = add(sum, tanh(affine(tape[W], tape.leaf(kCols, 1, kBatch), tape[b])));
  tape.backward(sum);
}

TEST(Profile, CountsCallsOperationsAndBytesOfBothDirections) {
  Tape tape;
  Profile profile;
  tape.set_profile(&profile);
  learn(tape);
  profile.end();
  const double number = sizeof(Scalar), weights = kRows * kCols + kRows, x = kCols * kBatch, y = kRows * kBatch;

  const Profile::Line affine = line_of(profile, "affine", Pass::forward);
  EXPECT_EQ(affine.calls, kSteps);
  EXPECT_EQ(affine.flops, 2.0 * kRows * kCols * kBatch * kSteps);
  EXPECT_EQ(affine.bytes, number * kSteps * (weights + x + y)) << "a matrix that all examples share counts once";

  // A leaf keeps its adjoint as a parameter does, so that is not counted here.
  const Profile::Line pull = line_of(profile, "affine", Pass::backward);
  EXPECT_EQ(pull.calls, kSteps);
  EXPECT_EQ(pull.flops, 2.0 * kRows * kCols * kBatch * kSteps) << "without the gradient of W";
  EXPECT_EQ(pull.bytes, number * kSteps * (weights + x + 2 * y));
  EXPECT_EQ(line_of(profile, "tanh", Pass::backward).bytes, number * kSteps * (3 * y + 2 * y));

  const Profile::Line gradients = line_of(profile, Profile::kWeightGradients, Pass::backward);
  EXPECT_EQ(gradients.calls, kSteps + 1) << "each step, and what is collected is multiplied at the end";
  EXPECT_EQ(gradients.flops, 2.0 * kRows * kCols * kBatch * kSteps);
  EXPECT_EQ(gradients.bytes, number * (3 * kSteps * (x + y) + 2 * kRows * kCols));

  EXPECT_EQ(sum_of_flops(profile), tape.flops());
  profile.clear();
  EXPECT_TRUE(profile.lines().empty());
}

// The pullback of a value that the root does not depend on is not run, and is not measured.
TEST(Profile, NamesThePullbacksThatAreRun) {
  Tape tape;
  Profile profile;
  tape.set_profile(&profile);
  const Var x = tape.leaf(3, 1, 2);
  sigmoid(tape.constant(3, 1, 2, 1));  // has no pullback
  hadamard(x, x);
  tape.backward(tanh(add(x, x)));
  profile.end();
  std::vector<std::string_view> forward, backward;
  for (const Profile::Line& line : profile.lines()) {
    if (line.pass == Pass::forward) forward.push_back(line.name);
    if (line.pass == Pass::backward) backward.push_back(line.name);
  }
  std::ranges::sort(forward);
  std::ranges::sort(backward);
  EXPECT_EQ(forward, (std::vector<std::string_view>{"add", "hadamard", "sigmoid", "tanh"}));
  EXPECT_EQ(backward, (std::vector<std::string_view>{"add", "tanh", Profile::kWeightGradients}));
}

TEST(Profile, ATapeWithoutOneMeasuresNothing) {
  Tape tape;
  Profile profile;
  tape.set_profile(&profile);
  tape.set_profile(nullptr);
  learn(tape);
  EXPECT_TRUE(profile.lines().empty());
  EXPECT_EQ(profile.readings(), 0);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
