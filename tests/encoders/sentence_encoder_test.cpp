// How MemN2N encodes sentences: positions and their weights, time indices, and the random noise in them.
#include "memnet/encoders/sentence_encoder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <ostream>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kWords = 9, kLongest = 4, kWidth = 6;

class Ready {
 public:
  Ready(int slots, const std::vector<Setting>& settings) : slots_(slots) {
    Options options(settings);
    encoder.declare(options.top());
    options.finish();
    encoder.prepare({.words = kWords, .sentence_words = kLongest}, slots, kWidth);
  }
  SentenceEncoder::Encoded encode(Tape& tape, std::span<const Episode> episodes,
                                  std::span<RandomStream> noise = {}) const {
    Batch batch = make_batch(tape, episodes, InputForm::context);
    batch.mode = noise.empty() ? Mode::evaluate : Mode::train;
    batch.noise = noise;
    return encoder.sentences(tape, batch, slots_);
  }

  SentenceEncoder encoder;

 private:
  int slots_;
};

Episode story_of(const std::vector<std::vector<int>>& sentences, const std::vector<int>& question = {1}) {
  Episode episode;
  episode.assign_context(1);
  for (const std::vector<int>& sentence : sentences) episode.context.sentences.add_list(sentence);
  episode.context.questions.add_list(question);
  episode.context.supports.add_list({});
  episode.context.answered_at.push_back(0);
  return episode;
}

// So many sentences, of one word each.
Episode story_of_length(int sentences) {
  return story_of(std::vector<std::vector<int>>(static_cast<std::size_t>(sentences), {1}));
}

// The weight of number k of word j in a sentence of J words, all counted from 1.
struct Encoding {
  const char* name;
  double (*weight)(double k, double j, double J);
  double (*time_weight)(double k);  // of the time index, which stands behind the longest sentence
};
void PrintTo(const Encoding& encoding, std::ostream* out) { *out << encoding.name; }

double by_position(double k, double j, double J) {
  return 1 + 4 * (k - (kWidth + 1) / 2.0) * (j - (J + 1) / 2) / (kWidth * J);
}
double one(double) { return 1; }
const std::vector<Encoding> kEncodings = {
    {"bag_of_words", [](double, double, double) { return 1.0; }, one},
    {"position", [](double k, double j, double) { return by_position(k, j, kLongest + 1); },
     [](double k) { return by_position(k, kLongest + 1, kLongest + 1); }},
    {"position_in_sentence", [](double k, double j, double J) { return (1 - j / J) - k / kWidth * (1 - 2 * j / J); },
     one},
};

class Encodings : public testing::TestWithParam<Encoding> {};
INSTANTIATE_TEST_SUITE_P(SentenceEncoder, Encodings, testing::ValuesIn(kEncodings),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(Encodings, WeightWordsByTheirFormula) {
  const Ready ready(3, {{"encoding", GetParam().name, ""}});
  const std::vector<Episode> episodes{story_of({{1, 2, 3, 4}, {5, 6}, {7}}, {8, 9, 1})};
  Tape tape;
  const Var l = ready.encoder.position_weights(tape);
  const auto expect_weights = [&](const SentenceEncoder::Encoded& encoded, int slot, int J) {
    for (int j = 1; j <= J; ++j)
      for (int k = 1; k <= kWidth; ++k)
        EXPECT_NEAR(l(k - 1, static_cast<int>(encoded.positions(j - 1, slot))), GetParam().weight(k, j, J), 1e-6)
            << "number " << k << " of word " << j << " of " << J;
  };
  const SentenceEncoder::Encoded encoded = ready.encode(tape, episodes);
  for (const auto& [slot, J] : {std::pair{0, 4}, {1, 2}, {2, 1}}) {
    expect_weights(encoded, slot, J);
    for (int k = 1; k <= kWidth; ++k)
      EXPECT_NEAR(l(k - 1, static_cast<int>(encoded.positions(J, slot))), GetParam().time_weight(k), 1e-6)
          << "time index, " << k;
  }
  const Batch batch = make_batch(tape, episodes, InputForm::context);
  const SentenceEncoder::Encoded question = ready.encoder.question(tape, batch, 0);
  EXPECT_EQ(question.words.rows(), kLongest);
  expect_weights(question, 0, 3);
}

// Without temporal encoding the authors' code counts one position less.
TEST(SentenceEncoder, PositionsCountTheTimeIndexOnlyWithTemporalEncoding) {
  const Ready ready(3, {{"encoding", "position", ""}, {"temporal_encoding", "no", ""}});
  Tape tape;
  const Var l = ready.encoder.position_weights(tape);
  ASSERT_EQ(l.cols(), kLongest);
  for (int j = 1; j <= kLongest; ++j)
    for (int k = 1; k <= kWidth; ++k) EXPECT_NEAR(l(k - 1, j - 1), by_position(k, j, kLongest), 1e-6);
}

TEST(SentenceEncoder, WritesTheWordsAndThenTheTimeIndex) {
  const Ready ready(4, {});
  const std::vector<Episode> episodes{story_of({{3, 1, 4}, {1}, {5, 9}}), story_of({})};
  Tape tape;
  const Var words = ready.encode(tape, episodes).words;
  const int expected[4][kLongest + 1] = {
      {3, 1, 4, kWords + 3, 0}, {1, kWords + 2, 0, 0, 0}, {5, 9, kWords + 1, 0, 0}, {0, 0, 0, 0, 0}};
  for (int slot = 0; slot < 4; ++slot)
    for (int j = 0; j <= kLongest; ++j) {
      EXPECT_EQ(words(j, slot, 0), expected[slot][j]) << "word " << j << " in slot " << slot;
      EXPECT_EQ(words(j, slot, 1), 0) << "of a story without sentences";
    }
  EXPECT_EQ(ready.encoder.time_indices(), 4);
}

TEST(SentenceEncoder, WithoutTemporalEncodingThereAreNoTimeIndices) {
  const Ready ready(2, {{"temporal_encoding", "no", ""}});
  const std::vector<Episode> episodes{story_of({{3, 1}, {4}})};
  Tape tape;
  const Var words = ready.encode(tape, episodes).words;
  EXPECT_EQ(ready.encoder.time_indices(), 0);
  EXPECT_EQ(words.rows(), kLongest);
  EXPECT_EQ(words(2, 0), 0);
  EXPECT_EQ(words(0, 1), 4);
}

TEST(SentenceEncoder, OfALongerStoryTheNewestSentencesAreKept) {
  const Ready ready(2, {});
  const std::vector<Episode> episodes{story_of({{1}, {2}, {3}, {4}, {5}})};
  Tape tape;
  const Var words = ready.encode(tape, episodes).words;
  EXPECT_EQ(words(0, 0), 4);
  EXPECT_EQ(words(1, 0), kWords + 2);
  EXPECT_EQ(words(0, 1), 5);
  EXPECT_EQ(words(1, 1), kWords + 1);
  EXPECT_EQ(SentenceEncoder::kept(episodes[0].context, 2), 2);
  EXPECT_EQ(SentenceEncoder::kept(episodes[0].context, 9), 5);
}

TEST(SentenceEncoder, RefusesASentenceThatIsTooLong) {
  const Ready ready(2, {});
  const std::vector<Episode> episodes{story_of({{1, 2, 3, 4, 5}}, {1, 2, 3, 4, 5})};
  Tape tape;
  EXPECT_THROW(ready.encode(tape, episodes), Error);
  EXPECT_THROW(ready.encoder.question(tape, make_batch(tape, episodes, InputForm::context), 0), Error);
}

// The time indices of encoded sentences, from the newest sentence to the oldest.
std::vector<int> time_indices_of(Var words, int sentences) {
  std::vector<int> indices;
  for (int slot = sentences - 1; slot >= 0; --slot) indices.push_back(static_cast<int>(words(1, slot)) - kWords - 1);
  return indices;
}

std::vector<int> noisy_indices(const Ready& ready, int sentences, std::uint64_t index) {
  const std::vector<Episode> episodes{story_of_length(sentences)};
  std::vector<RandomStream> noise{RandomStream(1, "noise", index)};
  Tape tape;
  return time_indices_of(ready.encode(tape, episodes, noise).words, sentences);
}

TEST(SentenceEncoder, NoiseIsOnlyForTraining) {
  const Ready ready(5, {{"random_noise", "1", ""}}), silent(5, {});
  const std::vector<Episode> episodes{story_of_length(3)};
  Tape tape;
  EXPECT_EQ(time_indices_of(ready.encode(tape, episodes).words, 3), (std::vector<int>{0, 1, 2}));
  bool differs = false;
  for (std::uint64_t i = 0; i < 20; ++i) {
    EXPECT_EQ(noisy_indices(silent, 3, i), (std::vector<int>{0, 1, 2}));
    differs = differs || noisy_indices(ready, 3, i) != std::vector<int>{0, 1, 2};
  }
  EXPECT_TRUE(differs);
}

// Three sentences and noise 0.5: zero, one or two empty time steps are added (half of three, rounded up), each equally
// likely; then every choice of three of the steps is equally likely.
TEST(SentenceEncoder, NoiseChoosesEverySetOfTimeStepsEquallyOften) {
  constexpr int kSamples = 6000;
  const Ready ready(9, {{"random_noise", "0.5", ""}});
  std::map<std::vector<int>, int> counts;
  for (std::uint64_t i = 0; i < kSamples; ++i) ++counts[noisy_indices(ready, 3, i)];
  const std::map<int, double> probabilities = {
      {2, (1 + 1 / 4.0 + 1 / 10.0) / 3}, {3, (1 / 4.0 + 1 / 10.0) / 3}, {4, 1 / 30.0}};
  EXPECT_EQ(counts.size(), 10u);
  for (const auto& [indices, count] : counts) {
    ASSERT_TRUE(indices[0] < indices[1] && indices[1] < indices[2] && probabilities.contains(indices[2]));
    const double probability = probabilities.at(indices[2]);
    EXPECT_NEAR(count, kSamples * probability, 5 * std::sqrt(kSamples * probability * (1 - probability)))
        << indices[0] << ", " << indices[1] << ", " << indices[2];
  }
}

// A time index beyond the last one becomes the last one.
TEST(SentenceEncoder, NoTimeIndexIsAboveTheNumberOfSlots) {
  constexpr int kSlots = 4;
  const Ready ready(kSlots, {{"random_noise", "1", ""}});
  int oldest = 0;
  for (std::uint64_t i = 0; i < 200; ++i)
    for (const int time : noisy_indices(ready, kSlots, i)) {
      ASSERT_TRUE(time >= 0 && time < kSlots);
      oldest += time == kSlots - 1 ? 1 : 0;
    }
  EXPECT_GT(oldest, 200) << "noise alone gives several sentences the last index";
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
