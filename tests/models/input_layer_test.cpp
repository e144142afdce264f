// The inputs of a model: numbers as they are, words as one-hot columns or as embeddings.
#include "memnet/models/input_layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "memnet/base/error.hpp"
#include "tests/support/episodes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// An episode that shows these words, of four.
Episode episode_of(const std::vector<int>& words) {
  Episode episode;
  episode.assign(1, 1, static_cast<int>(words.size()));
  episode.input_words = 4;
  for (std::size_t t = 0; t < words.size(); ++t) episode.inputs.numbers()[t] = static_cast<Scalar>(words[t]);
  return episode;
}

struct Layer {
  Layer(const std::string& embedding, const TaskSpec& task) : options({{"model.embedding", embedding, "test"}}) {
    layer.declare(options.section("model"));
    layer.build(Scope(params), task);
    params.initialize(1);
  }
  Options options;
  InputLayer layer;
  Params params;
};

const TaskSpec kWords = {.inputs = 4, .input_words = 4}, kNumbers = {.inputs = 2};

std::vector<Scalar> column(Var x, int b) { return {x.value(b), x.value(b) + x.rows()}; }

TEST(InputLayer, PassesNumbersOn) {
  const Layer numbers("0", kNumbers);
  EXPECT_EQ(numbers.layer.width(), 2);
  EXPECT_TRUE(numbers.params.entries().empty());
  const std::vector<Episode> episodes{counting_episode(3, 10)};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  EXPECT_TRUE(batch.words.empty());
  EXPECT_EQ(column(numbers.layer.apply(tape, batch, 2), 0), (std::vector<Scalar>{12, -12}));
}

TEST(InputLayer, GivesAChannelToEachWord) {
  const Layer one_hot("0", kWords);
  EXPECT_EQ(one_hot.layer.width(), 4);
  const std::vector<Episode> episodes{episode_of({2, 0}), episode_of({4})};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  EXPECT_EQ(column(one_hot.layer.apply(tape, batch, 0), 0), (std::vector<Scalar>{0, 1, 0, 0}));
  EXPECT_EQ(column(one_hot.layer.apply(tape, batch, 0), 1), (std::vector<Scalar>{0, 0, 0, 1}));
  for (int b = 0; b < 2; ++b)  // no word, and the end of the shorter episode
    EXPECT_EQ(column(one_hot.layer.apply(tape, batch, 1), b), std::vector<Scalar>(4));
}

TEST(InputLayer, GivesEachWordItsEmbedding) {
  Layer embedded("3", kWords);
  EXPECT_EQ(embedded.layer.width(), 3);
  ASSERT_EQ(embedded.params.entries().size(), 1u);
  const std::vector<Episode> episodes{episode_of({2, 0}), episode_of({4})};
  Tape tape;
  tape.bind(embedded.params);
  const Batch batch = make_batch(tape, episodes);
  const std::span<const Scalar> table = std::as_const(embedded.params).values();
  const Var first = embedded.layer.apply(tape, batch, 0), second = embedded.layer.apply(tape, batch, 1);
  EXPECT_EQ(column(first, 0), std::vector<Scalar>(table.begin() + 3, table.begin() + 6));
  EXPECT_EQ(column(first, 1), std::vector<Scalar>(table.begin() + 9, table.begin() + 12));
  for (int b = 0; b < 2; ++b) EXPECT_EQ(column(second, b), std::vector<Scalar>(3));
}

TEST(InputLayer, RefusesToEmbedNumbers) {
  try {
    Layer("3", kNumbers);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("model.embedding = 3"));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
