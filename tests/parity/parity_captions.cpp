// Show, Attend and Tell in golden files: weightings, what is read, states, logits, loss and every gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/models/doubly_stochastic.hpp"
#include "memnet/models/encoder_decoder.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/blocks.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The images of the file, whose places are annotations that need no encoder.
std::vector<Episode> images(const GoldenFile& file) {
  const int L = file.number("locations"), D = file.number("annotation_width");
  const GoldenArray annotations = file.array("annotations"), lengths = file.array("caption_length");
  std::vector<Episode> episodes(index(file.number("batch")));
  for (int b = 0; b < static_cast<int>(episodes.size()); ++b) {
    Episode& episode = episodes[index(b)];
    episode.assign_context(static_cast<int>(lengths.numbers[index(b)]));
    episode.context.numbers.assign(D, L);
    for (int i = 0; i < L; ++i) std::ranges::copy(annotations.at({b, i}), episode.context.numbers.column(i).begin());
    episode.score_answers();
  }
  return episodes;
}

Var words_at(Tape& tape, const GoldenArray& words, int t, int batch) {
  const Var x = tape.constant(1, 1, batch, 0);
  for (int b = 0; b < batch; ++b) *x.value(b) = words.at({t})[index(b)];
  return x;
}

std::vector<Blocks> parameters(bool selector) {
  std::vector<Blocks> all = {
      {"target/embedding", {{"embed"}}, true},
      {"controller/weights", {{"lstm/W_x"}, {"lstm/W_z"}, {"lstm/W_h"}}},
      {"controller/bias", {{"lstm/b"}}},
      {"read0/query/weights", {{"attention/W_h"}}},
      {"read0/query/bias", {{"attention/b"}}},
      {"read0/additive/slots", {{"attention/W_a"}}, true},
      {"read0/additive/weights", {{"attention/v"}}},
      {"output/inner_weights", {{"output/L_z"}, {"output/L_h"}}},
      {"output/inner_bias", {{"output/b"}}},
      {"output/weights", {{"output/W"}}},
      {"output/bias", {{"output/b_out"}}},
  };
  for (const char* part : {"h", "c"})
    append(all, {{fmt::format("start/layer0/{}/weights", part), {{fmt::format("start_{}/W", part)}}},
                 {fmt::format("start/layer0/{}/bias", part), {{fmt::format("start_{}/b", part)}}}});
  if (selector) append(all, {{"selector/weights", {{"selector/w"}}, true}, {"selector/bias", {{"selector/b"}}}});
  return all;
}

std::unique_ptr<Model> model_of(const GoldenFile& file, Params& params) {
  const auto number = [&](const char* name) { return std::to_string(file.number(name)); };
  Options options({{"model.addressing", fmt::format("additive:{} | softmax", number("align_size")), "golden file"},
                   {"model.embedding", number("embedding"), "golden file"},
                   {"model.controller.size", number("hidden"), "golden file"},
                   {"model.selector", file.number("selector") == 1 ? "yes" : "no", "golden file"}});
  std::unique_ptr<Model> model = make_model("show_attend_tell");
  model->declare(options.section("model"));
  options.finish();
  model->build(params, {.outputs = file.number("symbols"),
                        .answers = TargetKind::word,
                        .place_numbers = file.number("annotation_width"),
                        .has_questions = false,
                        .own_answer_words = true});
  return model;
}

}  // namespace

void compare_show_attend_tell(const GoldenFile& file) {
  EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
  const bool selector = file.number("selector") == 1;
  Params params;
  const std::unique_ptr<Model> model = model_of(file, params);
  std::ranges::fill(params.values(), Scalar(0));
  const std::vector<Blocks> all = parameters(selector);
  for (const Blocks& blocks : all) load(blocks, file, params);
  const int B = file.number("batch"), T = file.number("steps"), W = file.number("annotation_width");
  AlignedVector<Scalar> gradient(params.values().size(), 0);
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params, gradient);
  const std::vector<Episode> episodes = images(file);
  const Batch batch = make_batch(tape, episodes, InputForm::context);
  const auto [given, start] = model->decoder()->begin(tape, batch);
  State state = start;
  std::vector<Var> losses, weightings;
  const GoldenArray previous = file.array("previous"), targets = file.array("targets");
  for (int t = 0; t < T; ++t) {
    tape.set_step(t);
    const auto [logits, after] = model->decoder()->next(words_at(tape, previous, t, B), given, state);
    state = after;
    weightings.push_back(traced(tape, "read0/weighting", t));
    const Var read = traced(tape, "read0/read", t), mask = batch.mask[index(t)];
    for (int b = 0; b < B; ++b) {
      if (*mask.value(b) == 0) continue;  // behind the end of a caption the file holds no numbers
      const Scalar selected = selector ? *traced(tape, "selector", t).value(b) : 1;
      std::vector<Scalar> z(example(read, b).begin(), example(read, b).end());
      ASSERT_EQ(static_cast<int>(z.size()), W);
      for (Scalar& number : z) number *= selected;
      expect_same(fmt::format("attention {}", t), example(weightings.back(), b),
                  file.array("steps/attention").at({t, b}));
      expect_same(fmt::format("read {}", t), z, file.array("steps/context").at({t, b}));
      expect_same(fmt::format("h {}", t), example(state[0], b), file.array("steps/h").at({t, b}));
      expect_same(fmt::format("c {}", t), example(state[1], b), file.array("steps/c").at({t, b}));
      expect_same(fmt::format("logits {}", t), example(logits, b), file.array("steps/logits").at({t, b}));
    }
    losses.push_back(categorical_loss(logits, words_at(tape, targets, t, B), mask));
  }
  const double weight = file.real("doubly_stochastic");
  if (weight > 0) {
    DoublyStochastic attention;
    Options options({{"model.doubly_stochastic", fmt::format("{}", weight), "golden file"}});
    attention.declare(options.section("model"));
    attention.add_loss(weightings, batch.mask, dynamic_cast<const EncoderDecoder&>(*model).annotations_in(given));
    losses.push_back(tape.terms().back().value);
  }
  const Var sum_of_losses = sum(losses);
  Scalar loss = 0;
  for (int b = 0; b < B; ++b) loss += *sum_of_losses.value(b) / B;
  expect_same("loss", {&loss, 1}, file.array("loss").numbers);
  tape.backward(sum_of_losses, Scalar(1) / B);
  for (const Blocks& blocks : all) expect_gradient(blocks, file, params, gradient);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
