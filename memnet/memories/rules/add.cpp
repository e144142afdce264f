// Adding without erasing: linear attention (Katharopoulos et al. 2020), fast weights, an outer-product memory.
//   M = M + w a^T
// Emission: value [W].
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Add : public WriteRule {
 public:
  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"value", {width}, TracedAxis::feature, TracedRole::written_vector}};
  }
  bool takes_features() const override { return true; }

  Var write(Var M, std::span<const Writing> heads, std::span<const State>) const override {
    for (const auto& [w, emitted] : heads) M = add_outer(M, w, emitted[0]);
    return M;
  }
};

}  // namespace

std::unique_ptr<WriteRule> make_add_rule(const std::string&) { return std::make_unique<Add>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
