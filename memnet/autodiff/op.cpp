#include "memnet/autodiff/op.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

std::string shape_text(Var x) {
  return x.cols() == 1 ? fmt::format("[{}]", x.rows()) : fmt::format("[{},{}]", x.rows(), x.cols());
}

double bytes_of(Var x) { return static_cast<double>(sizeof(Scalar)) * x.numbers(); }

}  // namespace

Op::Op(const char* name, std::initializer_list<Argument> arguments) : name_(name) {
  for (const Argument& a : arguments) take(a);
}

Op::Op(const char* name, std::span<const Var> parts, const char* shape) : Op(name, {}, parts, shape) {
  if (parts.empty()) fail(ErrorKind::data, "{}: got no arguments, but needs at least one", name);
}

Op::Op(const char* name, std::initializer_list<Argument> arguments, std::span<const Var> parts, const char* shape)
    : Op(name, arguments) {
  for (const Var part : parts) take({"part", part, shape});
}

void Op::take(const Argument& a) {
  const bool first = tape_ == nullptr;
  tape_ = &a.value.tape();
  if (Profile* const profile = tape_->profile()) {
    if (first) profile->begin(name_, Profile::Pass::forward);
    // The gradients of parameters are added to in another place (autodiff/weight_gradients.hpp).
    profile->add_argument(bytes_of(a.value), a.value.needs_gradient() && !a.value.node().keeps_adjoint);
  }
  needs_gradient_ |= a.value.needs_gradient();
  bind(a, a.shape[0], a.value.rows());
  bind(a, a.shape[1] != '\0' ? a.shape[1] : '1', a.value.cols());
  if (a.value.batch() == 1) return;
  if (batch_ != 1 && a.value.batch() != batch_)
    fail(ErrorKind::data, "{}: {} holds a batch of {} examples, but another argument holds {}", name_, a.name,
         a.value.batch(), batch_);
  batch_ = a.value.batch();
}

void Op::bind(const Argument& a, char letter, int size) {
  if (letter == '*') return;
  if (letter == '1') {
    if (size != 1)
      fail(ErrorKind::data, "{}: {} is {}, but has to be [{}]", name_, a.name, shape_text(a.value), a.shape);
    return;
  }
  for (int i = 0; i < bound_; ++i) {
    if (bindings_[static_cast<std::size_t>(i)].letter != letter) continue;
    if (bindings_[static_cast<std::size_t>(i)].size != size)
      fail(ErrorKind::data, "{}: {} is {}, but {} is already {}", name_, a.name, shape_text(a.value), letter,
           bindings_[static_cast<std::size_t>(i)].size);
    return;
  }
  bindings_.at(static_cast<std::size_t>(bound_++)) = {letter, size};
}

int Op::size(char letter) const {
  for (int i = 0; i < bound_; ++i)
    if (bindings_[static_cast<std::size_t>(i)].letter == letter) return bindings_[static_cast<std::size_t>(i)].size;
  fail(ErrorKind::data, "{}: the letter {} stands for nothing", name_, letter);
}

void Op::refuse(const char* what) const { fail(ErrorKind::data, "{}: {}", name_, what); }

Var Op::make_column(int rows) const { return make_matrix(rows, 1); }

Var Op::make_matrix(int rows, int cols) const {
  const Var result(tape_->new_node(name_, rows, cols, batch_, needs_gradient_));
  if (Profile* const profile = tape_->profile()) profile->add_result(bytes_of(result));
  return result;
}

Var Op::make(const char* shape) const {
  const int rows = shape[0] == '1' ? 1 : size(shape[0]);
  const int cols = shape[1] == '\0' || shape[1] == '1' ? 1 : size(shape[1]);
  return make_matrix(rows, cols);
}

std::span<const Var> Op::keep(std::span<const Var> parts) const {
  const std::span<Var> kept = tape_->arena().allocate_array<Var>(parts.size());
  std::copy(parts.begin(), parts.end(), kept.begin());
  return kept;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
