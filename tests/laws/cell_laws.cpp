// The laws of cells: every line of cells/table.def keeps them.
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kCellInputs = 3;

struct CellSetup {
  std::string name, cell;
  std::vector<std::pair<std::string, std::string>> settings = {};
};
void PrintTo(const CellSetup& setup, std::ostream* out) { *out << setup.name; }

std::vector<CellSetup> cells() {
  std::vector<CellSetup> all;
  for (const CellEntry& entry : all_cells()) all.push_back({entry.name, entry.name});
  for (const char* positions : {"learned", "relative", "none"})
    all.push_back({std::string("transformer_") + positions, "transformer", {{"positions", positions}}});
  all.push_back({"transformer_of_four_steps", "transformer", {{"steps", "4"}, {"positions", "relative"}}});
  all.push_back({"transformer_post", "transformer", {{"norm", "post"}}});
  return all;
}

class CellLaws : public testing::TestWithParam<CellSetup> {
 protected:
  CellLaws() {
    std::vector<Setting> settings = {{"cell.size", "4", "test"}};
    for (const auto& [name, value] : GetParam().settings) settings.push_back({"cell." + name, value, "test"});
    Options options(settings);
    cell->declare(options.section("cell"));
    looks = cell->annotate(2);
    cell->build(Scope(params), kCellInputs);
    params.initialize(51);
    for (Scalar& x : params.values()) x += static_cast<Scalar>(0.1 * stream.normal());
  }

  // What a tape has of three examples with so many steps.
  struct Given {
    std::span<Var> x;
    std::span<const Var> prepared;
  };
  Given give(Tape& tape, int steps) const {
    RandomStream numbers(52, "inputs");
    const auto sample = [&](int rows, int cols) {
      const Var x = tape.constant(rows, cols, 3, 0);
      std::generate_n(x.value(), x.numbers(), [&] { return static_cast<Scalar>(numbers.normal()); });
      return x;
    };
    const Annotations annotations{.places = sample(5, 2), .length = tape.constant(1, 1, 3, 4)};
    const std::span<Var> x = tape.arena().allocate_array<Var>(static_cast<std::size_t>(steps));
    for (Var& column : x) column = sample(kCellInputs, 1);
    return {x, looks ? cell->prepare(annotations) : std::span<const Var>()};
  }
  std::vector<Var> stepped(Tape& tape, const Given& given) const {
    std::vector<Var> outputs;
    State state = cell->start(tape);
    for (const Var x : given.x) {
      const Cell::Step step = cell->step({.x = x, .prepared = given.prepared}, state);
      outputs.push_back(step.output);
      state = step.state;
    }
    return outputs;
  }

  RandomStream stream{53, GetParam().name};
  std::unique_ptr<Cell> cell = make_cell(GetParam().cell);
  bool looks = false;
  Params params;
};

INSTANTIATE_TEST_SUITE_P(Cells, CellLaws, testing::ValuesIn(cells()), [](const auto& info) { return info.param.name; });

TEST_P(CellLaws, AStepGivesTheSizesThatItSays) {
  Tape tape;
  tape.bind(params);
  const Given given = give(tape, 1);
  const std::vector<StatePart> parts = cell->state_parts();
  const Cell::Step step = cell->step({.x = given.x[0], .prepared = given.prepared}, cell->start(tape));
  EXPECT_EQ(step.output.rows(), cell->outputs());
  ASSERT_EQ(step.state.size(), parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(step.state[i].rows(), parts[i].rows) << parts[i].name;
    EXPECT_EQ(step.state[i].cols(), parts[i].cols) << parts[i].name;
  }
}

// All steps at once are the steps one after the other, and so are their gradients.
TEST_P(CellLaws, AtOnceIsStepByStep) {
  if (!cell->runs()) GTEST_SKIP() << "it is only stepped";
  for (const int steps : {1, 3, 9}) {
    AlignedVector<Scalar> gradient(params.values().size(), 0), expected = gradient;
    Tape at_once, by_step;
    at_once.bind(params, gradient);
    by_step.bind(params, expected);
    const Given given = give(at_once, steps), same = give(by_step, steps);
    const std::span<const Var> run = cell->run(given.x, given.prepared);
    const std::vector<Var> all(run.begin(), run.end()), outputs = stepped(by_step, same);
    ASSERT_EQ(all.size(), outputs.size());
    for (std::size_t t = 0; t < all.size(); ++t)
      for (int i = 0; i < all[t].numbers(); ++i)
        EXPECT_NEAR(all[t].value()[i], outputs[t].value()[i], 1e-12) << "step " << t << " of " << steps;
    at_once.backward(project(all));
    by_step.backward(project(outputs));
    for (std::size_t i = 0; i < gradient.size(); ++i) EXPECT_NEAR(gradient[i], expected[i], 1e-10) << "number " << i;
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
