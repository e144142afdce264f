// Sequences of logic gates (Graves 2016, section 3.2): every step shows two bits and a list of binary gates, and asks
// for the bit that these compute one after the other, b_(i+1) = gate_i(b_i, b_(i-1)). So a step takes as many
// operations as it has gates.
//
//   inputs    b_0  1 . . .        the first bit; 0 after the first step, where the answer of the step before stands for
//   it
//             b_1  0 1 1 0        the second bit, random in every step
//             gates               `max_gates` blocks of 10 channels, one-hot; blocks behind the last gate are 0
//   targets        1 0 1 1        1 bit, b_(B+1) for B gates
//
// The length is the number of steps. The number of gates is drawn anew in every step.
#include <array>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The gates in the order of table 1 of the paper: what each gives for the bits p, q = 11, 10, 01, 00.
constexpr std::array<std::array<bool, 4>, 10> kGates = {{
    {false, false, false, true},  // NOR
    {false, false, true, false},  // Xq, q and not p
    {false, true, false, false},  // ABJ, p and not q
    {false, true, true, false},   // XOR
    {false, true, true, true},    // NAND
    {true, false, false, false},  // AND
    {true, false, false, true},   // XNOR
    {true, false, true, true},    // if p then q
    {true, true, false, true},    // if q then p
    {true, true, true, false},    // OR
}};
constexpr int kKinds = static_cast<int>(kGates.size()), kBits = 2;

bool apply(int gate, bool p, bool q) {
  return kGates[static_cast<std::size_t>(gate)][static_cast<std::size_t>((p ? 0 : 2) + (q ? 0 : 1))];
}

class Logic : public Task {
 public:
  void declare(const Options::Section& options) override {
    gates_.declare(options, 1, "smallest number of gates in a step", "largest number of gates in a step");
    length_.declare(options, 1, "smallest number of steps in training", "largest number of steps in training");
  }

  TaskSpec spec() const override {
    gates_.check("logic");
    length_.check("logic");
    return {.inputs = kBits + gates_.high * kKinds, .outputs = 1, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(kBits + gates_.high * kKinds, 1, length);
    bool answer = stream.coin();
    episode.inputs(0, 0) = answer ? 1 : 0;
    for (int t = 0; t < length; ++t) {
      bool before = answer, last = stream.coin();
      episode.inputs(1, t) = last ? 1 : 0;
      const int gates = stream.between(gates_.low, gates_.high);
      for (int i = 0; i < gates; ++i) {
        const int gate = stream.between(0, kKinds - 1);
        episode.inputs(channel(i, gate), t) = 1;
        const bool next = apply(gate, last, before);
        before = last;
        last = next;
      }
      answer = last;
      episode.targets(0, t) = answer ? 1 : 0;
      episode.mask(0, t) = 1;
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answers(1, inputs.cols());
    for (int t = 0; t < inputs.cols(); ++t) {
      bool before = t == 0 ? inputs(0, 0) == 1 : answers(0, t - 1) == 1, last = inputs(1, t) == 1;
      for (int i = 0; i < gates_.high; ++i)
        for (int gate = 0; gate < kKinds; ++gate) {
          if (inputs(channel(i, gate), t) == 0) continue;
          const bool next = apply(gate, last, before);
          before = last;
          last = next;
        }
      answers(0, t) = last ? 1 : 0;
    }
    return answers;
  }

  // Every answer is guessed right half of the time.
  double chance_errors(int length) const override { return 0.5 * length; }

 private:
  static int channel(int place, int gate) { return kBits + place * kKinds + gate; }

  Range gates_{"gates", 1, 10};
  TrainedLengths length_{1, 10};
};

}  // namespace

std::unique_ptr<Task> make_logic() { return std::make_unique<Logic>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
