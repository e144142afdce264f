// Heads: which parameters they declare, and how they compute an emission.
#include "memnet/addressing/head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using testing::ElementsAre;
using Emission = AddressedHead::Emission;

constexpr int kSlots = 4, kWidth = 3;

std::vector<std::string> names_of(const Params& params) {
  std::vector<std::string> names;
  for (const Params::Entry& entry : params.entries()) names.push_back(entry.name);
  return names;
}

// A head with its parameters, and what it emits for x.
struct Ready {
  Ready(const std::string& addressing, const AddressedHead::Setup& setup) : pipeline(addressing, kSlots, kWidth) {
    head.build(Scope(params, "head"), pipeline, setup);
    params.initialize(3);
    tape.bind(params);
    x = tape.constant(setup.inputs, 1, 1, 0);
    for (int i = 0; i < x.rows(); ++i) x.value()[i] = Scalar(0.1) * static_cast<Scalar>(i + 1);
  }
  // Row i of the affine map that `name` declares, applied to x.
  Scalar map(const std::string& name, int row) const {
    const Params::Entry &weights = *params.find(name + "/weights"), &bias = *params.find(name + "/bias");
    Scalar sum = params.values(bias)[static_cast<std::size_t>(row)];
    for (int k = 0; k < x.rows(); ++k)
      sum += params.values(weights)[static_cast<std::size_t>(k * weights.rows + row)] * x(k);
    return sum;
  }

  Pipeline pipeline;
  AddressedHead head;
  Params params;
  Tape tape;
  Var x;
};

TEST(AddressedHead, EmitsAllNumbersByOneMap) {
  const Ready ready("general | softmax | gate:5", {.emission = Emission::joint, .inputs = 2, .appended = {0, 0}});
  EXPECT_THAT(names_of(ready.params), ElementsAre("head/weights", "head/bias", "head/general/map"));
  const Var xi = ready.head.emit(ready.x);
  ASSERT_EQ(xi.rows(), kWidth + 1 + 2);
  for (int i = 0; i < xi.rows(); ++i) EXPECT_NEAR(xi(i), ready.map("head", i), 1e-12);
  EXPECT_NEAR(ready.params.values(*ready.params.find("head/bias"))[kWidth], 5, 0.1) << "gate:5";
}

TEST(AddressedHead, EmitsItsInputAsTheQuery) {
  const Ready ready("cosine | softmax | gate:5", {.emission = Emission::query, .inputs = kWidth});
  EXPECT_THAT(names_of(ready.params),
              ElementsAre("head/strength/weights", "head/strength/bias", "head/gate/weights", "head/gate/bias"));
  const Var xi = ready.head.emit(ready.x);
  ASSERT_EQ(xi.rows(), kWidth + 2);
  for (int i = 0; i < kWidth; ++i) EXPECT_EQ(xi(i), ready.x(i));
  EXPECT_NEAR(xi(kWidth), ready.map("head/strength", 0), 1e-12);
  EXPECT_NEAR(xi(kWidth + 1), ready.map("head/gate", 0), 1e-12);
}

// Two stages of one kind shared their parameters, since these had one name.
TEST(AddressedHead, GivesEveryStageItsOwnParameters) {
  const Ready ready("dot | softmax | shift:1 | shift:2 | shift:1", {.emission = Emission::query, .inputs = kWidth});
  EXPECT_THAT(names_of(ready.params), ElementsAre("head/shift/weights", "head/shift/bias", "head/shift2/weights",
                                                  "head/shift2/bias", "head/shift3/weights", "head/shift3/bias"));
}

TEST(AddressedHead, WithoutAnEmissionHasNoParameters) {
  for (const Emission emission : {Emission::joint, Emission::query}) {
    const Ready ready("previous", {.emission = emission, .inputs = kWidth});
    EXPECT_TRUE(ready.params.entries().empty());
    EXPECT_FALSE(ready.head.emit(ready.x));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
