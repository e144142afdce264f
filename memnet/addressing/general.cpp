// General score (Luong et al. 2015, eq. 8): the query is turned into a key by a learned map, the same at every step.
//   scores_i = q^T A M_i = (A^T q).M_i
// Emission: query [W]. Learned: map [W,W], which is A^T.
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

  Var apply(const StageInputs& focus) const override {
    const Var map = focus.learned[0], q = focus.emitted[0];
    return dot_similarity(focus.memory, product(map, q));
  }
};

}  // namespace

std::unique_ptr<Stage> make_general_stage(const std::string&) { return std::make_unique<General>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
