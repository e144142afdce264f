// The encoder `tree`: who the parents of places are. These tests are compiled in double.
#include <gtest/gtest.h>

#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSize = 3;

class TreeEncoder {
 public:
  explicit TreeEncoder(std::vector<Setting> settings) {
    Options options(std::move(settings));
    encoder->declare(options.top());
    options.finish();
    encoder->build(Scope(params), kSize);
    params.initialize(3);
  }

  // The weights of the parents of each place, and the annotations of a source of so many random places.
  struct Result {
    std::vector<std::vector<double>> parents;
    std::vector<std::vector<double>> annotations, places;
  };
  Result read(int count) const {
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(params);
    RandomStream stream(4, "places");
    Places places;
    places.length = tape.constant(1, 1, 1, static_cast<Scalar>(count));
    places.x = tape.arena().allocate_array<Var>(static_cast<std::size_t>(count));
    places.present = tape.arena().allocate_array<Var>(static_cast<std::size_t>(count));
    for (Var& x : places.x) {
      x = tape.constant(kSize, 1, 1, 0);
      for (int k = 0; k < kSize; ++k) x.value()[k] = static_cast<Scalar>(stream.normal());
    }
    for (Var& present : places.present) present = tape.constant(1, 1, 1, 1);
    Result result;
    const auto numbers = [](Var x) { return std::vector<double>(x.value(), x.value() + x.size()); };
    for (const Var x : encoder->encode(tape, places).annotations) result.annotations.push_back(numbers(x));
    for (const Var x : places.x) result.places.push_back(numbers(x));
    for (const Tape::Traced& traced : tape.traced()) {
      if (traced.role != TracedRole::self_attention) continue;
      for (int j = 0; j < traced.value.cols(); ++j) {
        result.parents.emplace_back();
        for (int i = 0; i < traced.value.rows(); ++i) result.parents.back().push_back(traced.value(i, j));
      }
    }
    return result;
  }

  std::unique_ptr<Encoder> encoder = make_encoder("tree");
  Params params;
};

double sum_of(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double x : numbers) sum += x;
  return sum;
}

// What its parents lack to a sum of 1 is the root; of a tree with one root, all places together lack 1.
TEST(TreeEncoder, EveryPlaceHasOneParentOrIsBelowTheRoot) {
  for (const char* attention : {"structured", "simple"}) {
    const TreeEncoder::Result result = TreeEncoder({{"attention", attention, ""}}).read(5);
    ASSERT_EQ(result.parents.size(), 5u);
    double below_root = 0;
    for (std::size_t j = 0; j < 5; ++j) {
      EXPECT_NEAR(result.parents[j][j], 0, 1e-12) << "its own parent";
      EXPECT_LE(sum_of(result.parents[j]), 1 + 1e-12);
      below_root += 1 - sum_of(result.parents[j]);
      for (int k = 0; k < kSize; ++k) {
        const auto row = static_cast<std::size_t>(k);
        double mean = 0;
        for (std::size_t i = 0; i < 5; ++i) mean += result.parents[j][i] * result.places[i][row];
        EXPECT_NEAR(result.annotations[j][row], result.places[j][row], 1e-12);
        EXPECT_NEAR(result.annotations[j][kSize + row], mean, 1e-12);
      }
    }
    if (attention == std::string("structured")) {
      EXPECT_NEAR(below_root, 1, 1e-12);
    }
  }
}

TEST(TreeEncoder, ASinglePlaceIsBelowTheRoot) {
  for (const char* attention : {"structured", "simple"})
    EXPECT_NEAR(TreeEncoder({{"attention", attention, ""}}).read(1).parents[0][0], 0, 1e-12);
}

TEST(TreeEncoder, WithoutParentsIsTheEncoderOfWords) {
  const TreeEncoder none({{"attention", "none", ""}});
  const TreeEncoder::Result result = none.read(4);
  EXPECT_EQ(result.annotations, result.places);
  EXPECT_TRUE(result.parents.empty());
  EXPECT_TRUE(none.params.entries().empty());
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
