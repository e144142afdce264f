// Parity: bits arrive one at a time; answer after each, or after the last one, whether the number of ones is odd.
//
//   inputs    1 0 1 1        1 channel, length steps
//   targets   1 1 0 1        1 bit
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Parity : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.changeable_at_evaluation().add("every_step", every_step_,
                                           "ask after every bit; if not, after the last one alone");
    length_.declare(options, 1, "smallest number of bits in training", "largest number of bits in training");
  }

  TaskSpec spec() const override {
    length_.check("parity");
    return {.inputs = 1, .outputs = 1, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(1, 1, length);
    bool odd = false;
    for (int t = 0; t < length; ++t) {
      const bool bit = stream.coin();
      odd = odd != bit;
      episode.inputs(0, t) = bit ? 1 : 0;
      if (!every_step_ && t + 1 < length) continue;
      episode.targets(0, t) = odd ? 1 : 0;
      episode.mask(0, t) = 1;
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(1, inputs.cols());
    Scalar ones = 0;
    for (int t = 0; t < inputs.cols(); ++t) {
      ones += inputs(0, t);
      answer(0, t) = static_cast<long>(ones) % 2 == 1 ? 1 : 0;
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * (every_step_ ? length : 1); }

 private:
  bool every_step_ = true;
  TrainedLengths length_{1, 20};
};

}  // namespace

std::unique_ptr<Task> make_parity() { return std::make_unique<Parity>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
