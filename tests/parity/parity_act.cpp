// Adaptive computation time of a golden file, around a plain, LSTM or GRU cell with the sizes in its attributes:
// weights of the inner steps, states, ponder cost, outputs, loss and every gradient.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "memnet/cells/machine.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A parameter, and how its numbers, or those of its gradient, are made from the file.
struct Source {
  std::string ours;
  std::function<Matrix(const GoldenFile&, const std::string& group)> make;

  Matrix read(const GoldenFile& file, const std::string& group) const { return make(file, group); }
};

// The matrices side by side; of each, the rows from `first` on, `count` of them (-1: all).
Source side_by_side(const std::string& ours, std::vector<std::string> golden, int first = 0, int count = -1) {
  return {ours, [=](const GoldenFile& file, const std::string& group) {
            Matrix joined;
            int col = 0;
            for (const std::string& name : golden) {
              const Matrix part = RowBlocks{"", {{name, first, count}}}.read(file, group);
              Matrix wider(part.rows(), col + part.cols());
              for (int j = 0; j < wider.cols(); ++j)
                std::ranges::copy(j < col ? joined.column(j) : part.column(j - col), wider.column(j).begin());
              joined = wider;
              col = joined.cols();
            }
            return joined;
          }};
}

// The file has two biases for the gates of a GRU, which are added; the gradient is that of each.
Source sum_of_biases(const std::string& ours, int count) {
  return {ours, [=](const GoldenFile& file, const std::string& group) {
            Matrix sum = RowBlocks{"", {{"cell/b", 0, count}}}.read(file, group);
            const Matrix other = RowBlocks{"", {{"cell/b_h", 0, count}}}.read(file, group);
            for (int i = 0; group == "params" && i < count; ++i) sum(i) += other(i);
            return sum;
          }};
}

std::vector<Source> parameters(const std::string& cell, int hidden) {
  std::vector<Source> all = {{"halting/weights",
                              [](const GoldenFile& file, const std::string& group) {
                                const GoldenArray numbers = file.array(group + "/halt/w");
                                Matrix row(1, numbers.shape[0]);
                                std::ranges::copy(numbers.numbers, row.numbers().begin());
                                return row;
                              }},
                             side_by_side("halting/bias", {"halt/b"}),
                             side_by_side("output/weights", {"output/W"}),
                             side_by_side("output/bias", {"output/b"})};
  const auto add = [&](Source source) { all.push_back(std::move(source)); };
  if (cell != "gru") {
    add(side_by_side("controller/weights", {"cell/W_x", "cell/W_h"}));
    add(side_by_side("controller/bias", {"cell/b"}));
    return all;
  }
  add(side_by_side("controller/gate_weights", {"cell/W_x", "cell/W_h"}, 0, 2 * hidden));
  add(sum_of_biases("controller/gate_bias", 2 * hidden));
  add(side_by_side("controller/candidate_input_weights", {"cell/W_x"}, 2 * hidden));
  add(side_by_side("controller/candidate_input_bias", {"cell/b"}, 2 * hidden));
  add(side_by_side("controller/candidate_hidden_weights", {"cell/W_h"}, 2 * hidden));
  add(side_by_side("controller/candidate_hidden_bias", {"cell/b_h"}, 2 * hidden));
  return all;
}

// A value [rows] for each example, from row-major numbers.
Var batch_leaf(Tape& tape, int rows, int batch, std::span<const double> numbers) {
  const Var x = tape.leaf(rows, 1, batch);
  std::ranges::copy(numbers, x.value());
  return x;
}

}  // namespace

void compare_act(const GoldenFile& file) {
  const std::string kind = file.text("cell");
  const int inputs = file.number("inputs"), hidden = file.number("hidden"), outputs = file.number("outputs"),
            steps = file.number("steps"), batch = file.number("batch");
  EXPECT_EQ(file.real("epsilon"), 0.01);
  const double weight = file.real("time_penalty");
  Options options({{"model.memory", "none", "golden file"},
                   {"model.controller", kind, "golden file"},
                   {"model.controller.size", std::to_string(hidden), "golden file"}});
  const std::unique_ptr<Cell> cell =
      wrapped(fmt::format("ponder:{},{}", weight, file.number("max_ponder")), make_machine_cell());
  cell->declare(options.section("model"));
  options.finish();
  Params params;
  const Scope scope(params);
  cell->build(scope, inputs);
  const Param W = scope("output/weights", outputs, hidden, Init::xavier()),
              b = scope("output/bias", outputs, 1, Init::constant(0));
  for (const Source& source : parameters(kind, hidden)) load(source, file, params);

  AlignedVector<Scalar> gradient(params.values().size(), 0);
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params, gradient);
  std::vector<Var> state, start;
  for (const char* name : {"h0", "c0"})
    if (state.size() < cell->state_parts().size())
      state.push_back(batch_leaf(tape, hidden, 1, file.array(fmt::format("initial/{}", name)).numbers));
  start = state;
  std::vector<Var> x, losses;
  const auto compare = [&](const std::string& dataset, int t, int example_number, std::span<const Scalar> got) {
    expect_same(dataset, got, file.array(dataset).at({t, example_number}));
  };
  Scalar scored = 0;
  for (int t = 0; t < steps; ++t) {
    tape.set_step(t);
    x.push_back(batch_leaf(tape, inputs, batch, file.array("inputs").at({t})));
    const Cell::Step step = cell->step({.x = x.back()}, state);
    state.assign(step.state.begin(), step.state.end());
    const Var logits = affine(tape[W], step.output, tape[b]);
    const Var weights = traced(tape, "ponder/halting", t), cost = traced(tape, "ponder/cost", t);
    for (int e = 0; e < batch; ++e) {
      const auto p = example(weights, e);
      const auto N = p.size() - index(static_cast<int>(std::ranges::count(p, Scalar(0))));
      compare("steps/weight", t, e, p);
      EXPECT_EQ(static_cast<double>(N), file.array("steps/updates").at({t, e})[0]);
      compare("steps/remainder", t, e, p.subspan(N - 1, 1));
      const Scalar ponder = *cost.value(e) / static_cast<Scalar>(weight);
      compare("steps/ponder", t, e, {&ponder, 1});
      compare("steps/state", t, e, example(state[0], e));
      if (kind == "lstm") compare("steps/cell", t, e, example(state[1], e));
      compare("steps/logits", t, e, example(logits, e));
      std::vector<Scalar> answer;
      for (const Scalar z : example(logits, e)) answer.push_back(1 / (1 + std::exp(-z)));
      compare("outputs", t, e, answer);
    }
    const auto mask = static_cast<Scalar>(file.array("mask").numbers[index(t)]);
    scored += mask * static_cast<Scalar>(batch * outputs);
    losses.push_back(bernoulli_loss(logits, batch_leaf(tape, outputs, batch, file.array("targets").at({t})),
                                    tape.constant(1, 1, 1, mask)));
  }
  // The file has the mean over scored bits, and that of the ponder cost over all steps.
  for (Var& loss : losses) loss = scale(tape.constant(1, 1, 1, 1 / scored), loss);
  for (const Tape::Term& term : tape.terms())
    losses.push_back(scale(tape.constant(1, 1, 1, Scalar(1) / static_cast<Scalar>(steps * batch)), term.value));
  const Var loss = sum(losses);
  Scalar mean = 0;
  for (int e = 0; e < batch; ++e) mean += *loss.value(e);
  expect_same("loss", {&mean, 1}, file.array("loss").numbers);

  tape.backward(loss);
  for (const Source& source : parameters(kind, hidden)) expect_gradient(source, file, params, gradient);
  expect_gradient("initial/h0", start[0], file.array("grads/initial/h0").numbers);
  if (kind == "lstm") expect_gradient("initial/c0", start[1], file.array("grads/initial/c0").numbers);
  const GoldenArray by_inputs = file.array("grads/inputs");
  for (int t = 0; t < steps; ++t)
    expect_same("gradient of inputs", {x[index(t)].adjoint(), index(x[index(t)].numbers())}, by_inputs.at({t}));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
