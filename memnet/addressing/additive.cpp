// Additive score (Bahdanau et al. 2015, appendix A.1.2): a network with one hidden layer compares the query with each
// slot.
//   scores_i = v.tanh(q + U^T M_i)
// Emission: query [A]. Parameters: slots [W,A], which is U; weights [A], which is v. Prepared: the keys M U [N,A].
//
// additive:A sets the size A of the hidden layer; without it, A is the width of the memory.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Additive : public ScoreStage {
 public:
  explicit Additive(int hidden) : hidden_(hidden) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"query", {hidden(width)}, TracedAxis::hidden, TracedRole::key, true}};
  }
  std::vector<StageParameter> parameters(int, int width) const override {
    return {{"slots", width, hidden(width), Init::xavier()}, {"weights", hidden(width), 1, Init::xavier()}};
  }

  std::size_t prepares() const override { return 1; }
  std::span<const Var> prepare(Var M, std::span<const Var> parameters) const override {
    const std::span<Var> keys = M.tape().arena().allocate_array<Var>(1);
    keys[0] = matvec(M, parameters[0]);
    return keys;
  }

  Var apply(const StageInputs& inputs) const override {
    const Var q = inputs.emitted[0], U = inputs.parameters[0], v = inputs.parameters[1];
    return inputs.prepared.empty() ? additive_similarity(inputs.memory, q, U, v)
                                   : additive_scores(inputs.prepared[0], q, v);
  }

 private:
  int hidden(int width) const { return hidden_ > 0 ? hidden_ : width; }

  int hidden_;  // 0: the width of the memory
};

}  // namespace

std::unique_ptr<Stage> make_additive_stage(const std::string& argument) {
  const std::optional<int> hidden = argument.empty() ? 0 : parse_count(argument);
  return hidden ? std::make_unique<Additive>(*hidden) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
