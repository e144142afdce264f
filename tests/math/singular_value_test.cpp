// The largest singular value of matrices whose singular values are known.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/base/random.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

double largest(const Matrix& a) { return kernels::largest_singular_value(a.numbers().data(), a.rows(), a.cols()); }

Matrix transposed(const Matrix& a) {
  Matrix t(a.cols(), a.rows());
  for (int i = 0; i < a.rows(); ++i)
    for (int j = 0; j < a.cols(); ++j) t(j, i) = a(i, j);
  return t;
}

TEST(SingularValue, OfADiagonalIsItsLargestNumber) {
  Matrix a(3, 5);
  a(0, 0) = 2;
  a(1, 1) = -7;
  a(2, 2) = 3;
  EXPECT_NEAR(largest(a), 7, 1e-6);
  EXPECT_NEAR(largest(transposed(a)), 7, 1e-6);
  EXPECT_EQ(largest(Matrix(4, 2)), 0);
}

TEST(SingularValue, OfAProductOfTwoVectorsIsThatOfTheirLengths) {
  const std::vector<double> u = {1, -2, 2}, v = {3, 0, 4, 0, 12};
  Matrix a(3, 5);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 5; ++j)
      a(i, j) = static_cast<Scalar>(u[static_cast<std::size_t>(i)] * v[static_cast<std::size_t>(j)]);
  EXPECT_NEAR(largest(a), 3 * 13, 1e-4);
  EXPECT_NEAR(largest(transposed(a)), 3 * 13, 1e-4);
}

TEST(SingularValue, OfARotationIsOneAndOfAShearTheGoldenRatio) {
  Matrix rotation(2, 2), shear(2, 2);
  rotation(0, 0) = rotation(1, 1) = Scalar(0.6);
  rotation(0, 1) = Scalar(-0.8);
  rotation(1, 0) = Scalar(0.8);
  shear(0, 0) = shear(0, 1) = shear(1, 1) = 1;
  EXPECT_NEAR(largest(rotation), 1, 1e-6);
  EXPECT_NEAR(largest(shear), (1 + std::sqrt(5)) / 2, 1e-6);
}

// No vector is stretched by a larger factor, and the Frobenius norm is never smaller.
TEST(SingularValue, IsTheMostThatAnyDirectionIsStretched) {
  RandomStream stream(1, "matrices");
  for (const auto& [m, n] : {std::pair{1, 6}, {6, 1}, {3, 4}, {20, 7}}) {
    Matrix a(m, n);
    double squares = 0;
    for (Scalar& x : a.numbers()) {
      x = static_cast<Scalar>(stream.normal());
      squares += static_cast<double>(x * x);
    }
    const double most = largest(a);
    EXPECT_LE(most, std::sqrt(squares) * (1 + 1e-6));
    EXPECT_GE(most, std::sqrt(squares / std::min(m, n)) * (1 - 1e-6));
    for (int time = 0; time < 100; ++time) {
      std::vector<double> x;
      double length = 0, stretched = 0;
      for (int j = 0; j < n; ++j) {
        x.push_back(stream.normal());
        length += x.back() * x.back();
      }
      for (int i = 0; i < m; ++i) {
        double sum = 0;
        for (int j = 0; j < n; ++j) sum += static_cast<double>(a(i, j)) * x[static_cast<std::size_t>(j)];
        stretched += sum * sum;
      }
      EXPECT_LE(std::sqrt(stretched / length), most * (1 + 1e-6));
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
