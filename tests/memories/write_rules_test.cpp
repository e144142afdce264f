// Write rules and feature maps that have to agree with each other, or with a formula.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/base/error.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/ops/check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 4, kWidth = 3;

class WriteRules : public testing::Test {
 protected:
  Var random(int rows, int cols = 1) { return tape.constant(sample(Domain::real, rows, cols, 1, stream)); }
  Var number(double x) { return tape.constant(1, 1, 1, static_cast<Scalar>(x)); }
  Var one_hot(int i) {
    const Var w = tape.constant(kSlots, 1, 1, 0);
    w.value()[i] = 1;
    return w;
  }

  // One head writes, with what it emits after activation.
  static Var write(const char* rule, Var M, Var w, std::initializer_list<Var> emitted) {
    const WriteRule::Writing writing{w, std::span(emitted.begin(), emitted.size())};
    return make_write_rule(rule)->write(M, {&writing, 1}, {});
  }

  static void expect_same(Var x, Var y) {
    ASSERT_EQ(x.size(), y.size());
    for (int i = 0; i < x.size(); ++i) EXPECT_NEAR(x.value()[i], y.value()[i], 1e-12) << "number " << i;
  }

  Tape tape;
  RandomStream stream{41, "write rules"};
  Var M = random(kSlots, kWidth), w = random(kSlots), v = random(kWidth);
};

TEST_F(WriteRules, GatedDeltaWithoutDecayIsDelta) {
  expect_same(write("gated_delta", M, w, {number(1), number(0.3), v}), write("delta", M, w, {number(0.3), v}));
}

TEST_F(WriteRules, TheArgumentOfDeltaIsItsLargestStrength) {
  expect_same(write("delta:2", M, w, {number(0.3), v}), write("delta", M, w, {number(0.6), v}));
}

// The gradient of |M^T w - v|^2 / 2 by M, from the tape.
TEST_F(WriteRules, DeltaIsAStepDownTheSlopeOfTheSquaredError) {
  constexpr Scalar kStrength = Scalar(0.3);
  const Var before = tape.leaf(kSlots, kWidth, 1);
  std::copy_n(M.value(), M.size(), before.value());
  const Var error = subtract(v, read(before, w));
  const Var after = write("delta", M, w, {number(kStrength), v});
  tape.backward(hadamard(error, error), Scalar(0.5));
  for (int i = 0; i < M.size(); ++i)
    EXPECT_NEAR(after.value()[i], M.value()[i] - kStrength * before.adjoint()[i], 1e-12) << "number " << i;
}

TEST_F(WriteRules, FromAnEmptyMemoryDeltaBeginsLikeAdd) {
  const Var empty = tape.constant(kSlots, kWidth, 1, 0);
  expect_same(write("delta", empty, w, {number(1), v}), write("add", empty, w, {v}));
}

TEST_F(WriteRules, AddIsTheWriteOfTheNtmWithoutErasing) {
  expect_same(write("add", M, w, {v}), write("erase_add", M, w, {tape.constant(kWidth, 1, 1, 0), v}));
}

TEST_F(WriteRules, OverwriteIsTheWriteOfTheNtmWithFullErasing) {
  expect_same(write("overwrite", M, w, {v}), write("erase_add", M, w, {tape.constant(kWidth, 1, 1, 1), v}));
}

// On one slot the delta rule erases what the slot holds; on several it erases what it reads from all of them.
TEST_F(WriteRules, DeltaOnOneSlotIsOverwriting) {
  const Var strength = number(0.3), gentle = scale(strength, one_hot(2));
  expect_same(write("delta", M, one_hot(2), {strength, v}), write("overwrite", M, gentle, {v}));
}

// Keys at right angles, of length one: each value is read back exactly, and a new one replaces the old one.
TEST_F(WriteRules, DeltaOverwritesUnderOrthonormalKeys) {
  // A reflection: its columns are orthonormal.
  const Var direction = unit_vector(w);
  std::vector<Var> keys, values;
  for (int i = 0; i < kSlots; ++i) {
    keys.push_back(subtract(one_hot(i), scale(number(2 * direction(i)), direction)));
    values.push_back(random(kWidth));
  }
  Var memory = M;
  for (std::size_t i = 0; i < keys.size(); ++i) memory = write("delta", memory, keys[i], {number(1), values[i]});
  for (std::size_t i = 0; i < keys.size(); ++i) expect_same(read(memory, keys[i]), values[i]);
  memory = write("delta", memory, keys[1], {number(1), v});
  for (std::size_t i = 0; i < keys.size(); ++i) expect_same(read(memory, keys[i]), i == 1 ? v : values[i]);
}

// Slots that the router leaves out stay exactly as they are.
TEST_F(WriteRules, OverwritingTheTopSlotsLeavesTheOthersAlone) {
  const Pipeline pipeline("location | topk:2", kSlots, kWidth);
  const Var weighting = pipeline.address(w, {.memory = M}), after = write("overwrite", M, weighting, {v});
  int untouched = 0;
  for (int i = 0; i < kSlots; ++i) {
    if (weighting(i) != 0) continue;
    ++untouched;
    for (int j = 0; j < kWidth; ++j) EXPECT_EQ(after(i, j), M(i, j));
  }
  EXPECT_EQ(untouched, 2);
}

// What linear attention reads is a mean of the values, with weights of sum one.
TEST_F(WriteRules, DividingByTheSumOfKeysReadsAWeightedMean) {
  const Pipeline writer("location | elu", kSlots, kWidth), reader("location | elu | by_key_sum", kSlots, kWidth);
  const std::unique_ptr<Tracker> key_sum = make_tracker("key_sum");
  const Var key0 = writer.address(random(kSlots), {.memory = M}), key1 = writer.address(random(kSlots), {.memory = M}),
            value0 = random(kWidth), value1 = random(kWidth), query = random(kSlots);
  const Var empty = tape.constant(kSlots, kWidth, 1, 0), nothing = tape.constant(kSlots, 1, 1, 0);
  const Var memory = write("add", write("add", empty, key0, {value0}), key1, {value1});
  const Var keys[] = {key0, key1};
  const State sum = key_sum->after_writers({.reads = {}, .writes = keys, .emitted = {}}, {&nothing, 1});
  const Var r = read(memory, reader.address(query, {.memory = memory, .trackers = {&sum, 1}}));
  const Var q = writer.address(query, {.memory = M});
  const Scalar match0 = matvec_transposed(key0, q)(0), match1 = matvec_transposed(key1, q)(0);
  for (int j = 0; j < kWidth; ++j)
    EXPECT_NEAR(r(j), (match0 * value0(j) + match1 * value1(j)) / (match0 + match1), 1e-9);
}

class Hopfield : public WriteRules {
 protected:
  // What is read with this pipeline and key, at a strength of 1.
  Var retrieve(const std::string& pipeline, Var key) {
    const Pipeline p(pipeline, kSlots, kWidth);
    const bool strong = p.emission() > kWidth;
    return read(M, p.address(strong ? concat({key, number(std::log(std::expm1(1.0)))}) : key, {.memory = M}));
  }
};

TEST_F(Hopfield, OneUpdateIsAContentRead) {
  expect_same(retrieve("hopfield:1 | softmax", v), retrieve("dot | softmax", v));
}

// Like the hops of a MemN2N with one embedding for everything, where what was read is the next query.
TEST_F(Hopfield, EveryFurtherUpdateIsAHop) {
  Var query = v;
  for (int updates = 1; updates <= 4; ++updates) {
    query = retrieve("dot | softmax", query);
    expect_same(retrieve(fmt::format("hopfield:{} | softmax", updates), v), query);
  }
}

TEST(Features, HaveTheSizeOfTheMemory) {
  const Pipeline pipeline("location | dpfp:2 | sum_one", 8, kWidth);
  EXPECT_EQ(pipeline.emission(), 2);
  EXPECT_TRUE(pipeline.gives_features());
  Tape tape;
  const Var x = tape.constant(2, 1, 1, 0);
  x.value()[0] = 3;
  x.value()[1] = -1;
  const Var w = pipeline.address(x, {.memory = tape.constant(8, kWidth, 1, 0)});
  ASSERT_EQ(w.rows(), 8);
  // r = [3 0 0 1]: rolled by 1 [1 3 0 0], by 2 [0 1 3 0]; the products have the sum 3.
  for (int i = 0; i < 8; ++i) EXPECT_NEAR(w(i), i == 0 ? 1 : 0, 1e-9);
}

void expect_refusal(const std::string& text, std::initializer_list<const char*> parts) {
  try {
    const Pipeline pipeline(text, 6, kWidth);
    ADD_FAILURE() << text << " was accepted";
  } catch (const Error& error) {
    for (const char* part : parts) EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Features, ThatDoNotFitAreRefused) {
  expect_refusal("location | dpfp:2", {"stage 2", "2 x 2 features", "6 slots", "a multiple of 4"});
  expect_refusal("cosine | dpfp:1", {"stage 1", "'cosine'", "6 slots", "need 3", "begin with 'location'"});
  expect_refusal("location | l2 | sum_one", {"stage 3", "not negative", "'elu'"});
  expect_refusal("l2", {"stage 1", "takes features", "begin with a score"});
  expect_refusal("location | l2 | softmax", {"stage 3", "takes scores", "gives features"});
}

TEST(Features, OfReadAndWriteHeadsHaveToFit) {
  struct Refused {
    const char *read, *write, *why;
  };
  const char* by_key_sum = "location | elu | by_key_sum";
  for (const auto& [read, write, why] :
       {Refused{"location | l2", "same", "'| delta'"}, Refused{"location | l2", "location | l2", "'| delta'"},
        Refused{by_key_sum, "location | elu | by_key_sum | add", "known only when they have written"},
        Refused{by_key_sum, "location | l2 | add", "may give negative features"}}) {
    Options options({{"model.addressing", read, "test"},
                     {"model.write_addressing", write, "test"},
                     {"model.order", "write_then_look", "test"}});
    const std::unique_ptr<Memory> slots = make_memory("slots");
    slots->declare(options.section("model"));
    Params params;
    try {
      slots->build(Scope(params), 5, true);
      ADD_FAILURE() << write << " was built";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
