// A recurrent encoder (Bahdanau et al. 2015, section 3.2): the annotation of place j is the output of a cell that has
// read the places up to j; if it reads both ways, with that of a second cell behind it, which has read the places from
// the last one back to j.
//   forward    f_j = cell(x_j, f_(j-1))
//   backward   b_j = cell(x_j, b_(j+1))
//   h_j = [f_j; b_j]
// The summary is the output of the cell that has read everything: f at the last place, or, both ways, b at the first.
// The ends are both of these.
// The state of a cell stays as it is behind the last place of an example.
#include <algorithm>
#include <string>
#include <vector>

#include "memnet/base/table.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Recurrent : public Encoder {
 public:
  void declare(const Options::Section& options) override {
    options.add("cell", cell_name_, names_of(all_cells()), "the network that reads the places of a context");
    options.add("both_ways", both_ways_, "whether a second cell reads the places backward, from the last to the first");
    forward_ = make_cell(cell_name_);
    forward_->declare(options);
    if (!both_ways_) return;
    // The second cell has the options of the first.
    std::vector<Setting> settings;
    for (const auto& [name, value] : options.values()) settings.push_back({"cell." + name, value, "the first cell"});
    Options same(settings);
    backward_ = make_cell(cell_name_);
    backward_->declare(same.section("cell"));
  }

  void build(const Scope& scope, int inputs) override {
    forward_->build(scope / "forward", inputs);
    if (both_ways_) backward_->build(scope / "backward", inputs);
  }

  int width() const override { return forward_->outputs() * (both_ways_ ? 2 : 1); }
  int summary_size() const override { return forward_->outputs(); }
  int ends_size() const override { return width(); }
  std::vector<StatePart> state_parts() const override { return forward_->state_parts(); }

  Encoded encode(Tape& tape, const Places& places) const override {
    const Read forward = read(tape, *forward_, places, false);
    if (!both_ways_) return {.annotations = forward.outputs, .summary = forward.last, .last = forward.state};
    const Read backward = read(tape, *backward_, places, true);
    const std::span<Var> both = tape.arena().allocate_array<Var>(forward.outputs.size());
    for (std::size_t j = 0; j < both.size(); ++j) both[j] = concat({forward.outputs[j], backward.outputs[j]});
    const std::span<Var> ends = tape.arena().allocate_array<Var>(2);
    ends[0] = forward.last;
    ends[1] = backward.last;
    return {.annotations = both, .summary = backward.last, .last = forward.state, .ends = ends};
  }

 private:
  // What a cell gives that has read all places.
  struct Read {
    std::span<const Var> outputs;  // of each place
    Var last;                      // the output at the place that was read last
    State state;
  };

  static Read read(Tape& tape, const Cell& cell, const Places& places, bool from_the_end) {
    const std::size_t N = places.x.size();
    const std::span<Var> outputs = tape.arena().allocate_array<Var>(N);
    State state = cell.start(tape);
    Var last;
    for (std::size_t i = 0; i < N; ++i) {
      const std::size_t j = from_the_end ? N - 1 - i : i;
      const Var present = places.present[j];
      const auto [output, after] = cell.step({.x = places.x[j]}, state);
      outputs[j] = output;
      if (all_have(present)) {
        state = after;
        last = output;
        continue;
      }
      const std::span<Var> held = tape.arena().allocate_array<Var>(after.size());
      for (std::size_t k = 0; k < held.size(); ++k) held[k] = where(present, after[k], state[k]);
      state = held;
      last = last ? where(present, output, last) : output;
    }
    return {.outputs = outputs, .last = last, .state = state};
  }

  static bool all_have(Var present) {
    for (int b = 0; b < present.batch(); ++b)
      if (*present.value(b) == 0) return false;
    return true;
  }

  std::string cell_name_ = "gru";
  bool both_ways_ = true;
  std::unique_ptr<Cell> forward_, backward_;
};

}  // namespace

std::unique_ptr<Encoder> make_recurrent_encoder() { return std::make_unique<Recurrent>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
