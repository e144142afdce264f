// Usage (DNC: Graves et al. 2016, "Dynamic memory allocation"): how much each slot is in use.
//   psi = (1 - f_1 r_1) ... (1 - f_R r_R),  u = (u_before + w - u_before w) psi
// with r and w the weightings of the read heads and of the write head in the step before, and f = sigmoid(.) the free
// gates of the read heads; several write heads use a slot together, 1 - (1 - w_1) (1 - w_2) ...
// Emission of every read head: free gate [1]. Stages read u and psi.
//
// With `wipe`, slots that are released are emptied, too: M = M psi by rows, before it is written (Csordás & Schmidhuber
// 2019, de-allocation). With `stopped`, w passes no gradient back from here, as in the implementation of the authors.
#include "memnet/addressing/trackers/tracker.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Usage : public Tracker {
 public:
  Usage(bool wipes, bool stopped) : wipes_(wipes), stopped_(stopped) {}

  std::vector<InitialState> state(int slots) const override {
    return {{{"usage", slots, 1, TracedAxis::slot, StateSet::unit}}};
  }
  std::vector<EmittedVector> emission() const override {
    return {{"free_gate", {1, Activation::sigmoid}, TracedAxis::single}};
  }

  State before_heads(const Heads& last, State before) const override {
    Tape& tape = before[0].tape();
    Var w = last.writes[0];
    for (const Var other : last.writes.subspan(1)) w = either(w, other);
    if (stopped_) w = tape.stop_gradient(w);
    Var psi = retention(last.emitted[0][0], last.reads[0]);
    for (std::size_t i = 1; i < last.reads.size(); ++i)
      psi = hadamard(psi, retention(last.emitted[i][0], last.reads[i]));
    tape.trace("retention", TracedRole::state, TracedAxis::slot, psi);
    const std::span<Var> now = tape.arena().allocate_array<Var>(2);
    now[0] = hadamard(either(before[0], w), psi);
    now[1] = psi;
    return now;
  }
  State after_heads(const Heads&, State now) const override { return now.first(1); }
  Var forget(Var M, State now) const override { return wipes_ ? scale_rows(M, now[1]) : M; }

 private:
  bool wipes_, stopped_;
};

}  // namespace

std::unique_ptr<Tracker> make_usage_tracker(const std::string& argument) {
  const auto given = parse_words(argument, {"wipe", "stopped"});
  return given ? std::make_unique<Usage>((*given)[0], (*given)[1]) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
