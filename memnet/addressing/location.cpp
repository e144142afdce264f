// Location score (Luong et al. 2015, eq. 9): the controller names slots by their place, whatever they hold.
//   scores = W_a h, straight from the controller
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

  Var apply(const StageInputs& focus) const override { return focus.emitted[0]; }
};

}  // namespace

std::unique_ptr<Stage> make_location_stage(const std::string&) { return std::make_unique<Location>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
