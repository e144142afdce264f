// The Transformers of golden files, with norms before and behind the parts: weights of all heads, logits, loss and
// every gradient. In the file embeddings are multiplied by sqrt(W), here they are as large as that by themselves; and
// its keys have biases, which have no effect, so here they have none.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/models/decoding.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A parameter, and the array of the file that it has the numbers of, times a factor.
struct SameArray {
  std::string ours, golden;
  bool transposed = false;
  double factor = 1;

  Matrix read(const GoldenFile& file, const std::string& group) const {
    const GoldenArray array = file.array(group + "/" + golden);
    const int rows = array.shape[0], cols = array.shape.size() > 1 ? array.shape[1] : 1;
    const double times = group == "grads" ? 1 / factor : factor;
    Matrix numbers(transposed ? cols : rows, transposed ? rows : cols);
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j)
        (transposed ? numbers(j, i) : numbers(i, j)) = times * array.numbers[index(i * cols + j)];
    return numbers;
  }
};

void add_heads(std::vector<SameArray>& all, const std::string& ours, const std::string& golden) {
  for (const auto& [part, letter] : {std::pair("query", "q"), std::pair("value", "v"), std::pair("output", "o")}) {
    all.push_back({fmt::format("{}/{}/weights", ours, part), fmt::format("{}/W_{}", golden, letter)});
    all.push_back({fmt::format("{}/{}/bias", ours, part), fmt::format("{}/b_{}", golden, letter)});
  }
  all.push_back({ours + "/key/weights", golden + "/W_k"});
}

void add_norm(std::vector<SameArray>& all, const std::string& ours, const std::string& golden) {
  for (const char* part : {"gain", "bias"})
    all.push_back({fmt::format("{}/{}", ours, part), fmt::format("{}/{}", golden, part)});
}

void add_feed_forward(std::vector<SameArray>& all, const std::string& ours, const std::string& golden) {
  for (const auto& [part, number] : {std::pair("inner", 1), std::pair("outer", 2)}) {
    all.push_back({fmt::format("{}/{}/weights", ours, part), fmt::format("{}/W_{}", golden, number)});
    all.push_back({fmt::format("{}/{}/bias", ours, part), fmt::format("{}/b_{}", golden, number)});
  }
}

std::vector<SameArray> parameters_of(const GoldenFile& file) {
  const double root = std::sqrt(file.number("width"));
  std::vector<SameArray> all = {{"source/embedding", "embed_source", true, root},
                                {"target/embedding", "embed_target", true, root},
                                {"output/weights", "output/W"},
                                {"output/bias", "output/b"}};
  for (int l = 0; l < file.number("layers"); ++l) {
    const std::string encoder = fmt::format("encoder/layer{}", l), decoder = fmt::format("controller/layer{}", l),
                      golden_encoder = fmt::format("encoder{}", l), golden_decoder = fmt::format("decoder{}", l);
    add_heads(all, encoder + "/self", golden_encoder + "/self");
    add_norm(all, encoder + "/self/norm", golden_encoder + "/norm1");
    add_feed_forward(all, encoder + "/feed_forward", golden_encoder + "/ff");
    add_norm(all, encoder + "/feed_forward/norm", golden_encoder + "/norm2");
    add_heads(all, decoder + "/self", golden_decoder + "/self");
    add_norm(all, decoder + "/self/norm", golden_decoder + "/norm1");
    add_heads(all, decoder + "/cross", golden_decoder + "/cross");
    add_norm(all, decoder + "/cross/norm", golden_decoder + "/norm2");
    add_feed_forward(all, decoder + "/feed_forward", golden_decoder + "/ff");
    add_norm(all, decoder + "/feed_forward/norm", golden_decoder + "/norm3");
  }
  if (file.text("norm") == "pre") {
    add_norm(all, "encoder/norm", "encoder/norm");
    add_norm(all, "controller/norm", "decoder/norm");
  }
  return all;
}

std::unique_ptr<Model> make_replica(const GoldenFile& file, Params& params) {
  const auto number = [&](const char* name) { return std::to_string(file.number(name)); };
  std::vector<Setting> settings = {{"model.embedding", number("width"), "golden file"},
                                   {"model.controller.steps", number("target_steps"), "golden file"}};
  for (const char* part : {"encoder", "controller"})
    for (const auto& [option, value] :
         {std::pair("size", number("width")), std::pair("heads", number("heads")),
          std::pair("layers", number("layers")), std::pair("feed_forward", number("ff_width")),
          std::pair("norm", file.text("norm"))})
      settings.push_back({fmt::format("model.{}.{}", part, option), value, "golden file"});
  std::unique_ptr<Model> model = make_model("transformer");
  Options options(settings);
  model->declare(options.section("model"));
  options.finish();
  model->build(params, {.outputs = file.number("target_symbols"),
                        .answers = TargetKind::word,
                        .words = file.number("source_symbols"),
                        .sentence_words = 1,
                        .has_questions = false});
  return model;
}

std::vector<Episode> read_sources(const GoldenFile& file) {
  const GoldenArray source = file.array("source"), lengths = file.array("source_length");
  std::vector<Episode> episodes(index(file.number("batch")));
  for (int b = 0; b < file.number("batch"); ++b) {
    Episode& episode = episodes[index(b)];
    episode.assign_context(file.number("target_steps"));
    for (int j = 0; j < static_cast<int>(lengths.numbers[index(b)]); ++j)
      episode.context.add_word(static_cast<int>(source.at({b})[index(j)]) + 1);  // our words begin with number 1
    episode.score_answers();
  }
  return episodes;
}

Var words_at(Tape& tape, const GoldenArray& words, int t) {
  const Var x = tape.constant(1, 1, words.shape[0], 0);
  for (int b = 0; b < x.batch(); ++b) *x.value(b) = words.at({b})[index(t)];
  return x;
}

// The weights of all places of the sources that exist.
void expect_encoder_weights(const GoldenFile& file, const Tape& tape) {
  const GoldenArray lengths = file.array("source_length");
  for (int l = 0; l < file.number("layers"); ++l)
    for (int h = 0; h < file.number("heads"); ++h) {
      const Var w = traced(tape, fmt::format("source{}/{}/weights", l, h), 0);
      for (int b = 0; b < w.batch(); ++b)
        for (int query = 0; query < static_cast<int>(lengths.numbers[index(b)]); ++query)
          expect_same(fmt::format("encoder, layer {}, head {}, place {}", l, h, query),
                      example(w, b).subspan(index(query * w.rows()), index(w.rows())),
                      file.array(fmt::format("steps/encoder{}_self", l)).at({b, h, query}));
    }
}

void expect_decoder_weights(const GoldenFile& file, const Tape& tape, int t) {
  for (int l = 0; l < file.number("layers"); ++l)
    for (int h = 0; h < file.number("heads"); ++h)
      for (const char* part : {"self", "cross"}) {
        const Var w = traced(tape, fmt::format("{}{}/{}/weighting", part, l, h), t);
        for (int b = 0; b < w.batch(); ++b)
          expect_same(fmt::format("{}, layer {}, head {}, step {}", part, l, h, t), example(w, b),
                      file.array(fmt::format("steps/decoder{}_{}", l, part)).at({b, h, t}));
      }
}

}  // namespace

void compare_transformer(const GoldenFile& file) {
  Params params;
  const std::unique_ptr<Model> model = make_replica(file, params);
  const std::vector<SameArray> parameters = parameters_of(file);
  EXPECT_EQ(parameters.size(), params.entries().size());
  for (const SameArray& same : parameters) load(same, file, params);
  AlignedVector<Scalar> gradient(params.values().size(), 0);
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params, gradient);
  const std::vector<Episode> episodes = read_sources(file);
  const auto [given, start] = model->decoder()->begin(tape, make_batch(tape, episodes, InputForm::context));
  expect_encoder_weights(file, tape);
  const int B = file.number("batch"), T = file.number("target_steps");
  State state = start;
  std::vector<Var> losses;
  for (int t = 0; t < T; ++t) {
    tape.set_step(t);
    const auto [logits, after] = model->decoder()->next(words_at(tape, file.array("previous"), t), given, state);
    state = after;
    expect_decoder_weights(file, tape, t);
    for (int b = 0; b < B; ++b)
      expect_same(fmt::format("logits {}", t), example(logits, b), file.array("steps/logits").at({b, t}));
    losses.push_back(categorical_loss(logits, words_at(tape, file.array("targets"), t), tape.constant(1, 1, 1, 1)));
  }
  const Var sum_of_losses = sum(losses);
  Scalar loss = 0;
  for (int b = 0; b < B; ++b) loss += *sum_of_losses.value(b) / (T * B);
  expect_same("loss", {&loss, 1}, file.array("loss").numbers);
  tape.backward(sum_of_losses, Scalar(1) / (T * B));
  for (const SameArray& same : parameters) expect_gradient(same, file, params, gradient);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
