// Links (DNC: Graves et al. 2016, "Temporal memory linkage"): L_ij is how much slot i was written right after slot j,
// the precedence p_i how much slot i is the one that was written last.
//   L_ij = (1 - w_i - w_j) L_before_ij + w_i p_before_j, L_ii = 0;  p = (1 - sum w) p_before + w
// Stages of read heads read L, p, then L r of every read head, then L^T r, with r its weighting in the step before.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/addressing/trackers/tracker.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Links : public Tracker {
 public:
  std::vector<InitialState> state(int slots) const override {
    return {{{"link", slots, slots, TracedAxis::slot, StateSet::links}},
            {{"precedence", slots, 1, TracedAxis::slot, StateSet::subsimplex}}};
  }

  State after_writers(const Heads& heads, State before) const override {
    const Var w = heads.writes[0];
    const auto [L, forward, backward] = links_after(before[0], before[1], w, heads.reads);
    const std::span<Var> now = w.tape().arena().allocate_array<Var>(2 + 2 * heads.reads.size());
    now[0] = L;
    now[1] = precedence(before[1], w);
    std::ranges::copy(backward, std::ranges::copy(forward, now.begin() + 2).out);
    return now;
  }
  State after_heads(const Heads&, State now) const override { return now.first(2); }

  bool needs_writes_first() const override { return true; }
  std::string unsupported_reason(int write_heads) const override {
    return write_heads == 1 ? ""
                            : fmt::format(
                                  "links are the order in which a single write head writes, but there are {}; "
                                  "take model.write_heads = 1",
                                  write_heads);
  }
};

}  // namespace

std::unique_ptr<Tracker> make_links_tracker(const std::string& argument) {
  return argument.empty() ? std::make_unique<Links>() : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
