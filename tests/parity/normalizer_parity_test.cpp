// Parity: normalisers and their pullbacks agree with the sort-based algorithms of other implementations.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "memnet/ops/ops.hpp"
#include "tests/parity/golden_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr double kTolerance = 1e-10;

struct Normaliser {
  const char* name;
  Var (*apply)(Var scores);
};
constexpr Normaliser kNormalisers[] = {{"softmax", softmax}, {"sparsemax", sparsemax}, {"entmax15", entmax15}};

// Every row of the file is an example of one batch.
void compare(const GoldenFile& file, const std::string& group, const Normaliser& normaliser) {
  SCOPED_TRACE(group);
  const GoldenArray scores = file.array(group + "/scores"), weights = file.array(group + "/weights"),
                    covector = file.array(group + "/covector"), pullback = file.array(group + "/pullback");
  const int rows = scores.shape[0], N = scores.shape[1];
  Tape tape;
  const Var x = tape.leaf(N, 1, rows), c = tape.constant(N, 1, rows, 0);
  std::copy(scores.numbers.begin(), scores.numbers.end(), x.value());
  std::copy(covector.numbers.begin(), covector.numbers.end(), c.value());
  const Var y = normaliser.apply(x);
  tape.backward(hadamard(y, c));
  for (int i = 0; i < rows * N; ++i) {
    EXPECT_NEAR(y.value()[i], weights.numbers[static_cast<std::size_t>(i)], kTolerance)
        << "row " << i / N << ", slot " << i % N;
    EXPECT_NEAR(x.adjoint()[i], pullback.numbers[static_cast<std::size_t>(i)], kTolerance)
        << "row " << i / N << ", slot " << i % N;
  }
}

TEST(NormaliserParity, ValuesAndPullbacksOfEveryGoldenFile) {
  int compared = 0;
  for (const std::filesystem::path& path : golden_files()) {
    const GoldenFile file(path);
    if (file.text("model") != "normalisers") continue;
    for (const char* size : {"N1", "N2", "N7", "N32", "N129"})
      for (const Normaliser& normaliser : kNormalisers)
        compare(file, fmt::format("{}/{}", size, normaliser.name), normaliser);
    ++compared;
  }
  EXPECT_GT(compared, 0) << "there is no golden file of normalisers";
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
