// Stack-RNN, list-RNN, and neural stacks, queues and deques of a golden file, with the sizes in its attributes: every
// intermediate value, loss and every gradient. The files' output layers read what our model's does not, so they are
// built here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "memnet/cells/machine.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A machine of the file's sizes, run on the file's sequences of symbols.
class Symbols {
 public:
  Symbols(const GoldenFile& file, std::vector<Setting> settings, int inputs) : file_(file) {
    Options options(std::move(settings));
    cell_->declare(options.section("model"));
    options.finish();
    cell_->build(Scope(params_), inputs);
    parts_ = cell_->state_parts();
  }

  // Adds a parameter of the output layer, with the numbers of the file.
  Param add(const Parts& parts) {
    const Matrix numbers = parts.read(file_, "params");
    const Param param = params_.add(parts.ours, numbers.rows(), numbers.cols(), Init::constant(0));
    take(parts);
    return param;
  }
  // Gives a parameter the numbers of the file, and compares its gradient in finish().
  template <class Source>
  void take(const Source& source) {
    load(source, file_, params_);
    compared_.push_back([this, source] { expect_gradient(source, file_, params_, gradient_); });
  }
  void set_zero(const std::string& ours) { std::ranges::fill(params_.values(*params_.find(ours)), Scalar(0)); }

  // Binds the parameters to the tape, and begins with the initial state of the cell.
  void begin(Tape& tape) {
    gradient_.assign(params_.values().size(), 0);
    tape.bind(params_, gradient_);
    const State start = cell_->start(tape);
    state_.assign(start.begin(), start.end());
  }

  // Returns the output of the controller, [hidden], which the output layer of the file reads.
  Var step(Tape& tape, int t, Var x, int hidden) {
    tape.set_step(t);
    const Cell::Step step = cell_->step({.x = x, .item_shown = {}, .item_asked = {}}, state_);
    state_.assign(step.state.begin(), step.state.end());
    const Segment segments[] = {{hidden}, {step.output.rows() - hidden}};
    return split(step.output, segments)[0];
  }

  // Returns the symbols of step t, as one-hot vectors.
  Var one_hot(Tape& tape, int t) const {
    const GoldenArray symbols = file_.array("inputs");
    const Var x = tape.constant(file_.number("symbols"), 1, batch(), 0);
    for (int b = 0; b < batch(); ++b) x.value(b)[static_cast<int>(symbols.at({t, b})[0])] = 1;
    return x;
  }

  Var loss(Var logits, int t) const {
    const GoldenArray symbols = file_.array("targets");
    Tape& tape = logits.tape();
    const Var target = tape.constant(1, 1, batch(), 0);
    for (int b = 0; b < batch(); ++b) *target.value(b) = symbols.at({t, b})[0];
    return categorical_loss(logits, target, tape.constant(1, 1, 1, 1));
  }

  void compare(const std::string& dataset, std::initializer_list<int> place, std::span<const Scalar> got) const {
    expect_same(dataset, got, file_.array(dataset).at(place));
  }
  void compare_logits(Var logits, int t) const {
    for (int b = 0; b < batch(); ++b) {
      compare("steps/logits", {t, b}, example(logits, b));
      std::vector<Scalar> answer;
      Scalar sum = 0;
      for (const Scalar z : example(logits, b)) sum += answer.emplace_back(std::exp(z));
      for (Scalar& p : answer) p /= sum;
      compare("outputs", {t, b}, answer);
    }
  }
  // Compares the sum of the losses times `scale`, and its gradients.
  void finish(Tape& tape, std::span<const Var> losses, Scalar scale) {
    const Var loss = sum(losses);
    const auto mean = static_cast<Scalar>(static_cast<double>(scale) * total(loss));
    expect_same("loss", {&mean, 1}, file_.array("loss").numbers);
    tape.backward(loss, scale);
    for (const std::function<void()>& compare_gradient : compared_) compare_gradient();
  }

  Var& part(const std::string& name) { return state_[part_number(parts_, name)]; }

  int batch() const { return file_.number("batch"); }
  int steps() const { return file_.number("steps"); }

 private:
  static double total(Var x) {
    double sum = 0;
    for (int b = 0; b < x.batch(); ++b) sum += *x.value(b);
    return sum;
  }

  const GoldenFile& file_;
  std::unique_ptr<Cell> cell_ = make_machine_cell();
  Params params_;
  AlignedVector<Scalar> gradient_;
  std::vector<StatePart> parts_;
  std::vector<Var> state_;
  std::vector<std::function<void()>> compared_;
};

Setting setting(const std::string& name, const std::string& value) { return {"model." + name, value, "golden file"}; }
Setting setting(const std::string& name, int value) { return setting(name, std::to_string(value)); }

}  // namespace

void compare_scalar_lists(const GoldenFile& file) {
  const bool is_stack = file.text("model") == "stack_rnn";
  const std::string kind = is_stack ? "stack" : "list";
  const int lists = file.number("memories"), hidden = file.number("hidden");
  const bool recurrent = file.number("hidden_recurrence") == 1, no_op = file.number("noop") == 1;
  Symbols machine(
      file,
      {setting("memory", "soft_" + kind), setting(kind + "s", lists), setting("capacity", file.number("capacity")),
       setting("depth", file.number("depth")), setting("no_op", no_op ? "yes" : "no"), setting("controller", "rnn"),
       setting("controller.size", hidden), setting("controller.activation", "sigmoid"),
       setting("controller.bias", "no"), setting("controller.recurrence", recurrent ? "yes" : "no")},
      file.number("symbols"));
  Parts weights{"controller/weights", {"U"}};
  RowBlocks emitted{kind + "s/weights", {}};
  for (int i = 0; i < lists; ++i) {
    const std::string list = fmt::format("{}{}/", kind, i);
    weights.golden.push_back(list + "P");
    emitted.blocks.push_back({list + "A"});
    emitted.blocks.push_back({list + "D"});
  }
  if (recurrent) weights.golden.push_back("R");
  machine.take(weights);
  machine.take(emitted);
  machine.set_zero(kind + "s/bias");
  if (recurrent) machine.set_zero("controller/initial_hidden");
  const Param V = machine.add({"V", {"V"}});

  Tape tape;
  tape.enable_tracing(true);
  machine.begin(tape);
  std::vector<Var> losses;
  for (int t = 0; t < machine.steps(); ++t) {
    const Var h = machine.step(tape, t, machine.one_hot(tape, t), hidden);
    const Var logits = matvec(tape[V], h);
    losses.push_back(machine.loss(logits, t));
    machine.compare_logits(logits, t);
    for (int b = 0; b < machine.batch(); ++b) {
      machine.compare("steps/hidden", {t, b}, example(h, b));
      for (int i = 0; i < lists; ++i) {
        const std::string list = fmt::format("{}{}", kind, i);
        machine.compare("steps/actions", {t, b, i}, example(traced(tape, list + "/actions", t), b));
        machine.compare("steps/" + kind, {t, b, i}, example(machine.part(list + "/cells"), b));
      }
    }
  }
  machine.finish(tape, losses, 1);
}

void compare_strengths(const GoldenFile& file) {
  const std::string kind = file.text("model").substr(std::string("neural_").size());
  const bool is_deque = kind == "deque";
  EXPECT_EQ(file.text("gate_order"), "input,forget,cell,output");
  if (is_deque) {
    EXPECT_EQ(file.text("ends_order"), "0 = top, 1 = bottom");
  }
  const std::vector<std::string> places = is_deque ? std::vector<std::string>{"top", "bottom"} : std::vector{kind};
  const int ends = static_cast<int>(places.size()), width = file.number("width"), steps = file.number("steps"),
            hidden = file.number("controller_size");
  Symbols machine(file,
                  {setting("memory", kind), setting("capacity", steps), setting("width", width),
                   setting("controller", "lstm"), setting("controller.size", hidden)},
                  file.number("embedding"));
  machine.take(Parts{"controller/weights", {"controller/W_x", "controller/W_h"}});
  machine.take(Parts{"controller/bias", {"controller/b"}});
  for (int e = 0; e < ends; ++e)
    for (const auto& [ours, golden] : {std::pair("weights", "W"), {"bias", "b"}})
      machine.take(RowBlocks{fmt::format("{}/{}", places[index(e)], ours),
                             {{fmt::format("push/{}", golden), e, 1},
                              {fmt::format("pop/{}", golden), e, 1},
                              {fmt::format("value/{}", golden), e * width, width}}});
  const Param embedding = machine.add({"embedding", {"embedding"}}), emit = machine.add({"emit/W", {"emit/W"}}),
              emit_bias = machine.add({"emit/b", {"emit/b"}}), output = machine.add({"output/W", {"output/W"}}),
              output_bias = machine.add({"output/b", {"output/b"}});

  Tape tape;
  tape.enable_tracing(true);
  machine.begin(tape);
  // The file's first state is not that of an empty memory, and has a gradient.
  struct Initial {
    std::string golden;
    std::vector<double> numbers, gradient;
    Var value;
  };
  std::vector<Initial> initial;
  const auto begin_with = [&](const std::string& part, const std::string& golden, std::span<const double> numbers,
                              std::span<const double> gradient) {
    Var& value = machine.part(part);
    value = tape.leaf(value.rows(), 1, 1);
    ASSERT_EQ(numbers.size(), index(value.rows()));
    std::ranges::copy(numbers, value.value());
    initial.push_back({golden, {numbers.begin(), numbers.end()}, {gradient.begin(), gradient.end()}, value});
  };
  const GoldenArray r0 = file.array("initial/r0"), dr0 = file.array("grads/initial/r0");
  for (int e = 0; e < ends; ++e) begin_with(fmt::format("read{}", e), "r0", r0.at({e}), dr0.at({e}));
  for (const char* name : {"h", "c"})
    begin_with(fmt::format("controller/layer0/{}", name), fmt::format("{}0", name),
               file.array(fmt::format("initial/{}0", name)).numbers,
               file.array(fmt::format("grads/initial/{}0", name)).numbers);

  std::vector<Var> losses;
  for (int t = 0; t < steps; ++t) {
    const Var h = machine.step(tape, t, matvec_transposed(tape[embedding], machine.one_hot(tape, t)), hidden);
    const Var o = tanh(affine(tape[emit], h, tape[emit_bias]));
    const Var logits = affine(tape[output], o, tape[output_bias]);
    losses.push_back(machine.loss(logits, t));
    machine.compare_logits(logits, t);
    // The file has the rows of a deque from the bottom on, ours are filled from the middle on.
    const auto in_order = [&](Var rows, int b) {
      std::vector<Scalar> all(example(rows, b).begin(), example(rows, b).end());
      if (is_deque) std::rotate(all.begin(), all.begin() + (steps - 1 - t), all.end());
      return all;
    };
    for (int b = 0; b < machine.batch(); ++b) {
      machine.compare("steps/h", {t, b}, example(h, b));
      machine.compare("steps/c", {t, b}, example(machine.part("controller/layer0/c"), b));
      machine.compare("steps/emitted", {t, b}, example(o, b));
      machine.compare("steps/strengths", {t, b}, in_order(machine.part("strengths"), b));
      for (int e = 0; e < ends; ++e) {
        const auto seen = [&](const char* name) { return traced(tape, places[index(e)] + "/" + name, t); };
        const std::span<const Scalar> shares = example(seen("push_and_pop"), b);
        expect_same("steps/push", shares.first(1), file.array("steps/push").at({t, b, e}));
        expect_same("steps/pop", shares.last(1), file.array("steps/pop").at({t, b, e}));
        machine.compare("steps/value", {t, b, e}, example(seen("value"), b));
        machine.compare("steps/read_coefficients", {t, b, e}, in_order(seen("weighting"), b));
        machine.compare("steps/reads", {t, b, e}, example(machine.part(fmt::format("read{}", e)), b));
      }
    }
  }
  machine.finish(tape, losses, Scalar(1) / static_cast<Scalar>(steps * machine.batch()));
  for (const Initial& start : initial)
    expect_same("gradient of " + start.golden, {start.value.adjoint(), index(start.value.size())}, start.gradient);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
