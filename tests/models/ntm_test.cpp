// The memory after one step of an NTM, computed once more, slot by slot, from the emissions of the heads.
#include "memnet/models/ntm.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kWidth = 3, kInputs = 2;

class NtmStep : public testing::TestWithParam<std::tuple<int, const char*>> {};

INSTANTIATE_TEST_SUITE_P(Heads, NtmStep,
                         testing::Combine(testing::Values(1, 2, 3), testing::Values("read_first", "write_first")),
                         [](const auto& info) {
                           return fmt::format("{}_{}", std::get<1>(info.param), std::get<0>(info.param));
                         });

TEST_P(NtmStep, ErasesThenAddsAndReadsInItsOrder) {
  const auto [heads, order] = GetParam();
  Options options({{"model.slots", std::to_string(kSlots), "test"},
                   {"model.width", std::to_string(kWidth), "test"},
                   {"model.read_heads", std::to_string(heads), "test"},
                   {"model.write_heads", std::to_string(heads), "test"},
                   {"model.order", order, "test"}});
  Ntm model;
  model.declare(options.section("model"));
  options.finish();
  Params params;
  model.build(params, {.inputs = kInputs, .outputs = 1});
  params.initialize(14);

  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params);
  Ntm::State before = model.start(tape);
  for (int t = 0; t < 3; ++t) {  // a few steps, so that the heads look elsewhere than at the start
    tape.set_step(t);
    const Ntm::State after = model.step(tape, tape.constant(kInputs, 1, 1, Scalar(t + 1)), before).state;
    const auto traced = [&](const std::string& path) {
      for (const Tape::Traced& value : tape.traced())
        if (value.path() == path && value.step == t) return value.value;
      ADD_FAILURE() << path << " was not traced";
      return tape.constant(kSlots, kWidth, 1, 0);
    };
    for (int i = 0; i < kSlots; ++i)
      for (int j = 0; j < kWidth; ++j) {
        Scalar expected = before.M(i, j);
        for (int h = 0; h < heads; ++h) {
          const std::string head = fmt::format("write{}/", h);
          expected *= 1 - traced(head + "weighting")(i) * traced(head + "erase")(j);
        }
        for (int h = 0; h < heads; ++h) {
          const std::string head = fmt::format("write{}/", h);
          expected += traced(head + "weighting")(i) * traced(head + "add")(j);
        }
        EXPECT_NEAR(after.M(i, j), expected, 1e-12) << "slot " << i << ", number " << j;
      }
    const Var seen = std::string(order) == "read_first" ? before.M : after.M;
    for (int h = 0; h < heads; ++h)
      for (int j = 0; j < kWidth; ++j) {
        Scalar expected = 0;
        for (int i = 0; i < kSlots; ++i) expected += traced(fmt::format("read{}/weighting", h))(i) * seen(i, j);
        EXPECT_NEAR(after.reads[static_cast<std::size_t>(h)](j), expected, 1e-12) << "head " << h << ", number " << j;
      }
    before = after;
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
