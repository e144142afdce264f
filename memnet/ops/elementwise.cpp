// Elementwise primitives.
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/leak.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// y = f(x), where the slope is a function of y.
template <class Value, class Slope>
Var map(const char* name, Var x, Value value, Slope slope) {
  const Op op(name, {{"x", x, "NW"}});
  const Var y = op.make("NW");
  value(y.value(), x.value(), x.numbers());
  op.pullback([=] {
    Scalar* dx = x.adjoint();
    const Scalar* dy = y.adjoint();
    const Scalar* v = y.value();
    const int n = y.numbers();
#pragma omp simd
    for (int i = 0; i < n; ++i) dx[i] += dy[i] * slope(v[i]);
  });
  return y;
}

OpCheck check_map(const char* name, Domain domain, Var (*f)(Var), double (*naive)(double)) {
  return {.name = name,
          .arguments = {{"x", "NW", domain}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 100}, {'W', 1}},
          .apply = [f](std::span<const Var> a) { return std::vector{f(a[0])}; },
          .reference =
              [naive](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (Scalar& v : y.numbers()) v = static_cast<Scalar>(naive(v));
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("large numbers", 0, 1000)}};
}

// z = x + sign y
template <int sign>
Var add_signed(const char* name, Var x, Var y) {
  const Op op(name, {{"x", x, "NW"}, {"y", y, "NW"}});
  const Var z = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar *xb = x.value(b), *yb = y.value(b);
    Scalar* zb = z.value(b);
#pragma omp simd
    for (int i = 0; i < z.size(); ++i) zb[i] = xb[i] + sign * yb[i];
  }
  op.pullback([=] {
    for (int b = 0; b < z.batch(); ++b) {
      const Scalar* dz = z.adjoint(b);
      Scalar *dx = x.adjoint(b), *dy = y.adjoint(b);
      for (int i = 0; i < z.size(); ++i) {
        dx[i] += dz[i];
        dy[i] += sign * dz[i];
      }
    }
  });
  return z;
}

OpCheck check_pair(const char* name, Var (*f)(Var, Var), double (*naive)(double, double)) {
  return {.name = name,
          .arguments = {{"x", "NW"}, {"y", "NW"}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 100}, {'W', 1}},
          .apply = [f](std::span<const Var> a) { return std::vector{f(a[0], a[1])}; },
          .reference =
              [naive](const OpCheck::Values& a) {
                Matrix z = a[0];
                for (int i = 0; i < z.size(); ++i)
                  z.numbers()[static_cast<std::size_t>(i)] = static_cast<Scalar>(
                      naive(a[0].numbers()[static_cast<std::size_t>(i)], a[1].numbers()[static_cast<std::size_t>(i)]));
                return OpCheck::Values{z};
              }};
}

}  // namespace

// x [N,W], y [N,W] -> [N,W]: z = x + y
Var add(Var x, Var y) { return add_signed<+1>("add", x, y); }
OpCheck check_add() {
  return check_pair("add", add, [](double x, double y) { return x + y; });
}

// x [N,W], y [N,W] -> [N,W]: z = x - y
Var subtract(Var x, Var y) { return add_signed<-1>("subtract", x, y); }
OpCheck check_subtract() {
  return check_pair("subtract", subtract, [](double x, double y) { return x - y; });
}

// x [N,W], y [N,W] -> [N,W]: z = x y, elementwise (Hadamard product)
Var hadamard(Var x, Var y) {
  const Op op("hadamard", {{"x", x, "NW"}, {"y", y, "NW"}});
  const Var z = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar *xb = x.value(b), *yb = y.value(b);
    Scalar* zb = z.value(b);
#pragma omp simd
    for (int i = 0; i < z.size(); ++i) zb[i] = xb[i] * yb[i];
  }
  op.pullback([=] {
    for (int b = 0; b < z.batch(); ++b) {
      const Scalar *dz = z.adjoint(b), *xb = x.value(b), *yb = y.value(b);
      Scalar *dx = x.adjoint(b), *dy = y.adjoint(b);
      for (int i = 0; i < z.size(); ++i) {
        dx[i] += dz[i] * yb[i];
        dy[i] += dz[i] * xb[i];
      }
    }
  });
  return z;
}
OpCheck check_hadamard() {
  return check_pair("hadamard", hadamard, [](double x, double y) { return x * y; });
}

// s [1], x [N,W] -> [N,W]: z = s x
Var scale(Var s, Var x) {
  const Op op("scale", {{"s", s, "1"}, {"x", x, "NW"}});
  const Var z = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar* xb = x.value(b);
    const Scalar factor = *s.value(b);
    Scalar* zb = z.value(b);
#pragma omp simd
    for (int i = 0; i < z.size(); ++i) zb[i] = factor * xb[i];
  }
  op.count_flops(1.0 * z.numbers());
  op.pullback([=] {
    for (int b = 0; b < z.batch(); ++b) {
      *s.adjoint(b) += kernels::dot(z.adjoint(b), x.value(b), z.size());
      kernels::add_scaled(x.adjoint(b), z.adjoint(b), *s.value(b), z.size());
    }
    z.tape().count_flops(4.0 * z.numbers());
  });
  return z;
}
OpCheck check_scale() {
  return {.name = "scale",
          .arguments = {{"s", "1"}, {"x", "NW"}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{scale(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix z = a[1];
                for (Scalar& v : z.numbers()) v *= a[0](0);
                return OpCheck::Values{z};
              }};
}

// y = 1 / (1 + e^-x), dy/dx = y (1 - y)
Var sigmoid(Var x) {
  return map("sigmoid", x, kernels::sigmoid, [](Scalar y) { return y * (1 - y); });
}
OpCheck check_sigmoid() {
  return check_map("sigmoid", Domain::real, sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); });
}

// y = tanh x, dy/dx = 1 - y^2
Var tanh(Var x) {
  return map("tanh", x, kernels::tanh, [](Scalar y) { return 1 - y * y; });
}
OpCheck check_tanh() {
  return check_map("tanh", Domain::real, tanh, [](double x) { return std::tanh(x); });
}

// y = max(0, x), dy/dx = 1 where y > 0
Var relu(Var x) {
  const auto value = [](Scalar* y, const Scalar* v, int n) {
    for (int i = 0; i < n; ++i) y[i] = std::max(v[i], Scalar(0));
  };
  return map("relu", x, value, [](Scalar y) { return y > 0 ? Scalar(1) : Scalar(0); });
}
OpCheck check_relu() {
  return check_map("relu", Domain::nonzero, relu, [](double x) { return std::max(x, 0.0); });
}

// y = x where x > 0, x / 100 elsewhere (Maas, Hannun & Ng 2013); dy/dx = 1 where y > 0, 1 / 100 elsewhere
Var leaky_relu(Var x) {
  const auto value = [](Scalar* y, const Scalar* v, int n) {
    for (int i = 0; i < n; ++i) y[i] = v[i] > 0 ? v[i] : kLeak * v[i];
  };
  return map("leaky_relu", x, value, [](Scalar y) { return y > 0 ? Scalar(1) : kLeak; });
}
OpCheck check_leaky_relu() {
  return check_map("leaky_relu", Domain::nonzero, leaky_relu, [](double x) { return x > 0 ? x : x / 100; });
}

// y = log(1 + e^x), dy/dx = 1 - e^-y
Var softplus(Var x) {
  return map("softplus", x, kernels::softplus, [](Scalar y) { return 1 - std::exp(-y); });
}
OpCheck check_softplus() {
  return check_map("softplus", Domain::real, softplus, [](double x) { return std::log1p(std::exp(x)); });
}

// y = 1 + log(1 + e^x), dy/dx = 1 - e^(1-y)
Var one_plus_softplus(Var x) {
  const auto value = [](Scalar* y, const Scalar* v, int n) {
    kernels::softplus(y, v, n);
    for (int i = 0; i < n; ++i) y[i] += 1;
  };
  return map("one_plus_softplus", x, value, [](Scalar y) { return 1 - std::exp(1 - y); });
}
OpCheck check_one_plus_softplus() {
  return check_map("one_plus_softplus", Domain::real, one_plus_softplus,
                   [](double x) { return 1 + std::log1p(std::exp(x)); });
}

// y = elu(x) + 1 = x + 1 where x > 0, e^x elsewhere (Katharopoulos et al. 2020, eq. 7); dy/dx = min(1, y)
Var elu_plus_one(Var x) {
  const auto value = [](Scalar* y, const Scalar* v, int n) {
    for (int i = 0; i < n; ++i) y[i] = std::min(v[i], Scalar(0));
    kernels::exp(y, y, n);
    for (int i = 0; i < n; ++i) y[i] += std::max(v[i], Scalar(0));
  };
  return map("elu_plus_one", x, value, [](Scalar y) { return y > 1 ? Scalar(1) : y; });
}
OpCheck check_elu_plus_one() {
  return check_map("elu_plus_one", Domain::real, elu_plus_one, [](double x) { return x > 0 ? x + 1 : std::exp(x); });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
