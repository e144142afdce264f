// Parity: the stage hopfield retrieves what hopfield-layers retrieves after as many updates. Gradients go through all
// updates.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

void compare(const GoldenFile& file, int updates) {
  SCOPED_TRACE(fmt::format("{} updates", updates));
  const int B = file.number("batch"), N = file.number("slots"), D = file.number("width"), Q = file.number("queries");
  const GoldenArray patterns = file.array("params/patterns"), queries = file.array("params/state"),
                    covector = file.array("covector");
  Tape tape;
  const Var M = tape.leaf(N, D, B);
  for (int b = 0; b < B; ++b)
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < D; ++j) M.value(b)[j * N + i] = patterns.at({b, i})[index(j)];
  const Var strength = tape.constant(1, 1, 1, std::log(std::expm1(file.real("beta"))));  // softplus makes it beta

  const std::string group = fmt::format("updates{}/", updates);
  std::vector<Var> states, weighted;
  for (int q = 0; q < Q; ++q) {
    const Var state = tape.leaf(D, 1, B), c = tape.constant(D, 1, B, 0);
    for (int b = 0; b < B; ++b) {
      std::ranges::copy(queries.at({b, q}), state.value(b));
      std::ranges::copy(covector.at({b, q}), c.value(b));
    }
    Var retrieved;
    for (int n = 1; n <= updates; ++n) {
      const Pipeline pipeline(fmt::format("hopfield:{} | softmax", n), N, D);
      const Var w = pipeline.address(concat({state, strength}), {.memory = M});
      retrieved = read(M, w);
      for (int b = 0; b < B; ++b) {
        expect_same("weights", example(w, b), file.array(group + "weights").at({n - 1, b, q}));
        expect_same("retrieved", example(retrieved, b), file.array(group + "retrieved").at({n - 1, b, q}));
      }
    }
    states.push_back(state);
    weighted.push_back(hadamard(retrieved, c));
  }
  tape.backward(concat(weighted));
  const GoldenArray by_patterns = file.array(group + "grads/patterns"), by_state = file.array(group + "grads/state");
  for (int b = 0; b < B; ++b) {
    std::vector<Scalar> gradient;
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < D; ++j) gradient.push_back(M.adjoint(b)[j * N + i]);
    expect_same("gradient of the patterns", gradient, by_patterns.at({b}));
    for (int q = 0; q < Q; ++q)
      expect_same("gradient of the state", {states[index(q)].adjoint(b), index(D)}, by_state.at({b, q}));
  }
}

}  // namespace

void compare_hopfield(const GoldenFile& file) {
  for (const int updates : {1, 2, 4}) compare(file, updates);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
