// Parity: estimators of the gradient of a read at one slot, z ~ softmax(scores), against closed forms and torch. The
// cost of a read is |tanh(A r) - y|^2 / 2.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "memnet/addressing/choice.hpp"
#include "memnet/addressing/pipeline.hpp"
#include "memnet/models/objective.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The reads of the file on a tape, `count` times each, side by side; read number i is of example i / count.
class Reads {
 public:
  Reads(const GoldenFile& file, int count)
      : B(file.number("batch")), N(file.number("slots")), W(file.number("width")), count_(count) {
    const int O = file.number("outputs"), all = B * count;
    scores = column(file, "params/scores", N, true);
    targets_[0] = column(file, "targets", O, false);
    memory = tape.leaf(N, W, all);
    A = tape.leaf(O, W, 1);
    const GoldenArray slots = file.array("params/memory"), rows = file.array("params/A");
    for (int i = 0; i < all; ++i)
      for (int n = 0; n < N; ++n)
        for (int j = 0; j < W; ++j) memory.value(i)[j * N + n] = slots.at({i / count, n})[index(j)];
    for (int o = 0; o < O; ++o)
      for (int j = 0; j < W; ++j) A.value()[j * O + o] = rows.at({o})[index(j)];
    mask_[0] = tape.constant(1, 1, 1, 1);
    batch_.size = all;
    batch_.targets = targets_;
    batch_.mask = mask_;
  }

  // Returns [N] for each read: 1 at a slot. slot(example, number of the read among those of the example) is its index.
  template <class Slot>
  Var at(Slot slot) {
    z_ = tape.constant(1, 1, B * count_, 0);
    const Var w = tape.constant(N, 1, B * count_, 0);
    for (int i = 0; i < B * count_; ++i) w.value(i)[slot(i / count_, i % count_)] = 1;
    for (int i = 0; i < B * count_; ++i) *z_.value(i) = static_cast<Scalar>(slot(i / count_, i % count_));
    return w;
  }

  // Computes the gradient of the mean cost over the examples. With choices, they are those of at().
  Var backward(Var w, bool choices = false, Var prediction = {}, const Baseline& baseline = {}) {
    const Var cost = gaussian_loss(tanh(matvec(A, read(memory, w))), targets_[0], mask_[0]);
    if (choices) tape.add_choice(categorical_loss(scores, z_, mask_[0]), prediction);
    tape.backward(make_objective({&cost, 1}, cost, batch_, baseline).value, Scalar(1) / B);
    return cost;
  }

  // Returns a value [1] for each read: the numbers of a file for their examples.
  Var of_examples(const GoldenArray& numbers) {
    const Var x = tape.constant(1, 1, B * count_, 0);
    for (int i = 0; i < B * count_; ++i) *x.value(i) = numbers.numbers[index(i / count_)];
    return x;
  }

  // Compares gradients with those of the file, which are means over the reads of an example.
  void expect_gradients(const GoldenFile& file, const std::string& group, bool of_scores = true) {
    SCOPED_TRACE(group);
    const GoldenArray by_memory = file.array(group + "/memory"), by_A = file.array(group + "/A");
    for (int b = 0; b < B; ++b) {
      if (of_scores) expect_same("scores", mean(scores, b), file.array(group + "/scores").at({b}));
      const std::vector<Scalar> of_memory = mean(memory, b);
      for (int n = 0; n < N; ++n)
        for (int j = 0; j < W; ++j)
          EXPECT_NEAR(of_memory[index(j * N + n)], by_memory.at({b, n})[index(j)], 1e-12) << "memory";
    }
    for (int o = 0; o < A.rows(); ++o)
      for (int j = 0; j < W; ++j)
        EXPECT_NEAR(A.adjoint()[j * A.rows() + o] / count_, by_A.at({o})[index(j)], 1e-12) << "A";
  }

  const int B, N, W;
  Tape tape;
  Var scores, memory, A;

 private:
  Var column(const GoldenFile& file, const char* name, int rows, bool variable) {
    const Var x = variable ? tape.leaf(rows, 1, B * count_) : tape.constant(rows, 1, B * count_, 0);
    const GoldenArray numbers = file.array(name);
    for (int i = 0; i < B * count_; ++i) std::ranges::copy(numbers.at({i / count_}), x.value(i));
    return x;
  }
  std::vector<Scalar> mean(Var x, int example) const {
    std::vector<Scalar> sum(index(x.size()));
    for (int k = 0; k < count_; ++k)
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += x.adjoint(example * count_ + k)[i] / count_;
    return sum;
  }

  int count_;
  std::array<Var, 1> targets_, mask_;
  Batch batch_;
  Var z_;
};

void compare_reinforce(const GoldenFile& file, const std::string& name) {
  SCOPED_TRACE(name);
  const std::string group = "reinforce/" + name;
  const int S = file.number("samples");
  const GoldenArray drawn = file.array("samples"), samples = file.array(group + "/samples");
  const bool leave_one_out = name == "leave_one_out";
  const GoldenArray baseline = leave_one_out ? GoldenArray() : file.array(group + "/baseline");
  Reads reads(file, S);
  const Var w = reads.at([&](int b, int s) { return static_cast<int>(drawn.at({s})[index(b)]); });
  reads.backward(w, true, leave_one_out ? Var() : reads.of_examples(baseline),
                 {.samples = S, .leave_one_out = leave_one_out});
  for (int b = 0; b < reads.B; ++b)
    for (int s = 0; s < S; ++s)
      expect_same("a sample", {reads.scores.adjoint(b * S + s), index(reads.N)}, samples.at({s, b}));
  reads.expect_gradients(file, "pathwise/grads", false);
  if (leave_one_out) return;

  // Every slot in turn, weighted by its probability, gives mean and variance.
  Reads all(file, reads.N);
  all.backward(all.at([](int, int s) { return s; }), true, all.of_examples(baseline));
  const GoldenArray weights = file.array("weights"), means = file.array(group + "/mean"),
                    variances = file.array(group + "/variance"), exact = file.array("exact/grads/scores");
  for (int b = 0; b < all.B; ++b) {
    std::vector<Scalar> mean(index(all.N)), variance(index(all.N));
    for (int z = 0; z < all.N; ++z)
      for (int i = 0; i < all.N; ++i) {
        const Scalar g = all.scores.adjoint(b * all.N + z)[i], p = weights.at({b})[index(z)];
        mean[index(i)] += p * g;
        variance[index(i)] += p * g * g;
      }
    for (std::size_t i = 0; i < mean.size(); ++i) variance[i] -= mean[i] * mean[i];
    expect_same("mean", mean, means.at({b}));
    expect_same("exact gradient", mean, exact.at({b}));
    expect_same("variance", variance, variances.at({b}));
  }
}

void compare_soft(const GoldenFile& file) {
  Reads reads(file, 1);
  reads.backward(softmax(reads.scores));
  reads.expect_gradients(file, "soft/grads");
}

void compare_straight_through(const GoldenFile& file) {
  const GoldenArray drawn = file.array("samples");
  Reads reads(file, file.number("samples"));
  const Var z = reads.at([&](int b, int s) { return static_cast<int>(drawn.at({s})[index(b)]); });
  reads.backward(straight_through(z, softmax(reads.scores)));
  reads.expect_gradients(file, "straight_through/grads");
}

void compare_gumbel(const GoldenFile& file, const std::string& kind) {
  const int S = file.number("samples");
  const GoldenArray noise = file.array("gumbel/noise"), weights = file.array("gumbel/" + kind + "_weights"),
                    losses = file.array("gumbel/" + kind + "_loss");
  Reads reads(file, S);
  const Var g = reads.tape.constant(reads.N, 1, reads.B * S, 0);
  for (int i = 0; i < reads.B * S; ++i) std::ranges::copy(noise.at({i % S, i / S}), g.value(i));
  const Var noisy = add(reads.scores, g);
  const Var y = Temperature{file.real("tau"), file.real("tau")}.softmax_of(noisy);
  const Var w = kind == "soft" ? y : straight_through(largest(noisy), y);
  const Var cost = reads.backward(w);
  for (int s = 0; s < S; ++s) {
    Scalar mean = 0;
    for (int b = 0; b < reads.B; ++b) {
      expect_same("weights", example(w, b * S + s), weights.at({s, b}));
      mean += *cost.value(b * S + s) / reads.B;
    }
    expect_same("loss", {&mean, 1}, {&losses.numbers[index(s)], 1});
  }
  reads.expect_gradients(file, "gumbel/" + kind + "_grads");
}

// Two slots with the scores (a, 0) and one number each: the means of many draws of the stages are the integrals of the
// file, within four standard errors.
void compare_tiny(const GoldenFile& file, const std::string& stage, const std::string& name) {
  SCOPED_TRACE(stage);
  constexpr int kDraws = 1000, kRepeats = 100;
  const auto number = [&](const char* what) { return file.array(std::string("tiny/") + what).numbers[0]; };
  const Pipeline pipeline("location | " + stage, 2, 1);
  Tape tape;
  double sum = 0, squares = 0;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<RandomStream> streams;
    for (int i = 0; i < kDraws; ++i) streams.emplace_back(1, stage, static_cast<std::uint64_t>(repeat * kDraws + i));
    tape.reset();
    tape.choose({.way = Choosing::Way::drawn, .streams = streams});
    const Var scores = tape.leaf(2, 1, kDraws), M = tape.constant(2, 1, 1, 0);
    M.value()[0] = number("m1");
    M.value()[1] = number("m0");
    for (int i = 0; i < kDraws; ++i) scores.value(i)[0] = number("a");
    const Var one = tape.constant(1, 1, 1, 1), y = tape.constant(1, 1, 1, number("target"));
    const Var cost = gaussian_loss(read(M, pipeline.address(scores, {.memory = M})), y, one);
    Batch batch;
    batch.size = kDraws;
    std::array<Var, 1> targets{y}, mask{one};
    batch.targets = targets;
    batch.mask = mask;
    tape.backward(make_objective({&cost, 1}, cost, batch, {}).value);
    for (int i = 0; i < kDraws; ++i) {
      const double g = scores.adjoint(i)[0];
      sum += g;
      squares += g * g;
    }
  }
  constexpr double kAll = double(kDraws) * kRepeats;
  const double mean = sum / kAll, variance = squares / kAll - mean * mean;
  EXPECT_NEAR(mean, number(name.c_str()), 4 * std::sqrt(variance / kAll));
  if (stage == "sample") {
    EXPECT_NEAR(variance, number("reinforce_variance_no_baseline"), 0.01);
  }
}

}  // namespace

void compare_estimators(const GoldenFile& file) {
  for (const char* baseline : {"none", "constant", "expected_cost", "optimal", "leave_one_out"})
    compare_reinforce(file, baseline);
  compare_soft(file);
  compare_straight_through(file);
  for (const char* kind : {"soft", "hard"}) compare_gumbel(file, kind);
  compare_tiny(file, "sample", "exact");
  compare_tiny(file, "straight_through", "straight_through");
  for (const char* tau : {"0.5", "1.0", "2.0"}) {
    compare_tiny(file, fmt::format("gumbel:{}", tau), fmt::format("gumbel_tau{}", tau));
    compare_tiny(file, fmt::format("straight_through_gumbel:{}", tau),
                 fmt::format("straight_through_gumbel_tau{}", tau));
  }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
