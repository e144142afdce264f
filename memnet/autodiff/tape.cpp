// The idea: each primitive computes its value at once and records a pullback, a closure that adds to the adjoints of
// its arguments, given the adjoint of its result. The adjoint of a value is the gradient of the loss with respect to
// it. backward() sets the adjoint of the loss to 1 and calls the pullbacks from the last to the first; by the chain
// rule each adjoint is complete when its turn comes.
//
// Example: x = 3 is a leaf, y = x * x, z = x + y, and the loss is z.
//
//   forward     nodes:    x = 3    y = 9    z = 12
//               records:  [y: dx += 2 x dy]   [z: dx += dz, dy += dz]
//   backward(z)           dz = 1
//     pullback of z       dx = 1, dy = 1          dz is not needed any more
//     pullback of y       dx = 1 + 2 * 3 * 1 = 7  dy is not needed any more
//
// Adjoints exist only while they are needed. The first pullback that adds to an adjoint takes a buffer of zeros from a
// pool; after the value's own pullback has run, the buffer returns to the pool. So the adjoints of a long sequence
// share a few buffers, which stay in the cache. A value whose adjoint was never taken does not influence the loss, and
// its pullback is skipped. Values live in an arena, closures too: a batch of the same shape as an earlier one allocates
// no memory.
//
// Values are kept until backward() is done, because pullbacks need them. A long sequence has too many; so it is cut
// into segments, of which only the last values are kept. The pullback of a segment computes its values again, with the
// pullbacks, and calls these; so the memory is that of one segment and of the ends of all.
#include "memnet/autodiff/tape.hpp"

#include <algorithm>
#include <utility>

#include "memnet/autodiff/sizes.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/interruption.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Tape::reset() {
  arena_.reset();
  for (Arena& arena : step_arenas_) arena.reset();
  adjoint_arena_.reset();
  for (FreeList& list : pool_) list.buffers.clear();
  nodes_.clear();
  records_.clear();
  parameters_.clear();
  losses_.clear();
  traced_.clear();
  weight_gradients_.clear();
  first_nonfinite_.clear();
  recorded_nodes_ = 0;
  checked_nodes_ = 0;
  recording_ = true;
  step_ = 0;
  flops_ = 0;
}

void Tape::bind(const Params& params, std::span<Scalar> gradient) {
  parameters_.clear();
  recording_ = !gradient.empty();
  for (const Params::Entry& entry : params.entries()) {
    // The cast is safe because primitives do not write to their arguments.
    auto* value = const_cast<Scalar*>(params.values(entry).data());
    Node* node = new_node("parameter", entry.rows, entry.cols, 1, entry.trainable, value);
    node->keeps_adjoint = node->needs_gradient;
    node->adjoint = node->needs_gradient ? gradient.data() + entry.offset : nullptr;
    parameters_.push_back(Var(node));
  }
  recorded_nodes_ = nodes_.size();
}

Var Tape::constant(int rows, int cols, int batch, Scalar fill) {
  const Var x(new_node("constant", rows, cols, batch, false));
  std::fill_n(x.value(), x.numbers(), fill);
  recorded_nodes_ = nodes_.size();
  return x;
}

Var Tape::constant(const Matrix& example) {
  const Var x = constant(example.rows(), example.cols(), 1, 0);
  std::copy_n(example.numbers().data(), example.size(), x.value());
  return x;
}

Var Tape::stop_gradient(Var x) {
  const Var y(new_node("stop_gradient", x.rows(), x.cols(), x.batch(), false, x.value()));
  recorded_nodes_ = nodes_.size();
  return y;
}

Var Tape::leaf(int rows, int cols, int batch) {
  const Var x = constant(rows, cols, batch, 0);
  x.node().op = "leaf";
  x.node().needs_gradient = true;
  x.node().keeps_adjoint = true;
  return x;
}

Node* Tape::new_node(const char* op, int rows, int cols, int batch, bool needs_gradient, Scalar* value) {
  throw_if_interrupted();
  if (std::size_t(rows) * std::size_t(cols) * std::size_t(batch) > kMostNumbers)
    fail(ErrorKind::usage,
         "{}: a value [{},{}] for {} examples has more than {} numbers; take a smaller model or batch", op, rows, cols,
         batch, kMostNumbers);
  const int size = rows * cols;
  if (value == nullptr)
    value = arena().allocate<Scalar>(static_cast<std::size_t>(size) * static_cast<std::size_t>(batch));
  Node* node = arena().construct<Node>(Node{.tape = this,
                                            .value = value,
                                            .adjoint = nullptr,
                                            .rows = rows,
                                            .cols = cols,
                                            .batch = batch,
                                            .stride = batch == 1 ? 0 : size,
                                            .step = step_,
                                            .keeps_adjoint = false,
                                            .pool = find_pool(size * batch),
                                            .needs_gradient = needs_gradient && recording_,
                                            .op = op});
  if (arena_in_use_ == &arena_) nodes_.push_back(node);  // a StepByStep discards its nodes
  return node;
}

void Tape::StepByStep::next() {
  if (!active_) return;
  tape_.arena_in_use_ = &tape_.step_arenas_[step_++ % tape_.step_arenas_.size()];
  tape_.arena_in_use_->reset();
}

Var Tape::StepByStep::keep(Var x) { return active_ ? tape_.keep(x) : x; }

Var Tape::keep(Var x) {
  if (arena_in_use_ == &arena_) return x;
  Arena* const in_use = std::exchange(arena_in_use_, &arena_);
  const Var kept = constant(x.rows(), x.cols(), x.batch(), 0);
  std::copy_n(x.value(), x.numbers(), kept.value());
  arena_in_use_ = in_use;
  return kept;
}

void Tape::add_loss(std::string_view name, Var loss) {
  trace(name, TracedRole::parameter, TracedAxis::single, loss);
  losses_.push_back(keep(loss));
}

std::size_t Tape::bytes_reserved() const {
  std::size_t sum = arena_.bytes_reserved() + adjoint_arena_.bytes_reserved();
  for (const Arena& arena : step_arenas_) sum += arena.bytes_reserved();
  return sum;
}

std::size_t Tape::bytes_used() const {
  std::size_t sum = arena_.bytes_used() + adjoint_arena_.bytes_used();
  for (const Arena& arena : step_arenas_) sum += arena.bytes_used();
  return sum;
}

int Tape::find_pool(int numbers) {
  // The list in which this size was found last. Sizes that share an entry of last_pools_ are searched for.
  int& index = last_pools_[static_cast<std::size_t>(numbers) % last_pools_.size()];
  const int lists = static_cast<int>(pool_.size());
  if (index < lists && pool_[static_cast<std::size_t>(index)].numbers == numbers) return index;
  for (index = 0; index < lists; ++index)
    if (pool_[static_cast<std::size_t>(index)].numbers == numbers) return index;
  pool_.push_back({numbers, {}});
  return index;
}

Scalar* Tape::take_adjoint(Node& node) {
  FreeList& list = pool_[static_cast<std::size_t>(node.pool)];
  if (list.buffers.empty()) {
    node.adjoint = adjoint_arena_.allocate<Scalar>(static_cast<std::size_t>(list.numbers));
  } else {
    node.adjoint = list.buffers.back();
    list.buffers.pop_back();
  }
  std::fill_n(node.adjoint, list.numbers, Scalar(0));
  return node.adjoint;
}

void Tape::move_adjoint(Var from, Var to) {
  Node& node = to.node();
  if (node.adjoint == nullptr && !node.keeps_adjoint && node.batch == from.batch()) {
    node.adjoint = std::exchange(from.node().adjoint, nullptr);
    return;
  }
  for (int b = 0; b < from.batch(); ++b) kernels::add_scaled(to.adjoint(b), from.adjoint(b), 1, from.size());
}

void Tape::give_back_adjoint(Node& node) {
  if (node.adjoint == nullptr || node.keeps_adjoint) return;
  pool_[static_cast<std::size_t>(node.pool)].buffers.push_back(node.adjoint);
  node.adjoint = nullptr;
}

void Tape::backward(Var root, Scalar scale) {
  if (!root.needs_gradient())
    fail(ErrorKind::data, "backward: the value depends on constants only, so there is no gradient");
  if (checking_) examine_values_until(nodes_.size());
  Scalar* seed = root.adjoint();
  for (int i = 0; i < root.numbers(); ++i) seed[i] += scale;
  run_pullbacks(0);
  Profile::begin_outside(profile_, Profile::kRest);
  weight_gradients_.flush();
}

void Tape::run_pullbacks(std::size_t first) {
  for (std::size_t r = records_.size(); r-- > first;) {
    const Record record = records_[r];  // a copy: pull_segment() adds to the list
    bool reached = false;
    for (std::size_t n = record.first_node; n < record.end_node; ++n) reached |= nodes_[n]->adjoint != nullptr;
    if (!reached) continue;  // the root does not depend on these values
    throw_if_interrupted();
    if (checking_)
      for (std::size_t n = record.first_node; n < record.end_node; ++n)
        if (nodes_[n]->adjoint != nullptr) examine(*nodes_[n], nodes_[n]->adjoint, "gradient of the output of");
    if (profile_ != nullptr) profile_->begin_pullback(nodes_[record.end_node - 1]->op, r);
    record.run(record.closure);
    for (std::size_t n = record.first_node; n < record.end_node; ++n) give_back_adjoint(*nodes_[n]);
  }
}

std::span<const Var> Tape::call(const Segment& segment, std::span<const Var> inputs) {
  const std::size_t before = losses_.size();
  const std::span<const Var> kept = segment.call(segment.function, inputs);
  const auto added = std::span(losses_).subspan(before);
  const std::span<Var> all = arena_.allocate_array<Var>(kept.size() + added.size());
  std::ranges::copy(added, std::ranges::copy(kept, all.begin()).out);
  return all;
}

std::span<const Var> Tape::call_without_recording(const Segment& segment) {
  const std::size_t losses = losses_.size();
  recording_ = false;
  const std::span<const Var> kept = call(segment, segment.inputs);
  recording_ = true;
  const std::span<Var> outputs = arena_.allocate_array<Var>(kept.size());
  recorded_nodes_ = nodes_.size();
  std::ranges::transform(kept, outputs.begin(), [&](Var x) {
    return Var(new_node("recompute_later", x.rows(), x.cols(), x.batch(), true, x.value()));
  });
  std::ranges::copy(outputs.last(losses_.size() - losses), losses_.begin() + static_cast<std::ptrdiff_t>(losses));
  return outputs;
}

// Records the segment anew behind everything else, calls its pullbacks, and removes it again. Its inputs and outputs
// are values of its own; they lend each other their adjoints.
void Tape::pull_segment(const Segment& segment) {
  const std::size_t first_node = nodes_.size(), first_record = records_.size(), recorded = recorded_nodes_,
                    losses = losses_.size();
  const Arena::Mark mark = arena_.mark();
  const int step = step_;
  const double flops = flops_;
  const std::span<Var> inputs = arena_.allocate_array<Var>(segment.inputs.size());
  std::ranges::transform(segment.inputs, inputs.begin(), [&](Var x) {
    Node* node = new_node("recompute_later", x.rows(), x.cols(), x.batch(), x.needs_gradient(), x.value());
    node->keeps_adjoint = x.node().keeps_adjoint;
    node->adjoint = std::exchange(x.node().adjoint, node->keeps_adjoint ? x.node().adjoint : nullptr);
    return Var(node);
  });
  recorded_nodes_ = nodes_.size();
  const std::span<const Var> outputs = call(segment, inputs);
  losses_.resize(losses);
  flops_ = flops;  // the operations of the model count once
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (segment.outputs[i].node().adjoint != nullptr) move_adjoint(segment.outputs[i], outputs[i]);
  run_pullbacks(first_record);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].needs_gradient() && !inputs[i].node().keeps_adjoint && inputs[i].node().adjoint != nullptr)
      move_adjoint(inputs[i], segment.inputs[i]);
  for (std::size_t n = first_node; n < nodes_.size(); ++n) give_back_adjoint(*nodes_[n]);
  nodes_.resize(first_node);
  records_.resize(first_record);
  recorded_nodes_ = recorded;
  step_ = step;
  arena_.release(mark);
}

void Tape::examine(const Node& node, const Scalar* numbers, const char* what) {
  if (first_nonfinite_.empty() && !kernels::all_finite(numbers, node.rows * node.cols * node.batch))
    first_nonfinite_ = fmt::format("the {} {} at time step {}", what, node.op, node.step);
}

void Tape::examine_values_until(std::size_t end) {
  for (; checked_nodes_ < end; ++checked_nodes_)
    examine(*nodes_[checked_nodes_], nodes_[checked_nodes_]->value, "output of");
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
