// The K best slots only, by softmax among themselves; all others get nothing, and no gradient.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class TopK : public Stage {
 public:
  explicit TopK(int K) : K_(K) {}

  Signal takes() const override { return Signal::scores; }
  Signal gives() const override { return Signal::weighting; }
  std::vector<Emitted> emission(int, int) const override { return {}; }
  const char* outcome() const override { return "content"; }

  Var apply(const Focus& focus) const override { return top_softmax(focus.signal, K_); }

 private:
  int K_;
};

}  // namespace

std::unique_ptr<Stage> make_topk_stage(const std::string& argument) {
  const std::optional<int> K = parse_count(argument);
  return K ? std::make_unique<TopK>(*K) : nullptr;
}

}  // namespace memnet::inline MEMNET_PRECISION
