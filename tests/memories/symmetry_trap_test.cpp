// Memory slots that start identical, with heads that treat them alike, stay identical; and so do equal weights of a
// head that only transforms its previous weighting. Both settings are refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/random.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// If every slot of the memory is the same and the weightings of the write heads are uniform, every step and every
// gradient treats all slots alike. The memory acts as one slot, whatever is learned.
TEST(SymmetryTrap, SlotsThatStartAlikeStayAlike) {
  constexpr int kSlots = 6, kWidth = 4;
  const Pipeline pipeline("ntm", kSlots, kWidth);
  RandomStream stream(13, "symmetry");
  const auto learned = [&](Tape& tape, int rows) {
    const Var x = tape.leaf(rows, 1, 1);
    for (int i = 0; i < rows; ++i) x.value()[i] = stream.normal();
    return x;
  };
  Tape tape;
  const Var start = tape.leaf(kSlots, kWidth, 1);
  std::fill_n(start.value(), start.numbers(), Scalar(0.1));
  Var M = start, w = tape.constant(kSlots, 1, 1, Scalar(1) / kSlots);
  for (int t = 0; t < 10; ++t) {
    w = pipeline.address(learned(tape, pipeline.emission()), {.memory = M, .previous = w});
    M = erase_and_add(M, w, sigmoid(learned(tape, kWidth)), learned(tape, kWidth));
  }
  const Var r = read(M, w);
  tape.backward(project({&r, 1}));
  for (int i = 1; i < kSlots; ++i) {
    EXPECT_NEAR(w(i), w(0), 1e-12);
    for (int j = 0; j < kWidth; ++j) {
      EXPECT_NEAR(M(i, j), M(0, j), 1e-12) << "slot " << i;
      EXPECT_NEAR(start.adjoint()[j * kSlots + i], start.adjoint()[j * kSlots], 1e-12) << "gradient by slot " << i;
    }
  }
}

using Settings = std::vector<std::pair<std::string, std::string>>;

void build_ntm(Settings given) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : given) settings.push_back({"model." + name, value, "test"});
  for (const char* size : {"model.slots", "model.width", "model.controller.size"})
    settings.push_back({size, "4", "test"});
  Options options(settings);
  const std::unique_ptr<Model> model = make_model("ntm");
  model->declare(options.section("model"));
  Params params;
  model->build(params, {.inputs = 3, .outputs = 2});
}

void expect_error(Settings settings, std::initializer_list<const char*> parts) {
  try {
    build_ntm(std::move(settings));
    ADD_FAILURE() << "was built, but should be refused with: " << *parts.begin();
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    for (const char* part : parts) EXPECT_NE(message.find(part), message.npos) << message << "\nlacks: " << part;
  }
}

void expect_refused(Settings settings, const char* why) {
  expect_error(std::move(settings), {"model.initial_memory = constant", "all slots start equal and stay equal", why});
}

TEST(SymmetryTrap, IsRefusedIfInitialWeightingsAreUniform) {
  for (const char* weighting : {"uniform", "zeros"})
    expect_refused({{"initial_memory", "constant"}, {"initial_weighting", weighting}},
                   "initial_weighting = one_hot or learned");
}

TEST(SymmetryTrap, IsRefusedIfWriteHeadsAddressByContentOnly) {
  for (const char* weighting : {"uniform", "one_hot", "learned", "zeros"})
    expect_refused({{"initial_memory", "constant"}, {"addressing", "content"}, {"initial_weighting", weighting}},
                   "content only");
  // Read heads cannot break the symmetry, whatever their addressing.
  expect_refused({{"initial_memory", "constant"}, {"addressing", "ntm"}, {"write_addressing", "content"}},
                 "content only");
}

TEST(SymmetryTrap, DoesNotExistWithASingleSlot) {
  EXPECT_NO_THROW(build_ntm({{"initial_memory", "constant"}, {"addressing", "content"}, {"slots", "1"}}));
}

// Such heads had equal weights in all slots after any training: they looked as if they had learned nothing.
TEST(EqualWeights, AreRefusedForHeadsThatOnlyTransformTheirPreviousWeighting) {
  for (const char* memory : {"random", "learned"})
    for (const char* weighting : {"uniform", "zeros"})
      for (const Settings& heads : {Settings{{"addressing", "tape"}},
                                    {{"addressing", "previous | sharpen"}},
                                    {{"addressing", "uniform | gate | shift:1"}},
                                    {{"addressing", "ntm"}, {"write_addressing", "tape"}},
                                    {{"addressing", "tape"}, {"write_mode", "append"}}}) {
        Settings settings = heads;
        settings.insert(settings.end(), {{"initial_memory", memory}, {"initial_weighting", weighting}});
        expect_error(settings, {weighting, "never chooses a slot", "initial_weighting = one_hot or learned"});
      }
}

TEST(EqualWeights, AreNoTrapForOtherHeads) {
  for (const char* weighting : {"uniform", "zeros"})
    // `uniform` alone is the baseline of a head that cannot choose.
    for (const char* addressing : {"ntm", "content", "location", "uniform"})
      EXPECT_NO_THROW(
          build_ntm({{"addressing", addressing}, {"initial_memory", "random"}, {"initial_weighting", weighting}}));
  for (const char* weighting : {"one_hot", "learned"})
    EXPECT_NO_THROW(
        build_ntm({{"addressing", "tape"}, {"initial_memory", "random"}, {"initial_weighting", weighting}}));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
