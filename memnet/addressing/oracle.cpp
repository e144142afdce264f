// The right weighting, as the task gives it: the slot that holds the answer, or for a write head the slot where the new
// item belongs. A trained network does not have it: it shows how well the rest of a network works if addressing is
// perfect.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Oracle : public SourceStage {
 public:
  const char* trace_name() const override { return "oracle"; }
  bool breaks_symmetry() const override { return true; }
  bool needs_oracle() const override { return true; }
  StateSet weighting_set() const override { return StateSet::subsimplex; }  // all 0 if there is nothing to write

  Var apply(const StageInputs& inputs) const override { return inputs.oracle_weighting; }
};

}  // namespace

std::unique_ptr<Stage> make_oracle_stage(const std::string&) { return std::make_unique<Oracle>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
