// The write of the NTM (eq. 3, 4): every head erases, then every head adds, so that the order of heads does not matter.
//   M = M (1 - w e^T) + w a^T, with e = sigmoid(.)
// Emission: erase vector [W], add vector [W].
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class EraseAdd : public WriteRule {
 public:
  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"erase", {width, Activation::sigmoid}, TracedAxis::feature, TracedRole::erase_vector},
            {"add", {width}, TracedAxis::feature, TracedRole::written_vector}};
  }

  Var write(Var M, std::span<const Writing> heads, std::span<const State>) const override {
    if (heads.size() == 1) return erase_and_add(M, heads[0].w, heads[0].emitted[0], heads[0].emitted[1]);
    for (const auto& [w, emitted] : heads) M = erase(M, w, emitted[0]);
    for (const auto& [w, emitted] : heads) M = add_outer(M, w, emitted[1]);
    return M;
  }
};

}  // namespace

std::unique_ptr<WriteRule> make_erase_add_rule(const std::string&) { return std::make_unique<EraseAdd>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
