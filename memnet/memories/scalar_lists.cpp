#include "memnet/memories/scalar_lists.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr Scalar kEmpty = -1;

}  // namespace

void ScalarLists::declare(const Options::Section& options) {
  options.add(kind_.name + "s", lists_, 1, 1000, "number of " + kind_.name + "s");
  options.add("capacity", capacity_, 1, 1000000, "number of cells of a " + kind_.name + "; what moves beyond is lost");
  options.add("depth", depth_, 1, 1000, "number of cells that are read of each " + kind_.name + ", from its head on");
  options.add("no_op", no_op_, "whether there is an action that changes nothing");
}

void ScalarLists::build(const Scope& scope, int controller, bool /*feedback*/) {
  if (depth_ > capacity_ - head())
    fail(ErrorKind::usage,
         "model.depth = {} cells are read from the head on, but with model.capacity = {} there are only {}; take a "
         "larger model.capacity",
         depth_, capacity_, capacity_ - head());
  if (no_op_) kind_.actions.push_back({0, 0});
  const int actions = static_cast<int>(kind_.actions.size());
  for (int i = 0; i < lists_; ++i)
    emission_.insert(emission_.end(), {{actions, Activation::softmax}, {1, Activation::sigmoid}});
  for (const int cells : {head(), depth_, capacity_ - head() - depth_})
    if (cells > 0) cells_.push_back({cells});
  const Scope all = scope / (kind_.name + "s");
  weights_ = all("weights", lists_ * (actions + 1), controller, Init::xavier());
  bias_ = all("bias", lists_ * (actions + 1), 1, Init::constant(0));
}

std::vector<StatePart> ScalarLists::state_parts() const {
  std::vector<StatePart> parts;
  for (int i = 0; i < lists_; ++i)
    parts.push_back({name_of(i) + "/cells", capacity_, 1, TracedAxis::slot, StateSet::bipolar});
  return parts;
}

Memory::Step ScalarLists::start(Tape& tape, const Annotations*) const {
  const std::span<Var> reads = tape.arena().allocate_array<Var>(static_cast<std::size_t>(lists_)),
                       state = tape.arena().allocate_array<Var>(reads.size());
  std::ranges::fill(reads, tape.constant(depth_, 1, 1, kEmpty));
  std::ranges::fill(state, tape.constant(capacity_, 1, 1, kEmpty));
  return {.reads = reads, .state = state};
}

Memory::Step ScalarLists::step(Var h, State before, const StepInputs&) const {
  Tape& tape = h.tape();
  const std::span<const Var> emitted = split(affine(tape[weights_], h, tape[bias_]), emission_);
  const std::span<Var> reads = tape.arena().allocate_array<Var>(before.size()),
                       after = tape.arena().allocate_array<Var>(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Var actions = emitted[2 * i], number = emitted[2 * i + 1];
    after[i] = slide(before[i], actions, number, kind_.actions, head(), kEmpty);
    reads[i] = cells_.size() == 1 ? after[i] : split(after[i], cells_)[head() > 0 ? 1 : 0];
    const Tape::TraceScope scope(tape, name_of(static_cast<int>(i)), TracedKind::memory);
    tape.trace("actions", TracedRole::action, TracedAxis::action, actions);
    tape.trace("number", TracedRole::written_vector, TracedAxis::single, number);
    tape.trace("cells", TracedRole::state, TracedAxis::slot, after[i]);
    tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
  }
  return {.reads = reads, .state = after};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
