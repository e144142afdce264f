// The laws of addressing: every scheme, and every stage in the shortest pipeline that it fits into.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/small_pipelines.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 6, kWidth = 4, kBatch = 3;

struct Scheme {
  std::string name;
  std::string text;
};

void PrintTo(const Scheme& scheme, std::ostream* out) { *out << scheme.text; }

std::vector<Scheme> schemes() {
  std::vector<Scheme> all;
  for (const SchemeEntry& entry : all_schemes()) {
    all.push_back({fmt::format("scheme_{}", entry.name), entry.name});
  }
  for (const StageEntry& entry : all_stages())
    all.push_back({fmt::format("stage_{}", entry.name), smallest_pipeline(entry)});
  return all;
}

class SchemeLaws : public testing::TestWithParam<Scheme> {
 protected:
  RandomStream stream{5, GetParam().name};
  const Pipeline pipeline{GetParam().text, kSlots, kWidth};
  const Function address = [this](std::span<const Var> a) {
    // The memory too, for schemes that depend on no other variable.
    return std::vector{pipeline.address(a[0], head_inputs(a)), a[1]};
  };

  // a: the emission and what sample_inputs() gives behind it.
  static HeadInputs head_inputs(std::span<const Var> a) {
    return {.memory = a[1], .previous = a[2], .parameters = a.subspan(4), .oracle_weighting = a[3]};
  }

  std::vector<Input> sample_inputs(double strength = 1) {
    std::vector<Input> inputs{{"emission", {}}, {"memory", {}}, {"previous", {}}, {"oracle_weighting", {}, false}};
    for (int b = 0; b < kBatch; ++b) {
      inputs[0].examples.push_back(sample(Domain::real, std::max(1, pipeline.emission()), 1, 1, stream));
      inputs[1].examples.push_back(sample(Domain::real, kSlots, kWidth, 1, stream));
      inputs[2].examples.push_back(sample(Domain::simplex, kSlots, 1, 1, stream));
      for (Scalar& x : inputs[0].examples.back().numbers()) x *= strength;
      inputs[3].examples.emplace_back(kSlots, 1);
      inputs[3].examples.back()(b) = 1;
    }
    for (const Pipeline::Parameter& p : pipeline.parameters())
      inputs.push_back({p.name, {sample(Domain::real, p.rows, p.cols, 1, stream)}});
    return inputs;
  }

  void expect_weightings(std::span<const Input> inputs) const {
    Tape tape;
    const Var w = address(place(tape, inputs)).front();
    ASSERT_EQ(w.rows(), kSlots);
    ASSERT_EQ(w.cols(), 1);
    for (int b = 0; b < w.batch(); ++b) {
      double sum = 0;
      for (int i = 0; i < kSlots; ++i) {
        EXPECT_GE(w(i, 0, b), 0);
        sum += w(i, 0, b);
      }
      EXPECT_NEAR(sum, 1, 1e-9);
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Schemes, SchemeLaws, testing::ValuesIn(schemes()),
                         [](const auto& info) { return info.param.name; });

TEST_P(SchemeLaws, GivesAWeighting) {
  for (int i = 0; i < 20; ++i) expect_weightings(sample_inputs());
}

TEST_P(SchemeLaws, GivesAWeightingForExtremeEmissions) {
  for (const double strength : {0.0, 100.0, 10000.0, 1e8}) expect_weightings(sample_inputs(strength));
}

TEST_P(SchemeLaws, GivesAWeightingForAnEmptyMemoryAndAOneHotStart) {
  std::vector<Input> inputs = sample_inputs();
  for (std::size_t b = 0; b < kBatch; ++b) {
    inputs[1].examples[b].assign(kSlots, kWidth);
    inputs[2].examples[b].assign(kSlots, 1);
    inputs[2].examples[b](0) = 1;
  }
  expect_weightings(inputs);
}

TEST_P(SchemeLaws, GradientEqualsDifferences) {
  const Verdict verdict = check_gradient(address, sample_inputs());
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// Sharing memory and previous weighting among the examples, as a first step does.
TEST_P(SchemeLaws, GradientOfABroadcastStartEqualsDifferences) {
  std::vector<Input> inputs = sample_inputs();
  inputs[1].examples.resize(1);
  inputs[2].examples.resize(1);
  const Verdict verdict = check_gradient(address, inputs);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

TEST_P(SchemeLaws, SaysTrulyWhetherItUsesThePreviousWeighting) {
  const Gradients gradients = pull_back(address, sample_inputs());
  double largest = 0;
  for (const Matrix& by_previous : gradients[2])
    for (const Scalar g : by_previous.numbers()) largest = std::max(largest, std::abs(g));
  EXPECT_EQ(largest > 1e-9, pipeline.uses_previous());
}

TEST_P(SchemeLaws, SaysTrulyWhetherItTellsSlotsApart) {
  std::vector<Input> inputs = sample_inputs();
  for (std::size_t b = 0; b < kBatch; ++b) {
    inputs[1].examples[b].assign(kSlots, kWidth, 0.5);
    inputs[2].examples[b].assign(kSlots, 1, 1.0 / kSlots);
  }
  Tape tape;
  const Var w = address(place(tape, inputs)).front();
  double spread = 0;
  for (int b = 0; b < kBatch; ++b)
    for (int i = 1; i < kSlots; ++i) spread = std::max(spread, std::abs(w(i, 0, b) - w(0, 0, b)));
  EXPECT_EQ(spread > 1e-9, pipeline.breaks_symmetry());
}

// A stage between the score and the normalizer must not be left out.
TEST_P(SchemeLaws, ItsScoresAreWhatTheNormalizerReceives) {
  if (!pipeline.text().ends_with("| softmax")) return;
  Tape tape;
  const std::vector<Var> leaves = place(tape, sample_inputs());
  const Var expected = address(leaves).front();
  const Var normalized = softmax(pipeline.scores(leaves[0], head_inputs(leaves)));
  for (int b = 0; b < expected.batch(); ++b)
    for (int i = 0; i < kSlots; ++i) EXPECT_EQ(normalized(i, 0, b), expected(i, 0, b));
}

TEST_P(SchemeLaws, ItsTextReadsBackToItself) {
  const Pipeline again(pipeline.text(), kSlots, kWidth);
  EXPECT_EQ(again.text(), pipeline.text());
  EXPECT_EQ(again.emission(), pipeline.emission());
}

// What a pipeline makes of an emission, on a memory of its own.
std::vector<Scalar> weigh(const std::string& text, const Matrix& M, const Matrix& emission,
                          std::vector<Matrix> learned = {}) {
  const Pipeline pipeline(text, M.rows(), M.cols());
  Tape tape;
  std::vector<Var> parameters;
  for (const Matrix& p : learned) parameters.push_back(tape.constant(p));
  const Var w = pipeline.address(
      tape.constant(emission),
      {.memory = tape.constant(M), .previous = tape.constant(M.rows(), 1, 1, 0), .parameters = parameters});
  return {w.value(), w.value() + w.rows()};
}

void expect_same(const std::vector<Scalar>& x, const std::vector<Scalar>& y) {
  ASSERT_EQ(x.size(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], y[i], 1e-12) << "slot " << i;
}

class Identities : public testing::Test {
 protected:
  RandomStream stream{15, "identities"};
  Matrix M = sample(Domain::real, kSlots, kWidth, 1, stream), k = sample(Domain::real, kWidth, 1, 1, stream);
};

TEST_F(Identities, GeneralWithTheIdentityIsDot) {
  Matrix identity(kWidth, kWidth);
  for (int i = 0; i < kWidth; ++i) identity(i, i) = 1;
  expect_same(weigh("general | softmax", M, k, {identity}), weigh("dot | softmax", M, k));
}

TEST_F(Identities, ScaledDotIsDotAtAStrengthOfOneByTheRootOfTheWidth) {
  Matrix shorter = k;
  for (Scalar& x : shorter.numbers()) x /= std::sqrt(Scalar(kWidth));
  expect_same(weigh("scaled_dot | softmax", M, k), weigh("dot | softmax", M, shorter));
}

TEST_F(Identities, CosineIsDotOnNormalisedRows) {
  constexpr Scalar strength = 2.5;
  Matrix emission(kWidth + 1, 1), rows = M, direction = k;
  std::ranges::copy(k.numbers(), emission.numbers().begin());
  emission(kWidth) = std::log(std::expm1(strength));  // softplus makes it the strength again
  const auto norm = [](auto&& numbers) {
    Scalar sum = 0;
    for (const Scalar x : numbers) sum += x * x;
    return std::sqrt(sum);
  };
  for (Scalar& x : direction.numbers()) x *= strength / norm(k.numbers());
  for (int i = 0; i < kSlots; ++i) {
    std::vector<Scalar> row;
    for (int j = 0; j < kWidth; ++j) row.push_back(M(i, j));
    for (int j = 0; j < kWidth; ++j) rows(i, j) /= norm(row);
  }
  expect_same(weigh("cosine | softmax", M, emission), weigh("dot | softmax", rows, direction));
}

TEST_F(Identities, TheBestOfAllSlotsAreAllSlots) {
  expect_same(weigh(fmt::format("dot | topk:{}", kSlots), M, k), weigh("dot | softmax", M, k));
  expect_same(weigh("dot | topk:1000", M, k), weigh("dot | softmax", M, k));
}

TEST_F(Identities, AdditiveIsThePublishedNetworkAfterSplittingItsWeights) {
  const Matrix U = sample(Domain::real, kWidth, 3, 1, stream), v = sample(Domain::real, 3, 1, 1, stream),
               q = sample(Domain::real, 3, 1, 1, stream);
  Matrix joint(kSlots, 1);  // v.tanh([I U^T] [q; M_i])
  for (int i = 0; i < kSlots; ++i)
    for (int a = 0; a < 3; ++a) {
      Scalar sum = q(a);
      for (int j = 0; j < kWidth; ++j) sum += U(j, a) * M(i, j);
      joint(i) += v(a) * std::tanh(sum);
    }
  expect_same(weigh("additive:3 | softmax", M, q, {U, v}), weigh("location | softmax", M, joint));
}

TEST(Shift, ByAOneHotMovesTheFocusExactly) {
  const Pipeline still("cosine | softmax", kSlots, kWidth);
  for (const int radius : {1, 2})
    for (int shift = -radius; shift <= radius; ++shift) {
      const Pipeline moving(fmt::format("cosine | softmax | shift:{}", radius), kSlots, kWidth);
      RandomStream stream(6, "shift");
      Matrix emission = sample(Domain::real, moving.emission(), 1, 1, stream);
      for (int j = -radius; j <= radius; ++j) emission(still.emission() + radius + j) = j == shift ? 1000 : 0;
      Tape tape;
      const Var M = tape.constant(sample(Domain::real, kSlots, kWidth, 1, stream));
      const Var previous = tape.constant(kSlots, 1, 1, 1.0 / kSlots);
      Matrix content(still.emission(), 1);
      std::copy_n(emission.numbers().begin(), content.size(), content.numbers().begin());
      const Var before = still.address(tape.constant(content), {.memory = M, .previous = previous});
      const Var after = moving.address(tape.constant(emission), {.memory = M, .previous = previous});
      for (int i = 0; i < kSlots; ++i) EXPECT_DOUBLE_EQ(after((i + shift + kSlots) % kSlots), before(i));
    }
}

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
  expect_refusal("cosine:2 | softmax", {"stage 1", "takes no argument"});
  for (const char* text : {"cosine | topk:0", "cosine | topk:x", "cosine | topk:-3", "cosine | topk:1000001"})
    expect_refusal(text, {"stage 2", "invalid argument"});
  for (const char* text : {"additive:0 | softmax", "additive:1000000000 | softmax"})
    expect_refusal(text, {"stage 1", "invalid argument"});
  for (const char* text :
       {"cosine | softmax | shift:0", "cosine | softmax | shift:-1", "cosine | softmax | shift:1x",
        "cosine | softmax | shift:99999999999", "cosine | softmax | shift:2000000000", "cosine | softmax | shift:,1"})
    expect_refusal(text, {"stage 3", "invalid argument"});
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

TEST(PipelineText, BlanksDoNotMatter) {
  EXPECT_EQ(Pipeline(" cosine|softmax |  shift : 2", kSlots, kWidth).emission(), kWidth + 1 + 5);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
