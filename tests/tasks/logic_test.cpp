// Sequences of logic gates, with truth tables that were computed by hand.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A step of an episode: its two bits and its gates, numbered as in table 1 of the paper.
struct Shown {
  bool b0, b1;
  std::vector<int> gates;
};
enum Gate { nor, xq, abj, exclusive_or, nand, conjunction, xnor, if_then, then_if, disjunction };

// Returns the answers of the oracle: "101".
std::string answers(const std::vector<Shown>& steps) {
  const TaskSampler sampler("logic");
  Episode episode;
  episode.assign(102, 1, static_cast<int>(steps.size()));
  for (int t = 0; t < episode.steps(); ++t) {
    const auto& [b0, b1, gates] = steps[static_cast<std::size_t>(t)];
    episode.inputs(0, t) = b0 ? 1 : 0;
    episode.inputs(1, t) = b1 ? 1 : 0;
    for (std::size_t i = 0; i < gates.size(); ++i) episode.inputs(2 + 10 * static_cast<int>(i) + gates[i], t) = 1;
  }
  const Matrix answer = sampler.task->oracle(episode);
  std::string text;
  for (int t = 0; t < episode.steps(); ++t) text += bits(answer, t, 0, 1);
  return text;
}

// For b_1 b_0 = p q = 11, 10, 01, 00.
TEST(Logic, EveryGateHasItsTruthTable) {
  const std::vector<std::string> tables = {"0001", "0010", "0100", "0110", "0111",
                                           "1000", "1001", "1011", "1101", "1110"};
  for (int gate = 0; gate < 10; ++gate) {
    std::string table;
    for (const bool p : {true, false})
      for (const bool q : {true, false}) table += answers({{.b0 = q, .b1 = p, .gates = {gate}}});
    EXPECT_EQ(table, tables[static_cast<std::size_t>(gate)]) << "gate " << gate;
  }
}

TEST(Logic, AppliesGatesOneAfterTheOther) {
  // b0 b1 = 0 1; AND(1, 0) = 0; NOR(0, 1) = 0; XNOR(0, 0) = 1; ABJ(1, 0) = 1.
  EXPECT_EQ(answers({{.b0 = false, .b1 = true, .gates = {conjunction, nor, xnor, abj}}}), "1");
  // b0 b1 = 1 0; if 0 then 1 = 1; Xq(1, 0) = 0; XOR(0, 1) = 1; if 0 then 1 (q = 0, p = 1) = 1; NAND(1, 1) = 0; OR(0, 1)
  // = 1.
  EXPECT_EQ(answers({{.b0 = true, .b1 = false, .gates = {if_then, xq, exclusive_or, then_if, nand, disjunction}}}),
            "1");
}

// In later steps the answer of the step before stands for b0, which is shown as 0.
TEST(Logic, CarriesItsAnswerToTheNextStep) {
  // AND(1, 1) = 1; AND(1, 1) = 1; AND(0, 1) = 0; OR(0, 0) = 0; OR(1, 0) = 1.
  EXPECT_EQ(answers({{.b0 = true, .b1 = true, .gates = {conjunction}},
                     {.b0 = false, .b1 = true, .gates = {conjunction}},
                     {.b0 = false, .b1 = false, .gates = {conjunction}},
                     {.b0 = false, .b1 = false, .gates = {disjunction}},
                     {.b0 = false, .b1 = true, .gates = {disjunction}}}),
            "11001");
}

TEST(Logic, ShowsGatesFromTheFirstBlockOn) {
  const TaskSampler sampler("logic", {{"min_gates", "2"}, {"max_gates", "4"}});
  EXPECT_EQ(sampler.task->spec().inputs, 42);
  std::vector<int> times(5);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = sampler.sample(i, 6);
    for (int t = 0; t < 6; ++t) {
      EXPECT_TRUE(t == 0 || episode.inputs(0, t) == 0) << "b0 is shown";
      int gates = 0;
      for (int place = 0; place < 4; ++place) {
        const std::string block = bits(episode.inputs, t, 2 + 10 * place, 10);
        const auto ones = std::ranges::count(block, '1');
        ASSERT_LE(ones, 1);
        if (ones == 0) continue;
        EXPECT_EQ(gates++, place) << "there is a gap before it";
      }
      ++times[static_cast<std::size_t>(gates)];
    }
  }
  EXPECT_EQ(times[0] + times[1], 0);
  for (int gates = 2; gates <= 4; ++gates) EXPECT_GT(times[static_cast<std::size_t>(gates)], 50);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
