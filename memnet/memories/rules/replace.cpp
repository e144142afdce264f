// The write of MANN (Santoro et al. 2016, 3.2): the least used slot is emptied, then every head adds to its slots.
//   M_l = 0, with l the slot with the smallest usage;  M = M + w v^T for every head
// Emission: value v [W], with v = tanh(.).
//
// With replace:key the value is the key of the read head beside the write head, as in the paper; its code emits values.
// A number, as in replace:0.9 or replace:key,0.9, is the decay of the usage.
#include "memnet/addressing/access_argument.hpp"
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Replace : public WriteRule {
 public:
  Replace(bool uses_key, std::string tracker) : uses_key_(uses_key), tracker_(std::move(tracker)) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    if (uses_key_) return {};
    return {{"value", {width, Activation::tanh}, TracedAxis::feature, TracedRole::written_vector}};
  }
  std::vector<std::string> trackers() const override { return {tracker_}; }
  bool uses_key() const override { return uses_key_; }

  Var write(Var M, std::span<const Writing> heads, std::span<const State> trackers) const override {
    Tape& tape = M.tape();
    M = erase(M, least_used(trackers[0][0], 0, 1), tape.constant(M.cols(), 1, 1, 1));
    for (const auto& [w, emitted] : heads) M = add_outer(M, w, emitted[0]);
    return M;
  }

 private:
  bool uses_key_;
  std::string tracker_;
};

}  // namespace

std::unique_ptr<WriteRule> make_replace_rule(const std::string& argument) {
  const std::optional<AccessArgument> parts = parse_access_argument(argument, "key");
  return parts ? std::make_unique<Replace>(!parts->word.empty(), parts->tracker) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
