// The kernels against plain loops, for all sizes around those of registers and tiles.
#include "memnet/math/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "memnet/base/random.hpp"
#include "memnet/math/product.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr double kTolerance = 50 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());

std::size_t index(int i) { return static_cast<std::size_t>(i); }

std::vector<Scalar> sample(int numbers, RandomStream& stream) {
  std::vector<Scalar> x(static_cast<std::size_t>(numbers));
  for (Scalar& v : x) v = static_cast<Scalar>(stream.normal());
  return x;
}

// A matrix [rows, cols] that knows how to transpose itself.
struct Factor {
  std::vector<Scalar> numbers;
  int rows, cols;
  bool transposed = false;
  double operator()(int i, int j) const {
    return static_cast<double>(numbers[static_cast<std::size_t>(transposed ? i * rows + j : j * rows + i)]);
  }
};

// Expects y = start + a b, where y is [rows, cols] and the sum has `depth` terms.
void expect_product(const std::vector<Scalar>& y, const std::vector<Scalar>& start, const Factor& a, const Factor& b,
                    int rows, int cols, int depth, const char* what) {
  double worst = 0;
  for (int j = 0; j < cols; ++j)
    for (int i = 0; i < rows; ++i) {
      const auto at = static_cast<std::size_t>(j * rows + i);
      double exact = static_cast<double>(start[at]), size = 1 + std::abs(exact);
      for (int p = 0; p < depth; ++p) {
        exact += a(i, p) * b(p, j);
        size += std::abs(a(i, p) * b(p, j));
      }
      worst = std::max(worst, std::abs(static_cast<double>(y[at]) - exact) / size);
    }
  EXPECT_LE(worst, kTolerance) << what << " [" << rows << "," << depth << "] [" << depth << "," << cols << "]";
}

TEST(Kernels, ProductsOfAllSizes) {
  RandomStream stream(1, "kernels_test");
  for (const int m : {1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 33, 47, 48, 49, 63, 65, 100})
    for (const int k : {1, 3, 8, 16, 33})
      for (const int n : {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 65, 130}) {
        const Factor a{sample(m * k, stream), m, k}, b{sample(k * n, stream), k, n}, c{sample(m * n, stream), m, n};
        const std::vector<Scalar> zeros(static_cast<std::size_t>(m * n)), start = sample(m * n, stream);
        std::vector<Scalar> y = start;
        kernels::multiply(y.data(), a.numbers.data(), b.numbers.data(), m, k, n);
        expect_product(y, zeros, a, b, m, n, k, "multiply");
        y = start;
        kernels::add_product(y.data(), a.numbers.data(), b.numbers.data(), m, k, n);
        expect_product(y, start, a, b, m, n, k, "add_product");

        const Factor a_transposed{a.numbers, m, k, true};
        const std::vector<Scalar> before = sample(k * n, stream);
        y = before;
        kernels::add_transposed_times(y.data(), a.numbers.data(), c.numbers.data(), m, k, n);
        expect_product(y, before, a_transposed, c, k, n, m, "add_transposed_times");

        // Blocks of matrices with 3 further rows.
        const Factor tall_a{sample((m + 3) * k, stream), m + 3, k}, tall_b{sample((k + 3) * n, stream), k + 3, n};
        std::vector<Scalar> tall = sample((m + 3) * n, stream);
        const auto block = [&] {
          std::vector<Scalar> numbers;
          for (int j = 0; j < n; ++j)
            numbers.insert(numbers.end(), &tall[index(j * (m + 3))], &tall[index(j * (m + 3))] + m);
          return numbers;
        };
        kernels::multiply_block({tall.data(), m + 3}, {tall_a.numbers.data(), m + 3}, {tall_b.numbers.data(), k + 3}, m,
                                k, n);
        expect_product(block(), zeros, tall_a, tall_b, m, n, k, "multiply_block");
        std::vector<Scalar> old_block = block();
        kernels::add_block_product({tall.data(), m + 3}, {tall_a.numbers.data(), m + 3}, {tall_b.numbers.data(), k + 3},
                                   m, k, n);
        expect_product(block(), old_block, tall_a, tall_b, m, n, k, "add_block_product");
        old_block = block();
        const Factor tall_transposed{sample((n + 3) * k, stream), n + 3, k, true};
        kernels::add_block_times_transposed({tall.data(), m + 3}, {tall_a.numbers.data(), m + 3},
                                            {tall_transposed.numbers.data(), n + 3}, m, k, n);
        expect_product(block(), old_block, tall_a, tall_transposed, m, n, k, "add_block_times_transposed");

        const Factor b_transposed{b.numbers, k, n, true};
        const std::vector<Scalar> old = sample(m * k, stream);
        y = old;
        kernels::add_times_transposed(y.data(), c.numbers.data(), b.numbers.data(), m, k, n);
        expect_product(y, old, c, b_transposed, m, k, n, "add_times_transposed");
      }
}

TEST(Kernels, ReductionsOfAllSizes) {
  RandomStream stream(2, "kernels_test");
  for (int n = 0; n < 80; ++n) {
    const std::vector<Scalar> x = sample(n, stream), y = sample(n, stream);
    double sum = 0, dot = 0, size = 1;
    Scalar largest = -std::numeric_limits<Scalar>::infinity();
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum += static_cast<double>(x[i]);
      dot += static_cast<double>(x[i]) * static_cast<double>(y[i]);
      size += std::abs(static_cast<double>(x[i])) * (1 + std::abs(static_cast<double>(y[i])));
      largest = std::max(largest, x[i]);
    }
    EXPECT_NEAR(static_cast<double>(kernels::sum(x.data(), n)), sum, kTolerance * size) << n;
    EXPECT_NEAR(static_cast<double>(kernels::dot(x.data(), y.data(), n)), dot, kTolerance * size) << n;
    EXPECT_EQ(kernels::maximum(x.data(), n), largest) << n;

    std::vector<Scalar> shares(x.size());
    double total = 0;
    for (const Scalar v : x) total += std::exp(2 * static_cast<double>(v));
    kernels::softmax(shares.data(), x.data(), 2, n);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = std::exp(2 * static_cast<double>(x[i])) / total;
      EXPECT_NEAR(static_cast<double>(shares[i]), exact, kTolerance * exact) << i << " of " << n;
    }
  }
}

// Also where 1 + e^x is 1, and where e^x overflows.
TEST(Kernels, SoftplusIsPreciseEverywhere) {
  std::vector<Scalar> x;
  for (double v = -80; v < 80; v += 0.37) x.push_back(static_cast<Scalar>(v));
  x.push_back(1000);
  x.push_back(0);
  std::vector<Scalar> y(x.size());
  kernels::softplus(y.data(), x.data(), static_cast<int>(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double v = static_cast<double>(x[i]), exact = std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v)));
    EXPECT_NEAR(static_cast<double>(y[i]), exact, kTolerance * exact) << v;
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
