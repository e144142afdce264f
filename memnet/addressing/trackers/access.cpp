// Access (Santoro et al. 2016, MANN, eq. 5): how much each slot was read and written lately.
//   u = gamma u_(t-1) + sum over heads of their weightings of this step, read heads first
//
// access:G takes the decay gamma = G; 0.95 without it. Nothing that reads u has a slope, so no gradient flows through
// it.
#include "memnet/addressing/access_argument.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Access : public Tracker {
 public:
  explicit Access(double decay) : decay_(static_cast<Scalar>(decay)) {}

  std::vector<InitialState> state(int slots) const override {
    return {{{"usage", slots, 1, TracedAxis::slot, StateSet::nonnegative}}};
  }

  State after_heads(const Heads& heads, State now) const override {
    Tape& tape = now[0].tape();
    Var u = matvec(now[0], tape.constant(1, 1, 1, decay_));
    for (const std::span<const Var> weightings : {heads.reads, heads.writes})
      for (const Var w : weightings) u = add(u, w);
    const std::span<Var> after = tape.arena().allocate_array<Var>(1);
    after[0] = u;
    return after;
  }

 private:
  Scalar decay_;
};

}  // namespace

std::unique_ptr<Tracker> make_access_tracker(const std::string& argument) {
  const std::optional<double> decay = argument.empty() ? kAccessDecay : parse_fraction(argument);
  return decay ? std::make_unique<Access>(*decay) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
