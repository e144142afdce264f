// General score (Luong et al. 2015, section 3.1): a learned matrix, the same in every step, turns the query into a key.
//   scores_i = q^T A M_i = (A^T q).M_i
// Emission: query [W]. Parameters: map [W,W], which is A^T.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class General : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"query", {width}, TracedAxis::feature, TracedRole::key}};
  }
  std::vector<StageParameter> parameters(int, int width) const override {
    return {{"map", width, width, Init::xavier()}};
  }

  Var apply(const StageInputs& inputs) const override {
    const Var map = inputs.parameters[0], q = inputs.emitted[0];
    return dot_similarity(inputs.memory, matvec(map, q));
  }
};

}  // namespace

std::unique_ptr<Stage> make_general_stage(const std::string&) { return std::make_unique<General>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
