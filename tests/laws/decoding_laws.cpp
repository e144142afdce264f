// The laws of decoding: they hold for every model that writes answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/models/decoding.hpp"
#include "tests/laws/small_models.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

std::vector<Setup> writers(std::vector<Setup> all) {
  std::erase_if(all, [](const Setup& setup) { return !writes(setup); });
  return all;
}

// An answer that outlives its tape.
struct Written {
  std::vector<int> words;
  bool has_ended;
  double nats;
};

class DecodingLaws : public testing::TestWithParam<Setup> {
 protected:
  std::vector<Written> decode_all(std::span<const Episode> episodes, std::span<const int> most_steps, int width,
                                  bool length_is_told = false) const {
    Tape tape;
    tape.bind(built.params);
    std::vector<Written> all;
    const Batch batch = make_batch(tape, episodes, InputForm::context);
    for (const Answer& answer : decode(*built.model->decoder(), tape, batch, most_steps, {width, length_is_told}))
      all.push_back({{answer.words.begin(), answer.words.end()}, answer.has_ended, answer.nats});
    return all;
  }

  // Returns the logits of all steps of an answer whose words before are given.
  std::vector<std::vector<double>> logits_along(const Episode& episode, std::span<const int> words, int steps) const {
    Tape tape;
    tape.bind(built.params);
    const Decoder& decoder = *built.model->decoder();
    const Batch batch = make_batch(tape, {&episode, 1}, InputForm::context);
    const auto [given, start] = decoder.begin(tape, batch);
    State state = start;
    std::vector<std::vector<double>> all;
    for (int t = 0; t < steps; ++t) {
      const int before = t == 0 ? 0 : words[static_cast<std::size_t>(t) - 1];
      const Decoder::Step step = decoder.next(tape.constant(1, 1, 1, static_cast<Scalar>(before)), given, state);
      state = step.state;
      all.emplace_back(step.logits.value(), step.logits.value() + step.logits.rows());
    }
    return all;
  }

  static double log_probability(std::span<const double> logits, int word) {
    double sum = 0;
    for (const double z : logits) sum += std::exp(z);
    return logits[static_cast<std::size_t>(word)] - std::log(sum);
  }

  Built built{GetParam()};
  RandomStream stream{41, GetParam().name};
};

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Models, DecodingLaws, testing::ValuesIn(writers(models())), kName);
INSTANTIATE_TEST_SUITE_P(Variants, DecodingLaws, testing::ValuesIn(writers(variants())), kName);

// Told the right words, a model answers in every step as it does when it is stepped through them.
TEST_P(DecodingLaws, TeacherForcingIsSteppingThroughTheRightWords) {
  const Episode episode = sample_source(6, stream);
  std::vector<int> words;
  for (int t = 0; t < episode.steps(); ++t) words.push_back(static_cast<int>(episode.targets(0, t)));
  const auto expected = logits_along(episode, words, episode.steps());
  Tape tape;
  tape.bind(built.params);
  const std::span<const Var> logits = built.model->forward(tape, make_batch(tape, {&episode, 1}, InputForm::context));
  ASSERT_EQ(logits.size(), expected.size());
  for (std::size_t t = 0; t < expected.size(); ++t)
    for (int v = 0; v < logits[t].rows(); ++v)
      EXPECT_NEAR(logits[t](v), expected[t][static_cast<std::size_t>(v)], 1e-12) << "step " << t;
}

// A beam of one is a greedy search: every word is the most probable one.
TEST_P(DecodingLaws, ABeamOfOneIsAGreedySearch) {
  for (int steps = 1; steps <= 6; ++steps) {
    const Episode episode = sample_source(steps, stream);
    const Written written = decode_all({&episode, 1}, std::array{steps}, 1).front();
    std::vector<int> greedy;
    bool has_ended = false;
    while (static_cast<int>(greedy.size()) < steps && !has_ended) {
      const std::vector<double> last = logits_along(episode, greedy, static_cast<int>(greedy.size()) + 1).back();
      const int word = static_cast<int>(std::ranges::max_element(last) - last.begin());
      has_ended = word == 0;
      if (!has_ended) greedy.push_back(word);
    }
    EXPECT_EQ(written.words, greedy);
    EXPECT_EQ(written.has_ended, has_ended);
  }
}

// A beam that is wide enough for all answers finds the most probable one.
TEST_P(DecodingLaws, ABeamOfAllAnswersIsAnEnumeration) {
  constexpr int kSteps = 3, kWords = 6;
  const Episode episode = sample_source(kSteps, stream);
  Written best{{}, false, std::numeric_limits<double>::infinity()};
  for (int code = 0; code < kWords * kWords * kWords; ++code) {
    const std::vector<int> words{code / 36, code / 6 % 6, code % 6};
    const std::size_t length = static_cast<std::size_t>(std::ranges::find(words, 0) - words.begin());
    if (std::any_of(words.begin() + static_cast<std::ptrdiff_t>(length), words.end(),
                    [](int word) { return word > 0; }))
      continue;  // the same answer as one with zeros
    const std::size_t steps = std::min(length + 1, words.size());
    const auto logits = logits_along(episode, words, static_cast<int>(steps));
    double nats = 0;
    for (std::size_t t = 0; t < steps; ++t) nats -= log_probability(logits[t], words[t]);
    if (nats < best.nats)
      best = {{words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length)}, length < 3, nats};
  }
  const Written found = decode_all({&episode, 1}, std::array{kSteps}, kWords * kWords * kWords).front();
  EXPECT_EQ(found.words, best.words);
  EXPECT_EQ(found.has_ended, best.has_ended);
  EXPECT_NEAR(found.nats, best.nats, 1e-9);
}

TEST_P(DecodingLaws, AnExampleHasTheSameAnswerInEveryBatch) {
  const std::vector<int> steps{4, 1, 7, 3};
  std::vector<Episode> episodes;
  for (const int count : steps) episodes.push_back(sample_source(count, stream));
  for (const int width : {1, 3}) {
    const std::vector<Written> together = decode_all(episodes, steps, width);
    ASSERT_EQ(together.size(), episodes.size());
    for (std::size_t b = 0; b < episodes.size(); ++b) {
      const Written alone = decode_all({&episodes[b], 1}, {&steps[b], 1}, width).front();
      EXPECT_EQ(together[b].words, alone.words) << "width " << width;
      EXPECT_EQ(together[b].has_ended, alone.has_ended);
      EXPECT_NEAR(together[b].nats, alone.nats, 1e-9);
    }
  }
}

// A model that is told the length writes its most probable words otherwise, and the end mark only at the end.
TEST_P(DecodingLaws, AToldLengthDecidesWhereTheEndIs) {
  const bool has_end = built.model->decoder()->has_end();
  for (int steps = 1; steps <= 4; ++steps) {
    const Episode episode = sample_source(steps, stream);
    const Written written = decode_all({&episode, 1}, std::array{steps}, 1, true).front();
    std::vector<int> greedy;
    while (static_cast<int>(greedy.size()) < steps - (has_end ? 1 : 0)) {
      std::vector<double> last = logits_along(episode, greedy, static_cast<int>(greedy.size()) + 1).back();
      if (has_end) last[0] = -std::numeric_limits<double>::infinity();
      greedy.push_back(static_cast<int>(std::ranges::max_element(last) - last.begin()));
    }
    EXPECT_EQ(written.words, greedy);
    EXPECT_EQ(written.has_ended, has_end);
  }
}

// What is read off an answer that is told to the model is what it wrote.
TEST_P(DecodingLaws, ItsNatsAreThoseOfTheAnswerWhenItIsTold) {
  const Episode episode = sample_source(6, stream);
  for (const int width : {1, 4}) {
    const Written written = decode_all({&episode, 1}, std::array{6}, width).front();
    std::vector<int> words = written.words;
    if (written.has_ended) words.push_back(0);
    const auto logits = logits_along(episode, words, static_cast<int>(words.size()));
    double nats = 0;
    for (std::size_t t = 0; t < words.size(); ++t) nats -= log_probability(logits[t], words[t]);
    EXPECT_NEAR(written.nats, nats, 1e-9);
  }
}

// A model that diverged has no answer, and does not look as if it had a probable one.
TEST_P(DecodingLaws, WithoutNumbersNoAnswerIsProbable) {
  std::ranges::fill(built.params.values(), std::numeric_limits<Scalar>::quiet_NaN());
  const Episode episode = sample_source(3, stream);
  const int steps = 4;
  for (const int width : {1, 3}) {
    const Written written = decode_all({&episode, 1}, {&steps, 1}, width).front();
    EXPECT_TRUE(std::isinf(written.nats)) << written.nats;
    EXPECT_FALSE(written.has_ended);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
