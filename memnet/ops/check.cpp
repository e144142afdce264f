#include "memnet/ops/check.hpp"

#include <algorithm>
#include <cmath>

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_OP(name) OpCheck check_##name();
#include "memnet/ops/table.def"
#undef MEMNET_OP

std::span<const OpEntry> all_ops() {
  static constexpr OpEntry kOps[] = {
#define MEMNET_OP(name) {#name, check_##name},
#include "memnet/ops/table.def"
#undef MEMNET_OP
  };
  return kOps;
}

OpCheck::Stress scale_argument(const char* what, std::size_t argument, double factor) {
  return {what, [=](OpCheck::Values& a) {
            for (Scalar& v : a[argument].numbers()) v = static_cast<Scalar>(v * factor);
          }};
}

OpCheck::Stress fill_argument(const char* what, std::size_t argument, double number) {
  return {what, [=](OpCheck::Values& a) { std::ranges::fill(a[argument].numbers(), static_cast<Scalar>(number)); }};
}

bool is_data(Domain domain) { return domain == Domain::bits || domain == Domain::data || domain == Domain::index; }

int size_of(const OpCheck::Sizes& sizes, char letter) {
  if (letter == '1' || letter == '\0') return 1;
  return std::ranges::find(sizes, letter, &std::pair<char, int>::first)->second;
}

Matrix sample(Domain domain, int rows, int cols, int classes, RandomStream& stream) {
  Matrix x(rows, cols);
  double sum = 0;
  for (Scalar& number : x.numbers()) {
    double v = 0;
    switch (domain) {
      case Domain::real:
      case Domain::data: v = stream.normal(); break;
      case Domain::nonzero:
        v = stream.normal();
        v += std::copysign(0.1, v);
        break;
      case Domain::unit: v = stream.uniform(0.05, 0.95); break;
      case Domain::positive: v = stream.uniform(0.2, 3); break;
      case Domain::at_least_one: v = stream.uniform(1.05, 4); break;
      case Domain::simplex: v = stream.uniform(0.1, 1); break;
      case Domain::bits: v = stream.coin() ? 1 : 0; break;
      case Domain::index: v = stream.between(0, classes - 1); break;
    }
    number = static_cast<Scalar>(v);
    sum += v;
  }
  if (domain == Domain::simplex)
    for (Scalar& number : x.numbers()) number = static_cast<Scalar>(number / sum);
  return x;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
