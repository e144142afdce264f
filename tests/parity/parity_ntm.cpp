// The NTM of a golden file, with the sizes in its attributes: outputs, weightings, reads, memory, loss and every
// gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/cells/machine.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// An NTM of the file's sizes with the file's parameters, run on the file's episodes.
class Replica {
 public:
  explicit Replica(const GoldenFile& file) { build(file); }

  void compare_with(const GoldenFile& file) const {
    Tape tape;
    AlignedVector<Scalar> gradient(params_.values().size(), 0);
    tape.bind(params_, gradient);
    const std::vector<Episode> episodes = read_episodes(file);
    const Batch batch = make_batch(tape, episodes);

    // The file's first weightings are weightings; those that we learn come from a softmax.
    std::vector<Var> w0, state;
    for (const Var x : cell_->start(tape)) state.push_back(x);
    for (const std::string& head : heads_) {
      const GoldenArray numbers = file.array("params/" + head + "/w0");
      w0.push_back(tape.leaf(numbers.shape[0], 1, 1));
      std::ranges::copy(numbers.numbers, w0.back().value());
      state[part(head + "/weighting")] = w0.back();
    }

    const GoldenArray outputs = file.array("outputs"), weightings = file.array("weightings"),
                      reads = file.array("reads");
    std::vector<Var> logits;
    for (int t = 0; t < batch.steps(); ++t) {
      const Cell::Step step = cell_->step({.x = batch.inputs[index(t)]}, state);
      std::ranges::copy(step.state, state.begin());
      logits.push_back(affine(tape[output_weights_], step.output, tape[output_bias_]));
      for (int b = 0; b < batch.size; ++b) {
        std::vector<Scalar> answer;
        for (const Scalar z : example(logits.back(), b)) answer.push_back(1 / (1 + std::exp(-z)));
        expect_same("outputs", answer, outputs.at({t, b}));
        for (std::size_t i = 0; i < heads_.size(); ++i)
          expect_same("weightings", example(state[part(heads_[i] + "/weighting")], b),
                      weightings.at({t, b, static_cast<int>(i)}));
        for (int i = 0; i < file.number("read_heads"); ++i)
          expect_same("reads", example(state[index(i)], b), reads.at({t, b, i}));
      }
    }
    const Var M = state[part("memory")];
    const GoldenArray memory = file.array("memory_final");
    for (int b = 0; b < batch.size; ++b) expect_same("memory_final", row_major(M, b), memory.at({b}));

    const Var loss = answer_loss(logits, batch);
    Scalar mean = 0, scored = 0;  // the file's loss is a mean over scored bits
    for (const Episode& episode : episodes) scored += count_scored(episode);
    for (int b = 0; b < batch.size; ++b) mean += *loss.value(b) / scored;
    expect_same("loss", {&mean, 1}, file.array("loss").numbers);

    tape.backward(loss, 1 / scored);
    for (const Parts& parts : parameters()) expect_gradient(parts, file, params_, gradient);
    for (std::size_t i = 0; i < heads_.size(); ++i)
      expect_same("gradient of " + heads_[i] + "/w0", {w0[i].adjoint(), index(w0[i].size())},
                  file.array("grads/" + heads_[i] + "/w0").numbers);
  }

 private:
  void build(const GoldenFile& file) {
    // The file and memnet have the same conventions; the shift scores are those of -1, 0, +1, as in NTM eq. 8.
    EXPECT_EQ(file.text("emission_order"), "k[W], beta, g, s[-1,0,+1], gamma; write heads then e[W], a[W]");
    EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
    const auto setting = [&](const char* ours, const char* golden) {
      return Setting{ours, std::to_string(file.number(golden)), "golden file"};
    };
    Options options(
        {setting("model.slots", "slots"),
         setting("model.width", "width"),
         setting("model.read_heads", "read_heads"),
         setting("model.write_heads", "write_heads"),
         setting("model.controller.size", "controller_size"),
         {"model.controller", file.text("controller"), "golden file"},
         {"model.addressing", fmt::format("cosine | softmax | gate | shift:{} | sharpen", file.number("shift_radius")),
          "golden file"},
         {"model.initial_memory", "learned", "test"}});
    cell_->declare(options.section("model"));
    options.finish();
    const Scope scope(params_);
    cell_->build(scope, file.number("inputs"));
    output_weights_ = scope("output/weights", file.number("outputs"), cell_->outputs(), Init::xavier());
    output_bias_ = scope("output/bias", file.number("outputs"), 1, Init::constant(0));
    for (int i = 0; i < file.number("read_heads"); ++i) heads_.push_back(fmt::format("read{}", i));
    for (int i = 0; i < file.number("write_heads"); ++i) heads_.push_back(fmt::format("write{}", i));
    for (const Parts& parts : parameters()) load(parts, file, params_);
  }

  // The names of the parameters in the file.
  std::vector<Parts> parameters() const {
    std::vector<Parts> all{{"controller/weights", {"controller/W_x", "controller/W_h"}},
                           {"controller/bias", {"controller/b"}},
                           {"controller/initial_hidden", {"controller/h0"}},
                           {"controller/initial_cell", {"controller/c0"}},
                           {"memory/initial", {"memory/M0"}},
                           {"output/weights", {"output/W"}},
                           {"output/bias", {"output/b"}}};
    for (const std::string& head : heads_) {
      all.push_back({head + "/weights", {head + "/W"}});
      all.push_back({head + "/bias", {head + "/b"}});
      if (head.starts_with("read")) all.push_back({head + "/initial_read", {head + "/r0"}});
    }
    return all;
  }

  static std::vector<Episode> read_episodes(const GoldenFile& file) {
    const GoldenArray inputs = file.array("inputs"), targets = file.array("targets"), mask = file.array("mask");
    std::vector<Episode> episodes(index(file.number("batch")));
    for (int b = 0; b < file.number("batch"); ++b) {
      Episode& episode = episodes[index(b)];
      episode.assign(file.number("inputs"), file.number("outputs"), file.number("steps"));
      for (int t = 0; t < episode.steps(); ++t) {
        std::ranges::copy(inputs.at({t, b}), episode.inputs.column(t).begin());
        std::ranges::copy(targets.at({t, b}), episode.targets.column(t).begin());
        episode.mask(0, t) = mask.numbers[index(t)];
      }
    }
    return episodes;
  }

  std::size_t part(const std::string& name) const { return part_number(cell_->state_parts(), name); }

  std::unique_ptr<Cell> cell_ = make_machine_cell();
  Params params_;
  Param output_weights_, output_bias_;
  std::vector<std::string> heads_;  // read heads first
};

}  // namespace

void compare_ntm(const GoldenFile& file) { Replica(file).compare_with(file); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
