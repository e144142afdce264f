// Location score (Luong et al. 2015, eq. 9): the controller emits a score for each slot index, whatever the content.
//   scores = W_a h
// Emission: location [N].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Location : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int slots, int) const override {
    return {{"location", {slots}, TracedAxis::slot}};
  }
  bool breaks_symmetry() const override { return true; }
  bool gives_any_size() const override { return true; }

  Var apply(const StageInputs& inputs) const override { return inputs.emitted[0]; }
};

}  // namespace

std::unique_ptr<Stage> make_location_stage(const std::string&) { return std::make_unique<Location>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
