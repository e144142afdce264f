// The DNC of a golden file, with the sizes and switches in its attributes: every value of every step, loss, and every
// gradient: the true one, and the one that stops at the write weighting of the step before.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "memnet/cells/machine.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A DNC of the file's sizes with the file's parameters.
class Replica {
 public:
  Replica(const GoldenFile& golden, bool stopped) : file(golden) {
    EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
    const bool wipes = file.number("deallocation") == 1;
    const std::string content = file.number("masked_content") == 1 ? "cosine:1,mask" : "cosine:1";
    const std::string usage = wipes && stopped ? ":wipe,stopped" : wipes ? ":wipe" : stopped ? ":stopped" : "";
    std::vector<Setting> settings = {
        {"model.controller", file.text("controller"), "golden file"},
        {"model.addressing", content + " | softmax | " + (sharp ? "links:sharp" : "links"), "golden file"},
        {"model.write_addressing", content + " | softmax | allocate" + usage, "golden file"},
        {"model.order", "write_then_look", "golden file"}};
    for (const auto& [ours, golden_name] : std::map<std::string, const char*>{{"slots", "slots"},
                                                                              {"width", "width"},
                                                                              {"read_heads", "read_heads"},
                                                                              {"write_heads", "write_heads"},
                                                                              {"controller.size", "controller_size"}})
      settings.push_back({"model." + ours, std::to_string(file.number(golden_name)), "golden file"});
    Options options(settings);
    cell->declare(options.section("model"));
    options.finish();
    const Scope scope(params);
    cell->build(scope, file.number("inputs"));
    output_weights = scope("output/weights", file.number("outputs"), cell->outputs(), Init::xavier());
    output_bias = scope("output/bias", file.number("outputs"), 1, Init::constant(0));
    parts = cell->state_parts();
    load(controller, file, params);
    for (const RowBlocks& blocks : parameters()) load(blocks, file, params);
  }

  // Runs the file's episodes; expects the file's values, and the gradients of this group.
  void expect_file(const std::string& gradients) {
    Tape tape;
    tape.enable_tracing(true);
    AlignedVector<Scalar> gradient(params.values().size(), 0);
    tape.bind(params, gradient);
    const int batch = file.number("batch"), steps = file.number("steps");

    // Every part of the first state, and every input, is a leaf.
    std::vector<Var> start;
    for (const StatePart& part : parts) start.push_back(place(tape, initial(part, "initial"), part.rows, part.cols));
    const GoldenArray inputs = file.array("inputs"), targets = file.array("targets"), mask = file.array("mask");
    std::vector<Var> state = start, x, losses;
    Scalar scored = 0;
    for (int t = 0; t < steps; ++t) {
      tape.set_step(t);
      x.push_back(tape.leaf(file.number("inputs"), 1, batch));
      std::ranges::copy(inputs.at({t}), x.back().value());
      const Cell::Step step = cell->step({.x = x.back()}, state);
      std::ranges::copy(step.state, state.begin());
      const Var logits = affine(tape[output_weights], step.output, tape[output_bias]);
      const Var y = tape.constant(logits.rows(), 1, batch, 0);
      std::ranges::copy(targets.at({t}), y.value());
      const Scalar counts = static_cast<Scalar>(mask.numbers[index(t)]);
      losses.push_back(bernoulli_loss(logits, y, tape.constant(1, 1, 1, counts)));
      scored += counts * static_cast<Scalar>(batch * logits.rows());
      expect_step(tape, state, logits, t);
    }
    const Var loss = sum(losses);
    Scalar mean = 0;  // over scored bits
    for (int b = 0; b < batch; ++b) mean += *loss.value(b) / scored;
    expect_same("loss", {&mean, 1}, file.array("loss").numbers);

    tape.backward(loss, 1 / scored);
    expect_gradient(controller, file, params, gradient, gradients);
    for (const RowBlocks& blocks : parameters()) expect_gradient(blocks, file, params, gradient, gradients);
    for (std::size_t i = 0; i < parts.size(); ++i)
      expect_gradient("the first " + parts[i].name, start[i], initial(parts[i], gradients + "/initial"));
    const GoldenArray by_inputs = file.array(gradients + "/inputs");
    for (int t = 0; t < steps; ++t)
      expect_same("gradient of an input", {x[index(t)].adjoint(), index(x[index(t)].numbers())}, by_inputs.at({t}));
  }

 private:
  // Compares one step: what is in the state, and what is traced.
  void expect_step(const Tape& tape, std::span<const Var> state, Var logits, int t) const {
    const auto expect = [&](const char* name, Var ours, int head = -1) {
      const GoldenArray golden = file.array(fmt::format("steps/{}", name));
      for (int b = 0; b < ours.batch(); ++b)
        expect_same(fmt::format("{} in step {}", name, t), row_major(ours, b),
                    head < 0 ? golden.at({t, b}) : golden.at({t, b, head}));
    };
    const auto seen = [&](const std::string& path) { return traced(tape, path, t); };
    const auto kept = [&](const std::string& name) { return state[part_number(parts, name)]; };
    expect("h", kept("controller/layer0/h"));
    expect("c", kept("controller/layer0/c"));
    expect("logits", logits);
    expect("retention", seen("usage/retention"));
    expect("usage", kept("usage/usage"));
    expect("allocation", seen("write0/allocation"));
    expect("write_content", seen("write0/content"));
    expect("write_weighting", kept("write0/weighting"));
    expect("memory", kept("memory"));
    expect("link", kept("links/link"));
    expect("precedence", kept("links/precedence"));
    for (int i = 0; i < file.number("read_heads"); ++i) {
      const std::string head = fmt::format("read{}", i);
      expect("forward", seen(head + "/forward"), i);
      expect("backward", seen(head + "/backward"), i);
      if (sharp) expect("forward_sharp", seen(head + "/forward_sharpened"), i);
      if (sharp) expect("backward_sharp", seen(head + "/backward_sharpened"), i);
      expect("read_content", seen(head + "/content"), i);
      expect("read_weighting", kept(head + "/weighting"), i);
      expect("reads", kept(head), i);
    }
  }

  // Returns the first value of a part of the state, or the gradient of it.
  std::vector<double> initial(const StatePart& part, const std::string& group) const {
    static const std::map<std::string, std::string> names = {
        {"controller/layer0/h", "h0"}, {"controller/layer0/c", "c0"}, {"memory", "M0"},
        {"usage/usage", "u0"},         {"links/link", "L0"},          {"links/precedence", "p0"},
        {"write0/weighting", "w_w0"}};
    const bool of_reader = part.name.starts_with("read");
    const std::string golden = !of_reader ? names.at(part.name) : part.name.ends_with("weighting") ? "w_r0" : "r0";
    const GoldenArray all = file.array(group + "/" + golden);
    const std::span<const double> numbers = of_reader ? all.at({part.name[4] - '0'}) : std::span(all.numbers);
    return {numbers.begin(), numbers.end()};
  }

  // Returns the rows of the file's emission that a head of ours emits, in our order: the first one and the number of
  // each block.
  std::vector<std::pair<int, int>> rows_of_head(const std::string& head) const {
    const int R = file.number("read_heads"), W = file.number("width");
    const bool masked = file.number("masked_content") == 1;
    std::map<std::string, int> first;  // of every block of the file
    int next = 0;
    for (const auto& [block, size] : std::vector<std::pair<std::string, int>>{{"k_r", R * W},
                                                                              {"beta_r", R},
                                                                              {"k_w", W},
                                                                              {"beta_w", 1},
                                                                              {"e", W},
                                                                              {"v", W},
                                                                              {"f", R},
                                                                              {"g_a", 1},
                                                                              {"g_w", 1},
                                                                              {"pi", 3 * R},
                                                                              {"mask_w", masked ? W : 0},
                                                                              {"mask_r", masked ? R * W : 0},
                                                                              {"sharp_f", sharp ? R : 0},
                                                                              {"sharp_b", sharp ? R : 0}}) {
      first[block] = next;
      next += size;
    }
    EXPECT_EQ(next, file.array("params/interface/W").shape[0]);
    std::vector<std::pair<int, int>> rows;
    const auto take = [&](const char* block, int size, int number = 0) {
      rows.emplace_back(first[block] + number * size, size);
    };
    if (head == "write0") {
      take("k_w", W);
      take("beta_w", 1);
      if (masked) take("mask_w", W);
      for (const char* gate : {"g_a", "g_w"}) take(gate, 1);
      for (const char* vector : {"e", "v"}) take(vector, W);
    } else {
      const int number = head[4] - '0';
      take("k_r", W, number);
      take("beta_r", 1, number);
      if (masked) take("mask_r", W, number);
      take("pi", 3, number);
      if (sharp)
        for (const char* sharpness : {"sharp_f", "sharp_b"}) take(sharpness, 1, number);
      take("f", 1, number);
    }
    return rows;
  }

  std::vector<RowBlocks> parameters() const {
    std::vector<RowBlocks> all{
        {"controller/bias", {{"controller/b"}}}, {"output/weights", {{"output/W"}}}, {"output/bias", {{"output/b"}}}};
    std::vector<std::string> heads = {"write0"};
    for (int i = 0; i < file.number("read_heads"); ++i) heads.push_back(fmt::format("read{}", i));
    for (const std::string& head : heads)
      for (const auto& [ours, golden] : {std::pair("weights", "interface/W"), std::pair("bias", "interface/b")}) {
        all.push_back({fmt::format("{}/{}", head, ours), {}});
        for (const auto& [first, count] : rows_of_head(head)) all.back().blocks.push_back({golden, first, count});
      }
    return all;
  }

  const GoldenFile& file;
  const bool sharp = file.number("link_sharpness") == 1;
  const std::unique_ptr<Cell> cell = make_machine_cell();
  std::vector<StatePart> parts;
  const Parts controller{"controller/weights", {"controller/W_x", "controller/W_h"}};
  Params params;
  Param output_weights, output_bias;
};

}  // namespace

void compare_dnc(const GoldenFile& file) {
  Replica(file, false).expect_file("grads_exact");
  Replica(file, true).expect_file("grads");
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
