// The K best slots only, by softmax among themselves; all others get nothing, and no gradient.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class TopK : public NormalizerStage {
 public:
  explicit TopK(int K) : K_(K) {}

  Var apply(const StageInputs& focus) const override { return top_softmax(focus.signal, K_); }

 private:
  int K_;
};

}  // namespace

std::unique_ptr<Stage> make_topk_stage(const std::string& argument) {
  const std::optional<int> K = parse_count(argument);
  return K ? std::make_unique<TopK>(*K) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
