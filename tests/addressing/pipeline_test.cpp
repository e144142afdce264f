// Pipelines as text: what is refused, and in which words.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 6, kWidth = 4;

std::string refusal(const std::string& text) {
  try {
    const Pipeline pipeline(text, kSlots, kWidth);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  ADD_FAILURE() << "'" << text << "' was accepted";
  return "";
}

void expect_refusal(const std::string& text, std::initializer_list<const char*> parts) {
  const std::string message = refusal(text);
  for (const char* part : parts) EXPECT_NE(message.find(part), message.npos) << message << "\nlacks: " << part;
}

TEST(PipelineErrors, AnUnknownStageIsNamedWithItsPlaceAndTheNearestName) {
  expect_refusal("cosine | sofmax", {"stage 2", "'sofmax'", "did you mean 'softmax'?"});
  expect_refusal("ntn", {"stage 1", "did you mean 'ntm'?"});
}

TEST(PipelineErrors, AnOldNameOfASchemeIsNamedWithTheNewOne) {
  expect_refusal("ntm-gate", {"'ntm-gate', is unknown", "it is now called 'ntm_no_gate'"});
  for (const OldName& line : all_old_names())
    if (line.kind == "scheme") {
      EXPECT_NO_THROW(Pipeline(std::string(line.new_name), kSlots, kWidth)) << line.new_name;
      expect_refusal(std::string(line.old_name), {std::string(line.new_name).c_str()});
    }
}

TEST(PipelineErrors, StagesThatDoNotFitSayWhy) {
  expect_refusal("cosine | sharpen", {"stage 2, 'sharpen'", "takes a weighting", "the stage before it gives scores"});
  expect_refusal("softmax", {"stage 1", "takes scores", "begin with a score"});
  expect_refusal("cosine | softmax | softmax", {"stage 3", "takes scores", "gives a weighting"});
  expect_refusal("cosine | cosine | softmax", {"stage 2", "takes nothing"});
}

TEST(PipelineErrors, APipelineEndsWithAWeighting) {
  expect_refusal("cosine", {"ends with scores", "add a normalizer"});
}

TEST(PipelineErrors, ArgumentsAreCheckedBothWays) {
  expect_refusal("cosine | softmax | shift", {"stage 3", "needs an argument", "shift:R"});
  expect_refusal("dot:2 | softmax", {"stage 1", "takes no argument"});
  expect_refusal("cosine:2 | softmax", {"stage 1", "invalid argument"});
  for (const char* text : {"cosine | topk:0", "cosine | topk:x", "cosine | topk:-3", "cosine | topk:1000001"})
    expect_refusal(text, {"stage 2", "invalid argument"});
  for (const char* text : {"additive:0 | softmax", "additive:1000000000 | softmax"})
    expect_refusal(text, {"stage 1", "invalid argument"});
  for (const char* text :
       {"cosine | softmax | shift:0", "cosine | softmax | shift:-1", "cosine | softmax | shift:1x",
        "cosine | softmax | shift:99999999999", "cosine | softmax | shift:2000000000", "cosine | softmax | shift:,1"})
    expect_refusal(text, {"stage 3", "invalid argument"});
}

TEST(PipelineErrors, APipelineInParenthesesIsChecked) {
  for (const char* text : {"cosine | softmax | mix", "cosine | softmax | mix:"})
    expect_refusal(text, {"stage 3", "needs an argument: mix(PIPELINE)"});
  for (const char* text : {"cosine | softmax | mix:previous", "cosine | softmax | mix()", "cosine | softmax | mix(",
                           "cosine | softmax | mix(previous", "cosine | softmax | shift(1)"})
    expect_refusal(text, {"stage 3", "invalid argument"});
  expect_refusal("cosine | softmax | mix(cosine | sharpen)", {"'cosine | sharpen': stage 2", "takes a weighting"});
  expect_refusal("cosine | softmax | mix(cosine)", {"'cosine'", "ends with scores"});
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "previous | mix(";
  deep += "previous" + std::string(100000, ')');
  EXPECT_EQ(canonical_addressing(deep), deep);
  expect_refusal(deep, {"stage 2", "invalid argument"});
}

TEST(Pipeline, APipelineInParenthesesHasOneSpelling) {
  EXPECT_EQ(canonical_addressing("cosine|softmax|mix( window:step,1.0|softmax )"),
            "cosine | softmax | mix(window:step,1 | softmax)");
  EXPECT_EQ(canonical_addressing("previous | mix(cosine|softmax)"), "previous | mix(content)");
  EXPECT_EQ(canonical_addressing("previous | mix(previous | mix(uniform | gate:-6))"),
            "previous | mix(previous | mix(uniform | gate:-6))");
}

// The bound is that of circular_shift: a furthest move that is still within the memory.
TEST(PipelineErrors, AShiftStaysWithinTheMemory) {
  expect_refusal(fmt::format("previous | shift:{}", kSlots),
                 {"stage 2", "'shift:6'", "shifts by up to 6 slots", "the memory has 6"});
  expect_refusal("previous | shift:1000000", {"stage 2", "R has to be less"});
  const Pipeline furthest(fmt::format("previous | shift:{}", kSlots - 1), kSlots, kWidth);
  Tape tape;
  const Var w = furthest.address(
      tape.constant(furthest.emission(), 1, 1, 0),
      {.memory = tape.constant(kSlots, kWidth, 1, 0), .previous = tape.constant(kSlots, 1, 1, Scalar(1) / kSlots)});
  EXPECT_NEAR(w(0), 1.0 / kSlots, 1e-12);
}

TEST(PipelineErrors, EmptyStages) {
  expect_refusal("", {"stage 1", "unknown"});
  expect_refusal("  ", {"stage 1", "unknown"});
  expect_refusal("cosine | | softmax", {"stage 2", "unknown"});
  expect_refusal("cosine | softmax |", {"stage 3", "unknown"});
}

// It was "unknown; did you mean 'ntm'?".
TEST(PipelineErrors, AWholeSchemeIsNoStage) {
  expect_refusal("ntm | sharpen", {"stage 1, 'ntm'", "whole scheme", "cosine | softmax | gate | shift:1 | sharpen"});
  expect_refusal("content | gate", {"stage 1, 'content'", "write its stages: cosine | softmax"});
}

// Each spelling was another run.
TEST(PipelineText, HasOneSpelling) {
  EXPECT_EQ(canonical_addressing("  cosine|topk : 04"), "cosine | topk:4");
  EXPECT_EQ(canonical_addressing("dot | softmax | shift:1, 1.0"), "dot | softmax | shift:1,1");
  EXPECT_EQ(canonical_addressing("cosine|softmax|gate|shift:1|sharpen"), "ntm");
  EXPECT_EQ(canonical_addressing("cosine | softmax | gate:-6.0 | shift:1,1 | sharpen"), "ntm_stay");
  for (const SchemeEntry& scheme : all_schemes()) {
    EXPECT_EQ(canonical_addressing(scheme.name), scheme.name);
    EXPECT_EQ(canonical_addressing(scheme.pipeline), scheme.name);
  }
  for (const char* no_pipeline : {"", "same", "cosine |  | softmax", "gate:x"})
    EXPECT_EQ(canonical_addressing(no_pipeline), no_pipeline);
}

TEST(PipelineText, BlanksDoNotMatter) {
  EXPECT_EQ(Pipeline(" cosine|softmax |  shift : 2", kSlots, kWidth).emission(), kWidth + 1 + 5);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
