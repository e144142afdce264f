// End-to-end memory networks with sentences as bags of words, small enough to compute their results here.
#include "memnet/models/memn2n.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kWords = 5, kWidth = 3, kSlots = 4;

// One hop, without temporal encoding: a sentence is the sum of its words.
class Ready {
 public:
  explicit Ready(std::vector<Setting> settings) {
    for (const auto& [name, value] : {std::pair{"hops", "1"},
                                      {"width", "3"},
                                      {"slots", "4"},
                                      {"temporal_encoding", "no"},
                                      {"encoding", "bag_of_words"},
                                      {"initial_std", "1"}})
      if (std::ranges::find(settings, name, &Setting::name) == settings.end()) settings.push_back({name, value, ""});
    Options options(settings);
    model.declare(options.top());
    options.finish();
    model.build(params, {.outputs = kWords + 1, .answers = TargetKind::word, .words = kWords, .sentence_words = 3});
    params.initialize(7);
  }

  // The weighting of the hop, for each episode.
  std::vector<std::vector<double>> weightings(const std::vector<Episode>& episodes) const {
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(params);
    model.forward(tape, make_batch(tape, episodes, InputForm::context));
    std::vector<std::vector<double>> found(episodes.size());
    for (const Tape::Traced& traced : tape.traced())
      for (std::size_t b = 0; traced.role == TracedRole::weighting && b < episodes.size(); ++b)
        for (int i = 0; i < traced.value.rows(); ++i) found[b].push_back(traced.value(i, 0, static_cast<int>(b)));
    return found;
  }

  // The dot product of a sentence and a question: with adjacent tying, both use the first embedding.
  double score(std::span<const int> sentence, std::span<const int> question) const {
    const std::span<const Scalar> table = params.values(*params.find("embedding/0"));
    const auto sum = [&](std::span<const int> words, std::size_t k) {
      double total = 0;
      for (const int word : words) total += static_cast<double>(table[static_cast<std::size_t>(word - 1) * kWidth + k]);
      return total;
    };
    double product = 0;
    for (std::size_t k = 0; k < kWidth; ++k) product += sum(sentence, k) * sum(question, k);
    return product;
  }

  Scalar linear() const { return params.values(*params.find("linear"))[0]; }

  MemN2N model;
  Params params;
};

Episode story_of(const std::vector<std::vector<int>>& sentences) {
  Episode episode;
  episode.assign_context(1);
  for (const std::vector<int>& sentence : sentences) episode.context.sentences.add_list(sentence);
  episode.context.questions.add_list(std::vector{1, 4});
  episode.context.supports.add_list({});
  episode.context.answered_at.push_back(0);
  return episode;
}

const std::vector<Episode> kEpisodes = {story_of({{1, 2}, {3}}), story_of({{5}, {4, 2, 1}, {2}}), story_of({})};

Episode with_facts(Episode episode, std::vector<int> facts) {
  episode.context.supports.clear();
  episode.context.supports.add_list(facts);
  return episode;
}

// The auxiliary loss of each example.
std::vector<double> supervision(const Ready& ready, const std::vector<Episode>& episodes) {
  Tape tape;
  tape.bind(ready.params);
  ready.model.forward(tape, make_batch(tape, episodes, InputForm::context));
  std::vector<double> loss(episodes.size(), 0);
  for (const Tape::Term& term : tape.terms())
    for (std::size_t b = 0; b < loss.size(); ++b)
      loss[b] += static_cast<double>(*term.value.value(static_cast<int>(b)));
  return loss;
}

TEST(MemN2N, SupervisionIsTheLikelihoodOfTheRightSentence) {
  const Ready ready({{"supervision", "0.5", ""}});
  const std::vector<Episode> episodes = {with_facts(kEpisodes[0], {1}), with_facts(kEpisodes[1], {2, 0}),
                                         with_facts(kEpisodes[1], {}), kEpisodes[2]};
  const std::vector<std::vector<double>> w = ready.weightings(episodes);
  const std::vector<double> loss = supervision(ready, episodes);
  EXPECT_NEAR(loss[0], -0.5 * std::log(w[0][1]), 1e-5);
  EXPECT_NEAR(loss[1], -0.5 * std::log(w[1][2]), 1e-5);
  EXPECT_EQ(loss[2], 0) << "no fact is known";
  EXPECT_EQ(loss[3], 0);
}

TEST(MemN2N, SupervisionByAMarginAsksTheRightSentenceToLead) {
  const Ready ready({{"supervision", "1", ""}, {"supervision_loss", "margin:0.3", ""}});
  const Episode episode = with_facts(kEpisodes[1], {1});
  double expected = 0;
  const std::span<const int> question = episode.context.questions[0];
  const double right = ready.score(episode.context.sentences[1], question);
  for (const int other : {0, 2})
    expected += std::max(0., 0.3 - right + ready.score(episode.context.sentences[other], question));
  EXPECT_NEAR(supervision(ready, {episode})[0], expected, 1e-5);
}

// Hops beyond the last fact stay there, and a fact that is no longer in the memory is not asked for.
TEST(MemN2N, SupervisionStaysAtTheLastFact) {
  const Ready two_hops({{"supervision", "1", ""}, {"tying", "layerwise", ""}, {"hops", "2", ""}});
  const std::vector<Episode> episodes = {with_facts(kEpisodes[1], {1}), with_facts(kEpisodes[1], {1, 1})};
  const std::vector<double> loss = supervision(two_hops, episodes);
  EXPECT_EQ(loss[0], loss[1]);
  const Ready one_slot({{"supervision", "1", ""}, {"slots", "1", ""}});
  EXPECT_EQ(supervision(one_slot, {with_facts(kEpisodes[1], {1})})[0], 0);
}

// With hard choices and follow_facts, what a hop reads in training does not depend on what it found.
TEST(MemN2N, FollowsTheFactsInTrainingOnly) {
  const Ready ready({{"addressing", "dot | argmax", ""}, {"supervision", "1", ""}, {"follow_facts", "yes", ""}});
  const auto answer = [&](int fact, Mode mode) {
    Tape tape;
    tape.bind(ready.params);
    const std::vector<Episode> episodes = {with_facts(kEpisodes[1], {fact})};
    Batch batch = make_batch(tape, episodes, InputForm::context);
    batch.mode = mode;
    const Var logits = ready.model.forward(tape, batch)[0];
    return std::vector<Scalar>(logits.value(0), logits.value(0) + logits.rows());
  };
  EXPECT_NE(answer(0, Mode::train), answer(1, Mode::train));
  EXPECT_EQ(answer(0, Mode::evaluate), answer(1, Mode::evaluate));
}

TEST(MemN2N, RefusesSupervisionThatTrainsNothing) {
  EXPECT_THROW(Ready({{"addressing", "uniform", ""}, {"supervision", "1", ""}}), Error);
  EXPECT_THROW(Ready({{"follow_facts", "yes", ""}}), Error);
  EXPECT_THROW(Ready({{"supervision_loss", "margin:0.1", ""}}), Error) << "nothing is supervised";
  for (const char* loss : {"margin", "margin:", "margin:-1", "margin:0.1,0.2", "hinge", "likelihood:1"})
    EXPECT_THROW(Ready({{"supervision", "1", ""}, {"supervision_loss", loss, ""}}), Error) << loss;
}

// Hops that are decided together: the weighting of each is what a sum over all chains of sentences gives.
TEST(MemN2N, DecidesHopsTogetherByAllChains) {
  const Ready ready({{"chain", "yes", ""}, {"tying", "layerwise", ""}, {"hops", "3", ""}});
  const auto product = [&](const char* one, std::span<const int> some, const char* other, std::span<const int> more) {
    const auto embedded = [&](const char* name, std::span<const int> words) {
      const std::span<const Scalar> table = ready.params.values(*ready.params.find(name));
      std::vector<double> sum(kWidth, 0);
      for (const int word : words)
        for (std::size_t k = 0; k < kWidth; ++k)
          sum[k] += static_cast<double>(table[static_cast<std::size_t>(word - 1) * kWidth + k]);
      return sum;
    };
    const std::vector<double> x = embedded(one, some), y = embedded(other, more);
    return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
  };
  const std::vector<std::vector<double>> found = ready.weightings(kEpisodes);
  for (std::size_t b = 0; b < 2; ++b) {
    const Context& story = kEpisodes[b].context;
    const int n = story.sentences.size(), slots = static_cast<int>(found[b].size()) / 3;
    std::vector<double> expected(found[b].size(), 0);
    double partition = 0;
    for (int z = 0; z < n * n * n; ++z) {
      const int at[] = {z % n, z / n % n, z / n / n};
      double score = 0;
      for (int k = 0; k < 3; ++k) {
        score += product("embedding/question", story.questions[0], "embedding/in", story.sentences[at[k]]);
        if (k > 0)
          score += product("embedding/out", story.sentences[at[k - 1]], "embedding/in", story.sentences[at[k]]);
      }
      partition += std::exp(score);
      for (int k = 0; k < 3; ++k) expected[static_cast<std::size_t>(k * slots + at[k])] += std::exp(score);
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(found[b][i], expected[i] / partition, 1e-5) << "story " << b << ", weight " << i;
  }
}

TEST(MemN2N, RefusesAChainThatHasNoEffect) {
  const auto refused = [](std::vector<Setting> settings) {
    settings.push_back({"chain", "yes", ""});
    try {
      Ready ready(settings);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const Setting layerwise{"tying", "layerwise", ""}, two{"hops", "2", ""};
  EXPECT_NE(refused({two}).find("model.tying = adjacent"), std::string::npos);
  EXPECT_NE(refused({layerwise}).find("model.hops = 1"), std::string::npos);
  EXPECT_NE(refused({layerwise, two, {"relu", "yes", ""}}).find("model.relu"), std::string::npos);
  EXPECT_NE(refused({layerwise, two, {"addressing", "dot | argmax", ""}}).find("dot | argmax"), std::string::npos);
  EXPECT_NE(refused({layerwise, two, {"linear_start", "0.5", ""}}).find("model.linear_start"), std::string::npos);
  EXPECT_NE(refused({layerwise, two, {"supervision", "1", ""}}).find("model.supervision"), std::string::npos);
  EXPECT_EQ(refused({layerwise, two}), "");
}

TEST(MemN2N, StartsLinearForTheGivenFractionOfTraining) {
  Ready ready({{"linear_start", "0.25", ""}});
  EXPECT_FALSE(ready.params.find("linear")->trainable);
  EXPECT_EQ(ready.linear(), 1);
  for (const auto& [done, linear] : {std::pair{0.0, 1}, {0.2499, 1}, {0.25, 0}, {0.9, 0}, {0.1, 1}}) {
    ready.model.set_progress(ready.params, done);
    EXPECT_EQ(ready.linear(), linear) << done;
  }
}

TEST(MemN2N, WithoutALinearStartHasNoFlag) {
  Ready ready({});
  const std::vector<Scalar> before(ready.params.values().begin(), ready.params.values().end());
  ready.model.set_progress(ready.params, 0);
  EXPECT_EQ(ready.params.find("linear"), nullptr);
  EXPECT_TRUE(std::ranges::equal(ready.params.values(), before));
}

// Linear attention is the scores as they are; afterwards their softmax, over sentences or over all slots.
TEST(MemN2N, AttendsByTheProductOfSentenceAndQuestion) {
  for (const char* empty_slots : {"masked", "counted"}) {
    Ready ready({{"linear_start", "0.5", ""}, {"empty_slots", empty_slots, ""}});
    for (const double done : {0.0, 1.0}) {
      ready.model.set_progress(ready.params, done);
      const std::vector<std::vector<double>> weightings = ready.weightings(kEpisodes);
      for (std::size_t b = 0; b < 2; ++b) {
        const Context& story = kEpisodes[b].context;
        std::vector<double> expected(weightings[b].size());
        double sum = 0;
        for (int i = 0; i < static_cast<int>(expected.size()); ++i) {
          const bool filled = i < story.sentences.size();
          const double score = filled ? ready.score(story.sentences[i], story.questions[0]) : 0;
          const bool counts = filled || empty_slots == std::string("counted");
          expected[static_cast<std::size_t>(i)] = done == 0 ? score : counts ? std::exp(score) : 0;
          sum += expected[static_cast<std::size_t>(i)];
        }
        for (std::size_t i = 0; i < expected.size(); ++i) {
          if (done == 0 && static_cast<int>(i) >= story.sentences.size()) continue;  // multiplies an empty slot
          EXPECT_NEAR(weightings[b][i], done == 0 ? expected[i] : expected[i] / sum, 1e-5)
              << empty_slots << ", done " << done << ", story " << b << ", slot " << i;
        }
      }
    }
  }
}

TEST(MemN2N, EmptySlotsAreLeftOutUnlessTheyCount) {
  const Ready masked({{"empty_slots", "masked", ""}}), counted({{"empty_slots", "counted", ""}});
  EXPECT_EQ(masked.weightings(kEpisodes)[0].size(), 3u) << "as many as the longest story";
  EXPECT_EQ(counted.weightings(kEpisodes)[0].size(), static_cast<std::size_t>(kSlots));
  EXPECT_LT(masked.weightings(kEpisodes)[0][2], 1e-6);
  EXPECT_GT(counted.weightings(kEpisodes)[0][2], 1e-6);
}

TEST(MemN2N, AnswersWithoutAnySentence) {
  for (const char* linear_start : {"0", "1"}) {
    const Ready ready({{"linear_start", linear_start, ""}});
    Tape tape;
    tape.bind(ready.params);
    const std::vector<Episode> episodes{story_of({})};
    const Var logits = ready.model.forward(tape, make_batch(tape, episodes, InputForm::context))[0];
    ASSERT_EQ(logits.rows(), kWords + 1);
    for (int word = 0; word <= kWords; ++word) EXPECT_TRUE(std::isfinite(logits(word)));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
