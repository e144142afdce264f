// The parts of a DNC with hard decisions are plain data structures.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kNone = -1;
constexpr double kClose = 1e-4;  // the least usage is 1e-6

Var one_hot(Tape& tape, int slot) {
  const Var w = tape.constant(kSlots, 1, 1, 0);
  w.value()[slot] = 1;
  return w;
}

int slot_of_largest(Var w) { return static_cast<int>(std::max_element(w.value(), w.value() + kSlots) - w.value()); }

void expect_slot(Var w, int slot) {
  for (int i = 0; i < kSlots; ++i) EXPECT_NEAR(w(i), i == slot ? 1 : 0, kClose) << "slot " << i;
}

// Every write takes a slot that is free; one that was read with an open free gate is free again.
TEST(Dnc, AllocationIsAListOfFreeSlots) {
  Tape tape;
  const std::unique_ptr<Tracker> usage = make_tracker("usage");
  std::vector<Var> state = {tape.constant(kSlots, 1, 1, 0)};
  Var written = tape.constant(kSlots, 1, 1, 0);
  const auto write = [&](int read, Scalar free_gate) {
    const Var looked = one_hot(tape, read), free = tape.constant(1, 1, 1, free_gate);
    const std::span<const Var> emitted(&free, 1);
    state[0] = usage->before_heads({{&looked, 1}, {&written, 1}, {&emitted, 1}}, state)[0];
    written = allocation(state[0]);
  };
  std::set<int> used;
  for (int t = 0; t < kSlots; ++t) {
    write(0, 0);
    expect_slot(written, slot_of_largest(written));
    EXPECT_TRUE(used.insert(slot_of_largest(written)).second) << "slot " << slot_of_largest(written) << " is in use";
  }
  write(3, 1);
  expect_slot(written, 3);
  write(1, 1);
  expect_slot(written, 1);
  write(1, 0);
  expect_slot(written, kNone);
}

// A reader that goes forward visits slots in the order in which they were written; backward, in the opposite order.
TEST(Dnc, LinksAreTheOrderOfWriting) {
  const std::vector<int> order = {3, 0, 4, 2};
  Tape tape;
  Var L = tape.constant(kSlots, kSlots, 1, 0), p = tape.constant(kSlots, 1, 1, 0);
  for (const int slot : order) {
    const Var w = one_hot(tape, slot);
    L = links_after(L, p, w, {}).L;
    p = precedence(p, w);
  }
  for (std::size_t t = 0; t + 1 < order.size(); ++t) {
    expect_slot(matvec(L, one_hot(tape, order[t])), order[t + 1]);
    expect_slot(matvec_transposed(L, one_hot(tape, order[t + 1])), order[t]);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
