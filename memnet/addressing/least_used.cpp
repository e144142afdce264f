// The least used slots (Santoro et al. 2016, MANN, eq. 6): where to write what is new.
//   w_i = 1 if the usage of slot i is among the J smallest, for J heads; otherwise 0
// Emission: none. It has no slope, and the weights of J heads sum to J: `reader` mixes them with another weighting.
//
// least_used:ranked gives head j, from 0, the slot with the (j+1)-th smallest usage alone, so that no two heads write
// to the same slot. A number, as in least_used:0.9 or least_used:ranked,0.9, is the decay of the usage.
#include "memnet/addressing/access_argument.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class LeastUsed : public SourceStage {
 public:
  LeastUsed(bool ranked, std::string tracker) : ranked_(ranked), tracker_(std::move(tracker)) {}

  std::vector<std::string> trackers() const override { return {tracker_}; }
  const char* trace_name() const override { return "least_used"; }
  bool breaks_symmetry() const override { return true; }
  StateSet weighting_set() const override { return ranked_ ? StateSet::simplex : StateSet::unit; }

  Var apply(const StageInputs& inputs) const override {
    const Var usage = inputs.trackers[0][0];
    return ranked_ ? least_used(usage, inputs.head % usage.rows(), 1) : least_used(usage, 0, inputs.heads);
  }

 private:
  bool ranked_;
  std::string tracker_;
};

}  // namespace

std::unique_ptr<Stage> make_least_used_stage(const std::string& argument) {
  const std::optional<AccessArgument> parts = parse_access_argument(argument, "ranked");
  return parts ? std::make_unique<LeastUsed>(!parts->word.empty(), parts->tracker) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
