// Tables and pictures of traces show a new kind of head by its roles, without a change: here a stack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/io/run_file.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/report_page.hpp"

namespace memnet {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A tiny run with a stack added to its trace: a weighting over 4 slots, their state, an action and a written vector.
class StackRun {
 public:
  StackRun() {
    EXPECT_EQ(memnet(scratch_.path(), tiny_run()).code, 0);
    RunRecord record = read_run_file(only_run(scratch_.path()) / "run.h5");
    record.snapshots.clear();
    RunRecord::Trace& trace = record.traces.front();
    const int steps = trace.panels.front().numbers.cols();
    const auto add = [&](const char* name, TracedRole role, TracedAxis axis, int rows, Scalar number) {
      Matrix numbers(rows, steps);
      std::ranges::fill(numbers.column(2), number);
      trace.panels.push_back({{"stack0", name, TracedKind::memory, role, axis}, std::move(numbers)});
    };
    add("actions", TracedRole::action, TracedAxis::action, 3, Scalar(0.3));
    add("pushed", TracedRole::written_vector, TracedAxis::feature, 5, Scalar(0.7));
    add("top", TracedRole::weighting, TracedAxis::slot, 4, Scalar(0.25));
    add("heights", TracedRole::state, TracedAxis::slot, 4, Scalar(9));
    record.attention.names.emplace_back("stack0");
    record.attention.kinds.push_back(TracedKind::memory);
    for (RunRecord::Column& column : record.attention.columns) column.values.push_back(0.123);
    write_run_file(run() / "run.h5", record);
  }

  std::filesystem::path run() const { return only_run(scratch_.path()); }
  const std::filesystem::path& folder() const { return scratch_.path(); }

 private:
  Scratch scratch_;
};

const StackRun& stack_run() {
  static const StackRun run;
  return run;
}

std::string shown_stack(const std::string& drawing) {
  const Outcome outcome = memnet(stack_run().folder(), {"show", stack_run().run().string(), "--draw=" + drawing});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return outcome.out;
}

TEST(NewHead, IsInTheRunFileAsItWasTraced) {
  const RunRecord record = read_run_file(stack_run().run() / "run.h5");
  const RunRecord::Trace::Panel& heights = record.traces.front().panels.back();
  EXPECT_EQ(heights.path(), "stack0/heights");
  EXPECT_EQ(heights.kind, TracedKind::memory);
  EXPECT_EQ(heights.role, TracedRole::state);
  EXPECT_EQ(heights.axis, TracedAxis::slot);
  EXPECT_EQ(record.attention.kinds.back(), TracedKind::memory);
}

TEST(NewHead, IsDrawnInTheTerminal) {
  EXPECT_THAT(shown_stack("letters"), AllOf(HasSubstr("      stack0   0 |"), HasSubstr("stack0 heights   0 |"),
                                            HasSubstr("stack0 actions   0 |")));
  EXPECT_THAT(shown_stack("blocks"), AllOf(HasSubstr("stack0 pushed   0 "), HasSubstr("stack0 top   0 "),
                                           HasSubstr("stack0 heights   0 "), HasSubstr("stack0 actions   0 ")));
  EXPECT_THAT(shown_stack("letters"), HasSubstr("stack0  attends to 0.12 slots"));
}

TEST(NewHead, IsInTheReport) {
  const std::string page = report_of(stack_run().folder(), stack_run().run());
  const std::size_t inner = page.find("Intermediate values");
  ASSERT_NE(inner, page.npos);
  for (const char* panel : {"stack0/actions", "stack0/pushed", "stack0/top", "stack0/heights"})
    EXPECT_LT(page.find("data-panel=\"" + std::string(panel) + "\""), inner) << panel;
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\"><span class=\"name\">stack0</span></th>"));
}

TEST(NewHead, IsInFigures) {
  const auto figure = [&](const char* panel) {
    EXPECT_EQ(memnet(stack_run().folder(), {"figure", stack_run().run().string(), "--panel", panel}).code, 0);
    return text_of(stack_run().folder() / "figure.svg");
  };
  EXPECT_THAT(figure("weightings"), AllOf(HasSubstr(">stack0 top<"), Not(HasSubstr(">stack0 heights<"))));
  EXPECT_THAT(figure("episode"), AllOf(HasSubstr(">stack0 top<"), HasSubstr(">stack0 heights<")));
}

}  // namespace
}  // namespace memnet
