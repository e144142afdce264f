// The readers of golden files, and feed-forward attention: annotations, weightings, answers, loss and every gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A reader with the parameters of a file, on its episodes.
class ReaderReplica {
 public:
  ReaderReplica(const GoldenFile& golden, const std::string& preset,
                const std::vector<std::pair<std::string, std::string>>& settings, const TaskSpec& spec)
      : file(golden), model(make_model(preset)) {
    std::vector<Setting> all;
    for (const auto& [name, value] : settings) all.push_back({"model." + name, value, "golden file"});
    Options options(all);
    model->declare(options.section("model"));
    options.finish();
    model->build(params, spec);
    std::ranges::fill(params.values(), Scalar(0));
    gradient.assign(params.values().size(), 0);
    tape.enable_tracing(true);
  }

  // Sets the parameters, and returns the answers [outputs] to the episodes.
  Var run(const std::vector<Blocks>& parameters, const std::vector<Episode>& episodes) {
    for (const Blocks& blocks : parameters) load(blocks, file, params);
    tape.bind(params, gradient);
    batch = make_batch(tape, episodes, InputForm::context);
    return model->forward(tape, batch)[0];
  }

  // Compares the loss, which is `scale` times the sum over examples, and all gradients.
  void expect_loss(Var answer, Scalar scale, const std::vector<Blocks>& parameters) {
    const Var loss = answer_losses({&answer, 1}, batch)[0];
    Scalar sum = 0;
    for (int b = 0; b < loss.batch(); ++b) sum += *loss.value(b) * scale;
    expect_same("loss", {&sum, 1}, file.array("loss").numbers);
    tape.backward(loss, scale);
    for (const Blocks& blocks : parameters) expect_gradient(blocks, file, params, gradient);
  }

  // Compares weightings, of which an example has as many as it has places, with rows of the file that are padded by 0.
  void expect_weights(Var w, int b, std::span<const double> expected) {
    expect_same("attention", example(w, b), expected.first(index(w.rows())));
    for (const double beyond : expected.subspan(index(w.rows()))) EXPECT_EQ(beyond, 0);
  }

  const GoldenFile& file;
  std::unique_ptr<Model> model;
  Params params;
  AlignedVector<Scalar> gradient;
  Tape tape;
  Batch batch;
};

}  // namespace

void compare_reader(const GoldenFile& file) {
  EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
  const std::string kind = file.text("score");
  const std::string hidden = std::to_string(file.number("hidden"));
  const int B = file.number("batch"), H2 = 2 * file.number("hidden");
  const bool impatient = kind == "impatient", bilinear = kind == "bilinear";
  const std::string additive = fmt::format("additive:{} | softmax", file.number("align_size"));
  ReaderReplica replica(file, impatient ? "impatient_reader" : "attentive_reader",
                        {{"embedding", std::to_string(file.number("embedding"))},
                         {"encoder.size", hidden},
                         {"addressing", bilinear ? "general | softmax" : additive},
                         {"readout", bilinear ? "read" : "tanh"}},
                        {.outputs = file.number("vocabulary"),
                         .answers = TargetKind::word,
                         .words = file.number("vocabulary"),
                         .sentence_words = file.number("document_steps")});
  std::vector<Blocks> all = {{"context/embedding", {{"embed"}}, true}, {"output/weights", {{"answer/W"}}}};
  for (const auto& [ours, golden] : {std::pair("encoder", "document"), std::pair("question", "query")})
    for (const char* way : {"forward", "backward"})
      append(all, lstm_blocks(fmt::format("{}/{}", ours, way), fmt::format("{}/{}", golden, way)));
  if (bilinear) append(all, {{"read0/general/map", {{"attention/W"}}, true}});
  if (!bilinear) {
    append(all, {{"read0/additive/weights", {{"attention/w"}}},
                 {"output/inner_weights", {{"combine/W_r"}, {"combine/W_u"}}}});
    if (impatient)
      append(all, {{"read0/additive/slots", {{"attention/W_d"}}, true},
                   {"read0/query/weights", {{"attention/W_r"}, {"attention/W_q"}}},
                   {"initial_read", {{"r0"}}},
                   {"repeat/weights", {{"recur/W"}}}});
    else
      append(all, {{"read0/additive/slots", {{"attention/W_y"}}, true}, {"read0/query/weights", {{"attention/W_u"}}}});
  }
  const GoldenArray document = file.array("document"), query = file.array("query"), answer = file.array("answer"),
                    lengths = file.array("document_length"), words = file.array("query_length");
  std::vector<Episode> episodes(index(B));
  for (std::size_t b = 0; b < episodes.size(); ++b) {
    Episode& episode = episodes[b];
    episode.assign_context(1);
    episode.context.sentences.begin_list();
    episode.context.questions.begin_list();
    // Our words begin with number 1.
    for (int t = 0; t < static_cast<int>(lengths.numbers[b]); ++t)
      episode.context.sentences.add(static_cast<int>(document.at({t})[b]) + 1);
    for (int i = 0; i < static_cast<int>(words.numbers[b]); ++i)
      episode.context.questions.add(static_cast<int>(query.at({i})[b]) + 1);
    episode.targets(0, 0) = answer.numbers[b];
    episode.score_answers();
  }
  const Var logits = replica.run(all, episodes);
  std::vector<Var> looks;
  for (const Tape::Traced& traced : replica.tape.traced())
    if (traced.path() == "read0/weighting") looks.push_back(traced.value);
  const GoldenArray attention = file.array("steps/attention"), reads = file.array("steps/reads");
  for (int b = 0; b < B; ++b) {
    const int looked = impatient ? static_cast<int>(words.numbers[index(b)]) : 1;
    for (int i = 0; i < looked; ++i)
      replica.expect_weights(looks[index(i)], b, impatient ? attention.at({i, b}) : attention.at({b}));
    if (!impatient)
      expect_same("read", example(traced(replica.tape, "read0/read", 0), b), reads.at({b}).first(index(H2)));
    expect_same("logits", example(logits, b), file.array("steps/logits").at({b}));
  }
  replica.expect_loss(logits, Scalar(1) / B, all);
}

void compare_feed_forward_attention(const GoldenFile& file) {
  const bool attends = file.text("pool") == "attention";
  const std::string hidden = std::to_string(file.number("hidden"));
  const int B = file.number("batch"), D = file.number("inputs_width");
  EXPECT_EQ(file.real("leak"), 0.01);
  ReaderReplica replica(
      file, attends ? "ff_attention" : "ff_mean", {{"encoder.size", hidden}},
      {.outputs = 1, .answers = TargetKind::numbers, .place_numbers = D, .has_questions = false, .one_answer = true});
  std::vector<Blocks> all = {{"encoder/weights", {{"input/W"}}, true},  {"encoder/bias", {{"input/b"}}},
                             {"output/inner_weights", {{"combine/W"}}}, {"output/inner_bias", {{"combine/b"}}},
                             {"output/weights", {{"output/W"}}},        {"output/bias", {{"output/b"}}}};
  if (attends) append(all, {{"read0/salience/weights", {{"attention/w"}}}, {"read0/salience/bias", {{"attention/b"}}}});
  const GoldenArray inputs = file.array("inputs"), lengths = file.array("length"), targets = file.array("targets");
  std::vector<Episode> episodes(index(B));
  for (int b = 0; b < B; ++b) {
    Episode& episode = episodes[index(b)];
    episode.assign_context(1);
    episode.answers = TargetKind::numbers;
    episode.context.numbers.assign(D, static_cast<int>(lengths.numbers[index(b)]));
    for (int t = 0; t < episode.context.numbers.cols(); ++t)
      std::ranges::copy(inputs.at({t, b}), episode.context.numbers.column(t).begin());
    episode.targets(0, 0) = targets.numbers[index(b)];
    episode.score_answers();
  }
  const Var y = replica.run(all, episodes);
  for (int b = 0; b < B; ++b) {
    if (attends)
      replica.expect_weights(traced(replica.tape, "read0/weighting", 0), b, file.array("steps/attention").at({b}));
    expect_same("context", example(traced(replica.tape, "read0/read", 0), b), file.array("steps/context").at({b}));
    expect_same("answer", example(y, b), file.array("outputs").at({b}));
  }
  // The file's loss is a squared error, twice that of a Gaussian.
  replica.expect_loss(y, Scalar(2) / B, all);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
