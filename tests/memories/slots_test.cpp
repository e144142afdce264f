// The memory after one step of an NTM, computed once more, slot by slot, from the emissions of the heads.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "memnet/cells/machine.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kWidth = 3, kInputs = 2;

class NtmStep : public testing::TestWithParam<std::tuple<int, const char*>> {};

INSTANTIATE_TEST_SUITE_P(
    Heads, NtmStep, testing::Combine(testing::Values(1, 2, 3), testing::Values("read_then_write", "write_then_read")),
    [](const auto& info) { return fmt::format("{}_{}", std::get<1>(info.param), std::get<0>(info.param)); });

TEST_P(NtmStep, ErasesThenAddsAndReadsInItsOrder) {
  const auto [heads, order] = GetParam();
  Options options({{"model.slots", std::to_string(kSlots), "test"},
                   {"model.width", std::to_string(kWidth), "test"},
                   {"model.read_heads", std::to_string(heads), "test"},
                   {"model.write_heads", std::to_string(heads), "test"},
                   {"model.order", order, "test"}});
  const std::unique_ptr<Cell> cell = make_machine_cell();
  cell->declare(options.section("model"));
  options.finish();
  Params params;
  cell->build(Scope(params), kInputs);
  const std::vector<StatePart> parts = cell->state_parts();
  const auto memory = static_cast<std::size_t>(std::ranges::find(parts, "memory", &StatePart::name) - parts.begin());
  params.initialize(14);

  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params);
  State before = cell->start(tape);
  for (int t = 0; t < 3; ++t) {  // a few steps, so that the heads look elsewhere than at the start
    tape.set_step(t);
    const State after = cell->step({.x = tape.constant(kInputs, 1, 1, Scalar(t + 1))}, before).state;
    const auto traced = [&](const std::string& path) {
      for (const Tape::Traced& value : tape.traced())
        if (value.path() == path && value.step == t) return value.value;
      ADD_FAILURE() << path << " was not traced";
      return tape.constant(kSlots, kWidth, 1, 0);
    };
    for (int i = 0; i < kSlots; ++i)
      for (int j = 0; j < kWidth; ++j) {
        Scalar expected = before[memory](i, j);
        for (int h = 0; h < heads; ++h) {
          const std::string head = fmt::format("write{}/", h);
          expected *= 1 - traced(head + "weighting")(i) * traced(head + "erase")(j);
        }
        for (int h = 0; h < heads; ++h) {
          const std::string head = fmt::format("write{}/", h);
          expected += traced(head + "weighting")(i) * traced(head + "add")(j);
        }
        EXPECT_NEAR(after[memory](i, j), expected, 1e-12) << "slot " << i << ", number " << j;
      }
    const Var seen = std::string(order) == "read_then_write" ? before[memory] : after[memory];
    for (int h = 0; h < heads; ++h)
      for (int j = 0; j < kWidth; ++j) {
        Scalar expected = 0;
        for (int i = 0; i < kSlots; ++i) expected += traced(fmt::format("read{}/weighting", h))(i) * seen(i, j);
        EXPECT_NEAR(after[static_cast<std::size_t>(h)](j), expected, 1e-12) << "head " << h << ", number " << j;
      }
    before = after;
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
