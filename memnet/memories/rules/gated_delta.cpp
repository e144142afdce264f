// Gated delta rule (Yang, Kautz & Hatamizadeh 2025): the whole memory decays, then a delta step follows.
//   M = keep M, then M = M + beta w (v - M^T w)^T, with keep = sigmoid(.), beta = sigmoid(.)
// The paper's decay exp(-softplus(g)) is the same as sigmoid(-g). Emission: keep [1], strength [1], value [W].
#include "memnet/memories/rules/delta_step.hpp"
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class GatedDelta : public WriteRule {
 public:
  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"keep", {1, Activation::sigmoid}, TracedAxis::single},
            {"strength", {1, Activation::sigmoid}, TracedAxis::single},
            {"value", {width}, TracedAxis::feature, TracedRole::written_vector}};
  }
  std::vector<double> emission_start() const override { return {3}; }  // 0.95 is kept, half of it after 14 steps
  bool takes_features() const override { return true; }

  Var write(Var M, std::span<const Writing> heads, std::span<const State>) const override {
    for (const auto& [w, emitted] : heads) M = delta_step(scale(emitted[0], M), w, emitted[2], emitted[1]);
    return M;
  }
};

}  // namespace

std::unique_ptr<WriteRule> make_gated_delta_rule(const std::string&) { return std::make_unique<GatedDelta>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
