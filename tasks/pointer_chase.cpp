// Pointer chase: a table is shown, one entry a step: a name, and the name of the entry that it points to. The pointers
// form one cycle. Then names are shown in random order, each with a number of hops; the model outputs the name that is
// reached after so many hops. It has one step for each hop, and answers in the last one.
//
//   inputs    a>c b>a c>b a,2 . . c,2 . . b,2 . .        2 name_bits channels, and the number of hops
//   targets    .   .   .   .  . b  .  . a  .  . c        name_bits
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/queries.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class PointerChase : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("name_bits", name_bits_, 1, 64, "number of bits in a name");
    queries_.declare(options, "names");
    hops_.declare(options.changeable_at_evaluation(), 1, "smallest number of hops from a name to the answer",
                  "largest number of hops from a name to the answer; all queries of an episode have the same number");
    length_.declare(options, 1, "smallest number of entries in training", "largest number of entries in training");
  }

  TaskSpec spec() const override {
    length_.check("pointer_chase");
    hops_.check("pointer_chase");
    return {.inputs = 2 * name_bits_ + 1, .outputs = name_bits_, .shortest = length_.low, .longest = length_.high};
  }

  void check_length(int length) const override { check_codes("pointer_chase", "name_bits", name_bits_, length); }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    const int hops = stream.between(hops_.low, hops_.high), queries = queries_.in(length);
    episode.assign(2 * name_bits_ + 1, name_bits_, length + queries * (1 + hops));
    Matrix& inputs = episode.inputs;
    for (int t = 0; t < length; ++t) {
      sample_new_bits(stream, inputs, t, 0, name_bits_);
      copy_bits(name(inputs, t), target(inputs, t));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    // Sattolo's shuffle makes a single cycle, so that no smaller number of hops leads to the same entry.
    for (int t = length - 1; t > 0; --t)
      std::ranges::swap_ranges(target(inputs, t), target(inputs, stream.between(0, t - 1)));
    for (int query = 0; query < queries; ++query) {
      const int t = length + query * (1 + hops), answer = t + hops;
      const int last = sample_unasked(stream, episode.item_asked, length) - 1;
      int first = last;
      for (int hop = 1; hop < hops; ++hop) first = find_bits(inputs, length, name_bits_, name(inputs, first));
      copy_bits(name(inputs, first), name(inputs, t));
      inputs(2 * name_bits_, t) = static_cast<Scalar>(hops);
      copy_bits(target(inputs, last), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      episode.item_asked(0, answer) = episode.item_shown(0, last);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(name_bits_, inputs.cols());
    const int length = find_mark(inputs, 2 * name_bits_);
    for (int t = length; t < inputs.cols(); ++t) {
      const int hops = static_cast<int>(inputs(2 * name_bits_, t));
      if (hops == 0) continue;
      std::span<const Scalar> reached = name(inputs, t);
      for (int hop = 0; hop < hops; ++hop) reached = target(inputs, find_bits(inputs, length, 0, reached));
      copy_bits(reached, answer.column(t + hops));
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * name_bits_ * queries_.in(length); }

 private:
  std::span<Scalar> name(Matrix& inputs, int t) const { return part(inputs, t, 0, name_bits_); }
  std::span<const Scalar> name(const Matrix& inputs, int t) const { return part(inputs, t, 0, name_bits_); }
  std::span<Scalar> target(Matrix& inputs, int t) const { return part(inputs, t, name_bits_, name_bits_); }
  std::span<const Scalar> target(const Matrix& inputs, int t) const { return part(inputs, t, name_bits_, name_bits_); }

  int name_bits_ = 8;
  Queries queries_;
  Range hops_{"hops", 1, 2};
  TrainedLengths length_{2, 8};
};

}  // namespace

std::unique_ptr<Task> make_pointer_chase() { return std::make_unique<PointerChase>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
