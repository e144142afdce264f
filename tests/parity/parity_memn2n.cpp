// The end-to-end memory network of a golden file: attention of every hop, answers, loss and every gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/models/memn2n.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Replica {
 public:
  explicit Replica(const GoldenFile& file) {
    // The conventions of the file are those of MemN2N, or are set by the options below.
    EXPECT_EQ(file.text("attention"),
              "softmax over all slots, empty slots included (their score is 0 and their output is 0)");
    EXPECT_EQ(file.text("loss"), "sum over the batch of -log p(answer), nats");
    const auto number = [&](const char* name) { return std::to_string(file.number(name)); };
    const auto yes = [&](const char* name) { return file.number(name) == 1 ? "yes" : "no"; };
    std::vector<Setting> settings;
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"hops", number("hops")},
             {"width", number("width")},
             {"slots", number("slots")},
             {"tying", file.text("tying")},
             {"projection", yes("projection")},
             {"relu", yes("relu")},
             {"encoding", file.text("encoding") == "pe" ? "position" : "bag_of_words"},
             {"empty_slots", "counted"}})
      settings.push_back({"model." + name, value, "golden file"});
    Options options(settings);
    model_.declare(options.section("model"));
    options.finish();
    model_.build(params_, {.outputs = file.number("vocabulary"),
                           .answers = TargetKind::word,
                           .words = file.number("vocabulary") - 1,  // the file counts word 0
                           .sentence_words = file.number("sentence_words"),
                           .sentences = file.number("slots")});
    // Word 0 has no column here: the file's are zeros, which its authors never let change.
    if (file.text("tying") == "adjacent")
      for (int k = 0; k <= file.number("hops"); ++k)
        parameters_.push_back({fmt::format("embedding/{}", k), {fmt::format("E_{}", k)}, 1});
    else
      parameters_ = {{"embedding/question", {"B"}, 1, file.number("vocabulary") - 1},  // no question has an age
                     {"embedding/in", {"A"}, 1},
                     {"embedding/out", {"C"}, 1},
                     {"answer/weights", {"W"}}};
    if (file.number("projection") == 1) parameters_.push_back({"projection", {"H"}});
    EXPECT_EQ(parameters_.size(), params_.entries().size());
    for (const Parts& parts : parameters_) {
      const Matrix numbers = parts.read(file, "params");
      const Params::Entry& entry = *params_.find(parts.ours);
      EXPECT_EQ(numbers.size(), entry.size()) << parts.ours;
      std::ranges::copy(numbers.numbers(), params_.values(entry).begin());
    }
  }

  void compare_with(const GoldenFile& file) const {
    const std::vector<Episode> episodes = read_episodes(file);
    AlignedVector<Scalar> gradient(params_.values().size(), 0);
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(params_, gradient);
    const Batch batch = make_batch(tape, episodes, InputForm::context);
    const Var logits = model_.forward(tape, batch).front();

    const GoldenArray attention = file.array("attention"), outputs = file.array("outputs");
    int hops = 0;
    for (const Tape::Traced& traced : tape.traced())
      if (traced.role == TracedRole::weighting) {
        for (int b = 0; b < batch.size; ++b)
          expect_same(traced.path(), example(traced.value, b), attention.at({b, hops}));
        ++hops;
      }
    EXPECT_EQ(hops, file.number("hops"));
    for (int b = 0; b < batch.size; ++b) {
      std::vector<Scalar> chances;
      Scalar sum = 0;
      for (const Scalar z : example(logits, b)) sum += chances.emplace_back(std::exp(z));
      for (Scalar& p : chances) p /= sum;
      expect_same("outputs", chances, outputs.at({b}));
    }

    const Var losses = answer_loss({&logits, 1}, batch);
    Scalar loss = 0;
    for (int b = 0; b < batch.size; ++b) loss += *losses.value(b);
    expect_same("loss", {&loss, 1}, file.array("loss").numbers);
    tape.backward(losses);
    for (const Parts& parts : parameters_) {
      const Params::Entry& entry = *params_.find(parts.ours);
      expect_same("gradient of " + parts.ours, std::span(gradient).subspan(entry.offset, index(entry.size())),
                  parts.read(file, "grads").numbers());
    }
  }

 private:
  // Slots without words are at the end, and so are positions without a word; the last word of a sentence is its age.
  static std::vector<Episode> read_episodes(const GoldenFile& file) {
    const GoldenArray sentences = file.array("sentences"), questions = file.array("question"),
                      answers = file.array("answer");
    std::vector<Episode> episodes(index(file.number("batch")));
    for (int b = 0; b < file.number("batch"); ++b) {
      Episode& episode = episodes[index(b)];
      episode.assign_context(1);
      const auto add_sentence = [](RaggedArray& lists, std::span<const double> words) {
        if (words[0] == 0) return;
        lists.begin_list();
        for (const double word : words)
          if (word != 0) lists.add(static_cast<int>(word));
      };
      for (int i = 0; i < file.number("slots"); ++i)
        add_sentence(episode.context.sentences, sentences.at({b, i}).first(index(file.number("sentence_words"))));
      add_sentence(episode.context.questions, questions.at({b}));
      episode.context.answered_at = {0};
      episode.targets(0, 0) = answers.numbers[index(b)];
      episode.mask(0, 0) = 1;
    }
    return episodes;
  }

  MemN2N model_;
  Params params_;
  std::vector<Parts> parameters_;
};

}  // namespace

void compare_memn2n(const GoldenFile& file) { Replica(file).compare_with(file); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
