// Measures the speed of each primitive: every line of ops/table.def at the sizes in its check data, for one example and
// for a batch of 16; the value alone, and value and pullback together.
//
//   cmake --preset release && cmake --build --preset release --target memnet_primitives
//   build/release/bench/primitives --benchmark_filter='^softmax/'
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/math/denormals.hpp"
#include "memnet/ops/check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

enum class Part { value, value_and_pullback };

// The weights and the bias of an affine map are parameters: all examples of a batch share them.
bool is_parameter(std::string_view op, const OpCheck::Argument& argument) {
  return op == "affine" && std::string_view(argument.name) != "x";
}

// An argument whose numbers and gradient lie outside the tape, as those of a parameter do. So adding it to the tape
// copies nothing.
class Input {
 public:
  Input(const OpCheck& check, const OpCheck::Argument& argument, int batch, bool variable, RandomStream& stream)
      : rows_(size_of(check.bench_sizes, argument.shape[0])),
        cols_(size_of(check.bench_sizes, argument.shape[1])),
        batch_(is_parameter(check.name, argument) ? 1 : batch),
        variable_(variable && !is_data(argument.domain)) {
    const int classes = size_of(check.bench_sizes, check.arguments.front().shape[0]);
    for (int b = 0; b < batch_; ++b) {
      const Matrix example = sample(argument.domain, rows_, cols_, classes, stream);
      value_.insert(value_.end(), example.numbers().begin(), example.numbers().end());
    }
    gradient_.resize(value_.size());
  }

  Var add_to(Tape& tape) {
    Node* node = tape.new_node("input", rows_, cols_, batch_, variable_, value_.data());
    node->keeps_adjoint = variable_;
    node->adjoint = variable_ ? gradient_.data() : nullptr;
    return Var(node);
  }

 private:
  int rows_, cols_, batch_;
  bool variable_;
  AlignedVector<Scalar> value_, gradient_;
};

void run(benchmark::State& state, const OpEntry& entry, int batch, Part part) {
  const OpCheck check = entry.check();
  RandomStream stream(1, entry.name);
  std::vector<Input> inputs;
  for (const OpCheck::Argument& argument : check.arguments)
    inputs.emplace_back(check, argument, batch, part == Part::value_and_pullback, stream);

  Tape tape;
  std::vector<Var> arguments(inputs.size());
  for ([[maybe_unused]] const auto _ : state) {
    tape.reset();
    for (std::size_t i = 0; i < inputs.size(); ++i) arguments[i] = inputs[i].add_to(tape);
    const std::vector<Var> outputs = check.apply(arguments);
    if (part == Part::value_and_pullback) tape.backward(outputs.front());
    benchmark::DoNotOptimize(outputs.front().value());
  }
  // Primitives without products count no operations.
  if (tape.flops() > 0)
    state.counters["FLOP/s"] = benchmark::Counter(tape.flops(), benchmark::Counter::kIsIterationInvariantRate);
  state.counters["examples/s"] = benchmark::Counter(batch, benchmark::Counter::kIsIterationInvariantRate);
}

void register_all() {
  for (const OpEntry& entry : all_ops())
    for (const int batch : {1, 16})
      for (const Part part : {Part::value, Part::value_and_pullback}) {
        const std::string name =
            fmt::format("{}/{}/batch:{}", entry.name, part == Part::value ? "forward" : "forward+backward", batch);
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { run(state, entry, batch, part); });
      }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

int main(int argc, char** argv) {
  memnet::flush_denormals();
  memnet::register_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
