#include "memnet/autodiff/tape.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Tape::reset() {
  arena_.reset();
  adjoint_arena_.reset();
  for (FreeList& list : pool_) list.buffers.clear();
  nodes_.clear();
  records_.clear();
  parameters_.clear();
  marks_.clear();
  first_nonfinite_.clear();
  recorded_nodes_ = 0;
  watched_nodes_ = 0;
  recording_ = true;
  step_ = 0;
  flops_ = 0;
}

void Tape::bind(const Params& params, std::span<Scalar> gradient) {
  parameters_.clear();
  recording_ = !gradient.empty();
  for (const Params::Entry& entry : params.entries()) {
    // Values are only read: no primitive writes to its inputs.
    auto* value = const_cast<Scalar*>(params.values(entry).data());
    Node* node = new_node("parameter", entry.rows, entry.cols, 1, entry.trainable, value);
    node->keeps_adjoint = node->wants_gradient;
    node->adjoint = node->wants_gradient ? gradient.data() + entry.offset : nullptr;
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

Var Tape::leaf(int rows, int cols, int batch) {
  const Var x = constant(rows, cols, batch, 0);
  x.node().op = "leaf";
  x.node().wants_gradient = true;
  x.node().keeps_adjoint = true;
  return x;
}

Node* Tape::new_node(const char* op, int rows, int cols, int batch, bool wants_gradient, Scalar* value) {
  const int size = rows * cols;
  if (value == nullptr)
    value = arena_.allocate<Scalar>(static_cast<std::size_t>(size) * static_cast<std::size_t>(batch));
  Node* node = arena_.construct<Node>(Node{.tape = this,
                                           .value = value,
                                           .adjoint = nullptr,
                                           .rows = rows,
                                           .cols = cols,
                                           .batch = batch,
                                           .stride = batch == 1 ? 0 : size,
                                           .step = step_,
                                           .keeps_adjoint = false,
                                           .pool = find_pool(size * batch),
                                           .wants_gradient = wants_gradient && recording_,
                                           .op = op});
  nodes_.push_back(node);
  return node;
}

int Tape::find_pool(int numbers) {
  // Where a list of this size was last found; a look is enough unless two sizes share a place.
  int& place = pool_places_[static_cast<std::size_t>(numbers) % pool_places_.size()];
  const int pools = static_cast<int>(pool_.size());
  if (place < pools && pool_[static_cast<std::size_t>(place)].numbers == numbers) return place;
  for (place = 0; place < pools; ++place)
    if (pool_[static_cast<std::size_t>(place)].numbers == numbers) return place;
  pool_.push_back({numbers, {}});
  return place;
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

void Tape::give_back_adjoint(Node& node) {
  if (node.adjoint == nullptr || node.keeps_adjoint) return;
  pool_[static_cast<std::size_t>(node.pool)].buffers.push_back(node.adjoint);
  node.adjoint = nullptr;
}

void Tape::backward(Var root, Scalar scale) {
  if (!root.wants_gradient())
    fail(ErrorKind::data, "backward: the value comes from constants alone, so there is nothing to carry back to");
  if (watching_) examine_values_until(nodes_.size());
  Scalar* seed = root.adjoint();
  for (int i = 0; i < root.numbers(); ++i) seed[i] += scale;
  for (std::size_t r = records_.size(); r-- > 0;) {
    const Record& record = records_[r];
    bool reached = false;
    for (std::size_t n = record.first_node; n < record.end_node; ++n) reached |= nodes_[n]->adjoint != nullptr;
    if (!reached) continue;  // nothing that led to the root used these values
    if (watching_)
      for (std::size_t n = record.first_node; n < record.end_node; ++n)
        if (nodes_[n]->adjoint != nullptr) examine(*nodes_[n], nodes_[n]->adjoint, "gradient of the output of");
    record.run(record.closure);
    for (std::size_t n = record.first_node; n < record.end_node; ++n) give_back_adjoint(*nodes_[n]);
  }
  weight_gradients_.flush();
}

void Tape::examine(const Node& node, const Scalar* numbers, const char* what) {
  if (first_nonfinite_.empty() && !kernels::all_finite(numbers, node.rows * node.cols * node.batch))
    first_nonfinite_ = fmt::format("the {} {} at time step {}", what, node.op, node.step);
}

void Tape::examine_values_until(std::size_t end) {
  for (; watched_nodes_ < end; ++watched_nodes_)
    examine(*nodes_[watched_nodes_], nodes_[watched_nodes_]->value, "output of");
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
