#include "memnet/train/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/base/table.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

Scalar scalar(double x) { return static_cast<Scalar>(x); }

// Adam (Kingma & Ba 2015), with bias correction.
class Adam : public Optimizer {
 public:
  Adam() : Optimizer({"mean", "square"}) {}

  void declare(const Options::Section& options) override {
    options.add("beta1", beta1_, 0, 1, "fraction of the running mean of the gradient that is kept in each update");
    options.add("beta2", beta2_, 0, 1, "fraction of the running mean square that is kept in each update");
    options.add("epsilon", epsilon_, 0, 1, "small number that is added to the root of the mean square");
  }

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradient, double rate, std::uint64_t t) override {
    const double steps = static_cast<double>(t);
    const double root = std::sqrt(1 - std::pow(beta2_, steps));
    const Scalar step = scalar(rate * root / (1 - std::pow(beta1_, steps)));
    const Scalar b1 = scalar(beta1_), b2 = scalar(beta2_), small = scalar(epsilon_ * root);
    Scalar *p = parameters.data(), *m = remembered(0), *v = remembered(1);
    const Scalar* g = gradient.data();
    const std::size_t n = parameters.size();
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
      m[i] = b1 * m[i] + (1 - b1) * g[i];
      v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
      p[i] -= step * m[i] / (std::sqrt(v[i]) + small);
    }
  }

 private:
  double beta1_ = 0.9, beta2_ = 0.999, epsilon_ = 1e-8;
};

// RMSProp as in most libraries: the gradient divided by the root of its running mean square, with momentum on the
// result.
class RmsProp : public Optimizer {
 public:
  RmsProp() : Optimizer({"square", "momentum"}) {}

  void declare(const Options::Section& options) override {
    options.add("decay", decay_, 0, 1, "fraction of the running mean square that is kept in each update");
    options.add("momentum", momentum_, 0, 1, "fraction of the last update that is added to the next one");
    options.add("epsilon", epsilon_, 0, 1, "small number that is added to the root of the mean square");
  }

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradient, double rate, std::uint64_t) override {
    const Scalar keep = scalar(decay_), carry = scalar(momentum_), small = scalar(epsilon_), step = scalar(rate);
    Scalar *p = parameters.data(), *v = remembered(0), *m = remembered(1);
    const Scalar* g = gradient.data();
    const std::size_t n = parameters.size();
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
      v[i] = keep * v[i] + (1 - keep) * g[i] * g[i];
      m[i] = carry * m[i] + g[i] / (std::sqrt(v[i]) + small);
      p[i] -= step * m[i];
    }
  }

 private:
  double decay_ = 0.95, momentum_ = 0.9, epsilon_ = 1e-8;
};

// RMSProp of Graves 2013 (arXiv 1308.0850, eq. 38-45): the gradient divided by its running standard deviation, with
// epsilon inside the root.
class GravesRmsProp : public Optimizer {
 public:
  GravesRmsProp() : Optimizer({"square", "mean", "momentum"}) {}

  void declare(const Options::Section& options) override {
    options.add("decay", decay_, 0, 1, "fraction of the running mean and mean square that is kept in each update");
    options.add("momentum", momentum_, 0, 1, "fraction of the last update that is added to the next one");
    options.add("epsilon", epsilon_, 0, 1, "small number that is added to the variance, inside the root");
  }

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradient, double rate, std::uint64_t) override {
    const Scalar keep = scalar(decay_), carry = scalar(momentum_), small = scalar(epsilon_), step = scalar(rate);
    Scalar *p = parameters.data(), *n2 = remembered(0), *mean = remembered(1), *m = remembered(2);
    const Scalar* g = gradient.data();
    const std::size_t n = parameters.size();
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
      n2[i] = keep * n2[i] + (1 - keep) * g[i] * g[i];
      mean[i] = keep * mean[i] + (1 - keep) * g[i];
      m[i] = carry * m[i] - step * g[i] / std::sqrt(n2[i] - mean[i] * mean[i] + small);
      p[i] += m[i];
    }
  }

 private:
  double decay_ = 0.95, momentum_ = 0.9, epsilon_ = 1e-4;
};

// Gradient descent with momentum.
class Sgd : public Optimizer {
 public:
  Sgd() : Optimizer({"momentum"}) {}

  void declare(const Options::Section& options) override {
    options.add("momentum", momentum_, 0, 1, "fraction of the last update that is added to the next one");
  }

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradient, double rate, std::uint64_t) override {
    const Scalar carry = scalar(momentum_), step = scalar(rate);
    Scalar *p = parameters.data(), *m = remembered(0);
    const Scalar* g = gradient.data();
    const std::size_t n = parameters.size();
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
      m[i] = carry * m[i] + g[i];
      p[i] -= step * m[i];
    }
  }

 private:
  double momentum_ = 0.9;
};

template <class Kind>
std::unique_ptr<Optimizer> make() {
  return std::make_unique<Kind>();
}

constexpr OptimizerEntry kOptimizers[] = {
    {"adam", "Adam with bias correction (Kingma & Ba 2015)", make<Adam>},
    {"rmsprop", "RMSProp with momentum, in its common form", make<RmsProp>},
    {"graves_rmsprop", "RMSProp that divides by the running standard deviation (Graves 2013)", make<GravesRmsProp>},
    {"sgd", "gradient descent with momentum", make<Sgd>},
};

}  // namespace

std::span<const OptimizerEntry> all_optimizers() { return kOptimizers; }

std::unique_ptr<Optimizer> make_optimizer(const std::string& name) {
  return find_entry(all_optimizers(), name, "optimizer").make();
}

GradientSize measure(std::span<const Scalar> gradient) {
  // The squares are summed in blocks, so that float sums stay precise.
  constexpr std::size_t kBlock = 4096;
  double sum = 0;
  Scalar largest = 0;
  for (std::size_t from = 0; from < gradient.size(); from += kBlock) {
    const std::size_t n = std::min(kBlock, gradient.size() - from);
    const Scalar* g = gradient.data() + from;
    Scalar part = 0;
#pragma omp simd reduction(+ : part) reduction(max : largest)
    for (std::size_t i = 0; i < n; ++i) {
      part += g[i] * g[i];
      largest = larger(largest, std::abs(g[i]));
    }
    sum += static_cast<double>(part);
  }
  return {std::sqrt(sum), static_cast<double>(largest)};
}

void clip(std::span<Scalar> gradient, const GradientSize& size, double max_norm, double max_value) {
  const double scale = max_norm > 0 && size.norm > max_norm ? max_norm / size.norm : 1;
  const bool cut = max_value > 0 && size.largest * scale > max_value;
  if (scale == 1 && !cut) return;
  const Scalar factor = scalar(scale), most = cut ? scalar(max_value) : std::numeric_limits<Scalar>::infinity();
  for (Scalar& g : gradient) g = std::clamp(factor * g, -most, most);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
