// Schedules, at points computed by hand.
#include "memnet/train/schedule.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <vector>

namespace memnet {
namespace {

struct Point {
  double done;  // of 1000 sequences
  double rate;
};
struct Plan {
  const char* name;
  std::vector<Setting> settings;
  std::vector<Point> points;
};

void PrintTo(const Plan& plan, std::ostream* out) { *out << plan.name; }

const std::vector<Plan> kPlans = {
    {"constant", {}, {{0, 0.5}, {500, 0.5}, {1000, 0.5}}},
    {"linear",
     {{"schedule", "linear", ""}, {"final_rate", "0.2", ""}},
     {{0, 0.5}, {250, 0.4}, {500, 0.3}, {1000, 0.1}}},
    {"cosine",  // at a third: 0.2 + 0.8 (1 + cos 60°) / 2 = 0.8
     {{"schedule", "cosine", ""}, {"final_rate", "0.2", ""}},
     {{0, 0.5}, {1000.0 / 3, 0.4}, {500, 0.3}, {2000.0 / 3, 0.2}, {1000, 0.1}, {2000, 0.1}}},
    {"halving",  // three halvings: four quarters of training
     {{"schedule", "halving", ""}, {"halvings", "3", ""}},
     {{0, 0.5}, {249, 0.5}, {250, 0.25}, {499, 0.25}, {500, 0.125}, {750, 0.0625}, {999, 0.0625}}},
    {"hold_before_halving",  // a fifth at full rate, then two halves of what is left
     {{"schedule", "halving", ""}, {"halvings", "1", ""}, {"hold", "0.2", ""}},
     {{0, 0.5}, {200, 0.5}, {599, 0.5}, {601, 0.25}, {1000, 0.125}}},
    {"hold_before_linear",
     {{"schedule", "linear", ""}, {"final_rate", "0", ""}, {"hold", "0.5", ""}},
     {{0, 0.5}, {500, 0.5}, {750, 0.25}, {1000, 0}}},
    {"hold_changes_nothing_that_is_constant", {{"hold", "0.5", ""}}, {{0, 0.5}, {1000, 0.5}}},
    {"warmup", {{"warmup", "0.1", ""}}, {{0, 0}, {50, 0.25}, {100, 0.5}, {1000, 0.5}}},
    {"warmup_into_linear",
     {{"warmup", "0.5", ""}, {"schedule", "linear", ""}, {"final_rate", "0", ""}},
     {{0, 0}, {250, 0.1875}, {500, 0.25}, {750, 0.125}, {1000, 0}}},
};

class Schedules : public testing::TestWithParam<Plan> {};
INSTANTIATE_TEST_SUITE_P(Plans, Schedules, testing::ValuesIn(kPlans),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(Schedules, PassThroughTheirPoints) {
  std::vector<Setting> settings = GetParam().settings;
  settings.push_back({"learning_rate", "0.5", ""});
  Options options(settings);
  Schedule schedule;
  schedule.declare(options.top());
  options.finish();
  for (const Point& point : GetParam().points)
    EXPECT_NEAR(schedule.rate(point.done / 1000), point.rate, 1e-12) << point.done;
}

}  // namespace
}  // namespace memnet
