// Key sum: the sum of the features of all keys that write heads have written (Katharopoulos et al. 2020, eq. 8). They
// are not negative, so its products with queries, by which reads are divided, are not 0.
//   z = z + the features of every write head
// State: total [N].
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class KeySum : public Tracker {
 public:
  std::vector<InitialState> state(int slots) const override {
    return {{{"total", slots, 1, TracedAxis::slot, StateSet::nonnegative}}};
  }
  bool needs_writes_first() const override { return true; }
  bool takes_features() const override { return true; }

  State after_writers(const Heads& heads, State now) const override {
    const std::span<Var> after = now[0].tape().arena().allocate_array<Var>(1);
    after[0] = now[0];
    for (const Var w : heads.writes) after[0] = add(after[0], w);
    return after;
  }
};

}  // namespace

std::unique_ptr<Tracker> make_key_sum_tracker(const std::string& argument) {
  return argument.empty() ? std::make_unique<KeySum>() : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
