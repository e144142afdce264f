// The weighting of the step before: the first stage of a pipeline that does not use the content of slots.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Previous : public SourceStage {
 public:
  const char* trace_name() const override { return "stayed"; }
  bool uses_previous() const override { return true; }

  Var apply(const StageInputs& inputs) const override { return inputs.previous; }
};

}  // namespace

std::unique_ptr<Stage> make_previous_stage(const std::string&) { return std::make_unique<Previous>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
