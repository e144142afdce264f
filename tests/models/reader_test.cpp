// What readers read, and what they refuse.
#include "memnet/models/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "tests/laws/small_models.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

// All logits of a reader of stories.
std::vector<Scalar> logits(const Built& built, const Episode& episode) {
  Tape tape;
  tape.bind(built.params);
  std::vector<Scalar> all;
  for (const Var z : built.forward(tape, {&episode, 1})) all.insert(all.end(), z.value(), z.value() + z.numbers());
  return all;
}

Episode story() {
  RandomStream stream(61, "stories");
  return sample_episode(2, stream, TargetKind::word);
}
Episode with_other_sentences(Episode episode) {
  RandomStream stream(62, "other stories");
  SentenceSource source(stream);
  const int sentences = episode.context.sentences.size();
  episode.context.sentences.clear();
  for (int i = 0; i < sentences; ++i) source.add_sentence(episode.context.sentences, 2);
  return episode;
}
Episode with_other_questions(Episode episode) {
  RaggedArray other;
  for (int i = 0; i < episode.context.questions.size(); ++i) {
    other.begin_list();
    for (const int word : episode.context.questions[i]) other.add(word % 5 + 1);
  }
  episode.context.questions = other;
  return episode;
}

TEST(Reader, OfTheQuestionAloneDoesNotSeeTheContext) {
  const Built built({"question_only", "attentive_reader", {{"reads", "nothing"}}, TargetKind::word});
  EXPECT_EQ(logits(built, with_other_sentences(story())), logits(built, story()));
  EXPECT_NE(logits(built, with_other_questions(story())), logits(built, story()));
}

TEST(Reader, WithoutAQuestionDoesNotSeeIt) {
  Params params;
  const TaskSpec stories{.outputs = 6, .answers = TargetKind::word, .words = 5, .sentence_words = 3};
  const std::unique_ptr<Model> model = make_model("attentive_reader");
  Options options({{"model.question", "none", "test"}, {"model.addressing", "salience | softmax", "test"}});
  model->declare(options.section("model"));
  model->build(params, stories);
  params.initialize(3);
  const auto answers = [&](const Episode& episode) {
    Tape tape;
    tape.bind(params);
    const Var z = model->forward(tape, make_batch(tape, {&episode, 1}, InputForm::context))[0];
    return std::vector<Scalar>(z.value(), z.value() + z.numbers());
  };
  EXPECT_EQ(answers(with_other_questions(story())), answers(story()));
  EXPECT_NE(answers(with_other_sentences(story())), answers(story()));
}

TEST(Reader, SaysWhatContradictsItself) {
  const TaskSpec stories{.outputs = 6, .answers = TargetKind::word, .words = 5, .sentence_words = 3};
  const auto refusal = [](const Settings& settings, const TaskSpec& task) {
    std::vector<Setting> all;
    for (const auto& [name, value] : settings) all.push_back({"model." + name, value, "test"});
    return message_of(ErrorKind::usage, [&] {
      const std::unique_ptr<Model> model = make_model("reader");
      Options options(all);
      model->declare(options.section("model"));
      Params params;
      model->build(params, task);
    });
  };
  using testing::HasSubstr;
  EXPECT_THAT(refusal({{"question", "none"}, {"reads", "nothing"}}, stories),
              HasSubstr("nothing to make an answer of"));
  EXPECT_THAT(refusal({{"question", "word_by_word"}, {"reads", "summary"}}, stories), HasSubstr("nothing looks"));
  EXPECT_THAT(refusal({{"readout", "read"}, {"reads", "summary"}}, stories), HasSubstr("leave out the question"));
  EXPECT_THAT(refusal({{"question", "word_by_word"}, {"addressing", "additive | sample"}}, stories),
              HasSubstr("would depend on the others"));
  EXPECT_THAT(refusal({{"question", "word_by_word"}, {"encoder", "conv"}, {"encoder.stride", "2"}}, stories),
              HasSubstr("needs a vector for each word of the question"));
  EXPECT_THAT(refusal({}, {.outputs = 1, .place_numbers = 2, .has_questions = false, .one_answer = true}),
              HasSubstr("reads stories, but this task has none"));
  EXPECT_THAT(refusal({{"question", "none"}}, {.outputs = 6, .words = 5, .has_questions = false}),
              HasSubstr("reads stories, or contexts that are answered once"));
}

// A bounded score bounds how much more one place can count than another: e^2, whatever the places hold.
TEST(FeedForwardAttention, GivesNoPlaceMoreThanESquaredTimesTheWeightOfAnother) {
  for (const bool is_bounded : {true, false}) {
    Built built({"feed_forward",
                 "ff_attention",
                 {{"addressing", is_bounded ? "salience | softmax" : "salience:free | softmax"}},
                 TargetKind::numbers});
    for (Scalar& w : built.params.values(*built.params.find("read0/salience/weights"))) w *= 1000;
    RandomStream stream(63, "places");
    const Episode episode = sample_measurements(50, stream, TargetKind::numbers);
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(built.params);
    built.forward(tape, {&episode, 1});
    const auto found = std::ranges::find_if(
        tape.traced(), [](const Tape::Traced& traced) { return traced.path() == "read0/weighting"; });
    ASSERT_NE(found, tape.traced().end());
    const auto [least, most] = std::ranges::minmax_element(found->value.value(), found->value.value() + 50);
    const double bound = std::exp(2.0);
    if (is_bounded) {
      EXPECT_LE(*most, *least * bound * (1 + 1e-12));
      EXPECT_GT(*most, *least * bound * 0.99) << "the bound is reached";
    } else {
      EXPECT_GT(*most, *least * 100);
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
