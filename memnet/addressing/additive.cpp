// Additive score (Bahdanau et al. 2015, appendix A.1.2): a small network with one hidden layer looks at query and slot.
//   scores_i = v.tanh(q + U^T M_i)
// Emission: query [A]. Learned: slots [W,A], which is U; weights [A], which are v.
//
// additive:A sets the size of the hidden layer; without, it is the width of the memory.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Additive : public ScoreStage {
 public:
  explicit Additive(int hidden) : hidden_(hidden) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"query", {hidden(width)}, TracedAxis::hidden, TracedRole::key}};
  }
  std::vector<StageParameter> parameters(int, int width) const override {
    return {{"slots", width, hidden(width), Init::xavier()}, {"weights", hidden(width), 1, Init::xavier()}};
  }

  Var apply(const StageInputs& focus) const override {
    const Var q = focus.emitted[0], U = focus.learned[0], v = focus.learned[1];
    return additive_similarity(focus.memory, q, U, v);
  }

 private:
  int hidden(int width) const { return hidden_ > 0 ? hidden_ : width; }

  int hidden_;  // 0: as many as the memory is wide
};

}  // namespace

std::unique_ptr<Stage> make_additive_stage(const std::string& argument) {
  const std::optional<int> hidden = argument.empty() ? 0 : parse_count(argument);
  return hidden ? std::make_unique<Additive>(*hidden) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
