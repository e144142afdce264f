// Look where the task says that the answer is (or, for a write head, where what is shown belongs). No network can know;
// it shows how far the rest of one would come if addressing were perfect.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Oracle : public SourceStage {
 public:
  const char* trace_name() const override { return "told"; }
  bool breaks_symmetry() const override { return true; }
  bool needs_oracle() const override { return true; }

  Var apply(const StageInputs& focus) const override { return focus.wanted; }
};

}  // namespace

std::unique_ptr<Stage> make_oracle_stage(const std::string&) { return std::make_unique<Oracle>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
