// The MANN of a golden file, with the sizes and the rule in its attributes: every value of every step, loss, and every
// gradient. The rule `paper` writes keys to the same least used slots with all heads; `ranked`, that of public code,
// emits what it writes, and has a slot for each head.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "memnet/cells/machine.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Replica {
 public:
  explicit Replica(const GoldenFile& golden) : file(golden) {
    EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
    const std::string sizes[][2] = {{"slots", "slots"},
                                    {"width", "width"},
                                    {"read_heads", "heads"},
                                    {"write_heads", "heads"},
                                    {"controller.size", "controller_size"}};
    std::vector<Setting> settings = {
        {"model.addressing", ranked ? "cosine:none,tanh,rooted | softmax" : "cosine:none,tanh | softmax", "test"},
        {"model.write_addressing",
         ranked ? "least_used:ranked | reader | replace" : "least_used | reader | replace:key", "test"},
        {"model.order", "write_then_look", "test"}};
    for (const auto& [ours, theirs] : sizes)
      settings.push_back({"model." + ours, std::to_string(file.number(theirs)), "golden file"});
    Options options(settings);
    cell->declare(options.section("model"));
    options.finish();
    const Scope scope(params);
    cell->build(scope, file.number("inputs"));
    output_weights = scope("output/weights", file.number("classes"), cell->outputs(), Init::xavier());
    output_bias = scope("output/bias", file.number("classes"), 1, Init::constant(0));
    load(controller, file, params);
    for (const RowBlocks& blocks : parameters()) load(blocks, file, params);
  }

  void expect_file() {
    Tape tape;
    tape.enable_tracing(true);
    AlignedVector<Scalar> gradient(params.values().size(), 0);
    tape.bind(params, gradient);
    const int batch = file.number("batch"), steps = file.number("steps");

    const std::vector<StatePart> parts = cell->state_parts();
    std::vector<Var> start, x, losses;
    for (const StatePart& part : parts) {
      const std::vector<double> numbers = initial(part, "initial");
      start.push_back(place(tape, numbers, part.rows, part.cols));
    }
    std::vector<Var> state = start;
    const GoldenArray inputs = file.array("inputs"), classes = file.array("classes");
    for (int t = 0; t < steps; ++t) {
      tape.set_step(t);
      x.push_back(tape.leaf(file.number("inputs"), 1, batch));
      std::ranges::copy(inputs.at({t}), x.back().value());
      const Cell::Step step = cell->step({.x = x.back()}, state);
      std::ranges::copy(step.state, state.begin());
      const Var logits = affine(tape[output_weights], step.output, tape[output_bias]);
      const Var target = tape.constant(1, 1, batch, 0);
      std::ranges::copy(classes.at({t}), target.value());
      losses.push_back(categorical_loss(logits, target, tape.constant(1, 1, 1, 1)));
      const auto expect = [&](const std::string& name, Var ours, int head = -1) {
        const GoldenArray golden = file.array("steps/" + name);
        for (int b = 0; b < batch; ++b)
          expect_same(fmt::format("{} in step {}", name, t), row_major(ours, b),
                      head < 0 ? golden.at({t, b}) : golden.at({t, b, head}));
      };
      const auto kept = [&](const std::string& name) { return state[part_number(parts, name)]; };
      expect("h", kept("controller/layer0/h"));
      expect("c", kept("controller/layer0/c"));
      expect("memory", kept("memory"));
      expect("usage", kept("access/usage"));
      expect("logits", logits);
      for (int j = 0; j < heads; ++j) {
        expect("reads", kept(fmt::format("read{}", j)), j);
        expect("read_weighting", kept(fmt::format("read{}/weighting", j)), j);
        expect("write_weighting", kept(fmt::format("write{}/weighting", j)), j);
        const Var least_used = traced(tape, fmt::format("write{}/least_used", j), t);
        for (int b = 0; b < batch; ++b)  // in the first step it is the same for all examples
          expect_same("least used slots", row_major(least_used, least_used.batch() == 1 ? 0 : b),
                      file.array("steps/least_used").at({t, b, j}));
      }
    }
    const Var loss = sum(losses);
    Scalar mean = 0;
    for (int b = 0; b < batch; ++b) mean += *loss.value(b) / static_cast<Scalar>(steps * batch);
    expect_same("loss", {&mean, 1}, file.array("loss").numbers);

    tape.backward(loss, Scalar(1) / static_cast<Scalar>(steps * batch));
    expect_gradient(controller, file, params, gradient);
    for (const RowBlocks& blocks : parameters()) expect_gradient(blocks, file, params, gradient);
    for (std::size_t i = 0; i < parts.size(); ++i)
      expect_gradient("the first " + parts[i].name, start[i], initial(parts[i], "grads/initial"));
    const GoldenArray by_inputs = file.array("grads/inputs");
    for (int t = 0; t < steps; ++t)
      expect_same("gradient of an input", {x[index(t)].adjoint(), index(x[index(t)].numbers())}, by_inputs.at({t}));
  }

 private:
  // What the file has for a part of the first state; zeros for the weighting of a write head, which no head reads.
  std::vector<double> initial(const StatePart& part, const std::string& group) const {
    const auto numbers = [&](const std::string& name) { return file.array(group + "/" + name).numbers; };
    const auto of_head = [&](const std::string& name, char head) {
      const GoldenArray array = file.array(group + "/" + name);
      const std::span<const double> row = array.at({head - '0'});
      return std::vector<double>(row.begin(), row.end());
    };
    if (part.name == "controller/layer0/h") return numbers("h0");
    if (part.name == "controller/layer0/c") return numbers("c0");
    if (part.name == "memory") return numbers("M0");
    if (part.name == "access/usage") return numbers("w_u0");
    if (part.name.starts_with("read")) return of_head(part.name.ends_with("weighting") ? "w_r0" : "r0", part.name[4]);
    EXPECT_TRUE(part.name.starts_with("write")) << part.name;
    return std::vector<double>(index(part.rows), 0.0);
  }

  // Rows of the file's interface: all keys, with `ranked` all values, all gates.
  std::vector<RowBlocks> parameters() const {
    std::vector<RowBlocks> all{
        {"controller/bias", {{"controller/b"}}}, {"output/weights", {{"output/W"}}}, {"output/bias", {{"output/b"}}}};
    const int W = file.number("width"), first_gate = heads * W * (ranked ? 2 : 1);
    for (int j = 0; j < heads; ++j)
      for (const auto& [ours, golden] : {std::pair("weights", "interface/W"), std::pair("bias", "interface/b")}) {
        all.push_back({fmt::format("read{}/{}", j, ours), {{golden, j * W, W}}});
        all.push_back({fmt::format("write{}/{}", j, ours), {{golden, first_gate + j, 1}}});
        if (ranked) all.back().blocks.push_back({golden, (heads + j) * W, W});
      }
    return all;
  }

  const GoldenFile& file;
  const bool ranked = file.text("rule") == "ranked";
  const int heads = file.number("heads");
  const std::unique_ptr<Cell> cell = make_machine_cell();
  Params params;
  Param output_weights, output_bias;
  const Parts controller{"controller/weights", {"controller/W_x", "controller/W_h"}};
};

}  // namespace

void compare_mann(const GoldenFile& file) { Replica(file).expect_file(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
