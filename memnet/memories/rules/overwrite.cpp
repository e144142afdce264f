// Overwriting: each chosen slot moves towards the new value, and forgets the old one by the same fraction; with gates
// for weights, which may choose several slots at once, the write of gated slot attention (Zhang et al. 2024).
//   M_i = (1 - w_i) M_i + w_i a
// Emission: value [W].
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Overwrite : public WriteRule {
 public:
  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"value", {width}, TracedAxis::feature, TracedRole::written_vector}};
  }
  bool takes_features() const override { return true; }

  Var write(Var M, std::span<const Writing> heads, std::span<const State>) const override {
    const Var everything = M.tape().constant(M.cols(), 1, 1, 1);
    for (const auto& [w, emitted] : heads) M = erase_and_add(M, w, everything, emitted[0]);
    return M;
  }
};

}  // namespace

std::unique_ptr<WriteRule> make_overwrite_rule(const std::string&) { return std::make_unique<Overwrite>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
