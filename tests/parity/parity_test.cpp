#include "tests/parity/parity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

namespace memnet {
inline namespace MEMNET_PRECISION {

namespace {
constexpr double kTolerance = 1e-9;
}

void expect_same(const std::string& what, std::span<const Scalar> got, std::span<const double> expected) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  double largest = 0;
  for (const double x : expected) largest = std::max(largest, std::abs(x));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double size = std::max({std::abs(expected[i]), largest / 1000, 1e-300});
    ASSERT_LT(std::abs(got[i] - expected[i]) / size, kTolerance)
        << what << ", number " << i << ": " << got[i] << " in place of " << expected[i];
  }
}

// From row-major to column-major.
Matrix Parts::read(const GoldenFile& file, const std::string& group) const {
  std::vector<Scalar> numbers;
  int rows = 0;
  for (const std::string& name : golden) {
    const GoldenArray part = file.array(group + "/" + name);
    const std::size_t cols = part.numbers.size() / index(part.shape[0]);
    rows = part.shape[0];
    const std::size_t end = columns < 0 ? cols : index(first + columns);
    for (std::size_t j = index(first); j < end; ++j)
      for (std::size_t i = 0; i < index(rows); ++i) numbers.push_back(part.numbers[i * cols + j]);
  }
  Matrix joined(rows, static_cast<int>(numbers.size()) / rows);
  std::ranges::copy(numbers, joined.numbers().begin());
  return joined;
}

namespace {

// The attribute `model` of a file names the family that it belongs to.
TEST(Parity, OfEveryGoldenFile) {
  const std::map<std::string, void (*)(const GoldenFile&)> families = {
      {"ntm", compare_ntm},
      {"dnc", compare_dnc},
      {"act", compare_act},
      {"memn2n", compare_memn2n},
      {"rnnsearch", compare_rnnsearch},
      {"luong", compare_luong},
      {"transformer", compare_transformer},
      {"show_attend_tell", compare_show_attend_tell},
      {"attentive_reader", compare_reader},
      {"ff_attention", compare_feed_forward_attention},
      {"normalisers", compare_normalizers},
      {"fast_weights", compare_fast_weights},
      {"hopfield", compare_hopfield},
      {"crf_chain", compare_chain},
      {"crf_tree", compare_trees},
      {"mann", compare_mann},
      {"dntm_memory", compare_dntm},
      {"stack_rnn", compare_scalar_lists},
      {"list_rnn", compare_scalar_lists},
      {"neural_stack", compare_strengths},
      {"neural_queue", compare_strengths},
      {"neural_deque", compare_strengths},
      {"categorical_read_estimators", compare_estimators}};
  std::map<std::string, int> compared;
  for (const std::filesystem::path& path : golden_files()) {
    SCOPED_TRACE(path.string());
    const GoldenFile file(path);
    const std::string name = file.text("model");
    const auto family = families.find(name);
    if (family != families.end()) {
      family->second(file);
      ++compared[name];
    }
    std::cout << (family != families.end() ? "compared " : "left out ") << name << ": " << path.string() << std::endl;
  }
  for (const auto& [name, compare] : families) EXPECT_GT(compared[name], 0) << "there is no golden file of " << name;
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
