// Softmax over the K slots with the largest scores; the others get neither weight nor gradient.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class TopK : public NormalizerStage {
 public:
  explicit TopK(int K) : K_(K) {}

  Var apply(const StageInputs& inputs) const override { return topk_softmax(inputs.input, K_); }

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
