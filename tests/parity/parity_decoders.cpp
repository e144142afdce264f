// The encoder-decoders of golden files, RNNsearch and the attention models of Luong et al.: annotations, weightings,
// states, logits, loss and every gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/models/encoder_decoder.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A model of the file's sizes with the file's parameters.
class Replica {
 public:
  Replica(const GoldenFile& golden, const std::string& preset,
          std::vector<std::pair<std::string, std::string>> settings)
      : file(golden), model(make_model(preset)) {
    const std::string hidden = std::to_string(file.number("hidden"));
    settings.insert(settings.end(), {{"embedding", std::to_string(file.number("embedding"))},
                                     {"encoder.size", hidden},
                                     {"controller.size", hidden}});
    std::vector<Setting> all;
    for (const auto& [name, value] : settings) all.push_back({"model." + name, value, "golden file"});
    Options options(all);
    model->declare(options.section("model"));
    options.finish();
    model->build(params, {.outputs = file.number("target_symbols"),
                          .answers = TargetKind::word,
                          .words = file.number("source_symbols"),
                          .sentence_words = 1,
                          .has_questions = false});
    std::ranges::fill(params.values(), Scalar(0));
  }

  void expect_file(const std::vector<Blocks>& parameters) {
    for (const Blocks& blocks : parameters) load(blocks, file, params);
    add_hidden_biases();
    const int B = file.number("batch"), S = file.number("source_steps"), T = file.number("target_steps");
    const std::vector<Episode> episodes = read_episodes();
    AlignedVector<Scalar> gradient(params.values().size(), 0);
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(params, gradient);
    const Decoder& decoder = *model->decoder();
    const auto [given, start] = decoder.begin(tape, make_batch(tape, episodes, InputForm::context));
    const Var annotations = dynamic_cast<const EncoderDecoder&>(*model).annotations_in(given).places;
    for (int b = 0; b < B; ++b)
      for (int j = 0; j < S; ++j) {
        std::vector<Scalar> row;
        for (int k = 0; k < annotations.cols(); ++k) row.push_back(annotations(j, k, b));
        expect_same("annotation", row, file.array("steps/annotations").at({j, b}));
      }
    State state = start;
    std::vector<Var> losses;
    const GoldenArray previous = file.array("previous"), targets = file.array("targets");
    for (int t = 0; t < T; ++t) {
      tape.set_step(t);
      const Var before = words_at(tape, previous, t);
      const auto [logits, after] = decoder.next(before, given, state);
      state = after;
      const Var w = traced(tape, "read0/weighting", t);
      for (int b = 0; b < B; ++b) {
        expect_same(fmt::format("attention {}", t), example(w, b), file.array("steps/attention").at({t, b}));
        expect_same(fmt::format("state {}", t), example(state[0], b), file.array("steps/state").at({t, b}));
        expect_same(fmt::format("logits {}", t), example(logits, b), file.array("steps/logits").at({t, b}));
      }
      losses.push_back(categorical_loss(logits, words_at(tape, targets, t), tape.constant(1, 1, 1, 1)));
    }
    const Var sum_of_losses = sum(losses);
    Scalar loss = 0;
    for (int b = 0; b < B; ++b) loss += *sum_of_losses.value(b) / (T * B);
    expect_same("loss", {&loss, 1}, file.array("loss").numbers);
    tape.backward(sum_of_losses, Scalar(1) / (T * B));
    for (const Blocks& blocks : parameters) expect_gradient(blocks, file, params, gradient);
  }

  // Returns the parameters of a GRU; W_x has the columns of all its inputs.
  std::vector<Blocks> gru(const std::string& ours, const std::string& golden) {
    const int H = file.number("hidden");
    std::vector<Blocks> all = {{ours + "/gate_weights", {{golden + "/W_x", 0, 2 * H}, {golden + "/W_h", 0, 2 * H}}},
                               {ours + "/gate_bias", {{golden + "/b_x", 0, 2 * H}}},
                               {ours + "/candidate_input_weights", {{golden + "/W_x", 2 * H, H}}},
                               {ours + "/candidate_input_bias", {{golden + "/b_x", 2 * H, H}}},
                               {ours + "/candidate_hidden_weights", {{golden + "/W_h", 2 * H, H}}}};
    if (file.text("gru") == "torch") {
      all.push_back({ours + "/candidate_hidden_bias", {{golden + "/b_h", 2 * H, H}}});
      hidden_biases_.push_back({ours + "/gate_bias", {{golden + "/b_h", 0, 2 * H}}});
    }
    return all;
  }

  const GoldenFile& file;

 private:
  // A GRU of PyTorch adds two biases to its gates; here there is one.
  void add_hidden_biases() {
    for (const Blocks& blocks : hidden_biases_) {
      const Matrix bias = blocks.read(file, "params");
      const std::span<Scalar> values = params.values(*params.find(blocks.ours));
      for (std::size_t i = 0; i < values.size(); ++i) values[i] += bias.numbers()[i];
    }
  }

  std::vector<Episode> read_episodes() const {
    const GoldenArray source = file.array("source"), lengths = file.array("source_length");
    std::vector<Episode> episodes(index(file.number("batch")));
    for (std::size_t b = 0; b < episodes.size(); ++b) {
      episodes[b].assign_context(file.number("target_steps"));
      for (int j = 0; j < static_cast<int>(lengths.numbers[b]); ++j)
        episodes[b].context.add_word(static_cast<int>(source.at({j})[b]) + 1);  // our words begin with number 1
      episodes[b].score_answers();
    }
    return episodes;
  }

  Var words_at(Tape& tape, const GoldenArray& words, int t) const {
    const Var x = tape.constant(1, 1, file.number("batch"), 0);
    for (int b = 0; b < x.batch(); ++b) *x.value(b) = words.at({t})[index(b)];
    return x;
  }

  std::unique_ptr<Model> model;
  Params params;
  std::vector<Blocks> hidden_biases_;
};

const std::vector<Blocks> kEmbeddings = {{"source/embedding", {{"embed_source"}}, true},
                                         {"target/embedding", {{"embed_target"}}, true},
                                         {"output/weights", {{"output/W"}}},
                                         {"output/bias", {{"output/b"}}}};

}  // namespace

void compare_rnnsearch(const GoldenFile& file) {
  EXPECT_EQ(file.text("start"), "s_0 = tanh(W backward_0 + b)");
  const std::string reset = file.text("gru") == "paper" ? "before" : "after";
  Replica replica(file, "rnnsearch",
                  {{"addressing", fmt::format("additive:{} | softmax", file.number("align_size"))},
                   {"encoder.reset", reset},
                   {"controller.reset", reset},
                   {"readout_size", std::to_string(file.number("maxout_size"))},
                   {"readout_state", file.text("readout") == "previous" ? "before" : "now"}});
  std::vector<Blocks> all = kEmbeddings;
  append(all, replica.gru("encoder/forward", "forward"));
  append(all, replica.gru("encoder/backward", "backward"));
  append(all, replica.gru("controller", "decoder"));
  append(all, {{"read0/query/weights", {{"attention/W"}}},
               {"read0/query/bias", {{"attention/b"}}},
               {"read0/additive/slots", {{"attention/U"}}, true},
               {"read0/additive/weights", {{"attention/v"}}},
               {"start/layer0/h/weights", {{"start/W"}}},
               {"start/layer0/h/bias", {{"start/b"}}},
               {"output/inner_weights", {{"readout/U"}, {"readout/V"}, {"readout/C"}}},
               {"output/inner_bias", {{"readout/b"}}}});
  replica.expect_file(all);
}

void compare_luong(const GoldenFile& file) {
  EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
  const std::string score = file.text("score"), window = file.text("window");
  const int hidden = file.number("hidden"), align = file.number("align_size"), half_width = file.number("half_width");
  const std::string stage = score == "concat" ? fmt::format("additive:{}", align) : score;
  const std::string normalizer = window == "global"    ? "softmax"
                                 : window == "local_m" ? fmt::format("local:monotonic,{}", half_width)
                                                       : fmt::format("local:predicted,{},{}", half_width, align);
  Replica replica(file, "luong",
                  {{"addressing", fmt::format("{} | {}", stage, normalizer)},
                   {"slots", std::to_string(file.number("source_steps"))},
                   {"input_feeding", file.number("input_feeding") == 1 ? "yes" : "no"}});
  std::vector<Blocks> all = kEmbeddings;
  append(all, lstm_blocks("encoder/forward", "encoder"));
  append(all, lstm_blocks("controller", "decoder"));
  append(all, {{"output/inner_weights", {{"combine/W"}}}});
  if (score == "general") append(all, {{"read0/general/map", {{"attention/W"}}, true}});
  if (score == "location") append(all, {{"read0/location/weights", {{"attention/W"}}}});
  if (score == "concat")
    append(all, {{"read0/query/weights", {{"attention/W", 0, -1, 0, hidden}}},
                 {"read0/additive/slots", {{"attention/W", 0, -1, hidden, hidden}}, true},
                 {"read0/additive/weights", {{"attention/v"}}}});
  if (window == "local_p")
    append(all, {{"read0/aim/weights", {{"position/W"}}}, {"read0/local/weights", {{"position/v"}}}});
  replica.expect_file(all);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
