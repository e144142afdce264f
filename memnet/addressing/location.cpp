// Location score (Luong et al. 2015, section 3.1): the controller emits a score for each slot index, whatever the
// content.
//   scores = W_a h
// Emission: location [N].
//
// Annotations may have fewer places than there are scores, of which the first are then taken; places beyond the last
// score get no weight.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Location : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int slots, int) const override {
    return {{"location", {slots}, TracedAxis::slot, TracedRole::parameter, true}};
  }
  bool breaks_symmetry() const override { return true; }
  bool gives_any_size() const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    const Var scores = inputs.emitted[0];
    if (!inputs.length || inputs.memory.rows() == scores.rows()) return scores;
    const int known = scores.rows(), slots = inputs.memory.rows();
    if (slots > known) return concat({scores, scores.tape().constant(slots - known, 1, 1, kNoSlot)});
    const Segment parts[] = {{slots}, {known - slots}};
    return split(scores, parts)[0];
  }
};

}  // namespace

std::unique_ptr<Stage> make_location_stage(const std::string&) { return std::make_unique<Location>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
