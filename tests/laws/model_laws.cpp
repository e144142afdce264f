// The laws of models: every line of models/table.def has to keep all of them, and every way to set up an NTM.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/random.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Episodes that can be read step by step, or as stories.
TaskSpec make_spec(TargetKind answers) {
  TaskSpec spec{.inputs = 3, .outputs = 2, .answers = answers, .words = 5, .sentence_words = 3, .sentences = 4};
  if (answers == TargetKind::word) spec.outputs = spec.words + 1;
  return spec;
}

// A model and how it is set up; small, so that every parameter can be checked.
struct Setup {
  std::string name;
  std::string model;
  std::vector<std::pair<std::string, std::string>> settings;
  TargetKind answers = TargetKind::bits;
};

void PrintTo(const Setup& setup, std::ostream* out) { *out << setup.name; }

// The model of a setup, with parameters.
struct Built {
  explicit Built(const Setup& setup) : spec(make_spec(setup.answers)), model(make_model(setup.model)) {
    std::vector<Setting> settings;
    for (const auto& [name, value] : setup.settings) settings.push_back({"model." + name, value, "test"});
    // What a model does not know it does not take: these are for those that do.
    for (const char* size : {"model.slots", "model.width", "model.controller.size"})
      settings.push_back({size, "4", "test"});
    Options options(settings);
    model->declare(options.section("model"));
    model->build(params, spec);
    params.initialize(11);
    gradient.assign(params.values().size(), 0);
  }

  // Reads the episodes, and answers.
  std::span<const Var> forward(Tape& tape, std::span<const Episode> episodes) const {
    return model->forward(tape, make_batch(tape, episodes, model->input_form()));
  }

  TaskSpec spec;
  std::unique_ptr<Model> model;
  Params params;
  AlignedVector<Scalar> gradient;
};

// Says all five words in turn, from any of them on, so that each of them is heard.
class Speaker {
 public:
  explicit Speaker(RandomStream& stream) : last_(stream.between(1, 5)) {}
  void say(RaggedArray& lists, int words) {
    lists.begin_list();
    for (int j = 0; j < words; ++j) lists.add(last_ = last_ % 5 + 1);
  }

 private:
  int last_;
};

// An episode of random numbers with random bits, or words, to answer at every step; and a story with as many questions.
Episode sample_episode(int steps, RandomStream& stream, TargetKind answers = TargetKind::bits) {
  const TaskSpec spec = make_spec(answers);
  Episode episode;
  episode.assign(spec.inputs, answers == TargetKind::word ? 1 : spec.outputs, steps);
  episode.answers = answers;
  for (Scalar& x : episode.inputs.numbers()) x = stream.normal();
  for (Scalar& y : episode.targets.numbers())
    y = answers == TargetKind::word ? stream.between(1, spec.words) : stream.coin();
  for (Scalar& m : episode.mask.numbers()) m = 1;
  Speaker speaker(stream);
  for (int t = 0; t < steps; ++t) {
    episode.item_shown(0, t) = t + 1;
    episode.item_asked(0, t) = t / 2;
    speaker.say(episode.story.questions, 1 + t % spec.sentence_words);
    episode.story.answered_at.push_back(t);
  }
  for (int i = 0; i < spec.sentences; ++i) speaker.say(episode.story.sentences, 1 + i % spec.sentence_words);
  return episode;
}

class ModelLaws : public testing::TestWithParam<Setup> {
 protected:
  Episode draw(int steps) { return sample_episode(steps, stream, GetParam().answers); }

  Built built{GetParam()};
  RandomStream stream{12, GetParam().name};
};

std::vector<Setup> models() {
  std::vector<Setup> all;
  for (const ModelEntry& entry : all_models()) all.push_back({entry.name, entry.name, {}});
  return all;
}

std::vector<Setup> variants() {
  std::vector<Setup> all;
  for (const char* controller : {"lstm", "gru", "feed_forward"})
    all.push_back({fmt::format("ntm_{}_with_two_heads_each", controller),
                   "ntm",
                   {{"controller", controller}, {"read_heads", "2"}, {"write_heads", "2"}}});
  for (const SchemeEntry& scheme : all_schemes())
    for (const char* mode : {"learned", "append"}) {
      std::string name = fmt::format("ntm_{}_{}", scheme.name, mode);
      std::ranges::replace(name, '-', '_');
      all.push_back({name, "ntm", {{"addressing", scheme.name}, {"write_mode", mode}}});
    }
  for (const char* addressing : {"general | softmax", "additive:2 | entmax15", "oracle"})
    all.push_back({fmt::format("ntm_appends_and_reads_{}", std::string(addressing).substr(0, 6)),
                   "ntm",
                   {{"addressing", addressing}, {"write_mode", "append"}}});
  all.push_back({"ntm_write_first", "ntm", {{"order", "write_first"}}});
  all.push_back({"ntm_reads_by_content_only", "ntm", {{"addressing", "content"}, {"write_addressing", "ntm"}}});
  for (const char* memory : {"constant", "random", "learned"})
    for (const char* weighting : {"uniform", "one_hot", "learned", "zeros"}) {
      const bool symmetric = std::string(memory) == "constant" &&
                             (std::string(weighting) == "uniform" || std::string(weighting) == "zeros");
      if (symmetric) continue;  // see SymmetryTrap below
      all.push_back({fmt::format("ntm_{}_memory_{}_weighting", memory, weighting),
                     "ntm",
                     {{"initial_memory", memory}, {"initial_weighting", weighting}}});
    }
  for (const char* model : {"lstm", "gru"})
    all.push_back({fmt::format("{}_of_two_layers", model), model, {{"controller.layers", "2"}}});
  for (const ModelEntry& entry : all_models())
    all.push_back({fmt::format("{}_answers_words", entry.name), entry.name, {}, TargetKind::word});
  for (const char* tying : {"adjacent", "layerwise"})
    for (const char* encoding : {"bag_of_words", "position", "position_in_sentence"})
      all.push_back(
          {fmt::format("memn2n_{}_{}", tying, encoding),
           "memn2n",
           {{"tying", tying}, {"encoding", encoding}, {"hops", "2"}, {"deviation", "0.5"}, {"empty_slots", "counted"}},
           TargetKind::word});
  all.push_back({"memn2n_projects", "memn2n", {{"projection", "yes"}, {"tying", "layerwise"}}, TargetKind::word});
  // Numbers that are cut at zero for every question learn nothing; so set up, there are none.
  all.push_back({"memn2n_with_relu",
                 "memn2n",
                 {{"relu", "yes"}, {"deviation", "1"}, {"tying", "layerwise"}, {"width", "5"}},
                 TargetKind::word});
  all.push_back({"memn2n_starts_linear", "memn2n", {{"linear_start", "0.5"}}, TargetKind::word});
  for (const auto& [name, addressing] :
       std::vector<std::pair<std::string, std::string>>{{"cosine_sparsemax", "cosine | sparsemax"},
                                                        {"additive_softmax", "additive | softmax"},
                                                        {"dot_topk", "dot | topk:3"},
                                                        {"general_entmax15", "general | entmax15"},
                                                        {"euclidean_softmax", "euclidean | softmax"},
                                                        {"ntm", "ntm"}})
    all.push_back(
        {"memn2n_looks_by_" + name, "memn2n", {{"addressing", addressing}, {"deviation", "0.5"}}, TargetKind::word});
  return all;
}

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Models, ModelLaws, testing::ValuesIn(models()), kName);
INSTANTIATE_TEST_SUITE_P(Variants, ModelLaws, testing::ValuesIn(variants()), kName);

TEST_P(ModelLaws, GradientThroughThreeStepsEqualsDifferences) {
  const std::vector<Episode> episodes{draw(3), draw(3)};
  const auto value = [&] {
    Tape tape;
    tape.bind(built.params);
    return batch_sum(project(built.forward(tape, episodes)));
  };
  Tape tape;
  tape.bind(built.params, built.gradient);
  tape.backward(project(built.forward(tape, episodes)));
  Verdict verdict;
  for (const Params::Entry& entry : built.params.entries()) {
    const std::span gradient = std::span(built.gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
    if (entry.learned)
      compare(verdict, entry.name, built.params.values(entry), gradient, value);
    else
      EXPECT_TRUE(std::ranges::all_of(gradient, [](Scalar g) { return g == 0; })) << entry.name << " is not learned";
  }
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// Every number that is learned can change some answer.
TEST_P(ModelLaws, NoParameterIsDead) {
  const std::vector<Episode> episodes{draw(5), draw(8)};
  Tape tape;
  tape.bind(built.params, built.gradient);
  tape.backward(project(built.forward(tape, episodes)));
  for (const Params::Entry& entry : built.params.entries())
    for (std::size_t i = 0; entry.learned && i < static_cast<std::size_t>(entry.size()); ++i)
      EXPECT_NE(built.gradient[entry.offset + i], 0) << entry.name << "[" << i << "]";
}

// A model that cannot learn one short episode by heart will learn nothing. Adam, as plain as it gets.
TEST_P(ModelLaws, LearnsOneEpisodeByHeart) {
  constexpr int kUpdates = 600;
  constexpr double kRate = 0.02;
  const std::vector<Episode> episodes{draw(5)};
  const std::size_t n = built.gradient.size();
  std::vector<double> mean(n), square(n);
  Tape tape;
  double loss = 0;
  for (int t = 1; t <= kUpdates; ++t) {
    std::ranges::fill(built.gradient, 0);
    tape.reset();
    tape.bind(built.params, built.gradient);
    const Batch batch = make_batch(tape, episodes, built.model->input_form());
    const Var sum = answer_loss(built.model->forward(tape, batch), batch);
    loss = batch_sum(sum) / count_scored(episodes[0]);
    if (loss < 0.05) return;
    tape.backward(sum, Scalar(1) / count_scored(episodes[0]));
    for (std::size_t i = 0; i < n; ++i) {
      const double g = built.gradient[i];
      mean[i] += 0.1 * (g - mean[i]);
      square[i] += 0.001 * (g * g - square[i]);
      const double m = mean[i] / (1 - std::pow(0.9, t)), v = square[i] / (1 - std::pow(0.999, t));
      built.params.values()[i] -= kRate * m / (std::sqrt(v) + 1e-8);
    }
  }
  FAIL() << "the loss is still " << loss << " nats per bit after " << kUpdates << " updates";
}

// A batch, padded to its longest episode, answers what each of its episodes is answered alone.
TEST_P(ModelLaws, ABatchIsSeveralEpisodesSideBySide) {
  std::vector<Episode> episodes;
  for (const int steps : {4, 1, 6, 3, 6}) episodes.push_back(draw(steps));
  Tape together;
  together.bind(built.params);
  const std::span<const Var> all = built.forward(together, episodes);
  for (std::size_t b = 0; b < episodes.size(); ++b) {
    Tape alone;
    alone.bind(built.params);
    const std::span<const Var> logits = built.forward(alone, std::span(episodes).subspan(b, 1));
    ASSERT_EQ(logits.size(), static_cast<std::size_t>(episodes[b].steps()));
    for (std::size_t t = 0; t < logits.size(); ++t)
      for (int i = 0; i < logits[t].rows(); ++i)
        EXPECT_NEAR(all[t](i, 0, static_cast<int>(b)), logits[t](i), 1e-12) << "episode " << b << ", step " << t;
  }
}

// What was shown at the first step still matters at the last.
TEST_P(ModelLaws, CarriesSomethingFromStepToStep) {
  std::vector<Episode> episodes{draw(4)};
  episodes.push_back(episodes[0]);
  for (Scalar& x : episodes[1].inputs.column(0)) x += 1;
  episodes[1].story.sentences.clear();
  Speaker speaker(stream);
  for (int i = 0; i < built.spec.sentences; ++i) speaker.say(episodes[1].story.sentences, 2);
  Tape tape;
  tape.bind(built.params);
  const Var answer = built.forward(tape, episodes).back();
  const int last = answer.rows() - 1;
  EXPECT_GT(std::abs(answer(last, 0, 0) - answer(last, 0, 1)), 1e-9);
}

TEST_P(ModelLaws, ComputesWithoutRecordingWhatItComputesWithIt) {
  const std::vector<Episode> episodes{draw(4)};
  Tape plain, recording;
  plain.bind(built.params);
  recording.bind(built.params, built.gradient);
  const Var answer = built.forward(plain, episodes).back();
  const Var recorded = built.forward(recording, episodes).back();
  EXPECT_FALSE(answer.wants_gradient());
  EXPECT_TRUE(recorded.wants_gradient());
  for (int i = 0; i < answer.rows(); ++i) EXPECT_EQ(answer(i), recorded(i));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
